import type { z } from 'zod';
import { Problem, type Route, type Session, sessionRoutes } from '#contract';

type Answer<R extends Route> = R extends { answer: infer A extends z.ZodType } ? z.output<A> : undefined;
type Input<R extends Route> = (R extends { params: infer P extends z.ZodType } ? { params: z.input<P> } : { params?: undefined }) &
  (R extends { body: infer B extends z.ZodType } ? { body: z.input<B> } : { body?: undefined }) &
  (R extends { query: infer Q extends z.ZodType } ? { query?: z.input<Q> } : { query?: undefined }) & { form?: FormData };

/** What a desk refused, with its stable code. */
export class DeskRefusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.publicCode ?? problem.code}: ${problem.detail}${(problem.errors ?? []).map((e) => `\n  ${e.code}: ${e.message}`).join('')}`);
    this.problem = problem;
  }
}

/** One person at one desk: speaks the JSON contract over HTTP with a session cookie, as the browser does. */
export interface Desk {
  readonly session: Session;
  call<const R extends Route>(route: R, input: Input<R>): Promise<Answer<R>>;
  /** An operation that answers bytes. */
  bytes<const R extends Route>(route: R, input: Input<R>): Promise<Uint8Array>;
  logOut(): Promise<void>;
}

/** Logs somebody in at the desk whose routes begin with `prefix`. Throws DeskRefusal. */
export async function logIn(baseUrl: string, prefix: string, username: string, password: string): Promise<Desk> {
  const routes = sessionRoutes(prefix);
  let cookie = '';
  const send = async (route: Route, input: Input<Route>): Promise<Response> => {
    const body: unknown = 'body' in input ? input.body : undefined;
    const response = await fetch(baseUrl + addressOf(route, input), {
      method: route.method,
      headers: { 'x-hocba-desk': '1', ...(cookie ? { cookie } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(input.form ? { body: input.form } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie().map((line) => line.split(';', 1)[0]!);
    if (set.length > 0) cookie = set.join('; ');
    if (!response.ok) throw new DeskRefusal(Problem.parse(await response.json()));
    return response;
  };
  const call: Desk['call'] = async (route, input) => {
    const response = await send(route, input as Input<Route>);
    return (await response.json()) as never;
  };
  const session = await call(routes.logIn, { body: { username, password } });
  return {
    session, call,
    bytes: async (route, input) => new Uint8Array(await (await send(route, input as Input<Route>)).arrayBuffer()),
    logOut: async () => void (await call(routes.logOut, {})),
  };
}

function addressOf(route: Route, input: { params?: unknown; query?: unknown }): string {
  const params = (input.params ?? {}) as Record<string, string>;
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(Object.entries((input.query ?? {}) as Record<string, string | undefined>).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as [string, string]])));
  return search.size > 0 ? `${path}?${search}` : path;
}
