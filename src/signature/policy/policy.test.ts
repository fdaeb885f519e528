import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromUtf8, unwrap, utf8 } from '#kernel';
import { CHECKS, checkOf, FINDINGS, GENERAL_POLICY, INTEGRITY_POLICY, isDecisive, PATH_REASONS, PDF_FINDINGS, policyAt, type PolicyFile, readPolicy, TIMESTAMP_REASONS } from '#signature';
import { HOCBA_POLICY } from '#verifier';
import { instant } from '../../../test/actors/authority.ts';

const FILES = [['hocba', HOCBA_POLICY], ['general', GENERAL_POLICY], ['integrity', INTEGRITY_POLICY]] as const;
type Entry = Record<string, unknown>;
type Draft = Record<'form' | 'bounds' | 'algorithms' | 'checks', Entry[]> & Entry;
const draftOf = (file: PolicyFile): Draft => JSON.parse(unwrap(fromUtf8(file.octets))) as Draft;
const faultsOf = (change: (draft: Draft) => void): readonly string[] => {
  const draft = draftOf(HOCBA_POLICY);
  change(draft);
  const read = readPolicy(utf8(JSON.stringify(draft)));
  return read.ok ? [] : read.error;
};
const about = (list: readonly Entry[], name: string): Entry => list.find((entry) => entry['check'] === name || entry['name'] === name)!;

describe('the checks', () => {
  test('every reason of every table answers exactly one check, and no check has a reason nobody gives', () => {
    const reasons = CHECKS.flatMap((check) => [...check.reasons] as string[]);
    expect(new Set(reasons).size).toBe(reasons.length);
    const given = [FINDINGS, PDF_FINDINGS, PATH_REASONS, TIMESTAMP_REASONS].flatMap((table) => Object.keys(table));
    expect(given.filter((reason) => checkOf({ code: reason }) === undefined)).toEqual([]);
    expect(reasons.filter((reason) => !given.includes(reason)).sort()).toEqual(['content/', 'form/', 'form/item-hash', 'signature/pdf-unreadable']);
  });
  test.each(CHECKS.map((check) => [check.id, check] as const))('%s asks, cites and answers', async (id, check) => {
    const { question, clause, passed } = check;
    expect(question.vi).toMatch(/\?$/);
    expect(question.en).toMatch(/^[A-Z].*\?$/);
    expect(clause).toMatch(/(EN 319|RFC \d|ISO 32000|Thông tư|Kế hoạch|Luật)/);
    expect(passed).toMatch(/\.$/);
    for (const text of [question.vi, passed]) expect(text.normalize('NFC')).toBe(text);
    expect(Object.values(await import(`../checks/${id}.ts`) as object)).toEqual([check]);
  });
});

describe('policies/verification-*.json', () => {
  test.each(FILES)('%s is written as it is digested, so that sha256sum of the file is the digest in the report', (name, { octets }) => {
    expect(unwrap(fromUtf8(octets))).toBe(readFileSync(new URL(`../../../policies/verification-${name}.json`, import.meta.url), 'utf8'));
  });
  test('the narrower policy asks less', () => {
    const sizes = FILES.map(([, file]) => new Set(file.checks.map(({ check }) => check)).size);
    expect(sizes[0]).toBe(CHECKS.length);
    expect(sizes[0]! > sizes[1]! && sizes[1]! > sizes[2]!).toBe(true);
  });
  test.each([
    ['2023-01-01', '2024-04-11', 'IGNORE', 'Thông tư 22/2020/TT-BTTTT'], ['2024-06-02', '2024-04-11', 'IGNORE', 'Thông tư 22/2020/TT-BTTTT'], ['2025-08-14T16:59:59Z', '2024-04-11', 'IGNORE', 'Thông tư 22/2020/TT-BTTTT'],
    ['2025-08-14T17:00:00Z', '2025-08-15', 'INFORM', 'Thông tư 15/2025/TT-BKHCN'], ['2034-01-01', '2025-08-15', 'INFORM', 'Thông tư 15/2025/TT-BKHCN'],
  ])('on %s the policy of %s holds: padding %s', (at, from, level, document) => {
    const policy = policyAt(HOCBA_POLICY, instant(at));
    expect(policy.from).toBe(from);
    expect(policy.entries.get('padding-recommended')!.level).toBe(level);
    expect(HOCBA_POLICY.algorithms.filter((entry) => entry.name === 'rsa-sha256' && entry.from <= policy.from).at(-1)!.document).toBe(document);
  });
  test('bounds are what the file says', () => {
    const draft = draftOf(HOCBA_POLICY);
    about(draft.bounds, 'claimGapHours')['value'] = 2;
    about(draft.algorithms, 'rsa-sha256')['until'] = '2024-12-31';
    const policy = policyAt(unwrap(readPolicy(utf8(JSON.stringify(draft)))), instant('2024-06-01'));
    expect(policy.claimGapMs).toBe(7_200_000);
    expect(policy.algorithms.get('rsa-sha256')).toEqual({ keyBitsMin: 2048, until: instant('2024-12-31T16:59:59.999Z') });
  });
});

describe('a policy at a moment', () => {
  test('decides about each finding by the check it answers; what no check is about decides', () => {
    const level = (at: string, code: string) => policyAt(HOCBA_POLICY, instant(at)).levelOf({ code });
    expect([level('2024-06-01', 'signature/padding'), level('2025-09-01', 'signature/padding'), level('2024-06-01', 'signature/hash'), level('2024-06-01', 'không/ai-biết')]).toEqual(['IGNORE', 'INFORM', 'FAIL', 'FAIL']);
  });
  test('of every entry the newest that has begun, whatever section begins when', () => {
    const draft = draftOf(HOCBA_POLICY), [gap] = draft.bounds.filter(({ name }) => name === 'claimGapHours');
    draft.bounds.push({ ...gap, from: '2030-01-01', value: 3 });
    draft.form.push({ ...draft.form[0], from: '2028-01-01', referencesMax: 7 });
    const policy = unwrap(readPolicy(utf8(JSON.stringify(draft)))), at = (day: string) => policyAt(policy, instant(day));
    expect(['2020-01-01', '2026-01-01', '2029-01-01', '2031-01-01'].map((day) => [at(day).from, at(day).claimGapMs / 3_600_000, at(day).rules.referencesMax])).toEqual([
      ['2024-04-11', gap!['value'], draft.form[0]!['referencesMax']], ['2025-08-15', gap!['value'], draft.form[0]!['referencesMax']], ['2028-01-01', gap!['value'], 7], ['2030-01-01', 3, 7],
    ]);
    expect(at('2031-01-01')).toBe(at('2031-02-01'));
  });
  test('minutes are minutes, and an algorithm without a key has no length', () => {
    const draft = draftOf(HOCBA_POLICY);
    about(draft.bounds, 'clockToleranceMinutes')['value'] = 2;
    const policy = policyAt(unwrap(readPolicy(utf8(JSON.stringify(draft)))), instant('2024-06-01'));
    expect(policy.clockToleranceMs).toBe(120_000);
    expect(policy.algorithms.get('sha256')).toStrictEqual({});
  });
});

describe('a policy that is not understood is refused, with the place', () => {
  test.each<readonly [string, (draft: Draft) => void, string | RegExp]>([
    ['an unknown check', ({ checks }) => { checks[0]!['check'] = 'no-such-check'; }, /^checks\[0\]\.check: phải là một trong: document-readable, .*không phải "no-such-check"$/],
    ['an unknown level', ({ checks }) => { checks[1]!['level'] = 'MAYBE'; }, 'checks[1].level: phải là một trong: FAIL, WARN, INFORM, IGNORE, không phải "MAYBE"'],
    ['a check that is missing', (draft) => { draft.checks = draft.checks.filter(({ check }) => check !== 'persons-differ'); }, 'checks: thiếu persons-differ'],
    ['a bound that is missing', ({ bounds }) => { bounds.splice(0, 1); }, 'bounds: thiếu claimGapHours'],
    ['a bound that is no number', ({ bounds }) => { bounds[0]!['value'] = '24'; }, 'bounds[0].value: phải là số nguyên từ 0 đến 10000, không phải "24"'],
    ['a bound beyond all', ({ bounds }) => { bounds[0]!['value'] = 10_001; }, 'bounds[0].value: phải là số nguyên từ 0 đến 10000, không phải 10001'], ['half an hour', ({ bounds }) => { bounds[0]!['value'] = 0.5; }, /^bounds\[0\]\.value: phải là số nguyên/], ['a bound below nothing', ({ bounds }) => { bounds[0]!['value'] = -1; }, /^bounds\[0\]\.value: phải là số nguyên/],
    ['no canonicalisation', ({ form }) => { form[0]!['canonicalizations'] = []; }, /^form\[0\]\.canonicalizations: phải là danh sách gồm/], ['one of two canonicalisations nobody knows', ({ form }) => { form[0]!['canonicalizations'] = ['http://www.w3.org/2001/10/xml-exc-c14n#', 'urn:x']; }, /^form\[0\]\.canonicalizations: phải là danh sách gồm/],
    ['a flag that is a word', ({ form }) => { form[0]!['enveloped'] = 'true'; }, 'form[0].enveloped: phải là true hoặc false, không phải "true"'], ['text that is not composed (NFC)', ({ checks }) => { checks[0]!['article'] = 'Điều 5'.normalize('NFD'); }, /^checks\[0\]\.article: phải là chữ/], ['text of spaces', ({ checks }) => { checks[0]!['article'] = '  '; }, /^checks\[0\]\.article: phải là chữ/],
    ['an unknown algorithm', ({ algorithms }) => { algorithms[0]!['name'] = 'rsa-md5'; }, /^algorithms\[0\]\.name: phải là một trong: rsa-sha256, /],
    ['keys the program does not verify', ({ algorithms }) => { algorithms[0]!['keyBitsMin'] = 1024; }, 'algorithms: rsa-sha256: keyBitsMin không dưới 2048'],
    ['no source', ({ checks }) => { delete checks[2]!['article']; }, 'checks[2].article: phải là chữ, không để trống, không phải để trống'],
    ['a day that is none', ({ checks }) => { checks[2]!['from'] = '2024-02-30'; }, 'checks[2].from: phải là ngày dạng 2024-04-11, không phải "2024-02-30"'],
    ['an unknown property', ({ bounds }) => { bounds[0]!['unit'] = 'h'; }, 'bounds[0].unit: không có mục này trong chính sách'],
    ['days out of order', ({ algorithms }) => { algorithms[1]!['from'] = '2020-01-01'; }, 'algorithms: các dòng của rsa-sha256 phải theo thứ tự ngày, mỗi ngày một dòng'],
    ['another scope', (draft) => { draft['scope'] = 'document'; }, 'checks: unique-ids không thuộc phạm vi document'],
    ['signatures that bind no certificate', ({ form }) => { form[0]!['xades'] = false; }, 'form: xades phải là true trong phạm vi exchange'],
    ['a section that is no list', (draft) => { draft['bounds'] = {} as never; }, 'bounds: phải là danh sách, ít nhất một dòng'],
  ])('%s', (_, change, fault) => expect(faultsOf(change)).toContainEqual(typeof fault === 'string' ? fault : expect.stringMatching(fault)));
  test.each([['not JSON', '{', 'tệp chính sách không phải JSON'], ['no object', '[]', 'tệp chính sách phải là một đối tượng JSON'], ['too long', ' '.repeat(1_048_577), 'tệp chính sách dài hơn 1048576 byte']])('%s', (_, text, fault) => {
    expect(readPolicy(utf8(text))).toEqual({ ok: false, error: [fault] });
  });
  test.each(CHECKS.filter(isDecisive).map(({ id }) => id))('EN 319 102-1 §5.1.4.1: %s cannot be lowered', (id) => {
    expect(faultsOf(({ checks }) => { about(checks, id)['level'] = 'WARN'; })).toContain(`checks: ${id} phải ở mức FAIL, không được hạ xuống WARN`);
  });
  test('what may be lowered says who may sign, when and how; not whether there is a sound signature', () => expect(CHECKS.filter((check) => !isDecisive(check)).map(({ id }) => id)).toEqual([
    'pdf-signer-known', 'pdf-holds-packet', 'label-matches', 'time-within-certificate', 'time-not-in-future', 'time-near-token', 'timestamps-known', 'algorithm-current', 'padding-recommended', 'timestamps-lasting',
    'timestamp-present', 'signer-authorised', 'persons-differ', 'signing-order',
  ]));
});
