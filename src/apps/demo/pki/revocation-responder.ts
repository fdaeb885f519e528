import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Instant } from '#kernel';
import type { DemoPki } from './demo-pki.ts';
import { answerOcspRequest, type OcspResponder, openOcspResponder } from './ocsp-answer.ts';
import type { AuthorityName } from './profile.ts';

const REQUEST_BYTES_MAX = 8 * 1024;
const NAMES: readonly AuthorityName[] = ['root', 'issuing', 'tsa'];

export interface RunningResponder {
  readonly url: string;
  stop(): Promise<void>;
}
interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: Uint8Array;
}
const NOT_FOUND: Answer = { status: 404 };

/** The trial authorities' revocation over HTTP, on the clock of the trial: lists (`GET /issuing.crl`) and OCSP (`POST /issuing`). Loopback only. */
export async function startRevocationResponder(pki: DemoPki, clock: () => Instant): Promise<RunningResponder> {
  const responders = new Map<string, Promise<OcspResponder>>();
  const responderOf = (name: AuthorityName): Promise<OcspResponder> => {
    const known = responders.get(name) ?? openOcspResponder(pki, name);
    responders.set(name, known);
    return known;
  };
  async function answer(request: IncomingMessage): Promise<Answer> {
    const name = NAMES.find((one) => request.url === `/${one}` || request.url === `/${one}.crl`);
    if (name === undefined) return NOT_FOUND;
    if (request.method === 'GET' && request.url === `/${name}.crl`)
      return { status: 200, type: 'application/pkix-crl', body: (await pki.makeCrls(clock())).find((list) => list.name === name)!.der };
    if (request.method !== 'POST' || request.headers['content-type'] !== 'application/ocsp-request') return { status: 415 };
    const body = await bodyOf(request);
    return body === undefined
      ? { status: 413 }
      : { status: 200, type: 'application/ocsp-response', body: answerOcspRequest(await responderOf(name), body, clock()) };
  }
  const server = createServer((request, response) => {
    void answer(request)
      .catch((cause: unknown): Answer => {
        process.emitWarning(`the revocation responder could not answer: ${String(cause)}`);
        return { status: 500 };
      })
      .then(({ status, type, body }) => response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > REQUEST_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
