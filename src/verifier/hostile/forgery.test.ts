import { afterAll, beforeAll, expect, test } from 'vitest';
import { FORGERIES } from '../../../test/hostile/forgeries.ts';
import { type HostileRoom, openHostileRoom, textOf } from '../../../test/hostile/room.ts';

let room: HostileRoom;
beforeAll(async () => { room = await openHostileRoom(); });
afterAll(() => room.stop());

/** Zero accepted: whatever the general policy lets pass is genuine data under a genuine signature, and `hbs-1` refuses it. */
test.each(FORGERIES)('%s', async (_, forge, { packet, general, intact }) => {
  const forged = await forge(room), trust = room.authorities;
  expect(forged).not.toBe(textOf(room.packet));
  const answer = room.verify(forged, { trust });
  expect(answer.verdict).not.toBe('TOTAL-PASSED');
  expect.soft(answer.subIndication).toBe(packet);
  const foreign = room.verify(forged, { trust, schema: 'none' });
  expect.soft(foreign.subIndication ?? 'passed').toBe(general);
  expect.soft(room.verify(forged, { trust, cryptoOnly: true }).verdict).toBe(intact ? 'TOTAL-PASSED' : 'TOTAL-FAILED');
});
