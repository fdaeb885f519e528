import type { gateway } from '#contract';
import { ok } from '#kernel';
import type { FastifyInstance } from 'fastify';
import { sessionTransportOf } from './provide.ts';
import { serveRoute } from './serve-route.ts';

/** The token endpoint for programs (RFC 6749 §4.4), form or JSON. */
export function tokenHttp(
  app: FastifyInstance,
  route: Omit<typeof gateway.token, 'path' | 'summary'> & { readonly path: string; readonly summary: string },
): void {
  const { identity } = sessionTransportOf(app);
  serveRoute(
    app,
    route,
    'public',
    async ({ body }) => {
      const issued = await identity.issueToken({ clientId: body.client_id, secret: body.client_secret });
      return issued.ok
        ? ok({ access_token: issued.value.token, token_type: 'Bearer', expires_in: issued.value.expiresInSeconds } as const)
        : issued;
    },
    { bodyBytes: 4_096 },
  );
}
