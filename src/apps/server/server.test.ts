import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { storedIdentity } from '#identity/postgres';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestTier, testTier } from '../../../test/support/database.ts';
import { buildServer, type ServerOptions, type ServerPart } from './index.ts';

const CODE = '5f0c2b7e9d1a4c3e8b6f2a1d0c9e7b54';
const folder = mkdtempSync(join(tmpdir(), 'hocba-server-'));
mkdirSync(join(folder, 'assets'));
writeFileSync(join(folder, 'school.html'), '<!doctype html><title>Trường</title>');
writeFileSync(join(folder, 'assets', 'main-abc123.js'), 'export {};');

let database: TestTier;
let ready = true;
let app: FastifyInstance;
const lines: string[] = [];
const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => { lines.push(chunk.toString()); done(); } });

const part = (): ServerPart => ({ name: 'school', identity: storedIdentity(database.tier, 'school'), register: () => undefined, ready: () => Promise.resolve(ready) });
const build = (overrides: Partial<ServerOptions> = {}) => buildServer({
  parts: [part()], desksFolder: folder, secure: false, trustedProxies: [], requestsPerMinute: 1_000, logger: { stream: sink },
  pages: (pages) => {
    pages.get('/t/:code', () => 'ok');
    pages.get('/fails', () => Promise.reject(new Error(`lỗi với em Nguyễn Gia Hân ${CODE}`)));
  },
  ...overrides,
});

beforeAll(async () => {
  database = await testTier('school');
  app = await build();
});
afterAll(async () => {
  await app.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

describe('every answer', () => {
  test.each([
    ['content-security-policy', "default-src 'none';script-src 'self';style-src 'self';font-src 'self';img-src 'self' data:;connect-src 'self';manifest-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none';object-src 'none'"],
    ['referrer-policy', 'no-referrer'],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()'],
    ['strict-transport-security', undefined],
    ['access-control-allow-origin', undefined],
  ])('%s: %s', async (name, value) => expect((await app.inject('/healthz')).headers[name]).toBe(value));

  test('behind https also asks browsers to stay there', async () => {
    const secure = await build({ secure: true });
    expect((await secure.inject('/healthz')).headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    await secure.close();
  });
});

describe('what operators ask', () => {
  test('healthz', async () => expect((await app.inject('/healthz')).json()).toEqual({ ok: true }));
  test('readyz says which tier is not ready', async () => {
    expect((await app.inject('/readyz')).statusCode).toBe(200);
    ready = false;
    const response = await app.inject('/readyz');
    ready = true;
    expect([response.statusCode, response.json()]).toEqual([503, { ok: false, tiers: { school: false } }]);
  });
  test('metrics count by route pattern, never by address', async () => {
    await app.inject(`/t/${CODE}`);
    const { body, headers } = await app.inject('/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(body).toContain('hocba_http_request_seconds_count{method="GET",route="/t/:code",status="200"}');
    expect(body).not.toContain(CODE);
  });
  test('the contract is served as it is', async () => {
    const document = (await app.inject('/openapi.json')).json<{ openapi: string; paths: Record<string, unknown> }>();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/api/gateway/v1/batches');
  });
});

test('logs hold neither codes nor names nor addresses of readers', async () => {
  lines.length = 0;
  await app.inject(`/t/${CODE}?ho_ten=Nguyen`);
  expect((await app.inject('/fails')).statusCode).toBe(500);
  const text = lines.join('');
  expect(text).toContain('"route":"/t/:code"');
  for (const secret of [CODE, 'Nguyễn', 'Nguyen', '127.0.0.1']) expect(text).not.toContain(secret);
});

describe('desks', () => {
  test.each(['/truong', '/truong/', '/truong/lop/4A2'])('%s is the page of the school desk', async (url) => {
    const { body, headers } = await app.inject(url);
    expect(body).toContain('<title>Trường</title>');
    expect(headers['content-security-policy']).toContain("connect-src 'self' wss://127.0.0.1:8987");
  });
  test('desks of tiers that do not run here are not there', async () => expect((await app.inject('/so')).statusCode).toBe(404));
  test('built files may be kept for good', async () => expect((await app.inject('/giao-dien/assets/main-abc123.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable'));
  test.each(['/giao-dien/../package.json', '/giao-dien/%2e%2e/package.json', '/giao-dien/..%2fpackage.json', '/giao-dien/.hidden'])('nothing outside the folder: %s', async (url) => {
    expect((await app.inject(url)).statusCode).toBeGreaterThanOrEqual(400);
  });
});

describe('addresses of no tier', () => {
  const reader = { accept: 'text/html,application/xhtml+xml' };
  const doorsOf = (body: string) => [...body.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
  test('/ has a door to what runs here, and to nothing else', async () => {
    const { statusCode, body } = await app.inject('/');
    expect([statusCode, doorsOf(body)]).toEqual([200, ['/tra-cuu', '/truong', '/huong-dan']]);
  });
  test('a person who follows a link to nowhere reads where to go', async () => {
    const { statusCode, headers, body } = await app.inject({ url: '/tra-cuu/khong-co', headers: reader });
    expect([statusCode, headers['content-type'], doorsOf(body)]).toEqual([404, 'text/html; charset=utf-8', ['/tra-cuu', '/truong', '/huong-dan']]);
    expect(body).toContain('HBS-110');
  });
  test.each([['a program', '/tra-cuu/khong-co', { accept: '*/*' }], ['a reader of the interface', '/api/school/v1/khong-co', reader]])('%s gets the problem', async (_who, url, headers) => {
    expect((await app.inject({ url, headers })).json()).toMatchObject({ status: 404, code: 'transport/route-not-found' });
  });
});

test('one address that asks without end is asked to wait', async () => {
  const strict = await build({ requestsPerMinute: 3 });
  const statuses: number[] = [];
  for (let i = 0; i < 5; i++) statuses.push((await strict.inject('/openapi.json')).statusCode);
  expect(statuses).toEqual([200, 200, 200, 429, 429]);
  const { headers } = await strict.inject('/openapi.json');
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  await strict.close();
});
