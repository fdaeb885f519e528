import { equalBytes } from '#kernel';
import {
  bytesOf,
  childrenOf,
  contentOf,
  der,
  explicitOf,
  fail,
  integerBytes,
  isContext,
  isUniversal,
  Members,
  octetStringOf,
  oidOf,
  setOf,
  smallInteger,
  TAG,
  type DerNode,
} from '../der/index.ts';
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { readName } from '../x509/name.ts';
import type { Certificate } from '../x509/certificate.ts';
import { CMS } from './oids.ts';

export type SignerIdentifier =
  | { readonly kind: 'issuerAndSerial'; readonly issuerKey: string; readonly serial: Uint8Array }
  | { readonly kind: 'keyIdentifier'; readonly keyIdentifier: Uint8Array };

export interface SignerInfo {
  readonly signer: SignerIdentifier;
  readonly digestAlgorithm: AlgorithmIdentifier;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  /** Values of each signed attribute, by type; empty when the signer signed the content directly. */
  readonly signedAttributes: ReadonlyMap<string, readonly DerNode[]>;
  /** What the signature is over when there are signed attributes: their DER encoding as a SET (RFC 5652 §5.4). */
  readonly signedAttributesDer: Uint8Array | undefined;
  readonly unsignedAttributes: ReadonlyMap<string, readonly DerNode[]>;
}

/** RFC 5652 §5.1. `content` is absent in a detached signature. */
export interface SignedData {
  readonly contentType: string;
  readonly content: Uint8Array | undefined;
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly signers: readonly SignerInfo[];
}

/** Reads ContentInfo holding SignedData; for use inside `decodeDer`. */
export function readSignedData(node: DerNode): SignedData {
  const info = Members.of(node, 'content info');
  const type = oidOf(info.next());
  const wrapped = info.next();
  info.done();
  if (type !== CMS.signedData || !isContext(wrapped, 0)) fail('not signed data', node.start);
  const members = Members.of(explicitOf(wrapped, 'signed data'), 'signed data');
  smallInteger(members.next());
  setOf(members.next(), 'digest algorithms');
  const encapsulated = Members.of(members.next(), 'encapsulated content');
  const contentType = oidOf(encapsulated.next());
  const contentNode = encapsulated.optionalContext(0);
  encapsulated.done();
  const certificates = members.optionalContext(0);
  const crls = members.optionalContext(1);
  const signers = setOf(members.next(), 'signer infos').map(readSignerInfo);
  members.done();
  return {
    contentType,
    content: contentNode === undefined ? undefined : octetStringOf(explicitOf(contentNode, 'content')),
    certificates: plainMembers(certificates),
    crls: plainMembers(crls),
    signers,
  };
}

/** Certificates and CRLs themselves; attribute certificates and other formats (context tags) are not used here. */
const plainMembers = (node: DerNode | undefined): readonly Uint8Array[] =>
  node === undefined
    ? []
    : childrenOf(node)
        .filter((child) => isUniversal(child, TAG.sequence))
        .map(bytesOf);

function readSignerInfo(node: DerNode): SignerInfo {
  const members = Members.of(node, 'signer info');
  smallInteger(members.next());
  const signer = readSigner(members.next());
  const digestAlgorithm = readAlgorithmIdentifier(members.next());
  const signed = members.optionalContext(0);
  const signatureAlgorithm = readAlgorithmIdentifier(members.next());
  const signature = octetStringOf(members.next());
  const unsigned = members.optionalContext(1);
  members.done();
  return {
    signer,
    digestAlgorithm,
    signatureAlgorithm,
    signature,
    signedAttributes: signed === undefined ? new Map() : readAttributes(signed),
    signedAttributesDer: signed === undefined ? undefined : asSet(signed),
    unsignedAttributes: unsigned === undefined ? new Map() : readAttributes(unsigned),
  };
}

function readSigner(node: DerNode): SignerIdentifier {
  if (isContext(node, 0))
    return node.constructed ? fail('key identifier', node.start) : { kind: 'keyIdentifier', keyIdentifier: contentOf(node) };
  const members = Members.of(node, 'issuer and serial number');
  const issuerKey = readName(members.next()).key;
  const serial = integerBytes(members.next());
  members.done();
  return { kind: 'issuerAndSerial', issuerKey, serial };
}

/** Of one signer; nobody has a dozen. */
const ATTRIBUTES_MAX = 256;

function readAttributes(node: DerNode): ReadonlyMap<string, readonly DerNode[]> {
  const attributes = new Map<string, readonly DerNode[]>();
  for (const child of childrenOf(node)) {
    if (attributes.size >= ATTRIBUTES_MAX) fail('too many attributes', child.start);
    const members = Members.of(child, 'attribute');
    const type = oidOf(members.next());
    const values = setOf(members.next(), 'attribute values');
    members.done();
    if (attributes.has(type)) fail(`attribute ${type} appears twice`, child.start);
    attributes.set(type, values);
  }
  return attributes;
}

/** `[0] IMPLICIT SET OF` written again as the SET it stands for, members in DER order even if the signer's software left them unsorted. */
const asSet = (node: DerNode): Uint8Array => der.setOfSorted(...childrenOf(node).map(bytesOf));

/** Whether a certificate is the one a signer identifier names. */
export function isNamedBy(certificate: Certificate, signer: SignerIdentifier): boolean {
  if (signer.kind === 'issuerAndSerial')
    return certificate.issuer.key === signer.issuerKey && equalBytes(certificate.serial, signer.serial);
  return certificate.subjectKeyIdentifier !== undefined && equalBytes(certificate.subjectKeyIdentifier, signer.keyIdentifier);
}

/** The only value of an attribute that must have exactly one. */
export function singleAttribute(attributes: ReadonlyMap<string, readonly DerNode[]>, type: string): DerNode | undefined {
  const values = attributes.get(type);
  return values?.length === 1 ? values[0] : undefined;
}
