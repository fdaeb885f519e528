import type { Route, Session as SessionAnswer, sessionRoutes, Standing } from '#contract';
import { refusal } from '#domain';
import { err, ok } from '#kernel';
import type { FastifyInstance } from 'fastify';
import { roleLabel, TIER_ROLES } from '../role.ts';
import { type Session, SESSION_LIMITS } from '../session.ts';
import { fromOwnPage, sessionTokenOf } from './access.ts';
import { cookieName, cookieOptions, sessionTransportOf } from './provide.ts';
import { secondFactorHttp } from './second-factor-http.ts';
import { serveRoute } from './serve-route.ts';

type SessionRoutes = ReturnType<typeof sessionRoutes> & Readonly<Record<string, Route>>;

/** Log in, who am I, log out: the same three operations on each tier. `standing` is what the striped bar says at this moment. */
export function sessionHttp(app: FastifyInstance, routes: SessionRoutes, standing: () => Standing): void {
  const provided = sessionTransportOf(app);
  const { identity } = provided;
  const anybody = { session: TIER_ROLES[identity.tier], evenDue: true } as const;
  const answerOf = (session: Session): SessionAnswer => ({ user: userOf(session), standing: standing() });

  serveRoute(app, routes.logIn, 'public', async ({ body, address }, reply) => {
    // Log-in also needs the mark of our own page, or another site could log a browser in as somebody else.
    if (!fromOwnPage(reply.request)) return err(refusal('identity/foreign-request'));
    const opened = await identity.logIn({ ...body, address });
    if (!opened.ok) return opened;
    reply.setCookie(cookieName(provided), opened.value.token, { ...cookieOptions(provided), maxAge: SESSION_LIMITS.absoluteMs / 1000 });
    return ok(answerOf(opened.value.session));
  });
  serveRoute(app, routes.current, anybody, ({ session }) => ok(answerOf(session)));
  serveRoute(app, routes.logOut, anybody, async (_request, reply) => {
    const token = sessionTokenOf(provided, reply.request);
    if (token !== undefined) await identity.logOut(token);
    reply.clearCookie(cookieName(provided), cookieOptions(provided));
    return ok({ ok: true } as const);
  });
  secondFactorHttp(app, routes, anybody);
}

const userOf = (session: Session): SessionAnswer['user'] => ({
  accountId: session.accountId,
  username: session.username,
  fullName: session.fullName,
  role: session.role,
  roleLabel: roleLabel(session.role, session.classrooms),
  tier: session.tier,
  organisation: { ...session.organisation },
  classrooms: [...session.classrooms],
  secondFactor: session.secondFactor,
});
