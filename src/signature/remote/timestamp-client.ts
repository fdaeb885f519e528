import { hash, randomBytes } from 'node:crypto';
import type { Result } from '#kernel';
import { buildTimestampRequest, NONCE_BYTES, parseTimestampResponse, type TimestampResponseError } from '#signature';
import { fetchBytes, type RemoteError } from './fetch-bytes.ts';
import { REMOTE_TIMEOUT_MS, TIMESTAMP_RESPONSE_BYTES_MAX } from './limits.ts';

export interface TimestampOptions {
  readonly timeoutMs?: number;
}
export type TimestampError = RemoteError | TimestampResponseError;

/**
 * Asks an authority for a time-stamp over `data` (RFC 3161 §3.4, HTTP). The answer's status, imprint and nonce are checked;
 * whether the token can be trusted is for `verifyTimestampToken` to say.
 * @returns the token in DER
 */
export async function requestTimestamp(
  url: string,
  data: Uint8Array,
  options: TimestampOptions = {},
): Promise<Result<Uint8Array, TimestampError>> {
  const imprint = new Uint8Array(hash('sha256', data, 'buffer'));
  const nonce = new Uint8Array(randomBytes(NONCE_BYTES));
  const response = await fetchBytes({
    url,
    method: 'POST',
    body: buildTimestampRequest(imprint, nonce),
    contentType: 'application/timestamp-query',
    accept: ['application/timestamp-reply', 'application/timestamp-response'],
    bytesMax: TIMESTAMP_RESPONSE_BYTES_MAX,
    timeoutMs: options.timeoutMs ?? REMOTE_TIMEOUT_MS,
  });
  return response.ok ? parseTimestampResponse(response.value, { imprint, nonce }) : response;
}
