import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { PATHS } from '../html/layout.ts';

const DESIGN = fileURLToPath(new URL('../../../web/design', import.meta.url));
const SHEETS = {
  'tokens.css': `${DESIGN}/tokens.css`,
  'base.css': `${DESIGN}/base.css`,
  'portal.css': fileURLToPath(new URL('../static/portal.css', import.meta.url)),
} as const;
const HOUR_SECONDS = 3_600;

/** Style sheets, compressed once at start, and the typeface. A page with its sheets stays far below 60 KB. */
export async function portalStatic(app: FastifyInstance): Promise<void> {
  for (const [name, path] of Object.entries(SHEETS)) {
    const plain = readFileSync(path);
    const packed = gzipSync(plain, { level: 9 });
    app.get(`${PATHS.styles}/${name}`, (request, reply) => {
      const accepts = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
      if (accepts) reply.header('content-encoding', 'gzip');
      return reply
        .header('vary', 'accept-encoding')
        .header('cache-control', `public, max-age=${HOUR_SECONDS}`)
        .type('text/css; charset=utf-8')
        .send(accepts ? packed : plain);
    });
  }
  await app.register(fastifyStatic, {
    root: `${DESIGN}/fonts`,
    prefix: `${PATHS.styles}/fonts/`,
    index: false,
    decorateReply: false,
    cacheControl: true,
    maxAge: HOUR_SECONDS * 1000,
  });
}
