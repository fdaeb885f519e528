import type { Refusal } from '#domain';
import { refusalsOf, statusOf } from '#identity/http';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { layout, type Page } from '../html/layout.ts';
import { refusalPage } from '../html/look-up-pages.ts';
import type { PortalSite } from '../site.ts';

export const sendPage = (site: PortalSite, reply: FastifyReply, page: Page, status = 200): FastifyReply =>
  reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(layout(site, page));

export function sendRefusal(site: PortalSite, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const wait = refusal.params?.['retryAfterSeconds'];
  if (wait !== undefined) reply.header('retry-after', wait);
  return sendPage(site, reply, refusalPage(refusal), statusOf(refusal));
}

/** Failures of pages are pages. */
export function pageErrors(app: FastifyInstance, site: PortalSite): void {
  app.setErrorHandler((error: FastifyError, request, reply) => sendRefusal(site, reply, refusalsOf(error, request)[0]));
}

/** One field of a form body; empty when it was not sent. */
export function field(body: unknown, name: string): string {
  const value = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : undefined;
  return typeof value === 'string' ? value : '';
}
