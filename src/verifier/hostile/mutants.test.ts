import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MutantShares, mutants } from '../../../test/hostile/mutator.ts';
import { footingOf, generalObjection, objection } from '../../../test/hostile/oracle.ts';
import { type HostileRoom, openHostileRoom } from '../../../test/hostile/room.ts';
import type { FileOptions } from '../index.ts';

let room: HostileRoom;
beforeAll(async () => { room = await openHostileRoom(); });
afterAll(() => room.stop());

type Document = 'packet' | 'batch' | 'receipt' | 'confirmation';
type Row = readonly [document: Document, donors: readonly (keyof HostileRoom)[], shares: MutantShares, atLeast: number];

/** Odd shares, so that neighbours in the tables take turns. A batch has its packet inside base64, judged like any other. */
const ROWS: readonly Row[] = [
  ['packet', ['otherPupil', 'otherVersion'], { inPlace: 5, moved: 41 }, 1_800],
  ['batch', [], { inPlace: 7, moved: 31 }, 250],
  ['receipt', ['confirmation'], { inPlace: 3, moved: 29 }, 500],
  ['confirmation', ['receipt'], { inPlace: 3, moved: 29 }, 500],
];

function accepted([name, donors, shares, atLeast]: Row, change: Partial<FileOptions>, objectionTo: typeof objection): readonly string[] {
  const genuine = room[name], footing = footingOf(genuine), record = JSON.stringify(room.verify(genuine, change).record);
  expect(objectionTo(footing, genuine)).toBeUndefined();
  const bad: string[] = [];
  let count = 0;
  for (const mutant of mutants(genuine, donors.map((donor) => room[donor] as Uint8Array), shares)) {
    count++;
    const answer = room.verify(mutant.bytes, change);
    if (answer.verdict !== 'TOTAL-PASSED') continue;
    const why = objectionTo(footing, mutant.bytes) ?? (JSON.stringify(answer.record) === record ? undefined : 'another record');
    if (why !== undefined) bad.push(`${mutant.name}: ${why}`);
  }
  expect(count).toBeGreaterThan(atLeast);
  return bad;
}

test.each(ROWS)('%s: changed in any part it is not accepted, unless nothing signed changed and nothing unsigned was added', (...row) => {
  expect(accepted(row, {}, objection)).toEqual([]);
});
test('packet under the general policy: nothing that was not signed is accepted as text', () => {
  expect(accepted(['packet', ['otherPupil'], { inPlace: 11, moved: 97 }, 700], { schema: 'none' }, generalObjection)).toEqual([]);
});
