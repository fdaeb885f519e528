import { err, ok, type Result } from '#kernel';
import { parseCrl, type DerError } from '#signature';
import { fetchBytes, parseRemoteUrl, type RemoteError } from './fetch-bytes.ts';
import { CRL_BYTES_MAX, REMOTE_TIMEOUT_MS } from './limits.ts';

export interface CrlOptions {
  /** Hosts (`crl.ca.gov.vn`, with `:port` when it is not the usual one) that may be asked; a certificate's own address is never followed beyond them. */
  readonly allowedHosts: readonly string[];
  readonly timeoutMs?: number;
}

const CONTENT_TYPES = ['application/pkix-crl', 'application/x-pkcs7-crl', 'application/octet-stream'] as const;

/**
 * Fetches a revocation list from an address of a certificate (RFC 5280 §4.2.1.13). Only hosts of the operator's list are asked, so that
 * a certificate cannot make the server call into its own network.
 * @returns the list in DER; its signature and freshness are judged where it is used
 */
export async function fetchCrl(url: string, options: CrlOptions): Promise<Result<Uint8Array, RemoteError | DerError>> {
  const parsed = parseRemoteUrl(url);
  if (!parsed.ok) return parsed;
  if (!options.allowedHosts.includes(parsed.value.host)) return err({ code: 'remote/url-refused', detail: `host ${parsed.value.host} is not on the list` });
  const answer = await fetchBytes({ url, method: 'GET', accept: CONTENT_TYPES, bytesMax: CRL_BYTES_MAX, timeoutMs: options.timeoutMs ?? REMOTE_TIMEOUT_MS });
  if (!answer.ok) return answer;
  const crl = parseCrl(answer.value);
  return crl.ok ? ok(answer.value) : crl;
}
