import { toHex, type Instant, type Result } from '#kernel';
import {
  bitStringOf,
  bytesOf,
  decodeDer,
  equalNodes,
  expectType,
  explicitOf,
  fail,
  integerBytes,
  Members,
  octetStringOf,
  octetsOfBitString,
  smallInteger,
  TAG,
  timeOf,
  type DerError,
  type DerNode,
} from '../der/index.ts';
import { interned } from '../der/interned.ts';
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from './algorithm-identifier.ts';
import * as ext from './extensions.ts';
import type { GeneralName } from './general-name.ts';
import { readName, type DistinguishedName } from './name.ts';
import { EXTENSION } from './oids.ts';
import { readPublicKey, type PublicKey } from './public-key.ts';

/** A certificate as RFC 5280 §4.1 describes it: everything a judge asks about, read once, never changed. */
export interface Certificate {
  readonly der: Uint8Array;
  readonly version: 1 | 2 | 3;
  /** Content octets of the serial number, and the same in lower-case hexadecimal. */
  readonly serial: Uint8Array;
  readonly serialHex: string;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly publicKey: PublicKey;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly tbs: Uint8Array;
  readonly signature: Uint8Array;
  readonly extensions: ReadonlyMap<string, ext.RawExtension>;
  readonly keyUsage: ReadonlySet<number> | undefined;
  readonly keyPurposes: readonly string[] | undefined;
  readonly basicConstraints: ext.BasicConstraints | undefined;
  readonly nameConstraints: ext.NameConstraints | undefined;
  readonly policies: readonly string[] | undefined;
  readonly policyMappings: readonly { readonly issuer: string; readonly subject: string }[] | undefined;
  readonly policyConstraints: ext.PolicyConstraints | undefined;
  readonly inhibitAnyPolicy: number | undefined;
  readonly subjectKeyIdentifier: Uint8Array | undefined;
  readonly authorityKeyIdentifier: ext.AuthorityKeyIdentifier | undefined;
  readonly subjectAltNames: readonly GeneralName[];
  readonly crlDistributionPoints: readonly ext.DistributionPoint[];
  readonly authorityInfoAccess: readonly ext.AccessDescription[];
  /** Critical extensions that nothing here processes. */
  readonly unknownCritical: readonly string[];
}

const CERTIFICATE_BYTES_MAX = 64 * 1024;
const CERTIFICATES_KEPT = 4_000;
const SERIAL_BYTES_MAX = 40;

/**
 * Reads a certificate in DER. While it is remembered, the same bytes give the same object, so that what is found out about it can be kept beside it; compare by `der`.
 * Refuses anything that is not strict DER, another tbs algorithm than the outer one, repeated or malformed extensions.
 */
export const parseCertificate: (der: Uint8Array) => Result<Certificate, DerError> = interned(
  CERTIFICATES_KEPT,
  CERTIFICATE_BYTES_MAX,
  (der) => decodeDer(der, readCertificate),
);

function readCertificate(node: DerNode): Certificate {
  const outer = Members.of(node, 'certificate');
  const tbsNode = outer.next();
  const signatureAlgorithm = readAlgorithmIdentifier(outer.next());
  const signature = octetsOfBitString(outer.next());
  outer.done();
  const tbs = Members.of(tbsNode, 'tbsCertificate');
  const version = readVersion(tbs.optionalContext(0));
  const serial = integerBytes(tbs.next());
  if (serial.length > SERIAL_BYTES_MAX) fail('serial number is too long', tbsNode.start);
  const inner = tbs.next();
  if (!equalNodes(inner, signatureAlgorithm.der)) fail('the two signature algorithms differ', inner.start);
  const issuer = readName(tbs.next());
  const validity = Members.of(tbs.next(), 'validity');
  const notBefore = timeOf(validity.next());
  const notAfter = timeOf(validity.next());
  validity.done();
  const subject = readName(tbs.next());
  const publicKey = readPublicKey(tbs.next());
  const ids = [tbs.optionalContext(1), tbs.optionalContext(2)].filter((id) => id !== undefined);
  for (const id of ids) bitStringOf(id, true);
  if (ids.length > 0 && version === 1) fail('unique identifiers in a version 1 certificate', tbsNode.start);
  const extensionsNode = tbs.optionalContext(3);
  tbs.done();
  if (extensionsNode !== undefined && version !== 3) fail('extensions in a certificate before version 3', extensionsNode.start);
  const extensions: ReadonlyMap<string, ext.RawExtension> =
    extensionsNode === undefined ? new Map() : ext.readExtensions(explicitOf(extensionsNode, 'extensions'));
  return {
    der: bytesOf(node),
    version,
    serial,
    serialHex: toHex(serial),
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey,
    signatureAlgorithm,
    tbs: bytesOf(tbsNode),
    signature,
    extensions,
    ...readKnownExtensions(extensions),
  };
}

function readVersion(node: DerNode | undefined): 1 | 2 | 3 {
  if (node === undefined) return 1;
  const value = smallInteger(expectType(explicitOf(node, 'version'), TAG.integer, 'version'));
  if (value === 1) return 2;
  return value === 2 ? 3 : fail('certificate version', node.start);
}

function readKnownExtensions(all: ReadonlyMap<string, ext.RawExtension>) {
  return {
    keyUsage: ext.readExtension(all, EXTENSION.keyUsage, ext.readKeyUsage),
    keyPurposes: ext.readExtension(all, EXTENSION.extendedKeyUsage, ext.readKeyPurposes),
    basicConstraints: ext.readExtension(all, EXTENSION.basicConstraints, ext.readBasicConstraints),
    nameConstraints: ext.readExtension(all, EXTENSION.nameConstraints, ext.readNameConstraints),
    policies: ext.readExtension(all, EXTENSION.certificatePolicies, ext.readPolicies),
    policyMappings: ext.readExtension(all, EXTENSION.policyMappings, ext.readPolicyMappings),
    policyConstraints: ext.readExtension(all, EXTENSION.policyConstraints, ext.readPolicyConstraints),
    inhibitAnyPolicy: ext.readExtension(all, EXTENSION.inhibitAnyPolicy, (node) => smallInteger(node)),
    subjectKeyIdentifier: ext.readExtension(all, EXTENSION.subjectKeyIdentifier, octetStringOf),
    authorityKeyIdentifier: ext.readExtension(all, EXTENSION.authorityKeyIdentifier, ext.readAuthorityKeyIdentifier),
    subjectAltNames: ext.readExtension(all, EXTENSION.subjectAltName, ext.readGeneralNames) ?? [],
    crlDistributionPoints: ext.readExtension(all, EXTENSION.crlDistributionPoints, ext.readDistributionPoints) ?? [],
    authorityInfoAccess: ext.readExtension(all, EXTENSION.authorityInfoAccess, ext.readAccessDescriptions) ?? [],
    unknownCritical: [...all.values()]
      .filter(({ oid, critical }) => critical && !ext.PROCESSED_IN_CERTIFICATES.has(oid))
      .map(({ oid }) => oid),
  };
}
