import type { sessionRoutes } from '#contract';
import { assert, ok } from '#kernel';
import type { FastifyInstance } from 'fastify';
import { type Access, sessionTokenOf } from './access.ts';
import { sessionTransportOf } from './provide.ts';
import { serveRoute } from './serve-route.ts';

type Routes = Pick<ReturnType<typeof sessionRoutes>, 'secondFactor' | 'offerSecondFactor' | 'confirmSecondFactor' | 'endSecondFactor'>;

/** A person's own second factor: only in a session of that person, never through a program's token. */
export function secondFactorHttp(app: FastifyInstance, routes: Routes, access: Extract<Access, { session: unknown }>): void {
  const provided = sessionTransportOf(app);
  const { identity } = provided;
  serveRoute(app, routes.secondFactor, access, async ({ session }) => ok(await identity.secondFactor(session.accountId)));
  serveRoute(app, routes.offerSecondFactor, access, ({ session }) => identity.offerSecondFactor(session.accountId));
  serveRoute(app, routes.confirmSecondFactor, access, async ({ session, body }, reply) => {
    const token = sessionTokenOf(provided, reply.request);
    assert(token !== undefined, 'who has a session came with its token');
    const confirmed = await identity.confirmSecondFactor(session.accountId, body.code, token);
    return confirmed.ok ? ok({ recoveryCodes: [...confirmed.value.recoveryCodes] }) : confirmed;
  });
  serveRoute(app, routes.endSecondFactor, access, async ({ session, body }) => {
    const ended = await identity.endSecondFactor(session.accountId, body.code);
    return ended.ok ? ok({ ok: true } as const) : ended;
  });
}
