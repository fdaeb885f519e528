import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Instant, unwrap } from '#kernel';
import { parseOcspRequest } from '#signature';
import type { DemoPki } from '../../src/apps/demo/pki/index.ts';
import { ocspError, ocspResponse, openOcspResponder } from '../../src/apps/demo/pki/ocsp-answer.ts';

const DAY_MS = 24 * 3_600_000;

/** How a responder can fail its client; switched while it runs. */
export type OcspFault =
  | { readonly kind: 'none' | 'tryLater' | 'internalError' | 'garbage' | 'wrong-nonce' | 'no-nonce' | 'another-certificate' | 'another-issuer' | 'stale' | 'from-the-future' | 'wrong-content-type' | 'redirect' | 'huge' | 'drop' | 'server-error' }
  | { readonly kind: 'delay'; readonly ms: number };

export interface FaultyOcsp { readonly url: string; fault: OcspFault; readonly requests: () => number; stop(): Promise<void> }

/** A real responder of the issuing authority that fails in the way it is told. */
export async function startFaultyOcsp(pki: DemoPki, clock: () => Instant): Promise<FaultyOcsp> {
  const responder = await openOcspResponder(pki, 'issuing');
  let requests = 0;
  const state: { fault: OcspFault } = { fault: { kind: 'none' } };
  const flipped = (bytes: Uint8Array) => bytes.map((octet, i) => (i === bytes.length - 1 ? octet ^ 1 : octet));
  const answer = (body: Uint8Array): Uint8Array => {
    const request = unwrap(parseOcspRequest(body)), at = clock();
    const ids = (change: (id: (typeof request.ids)[number]) => (typeof request.ids)[number]) => ocspResponse(responder, { ...request, ids: request.ids.map(change) }, at);
    switch (state.fault.kind) {
      case 'tryLater': return ocspError(3);
      case 'internalError': return ocspError(2);
      case 'garbage': return Uint8Array.from({ length: 300 }, (_, i) => (i * 37) & 0xff);
      case 'huge': return new Uint8Array(1 << 20);
      case 'wrong-nonce': return ocspResponse(responder, { ...request, nonce: flipped(request.nonce!) }, at);
      case 'no-nonce': return ocspResponse(responder, { ...request, nonce: undefined }, at);
      case 'another-certificate': return ids((id) => ({ ...id, serial: flipped(id.serial) }));
      case 'another-issuer': return ids((id) => ({ ...id, issuerKeyHash: flipped(id.issuerKeyHash) }));
      case 'stale': return ocspResponse(responder, request, Instant.of(at - 3 * DAY_MS));
      case 'from-the-future': return ocspResponse(responder, request, Instant.of(at + DAY_MS));
      default: return ocspResponse(responder, request, at);
    }
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      requests++;
      const { fault } = state;
      if (fault.kind === 'drop') request.socket.destroy();
      else if (fault.kind === 'server-error') response.writeHead(503).end();
      else if (fault.kind === 'redirect') response.writeHead(307, { location: '/other' }).end();
      else {
        const body = answer(new Uint8Array(Buffer.concat(chunks)));
        const send = () => response.writeHead(200, { 'content-type': fault.kind === 'wrong-content-type' ? 'text/html' : 'application/ocsp-response' }).end(body);
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
