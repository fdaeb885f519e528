import rateLimit from '@fastify/rate-limit';
import { openApiDocument } from '#contract';
import { sqlState } from '#database';
import { provideIdentity, transport } from '#identity/http';
import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import { desks } from './desks.ts';
import { doorPages } from './doors.ts';
import { health } from './health.ts';
import { metrics } from './metrics.ts';
import type { ServerPart } from './part.ts';
import { securityHeaders } from './security-headers.ts';

export interface ServerOptions {
  readonly parts: readonly ServerPart[];
  /** Pages for anybody, without a session: the portal. */
  readonly pages?: (app: FastifyInstance) => void | Promise<void>;
  /** Folder of the built desks (dist/web). */
  readonly desksFolder: string;
  /** The browser sees https: cookies get `Secure` and `__Host-`, answers get HSTS. */
  readonly secure: boolean;
  /** Addresses of proxies whose X-Forwarded-For counts; empty when clients connect directly. */
  readonly trustedProxies: readonly string[];
  /** Of one address, over all routes; a school shares one address. */
  readonly requestsPerMinute: number;
  readonly logger: FastifyServerOptions['logger'];
}

const MIB = 1_048_576;
const SWEEP_MS = 10 * 60_000;

/** The whole HTTP side of one process: whichever tiers run, the desks, the portal, and what operators ask. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: options.logger ?? false,
    // Fastify's own lines hold addresses with their codes and queries; `metrics` writes one harmless line instead.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: MIB,
    connectionTimeout: 60_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 10_000,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  });
  metrics(app);
  await securityHeaders(app, options);
  await app.register(rateLimit, {
    global: true,
    max: options.requestsPerMinute,
    timeWindow: 60_000,
    addHeaders: NO_LIMIT_HEADERS,
    addHeadersOnExceeding: NO_LIMIT_HEADERS,
  });
  const tiers = options.parts.map((part) => part.name);
  const { front, missing } = doorPages(options.desksFolder, tiers, options.pages !== undefined);
  await transport(app, missing);
  health(app, options.parts);
  app.get('/openapi.json', () => openApiDocument());
  app.get('/', (_request, reply) => reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(front));
  await desks(app, options.desksFolder, tiers);
  for (const part of options.parts) {
    await app.register(async (tier) => {
      provideIdentity(tier, { identity: part.identity, secure: options.secure });
      await part.register(tier);
    });
  }
  if (options.pages) await app.register(async (pages) => options.pages?.(pages));
  sweepRegularly(app, options.parts);
  return app;
}

const NO_LIMIT_HEADERS = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false, 'retry-after': true };

/** Expired sessions, tokens and counters go by themselves. */
function sweepRegularly(app: FastifyInstance, parts: readonly ServerPart[]): void {
  const timer = setInterval(() => {
    for (const part of parts)
      part.identity
        .sweep()
        .catch((error: unknown) => app.log.warn({ code: sqlState(error) }, 'expired sessions were not removed this time'));
  }, SWEEP_MS).unref();
  app.addHook('onClose', (_app, done) => {
    clearInterval(timer);
    done();
  });
}
