import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { stillClock } from '../../../../test/actors/scripted-csc.ts';
import { type CscService, cscClient } from './index.ts';

interface Heard { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }
type Answer = readonly [status: number, content: unknown];
const SECRET = 'bí mật & khác', Content = z.object({ here: z.string(), deep: z.object({ list: z.array(z.number()) }).optional() });
const token = (change: object = {}): Answer => [200, { access_token: 't1', token_type: 'Bearer', expires_in: 100, ...change }];
let origin: string, heard: Heard[], tokens: Answer[], answers: Answer[], stop: () => Promise<void>;

beforeAll(async () => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      heard.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
      const from = request.url!.endsWith('/token') ? tokens : answers, [status, content] = from.length > 1 ? from.shift()! : from[0]!;
      response.writeHead(status, { 'content-type': 'application/json' }).end(content instanceof Uint8Array ? content : JSON.stringify(content));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stop = () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); });
});
afterAll(() => stop());
beforeEach(() => { [heard, tokens, answers] = [[], [token()], [[200, { here: 'x' }]]]; });

const client = (change: Partial<CscService> = {}, clock = stillClock()) => cscClient({ url: `${origin}/csc/v2`, clientId: 'hoc-ba-so', clientSecret: () => SECRET, ...change }, clock);
const paths = () => heard.map(({ path }) => path);

describe('an operation (CSC API v2 §7.1, §8.4.4)', () => {
  test('signs in first, then asks under its token', async () => {
    expect(await client().call('info', { lang: 'vi' }, Content)).toEqual({ ok: true, value: { here: 'x' } });
    expect(heard).toMatchObject([
      { path: '/csc/v2/oauth2/token', headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' } },
      { path: '/csc/v2/info', headers: { 'content-type': 'application/json', accept: 'application/json', authorization: 'Bearer t1' }, body: '{"lang":"vi"}' },
    ]);
    expect(heard[0]!.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(new URLSearchParams(heard[0]!.body))).toEqual({ grant_type: 'client_credentials', client_id: 'hoc-ba-so', client_secret: SECRET });
  });
  test.each([['/csc/v2', undefined, '/csc/v2/oauth2/token', '/csc/v2/info'], ['/csc/v2//', undefined, '/csc/v2/oauth2/token', '/csc/v2/info'], ['/a', '/elsewhere/token', '/elsewhere/token', '/a/info']])('a service at %s, tokens at %s', async (base, tokenPath, ...expected) => {
    await client({ url: `${origin}${base}`, ...(tokenPath !== undefined && { tokenUrl: `${origin}${tokenPath}` }) }).call('info', {}, Content);
    expect(paths()).toEqual(expected);
  });
  test.each([['http://localhost:1/csc/v2', 'signer/unavailable'], ['http://[::1]:1/csc/v2', 'signer/unavailable'], ['https://127.0.0.1:1/csc/v2', 'signer/unavailable'], ['http://127.0.0.2:1/csc/v2', 'signer/not-permitted'], ['http://ky.example.vn/csc/v2', 'signer/not-permitted'], ['ws://localhost:1/', 'signer/not-permitted'], ['không phải', 'signer/not-permitted']])('secrets travel under TLS or not at all: %s', async (url, code) => {
    expect(await client({ url }).call('info', {}, Content)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('a token', () => {
  test.each<readonly [string, object, readonly number[], number]>([
    ['serves until half a minute before its end', {}, [0, 69_999], 1], ['then another is asked for', {}, [0, 70_000], 2], ['of an hour when nothing is said', { expires_in: undefined }, [0, 3_569_999], 1], ['and no longer', { expires_in: undefined }, [0, 3_570_000], 2], ['so short that it serves once', { expires_in: 1 }, [0, 0], 2],
  ])('%s', async (_, change, moments, expected) => {
    tokens = [token(change)];
    const clock = stillClock(), one = client({}, clock);
    for (const at of moments) {
      clock.at = at;
      expect((await one.call('info', {}, Content)).ok).toBe(true);
    }
    expect(paths().filter((path) => path.endsWith('/token'))).toHaveLength(expected);
  });
  test.each<readonly [string, Answer[], string, number]>([
    ['refused once is renewed', [[401, { error: 'invalid_token' }], [200, { here: 'x' }]], 'ok', 2], ['refused twice is not', [[401, { error: 'invalid_token' }]], 'signer/not-permitted: invalid_token', 2], ['another refusal renews nothing', [[403, { error: 'access_denied' }]], 'signer/refused: access_denied', 1],
  ])('%s', async (_, said, expected, asked) => {
    answers = said;
    const answer = await client().call('info', {}, Content);
    expect(answer.ok ? 'ok' : `${answer.error.code}: ${answer.error.detail}`).toBe(expected);
    expect([paths().filter((path) => path.endsWith('/info')).length, paths().filter((path) => path.endsWith('/token')).length]).toEqual([asked, asked]);
  });
  test.each<readonly [string, Answer, string]>([
    ['is not given', [401, { error: 'invalid_client', error_description: 'Unknown client' }], 'signer/not-permitted: invalid_client: Unknown client'], ['of another type', token({ token_type: 'mac' }), 'signer/malformed-answer: token_type'], ['of a type that ends like it', token({ token_type: 'nobearer' }), 'signer/malformed-answer: token_type'], ['of a type that begins like it', token({ token_type: 'bearers' }), 'signer/malformed-answer: token_type'],
    ['that is empty', token({ access_token: '' }), 'signer/malformed-answer: access_token'], ['that has ended', token({ expires_in: 0 }), 'signer/malformed-answer: expires_in'], ['is small letters as well', token({ token_type: 'bearer' }), 'ok'],
  ])('%s', async (_, given, expected) => {
    tokens = [given];
    const answer = await client().call('info', {}, Content);
    expect(answer.ok ? 'ok' : `${answer.error.code}: ${answer.error.detail}`).toBe(expected);
  });
});

test.each<readonly [string, Answer, string]>([
  ['something else', [200, { here: 1, deep: { list: ['a'] } }], 'signer/malformed-answer: here, deep.list.0'], ['no JSON', [200, new TextEncoder().encode('{"here":')], 'signer/malformed-answer: JSON'], ['no UTF-8', [200, Uint8Array.of(0x7b, 0x22, 0x68, 0x65, 0x72, 0x65, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d)], 'signer/malformed-answer: JSON'], ['to be asked again', [202, { here: 'y' }], 'ok'],
  ['a redirect', [302, {}], 'signer/unavailable: HTTP 302'], ['a refusal without words', [400, 'x'], 'signer/not-permitted: HTTP 400'], ['trouble without words', [503, ''], 'signer/unavailable: HTTP 503'], ['a refusal in words', [400, { error: 'invalid_request', error_description: 'Credential locked' }], 'signer/locked: invalid_request: Credential locked'],
  ['nothing there', [404, { error: 'invalid_request' }], 'signer/not-permitted: invalid_request'], ['too many questions', [429, ''], 'signer/unavailable: HTTP 429'], ['its own fault', [500, { error: 'server_error' }], 'signer/unavailable: server_error'], ['a status nobody reads', [418, {}], 'signer/unavailable: HTTP 418'],
])('an answer that is %s', async (_, said, expected) => {
  answers = [said];
  const answer = await client().call('info', {}, Content);
  expect(answer.ok ? 'ok' : `${answer.error.code}: ${answer.error.detail}`).toBe(expected);
});
