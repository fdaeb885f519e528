import { describe, expect, test } from 'vitest';
import { Instant, unwrap } from '#kernel';
import { hocBa } from '../../../test/builders/hoc-ba.ts';
import { calendarOf } from '../calendar/index.ts';
import type { HocBa } from '../record/hoc-ba.ts';
import { LookupCode, PupilId, SchoolCode, SchoolYear, Sha256Hex, VersionId } from '../record/identifiers.ts';
import { describe as describeRefusal } from '../refusal/index.ts';
import { decideRegistry, isFinal, type RegistryCommand, type RegistryFacts, type RegistryState, type RegistryVersion, stateAt } from './index.ts';

const at = (text: string) => unwrap(Instant.parse(text));
const id = (n: number) => unwrap(VersionId.parse(`${'0'.repeat(12)}4000800000000000${String(n).padStart(4, '0')}`));
const hash = (n: number) => unwrap(Sha256Hex.parse(String(n).padStart(64, '0')));
const year = (text: string) => unwrap(SchoolYear.parse(text));
const version = (n: number, state: RegistryState, wave: 1 | 2 = 1): RegistryVersion => ({ versionId: id(n), versionNumber: n, sha256: hash(n), wave, state });
const names = (n: number, of: number = n) => ({ versionId: id(n), sha256: hash(of), reason: 'Ghi sai nhận xét' });

const BASE = hocBa();
const SENDER = BASE.school.code;
const BEFORE = at('2024-06-10T08:00:00+07:00'), AFTER = at('2024-07-01T00:00:00+07:00');
const facts = (over: Partial<RegistryFacts> = {}): RegistryFacts => ({
  receivedAt: BEFORE, now: BEFORE, calendar: calendarOf(year('2023-2024')), enrolled: { schoolCode: SENDER, classroom: BASE.classroom, studying: true }, onSupplementaryList: false, versions: [], lateLane: false, ...over,
});
const sent = (kind: 'submit' | 'replace', number: number, over: Partial<HocBa> = {}): RegistryCommand => ({ kind, hocBa: hocBa({ versionId: id(number), versionNumber: number, ...over }), sha256: hash(number), sender: SENDER });
const withdraw = (n: number): RegistryCommand => ({ kind: 'withdraw', versionId: id(n), lookupCode: BASE.lookupCode, reason: 'Nhầm học sinh', sender: SENDER });
/** `admitted 9, replaced 1`, or the code of the refusal; a refusal must be a whole sentence. */
function answer(command: RegistryCommand, known: RegistryFacts): string {
  const decided = decideRegistry(command, known);
  if (decided.ok) return decided.value.map(({ kind, versionId }) => `${kind} ${Number(versionId.slice(-4))}`).join(', ');
  const { message, remedy, publicCode } = describeRefusal(decided.error);
  expect(`${message} ${remedy}`).not.toMatch(/[{}]/);
  expect(publicCode).toMatch(/^HBS-(4\d\d|105)$/);
  return decided.error.code;
}

/** Every command against every state of the pupil’s year. Versions that are there are numbered 1, 2; what arrives is number 9 unless it says otherwise. */
const COMMANDS = {
  'a new record (MOI)': sent('submit', 9),
  'version 1 once more, as it was': sent('submit', 1),
  'a new record with an old number': sent('submit', 9, { versionNumber: 1 }),
  'a replacement of version 1': sent('replace', 9, { replaces: names(1) }),
  'a replacement of version 2': sent('replace', 9, { replaces: names(2) }),
  'a replacement of version 1 by another hash': sent('replace', 9, { replaces: names(1, 7) }),
  'a replacement that names nothing': sent('replace', 9),
  'a new record that names version 1': sent('submit', 9, { replaces: names(1) }),
  'a withdrawal of version 1': withdraw(1),
  'a withdrawal of version 2': withdraw(2),
  'a withdrawal of a version nobody sent': withdraw(8),
} as const;
const FINAL = 'content/final', NOT_CURRENT = 'content/not-current', OLDER = 'content/older-version', UNKNOWN = 'content/unknown-version';
const ALL_FINAL = [FINAL, FINAL, FINAL, FINAL, FINAL, FINAL, FINAL, FINAL, FINAL, UNKNOWN, UNKNOWN];
const MATRIX: readonly (readonly [string, Partial<RegistryFacts>, readonly string[]])[] = [
  ['nothing is there', {}, ['admitted 9', 'admitted 1', 'admitted 9', NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, UNKNOWN, UNKNOWN, UNKNOWN]],
  ['version 1 is admitted', { versions: [version(1, 'admitted')] },
    [NOT_CURRENT, 'content/already-admitted', OLDER, 'admitted 9, replaced 1', NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, 'withdrawn 1', UNKNOWN, UNKNOWN]],
  ['version 1 was withdrawn', { versions: [version(1, 'withdrawn')] }, ['admitted 9', OLDER, OLDER, NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, UNKNOWN, UNKNOWN]],
  ['version 2 has replaced version 1', { versions: [version(1, 'replaced'), version(2, 'admitted')] }, [NOT_CURRENT, OLDER, OLDER, NOT_CURRENT, 'admitted 9, replaced 2', NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, 'withdrawn 2', UNKNOWN]],
  ['both were taken back', { versions: [version(1, 'replaced'), version(2, 'withdrawn')] }, ['admitted 9', OLDER, OLDER, NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, NOT_CURRENT, UNKNOWN]],
  ['version 1 is admitted and the cut-off is past', { versions: [version(1, 'admitted')], now: AFTER, receivedAt: AFTER }, ALL_FINAL],
  ['version 1 is admitted, the command came in time but is judged after the cut-off', { versions: [version(1, 'admitted')], now: AFTER }, ALL_FINAL],
  ['version 1 was finalized early', { versions: [version(1, 'finalized')] }, ALL_FINAL],
  ['version 1 is final and Sở lets the school hand in late', { versions: [version(1, 'finalized')], now: AFTER, receivedAt: AFTER, lateLane: true }, ALL_FINAL],
  ['version 1 was reported to the ministry', { versions: [version(1, 'reported')], now: AFTER, receivedAt: AFTER }, ALL_FINAL],
];
describe.each(MATRIX)('%s', (_, known, row) => {
  test.each(Object.entries(COMMANDS).map(([what, command], i) => [what, row[i]!, command] as const))('%s: %s', (__, outcome, command) => expect(answer(command, facts(known))).toBe(outcome));
});

describe('R63, R64: the wave, its cut-off, and the late lane', () => {
  const LAST_1 = '2024-06-30T23:59:59.999+07:00', FIRST_LATE_1 = '2024-07-01T00:00:00+07:00', LAST_2 = '2024-08-15T23:59:59.999+07:00', FIRST_LATE_2 = '2024-08-16T00:00:00+07:00';
  const LATE = 'transport/after-cut-off', ON_LIST = { onSupplementaryList: true }, LANE = { lateLane: true };
  test.each<readonly [1 | 2, string, string, Partial<RegistryFacts>, string]>([
    [1, LAST_1, 'the last millisecond of 30/6', {}, 'admitted 9'],
    [1, FIRST_LATE_1, 'the first of July', {}, LATE],
    [1, FIRST_LATE_1, 'the first of July, with a decision of Sở: final at once', LANE, 'admitted 9, finalized 9'],
    [1, LAST_2, 'the last millisecond of 15/8, with a decision of Sở', LANE, 'admitted 9, finalized 9'],
    [1, FIRST_LATE_2, 'after 15/8 no decision helps', LANE, LATE],
    [1, LAST_1, 'in time, the decision changes nothing', LANE, 'admitted 9'],
    [2, LAST_1, 'summer’s record may come early', ON_LIST, 'admitted 9'],
    [2, FIRST_LATE_1, 'after wave 1', ON_LIST, 'admitted 9'],
    [2, LAST_2, 'the last millisecond of 15/8', ON_LIST, 'admitted 9'],
    [2, FIRST_LATE_2, 'the sixteenth of August', ON_LIST, LATE],
    [2, FIRST_LATE_2, 'the sixteenth of August, with a decision of Sở', { ...ON_LIST, ...LANE }, LATE],
    [2, LAST_2, 'not on the list of supplementary assessment (140)', {}, 'content/not-on-supplementary-list'],
    [1, LAST_1, 'on that list, and yet in wave 1', ON_LIST, 'admitted 9'],
  ])('wave %i at %s: %s', (wave, moment, _, over, outcome) => expect(answer(sent('submit', 9, { wave }), facts({ receivedAt: at(moment), now: at(moment), ...over }))).toBe(outcome));

  test('what came in time and is judged later is admitted, final by the clock, and not by an event of its own day', () => {
    const late = facts({ receivedAt: at(LAST_1), now: at(FIRST_LATE_1) });
    expect(answer(sent('submit', 9), late)).toBe('admitted 9');
    expect(isFinal(stateAt({ state: 'admitted', wave: 1 }, late.calendar, late.now))).toBe(true);
  });
  test('a withdrawal that came in time and is judged after the cut-off is refused: nobody takes back a final record', () => {
    expect(answer(withdraw(1), facts({ versions: [version(1, 'admitted')], receivedAt: at(LAST_1), now: at(FIRST_LATE_1) }))).toBe(FINAL);
  });
  test('a record of wave 2 can be replaced and withdrawn until 15/8', () => {
    const known = facts({ versions: [version(1, 'admitted', 2)], receivedAt: at(LAST_2), now: at(LAST_2), onSupplementaryList: true });
    expect(answer(sent('replace', 9, { wave: 2, replaces: names(1) }), known)).toBe('admitted 9, replaced 1');
    expect(answer(withdraw(1), known)).toBe('withdrawn 1');
    expect(answer(withdraw(1), { ...known, now: at(FIRST_LATE_2) })).toBe(FINAL);
  });
  test('the refusal names the wave and its last day', () => {
    const decided = decideRegistry(sent('submit', 9), facts({ receivedAt: AFTER, now: AFTER }));
    expect(decided.ok ? '' : describeRefusal(decided.error).message).toBe('Học bạ của em Nguyễn Gia Hân đến sau hạn chốt đợt 1 (30/06/2024).');
  });
  test('another school year has its own cut-off', () => {
    const next = facts({ calendar: calendarOf(year('2024-2025')), receivedAt: at('2025-06-30T23:59:59+07:00'), now: at('2025-06-30T23:59:59+07:00') });
    expect(answer(sent('submit', 9, { schoolYear: year('2024-2025') }), next)).toBe('admitted 9');
  });
});

describe('R69: only the school where the pupil studies', () => {
  const enrolled = { schoolCode: SENDER, classroom: BASE.classroom, studying: true };
  test.each<readonly [string, Pick<RegistryFacts, 'enrolled'> | Record<string, never>, string]>([
    ['the roster (130) has the pupil in this class', { enrolled }, 'admitted 9'],
    ['another school’s pupil', { enrolled: { ...enrolled, schoolCode: unwrap(SchoolCode.parse('22205412')) } }, 'content/not-enrolled'],
    ['another class', { enrolled: { ...enrolled, classroom: '4A1' } }, 'content/not-enrolled'],
    ['moved away', { enrolled: { ...enrolled, studying: false } }, 'content/not-enrolled'],
  ])('%s', (_, over, outcome) => expect(answer(sent('submit', 9), facts(over))).toBe(outcome));
  test('a pupil who is in no roster', () => {
    const { enrolled: _, ...nobody } = facts();
    expect(answer(sent('submit', 9), nobody)).toBe('content/unknown-pupil');
  });
  test('a packet of a school that is not its sender', () => expect(answer({ ...sent('submit', 9), sender: unwrap(SchoolCode.parse('22205412')) }, facts())).toBe('content/not-enrolled'));
});

describe('R57: one look-up code, one pupil', () => {
  const other = unwrap(PupilId.parse('2200999999')), otherCode = unwrap(LookupCode.parse('00000000000040008000000000000001'));
  test.each<readonly [string, Partial<RegistryFacts>, string]>([
    ['nobody has the code and the pupil has none yet', {}, 'admitted 9'],
    ['the pupil’s own', { codeBelongsTo: BASE.pupil.pupilId, codeOfPupil: BASE.lookupCode }, 'admitted 9'],
    ['another pupil has it', { codeBelongsTo: other }, 'content/lookup-code-taken'],
    ['the pupil has another', { codeOfPupil: otherCode }, 'content/lookup-code-taken'],
    ['both', { codeBelongsTo: other, codeOfPupil: otherCode }, 'content/lookup-code-taken'],
  ])('%s', (_, over, outcome) => expect(answer(sent('submit', 9), facts(over))).toBe(outcome));
});

describe('NAM_TRUOC: the chain to the year before', () => {
  const earlier = { schoolYear: year('2022-2023'), versionId: id(5), sha256: hash(5) };
  test.each<readonly [string, Pick<HocBa, 'previousYear'> | Record<string, never>, Partial<RegistryFacts>, string]>([
    ['no earlier year, none named', {}, {}, 'admitted 9'],
    ['the earlier year is named', { previousYear: earlier }, { previousYear: earlier }, 'admitted 9'],
    ['it must be named', {}, { previousYear: earlier }, 'content/previous-year'],
    ['it must not be invented', { previousYear: earlier }, {}, 'content/previous-year'],
    ['another version', { previousYear: { ...earlier, versionId: id(6) } }, { previousYear: earlier }, 'content/previous-year'],
    ['other octets', { previousYear: { ...earlier, sha256: hash(6) } }, { previousYear: earlier }, 'content/previous-year'],
    ['another year', { previousYear: { ...earlier, schoolYear: year('2021-2022') } }, { previousYear: earlier }, 'content/previous-year'],
  ])('%s', (_, over, known, outcome) => expect(answer(sent('submit', 9, over), facts(known))).toBe(outcome));
});

test('a version id that was used before is not used again, under whatever number', () => {
  expect(answer(sent('submit', 1, { versionNumber: 9 }), facts({ versions: [version(1, 'withdrawn')] }))).toBe('content/already-admitted');
});
test('numbers may have gaps but never go back, over withdrawn and replaced versions too', () => {
  const versions = [version(3, 'withdrawn'), version(7, 'withdrawn')];
  expect([6, 7, 8, 100].map((number) => answer(sent('submit', 9, { versionNumber: number }), facts({ versions })))).toEqual([OLDER, OLDER, 'admitted 9', 'admitted 9']);
});
test.each([['final', 'finalized', FINAL], ['withdrawn already', 'withdrawn', 'content/not-current']] as const)('a withdrawal of what is %s names the version by its first eight characters', (_, state, code) => {
  expect(decideRegistry(withdraw(1), facts({ versions: [version(1, state)] }))).toMatchObject({ error: { code, params: { pupil: 'phiên bản 00000000…' }, where: 'Mã phiên bản' } });
});
test('the events keep who replaced it and why it was withdrawn', () => {
  const known = facts({ versions: [version(1, 'admitted')] });
  expect(unwrap(decideRegistry(sent('replace', 9, { replaces: names(1) }), known))).toEqual([{ kind: 'admitted', versionId: id(9) }, { kind: 'replaced', versionId: id(1), by: id(9) }]);
  expect(unwrap(decideRegistry(withdraw(1), known))).toEqual([{ kind: 'withdrawn', versionId: id(1), reason: 'Nhầm học sinh' }]);
});

describe('when several rules fail, the first of this order is the answer', () => {
  const ORDER: readonly (readonly [string, Partial<RegistryFacts>, Partial<HocBa>])[] = [
    ['content/unknown-pupil', {}, {}],
    ['content/not-enrolled', { enrolled: { schoolCode: SENDER, classroom: '4A9', studying: false } }, {}],
    ['content/lookup-code-taken', { codeBelongsTo: unwrap(PupilId.parse('2200999999')) }, {}],
    ['content/final', { versions: [version(9, 'withdrawn'), version(3, 'finalized')] }, {}],
    ['transport/after-cut-off', { receivedAt: at('2024-08-16T00:00:00+07:00'), now: at('2024-08-16T00:00:00+07:00') }, {}],
    ['content/not-on-supplementary-list', {}, { wave: 2 }],
    ['content/older-version', { versions: [version(9, 'withdrawn')] }, { versionId: id(2) }],
    ['content/not-current', {}, { replaces: names(1) }],
    ['content/previous-year', { previousYear: { schoolYear: year('2022-2023'), versionId: id(5), sha256: hash(5) } }, {}],
  ];
  test.each(ORDER.map(([code], i) => [i + 1, code] as const))('%i. %s', (place, code) => {
    // The later a rule stands, the earlier its fault is laid down, so that an earlier one may lay its own over it.
    const broken = ORDER.slice(place - 1).toReversed();
    const { enrolled, ...known } = facts(Object.assign({}, ...broken.map(([, over]) => over)));
    const command = sent('submit', 9, Object.assign({}, ...broken.map(([, , over]) => over)));
    expect(answer(command, place === 1 ? known : { ...known, ...(enrolled && { enrolled }) })).toBe(code);
  });
});
