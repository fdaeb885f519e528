import { unwrap, utf8 } from '#kernel';
import { parseCertificate } from '#signature';
import { nodePrimitives } from '#signature/node';
import type { FileAnswer } from '#verifier';
import { issueToken, openTimestampAuthority, type TimestampAuthority } from '../../../src/apps/demo/pki/timestamp-answer.ts';
import { type Actor, authorityExtensions, instant, makeActor, makeCrl, timestampExtensions, X509CrlReason } from '../../actors/authority.ts';
import { addValues, openLongTermPki, signLongTerm, stampArchive, stampSignature } from '../../builders/long-term.ts';
import { within } from '../forgeries.ts';
import { type HostileRoom, textOf } from '../room.ts';
import type { OtherwiseTable } from './row.ts';
import { SIGNED_AT, signOddly, withoutSignatures } from './seal.ts';

interface Stamping { readonly root: Actor; readonly tsa: Actor; readonly authority: TimestampAuthority }
async function openStamping(): Promise<Stamping> {
  const root = await makeActor({ subject: 'CN=Gốc dấu thời gian', key: 'rsa-2048', extensions: authorityExtensions() });
  const tsa = await makeActor({ subject: 'CN=Dấu thời gian', key: 'rsa-2048', issuer: root, extensions: timestampExtensions });
  return { root, tsa, authority: openTimestampAuthority({ certificate: tsa.der, chain: [tsa.der], pkcs8: tsa.pkcs8 }) };
}

const tokenBy = (authority: TimestampAuthority, withCertificates = true) => (octets: Uint8Array): Uint8Array =>
  issueToken(authority, { imprint: nodePrimitives.digest('sha256', octets), nonce: undefined, at: SIGNED_AT, withCertificates });

/** The seal with a token of an authority that the judge trusts. */
async function stampedBy(room: HostileRoom, { root }: Stamping, token: (octets: Uint8Array) => Uint8Array, revoked: Parameters<typeof makeCrl>[1] = {}): Promise<FileAnswer> {
  const { trust } = room.options;
  return room.verify(await signOddly(room, { token }), { trust: { ...trust, anchors: [...trust.anchors, root.der], crls: [...trust.crls, await makeCrl(root, revoked)] } });
}

const OF_SHA256 = '0609608648016503040201', OF_SHA224 = '0609608648016503040204';
/** The algorithm of the imprint, which is named second: the first is of the whole structure. */
function imprintBySha224(token: Uint8Array): Uint8Array {
  const hex = Buffer.from(token).toString('hex'), at = hex.indexOf(OF_SHA256, hex.indexOf(OF_SHA256) + 1);
  return new Uint8Array(Buffer.from(hex.slice(0, at) + OF_SHA224 + hex.slice(at + OF_SHA256.length), 'hex'));
}

/** An archive time-stamp that is older than the time-stamp it covers. */
async function archivedBefore(room: HostileRoom): Promise<FileAnswer> {
  const pki = await openLongTermPki(), [ofRoot, ofIssuing] = await pki.lists('2024-06-01'), [later, laterIssuing] = await pki.lists('2024-06-10');
  const stamped = stampSignature(signLongTerm({ by: pki.signer, chain: [pki.issuing] }), { by: pki.tsa.first, at: '2024-05-31T09:01:00Z', canonicalization: 'exclusive' });
  const archived = stampArchive(addValues(stamped, [pki.issuing, pki.tsa.first], [ofRoot, ofIssuing]), { by: pki.tsa.second, at: '2024-05-30T00:00:00Z', canonicalization: 'exclusive' });
  return room.verify(archived.text, { schema: 'none', at: instant('2024-06-12'), trust: { anchors: [pki.root.der], intermediates: [], crls: [later, laterIssuing], ocsps: [] } });
}

/** The teacher says to have signed an hour after the head did. */
async function teacherLast(room: HostileRoom): Promise<FileAnswer> {
  const teacher = await signOddly(room, { bytes: utf8(withoutSignatures(textOf(room.packet))), role: 'homeroomTeacher', who: 'GV0017', signingTime: instant('2024-05-31T10:00:00Z') });
  const head = await signOddly(room, { bytes: teacher, role: 'schoolHead', who: 'GV0001' });
  return room.verify(await signOddly(room, { bytes: head }));
}

const UNKNOWN_STAMP = '<xades:SigAndRefsTimeStamp><xades:EncapsulatedTimeStamp>AQ==</xades:EncapsulatedTimeStamp></xades:SigAndRefsTimeStamp></xades:UnsignedSignatureProperties>';

/** Times that are claimed and times that are proven. */
export const TOKENS: OtherwiseTable = {
  'time-within-certificate': { wrong: async (room) => room.verify(await signOddly(room, { signingTime: instant('2020-01-01') })) },
  'signing-order': { wrong: teacherLast },
  'timestamps-known': { wrong: (room) => room.verify(within(textOf(room.packet), 'sig-phathanh', (t) => t.replace('</xades:UnsignedSignatureProperties>', UNKNOWN_STAMP))) },
  'token-algorithm': {
    wrong: async (room) => {
      const stamping = await openStamping();
      return stampedBy(room, stamping, (octets) => imprintBySha224(tokenBy(stamping.authority)(octets)));
    },
  },
  'token-authority-found': {
    wrong: async (room) => {
      const stamping = await openStamping();
      return stampedBy(room, stamping, tokenBy(stamping.authority, false));
    },
  },
  'token-authority-bound': {
    wrong: async (room) => {
      const stamping = await openStamping();
      return stampedBy(room, stamping, tokenBy({ ...stamping.authority, certificate: stamping.root.der }));
    },
  },
  'token-in-order': { wrong: archivedBefore },
  'token-authority-trusted': {
    wrong: async (room) => {
      const stamping = await openStamping(), who = unwrap(parseCertificate(stamping.tsa.der)).serialHex;
      return stampedBy(room, stamping, tokenBy(stamping.authority), { thisUpdate: '2024-06-01T12:00:00Z', revoked: [{ who, at: '2024-06-01', reason: X509CrlReason.keyCompromise }] });
    },
  },
};
