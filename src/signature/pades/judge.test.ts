import { afterAll, beforeAll, expect, test } from 'vitest';
import { GENERAL_POLICY, gatherPdf, judgePdf, policyAt } from '#signature';
import { unwrap } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { inflate } from '../../print/pades/open.ts';
import { makePdf } from '../../../test/actors/pdf.ts';
import { seal } from '../../../test/actors/pdf-signer.ts';
import { JUDGED_AT, openSigningRoom, type SigningRoom } from '../../../test/builders/signed-record.ts';

let room: SigningRoom;
beforeAll(async () => { room = await openSigningRoom(); });
afterAll(() => room.stop());

test.each<[string, boolean, boolean, readonly boolean[], readonly string[]]>([
  ['nobody’s', false, false, [false, false], ['B-B', 'B-B']], ['the first one’s own', true, false, [true, false], ['B-T', 'B-B']], ['the second one’s, which covers the first', false, true, [true, true], ['B-B', 'B-T']],
])('when a signature existed is proven by its own token and by those of later ones (EN 319 102-1 §5.6): %s', async (_, first, second, proven, levels) => {
  const bytes = await seal(room, await seal(room, makePdf(), undefined, first), '22', second);
  const facts = unwrap(gatherPdf({ bytes, inflate, knownCertificates: [] }, nodePrimitives));
  const judged = judgePdf({ facts, trust: room.trust, at: JUDGED_AT, policy: policyAt(GENERAL_POLICY, JUDGED_AT) }, nodePrimitives);
  expect(judged.map(({ provenTime }) => provenTime)).toEqual(proven.map((one) => (one ? room.clock : undefined)));
  expect(judged.map(({ level, verdict }) => [level, verdict])).toEqual(levels.map((level) => [level, 'TOTAL-PASSED']));
});
