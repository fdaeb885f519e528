import { ok, type Result } from '#kernel';
import { parseCrl, type DerError } from '#signature';
import { fetchBytes, type RemoteError } from './fetch-bytes.ts';
import { CRL_BYTES_MAX, REMOTE_TIMEOUT_MS } from './limits.ts';

export interface CrlOptions {
  readonly timeoutMs?: number;
  readonly outerOnly?: boolean;
}

const CONTENT_TYPES = ['application/pkix-crl', 'application/x-pkcs7-crl', 'application/octet-stream'] as const;

/**
 * Fetches a revocation list (RFC 5280 §4.2.1.13).
 * @param url an address that may be asked: `reach` says so of one that stands in a certificate
 * @returns the list in DER; its signature and freshness are judged where it is used
 */
export async function fetchCrl(
  url: string,
  { timeoutMs = REMOTE_TIMEOUT_MS, outerOnly = false }: CrlOptions = {},
): Promise<Result<Uint8Array, RemoteError | DerError>> {
  const answer = await fetchBytes({ url, method: 'GET', accept: CONTENT_TYPES, bytesMax: CRL_BYTES_MAX, timeoutMs, outerOnly });
  if (!answer.ok) return answer;
  const crl = parseCrl(answer.value);
  return crl.ok ? ok(answer.value) : crl;
}
