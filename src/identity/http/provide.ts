import { assert } from '#kernel';
import type { FastifyInstance } from 'fastify';
import type { Identity } from '../port.ts';

/** How the tier's sessions travel: `secure` is set where the browser sees https. */
export interface SessionTransport {
  readonly identity: Identity;
  readonly secure: boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    sessionTransport: SessionTransport | undefined;
  }
}

/**
 * Says whose accounts and sessions the routes of this Fastify context ask. Each tier registers its routes in a context of its own
 * (`app.register(async (tier) => { provideIdentity(tier, …); … })`), so a session of one tier is nobody in another.
 */
export function provideIdentity(app: FastifyInstance, sessionTransport: SessionTransport): void {
  app.decorate('sessionTransport', sessionTransport);
}

export function sessionTransportOf(app: FastifyInstance): SessionTransport {
  const provided = app.hasDecorator('sessionTransport') ? app.sessionTransport : undefined;
  assert(provided !== undefined, 'provideIdentity comes before the routes of a tier');
  return provided;
}

/** `__Host-` binds the cookie to this origin and to https (RFC 6265bis §4.1.3.2). */
export const cookieName = ({ identity, secure }: SessionTransport): string => `${secure ? '__Host-' : ''}hocba-${identity.tier}`;

export const cookieOptions = ({ secure }: SessionTransport) => ({ path: '/', httpOnly: true, sameSite: 'strict', secure }) as const;
