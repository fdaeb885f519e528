import type { FastifyInstance } from 'fastify';
import type { ServerPart } from './part.ts';

const READY_WITHIN_MS = 2_000;

/** /healthz: the process answers. /readyz: each tier can do its work; what a load balancer asks. */
export function health(app: FastifyInstance, parts: readonly ServerPart[]): void {
  app.get('/healthz', { logLevel: 'silent', config: { rateLimit: false } }, () => ({ ok: true }));
  app.get('/readyz', { logLevel: 'silent', config: { rateLimit: false } }, async (_request, reply) => {
    const tiers = Object.fromEntries(await Promise.all(parts.map(async (part) => [part.name, await inTime(part.ready)] as const)));
    return reply.code(Object.values(tiers).every(Boolean) ? 200 : 503).send({ ok: Object.values(tiers).every(Boolean), tiers });
  });
}

async function inTime(ready: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, READY_WITHIN_MS, false)));
  try {
    return await Promise.race([ready().catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
