import type { z } from 'zod';
import type { Problem, Route } from '#contract';

type Answer<R extends Route> = R extends { answer: infer A extends z.ZodType } ? z.output<A> : undefined;
type Input<R extends Route> = (R extends { params: infer P extends z.ZodType } ? { params: z.input<P> } : { params?: undefined }) &
  (R extends { body: infer B extends z.ZodType } ? { body: z.input<B> } : { body?: undefined }) &
  (R extends { query: infer Q extends z.ZodType } ? { query?: z.input<Q> } : { query?: undefined }) & {
    form?: FormData;
    signal?: AbortSignal;
  };

/** What the server refused, with its stable code, place and remedy; or what the network did. */
export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Whether nobody is logged in any more. */
export const isSessionOver = (error: unknown): error is ApiProblem => error instanceof ApiProblem && error.problem.status === 401;

const offline: Problem = {
  type: 'about:blank',
  title: 'Mất kết nối',
  status: 0,
  code: 'system/offline',
  publicCode: null,
  detail: 'Không kết nối được máy chủ.',
  remedy: 'Kiểm tra mạng rồi thử lại; dữ liệu đã lưu không mất.',
  retryable: true,
};

/** The address of a route with its parameters filled in. */
export function addressOf(
  route: Route,
  params: Record<string, string | number> = {},
  query: Record<string, string | number | undefined> = {},
): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? '')));
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[key, String(value)]])),
  );
  return search.size > 0 ? `${path}?${search}` : path;
}

/** A proxy between us and the server may answer in HTML: that is no answer of the server's. */
function readJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiProblem(offline);
  }
}

/** What the line does to a question or to its answer is a problem like a refusal; only who asked may call it off. */
async function overTheLine<T>(way: () => Promise<T>): Promise<T> {
  try {
    return await way();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(offline);
  }
}

/** Calls one operation of the contract. The custom header marks a request of our own page: other sites cannot send it. */
export async function call<const R extends Route>(route: R, input: Input<R>): Promise<Answer<R>> {
  const { params, query, body, form, signal } = input as unknown as {
    params?: Record<string, string>;
    query?: Record<string, string | undefined>;
    body?: unknown;
    form?: FormData;
    signal?: AbortSignal;
  };
  const headers: Record<string, string> = { 'x-hocba-desk': '1' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await overTheLine(() =>
    fetch(addressOf(route, params, query), {
      method: route.method,
      headers,
      credentials: 'same-origin',
      ...(signal ? { signal } : {}),
      ...(form ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return answerOf(response.ok, await overTheLine(() => response.text())) as Answer<R>;
}

/** Fetches a file whole, with the name the server gave it. */
export async function fetchFile(address: string): Promise<{ readonly content: Blob; readonly fileName: string }> {
  const response = await overTheLine(() => fetch(address, { headers: { 'x-hocba-desk': '1' }, credentials: 'same-origin' }));
  if (!response.ok) answerOf(false, await overTheLine(() => response.text()));
  const [, fileName = ''] = /filename\*=UTF-8''(.+)$/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  return { content: await overTheLine(() => response.blob()), fileName: decodeURIComponent(fileName) };
}

function answerOf(isOk: boolean, text: string): unknown {
  const json = readJson(text);
  if (!isOk) throw new ApiProblem((json ?? offline) as Problem);
  return json;
}

/** Sends files and tells how much of them has left (0 to 1): `fetch` does not say. */
export function upload<const R extends Route>(route: R, form: FormData, onSent: (share: number) => void): Promise<Answer<R>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(route.method, addressOf(route));
    request.setRequestHeader('x-hocba-desk', '1');
    request.upload.onprogress = ({ loaded, total }) => onSent(total === 0 ? 0 : loaded / total);
    request.upload.onload = () => onSent(1);
    request.onerror = () => reject(new ApiProblem(offline));
    request.onload = () => {
      try {
        resolve(answerOf(request.status >= 200 && request.status < 300, request.responseText) as Answer<R>);
      } catch (error) {
        reject(error);
      }
    };
    request.send(form);
  });
}
