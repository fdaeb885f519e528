import { refusal } from '#domain';
import { assert } from '#kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TokenUse } from '../access-token.ts';
import type { Role } from '../role.ts';
import type { ClientSession, Session } from '../session.ts';
import { cookieName, type SessionTransport, sessionTransportOf } from './provide.ts';
import { Refused } from './refused.ts';

/** Who may ask: people with one of these roles (also through a program's token given for that `use`; `evenDue`: also before the second factor that is wanted of them), programs with a client token, or anybody. */
export type Access =
  | { readonly session: readonly Role[]; readonly use?: TokenUse; readonly evenDue?: true }
  | { readonly client: true }
  | 'public';

/** What the handler learns about the one who asks. */
export type Asker<A extends Access> = A extends { session: readonly Role[] }
  ? { readonly session: Session }
  : A extends { client: true }
    ? { readonly client: ClientSession }
    : object;

const SAFE = new Set(['GET', 'HEAD']);
const BEARER = /^Bearer ([A-Za-z0-9_-]{1,200})$/;
const DESK_HEADER = 'x-hocba-desk';

/** Pages of other sites can make a browser send our cookie, but not this header (no CORS answer of ours ever allows it). */
export const fromOwnPage = (request: FastifyRequest): boolean => request.headers[DESK_HEADER] !== undefined;

/** The check that runs before the body is read: nobody uploads anything before we know who it is. */
export function accessCheck(app: FastifyInstance, access: Access): (request: FastifyRequest) => Promise<object> {
  if (access === 'public') return () => Promise.resolve({});
  const provided = sessionTransportOf(app);
  return 'client' in access ? (request) => clientOf(provided, request) : (request) => sessionOf(provided, request, access);
}

async function clientOf({ identity }: SessionTransport, request: FastifyRequest): Promise<{ client: ClientSession }> {
  const token = bearerOf(request);
  const client = token === undefined ? undefined : await identity.clientOf(token);
  if (client === undefined) throw new Refused(refusal('identity/client-token-needed'));
  return { client };
}

async function sessionOf(
  provided: SessionTransport,
  request: FastifyRequest,
  { session: roles, use, evenDue }: Extract<Access, { session: readonly Role[] }>,
): Promise<{ session: Session }> {
  const bearer = bearerOf(request);
  const token = sessionTokenOf(provided, request);
  const session =
    (token === undefined ? undefined : await provided.identity.resume(token)) ??
    (bearer === undefined || use === undefined ? undefined : await provided.identity.resumeFor(bearer, use));
  if (session === undefined) throw new Refused(refusal('identity/session-needed'));
  if (bearer === undefined && !SAFE.has(request.method) && !fromOwnPage(request)) throw new Refused(refusal('identity/foreign-request'));
  if (!roles.includes(session.role)) throw new Refused(refusal('identity/role-not-allowed'));
  if (session.secondFactor === 'due' && evenDue !== true) throw new Refused(refusal('identity/second-factor-due'));
  assert(session.tier !== 'school' || session.schoolId !== undefined, 'a session of the school tier has its school');
  return { session };
}

export const sessionTokenOf = (provided: SessionTransport, request: FastifyRequest): string | undefined =>
  bearerOf(request) ?? request.cookies[cookieName(provided)];

/** A program may carry the session token of a person instead of the cookie; other sites cannot, so it needs no further mark. */
function bearerOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  return authorization === undefined ? undefined : BEARER.exec(authorization)?.[1];
}
