import { gateway, Problem, type SignerStanding } from '#contract';
import type { SchoolCode } from '#domain';
import { err, fromBase64, ok, type Result } from '#kernel';
import type { z } from 'zod';
import type { MessageKind } from '../postgres/exchange.ts';

/** Why the gateway did not do it: not reached (send the same octets again later), or an answer that says no. */
export type GatewayFailure =
  | { readonly kind: 'unreachable'; readonly why: string }
  | { readonly kind: 'refused'; readonly problem: Problem };

export interface SentConfirmation {
  readonly cursor: string;
  readonly xml: Uint8Array;
}

/** The public contract of the province's gateway, as any school software speaks it. */
export interface GatewayClient {
  /** Posts a signed message; answers the octets of the signed receipt. */
  send(school: SchoolCode, kind: MessageKind, bytes: Uint8Array): Promise<Result<Uint8Array, GatewayFailure>>;
  /** The signed result of a batch; undefined while there is none. */
  result(school: SchoolCode, messageId: string): Promise<Result<Uint8Array | undefined, GatewayFailure>>;
  confirmations(school: SchoolCode, after: string | undefined): Promise<Result<readonly SentConfirmation[], GatewayFailure>>;
  /** What the province's register says about the signers of the school. */
  signerStanding(school: SchoolCode): Promise<Result<SignerStanding, GatewayFailure>>;
}

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

const PATH: Readonly<Record<MessageKind, string>> = {
  batch: gateway.submitBatch.path,
  roster: gateway.submitRoster.path,
  signers: gateway.submitSigners.path,
  supplementary: gateway.submitSupplementary.path,
};
const TIMEOUT_MS = 20_000;
const EARLY_MS = 30_000;
/** Answers after which the same request may succeed: no token any more, too busy, a fault on the other side. */
const RETRYABLE = new Set([401, 408, 425, 429, 500, 502, 503, 504]);

/** Speaks to the gateway at `baseUrl` with the credentials of each school (RFC 6749 §4.4). Tokens are kept until shortly before they end. */
export function createGatewayClient(options: {
  baseUrl: string | (() => string);
  credentialsFor: (school: SchoolCode) => Promise<ClientCredentials | undefined>;
}): GatewayClient {
  const tokens = new Map<SchoolCode, { value: string; until: number }>();
  const base = () => (typeof options.baseUrl === 'string' ? options.baseUrl : options.baseUrl());

  async function call(school: SchoolCode, path: string, init: RequestInit): Promise<Result<Response, GatewayFailure>> {
    const token = await tokenOf(school);
    if (!token.ok) return token;
    const response = await reach(() =>
      fetch(`${base()}${path}`, {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${token.value}` },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }),
    );
    if (response.ok && response.value.status === 401) tokens.delete(school);
    return response;
  }

  async function tokenOf(school: SchoolCode): Promise<Result<string, GatewayFailure>> {
    const kept = tokens.get(school);
    if (kept !== undefined && kept.until > performance.now()) return ok(kept.value);
    const credentials = await options.credentialsFor(school);
    if (credentials === undefined) return err({ kind: 'unreachable', why: 'trường chưa có mã truy cập cổng tiếp nhận' });
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
    });
    const response = await reach(() =>
      fetch(`${base()}${gateway.token.path}`, { method: 'POST', body, signal: AbortSignal.timeout(TIMEOUT_MS) }),
    );
    if (!response.ok) return response;
    const granted = gateway.token.answer.safeParse(await jsonOf(response.value));
    if (!granted.success) return err({ kind: 'unreachable', why: `cổng không cấp mã truy cập (HTTP ${response.value.status})` });
    tokens.set(school, { value: granted.data.access_token, until: performance.now() + granted.data.expires_in * 1000 - EARLY_MS });
    return ok(granted.data.access_token);
  }

  return {
    async send(school, kind, bytes) {
      const response = await call(school, PATH[kind], {
        method: 'POST',
        headers: { 'content-type': 'application/xml' },
        body: new Uint8Array(bytes),
      });
      return response.ok ? octetsOf(response.value) : response;
    },
    async result(school, messageId) {
      const response = await call(school, gateway.batchResult.path.replace(':messageId', messageId), { method: 'GET' });
      if (!response.ok) return response;
      return response.value.status === 404 ? ok(undefined) : octetsOf(response.value);
    },
    async confirmations(school, after) {
      const query = after === undefined ? '' : `?${new URLSearchParams({ after })}`;
      const response = await call(school, `${gateway.confirmations.path}${query}`, { method: 'GET' });
      if (!response.ok) return response;
      if (response.value.status !== 200) return err(await failureOf(response.value));
      const page = gateway.confirmations.answer.safeParse(await jsonOf(response.value));
      return page.success ? readPage(page.data) : err({ kind: 'unreachable', why: 'danh sách xác nhận sai dạng' });
    },
    async signerStanding(school) {
      const response = await call(school, gateway.signerStanding.path, { method: 'GET' });
      if (!response.ok) return response;
      if (response.value.status !== 200) return err(await failureOf(response.value));
      const standing = gateway.signerStanding.answer.safeParse(await jsonOf(response.value));
      return standing.success ? ok(standing.data) : err({ kind: 'unreachable', why: 'sổ đăng ký người ký sai dạng' });
    },
  };
}

async function reach(request: () => Promise<Response>): Promise<Result<Response, GatewayFailure>> {
  try {
    return ok(await request());
  } catch (error) {
    return err({ kind: 'unreachable', why: error instanceof Error ? error.message : String(error) });
  }
}

async function octetsOf(response: Response): Promise<Result<Uint8Array, GatewayFailure>> {
  return response.ok ? ok(new Uint8Array(await response.arrayBuffer())) : err(await failureOf(response));
}

async function failureOf(response: Response): Promise<GatewayFailure> {
  const problem = Problem.safeParse(await jsonOf(response));
  if (!problem.success || RETRYABLE.has(response.status))
    return { kind: 'unreachable', why: problem.success ? problem.data.detail : `HTTP ${response.status}` };
  return { kind: 'refused', problem: problem.data };
}

const jsonOf = (response: Response): Promise<unknown> => response.json().catch(() => undefined);

function readPage(page: z.output<typeof gateway.confirmations.answer>): Result<readonly SentConfirmation[], GatewayFailure> {
  const read: SentConfirmation[] = [];
  for (const { cursor, xml } of page.confirmations) {
    const bytes = fromBase64(xml);
    if (!bytes.ok) return err({ kind: 'unreachable', why: 'xác nhận không phải base64' });
    read.push({ cursor, xml: bytes.value });
  }
  return ok(read);
}
