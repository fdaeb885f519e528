import { createServer as createPlain } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeActor, makeCrl } from '../../../test/actors/authority.ts';
import { toPem } from '../../../test/actors/openssl.ts';
import { fetchCrl } from './index.ts';
import { isInnerAddress, outerLookup, type Resolve } from './outer.ts';

describe('addresses nobody outside can have (RFC 6890)', () => {
  test.each([
    '0.0.0.0', '10.255.255.255', '100.64.0.1', '100.127.255.255', '127.0.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.8', '192.0.2.1', '192.88.99.1', '192.168.1.1', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.9',
    '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:8.8.8.8', '::ffff:127.0.0.1', '::ffff:7f00:1', '::7f00:1', '64:ff9b::a00:1', '64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1', '2002:a00:1::', '3fff::1', '4000::1', '5f00::1', 'fc00::1', 'fd12::1', 'fe80::1', 'fec0::1', 'ff02::1', 'not an address',
  ])('%s', (address) => expect(isInnerAddress(address)).toBe(true));
  test.each(['1.1.1.1', '8.8.8.8', '11.0.0.1', '100.63.255.255', '100.128.0.1', '172.15.255.255', '172.32.0.1', '192.0.1.1', '192.169.0.1', '198.20.0.1', '203.162.4.190', '223.255.255.255', '2001:200::1', '2001:4860:4860::8888', '2405:4800::1', '3ffe::1'])('%s can be anybody’s', (address) => expect(isInnerAddress(address)).toBe(false));
});

describe('what a name may stand for', () => {
  const NAMES: Readonly<Record<string, readonly string[]>> = { 'outer.vn': ['8.8.8.8', '2001:4860:4860::8888'], 'inner.vn': ['10.0.0.1'], 'both.vn': ['8.8.8.8', '127.0.0.1'], 'mapped.vn': ['::ffff:7f00:1'] };
  const resolve: Resolve = (name, { all }, callback) => {
    expect(all).toBe(true);
    if (NAMES[name] === undefined) callback(new Error(`ENOTFOUND ${name}`), []);
    else callback(null, NAMES[name].map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  };
  const ask = (name: string, by = resolve) => new Promise((answer) => { outerLookup(by)(name, { all: true, family: 0 }, (cause, addresses) => answer(cause?.message ?? addresses)); });
  test.each([
    ['outer.vn', [{ address: '8.8.8.8', family: 4 }, { address: '2001:4860:4860::8888', family: 6 }]], ['inner.vn', 'máy chủ inner.vn có địa chỉ nội bộ'], ['both.vn', 'máy chủ both.vn có địa chỉ nội bộ'], ['mapped.vn', 'máy chủ mapped.vn có địa chỉ nội bộ'], ['none.vn', 'ENOTFOUND none.vn'],
  ])('%s', async (name, expected) => expect(await ask(name)).toEqual(expected));
  test('a name that turns inward after it was judged: what was judged is what is connected to', async () => {
    const turns = [['8.8.8.8'], ['127.0.0.1']];
    const turning: Resolve = (_, __, callback) => callback(null, turns.shift()!.map((address) => ({ address, family: 4 })));
    expect([await ask('turn.vn', turning), await ask('turn.vn', turning)]).toEqual([[{ address: '8.8.8.8', family: 4 }], 'máy chủ turn.vn có địa chỉ nội bộ']);
  });
});

describe('connections', () => {
  let plain: Server, secure: Server, calls = 0;
  beforeAll(async () => {
    const root = await makeActor({ subject: 'CN=localhost' }), list = await makeCrl(root);
    plain = createPlain((_, response) => { calls++; response.writeHead(200, { 'content-type': 'application/pkix-crl' }).end(list); });
    secure = createSecure({ cert: toPem('CERTIFICATE', root.der), key: toPem('PRIVATE KEY', root.pkcs8) }, () => { calls++; });
    await Promise.all([plain, secure].map((server) => new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); })));
  });
  afterAll(() => { for (const server of [plain, secure]) server.close(); });
  beforeEach(() => { calls = 0; });
  const at = (host: string, server = plain, scheme = 'http') => `${scheme}://${host}:${(server.address() as AddressInfo).port}/a.crl`;

  test('by the way the operator names, inside', async () => {
    expect((await fetchCrl(at('localhost'))).ok).toBe(true);
    expect(calls).toBe(1);
  });
  test.each(['localhost', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0x7f000001', '2130706433', '127.1', '0'])('an address of a certificate never leads to %s', async (host) => {
    expect(await fetchCrl(at(host), { outerOnly: true })).toMatchObject({ ok: false, error: { code: 'remote/url-refused', detail: expect.stringContaining('có địa chỉ nội bộ') } });
    expect(calls).toBe(0);
  });
  test.each([false, true])('a host that does not exist (outer only: %s)', async (outerOnly) => {
    expect(await fetchCrl('http://crl.hoc-ba-so.invalid/x.crl', { outerOnly })).toMatchObject({ ok: false, error: { code: 'remote/unreachable' } });
  });
  test('a server that cannot prove its name under TLS is not heard', async () => {
    expect(await fetchCrl(at('localhost', secure, 'https'))).toMatchObject({ ok: false, error: { code: 'remote/unreachable', detail: expect.stringMatching(/self-signed/) } });
    expect(await fetchCrl(at('localhost', secure, 'https'), { outerOnly: true })).toMatchObject({ ok: false, error: { code: 'remote/url-refused' } });
    expect(calls).toBe(0);
  });
});
