import 'reflect-metadata';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CRLDistributionPointsExtension } from '@peculiar/x509';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Instant, unwrap } from '#kernel';
import { type Certificate, parseCertificate } from '#signature';
import { nodePrimitives } from '#signature/node';
import { authorityExtensions, instant, makeActor, makeCrl, signerExtensions, type Actor } from '../../../test/actors/authority.ts';
import { remoteRevocation, type RevocationSource } from './index.ts';

const NOW = instant('2024-06-01T08:00:00Z'), HOUR = 3_600_000;
let root: Actor, list: Uint8Array, asked: string[] = [], via: string, stop: () => Promise<void>;
beforeAll(async () => {
  root = await makeActor({ subject: 'CN=Gốc', extensions: authorityExtensions() });
  list = await makeCrl(root);
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(url.startsWith('/none') ? 404 : 200, { 'content-type': 'application/pkix-crl' }).end(list);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  via = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  stop = () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); });
});
afterAll(() => stop());

const HOST = 'crl.a.vn';
async function asking(...paths: readonly string[]): Promise<{ readonly ask: (source: RevocationSource, ms?: number) => ReturnType<RevocationSource['ask']> }> {
  const signer = await makeActor({ subject: 'CN=Cô Hoa', issuer: root, extensions: [...signerExtensions, ...paths.map((path) => new CRLDistributionPointsExtension([`http://${HOST}${path}`]))] });
  const [certificate, issuer] = [signer, root].map(({ der }) => unwrap(parseCertificate(der))) as [Certificate, Certificate];
  return { ask: (source, ms = 0) => source.ask(certificate, issuer, Instant.of(NOW + ms)) };
}
const newSource = () => remoteRevocation({ hosts: [{ host: HOST, via }], primitives: nodePrimitives });
/** How often the server was asked at each of these moments, one after the other. */
async function requestsAt(path: string, ...moments: readonly number[]): Promise<readonly number[]> {
  const source = newSource(), { ask } = await asking(path), counts: number[] = [];
  for (const ms of moments) {
    asked = [];
    await ask(source, ms);
    counts.push(asked.length);
  }
  return counts;
}

test.each<[string, string, readonly number[], readonly number[]]>([
  ['one list serves for an hour', '/a.crl', [0, 0, HOUR - 1, HOUR], [1, 0, 0, 1]], ['a clock set back asks anew', '/a.crl', [0, -1], [1, 1]], ['what is not there is not kept', '/none.crl', [0, 0], [1, 1]],
])('%s', async (_, path, moments, expected) => expect(await requestsAt(path, ...moments)).toEqual(expected));

test('the address is asked by the way the operator names, its own path behind', async () => {
  asked = [];
  expect(unwrap(await (await asking('/dir/a.crl?x=1')).ask(newSource()))).toEqual({ kind: 'crl', der: list });
  expect(asked).toEqual(['/dir/a.crl?x=1']);
});
test('a certificate without any address', async () => {
  expect(await (await asking()).ask(newSource())).toMatchObject({ ok: false, error: { detail: 'chứng thư số không ghi địa chỉ nào' } });
});
