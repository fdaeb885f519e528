import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchAnswer, fetchBytes } from './fetch-bytes.ts';

/** What a server does with the question of that number on one connection. */
type Conduct = (number: number, socket: Socket) => 'answer' | 'nothing';

let server: Server, connections = 0, questions = 0, conduct: Conduct;
const open = new Set<Socket>();
beforeEach(async () => {
  connections = questions = 0;
  conduct = () => 'answer';
  server = createServer(({ socket }, response) => {
    const { asked = 0 } = socket as Socket & { asked?: number };
    Object.assign(socket, { asked: asked + 1 });
    questions++;
    if (conduct(asked + 1, socket) === 'answer') response.writeHead(200, { 'content-type': 'text/plain' }).end(`${questions}`);
  });
  server.on('connection', (socket) => {
    connections++;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
});
afterEach(() => {
  for (const socket of open) socket.destroy();
  server.close();
});

const request = () => ({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, method: 'POST', body: new Uint8Array([1]), contentType: 'text/plain', accept: ['text/plain'], bytesMax: 100, timeoutMs: 2_000 }) as const;
const said = async () => {
  const answer = await fetchBytes(request());
  return answer.ok ? Buffer.from(answer.value).toString() : answer.error.code;
};

describe('questions that may be asked twice', () => {
  test('one connection serves them all', async () => {
    expect([await said(), await said(), await said()]).toEqual(['1', '2', '3']);
    expect(connections).toBe(1);
  });
  test('asked at the same time each has its own', async () => {
    expect((await Promise.all([said(), said(), said()])).sort()).toEqual(['1', '2', '3']);
    expect(connections).toBe(3);
  });
  test('a connection that the other side closes as it is used again: asked once more over a new one', async () => {
    conduct = (number, socket) => {
      if (number === 1) return 'answer';
      socket.destroy();
      return 'nothing';
    };
    expect([await said(), await said()]).toEqual(['1', '3']);
    expect(connections).toBe(2);
  });
  test('a connection closed in between is not used', async () => {
    expect(await said()).toBe('1');
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await said()).toBe('2');
  });
  test('a server that closes new connections, too, is asked twice and no more', async () => {
    expect(await said()).toBe('1');
    conduct = (_, socket) => {
      socket.destroy();
      return 'nothing';
    };
    expect(await said()).toBe('remote/unreachable');
    expect(questions).toBe(3);
  });
  test('no answer in time over a kept connection is no answer, and not asked again', async () => {
    expect(await said()).toBe('1');
    conduct = () => 'nothing';
    expect(await fetchBytes({ ...request(), timeoutMs: 200 })).toMatchObject({ ok: false, error: { code: 'remote/timed-out' } });
    expect(questions).toBe(2);
  });
});

test('a question that a person has to confirm has a connection of its own, and is never repeated', async () => {
  expect(await said()).toBe('1');
  conduct = (_, socket) => {
    socket.destroy();
    return 'nothing';
  };
  expect(await fetchAnswer(request())).toMatchObject({ ok: false, error: { code: 'remote/unreachable' } });
  expect([questions, connections]).toEqual([2, 2]);
});
