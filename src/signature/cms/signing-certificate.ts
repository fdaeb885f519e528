import { equalBytes } from '#kernel';
import { fail, integerBytes, isUniversal, Members, octetStringOf, sequenceOf, TAG, type DerNode } from '../der/index.ts';
import type { Primitives } from '../primitives.ts';
import { digestOf, readAlgorithmIdentifier, type DigestName } from '../x509/algorithm-identifier.ts';
import type { Certificate } from '../x509/certificate.ts';
import { readGeneralNames } from '../x509/extensions.ts';
import { certificateDigest } from '../x509/fingerprint.ts';
import { sha1 } from '../x509/sha1.ts';

/** ESSCertID (RFC 2634 §5.4.1) or ESSCertIDv2 (RFC 5035 §4): which certificate the signer meant. */
export interface CertificateIdentifier {
  readonly digestName: DigestName | 'sha1' | 'unknown';
  readonly digest: Uint8Array;
  readonly issuerAndSerial: { readonly issuerKey: string | undefined; readonly serial: Uint8Array } | undefined;
}

/** The first identifier of a SigningCertificate(V2) attribute value; the others only name certificates of the path. */
export function readSigningCertificate(node: DerNode, version: 1 | 2): CertificateIdentifier {
  const members = Members.of(node, 'signing certificate');
  const first = sequenceOf(members.next(), 'certificate identifiers')[0];
  members.optionalType(TAG.sequence);
  members.done();
  return first === undefined ? fail('no certificate identifier', node.start) : readIdentifier(first, version);
}

function readIdentifier(node: DerNode, version: 1 | 2): CertificateIdentifier {
  const members = Members.of(node, 'certificate identifier');
  const algorithm = version === 2 && isUniversal(members.peek(), TAG.sequence) ? readAlgorithmIdentifier(members.next()) : undefined;
  const digest = octetStringOf(members.next());
  const issuerSerial = members.optionalType(TAG.sequence);
  members.done();
  const digestName = version === 1 ? 'sha1' : algorithm === undefined ? 'sha256' : (digestOf(algorithm) ?? 'unknown');
  return { digestName, digest, issuerAndSerial: issuerSerial === undefined ? undefined : readIssuerSerial(issuerSerial) };
}

/** IssuerSerial (RFC 5035 §4): the names of the issuer, and the serial number. */
export function readIssuerSerial(node: DerNode): { readonly issuerKey: string | undefined; readonly serial: Uint8Array } {
  const members = Members.of(node, 'issuer and serial');
  const directory = readGeneralNames(members.next()).find((name) => name.kind === 'directory');
  const serial = integerBytes(members.next());
  members.done();
  return { issuerKey: directory?.name.key, serial };
}

/** Whether the identifier means this certificate: digest, and issuer and serial number when they are given. */
export function identifies(identifier: CertificateIdentifier, certificate: Certificate, primitives: Primitives): boolean {
  const { digestName, issuerAndSerial } = identifier;
  if (digestName === 'unknown') return false;
  const digest = digestName === 'sha1' ? sha1(certificate.der) : certificateDigest(certificate.der, digestName, primitives);
  if (!equalBytes(digest, identifier.digest)) return false;
  return (
    issuerAndSerial === undefined ||
    (issuerAndSerial.issuerKey === certificate.issuer.key && equalBytes(issuerAndSerial.serial, certificate.serial))
  );
}
