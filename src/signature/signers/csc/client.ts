import { setTimeout as wait } from 'node:timers/promises';
import { err, ok, type Result, utf8 } from '#kernel';
import { fetchAnswer } from '#signature/remote';
import type { z } from 'zod';
import type { SignerFailure } from '../port.ts';
import { Failed, Token } from './answers.ts';
import { failureOf, unreached } from './failures.ts';

/** A remote signing service, as the operator declares it. Nothing an answer says leads to another host. */
export interface CscService {
  /** Base URI, `https://…/csc/v2` (§7.2). */
  readonly url: string;
  /** Where tokens are given (§8.4.4); under the base URI when absent. */
  readonly tokenUrl?: string;
  readonly clientId: string;
  readonly clientSecret: () => string;
  readonly limits?: Partial<CscLimits>;
}

export interface CscLimits {
  readonly timeoutMs: number;
  readonly bytesMax: number;
  /** How long a person has to confirm, and how often the service is asked whether he did. */
  readonly confirmationMs: number;
  readonly pollMs: number;
}
export const CSC_LIMITS: CscLimits = { timeoutMs: 15_000, bytesMax: 4 * 1024 * 1024, confirmationMs: 300_000, pollMs: 2_000 };

/** Time as a client sees it: milliseconds of a clock that nobody sets back, and a pause. */
export interface CscClock {
  now(): number;
  wait(ms: number): Promise<unknown>;
}
const RUNNING: CscClock = { now: () => performance.now(), wait: (ms) => wait(ms, undefined, { ref: false }) };

export interface CscClient {
  readonly limits: CscLimits;
  readonly clock: CscClock;
  /** POSTs one operation (§7.1) under an access token; answers what `reader` makes of the content. */
  call<T>(operation: string, body: unknown, reader: z.ZodType<T>): Promise<Result<T, SignerFailure>>;
}

const JSON_TYPE = ['application/json'];
const READ = [200, 202, 400, 401, 403, 404, 429, 500, 503];
const EARLY_MS = 30_000;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Secrets and digests travel under TLS; loopback, where nobody listens in, may do without. */
const isConfidential = (address: string): boolean => {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url !== undefined && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname)));
};

/** A client that signs in for itself (OAuth client credentials, §8.4.4) and keeps its token until shortly before it ends. */
export function cscClient(service: CscService, clock: CscClock = RUNNING): CscClient {
  const limits = { ...CSC_LIMITS, ...service.limits };
  const base = service.url.replace(/\/+$/, '');
  let token: { readonly value: string; readonly until: number } | undefined;

  async function post<T>(
    url: string,
    body: Uint8Array,
    contentType: string,
    reader: z.ZodType<T>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Result<T, SignerFailure & { readonly status?: number }>> {
    if (!isConfidential(url)) return err({ code: 'signer/not-permitted', detail: 'địa chỉ dịch vụ ký không phải https' });
    const answer = await fetchAnswer({
      url,
      method: 'POST',
      body,
      contentType,
      headers,
      accept: JSON_TYPE,
      statuses: READ,
      bytesMax: limits.bytesMax,
      timeoutMs: limits.timeoutMs,
    });
    if (!answer.ok) return err(unreached(answer.error));
    const { status, bytes } = answer.value;
    const json = parse(bytes);
    if (status >= 400) {
      const said = Failed.safeParse(json);
      return err({
        ...(said.success ? failureOf(status, said.data.error, said.data.error_description) : failureOf(status, `HTTP ${status}`)),
        status,
      });
    }
    const read = reader.safeParse(json);
    return read.success
      ? ok(read.data)
      : err({
          code: 'signer/malformed-answer',
          detail: read.error.issues
            .map(({ path }) => path.map(String).join('.') || 'JSON')
            .join(', ')
            .slice(0, 100),
        });
  }

  async function accessToken(): Promise<Result<string, SignerFailure>> {
    if (token !== undefined && token.until > clock.now()) return ok(token.value);
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: service.clientId,
      client_secret: service.clientSecret(),
    });
    const granted = await post(
      service.tokenUrl ?? `${base}/oauth2/token`,
      utf8(form.toString()),
      'application/x-www-form-urlencoded',
      Token,
    );
    if (!granted.ok) return granted;
    token = { value: granted.value.access_token, until: clock.now() + granted.value.expires_in * 1000 - EARLY_MS };
    return ok(token.value);
  }

  return {
    limits,
    clock,
    async call(operation, body, reader) {
      for (let again = false; ; again = true) {
        const bearer = await accessToken();
        if (!bearer.ok) return bearer;
        const answer = await post(`${base}/${operation}`, utf8(JSON.stringify(body)), 'application/json', reader, {
          authorization: `Bearer ${bearer.value}`,
        });
        if (answer.ok || answer.error.status !== 401) return answer;
        // The token ended before its time: a new one, once.
        token = undefined;
        if (again) return err({ code: 'signer/not-permitted', detail: answer.error.detail });
      }
    },
  };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
