import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { signHash } from './hash-signer.ts';

/** What the helper, the device or its holder can do to the page. */
export type HelperMood = 'good' | 'refuses' | 'never-answers' | 'hangs-up' | 'not-json' | 'no-status' | 'no-signature' | 'oversize' | 'other-key';
export interface VgcaHelper {
  readonly url: string;
  mood: HelperMood;
  /** Messages that were asked to be signed, in order, with the operation of the socket. */
  readonly asked: readonly { readonly operation: string; readonly message: Readonly<Record<string, unknown>> }[];
  stop(): Promise<void>;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** VGCA Sign Service as its script uses it: one JSON request per socket. Plain `ws` on loopback; the real one has a certificate the machine trusts. */
export async function startVgcaHelper({ pkcs8, certificate, stranger }: { readonly pkcs8: Uint8Array; readonly certificate: Uint8Array; readonly stranger: Uint8Array }): Promise<VgcaHelper> {
  const state: { mood: HelperMood } = { mood: 'good' };
  const asked: { operation: string; message: Readonly<Record<string, unknown>> }[] = [];
  const sockets = new Set<Duplex>();

  function answerTo(operation: string, text: string): string | undefined {
    const message = JSON.parse(text) as Record<string, unknown>;
    asked.push({ operation, message });
    if (operation !== 'SignMsg' || message['HashAlg'] !== 'SHA256' || message['Encode'] !== 'RSA') return JSON.stringify({ Status: 1, Error: 'Yêu cầu không hợp lệ' });
    const signed = () => Buffer.from(signHash(state.mood === 'other-key' ? stranger : pkcs8, Buffer.from(String(message['HashValue']), 'base64'))).toString('base64');
    switch (state.mood) {
      case 'refuses': return JSON.stringify({ Status: 1, Error: 'Người dùng huỷ bỏ' });
      case 'never-answers': return undefined;
      case 'not-json': return '<html>';
      case 'no-status': return JSON.stringify({ Signature: signed() });
      case 'no-signature': return JSON.stringify({ Status: 0 });
      case 'oversize': return JSON.stringify({ Status: 0, Signature: 'A'.repeat(100_000) });
      default: return JSON.stringify({ Status: 0, Signature: signed(), CertBase64: Buffer.from(certificate).toString('base64'), Error: '' });
    }
  }

  const server = createServer((_request, response) => response.writeHead(426).end());
  server.on('upgrade', (request, socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${createHash('sha1').update(`${request.headers['sec-websocket-key']}${GUID}`).digest('base64')}\r\n\r\n`);
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const text = textOf(received);
      if (text === undefined) return;
      received = Buffer.alloc(0);
      if (state.mood === 'hangs-up') socket.destroy();
      else {
        const answer = answerTo((request.url ?? '').slice(1), text);
        if (answer !== undefined) socket.end(frameOf(answer));
      }
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get mood() { return state.mood; },
    set mood(mood) { state.mood = mood; },
    asked,
    stop: () => new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

/** The text of one whole masked frame (RFC 6455 §5.2); undefined while it is not all there, or is no text. */
function textOf(bytes: Buffer): string | undefined {
  if (bytes.length < 6 || (bytes[0]! & 0x0f) !== 1) return undefined;
  const short = bytes[1]! & 0x7f;
  const [start, length] = short === 126 ? [4, bytes.readUInt16BE(2)] : [2, short];
  if (bytes.length < start + 4 + length) return undefined;
  const mask = bytes.subarray(start, start + 4);
  return Buffer.from(bytes.subarray(start + 4, start + 4 + length).map((octet, i) => octet ^ mask[i % 4]!)).toString();
}

/** One text frame, then the close of the connection. */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = payload.length < 126 ? Buffer.of(0x81, payload.length) : payload.length < 65_536 ? Buffer.of(0x81, 126, payload.length >> 8, payload.length & 0xff) : Buffer.of(0x81, 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (payload.length >> shift) & 0xff));
  return Buffer.concat([head, payload, Buffer.of(0x88, 0)]);
}
