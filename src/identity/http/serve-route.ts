import { Readable } from 'node:stream';
import type { Route } from '#contract';
import { type Refusal, refusal } from '#domain';
import { assert, type Result } from '#kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Access, accessCheck, type Asker } from './access.ts';
import { sendProblem } from './problem.ts';
import { Refused } from './refused.ts';
import { readUploads, type UploadLimits, type Uploads } from './uploads.ts';
import { readPart } from './validate.ts';

type Part<R, K extends string> = R extends { readonly [key in K]: infer S extends z.ZodType } ? z.output<S> : undefined;

/** What a handler gets: every part already read through its schema, and who asks. */
export type RouteRequest<R extends Route, A extends Access> = Asker<A> & {
  readonly params: Part<R, 'params'>;
  readonly query: Part<R, 'query'>;
  readonly body: Part<R, 'body'>;
  /** The exact octets of an XML body; empty for other routes. */
  readonly raw: Uint8Array;
  /** Files and fields of a multipart body; empty for other routes. */
  readonly files: Uploads['files'];
  readonly fields: Uploads['fields'];
  /** Network address of the one who asks, for limits only. */
  readonly address: string;
};

/** Octets of a route that `produces` something, at once or as they come; a file name makes the browser save them. */
export type Document =
  | Uint8Array
  | { readonly bytes: Uint8Array; readonly fileName?: string }
  | { readonly stream: AsyncIterable<Uint8Array>; readonly fileName: string };
export type RouteAnswer<R extends Route> = R extends { readonly answer: infer S extends z.ZodType } ? z.input<S> : Document;
type Outcome<R extends Route> = Result<RouteAnswer<R>, Refusal | readonly [Refusal, ...Refusal[]]>;
export type Handler<R extends Route, A extends Access> = (
  request: RouteRequest<R, A>,
  reply: FastifyReply,
) => Promise<Outcome<R>> | Outcome<R>;

export interface RouteLimits {
  /** Of a JSON or XML body; default 1 MiB for JSON, 20 MiB for XML. */
  readonly bodyBytes?: number;
  /** Of a multipart body; default 20 files of 8 MiB. */
  readonly uploads?: UploadLimits;
}

const MIB = 1_048_576;
const JSON_BYTES_MAX = MIB;
const XML_BYTES_MAX = 20 * MIB;
const UPLOADS_MAX: UploadLimits = { files: 20, fileBytes: 8 * MIB };
const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Puts one operation of the contract on a Fastify context prepared by `transport` and `provideIdentity`. Order: who asks (before
 * the body is read), own page, role, then params, query and body, then the handler. Refusals become problem answers; an answer
 * that does not fit its own schema is our fault and never leaves.
 */
export function serveRoute<const R extends Route, const A extends Access>(
  app: FastifyInstance,
  route: R,
  access: A,
  handler: Handler<R, A>,
  limits: RouteLimits = {},
): void {
  const check = accessCheck(app, access);
  const askers = new WeakMap<FastifyRequest, object>();
  const uploads = limits.uploads ?? UPLOADS_MAX;
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit:
      limits.bodyBytes ??
      (route.consumes === 'application/xml'
        ? XML_BYTES_MAX
        : route.consumes === 'multipart/form-data'
          ? uploads.files * uploads.fileBytes + MIB
          : JSON_BYTES_MAX),
    onRequest: async (request) => void askers.set(request, await check(request)),
    handler: async (request, reply) => {
      const read = { ...(await readRequest(route, request, uploads)), ...askers.get(request) };
      // Each part was read through the schema its type is made of.
      const outcome = await handler(read as unknown as RouteRequest<R, A>, reply);
      return outcome.ok ? sendAnswer(route, reply, outcome.value) : sendProblem(reply, listOf(outcome.error));
    },
  });
}

const listOf = (error: Refusal | readonly [Refusal, ...Refusal[]]): readonly [Refusal, ...Refusal[]] => ('code' in error ? [error] : error);

async function readRequest(route: Route, request: FastifyRequest, limits: UploadLimits) {
  if (route.body && request.body instanceof Uint8Array) throw new Refused(refusal('transport/media-type'));
  const body = route.body && readOrRefuse(route.body, 'body', request.body ?? undefined);
  const { files, fields } = route.consumes === 'multipart/form-data' ? await readUploads(request, limits) : { files: [], fields: {} };
  return {
    params: route.params && readOrRefuse(route.params, 'params', request.params),
    query: route.query && readOrRefuse(route.query, 'query', request.query),
    body,
    raw: route.consumes === 'application/xml' ? rawBody(request) : new Uint8Array(),
    files,
    fields,
    address: request.ip,
  };
}

function readOrRefuse(schema: z.ZodType, part: 'params' | 'query' | 'body', value: unknown): unknown {
  const read = readPart(schema, part, value);
  if (read.ok) return read.value;
  const [first, ...rest] = read.error;
  throw new Refused(first, ...rest);
}

function rawBody(request: FastifyRequest): Uint8Array {
  if (request.body instanceof Uint8Array) return request.body;
  throw new Refused(refusal('transport/media-type'));
}

function sendAnswer(route: Route, reply: FastifyReply, value: unknown): FastifyReply {
  reply.code(route.status ?? 200).header('cache-control', 'no-store');
  if (route.answer === undefined) return sendDocument(route, reply, value as Document);
  const read = route.answer.safeParse(value);
  // Paths of the schema only: the values may be people's data.
  assert(
    read.success,
    `the answer of ${route.method} ${route.path} fits its schema (${read.success ? '' : read.error.issues.map((issue) => issue.path.map(String).join('.')).join(', ')})`,
  );
  return reply.header('content-type', JSON_TYPE).send(JSON.stringify(read.data));
}

function sendDocument(route: Route, reply: FastifyReply, document: Document): FastifyReply {
  const given = document instanceof Uint8Array ? { bytes: document } : document;
  if ('fileName' in given && given.fileName !== undefined)
    reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(given.fileName)}`);
  reply.header('content-type', route.produces ?? 'application/octet-stream');
  // A stream that breaks off ends the connection, so that nobody takes half a file for a whole one.
  return reply.send(
    'stream' in given
      ? Readable.from(given.stream, { objectMode: false })
      : Buffer.from(given.bytes.buffer, given.bytes.byteOffset, given.bytes.byteLength),
  );
}
