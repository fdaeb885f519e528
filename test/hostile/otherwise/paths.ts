import 'reflect-metadata';
import { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension } from '@peculiar/x509';
import { unwrap } from '#kernel';
import { KEY_PURPOSE, parseCertificate } from '#signature';
import { softSigner } from '#signature/signers';
import type { FileAnswer } from '#verifier';
import { type Actor, makeActor, makeCrl, signerExtensions, X509CrlReason } from '../../actors/authority.ts';
import { directory, type Link, makeChain, nameConstraints, policyConstraints, purposes, unknownCritical } from '../../builders/certificate-chains.ts';
import { resealed } from '../forgeries.ts';
import type { HostileRoom } from '../room.ts';
import type { OtherwiseRow, OtherwiseTable } from './row.ts';
import { signOddly } from './seal.ts';

interface Path { readonly root: Actor; readonly links: readonly Actor[]; readonly crls: readonly Uint8Array[] }

/** The seal under a certificate of another hierarchy, which the judge trusts. */
async function sealedUnder(room: HostileRoom, { root, links, crls }: Path): Promise<FileAnswer> {
  const [leaf, ...above] = links.toReversed(), { trust } = room.options;
  const packet = await resealed(room, softSigner(leaf!.pkcs8, [leaf!.der, ...above.map((actor) => actor.der)]));
  return room.verify(packet, { trust: { ...trust, anchors: [...trust.anchors, root.der], crls: [...trust.crls, ...crls] } });
}

const path = (...links: readonly Link[]): OtherwiseRow => ({ wrong: async (room) => sealedUnder(room, await makeChain(links)) });
const serialOf = (actor: Actor): string => unwrap(parseCertificate(actor.der)).serialHex;

/** A list of 1 June that revokes one of two links, by its authority. */
const revoking = (who: 0 | 1, reason: X509CrlReason): OtherwiseRow => ({
  wrong: async (room) => {
    const chain = await makeChain([{}, {}]), by = who === 0 ? chain.root : chain.links[0]!;
    const list = await makeCrl(by, { thisUpdate: '2024-06-01', revoked: [{ who: serialOf(chain.links[who]!), at: '2024-05-25', reason }] });
    return sealedUnder(room, { ...chain, crls: [...chain.crls, list] });
  },
});

/** The certificate names an authority whose namesake signed it. */
async function signedByNamesake(room: HostileRoom): Promise<FileAnswer> {
  const chain = await makeChain([{}, {}]), authority = chain.links[0]!;
  const leaf = await makeActor({ subject: 'CN=Cô Hoa', issuer: await makeActor({ subject: authority.subject }), keyIdentifiers: false, extensions: signerExtensions });
  return sealedUnder(room, { ...chain, links: [authority, leaf] });
}

/** The seal names, by its digest, a certificate that is none: of a version that X.509 does not know. */
async function unreadableCertificate(room: HostileRoom): Promise<FileAnswer> {
  const { certificate } = room.pki.credential('22205411'), version = Buffer.from(certificate).indexOf('a003020102', 'hex') + 4;
  return room.verify(await signOddly(room, { certificates: [certificate.map((octet, i) => (i === version ? 7 : octet))] }), { schema: 'none' });
}

/** Certificates that are not what a path needs (RFC 5280 §6). */
export const PATHS: OtherwiseTable = {
  'certificate-readable': { wrong: unreadableCertificate },
  'issuer-signed': { wrong: signedByNamesake },
  'chain-algorithms': path({}, { hash: 'SHA-1' }),
  'extensions-known': path({}, { with: [unknownCritical] }),
  'authorities-entitled': path({ only: signerExtensions }, {}),
  'path-length': path({ pathLength: 0 }, {}, {}),
  'names-permitted': path({ with: [nameConstraints({ permitted: [directory(['2.5.4.6', 'VN'], ['2.5.4.10', 'Trường khác'])] })] }, {}),
  'policies-satisfied': path({ with: [policyConstraints({ explicit: 0 })] }, {}),
  'key-usage': path({}, { only: [new BasicConstraintsExtension(false, undefined, true), new KeyUsagesExtension(KeyUsageFlags.keyEncipherment, true)] }),
  'key-purpose': path({}, { with: [purposes(KEY_PURPOSE.serverAuth)] }),
  'authorities-in-date': path({ to: '2024-01-01' }, {}),
  'authorities-not-revoked': revoking(0, X509CrlReason.cACompromise),
  'not-suspended': revoking(1, X509CrlReason.certificateHold),
};
