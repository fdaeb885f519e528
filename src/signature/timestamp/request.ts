import { assert, equalBytes, err, ok, type Result } from '#kernel';
import {
  booleanOf,
  bytesOf,
  decodeDer,
  der,
  fail,
  integerBytes,
  Members,
  namedBits,
  octetStringOf,
  oidOf,
  sequenceOf,
  smallInteger,
  TAG,
  textOf,
  type DerError,
  type DerNode,
} from '../der/index.ts';
import { DIGEST_OID, digestOf, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { parseTimestampToken } from './token.ts';

/** Octets of a nonce; RFC 3161 §2.4.1 asks for 64 bits at least. */
export const NONCE_BYTES = 16;

/**
 * TimeStampReq (RFC 3161 §2.4.1) for a SHA-256 imprint (32 octets): with a nonce, asking for the authority's certificate.
 * The nonce is random; the caller supplies it, because this area makes nothing up.
 */
export function buildTimestampRequest(imprint: Uint8Array, nonce: Uint8Array): Uint8Array {
  assert(imprint.length === 32, 'an imprint is a SHA-256 digest');
  return der.sequence(
    der.integer(1),
    der.sequence(der.sequence(der.oid(DIGEST_OID.sha256), der.nullValue()), der.octetString(imprint)),
    der.unsignedInteger(nonce),
    der.boolean(true),
  );
}

/** Why an answer of an authority is no token for our request. */
export interface TimestampResponseError {
  readonly code: 'timestamp/response-malformed' | 'timestamp/refused' | 'timestamp/imprint-differs' | 'timestamp/nonce-differs';
  /** The authority's own words, when it gave any. */
  readonly detail?: string;
}

/** What a request asked for, to hold an answer against. */
export interface TimestampExpectation {
  readonly imprint: Uint8Array;
  readonly nonce: Uint8Array;
}

const FAILURES: Readonly<Record<number, string>> = {
  0: 'badAlg',
  2: 'badRequest',
  5: 'badDataFormat',
  14: 'timeNotAvailable',
  15: 'unacceptedPolicy',
  16: 'unacceptedExtension',
  17: 'addInfoNotAvailable',
  25: 'systemFailure',
};

/**
 * Reads TimeStampResp (RFC 3161 §2.4.2) and gives the token's DER. Status, imprint and nonce are held against the request;
 * the token's signature and path are not judged here.
 */
export function parseTimestampResponse(response: Uint8Array, expected: TimestampExpectation): Result<Uint8Array, TimestampResponseError> {
  const read = decodeDer(response, readResponse);
  if (!read.ok) return malformed(read.error);
  const { status, detail, token } = read.value;
  if (status > 1 || token === undefined) return err({ code: 'timestamp/refused', detail });
  const parsed = parseTimestampToken(token);
  if (!parsed.ok) return malformed(parsed.error);
  const { imprint, imprintAlgorithm, nonce } = parsed.value.info;
  if (digestOf(imprintAlgorithm) !== 'sha256' || !equalBytes(imprint, expected.imprint)) return err({ code: 'timestamp/imprint-differs' });
  if (nonce === undefined || !equalBytes(der.encode(0x02, nonce), der.unsignedInteger(expected.nonce)))
    return err({ code: 'timestamp/nonce-differs' });
  return ok(token);
}

const malformed = (error: DerError): Result<never, TimestampResponseError> =>
  err({ code: 'timestamp/response-malformed', detail: error.what });

function readResponse(node: DerNode): { status: number; detail: string; token: Uint8Array | undefined } {
  const members = Members.of(node, 'time-stamp response');
  const statusInfo = Members.of(members.next(), 'status');
  const status = smallInteger(statusInfo.next());
  const texts = statusInfo.optionalType(TAG.sequence);
  const failure = statusInfo.optionalType(TAG.bitString);
  statusInfo.done();
  const token = members.peek() === undefined ? undefined : members.next();
  members.done();
  const words = texts === undefined ? [] : sequenceOf(texts, 'status text').map((text) => textOf(text) ?? fail('status text', text.start));
  const failures = failure === undefined ? [] : [...namedBits(failure)].map((bit) => FAILURES[bit] ?? `failure ${bit}`);
  return {
    status,
    detail: [`status ${status}`, ...failures, ...words].join('; '),
    token: token === undefined ? undefined : bytesOf(token),
  };
}

export interface TimestampRequest {
  readonly imprintAlgorithm: string;
  readonly imprint: Uint8Array;
  readonly policy: string | undefined;
  readonly nonce: Uint8Array | undefined;
  readonly wantsCertificate: boolean;
}

/** Reads TimeStampReq, for an authority. Requests with extensions are refused (RFC 3161 §2.4.1 lets an authority do so). */
export function parseTimestampRequest(request: Uint8Array): Result<TimestampRequest, DerError> {
  return decodeDer(request, (node) => {
    const members = Members.of(node, 'time-stamp request');
    if (smallInteger(members.next()) !== 1) fail('request version', node.start);
    const imprintMembers = Members.of(members.next(), 'message imprint');
    const imprintAlgorithm = readAlgorithmIdentifier(imprintMembers.next()).oid;
    const imprint = octetStringOf(imprintMembers.next());
    imprintMembers.done();
    const policy = members.optionalType(TAG.oid);
    const nonce = members.optionalType(TAG.integer);
    const certificate = members.optionalType(TAG.boolean);
    members.done();
    return {
      imprintAlgorithm,
      imprint,
      policy: policy === undefined ? undefined : oidOf(policy),
      nonce: nonce === undefined ? undefined : integerBytes(nonce),
      wantsCertificate: certificate !== undefined && booleanOf(certificate),
    };
  });
}
