import type { schoolDesk } from '#contract';
import { Instant, ok } from '#kernel';
import type { FastifyInstance } from 'fastify';
import type { AccessToken } from '../access-token.ts';
import type { Access } from './access.ts';
import { sessionTransportOf } from './provide.ts';
import { serveRoute } from './serve-route.ts';

type Routes = Pick<typeof schoolDesk, 'accessTokens' | 'issueAccessToken' | 'revokeAccessToken'>;

const shown = ({ tokenId, uses, createdAt, endsAt }: AccessToken) => ({
  tokenId,
  uses: [...uses],
  createdAt: Instant.toIso(createdAt),
  endsAt: Instant.toIso(endsAt),
});

/** The tokens people give to programs of their own: a token cannot be used to get another one. */
export function accessTokenHttp(app: FastifyInstance, routes: Routes, access: Extract<Access, { session: unknown }>): void {
  const { identity } = sessionTransportOf(app);
  serveRoute(app, routes.accessTokens, access, async ({ session }) =>
    ok({ tokens: (await identity.accessTokens(session.accountId)).map(shown) }),
  );
  serveRoute(
    app,
    routes.issueAccessToken,
    access,
    async ({
      session,
      body: {
        uses: [first, ...more],
        days,
      },
    }) => {
      const issued = await identity.issueAccessToken(session.accountId, [first!, ...more], days);
      return ok({ ...shown(issued), token: issued.token });
    },
  );
  serveRoute(app, routes.revokeAccessToken, access, async ({ session, params }) => {
    await identity.revokeAccessToken(session.accountId, params.tokenId);
    return ok({ ok: true } as const);
  });
}
