import { lookup } from 'node:dns';
import http, { type Agent, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { err, ok, type Result } from '#kernel';
import { keptConnections, StaleConnection } from './kept-connections.ts';
import { InnerAddressError, isInnerLiteral, outerLookup } from './outer.ts';

export interface RemoteError {
  readonly code:
    | 'remote/url-refused'
    | 'remote/unreachable'
    | 'remote/timed-out'
    | 'remote/status'
    | 'remote/content-type'
    | 'remote/too-large';
  readonly detail: string;
}

export interface RemoteRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly body?: Uint8Array;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Content types that are accepted in the answer, lower case, without parameters. */
  readonly accept: readonly string[];
  /** Statuses whose content is read; 200 alone when absent. */
  readonly statuses?: readonly number[];
  readonly bytesMax: number;
  readonly timeoutMs: number;
  /** Whether only an address outside the operator's network is connected to. */
  readonly outerOnly?: boolean;
}

/** Reads an http or https address without credentials; anything else (file:, data:, user@host) is refused. */
export function parseRemoteUrl(text: string): Result<URL, RemoteError> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') {
    return err({ code: 'remote/url-refused', detail: 'chỉ nhận địa chỉ http hoặc https không kèm tài khoản' });
  }
  return ok(url);
}

const REQUESTS = { 'http:': http.request, 'https:': https.request } as const;
const OUTER = { autoSelectFamily: true, lookup: outerLookup(lookup) } as const;

/** What a server answered with one of the statuses that were asked for. */
export interface RemoteAnswer {
  readonly status: number;
  readonly bytes: Uint8Array;
}

/** A question that may be asked twice, over a connection that is kept for the next; its answer counts only with status 200. */
export async function fetchBytes(request: Omit<RemoteRequest, 'statuses'>): Promise<Result<Uint8Array, RemoteError>> {
  const answer = await answerTo(request, repeatedly);
  return answer.ok ? ok(answer.value.bytes) : answer;
}

/** One request without redirects, within a time and a size; never throws for what the other side does. It is sent once: a person is not asked twice to confirm. */
export const fetchAnswer = (request: RemoteRequest): Promise<Result<RemoteAnswer, RemoteError>> =>
  answerTo(request, (url, signal) => send(url, request, signal, false));

async function answerTo(
  request: RemoteRequest,
  ask: (url: URL, signal: AbortSignal, request: RemoteRequest) => Promise<IncomingMessage>,
): Promise<Result<RemoteAnswer, RemoteError>> {
  const url = parseRemoteUrl(request.url);
  if (!url.ok) return url;
  if (request.outerOnly === true && isInnerLiteral(url.value.hostname))
    return err({ code: 'remote/url-refused', detail: `máy chủ ${url.value.host} có địa chỉ nội bộ` });
  const signal = AbortSignal.timeout(request.timeoutMs);
  try {
    const response = await ask(url.value, signal, request);
    const refusal = refusalOf(response, request);
    if (refusal !== undefined) {
      response.destroy();
      return err(refusal);
    }
    const bytes = await readLimited(response, request.bytesMax);
    return bytes.ok ? ok({ status: response.statusCode!, bytes: bytes.value }) : bytes;
  } catch (cause) {
    if (signal.aborted) return err({ code: 'remote/timed-out', detail: `không trả lời trong ${request.timeoutMs} ms` });
    return err({
      code: cause instanceof InnerAddressError ? 'remote/url-refused' : 'remote/unreachable',
      detail: cause instanceof Error ? cause.message : String(cause),
    });
  }
}

/** The other side may close a kept connection just as it is used again; then the question is asked once more over a new one. */
async function repeatedly(url: URL, signal: AbortSignal, request: RemoteRequest): Promise<IncomingMessage> {
  const agent = keptConnections(url, request.outerOnly === true);
  try {
    return await send(url, request, signal, agent);
  } catch (cause) {
    if (cause instanceof StaleConnection) return send(url, request, signal, false);
    throw cause;
  }
}

function send(
  url: URL,
  { method, body, contentType, headers, accept, outerOnly = false }: RemoteRequest,
  signal: AbortSignal,
  agent: Agent | false,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = REQUESTS[url.protocol as keyof typeof REQUESTS](
      url,
      {
        method,
        signal,
        agent,
        ...(outerOnly && OUTER),
        headers: {
          ...headers,
          accept: accept.join(', '),
          ...(contentType !== undefined && { 'content-type': contentType }),
          ...(body !== undefined && { 'content-length': body.length }),
        },
      },
      resolve,
    );
    request.on('error', (cause) => reject(request.reusedSocket && !signal.aborted ? new StaleConnection(cause.message) : cause)).end(body);
  });
}

function refusalOf({ statusCode, headers }: IncomingMessage, { statuses = [200], accept }: RemoteRequest): RemoteError | undefined {
  if (!statuses.includes(statusCode!)) return { code: 'remote/status', detail: `HTTP ${statusCode}` };
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  return accept.includes(type) ? undefined : { code: 'remote/content-type', detail: type };
}

async function readLimited(response: AsyncIterable<Uint8Array>, bytesMax: number): Promise<Result<Uint8Array, RemoteError>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > bytesMax) return err({ code: 'remote/too-large', detail: `dài hơn ${bytesMax} byte` });
    chunks.push(chunk);
  }
  return ok(new Uint8Array(Buffer.concat(chunks)));
}
