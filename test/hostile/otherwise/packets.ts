import { toBase64, unwrap } from '#kernel';
import { packetSlots, readPacket, writePacket } from '#packet';
import type { FileAnswer } from '#verifier';
import { readXml } from '#xml';
import { signatureOf, within } from '../forgeries.ts';
import { type HostileRoom, textOf } from '../room.ts';
import type { OtherwiseTable } from './row.ts';

const changed = (room: HostileRoom, change: (text: string) => string): FileAnswer => room.verify(change(textOf(room.packet)));

const inSeal = (room: HostileRoom, change: (seal: string) => string): FileAnswer => changed(room, (text) => within(text, 'sig-phathanh', change));

/** All have signed a result that the marks do not come to. */
async function wrongResult(room: HostileRoom): Promise<FileAnswer> {
  const record = unwrap(readPacket(unwrap(readXml(room.packet)))), slots = packetSlots(record);
  let bytes = unwrap(writePacket({ ...record, yearEnd: { ...record.yearEnd, overallResult: 'HT' } }));
  for (const [role, who] of [['homeroomTeacher', 'GV0017'], ['schoolHead', 'GV0001'], ['orgSignature', '22205411']] as const) bytes = await room.sign(bytes, slots[role], who);
  return room.verify(bytes);
}

/** The packet and what stands around it. */
export const PACKETS: OtherwiseTable = {
  'unique-ids': { wrong: (room) => inSeal(room, (seal) => seal.replace(/(<ds:Reference Id=")[^"]*/, '$1data')) },
  'no-stray-signatures': { wrong: (room) => inSeal(room, (seal) => seal.replace('<ds:KeyInfo>', () => `<ds:KeyInfo>${signatureOf(textOf(room.packet), 'sig-gvcn').replaceAll('sig-gvcn', 'sig-x')}`)) },
  // What the seal countersigns is another part that has taken the name of the head's signature value.
  'content-in-place': { wrong: (room) => changed(room, (text) => within(text.replace('<ds:SignatureValue Id="sv-sig-cbql">', '<ds:SignatureValue Id="sv-x">'), 'sig-phathanh', (seal) => seal.replace('<ds:KeyInfo>', '<ds:KeyInfo Id="sv-sig-cbql">'))) },
  'content-rules': { wrong: wrongResult },
  'items-intact': {
    sound: (room) => room.verify(room.batch),
    wrong: (room) => room.verify(textOf(room.batch).replace(toBase64(room.packet), toBase64(room.otherVersion))),
  },
};
