import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import { isConnectionLost, sqlState } from '#database';
import { type Refusal, refusal } from '#domain';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './problem.ts';
import { Refused } from './refused.ts';

const DISK_FULL = '53100';
const FIELD_BYTES_MAX = 4_096;

/** What Fastify and its parsers say, in our words. Anything else is our own fault. */
const BY_FASTIFY_CODE: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'transport/body-too-large',
  FST_REQ_FILE_TOO_LARGE: 'transport/body-too-large',
  FST_FILES_LIMIT: 'transport/body-too-large',
  FST_PARTS_LIMIT: 'transport/body-too-large',
  FST_FIELDS_LIMIT: 'transport/body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'transport/media-type',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'transport/media-type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'transport/body-malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'transport/body-malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'transport/body-malformed',
  FST_ERR_BAD_URL: 'transport/route-not-found',
};
const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'transport/body-malformed',
  404: 'transport/route-not-found',
  413: 'transport/body-too-large',
  415: 'transport/media-type',
  429: 'transport/too-many-requests',
  503: 'transport/server-busy',
};

/**
 * Prepares a Fastify instance for routes of the contract: cookies, forms, multipart and raw XML bodies, and one error handler that
 * turns every failure into a problem answer. Call it once, before any route. `missing` is the page of a person who follows a link to
 * nowhere; programs, and everybody below `/api/`, get the problem.
 */
export async function transport(app: FastifyInstance, missing?: string): Promise<void> {
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: 16_384 });
  await app.register(multipart, { limits: { fields: 20, fieldSize: FIELD_BYTES_MAX, fieldNameSize: 100 } });
  app.removeContentTypeParser('text/plain');
  // The exact octets: what was signed and digested is never decoded on the way in.
  app.addContentTypeParser(['application/xml', 'text/xml'], { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(reply, refusalsOf(error, request)));
  app.setNotFoundHandler((request, reply) =>
    missing !== undefined && isReader(request) ? sendMissing(reply, missing) : sendProblem(reply, [refusal('transport/route-not-found')]),
  );
}

const isReader = ({ method, url, headers }: FastifyRequest): boolean =>
  method === 'GET' && !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html');
const sendMissing = (reply: FastifyReply, page: string): FastifyReply =>
  reply.code(404).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page);

/** The refusals a failure amounts to; also for pages that answer in HTML. */
export function refusalsOf(error: FastifyError, request: FastifyRequest): readonly [Refusal, ...Refusal[]] {
  if (error instanceof Refused) return error.refusals;
  const code = BY_FASTIFY_CODE[error.code] ?? (error.statusCode === undefined ? undefined : BY_STATUS[error.statusCode]);
  if (code !== undefined) return [refusal(code)];
  if (isConnectionLost(error)) return [refusal('system/database-unreachable', { database: '' })];
  if (sqlState(error) === DISK_FULL) return [refusal('system/disk-full')];
  request.log.error(harmless(error), 'unexpected failure');
  return [refusal('system/unexpected')];
}

/** What of an error may be logged: messages of a database or a parser can repeat what people typed, the place in our code cannot. */
function harmless(error: Error): Readonly<Record<string, unknown>> {
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
  const message = error.message.startsWith('broken promise:') ? { message: error.message } : {};
  return { name: error.name, ...('code' in error ? { code: error.code } : {}), ...message, frames };
}
