import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Instant } from '#kernel';
import type { Credential } from './demo-pki.ts';
import { answerTimestampRequest, openTimestampAuthority } from './timestamp-answer.ts';

const REQUEST_BYTES_MAX = 8 * 1024;

export interface TsaOptions {
  readonly credential: Pick<Credential, 'certificate' | 'chain' | 'pkcs8'>;
  /** The authority's clock; a trial gives its own, so that tokens tell the trial's time. */
  readonly clock: () => Instant;
  /** 0 takes any free port. */
  readonly port?: number;
  readonly host?: string;
}

export interface RunningTsa {
  readonly url: string;
  stop(): Promise<void>;
}

/** A time-stamping authority over HTTP (RFC 3161 §3.4). Loopback only unless a host is given. */
export async function startTsaResponder(options: TsaOptions): Promise<RunningTsa> {
  const authority = openTimestampAuthority(options.credential);
  const server = createServer((request, response) => {
    void answer(request, response, (body) => answerTimestampRequest(authority, body, options.clock()));
  });
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, respond: (body: Uint8Array) => Uint8Array): Promise<void> {
  if (request.method !== 'POST' || contentTypeOf(request) !== 'application/timestamp-query') {
    response.writeHead(415).end();
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > REQUEST_BYTES_MAX) {
        response.writeHead(413, { connection: 'close' }).end();
        return;
      }
      chunks.push(chunk);
    }
  } catch {
    return; // The client hung up before its request was complete; nobody is left to answer.
  }
  let reply: Uint8Array;
  try {
    reply = respond(Buffer.concat(chunks));
  } catch (cause) {
    // A clock or key that fails is told to whoever runs the authority; one request must not take the server down.
    process.emitWarning(`the time-stamping authority could not answer: ${String(cause)}`);
    response.writeHead(500).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(reply);
}

const contentTypeOf = (request: IncomingMessage): string => (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
