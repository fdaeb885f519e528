import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Instant, type Instant as Moment, unwrap } from '#kernel';
import { hocBa } from '../../../test/builders/hoc-ba.ts';
import { calendarOf } from '../calendar/index.ts';
import { SchoolYear, Sha256Hex, VersionId, type Wave } from '../record/identifiers.ts';
import { currentOf, decideRegistry, evolveRegistry, isFinal, type RegistryCommand, type RegistryEvent, type RegistryFacts, type RegistryVersion, stateAt } from './index.ts';

const BASE = hocBa();
const CALENDAR = calendarOf(unwrap(SchoolYear.parse('2023-2024')));
const START = unwrap(Instant.parse('2024-06-01T00:00:00+07:00'));
const HOUR = 3_600_000;
const id = (n: number) => unwrap(VersionId.parse(`${'0'.repeat(12)}4000800000000000${String(n).padStart(4, '0')}`));
const hash = (n: number) => unwrap(Sha256Hex.parse(String(n).padStart(64, '0')));

/** One thing a school or the province does, `wait` hours after the last one; it is judged `queued` hours after it came in. */
interface Step { readonly act: 'submit' | 'replace' | 'withdraw' | 'finalize'; readonly number: number; readonly names: number; readonly wave: Wave; readonly wait: number; readonly queued: number; readonly lateLane: boolean }
const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('submit', 'submit', 'replace', 'replace', 'withdraw', 'finalize'), number: fc.integer({ min: 1, max: 9 }), names: fc.integer({ min: 0, max: 9 }), wave: fc.constantFrom<Wave>(1, 1, 2),
  wait: fc.constantFrom(0, 1, 24, 24 * 10, 24 * 25), queued: fc.constantFrom(0, 0, 1, 48), lateLane: fc.boolean(),
});

interface Moved { readonly at: Moment; readonly before: readonly RegistryVersion[]; readonly after: readonly RegistryVersion[]; readonly events: readonly RegistryEvent[]; readonly command: RegistryCommand; readonly facts: RegistryFacts }
const freeze = <T>(value: T): T => { for (const inner of Object.values(value as object)) if (inner && typeof inner === 'object') freeze(inner); return Object.freeze(value); };

/** `names` 0 is whatever counts at the moment, so that long lives are common. */
function commandOf({ act, number, names, wave }: Step, versions: readonly RegistryVersion[]): RegistryCommand {
  const current = currentOf(versions);
  const target = names === 0 && current ? Number(current.versionId.slice(-4)) : names || 1;
  if (act === 'withdraw' || act === 'finalize') return { kind: 'withdraw', versionId: id(target), lookupCode: BASE.lookupCode, reason: 'Nhầm', sender: BASE.school.code };
  const newest = Math.max(0, ...versions.map(({ versionNumber }) => versionNumber));
  const mine = names === 0 ? newest + 1 : number;
  return { kind: act, hocBa: hocBa({ versionId: id(mine), versionNumber: mine, wave, ...(act === 'replace' && { replaces: { versionId: id(target), sha256: hash(target), reason: 'Sai' } }) }), sha256: hash(mine), sender: BASE.school.code };
}

function live(steps: readonly Step[]): readonly Moved[] {
  let versions: readonly RegistryVersion[] = [], now = START;
  return steps.map((one) => {
    const receivedAt = Instant.of(now + one.wait * HOUR);
    now = Instant.of(receivedAt + one.queued * HOUR);
    const facts: RegistryFacts = freeze({ receivedAt, now, calendar: CALENDAR, enrolled: { schoolCode: BASE.school.code, classroom: BASE.classroom, studying: true }, onSupplementaryList: true, versions, lateLane: one.lateLane });
    const command = freeze(commandOf(one, versions));
    const before = versions;
    const events = one.act === 'finalize' ? early(versions) : eventsOf(command, facts);
    versions = events.reduce((all, event) => evolveRegistry(all, event, arriving(command)), versions);
    return { at: now, before, after: versions, events, command, facts };
  });
}
/** The province confirms an early finalization of what is admitted. */
const early = (versions: readonly RegistryVersion[]): readonly RegistryEvent[] => { const current = currentOf(versions); return current?.state === 'admitted' ? [{ kind: 'finalized', versionId: current.versionId }] : []; };
function eventsOf(command: RegistryCommand, facts: RegistryFacts): readonly RegistryEvent[] {
  const decided = decideRegistry(command, facts);
  return decided.ok ? decided.value : [];
}
const arriving = (command: RegistryCommand) => (command.kind === 'withdraw' ? undefined : { versionId: command.hocBa.versionId, versionNumber: command.hocBa.versionNumber, sha256: command.sha256, wave: command.hocBa.wave });
const whole = (check: (moves: readonly Moved[]) => void) => fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), (steps) => { check(live(steps)); }), { numRuns: 250 });

describe('whatever a school sends, in whatever order', () => {
  test('R66: what is final stays what it is: the same octets, final for ever', () => {
    whole((moves) => {
      const final = new Map<string, string>();
      for (const { at, before, after } of moves) {
        for (const version of before) if (isFinal(stateAt(version, CALENDAR, at))) final.set(version.versionId, version.sha256);
        for (const [versionId, sha256] of final) {
          const there = after.find((version) => version.versionId === versionId);
          expect(there?.sha256).toBe(sha256);
          expect(isFinal(stateAt(there!, CALENDAR, at))).toBe(true);
        }
      }
    });
  });
  test('a pupil’s year has at most one version that counts, and a final one leaves no room for another', () => {
    whole((moves) => {
      for (const { after } of moves) expect(after.filter(({ state }) => state === 'admitted' || isFinal(state)).length).toBeLessThanOrEqual(1);
    });
  });
  test('versions are numbered upwards and no id comes twice', () => {
    whole((moves) => {
      const numbers = moves.at(-1)!.after.map(({ versionNumber }) => versionNumber);
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      expect(new Set(moves.at(-1)!.after.map(({ versionId }) => versionId)).size).toBe(numbers.length);
    });
  });
  test('what was withdrawn or replaced never comes back, and nothing disappears', () => {
    whole((moves) => {
      for (const { before, after } of moves) for (const version of before) {
        const there = after.find(({ versionId }) => versionId === version.versionId);
        expect(there).toBeDefined();
        if (version.state === 'withdrawn' || version.state === 'replaced') expect(there).toEqual(version);
      }
    });
  });
  test('nothing is admitted after its wave but in the late lane, and then it is final at once', () => {
    whole((moves) => {
      for (const { events, command, facts } of moves) {
        if (command.kind === 'withdraw' || events[0]?.kind !== 'admitted') continue;
        const late = facts.receivedAt >= CALENDAR.waves[command.hocBa.wave].cutOff;
        expect(events.some(({ kind }) => kind === 'finalized')).toBe(late);
        if (late) expect([facts.lateLane, command.hocBa.wave, facts.receivedAt < CALENDAR.waves[2].cutOff]).toEqual([true, 1, true]);
      }
    });
  });
  test('the same command on the same facts has the same answer, and neither is touched', () => {
    whole((moves) => { for (const { command, facts } of moves) expect(decideRegistry(command, facts)).toEqual(decideRegistry(structuredClone(command), structuredClone(facts))); });
  });
  test('the events alone, read again from the beginning, lead to the same state', () => {
    whole((moves) => {
      const replayed = moves.reduce<readonly RegistryVersion[]>((versions, { events, command }) => events.reduce((all, event) => evolveRegistry(all, event, arriving(command)), versions), []);
      expect(replayed).toEqual(moves.at(-1)!.after);
    });
  });
  test('the lives these steps make do reach every state', () => {
    const seen = new Set<string>();
    for (const steps of fc.sample(fc.array(step, { minLength: 8, maxLength: 14 }), { numRuns: 300, seed: 1154 })) for (const { after } of live(steps)) for (const { state } of after) seen.add(state);
    expect([...seen].sort()).toEqual(['admitted', 'finalized', 'replaced', 'withdrawn']);
  });
});
