import type { FastifyInstance } from 'fastify';
import type { ProvinceContext } from '../registry/context.ts';
import { publishedFile } from '../registry/log.ts';

/** The published files of the transparency log, for anybody: `/nhat-ky/checkpoint`, `/nhat-ky/log.pub`, `/nhat-ky/tile/…`. */
export function logHttp(app: FastifyInstance, context: ProvinceContext): void {
  app.get<{ Params: { '*': string } }>('/nhat-ky/*', async (request, reply) => {
    const path = request.params['*'];
    const file = await publishedFile(context.database, context, path);
    if (file === undefined) return reply.callNotFound();
    const lasting = path.startsWith('tile/') && !path.includes('.p/');
    return reply
      .header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache')
      .type(path.startsWith('tile/') ? 'application/octet-stream' : 'text/plain; charset=utf-8')
      .send(Buffer.from(file));
  });
}
