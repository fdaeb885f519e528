import { describe, expect, test } from 'vitest';
import { Instant, unwrap } from '#kernel';
import { calendarOf } from '../calendar/index.ts';
import { SchoolYear, Sha256Hex, VersionId, type Wave } from '../record/identifiers.ts';
import { currentOf, evolveRegistry, isFinal, type RegistryState, type RegistryVersion, stateAt } from './index.ts';

const CALENDAR = calendarOf(unwrap(SchoolYear.parse('2023-2024')));
const at = (text: string) => unwrap(Instant.parse(text));
const id = (n: number) => unwrap(VersionId.parse(`${'0'.repeat(12)}4000800000000000${String(n).padStart(4, '0')}`));
const version = (n: number, state: RegistryState, wave: Wave = 1): RegistryVersion => ({ versionId: id(n), versionNumber: n, sha256: unwrap(Sha256Hex.parse(String(n).padStart(64, '0'))), wave, state });

describe('KH 1154 PL 2.1: from the cut-off on an admitted record is final, job or no job', () => {
  test.each<readonly [RegistryState, Wave, string, RegistryState]>([
    ['admitted', 1, '2024-06-30T23:59:59.999+07:00', 'admitted'], ['admitted', 1, '2024-07-01T00:00:00+07:00', 'finalized'], ['admitted', 1, '2024-08-20T00:00:00+07:00', 'finalized'],
    ['admitted', 2, '2024-07-01T00:00:00+07:00', 'admitted'], ['admitted', 2, '2024-08-15T23:59:59.999+07:00', 'admitted'], ['admitted', 2, '2024-08-16T00:00:00+07:00', 'finalized'],
    ['withdrawn', 1, '2024-08-20T00:00:00+07:00', 'withdrawn'], ['replaced', 1, '2024-08-20T00:00:00+07:00', 'replaced'], ['finalized', 1, '2024-06-10T00:00:00+07:00', 'finalized'], ['reported', 1, '2024-06-10T00:00:00+07:00', 'reported'], ['reported', 2, '2024-08-20T00:00:00+07:00', 'reported'],
  ])('%s in wave %i is at %s %s', (state, wave, moment, effective) => expect(stateAt({ state, wave }, CALENDAR, at(moment))).toBe(effective));
  test.each<readonly [RegistryState, boolean]>([['admitted', false], ['withdrawn', false], ['replaced', false], ['finalized', true], ['reported', true]])('%s is final: %s', (state, final) => expect(isFinal(state)).toBe(final));
});

describe('the version that counts', () => {
  test.each<readonly [string, readonly RegistryVersion[], number | undefined]>([
    ['none of none', [], undefined], ['none of those taken back', [version(1, 'withdrawn'), version(2, 'withdrawn')], undefined], ['the admitted one', [version(1, 'admitted')], 1], ['the newer of a replacement', [version(1, 'replaced'), version(2, 'admitted')], 2],
    ['the one admitted after a withdrawal', [version(1, 'withdrawn'), version(2, 'admitted')], 2], ['the final one', [version(1, 'withdrawn'), version(2, 'finalized')], 2], ['the reported one', [version(1, 'reported')], 1],
  ])('%s', (_, versions, number) => expect(currentOf(versions)?.versionNumber).toBe(number));
});

describe('what an event does', () => {
  const { state: _, ...arriving } = version(2, 'admitted');
  test.each<readonly [string, Parameters<typeof evolveRegistry>, readonly (readonly [number, RegistryState])[]]>([
    ['admitted brings the version along', [[version(1, 'withdrawn')], { kind: 'admitted', versionId: id(2) }, arriving], [[1, 'withdrawn'], [2, 'admitted']]],
    ['replaced ends the one that is named', [[version(1, 'admitted'), version(2, 'admitted')], { kind: 'replaced', versionId: id(1), by: id(2) }], [[1, 'replaced'], [2, 'admitted']]],
    ['withdrawn ends the one that is named', [[version(1, 'replaced'), version(2, 'admitted')], { kind: 'withdrawn', versionId: id(2), reason: 'Sai tên' }], [[1, 'replaced'], [2, 'withdrawn']]],
    ['finalized makes it final', [[version(1, 'admitted')], { kind: 'finalized', versionId: id(1) }], [[1, 'finalized']]],
    ['of an unknown version changes nothing', [[version(1, 'admitted')], { kind: 'withdrawn', versionId: id(9), reason: 'Sai tên' }], [[1, 'admitted']]],
  ])('%s', (__, args, after) => expect(evolveRegistry(...args).map(({ versionNumber, state }) => [versionNumber, state])).toEqual(after));
});
