import { unwrap } from '#kernel';
import { nodePrimitives } from '#signature/node';
import type { FileAnswer } from '#verifier';
import { signPdf } from '../../../src/print/pades/index.ts';
import { append, bodyOf, makePdf, PLAIN, replaced, stream } from '../../actors/pdf.ts';
import { PADES_ENTRIES, signOddly } from '../../actors/pdf-signer.ts';
import type { HostileRoom } from '../room.ts';
import type { OtherwiseRow, OtherwiseTable } from './row.ts';
import { SIGNED_AT } from './seal.ts';

const SCHOOL = '22205411';
/** Pages with the packet attached. */
const pages = ({ packet }: HostileRoom): Uint8Array => makePdf({ ...PLAIN, 7: stream(Buffer.from(packet).toString('latin1'), '/Type/EmbeddedFile') });
const signedBy = async ({ pki }: HostileRoom, bytes: Uint8Array, who = SCHOOL): Promise<Uint8Array> => unwrap(await signPdf(bytes, { signer: pki.signer(who), signingTime: SIGNED_AT, primitives: nodePrimitives }));
const sound = async (room: HostileRoom): Promise<FileAnswer> => room.verify(await signedBy(room, pages(room)));

/** Sealed pages that were changed afterwards. */
const changed = (change: (bytes: Uint8Array) => Uint8Array): OtherwiseRow => ({ sound, wrong: async (room) => room.verify(change(await signedBy(room, pages(room)))) });
const CERTIFIED = '/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</P 1/V/1.2>>>>]';

/** Over the whole page, with the fields there are. */
const overlay = (bytes: Uint8Array): Uint8Array => append(bytes, {
  20: '<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[0 0 595 842]/AP<</N 21 0 R>>>>', 21: stream('', '/Type/XObject/Subtype/Form/BBox[0 0 9 9]'),
  10: bodyOf(bytes, 10).replace('9 0 R', '9 0 R 20 0 R'), 3: bodyOf(bytes, 3).replace('9 0 R', '9 0 R 20 0 R'),
});

/** The authority's certificate beside the signer's is damaged; nobody signed it. */
async function damagedIssuer(room: HostileRoom): Promise<FileAnswer> {
  const { certificates, ...rest } = room.pki.signer(SCHOOL), [own, issuer] = certificates;
  const damaged = issuer!.map((octet, i) => (i === issuer!.length - 1 ? octet ^ 1 : octet));
  return room.verify(await signOddly(pages(room), { ...rest, certificates: [own!, issuer!] }, { certificates: [own!, damaged] }));
}

/** PDF files: ISO 32000-2 §12.8, EN 319 142-1. */
export const PDFS: OtherwiseTable = {
  'pdf-signature-kind': changed((bytes) => replaced(bytes, 'ETSI.CAdES.detached', 'ETSI.CAdES.attached')),
  'pdf-covers-file': changed((bytes) => replaced(bytes, '/ByteRange [0', '/ByteRange [9')),
  'pdf-unchanged': changed((bytes) => append(bytes, { 4: stream('BT (Diem 10) Tj ET') })),
  'pdf-permitted': { sound, wrong: async (room) => room.verify(await signedBy(room, await signOddly(pages(room), room.pki.signer(SCHOOL), { entries: `${PADES_ENTRIES}${CERTIFIED}` }))) },
  'pdf-no-overlay': changed(overlay),
  'pdf-certificates-whole': { sound, wrong: damagedIssuer },
  'pdf-signer-known': { sound, wrong: async (room) => room.verify(await signedBy(room, pages(room), 'stranger')) },
  'pdf-holds-packet': { sound, wrong: async (room) => room.verify(await signedBy(room, makePdf())) },
};
