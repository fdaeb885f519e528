import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unwrap, type Instant } from '#kernel';
import { parseTimestampRequest } from '#signature';
import type { Credential } from '../../src/apps/demo/pki/demo-pki.ts';
import { answerTimestampRequest, granted, issueToken, openTimestampAuthority, refusal } from '../../src/apps/demo/pki/timestamp-answer.ts';

/** How an authority can fail its client; switched while it runs. */
export type TsaFault =
  | { readonly kind: 'none' | 'refuse' | 'garbage' | 'wrong-imprint' | 'wrong-nonce' | 'no-nonce' | 'wrong-content-type' | 'redirect' | 'huge' | 'hang-up' | 'server-error' }
  | { readonly kind: 'delay'; readonly ms: number };

export interface FaultyTsa { readonly url: string; fault: TsaFault; readonly requests: () => number; stop(): Promise<void> }

/** A real time-stamping authority that fails in the way it is told. */
export async function startFaultyTsa(credential: Pick<Credential, 'certificate' | 'chain' | 'pkcs8'>, clock: () => Instant): Promise<FaultyTsa> {
  const authority = openTimestampAuthority(credential);
  let requests = 0;
  const state: { fault: TsaFault } = { fault: { kind: 'none' } };
  const bodyFor = (request: Uint8Array): Uint8Array => {
    const { imprint, nonce } = unwrap(parseTimestampRequest(request));
    const flipped = (bytes: Uint8Array) => bytes.map((octet, i) => (i === bytes.length - 1 ? octet ^ 1 : octet));
    const issue = (change: { imprint?: Uint8Array; nonce?: Uint8Array | undefined }) => granted(issueToken(authority, { imprint, nonce, at: clock(), withCertificates: true, ...change }));
    switch (state.fault.kind) {
      case 'refuse': return refusal(14);
      case 'garbage': return Uint8Array.from({ length: 300 }, (_, i) => (i * 37) & 0xff);
      case 'wrong-imprint': return issue({ imprint: flipped(imprint) });
      case 'wrong-nonce': return issue({ nonce: flipped(nonce!) });
      case 'no-nonce': return issue({ nonce: undefined });
      case 'huge': return new Uint8Array(1 << 20);
      default: return answerTimestampRequest(authority, request, clock());
    }
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      requests++;
      const { fault } = state;
      if (fault.kind === 'hang-up') request.socket.destroy();
      else if (fault.kind === 'server-error') response.writeHead(503).end();
      else if (fault.kind === 'redirect') response.writeHead(302, { location: request.url ?? '/' }).end();
      else {
        const body = bodyFor(Buffer.concat(chunks));
        const send = () => response.writeHead(200, { 'content-type': fault.kind === 'wrong-content-type' ? 'text/html' : 'application/timestamp-reply' }).end(body);
        if (fault.kind === 'delay') setTimeout(send, fault.ms);
        else send();
      }
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get fault() { return state.fault; },
    set fault(fault) { state.fault = fault; },
    requests: () => requests,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
