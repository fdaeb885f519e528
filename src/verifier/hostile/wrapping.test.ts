import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HostileRoom, openHostileRoom, textOf } from '../../../test/hostile/room.ts';
import { wrappings } from '../../../test/hostile/wrapping.ts';

let room: HostileRoom;
beforeAll(async () => { room = await openHostileRoom(); });
afterAll(() => room.stop());

test('the packet itself is accepted', () => expect(room.verify(room.packet)).toMatchObject({ verdict: 'TOTAL-PASSED', errors: [] }));

test('XSW 1 to 8 and the layouts beside them, of every signed part in every disguise: form is what fails', () => {
  const text = textOf(room.packet), all = wrappings(text);
  expect(all.length).toBe(3 * 13 * 6);
  for (const [name, document] of all) {
    expect(document, name).not.toBe(text);
    const answer = room.verify(document);
    expect(answer, name).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE' });
    expect(answer.record, name).toBeUndefined();
  }
});

test('the same under the general policy: the forged text is covered by nobody, or a signature is broken', () => {
  for (const [name, document] of wrappings(textOf(room.packet))) expect(room.verify(document, { schema: 'none' }), name).toMatchObject({ verdict: 'TOTAL-FAILED' });
});

test('crypto-only: an Id that stands twice is nobody’s, however it is spelt', () => {
  for (const [name, document] of wrappings(textOf(room.packet))) {
    if (!/the same Id|as ID|as xml:id/.test(name)) continue;
    expect(room.verify(document, { cryptoOnly: true }), name).toMatchObject({ verdict: 'TOTAL-FAILED' });
  }
});
