import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { ServerPart } from './part.ts';
import { schoolDeskPolicy } from './security-headers.ts';

const DESKS = {
  school: { path: '/truong', page: 'school.html' },
  province: { path: '/so', page: 'province.html' },
  ministry: { path: '/bo', page: 'ministry.html' },
} as const;

const YEAR_SECONDS = 31_536_000;
const NOT_BUILT =
  '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Học bạ số</title><p>Bàn làm việc chưa được dựng. Chạy <code>npm start</code> để dựng rồi tải lại trang.</p></html>';

/** The built desk programs under /giao-dien/, the page of each desk for every path below its own, and the guide. */
export async function desks(app: FastifyInstance, folder: string, tiers: readonly ServerPart['name'][]): Promise<void> {
  if (existsSync(folder)) {
    await app.register(fastifyStatic, {
      root: folder,
      prefix: '/giao-dien/',
      index: false,
      setHeaders: (reply, path) => {
        // Built files carry a digest in their name; the pages themselves do not.
        const lasting = path.includes(`${join('/', 'assets')}`);
        reply.header('cache-control', lasting ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache');
      },
    });
  }
  for (const tier of tiers) {
    const { path, page } = DESKS[tier];
    for (const url of [path, `${path}/*`]) servePage(app, url, join(folder, page), tier === 'school' ? schoolDeskPolicy : undefined);
  }
  servePage(app, '/huong-dan', join(folder, 'guide.html'));
}

function servePage(app: FastifyInstance, url: string, file: string, policy?: string): void {
  const html = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  app.get(url, (_request, reply) => {
    if (policy !== undefined) reply.header('content-security-policy', policy);
    return reply
      .code(html === undefined ? 503 : 200)
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(html ?? NOT_BUILT);
  });
}
