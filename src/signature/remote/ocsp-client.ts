import { randomBytes } from 'node:crypto';
import type { Result, Instant } from '#kernel';
import {
  buildOcspRequest,
  type Certificate,
  checkOcspResponse,
  OCSP_NONCE_BYTES,
  type OcspResponseError,
  type Primitives,
} from '#signature';
import { fetchBytes, type RemoteError } from './fetch-bytes.ts';
import { OCSP_RESPONSE_BYTES_MAX, REMOTE_TIMEOUT_MS } from './limits.ts';

export interface OcspOptions {
  readonly now: Instant;
  readonly primitives: Primitives;
  readonly timeoutMs?: number;
  readonly outerOnly?: boolean;
}

/**
 * Asks a responder about one certificate (RFC 6960, HTTP POST of appendix A.1). Status, certificate, nonce and freshness are checked; who signed the answer is
 * judged where it is used.
 * @param url an address that may be asked: `reach` says so of one that stands in a certificate
 * @returns the whole response in DER
 */
export async function requestOcsp(
  url: string,
  certificate: Certificate,
  issuer: Certificate,
  { now, primitives, timeoutMs = REMOTE_TIMEOUT_MS, outerOnly = false }: OcspOptions,
): Promise<Result<Uint8Array, RemoteError | OcspResponseError>> {
  const nonce = new Uint8Array(randomBytes(OCSP_NONCE_BYTES));
  const answer = await fetchBytes({
    url,
    method: 'POST',
    body: buildOcspRequest(certificate, issuer, nonce),
    contentType: 'application/ocsp-request',
    accept: ['application/ocsp-response'],
    bytesMax: OCSP_RESPONSE_BYTES_MAX,
    timeoutMs,
    outerOnly,
  });
  return answer.ok ? checkOcspResponse(answer.value, { certificate, issuer, nonce, now }, primitives) : answer;
}
