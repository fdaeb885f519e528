import type { LookupCode } from '#domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PATHS } from '../html/layout.ts';
import type { PortalSite } from '../site.ts';
import type { PortalStore } from '../store.ts';

const COOKIE = 'hocba-tra-cuu';
const options = (site: PortalSite) => ({ path: PATHS.lookUp, httpOnly: true, sameSite: 'strict', secure: site.secure }) as const;

/** The open view travels in a cookie of this part of the site; it names nobody and dies with the browser or after some minutes. */
export const setView = (reply: FastifyReply, site: PortalSite, view: { readonly token: string; readonly seconds: number }): void =>
  void reply.setCookie(COOKIE, view.token, { ...options(site), maxAge: view.seconds });

export const viewToken = (request: FastifyRequest): string | undefined => request.cookies[COOKIE];

export async function openView(store: PortalStore, request: FastifyRequest): Promise<LookupCode | undefined> {
  const token = viewToken(request);
  return token === undefined ? undefined : store.viewOf(token);
}

export async function closeView(store: PortalStore, site: PortalSite, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const token = viewToken(request);
  if (token !== undefined) await store.closeView(token);
  reply.clearCookie(COOKIE, options(site));
}
