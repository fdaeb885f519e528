import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Instant, unwrap, utf8 } from '#kernel';
import { verifyTimestampToken } from '#signature';
import { nodePrimitives } from '#signature/node';
import { createDemoPki, startTsaResponder, type DemoPki, type RunningTsa } from '../../apps/demo/pki/index.ts';
import { startFaultyTsa, type FaultyTsa, type TsaFault } from '../../../test/actors/faulty-tsa.ts';
import { fetchCrl, requestTimestamp } from './index.ts';

const AT = unwrap(Instant.parse('2024-05-31T10:00:00+07:00'));
const DATA = utf8('dữ liệu');
let pki: DemoPki, faulty: FaultyTsa, tsa: RunningTsa;

beforeAll(async () => {
  pki = await createDemoPki({ holders: [] });
  [faulty, tsa] = await Promise.all([startFaultyTsa(pki.tsa, () => AT), startTsaResponder({ credential: pki.tsa, clock: () => AT })]);
});
afterAll(() => Promise.all([faulty.stop(), tsa.stop()]));
beforeEach(() => { faulty.fault = { kind: 'none' }; });

describe('asking a time-stamping authority', () => {
  test('the token it gives is good, at the authority’s clock', async () => {
    const token = unwrap(await requestTimestamp(tsa.url, DATA));
    expect(verifyTimestampToken(token, DATA, await pki.trust(AT), nodePrimitives, AT)).toMatchObject({ verdict: 'PASSED', genTime: AT });
  });

  test('many at once', async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, (_, i) => requestTimestamp(tsa.url, utf8(String(i)))));
    expect(tokens.every((token) => token.ok)).toBe(true);
  });

  test.each<readonly [TsaFault['kind'], string]>([
    ['refuse', 'timestamp/refused'], ['garbage', 'timestamp/response-malformed'], ['wrong-imprint', 'timestamp/imprint-differs'],
    ['wrong-nonce', 'timestamp/nonce-differs'], ['no-nonce', 'timestamp/nonce-differs'], ['wrong-content-type', 'remote/content-type'],
    ['redirect', 'remote/status'], ['server-error', 'remote/status'], ['huge', 'remote/too-large'], ['hang-up', 'remote/unreachable'],
  ])('an authority that answers with %s', async (kind, code) => {
    faulty.fault = { kind } as TsaFault;
    expect(await requestTimestamp(faulty.url, DATA)).toMatchObject({ ok: false, error: { code } });
    faulty.fault = { kind: 'none' };
    expect((await requestTimestamp(faulty.url, DATA)).ok).toBe(true);
  });

  test('an authority that is slow', async () => {
    faulty.fault = { kind: 'delay', ms: 2000 };
    const started = performance.now();
    expect(await requestTimestamp(faulty.url, DATA, { timeoutMs: 100 })).toMatchObject({ ok: false, error: { code: 'remote/timed-out' } });
    expect(performance.now() - started).toBeLessThan(1500);
  });

  test('a redirect is not followed', async () => {
    faulty.fault = { kind: 'redirect' };
    const before = faulty.requests();
    await requestTimestamp(faulty.url, DATA);
    expect(faulty.requests()).toBe(before + 1);
  });

  test.each(['file:///etc/passwd', 'ftp://tsa.invalid/', 'data:text/plain,x', 'javascript:1', 'không phải', 'http://user:secret@127.0.0.1/'])('the address %s is refused', async (url) => {
    expect(await requestTimestamp(url, DATA)).toMatchObject({ ok: false, error: { code: 'remote/url-refused' } });
  });

  test('a clock that fails costs one answer, not the authority', async () => {
    let broken = true;
    const odd = await startTsaResponder({ credential: pki.tsa, clock: () => { if (broken) throw new Error('no time'); return AT; } });
    try {
      expect(await requestTimestamp(odd.url, DATA)).toMatchObject({ ok: false, error: { code: 'remote/status' } });
      broken = false;
      expect((await requestTimestamp(odd.url, DATA)).ok).toBe(true);
    } finally {
      await odd.stop();
    }
  });

  test('nobody listens', async () => {
    expect(await requestTimestamp('http://127.0.0.1:9/', DATA)).toMatchObject({ ok: false, error: { code: 'remote/unreachable' } });
  });

  test('the responder answers only what it is asked', async () => {
    const post = (body: Uint8Array<ArrayBuffer> | string, type = 'application/timestamp-query') => fetch(tsa.url, { method: 'POST', body, headers: { 'content-type': type } });
    expect((await fetch(tsa.url)).status).toBe(415);
    expect((await post('x', 'text/plain')).status).toBe(415);
    expect((await post(new Uint8Array(9000))).status).toBe(413);
    expect(new Uint8Array(await (await post('rác')).arrayBuffer())[4]).toBe(2);
  });
});

describe('fetching a revocation list', () => {
  let url: string, stop: () => Promise<void>, body: Uint8Array, type: string | undefined, answer: (response: ServerResponse) => void;
  beforeAll(async () => {
    const server = createServer((_, response) => answer(response));
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/root.crl`;
    stop = () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); });
  });
  afterAll(() => stop());
  beforeEach(async () => {
    body = (await pki.makeCrls(AT))[0]!.der;
    type = 'application/pkix-crl';
    answer = (response) => response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end(body);
  });

  test('as it is', async () => expect(unwrap(await fetchCrl(url))).toEqual(body));
  test('something that is no list', async () => {
    body = utf8('<html>');
    expect(await fetchCrl(url)).toMatchObject({ ok: false, error: { code: 'der/malformed' } });
  });
  test.each([['application/pkix-crl', true], ['Application/PKIX-CRL ; charset=binary', true], ['application/x-pkcs7-crl', true], ['application/octet-stream', true], ['text/html; charset=utf-8', false], ['application/ocsp-response', false], [undefined, false]])('content of type %s: %s', async (named, accepted) => {
    type = named;
    const given = await fetchCrl(url);
    expect(given.ok ? undefined : given.error).toEqual(accepted ? undefined : { code: 'remote/content-type', detail: (named ?? '').split(';')[0] });
  });
  test.each<readonly [string, (response: ServerResponse) => void, string]>([
    ['that breaks off is none, though its beginning is there', (response) => response.writeHead(200, { 'content-type': 'application/pkix-crl', 'content-length': 1_000 }).write('0', () => response.destroy()), 'remote/unreachable'],
    ['that stops halfway', (response) => response.writeHead(200, { 'content-type': 'application/pkix-crl' }).write('0'), 'remote/timed-out'],
  ])('an answer %s', async (_, send, code) => {
    answer = send;
    expect(await fetchCrl(url, { timeoutMs: 200 })).toMatchObject({ ok: false, error: { code } });
  });
});
