import { LookupCode, type Refusal, refusal } from '#domain';
import { statusOf } from '#identity/http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { guidePage } from '../html/guide-page.ts';
import { PATHS } from '../html/layout.ts';
import { birthDatePage, codePage } from '../html/look-up-pages.ts';
import { lookUp } from '../look-up.ts';
import type { PortalServices } from '../services.ts';
import { field, sendPage, sendRefusal } from './page.ts';
import { setView } from './view.ts';

const malformed = (typed: string): Refusal => refusal('portal/code-malformed', { length: typed.replace(/[-\s]/g, '').length });

/** Two questions, one per page: the code, then the birth date. Only the second asks the registry. */
export function lookUpPages(app: FastifyInstance, services: PortalServices): void {
  const { site, store, clock } = services;
  const askCode = (reply: FastifyReply, typed: string) => sendPage(site, reply, codePage(typed.slice(0, 80), malformed(typed)), 400);

  app.get(PATHS.lookUp, (_request, reply) => sendPage(site, reply, codePage()));
  app.get(PATHS.guide, (_request, reply) => sendPage(site, reply, guidePage(site)));

  app.post(PATHS.birthDate, (request, reply) => {
    const typed = field(request.body, 'ma');
    const code = LookupCode.parseTyped(typed);
    return code.ok ? sendPage(site, reply, birthDatePage(code.value)) : askCode(reply, typed);
  });

  // What the QR code leads to. The code is in the address here and nowhere else; logs hold the pattern of the route only.
  for (const path of ['/t/:code', '/T/:code']) {
    app.get<{ Params: { code: string } }>(path, (request, reply) => {
      const code = LookupCode.parseTyped(request.params.code);
      return code.ok ? sendPage(site, reply, birthDatePage(code.value)) : askCode(reply, request.params.code);
    });
  }

  app.post(PATHS.open, async (request, reply) => {
    const typed = field(request.body, 'ma');
    const code = LookupCode.parseTyped(typed);
    if (!code.ok) return askCode(reply, typed);
    const birthDate = ['ngay', 'thang', 'nam'].map((name) => field(request.body, name).trim()).join('/');
    const now = clock.now();
    const found = await lookUp(services, { code: typed, birthDate, address: request.ip }, now);
    if (!found.ok)
      return found.error.code === 'portal/too-many-tries'
        ? sendRefusal(site, reply, found.error)
        : sendPage(site, reply, birthDatePage(code.value, found.error), statusOf(found.error));
    await store.record({ lookupCode: found.value.lookupCode, at: now, action: 'lookUp', channel: 'page' });
    setView(reply, site, await store.openView(found.value.lookupCode));
    return reply.redirect(PATHS.record, 303);
  });
}
