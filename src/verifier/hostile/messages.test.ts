import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64, utf8 } from '#kernel';
import { BATCH_SLOT, CONFIRMATION_SLOT, RECEIPT_SLOT, type SignatureSlot } from '#packet';
import { signatureOf } from '../../../test/hostile/forgeries.ts';
import { type HostileRoom, openHostileRoom, textOf } from '../../../test/hostile/room.ts';

let room: HostileRoom;
beforeAll(async () => { room = await openHostileRoom(); });
afterAll(() => room.stop());

type Message = 'batch' | 'receipt' | 'confirmation';
type Row = readonly [name: string, message: Message, change: (text: string, room: HostileRoom) => string | Promise<string>, subIndication: string];

const CONTENT = /<NOI_DUNG .*<\/NOI_DUNG>/;
const stripped = (text: string): string => text.replace(/<ds:Signature .*?<\/ds:Signature>/, '');
const signature = (text: string): string => /<ds:Signature .*<\/ds:Signature>/.exec(text)![0];
/** The packet inside a batch, changed; and the batch says what it must about it, or not. */
const withPacket = ({ packet }: HostileRoom, text: string, change: (packet: string) => string): string => text.replace(toBase64(packet), toBase64(utf8(change(textOf(packet)))));

const ROWS: readonly Row[] = [
  ['a refusal turned into an acceptance', 'receipt', (t) => t.replace('>1</TRANG_THAI>', '>0</TRANG_THAI>').replace(/<LDO>.*<\/LDO>/, ''), 'HASH_FAILURE'],
  ['the seal stripped', 'receipt', stripped, 'FORMAT_FAILURE'],
  ['the seal of a confirmation on a receipt', 'receipt', (t, { confirmation }) => t.replace(signature(t), signature(textOf(confirmation))), 'FORMAT_FAILURE'],
  ['the content twice, the forged first', 'receipt', (t) => t.replace(CONTENT, (part) => part.replace('HBS-302', 'HBS-999').replace(' Id="biennhan"', '') + part), 'FORMAT_FAILURE'],
  ['the content in an object, a forged one in its place', 'receipt', (t) => t.replace(CONTENT, (part) => part.replace(' Id="biennhan"', ' Id="b"')).replace('</ds:Signature>', `<ds:Object>${CONTENT.exec(t)![0]}</ds:Object></ds:Signature>`), 'FORMAT_FAILURE'],
  ['another name around the content', 'receipt', (t) => t.replaceAll('BIEN_NHAN', 'KET_QUA'), 'FORMAT_FAILURE'],
  ['no namespace', 'receipt', (t) => t.replace(' xmlns="urn:vn:edu:hoc-ba-so:1"', ''), 'FORMAT_FAILURE'],
  ['a comment inside a code', 'receipt', (t) => t.replace('HBS-302', 'HBS<!-- -->-302'), 'FORMAT_FAILURE'],
  ['a word in KeyInfo', 'receipt', (t) => t.replace('<ds:KeyInfo>', '<ds:KeyInfo>đã tiếp nhận'), 'FORMAT_FAILURE'],
  ['sealed by somebody certified whom the caller does not name', 'receipt', async (t, r) => textOf(await r.sign(utf8(stripped(t)), RECEIPT_SLOT, 'stranger')), 'SIG_CONSTRAINTS_FAILURE'],
  ['confirmed by the same stranger', 'confirmation', async (t, r) => textOf(await r.sign(utf8(stripped(t)), CONFIRMATION_SLOT, 'stranger')), 'SIG_CONSTRAINTS_FAILURE'],
  ['the digest of another packet', 'confirmation', (t) => t.replace(/(<BAM_SHA256>)./, (_, tag: string) => `${tag}${t.includes('<BAM_SHA256>0') ? '1' : '0'}`), 'HASH_FAILURE'],
  ['another event', 'confirmation', (t) => t.replace('<SU_KIEN>CHOT', '<SU_KIEN>TIEP_NHAN').replace(/<NGAY_HIEU_LUC>.*<\/NGAY_HIEU_LUC>/, ''), 'HASH_FAILURE'],
  ['a DTD', 'confirmation', (t) => t.replace('<XAC_NHAN_SO ', '<!DOCTYPE XAC_NHAN_SO [<!ENTITY x "y">]><XAC_NHAN_SO '), 'FORMAT_FAILURE'],
  ['a mark inside the packet of a batch', 'batch', (t, r) => withPacket(r, t, (packet) => packet.replace('<DIEM_KTDK>9', '<DIEM_KTDK>8')), 'HASH_FAILURE'],
  ['white space behind the packet of a batch', 'batch', (t, r) => withPacket(r, t, (packet) => `${packet}\n`), 'FORMAT_FAILURE'],
  ['another version of the packet', 'batch', (t, r) => withPacket(r, t, () => textOf(r.otherVersion)), 'HASH_FAILURE'],
  ['a batch inside a batch', 'batch', (t, r) => withPacket(r, t, () => t), 'FORMAT_FAILURE'],
  ['the packet twice', 'batch', (t) => t.replace(/<TEP [^>]*>.*<\/TEP>/, (part) => part + part.replaceAll(/ Id="[^"]*"/g, '')), 'FORMAT_FAILURE'],
  ['a signature of the packet as the seal of the batch', 'batch', (t, { packet }) => t.replace(signature(t), signatureOf(textOf(packet), 'sig-phathanh')), 'FORMAT_FAILURE'],
];

describe('messages of the exchange', () => {
  test.each<Message>(['batch', 'receipt', 'confirmation'])('a genuine %s is accepted', (name) => expect(room.verify(room[name])).toMatchObject({ verdict: 'TOTAL-PASSED', errors: [] }));
  test.each(ROWS)('%s (%s)', async (_, name, change, subIndication) => {
    const text = textOf(room[name]), changed = await change(text, room);
    expect(changed).not.toBe(text);
    const answer = room.verify(changed);
    expect(answer.verdict).not.toBe('TOTAL-PASSED');
    expect(answer.subIndication).toBe(subIndication);
    expect(answer.record).toBeUndefined();
  });
  test('the seal of a packet counter-signs the head’s signature, and the answer says where that stands', () => {
    const { signatures } = room.verify(room.packet);
    expect(signatures.map(({ role, counterSigns }) => [role, counterSigns])).toEqual([['GVCN', []], ['CBQL', []], ['KY_PHAT_HANH', [signatures[1]!.where]]]);
  });
  /** What the gateway refuses is not accepted from a file either. */
  test('head, seal and batch prove their time with a token of their own', async () => {
    const unstamped = async (bytes: Uint8Array, slot: SignatureSlot, who: string) => room.verify(await room.sign(utf8(stripped(textOf(bytes))), slot, who, false));
    expect(await unstamped(room.batch, BATCH_SLOT, '22205411')).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'SIG_CONSTRAINTS_FAILURE', errors: [{ code: 'HBS-311', message: 'Chữ ký ở ô KY_DON_VI phải có dấu thời gian.' }] });
    const withoutToken = textOf(room.packet).replace(/(Id="sig-phathanh".*?)<xades:UnsignedProperties>.*?<\/xades:UnsignedProperties>/, '$1');
    expect(withoutToken).not.toBe(textOf(room.packet));
    expect(room.verify(withoutToken)).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'SIG_CONSTRAINTS_FAILURE', errors: [{ code: 'HBS-311', message: 'Chữ ký ở ô KY_PHAT_HANH phải có dấu thời gian.' }] });
  });
  test('a forged confirmation binds nobody: beside a packet it spoils the answer', async () => {
    const forged = await room.sign(utf8(stripped(textOf(room.confirmation))), CONFIRMATION_SLOT, 'stranger'), trust = room.authorities;
    expect(room.verify(room.packet, { trust, confirmation: forged })).toMatchObject({ verdict: 'INDETERMINATE' });
    const { registered: _, ...unbound } = room.options;
    expect(room.verify(room.packet, { ...unbound, registered: [], confirmation: forged }).verdict).toBe('INDETERMINATE');
  });
});
