import type { z } from 'zod';
import { assert } from '#kernel';
import { Problem, type Route, type Session, sessionRoutes } from '#contract';

type Answer<R extends Route> = R extends { answer: infer A extends z.ZodType } ? z.output<A> : undefined;
type Input<R extends Route> = (R extends { params: infer P extends z.ZodType } ? { params: z.input<P> } : { params?: undefined }) &
  (R extends { body: infer B extends z.ZodType } ? { body: z.input<B> } : { body?: undefined }) &
  (R extends { query: infer Q extends z.ZodType } ? { query?: z.input<Q> } : { query?: undefined }) & { form?: FormData };

/** What a desk refused, with its stable code. */
export class DeskRefusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(
      `${problem.publicCode ?? problem.code}: ${problem.detail}${(problem.errors ?? []).map((e) => `\n  ${e.code}: ${e.message}`).join('')}`,
    );
    this.problem = problem;
  }
}

/** Speaks the JSON contract of a desk over HTTP. Throws DeskRefusal, and TypeError when nobody answers. */
export interface DeskClient {
  call<const R extends Route>(route: R, input: Input<R>): Promise<Answer<R>>;
  /** An operation that answers bytes. */
  bytes<const R extends Route>(route: R, input: Input<R>): Promise<Uint8Array>;
  /** The same as they come, for what may be large. Throws when it breaks off. */
  stream<const R extends Route>(route: R, input: Input<R>): Promise<AsyncIterable<Uint8Array>>;
}

/** One person at one desk, with a session cookie, as the browser does it. */
export interface Desk extends DeskClient {
  readonly session: Session;
  logOut(): Promise<void>;
}

/** Logs somebody in at the desk whose routes begin with `prefix`. Throws DeskRefusal. */
export async function logIn(baseUrl: string, prefix: string, username: string, password: string): Promise<Desk> {
  const routes = sessionRoutes(prefix);
  let cookie = '';
  const client = clientOf(
    baseUrl,
    () => ({ 'x-hocba-desk': '1', ...(cookie ? { cookie } : {}) }),
    (response) => {
      const set = response.headers.getSetCookie().map((line) => line.split(';', 1)[0]!);
      if (set.length > 0) cookie = set.join('; ');
    },
  );
  const session = await client.call(routes.logIn, { body: { username, password } });
  return { ...client, session, logOut: async () => void (await client.call(routes.logOut, {})) };
}

/** A program with a token its owner gave it. */
export const withToken = (baseUrl: string, token: string): DeskClient => clientOf(baseUrl, () => ({ authorization: `Bearer ${token}` }));

function clientOf(
  baseUrl: string,
  headers: () => Record<string, string>,
  onAnswer: (response: Response) => void = () => undefined,
): DeskClient {
  const send = async (route: Route, input: Input<Route>): Promise<Response> => {
    const body: unknown = 'body' in input ? input.body : undefined;
    const response = await fetch(baseUrl + addressOf(route, input), {
      method: route.method,
      headers: { ...headers(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(input.form ? { body: input.form } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    onAnswer(response);
    if (!response.ok) throw new DeskRefusal(Problem.parse(await response.json()));
    return response;
  };
  return {
    call: async (route, input) => (await (await send(route, input as Input<Route>)).json()) as never,
    bytes: async (route, input) => new Uint8Array(await (await send(route, input as Input<Route>)).arrayBuffer()),
    stream: async (route, input) => {
      const { body } = await send(route, input as Input<Route>);
      assert(body !== null, 'an operation that answers bytes has a body');
      return body;
    },
  };
}

function addressOf(route: Route, input: { params?: unknown; query?: unknown }): string {
  const params = (input.params ?? {}) as Record<string, string>;
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(
    Object.entries((input.query ?? {}) as Record<string, string | undefined>).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as [string, string]],
    ),
  );
  return search.size > 0 ? `${path}?${search}` : path;
}
