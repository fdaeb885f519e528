import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SchoolCode } from '#domain';
import { unwrap, utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { signAndVerify, type Signer } from '#signature/signers';
import { type Actor, makeActor } from '../../../test/actors/authority.ts';
import { CSC_CLIENT, type CscActor, startCscService } from '../../../test/actors/csc-service.ts';
import { toPem } from '../../../test/actors/openssl.ts';
import { makeSoftHsm, softHsmModule } from '../../../test/actors/softhsm.ts';
import { type Config, readConfig } from './config.ts';
import { schoolSigners, sealOf } from './signers.ts';

const CODE = '22205411' as SchoolCode, PIN = '246810';
let folder: string, csc: CscActor, teacher: Actor, seal: Actor;
const at = (path: string) => join(folder, path);
const write = (name: string, content: string | Uint8Array, mode = 0o600) => {
  writeFileSync(at(name), content);
  chmodSync(at(name), mode);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-signers-'));
  [teacher, seal] = await Promise.all([makeActor({ subject: 'CN=Cô Hoa', key: 'rsa-2048' }), makeActor({ subject: 'CN=Trường', key: 'rsa-2048' })]);
  csc = await startCscService({ holders: [{ userId: '001', credentialId: 'hoa', chain: [teacher.der], pkcs8: teacher.pkcs8 }, { userId: '002', credentialId: 'dau', chain: [seal.der], pkcs8: seal.pkcs8, wantsPin: PIN }] });
  write('gv.pem', toPem('CERTIFICATE', teacher.der));
  write('seal.pem', toPem('CERTIFICATE', seal.der));
  write('seal.key', toPem('PRIVATE KEY', seal.pkcs8));
  write('client.secret', `${CSC_CLIENT.clientSecret}\n`);
  write('pin', `${PIN}\n`);
});
afterAll(async () => {
  await csc.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The `signers` section as an operator writes it. */
function configured(signers: unknown): NonNullable<Config['school']>['signers'] | string {
  write('config.json', JSON.stringify({ publicUrl: 'https://a.vn', tsaUrl: 'http://a.vn', trust: { anchors: ['seal.pem'] }, school: { lookUpUrl: 'HTTPS://A.VN/T/', province: { code: '22', url: 'https://a.vn', certificates: ['seal.pem'] }, signers } }));
  const read = readConfig(at('config.json'));
  return read.ok ? read.value.config.school!.signers : String(read.error.params?.['problem']);
}
const services = () => ({ ky: { url: csc.url, clientId: CSC_CLIENT.clientId, clientSecretFile: 'client.secret' } });
const signerFor = (keys: readonly unknown[]) => {
  const signers = configured({ services: services(), keys });
  if (typeof signers === 'string') throw new Error(signers);
  return schoolSigners(signers, at);
};
const signs = async (signer: Signer | undefined) => (await signAndVerify(signer!, [{ data: utf8('a'), digest: nodePrimitives.digest('sha256', utf8('a')) }], nodePrimitives))[0]!.ok;

describe('the signers of schools, from the configuration', () => {
  test('a person and a seal at a remote service; nobody else', async () => {
    const find = signerFor([{ school: CODE, who: 'GV0017', service: 'ky', userId: '001', certificate: 'gv.pem' }, { school: CODE, who: 'seal', service: 'ky', credentialId: 'dau', pinFile: 'pin' }]);
    for (const who of ['GV0017', 'seal']) expect(await signs(unwrap(await find(CODE, who))), who).toBe(true);
    for (const [school, who] of [[CODE, 'GV0018'], ['22205412' as SchoolCode, 'GV0017']] as const) expect(await find(school, who)).toEqual({ ok: true, value: undefined });
  });
  test('a person with a device: her certificate is known, her page signs', async () => {
    expect(unwrap(await signerFor([{ school: CODE, who: 'GV0017', helper: 'vgca', certificates: ['gv.pem'] }])(CODE, 'GV0017'))).toMatchObject({ certificates: [teacher.der], algorithm: 'rsa-sha256', desk: expect.anything() });
  });
  test('asks the service once for many who want to know', async () => {
    const find = signerFor([{ school: CODE, who: 'GV0017', service: 'ky', userId: '001' }]), before = csc.calls.length;
    await Promise.all(Array.from({ length: 20 }, () => find(CODE, 'GV0017')));
    await find(CODE, 'GV0017');
    expect(csc.calls.slice(before)).toEqual(['oauth2/token', 'info', 'credentials/list', 'credentials/info']);
  });
  test('another certificate than the declared one', async () => expect(await signerFor([{ school: CODE, who: 'GV0017', service: 'ky', userId: '001', certificate: 'seal.pem' }])(CODE, 'GV0017')).toMatchObject({ ok: false, error: { code: 'signer/wrong-certificate' } }));
  test('a service that is down: told, and not asked by every page', async () => {
    const find = signerFor([{ school: CODE, who: 'GV0017', service: 'ky', userId: '001' }]);
    csc.mood = { kind: 'server-error' };
    const before = csc.calls.length;
    for (let i = 0; i < 3; i++) expect(await find(CODE, 'GV0017')).toMatchObject({ ok: false, error: { code: 'signer/unavailable' } });
    csc.mood = { kind: 'good' };
    expect(csc.calls.length - before).toBe(1);
  });
  test.runIf(process.platform !== 'win32')('a secret that others can read is not used', async () => {
    write('client.secret', CSC_CLIENT.clientSecret, 0o644);
    expect(await signerFor([{ school: CODE, who: 'GV0017', service: 'ky', userId: '001' }])(CODE, 'GV0017')).toMatchObject({ ok: false, error: { code: 'signer/unavailable', params: { detail: expect.stringContaining('readable by its owner alone') } } });
    write('client.secret', CSC_CLIENT.clientSecret);
  });
  test.each<readonly [string, unknown]>([
    ['a person’s PIN in a file', { school: CODE, who: 'GV0017', service: 'ky', pinFile: 'pin' }], ['a person’s key in a device of the server', { school: CODE, who: 'GV0017', pkcs11: { module: 'm.so', token: 't', key: 'k', pinFile: 'pin' }, certificates: ['gv.pem'] }],
    ['a person’s key in a file', { school: CODE, who: 'GV0017', key: 'seal.key', certificates: ['gv.pem'] }], ['a seal that waits for a browser', { school: CODE, who: 'seal', helper: 'vgca', certificates: ['seal.pem'] }], ['a service nobody named', { school: CODE, who: 'GV0017', service: 'khác' }],
  ])('refused: %s', (_case, key) => expect(typeof configured({ services: services(), keys: [key] })).toBe('string'));
});

describe('the seal of an organisation', () => {
  test('from a file', async () => expect(await signs(unwrap(await sealOf({ key: 'seal.key', certificates: ['seal.pem'] }, at)))).toBe(true));
  test('a device that is not there', async () => expect(await sealOf({ pkcs11: { module: '/no/such.so', token: 't', key: 'k', pinFile: 'pin' }, certificates: ['seal.pem'] }, at)).toMatchObject({ ok: false, error: { code: 'signer/unavailable' } }));
  test.runIf(softHsmModule !== undefined)('from a device, for a school and for the province', async () => {
    const hsm = makeSoftHsm(softHsmModule!, [{ label: 'Con dấu', pin: PIN, keys: { dau: { pkcs8: seal.pkcs8 } } }]);
    const device = { pkcs11: { module: softHsmModule!, token: 'Con dấu', key: 'dau', pinFile: 'pin' }, certificates: ['seal.pem'] };
    expect(await signs(unwrap(await sealOf(device, at)))).toBe(true);
    expect(await signs(unwrap(await signerFor([{ school: CODE, who: 'seal', ...device }])(CODE, 'seal')))).toBe(true);
    hsm.remove();
  });
});
