import {
  booleanOf,
  bytesOf,
  childrenOf,
  contentOf,
  explicitOf,
  fail,
  isContext,
  Members,
  namedBits,
  octetStringOf,
  oidOf,
  readInner,
  sequenceOf,
  smallInteger,
  TAG,
  type DerNode,
} from '../der/index.ts';
import { readGeneralName, type GeneralName } from './general-name.ts';
import { readRelativeName, type NameAttribute } from './name.ts';
import { EXTENSION } from './oids.ts';

export interface RawExtension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}
export interface BasicConstraints {
  readonly ca: boolean;
  readonly pathLength: number | undefined;
}
export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}
export interface AuthorityKeyIdentifier {
  readonly keyIdentifier?: Uint8Array;
  readonly issuer?: readonly GeneralName[];
  readonly serial?: Uint8Array;
}
export interface AccessDescription {
  readonly method: string;
  readonly location: GeneralName;
}
export interface PolicyConstraints {
  readonly requireExplicitPolicy?: number;
  readonly inhibitPolicyMapping?: number;
}

/** RFC 5280 §4.2.1.13; `fullName` and `relativeName` are two ways to write the same thing. */
export interface DistributionPointName {
  readonly fullName?: readonly GeneralName[];
  readonly relativeName?: readonly NameAttribute[];
}
export interface DistributionPoint {
  readonly name?: DistributionPointName;
  readonly reasons?: ReadonlySet<number>;
  readonly crlIssuer?: readonly GeneralName[];
}

const EXTENSIONS_MAX = 64;
const ENTRIES_MAX = 1024;

/** Reads `Extensions` (RFC 5280 §4.1.2.9): at least one, each identifier once. */
export function readExtensions(node: DerNode): ReadonlyMap<string, RawExtension> {
  const found = readEntryExtensions(node);
  return found.size > 0 ? found : fail('extensions without any extension', node.start);
}

/** The same for an entry of a revocation list, where common software writes an empty list instead of none; it says nothing and harms nothing. */
export function readEntryExtensions(node: DerNode): ReadonlyMap<string, RawExtension> {
  const found = new Map<string, RawExtension>();
  for (const item of sequenceOf(node, 'extensions')) {
    const members = Members.of(item, 'extension');
    const oid = oidOf(members.next());
    const criticalNode = members.optionalType(TAG.boolean);
    const critical = criticalNode === undefined ? false : booleanOf(criticalNode);
    if (criticalNode !== undefined && !critical) fail('default value is written out', criticalNode.start);
    const value = octetStringOf(members.next());
    members.done();
    if (found.has(oid)) fail(`extension ${oid} appears twice`, item.start);
    found.set(oid, { oid, critical, value });
  }
  if (found.size > EXTENSIONS_MAX) fail('number of extensions', node.start);
  return found;
}

function bounded<T>(items: readonly DerNode[], read: (node: DerNode) => T, what: string): readonly T[] {
  if (items.length === 0 || items.length > ENTRIES_MAX) fail(`number of entries in ${what}`, items[0]?.start ?? 0);
  return items.map(read);
}

export const readGeneralNames = (node: DerNode): readonly GeneralName[] =>
  bounded(sequenceOf(node, 'general names'), readGeneralName, 'general names');

const implicitGeneralNames = (node: DerNode): readonly GeneralName[] => bounded(childrenOf(node), readGeneralName, 'general names');

export function readBasicConstraints(node: DerNode): BasicConstraints {
  const members = Members.of(node, 'basic constraints');
  const caNode = members.optionalType(TAG.boolean);
  const ca = caNode === undefined ? false : booleanOf(caNode);
  const lengthNode = members.optionalType(TAG.integer);
  members.done();
  return { ca, pathLength: lengthNode === undefined ? undefined : smallInteger(lengthNode) };
}

export const readKeyUsage = (node: DerNode): ReadonlySet<number> => namedBits(node);

export const readKeyPurposes = (node: DerNode): readonly string[] =>
  bounded(sequenceOf(node, 'extended key usage'), (child) => oidOf(child), 'extended key usage');

/** Reads NameConstraints; minimum must be 0 and maximum absent (RFC 5280 §4.2.1.10). */
export function readNameConstraints(node: DerNode): NameConstraints {
  const members = Members.of(node, 'name constraints');
  const subtrees = (tagged: DerNode | undefined) =>
    tagged === undefined ? [] : bounded(childrenOf(tagged), readSubtree, 'name constraints');
  const permitted = subtrees(members.optionalContext(0));
  const excluded = subtrees(members.optionalContext(1));
  members.done();
  return permitted.length + excluded.length > 0 ? { permitted, excluded } : fail('name constraints without any constraint', node.start);
}

function readSubtree(node: DerNode): GeneralName {
  const members = Members.of(node, 'general subtree');
  const base = readGeneralName(members.next());
  const minimum = members.optionalContext(0);
  if (minimum !== undefined && smallInteger(minimum, true) !== 0) fail('subtree minimum', minimum.start);
  members.done();
  return base;
}

export function readAuthorityKeyIdentifier(node: DerNode): AuthorityKeyIdentifier {
  const members = Members.of(node, 'authority key identifier');
  const key = members.optionalContext(0);
  const issuer = members.optionalContext(1);
  const serial = members.optionalContext(2);
  members.done();
  return {
    ...(key !== undefined && { keyIdentifier: contentOf(key) }),
    ...(issuer !== undefined && { issuer: implicitGeneralNames(issuer) }),
    ...(serial !== undefined && { serial: contentOf(serial) }),
  };
}

export const readDistributionPoints = (node: DerNode): readonly DistributionPoint[] =>
  bounded(sequenceOf(node, 'CRL distribution points'), readDistributionPoint, 'CRL distribution points');

function readDistributionPoint(node: DerNode): DistributionPoint {
  const members = Members.of(node, 'distribution point');
  const name = members.optionalContext(0);
  const reasons = members.optionalContext(1);
  const issuer = members.optionalContext(2);
  members.done();
  return {
    ...(name !== undefined && { name: readDistributionPointName(explicitOf(name, 'distribution point name')) }),
    ...(reasons !== undefined && { reasons: namedBits(reasons, true) }),
    ...(issuer !== undefined && { crlIssuer: implicitGeneralNames(issuer) }),
  };
}

export function readDistributionPointName(node: DerNode): DistributionPointName {
  if (isContext(node, 0)) return { fullName: implicitGeneralNames(node) };
  if (isContext(node, 1)) return { relativeName: readImplicitRelativeName(node) };
  return fail('distribution point name of an unknown kind', node.start);
}

/** `[1] IMPLICIT RelativeDistinguishedName`: the SET's own tag is replaced, so it is put back before reading. */
function readImplicitRelativeName(node: DerNode): readonly NameAttribute[] {
  const set = Uint8Array.from(bytesOf(node));
  set[0] = 0x31;
  return readRelativeName(readInner(set, node.depth));
}

export function readAccessDescriptions(node: DerNode): readonly AccessDescription[] {
  return bounded(
    sequenceOf(node, 'authority information access'),
    (child) => {
      const members = Members.of(child, 'access description');
      const description = { method: oidOf(members.next()), location: readGeneralName(members.next()) };
      members.done();
      return description;
    },
    'authority information access',
  );
}

/** Policy identifiers; qualifiers are for people and are not judged. */
export const readPolicies = (node: DerNode): readonly string[] =>
  bounded(
    sequenceOf(node, 'certificate policies'),
    (child) => oidOf(sequenceOf(child, 'policy information')[0] ?? fail('policy without identifier', child.start)),
    'certificate policies',
  );

export const readPolicyMappings = (node: DerNode): readonly { readonly issuer: string; readonly subject: string }[] =>
  bounded(
    sequenceOf(node, 'policy mappings'),
    (child) => {
      const members = Members.of(child, 'policy mapping');
      const mapping = { issuer: oidOf(members.next()), subject: oidOf(members.next()) };
      members.done();
      return mapping;
    },
    'policy mappings',
  );

export function readPolicyConstraints(node: DerNode): PolicyConstraints {
  const members = Members.of(node, 'policy constraints');
  const explicitPolicy = members.optionalContext(0);
  const mapping = members.optionalContext(1);
  members.done();
  return {
    ...(explicitPolicy !== undefined && { requireExplicitPolicy: smallInteger(explicitPolicy, true) }),
    ...(mapping !== undefined && { inhibitPolicyMapping: smallInteger(mapping, true) }),
  };
}

/** Reads one extension's value when it is there; a malformed one makes the certificate malformed. */
export function readExtension<T>(all: ReadonlyMap<string, RawExtension>, oid: string, read: (node: DerNode) => T): T | undefined {
  const extension = all.get(oid);
  return extension === undefined ? undefined : read(readInner(extension.value));
}

/** Critical extensions of a certificate that path validation here processes (RFC 5280 §4.2: any other critical one means refusal). */
export const PROCESSED_IN_CERTIFICATES: ReadonlySet<string> = new Set([
  EXTENSION.keyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.issuerAltName,
  EXTENSION.basicConstraints,
  EXTENSION.nameConstraints,
  EXTENSION.certificatePolicies,
  EXTENSION.policyMappings,
  EXTENSION.policyConstraints,
  EXTENSION.inhibitAnyPolicy,
  EXTENSION.extendedKeyUsage,
  EXTENSION.crlDistributionPoints,
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.subjectKeyIdentifier,
]);
