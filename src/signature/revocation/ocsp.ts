import type { Instant, Result } from '#kernel';
import {
  bytesOf,
  contentOf,
  decodeDer,
  explicitOf,
  fail,
  integerBytes,
  isUniversal,
  Members,
  octetsOfBitString,
  octetStringOf,
  oidOf,
  readInner,
  sequenceOf,
  enumeratedOf,
  smallInteger,
  TAG,
  timeOf,
  childrenOf,
  type DerError,
  type DerNode,
} from '../der/index.ts';
import { interned } from '../der/interned.ts';
import { readAlgorithmIdentifier, type AlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { readExtension, readExtensions, type RawExtension } from '../x509/extensions.ts';
import { readName } from '../x509/name.ts';
import { readReason, type RevocationReason } from './reason.ts';

/** RFC 6960 §4.1.1: which certificate an answer is about. */
export interface OcspCertificateId {
  readonly hashAlgorithm: AlgorithmIdentifier;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serial: Uint8Array;
}

export interface OcspAnswer {
  readonly id: OcspCertificateId;
  readonly status:
    | { readonly kind: 'good' | 'unknown' }
    | { readonly kind: 'revoked'; readonly revokedAt: Instant; readonly reason: RevocationReason | undefined };
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant | undefined;
  /** The responder keeps answering for certificates that expired after this moment (RFC 6960 §4.4.4). */
  readonly archiveCutoff: Instant | undefined;
}

export type ResponderId = { readonly kind: 'name'; readonly key: string } | { readonly kind: 'key'; readonly hash: Uint8Array };

/** A successful basic response (RFC 6960 §4.2.1). */
export interface OcspResponse {
  readonly der: Uint8Array;
  readonly responder: ResponderId;
  readonly producedAt: Instant;
  readonly answers: readonly OcspAnswer[];
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly certificates: readonly Uint8Array[];
  readonly nonce: Uint8Array | undefined;
  readonly hasUnknownCritical: boolean;
}

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1';
const NONCE = '1.3.6.1.5.5.7.48.1.2';
const ARCHIVE_CUTOFF = '1.3.6.1.5.5.7.48.1.6';
const OCSP_BYTES_MAX = 256 * 1024;
const RESPONSES_KEPT = 4096;

/** Reads a successful OCSP response, or the basic response alone as some archives keep it. The same bytes give the same object. */
export const parseOcspResponse: (der: Uint8Array) => Result<OcspResponse, DerError> = interned(RESPONSES_KEPT, OCSP_BYTES_MAX, (der) =>
  decodeDer(der, readResponse),
);

function readResponse(node: DerNode): OcspResponse {
  const members = Members.of(node, 'OCSP response');
  if (!isUniversal(members.peek(), TAG.enumerated)) return readBasic(node, bytesOf(node));
  const status = enumeratedOf(members.next(), 'response status');
  const wrapped = members.optionalContext(0);
  members.done();
  if (status !== 0 || wrapped === undefined) fail('the responder gave no answer', node.start);
  const responseBytes = Members.of(explicitOf(wrapped, 'response bytes'), 'response bytes');
  const type = oidOf(responseBytes.next());
  const basic = octetStringOf(responseBytes.next());
  responseBytes.done();
  return type === BASIC_RESPONSE ? readBasic(readInner(basic), bytesOf(node)) : fail('not a basic response', node.start);
}

function readBasic(node: DerNode, der: Uint8Array): OcspResponse {
  const outer = Members.of(node, 'basic response');
  const tbsNode = outer.next();
  const signatureAlgorithm = readAlgorithmIdentifier(outer.next());
  const signature = octetsOfBitString(outer.next());
  const certificates = outer.optionalContext(0);
  outer.done();
  const data = Members.of(tbsNode, 'response data');
  const version = data.optionalContext(0);
  if (version !== undefined && smallInteger(explicitOf(version, 'version')) !== 0) fail('response version', version.start);
  const responder = readResponder(data.next());
  const producedAt = timeOf(data.next());
  const answers = sequenceOf(data.next(), 'responses').map(readAnswer);
  const extensionsNode = data.optionalContext(1);
  data.done();
  const extensions = extensionsOf(extensionsNode);
  return {
    der,
    responder,
    producedAt,
    answers: answers.map(({ answer }) => answer),
    tbs: bytesOf(tbsNode),
    signatureAlgorithm,
    signature,
    certificates: certificates === undefined ? [] : childrenOf(explicitOf(certificates, 'certificates')).map(bytesOf),
    nonce: extensions.get(NONCE)?.value,
    hasUnknownCritical: hasUnknownCritical(extensions, [NONCE]) || answers.some(({ unknownCritical }) => unknownCritical),
  };
}

const NO_EXTENSIONS: ReadonlyMap<string, RawExtension> = new Map();
const extensionsOf = (node: DerNode | undefined): ReadonlyMap<string, RawExtension> =>
  node === undefined ? NO_EXTENSIONS : readExtensions(explicitOf(node, 'extensions'));
const hasUnknownCritical = (all: ReadonlyMap<string, RawExtension>, known: readonly string[]): boolean =>
  [...all.values()].some(({ oid, critical }) => critical && !known.includes(oid));

function readResponder(node: DerNode): ResponderId {
  if (node.tagClass !== 'context') fail('responder', node.start);
  const value = explicitOf(node, 'responder');
  if (node.tag === 1) return { kind: 'name', key: readName(value).key };
  return node.tag === 2 ? { kind: 'key', hash: octetStringOf(value) } : fail('responder of an unknown kind', node.start);
}

function readAnswer(node: DerNode): { answer: OcspAnswer; unknownCritical: boolean } {
  const members = Members.of(node, 'single response');
  const idMembers = Members.of(members.next(), 'certificate id');
  const id = {
    hashAlgorithm: readAlgorithmIdentifier(idMembers.next()),
    issuerNameHash: octetStringOf(idMembers.next()),
    issuerKeyHash: octetStringOf(idMembers.next()),
    serial: integerBytes(idMembers.next()),
  };
  idMembers.done();
  const status = readStatus(members.next());
  const thisUpdate = timeOf(members.next());
  const next = members.optionalContext(0);
  const extensionsNode = members.optionalContext(1);
  members.done();
  const extensions = extensionsOf(extensionsNode);
  const answer = {
    id,
    status,
    thisUpdate,
    nextUpdate: next === undefined ? undefined : timeOf(explicitOf(next, 'next update')),
    archiveCutoff: readExtension(extensions, ARCHIVE_CUTOFF, (value) => timeOf(value)),
  };
  return { answer, unknownCritical: hasUnknownCritical(extensions, [ARCHIVE_CUTOFF]) };
}

function readStatus(node: DerNode): OcspAnswer['status'] {
  if (node.tagClass !== 'context' || node.tag > 2) fail('certificate status', node.start);
  if (node.tag !== 1)
    return contentOf(node).length === 0 && !node.constructed
      ? { kind: node.tag === 0 ? 'good' : 'unknown' }
      : fail('certificate status', node.start);
  const members = new Members(childrenOf(node), 'revoked status', node.end);
  const revokedAt = timeOf(members.next());
  const reason = members.optionalContext(0);
  members.done();
  return { kind: 'revoked', revokedAt, reason: reason === undefined ? undefined : readReason(explicitOf(reason, 'reason')) };
}
