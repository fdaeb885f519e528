import { randomBytes } from 'node:crypto';
import { gateway, Problem, type Route, schoolDesk } from '#contract';
import { refusal } from '#domain';
import type { Role } from '#identity';
import { storedIdentity } from '#identity/postgres';
import { err, ok, unwrap, utf8 } from '#kernel';
import Fastify, { type FastifyInstance } from 'fastify';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type TestTier, testTier } from '../../../test/support/database.ts';
import { provideIdentity, serveRoute, sessionHttp, statusOf, tokenHttp, transport } from './index.ts';

const PASSWORD = 'cây đa bến nước sân đình';
const STANDING = { testData: true, testSignatures: true, virtualClock: true, now: '2024-05-27T08:00:00+07:00' };
const ROLES: readonly Role[] = ['homeroomTeacher', 'subjectTeacher', 'schoolHead', 'deputyHead', 'clerk', 'schoolAdmin'];

const rename = { method: 'POST', path: '/pupils/:pupilId', summary: '', params: z.object({ pupilId: z.string().max(5) }), query: z.object({ dry: z.enum(['yes', 'no']).optional() }), body: z.object({ name: z.string().min(2), age: z.int().min(5).max(16) }), answer: z.object({ who: z.string(), said: z.string() }) } as const satisfies Route;
const refuse = { method: 'GET', path: '/refuse', summary: '', answer: z.object({}) } as const satisfies Route;
const broken = { method: 'GET', path: '/broken', summary: '', answer: z.object({ count: z.int() }) } as const satisfies Route;
const leak = { method: 'GET', path: '/leak', summary: '', answer: z.object({ name: z.string() }) } as const satisfies Route;
const pdf = { method: 'GET', path: '/pdf', summary: '', produces: 'application/pdf' } as const satisfies Route;
const upload = { method: 'POST', path: '/upload', summary: '', consumes: 'multipart/form-data', answer: z.object({ files: z.array(z.string()), year: z.string() }) } as const satisfies Route;

let databases: readonly TestTier[];
let app: FastifyInstance;
let cookies: Readonly<Record<string, string>>;
let tokenOfHead: string;
let clientToken: string;

beforeAll(async () => {
  const [school, province] = [await testTier('school'), await testTier('province')];
  databases = [school, province];
  const identity = storedIdentity(school.tier, 'school');
  app = Fastify();
  await transport(app);
  await app.register(async (tier) => {
    provideIdentity(tier, { identity, secure: false });
    sessionHttp(tier, schoolDesk, () => STANDING);
    tokenHttp(tier, gateway.token);
    serveRoute(tier, rename, { session: ['schoolHead'] }, ({ params, body, session }) => ok({ who: session.username, said: `${params.pupilId} ${body.name} ${body.age}`, secret: 'x' }));
    serveRoute(tier, refuse, 'public', () => err([refusal('identity/username-taken', { username: 'a' }), refusal('identity/password-weak', { length: 10 }, 'body.password')]));
    serveRoute(tier, broken, 'public', () => ok({ count: 1.5 }));
    serveRoute(tier, leak, 'public', () => ok({ name: 'a', password: 'b' } as { name: string }));
    serveRoute(tier, pdf, 'public', () => ok({ bytes: utf8('%PDF'), fileName: 'học bạ.pdf' }));
    serveRoute(tier, upload, 'public', ({ files, fields }) => ok({ files: files.map(({ name, bytes }) => `${name} ${bytes.length}`), year: fields['year'] ?? '' }), { uploads: { files: 2, fileBytes: 100 } });
    serveRoute(tier, gateway.submitBatch, { client: true }, ({ raw }) => ok(raw), { bodyBytes: 100 });
  });
  await app.register(async (tier) => {
    provideIdentity(tier, { identity: storedIdentity(province.tier, 'province'), secure: false });
    serveRoute(tier, { method: 'GET', path: '/province', summary: '', answer: z.object({}) }, { session: ['provinceOfficer', 'schoolHead'] }, () => ok({}));
  });
  const made: Record<string, string> = {};
  for (const role of ROLES) {
    unwrap(await identity.createAccount({ username: role, password: PASSWORD, fullName: 'Phạm Hồng Vân', role, organisation: { code: '22205411', name: 'TH A' } }));
    const { token } = unwrap(await identity.logIn({ username: role, password: PASSWORD, address: '127.0.0.1' }));
    made[role] = `hocba-school=${token}`;
    if (role === 'schoolHead') tokenOfHead = token;
  }
  cookies = made;
  const { secret } = await identity.createClient('22205411');
  clientToken = unwrap(await identity.issueToken({ clientId: '22205411', secret })).token;
});
afterAll(async () => {
  await app.close();
  for (const database of databases) await database.close();
});

const own = { 'x-hocba-desk': '1' };
const asHead = () => ({ ...own, cookie: cookies['schoolHead']! });
const post = (headers: Record<string, string>, payload: object | string = { name: 'An', age: 9 }, url = '/pupils/1') => app.inject({ method: 'POST', url, headers, payload });
const problemOf = (response: { readonly json: () => unknown }) => Problem.parse(response.json());

describe('who may ask', () => {
  test('without a session: 401, before the body is looked at', async () => {
    const response = await post({ ...own, 'content-type': 'application/json' }, '{ not json');
    expect(response.statusCode).toBe(401);
    expect(problemOf(response).code).toBe('identity/session-needed');
  });
  test.each(ROLES)('%s: only the head passes', async (role) => {
    const response = await post({ ...own, cookie: cookies[role]! });
    expect(response.statusCode).toBe(role === 'schoolHead' ? 200 : 403);
  });
  test('a cookie without the mark of our own page is refused for anything that writes', async () => {
    expect(problemOf(await post({ cookie: cookies['schoolHead']! })).code).toBe('identity/foreign-request');
  });
  test('a program may carry the session token itself', async () => {
    expect((await post({ authorization: `Bearer ${tokenOfHead}` })).json()).toEqual({ who: 'schoolhead', said: '1 An 9' });
  });
  test('a session of one tier is nobody in another', async () => {
    for (const cookie of [cookies['schoolHead']!, cookies['schoolHead']!.replace('school', 'province')]) {
      expect((await app.inject({ url: '/province', headers: { cookie } })).statusCode).toBe(401);
    }
  });
  test('a client token opens no desk, a session token no gateway', async () => {
    expect((await post({ authorization: `Bearer ${clientToken}` })).statusCode).toBe(401);
    const response = await app.inject({ method: 'POST', url: gateway.submitBatch.path, headers: { authorization: `Bearer ${tokenOfHead}`, 'content-type': 'application/xml' }, payload: '<a/>' });
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer');
  });
});

describe('a role that needs a second factor and has none', () => {
  let due: FastifyInstance, cookie: string;
  beforeAll(async () => {
    const strict = storedIdentity(databases[0]!.tier, 'school', { secondFactor: { key: new Uint8Array(randomBytes(32)), requiredOf: ['schoolHead'] } });
    due = Fastify();
    await transport(due);
    await due.register(async (tier) => {
      provideIdentity(tier, { identity: strict, secure: false });
      sessionHttp(tier, schoolDesk, () => STANDING);
      serveRoute(tier, rename, { session: ['schoolHead', 'clerk'] }, () => ok({ who: '', said: '' }));
    });
    cookie = cookies['schoolHead']!;
  });
  afterAll(() => due.close());
  test('does no work', async () => {
    const response = await due.inject({ method: 'POST', url: '/pupils/1', headers: { ...own, cookie }, payload: { name: 'An', age: 9 } });
    expect([response.statusCode, problemOf(response).publicCode]).toEqual([403, 'HBS-712']);
  });
  test('sees who it is, may set it up, and log out', async () => {
    expect((await due.inject({ url: schoolDesk.current.path, headers: { cookie } })).json()).toMatchObject({ user: { secondFactor: 'due' } });
    expect((await due.inject({ method: 'POST', url: schoolDesk.offerSecondFactor.path, headers: { ...own, cookie } })).json()).toMatchObject({ uri: expect.stringContaining('otpauth://totp/') });
    expect((await due.inject({ method: 'POST', url: schoolDesk.confirmSecondFactor.path, headers: { ...own, cookie }, payload: { code: '000000' } })).statusCode).toBe(401);
  });
  test('others go on as before', async () => {
    expect((await due.inject({ method: 'POST', url: '/pupils/1', headers: { ...own, cookie: cookies['clerk']! }, payload: { name: 'An', age: 9 } })).statusCode).toBe(200);
  });
});

describe('what is asked is read through the schema', () => {
  test.each([
    ['a missing field', { name: 'An' }, 'body.age', 'Trường "age" không hợp lệ: còn thiếu.'],
    ['a wrong type', { name: 7, age: 9 }, 'body.name', 'Trường "name" không hợp lệ: cần chữ.'],
    ['too short', { name: 'A', age: 9 }, 'body.name', 'Trường "name" không hợp lệ: ít nhất 2 ký tự.'],
    ['too big', { name: 'An', age: 90 }, 'body.age', 'Trường "age" không hợp lệ: nhiều nhất 16.'],
    ['no body', '', 'body', 'Trường "nội dung" không hợp lệ: còn thiếu.'],
  ])('%s', async (_case, payload, where, detail) => {
    const response = await post(asHead(), payload);
    expect(response.statusCode).toBe(400);
    expect(problemOf(response)).toMatchObject({ code: 'transport/input-invalid', publicCode: 'HBS-111', where, detail });
  });
  test.each([
    ['a path part', '/pupils/123456', 'params.pupilId'],
    ['a query', '/pupils/1?dry=maybe', 'query.dry'],
  ])('%s', async (_case, url, where) => {
    expect(problemOf(await post(asHead(), undefined, url))).toMatchObject({ status: 400, where });
  });
  test('several faults are told at once, and what was sent is not repeated', async () => {
    const response = await post(asHead(), { name: '', age: 'Bí mật' });
    expect(problemOf(response).errors).toHaveLength(2);
    expect(response.body).not.toContain('Bí mật');
  });
  test.each([
    ['broken JSON', 'application/json', '{', 400, 'transport/body-malformed'],
    ['another media type', 'text/plain', 'a', 415, 'transport/media-type'],
    ['XML where JSON is due', 'application/xml', '<a/>', 415, 'transport/media-type'],
  ])('%s', async (_case, type, payload, status, code) => {
    expect(problemOf(await post({ ...asHead(), 'content-type': type }, payload))).toMatchObject({ status, code });
  });
});

describe('signed XML', () => {
  const send = (payload: Buffer | string, type = 'application/xml') => app.inject({ method: 'POST', url: gateway.submitBatch.path, headers: { authorization: `Bearer ${clientToken}`, 'content-type': type }, payload });
  test('arrives as the exact octets', async () => {
    const octets = Buffer.from([0xef, 0xbb, 0xbf, 0x3c, 0x61, 0x2f, 0x3e, 0x0d, 0x0a, 0xff]);
    const response = await send(octets);
    expect(response.statusCode).toBe(202);
    expect(response.headers['content-type']).toBe('application/xml');
    expect(response.rawPayload.equals(octets)).toBe(true);
  });
  test('over the limit is refused with the code for it', async () => {
    expect(problemOf(await send(`<a>${'x'.repeat(200)}</a>`))).toMatchObject({ status: 413, publicCode: 'HBS-104' });
  });
  test('JSON is no packet', async () => expect(problemOf(await send('{}', 'application/json'))).toMatchObject({ status: 415 }));
});

describe('files', () => {
  const form = (parts: readonly (readonly [name: string, fileName: string | undefined, content: string])[]) => {
    const payload = parts.map(([name, fileName, content]) => `--B\r\ncontent-disposition: form-data; name="${name}"${fileName === undefined ? '' : `; filename="${fileName}"`}\r\n\r\n${content}\r\n`).join('');
    return app.inject({ method: 'POST', url: '/upload', headers: { 'content-type': 'multipart/form-data; boundary=B' }, payload: `${payload}--B--\r\n` });
  };
  test('come with the last part of their name and their fields', async () => {
    expect((await form([['year', undefined, '2023-2024'], ['f', 'C:\\Tài liệu\\Điểm.xlsx', 'abc']])).json()).toEqual({ files: ['Điểm.xlsx 3'], year: '2023-2024' });
  });
  test.each([
    ['a file over the limit', [['f', 'a', 'x'.repeat(101)]], 413],
    ['too many files', [['f', 'a', 'x'], ['f', 'b', 'x'], ['f', 'c', 'x']], 413],
  ] as const)('%s', async (_case, parts, status) => expect((await form(parts)).statusCode).toBe(status));
  test('a JSON body is no upload', async () => expect((await app.inject({ method: 'POST', url: '/upload', payload: {} })).statusCode).toBe(415));
});

describe('answers', () => {
  test('hold nothing the schema does not name', async () => expect((await app.inject('/leak')).json()).toEqual({ name: 'a' }));
  test('that do not fit their schema never leave: our fault', async () => {
    const response = await app.inject('/broken');
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('1.5');
  });
  test('documents carry their type and name', async () => {
    const { headers } = await app.inject('/pdf');
    expect(headers['content-type']).toBe('application/pdf');
    expect(headers['content-disposition']).toBe("attachment; filename*=UTF-8''h%E1%BB%8Dc%20b%E1%BA%A1.pdf");
  });
  test('are never kept by caches', async () => expect((await app.inject('/leak')).headers['cache-control']).toBe('no-store'));
  test('refusals are problems: the first rules, all are listed', async () => {
    const response = await app.inject('/refuse');
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(problemOf(response)).toMatchObject({ status: 409, publicCode: 'HBS-707', type: 'urn:hocba:problem:identity/username-taken', errors: [{ code: 'identity/username-taken' }, { code: 'identity/password-weak', where: 'body.password' }] });
  });
  test('an address nobody serves', async () => expect(problemOf(await app.inject('/nowhere'))).toMatchObject({ status: 404, code: 'transport/route-not-found' }));
});

describe('the status of a refusal', () => {
  test.each([
    ['identity/wrong-credentials', 401], ['identity/role-not-allowed', 403], ['transport/too-many-requests', 429], ['school/pupil-not-found', 404], ['gateway/result-not-ready', 404],
    ['portal/copy-not-allowed', 403], ['workbook/file-too-large', 413], ['print/overflow', 409], ['nobody/knows-this', 500],
  ])('%s is %d', (code, status) => expect(statusOf(refusal(code))).toBe(status));
});

describe('log-in over HTTP', () => {
  const path = schoolDesk.logIn.path;
  const logIn = (headers: Record<string, string> = own, username = 'clerk') => app.inject({ method: 'POST', url: path, headers, payload: { username, password: PASSWORD } });
  test('sets a cookie no script can read and no other site can send', async () => {
    const response = await logIn();
    expect(response.statusCode).toBe(200);
    expect(String(response.headers['set-cookie'])).toMatch(/^hocba-school=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(response.json()).toMatchObject({ user: { username: 'clerk', roleLabel: 'Văn thư', tier: 'school' }, standing: STANDING });
  });
  test('another site cannot log a browser in', async () => expect((await logIn({})).statusCode).toBe(403));
  test('log-out ends the session itself, not only the cookie', async () => {
    const cookie = String((await logIn()).headers['set-cookie']).split(';')[0]!;
    expect((await app.inject({ url: path, headers: { cookie } })).statusCode).toBe(200);
    expect((await app.inject({ method: 'DELETE', url: path, headers: { ...own, cookie } })).statusCode).toBe(200);
    expect((await app.inject({ url: path, headers: { cookie } })).statusCode).toBe(401);
  });
  test('an old cookie is not taken over by the next log-in', async () => {
    const stale = 'hocba-school=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    const response = await logIn({ ...own, cookie: stale });
    expect(String(response.headers['set-cookie'])).not.toContain('AAAAAAAA');
  });
});

describe('the token endpoint', () => {
  test.each([
    ['as a form', 'application/x-www-form-urlencoded', (secret: string) => `grant_type=client_credentials&client_id=22205777&client_secret=${secret}`],
    ['as JSON', 'application/json', (secret: string) => JSON.stringify({ grant_type: 'client_credentials', client_id: '22205777', client_secret: secret })],
  ])('%s', async (_case, type, payload) => {
    const answer = await app.inject({ method: 'POST', url: gateway.token.path, headers: { 'content-type': type }, payload: payload('wrong') });
    expect(problemOf(answer)).toMatchObject({ status: 401, publicCode: 'HBS-101' });
  });
  test('takes no other grant', async () => {
    const answer = await app.inject({ method: 'POST', url: gateway.token.path, payload: { grant_type: 'password', client_id: 'a', client_secret: 'b' } });
    expect(answer.statusCode).toBe(400);
  });
});
