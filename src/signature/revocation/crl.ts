import { toHex, type Instant, type Result } from '#kernel';
import {
  bytesOf,
  childrenOf,
  decodeDer,
  equalNodes,
  explicitOf,
  fail,
  integerBytes,
  isUniversal,
  Members,
  octetsOfBitString,
  booleanOf,
  namedBits,
  smallInteger,
  TAG,
  timeOf,
  type DerError,
  type DerNode,
} from '../der/index.ts';
import { interned } from '../der/interned.ts';
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import {
  readAuthorityKeyIdentifier,
  readDistributionPointName,
  readEntryExtensions,
  readExtension,
  readExtensions,
  readGeneralNames,
  type AuthorityKeyIdentifier,
  type DistributionPointName,
  type RawExtension,
} from '../x509/extensions.ts';
import { readName, type DistinguishedName } from '../x509/name.ts';
import { EXTENSION } from '../x509/oids.ts';
import { readReason, type RevocationReason } from './reason.ts';

export interface CrlEntry {
  readonly serialHex: string;
  readonly revokedAt: Instant;
  /** Absent when the list does not say; that is not the same as `unspecified` for a time-stamping authority (RFC 3161 §4). */
  readonly reason: RevocationReason | undefined;
  readonly invalidSince: Instant | undefined;
  /** Key of the name of the authority that issued the certificate; differs from the list's issuer only in an indirect CRL. */
  readonly certificateIssuerKey: string;
}

/** RFC 5280 §5.2.5. */
export interface IssuingDistributionPoint {
  readonly name: DistributionPointName | undefined;
  readonly onlyUserCertificates: boolean;
  readonly onlyAuthorityCertificates: boolean;
  readonly onlyAttributeCertificates: boolean;
  readonly onlySomeReasons: ReadonlySet<number> | undefined;
  readonly indirect: boolean;
}

/** A certificate revocation list (RFC 5280 §5). */
export interface Crl {
  readonly der: Uint8Array;
  readonly issuer: DistinguishedName;
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant | undefined;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly tbs: Uint8Array;
  readonly signature: Uint8Array;
  readonly entries: ReadonlyMap<string, readonly CrlEntry[]>;
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | undefined;
  readonly issuingDistributionPoint: IssuingDistributionPoint | undefined;
  /** Numbers of lists of one scope grow (RFC 5280 §5.2.3). */
  readonly number: bigint | undefined;
  /** A delta list says only what has changed since the complete list of this number (§5.2.4). */
  readonly baseNumber: bigint | undefined;
  /** Issuing distribution point and authority key as they are written: a delta list continues lists that have the same (§5.2.4). */
  readonly scope: string;
  /** The list keeps certificates that have expired since (X.509 §9.5.2.8), from this moment on. */
  readonly keepsExpiredSince: Instant | undefined;
  /** Critical extensions, of the list or of an entry, that nothing here processes: the list must not be used (RFC 5280 §5.2, §5.3). */
  readonly unknownCritical: readonly string[];
}

const CRL_BYTES_MAX = 32 * 1024 * 1024;
const CRLS_KEPT = 256;
const PROCESSED_IN_LIST: ReadonlySet<string> = new Set([
  EXTENSION.crlNumber,
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.issuingDistributionPoint,
  EXTENSION.deltaCrlIndicator,
]);
const PROCESSED_IN_ENTRY: ReadonlySet<string> = new Set([EXTENSION.reasonCode, EXTENSION.invalidityDate, EXTENSION.certificateIssuer]);

/** Reads a CRL in DER; the same bytes give the same object. */
export const parseCrl: (der: Uint8Array) => Result<Crl, DerError> = interned(CRLS_KEPT, CRL_BYTES_MAX, (der) => decodeDer(der, readCrl));

function readCrl(node: DerNode): Crl {
  const outer = Members.of(node, 'certificate list');
  const tbsNode = outer.next();
  const signatureAlgorithm = readAlgorithmIdentifier(outer.next());
  const signature = octetsOfBitString(outer.next());
  outer.done();
  const tbs = Members.of(tbsNode, 'tbsCertList');
  const version = tbs.optionalType(TAG.integer);
  if (version !== undefined && smallInteger(version) !== 1) fail('CRL version', version.start);
  const inner = tbs.next();
  if (!equalNodes(inner, signatureAlgorithm.der)) fail('the two signature algorithms differ', inner.start);
  const issuer = readName(tbs.next());
  const thisUpdate = timeOf(tbs.next());
  const nextNode = tbs.nextIf(isTime(tbs.peek()));
  const revoked = tbs.optionalType(TAG.sequence);
  const extensionsNode = tbs.optionalContext(0);
  tbs.done();
  if (version === undefined && extensionsNode !== undefined) fail('extensions in a version 1 CRL', extensionsNode.start);
  const extensions: ReadonlyMap<string, RawExtension> =
    extensionsNode === undefined ? new Map() : readExtensions(explicitOf(extensionsNode, 'CRL extensions'));
  const { entries, unknown } = readEntries(revoked, issuer.key);
  return {
    der: bytesOf(node),
    issuer,
    thisUpdate,
    nextUpdate: nextNode === undefined ? undefined : timeOf(nextNode),
    signatureAlgorithm,
    tbs: bytesOf(tbsNode),
    signature,
    entries,
    authorityKeyIdentifier: readExtension(extensions, EXTENSION.authorityKeyIdentifier, readAuthorityKeyIdentifier),
    issuingDistributionPoint: readExtension(extensions, EXTENSION.issuingDistributionPoint, readIssuingDistributionPoint),
    number: readExtension(extensions, EXTENSION.crlNumber, readNumber),
    baseNumber: readExtension(extensions, EXTENSION.deltaCrlIndicator, readNumber),
    scope: [EXTENSION.issuingDistributionPoint, EXTENSION.authorityKeyIdentifier]
      .map((oid) => toHex(extensions.get(oid)?.value ?? NOTHING))
      .join(' '),
    keepsExpiredSince: readExtension(extensions, EXTENSION.expiredCertsOnCrl, (value) => timeOf(value)),
    unknownCritical: [...criticalOutside(extensions, PROCESSED_IN_LIST), ...unknown],
  };
}

const NOTHING = new Uint8Array();
const readNumber = (node: DerNode): bigint => BigInt(`0x${toHex(integerBytes(node))}`);

const isTime = (node: DerNode | undefined): boolean => isUniversal(node, TAG.utcTime) || isUniversal(node, TAG.generalizedTime);

const criticalOutside = (all: ReadonlyMap<string, RawExtension>, known: ReadonlySet<string>): readonly string[] =>
  [...all.values()].filter(({ oid, critical }) => critical && !known.has(oid)).map(({ oid }) => oid);

function readEntries(node: DerNode | undefined, listIssuerKey: string): { entries: Map<string, CrlEntry[]>; unknown: string[] } {
  const entries = new Map<string, CrlEntry[]>();
  const unknown: string[] = [];
  // In an indirect CRL an entry without its own issuer belongs to the issuer of the entry before it (RFC 5280 §5.3.3).
  let issuerKey = listIssuerKey;
  for (const item of node === undefined ? [] : childrenOf(node)) {
    const members = Members.of(item, 'revoked certificate');
    const serialHex = toHex(integerBytes(members.next()));
    const revokedAt = timeOf(members.next());
    const extensionsNode = members.optionalType(TAG.sequence);
    members.done();
    const extensions: ReadonlyMap<string, RawExtension> =
      extensionsNode === undefined ? NO_EXTENSIONS : readEntryExtensions(extensionsNode);
    issuerKey = readExtension(extensions, EXTENSION.certificateIssuer, readIssuerKey) ?? issuerKey;
    unknown.push(...criticalOutside(extensions, PROCESSED_IN_ENTRY));
    const entry: CrlEntry = {
      serialHex,
      revokedAt,
      certificateIssuerKey: issuerKey,
      reason: readExtension(extensions, EXTENSION.reasonCode, readReason),
      invalidSince: readExtension(extensions, EXTENSION.invalidityDate, (value) => timeOf(value)),
    };
    const same = entries.get(serialHex);
    if (same === undefined) entries.set(serialHex, [entry]);
    else same.push(entry);
  }
  return { entries, unknown };
}

const NO_EXTENSIONS: ReadonlyMap<string, RawExtension> = new Map();

function readIssuerKey(node: DerNode): string {
  const directory = readGeneralNames(node).find((name) => name.kind === 'directory');
  return directory === undefined ? fail('certificate issuer without a directory name', node.start) : directory.name.key;
}

function readIssuingDistributionPoint(node: DerNode): IssuingDistributionPoint {
  const members = Members.of(node, 'issuing distribution point');
  const name = members.optionalContext(0);
  const flag = (tag: number): boolean => {
    const value = members.optionalContext(tag);
    return value !== undefined && booleanOf(value, true);
  };
  const onlyUserCertificates = flag(1);
  const onlyAuthorityCertificates = flag(2);
  const reasons = members.optionalContext(3);
  const indirect = flag(4);
  const onlyAttributeCertificates = flag(5);
  members.done();
  return {
    name: name === undefined ? undefined : readDistributionPointName(explicitOf(name, 'distribution point name')),
    onlyUserCertificates,
    onlyAuthorityCertificates,
    onlyAttributeCertificates,
    indirect,
    onlySomeReasons: reasons === undefined ? undefined : namedBits(reasons, true),
  };
}
