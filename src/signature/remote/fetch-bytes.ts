import { err, ok, type Result } from '#kernel';

export interface RemoteError {
  readonly code: 'remote/url-refused' | 'remote/unreachable' | 'remote/timed-out' | 'remote/status' | 'remote/content-type' | 'remote/too-large';
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
}

/** Reads an http or https address without credentials; anything else (file:, data:, user@host) is refused. */
export function parseRemoteUrl(text: string): Result<URL, RemoteError> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') {
    return err({ code: 'remote/url-refused', detail: 'only http and https addresses without credentials' });
  }
  return ok(url);
}

/** What a server answered with one of the statuses that were asked for. */
export interface RemoteAnswer { readonly status: number; readonly bytes: Uint8Array }

/** One request whose answer counts only with status 200. */
export async function fetchBytes(request: Omit<RemoteRequest, 'statuses'>): Promise<Result<Uint8Array, RemoteError>> {
  const answer = await fetchAnswer(request);
  return answer.ok ? ok(answer.value.bytes) : answer;
}

/** One request without redirects, within a time and a size; never throws for what the other side does. */
export async function fetchAnswer(request: RemoteRequest): Promise<Result<RemoteAnswer, RemoteError>> {
  const url = parseRemoteUrl(request.url);
  if (!url.ok) return url;
  const signal = AbortSignal.timeout(request.timeoutMs);
  try {
    const response = await fetch(url.value, {
      method: request.method, redirect: 'manual', signal,
      headers: { ...request.headers, accept: request.accept.join(', '), ...(request.contentType !== undefined && { 'content-type': request.contentType }) },
      ...(request.body !== undefined && { body: Uint8Array.from(request.body) }),
    });
    const refusal = refusalOf(response, request);
    if (refusal !== undefined) {
      await response.body?.cancel();
      return err(refusal);
    }
    const bytes = await readLimited(response, request.bytesMax);
    return bytes.ok ? ok({ status: response.status, bytes: bytes.value }) : bytes;
  } catch (cause) {
    return err(signal.aborted ? { code: 'remote/timed-out', detail: `no answer within ${request.timeoutMs} ms` } : { code: 'remote/unreachable', detail: causeOf(cause) });
  }
}

function refusalOf(response: Response, request: RemoteRequest): RemoteError | undefined {
  if (!(request.statuses ?? [200]).includes(response.status)) return { code: 'remote/status', detail: `HTTP ${response.status}` };
  const type = (response.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  return request.accept.includes(type) ? undefined : { code: 'remote/content-type', detail: type };
}

async function readLimited(response: Response, bytesMax: number): Promise<Result<Uint8Array, RemoteError>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > bytesMax) return err({ code: 'remote/too-large', detail: `more than ${bytesMax} bytes` });
    chunks.push(chunk);
  }
  return ok(new Uint8Array(Buffer.concat(chunks)));
}

function causeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
