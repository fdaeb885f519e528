import { spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDemoPki } from '../../src/apps/demo/pki/index.ts';
import { type TestTier, testTier } from '../support/database.ts';

/** The program as an operator runs it: real time, one tier in its own process, its own database logins, keys and trust from files. */
const MAIN = fileURLToPath(new URL('../../src/apps/cli/main.ts', import.meta.url));
const PASSWORD = 'cây đa bến nước sân đình';
let folder: string, province: TestTier, config: Record<string, unknown>;
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
const environment = () => ({ ...process.env, HOCBA_DATA: folder, DATABASE_URL: '', DATABASE_URL_PROVINCE: province.urls.app, DATABASE_URL_PROVINCE_READ: province.urls.read });
const hocba = (args: readonly string[], { env = {}, input = '' } = {}) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', input, env: { ...environment(), ...env } });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-serve-'));
  province = await testTier('province');
  const pki = await createDemoPki({ holders: [{ id: 'so', kind: 'organisation', name: 'Sở', organisation: 'Sở', key: 'rsa-2048' }, { id: 'bo', kind: 'organisation', name: 'Bộ', organisation: 'Bộ', key: 'rsa-2048' }] });
  const pem = (label: string, der: Uint8Array) => `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;
  write('root.pem', pem('CERTIFICATE', pki.root));
  for (const who of ['so', 'bo']) write(`${who}.pem`, pem('CERTIFICATE', pki.credential(who).certificate));
  write('so.key', pem('PRIVATE KEY', pki.credential('so').pkcs8));
  write('log.key', generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string);
  config = {
    listen: { port: 0 }, publicUrl: 'https://hocba.example.vn', tsaUrl: 'http://127.0.0.1:9/', trust: { anchors: ['root.pem'] }, schools: [{ code: '22205411', name: 'Trường Tiểu học Minh Hoạ A' }],
    province: {
      code: '22', name: 'Sở Giáo dục và Đào tạo Quảng Ninh', seal: { key: 'so.key', certificates: ['so.pem'] }, log: { key: 'log.key', origin: 'hocba.example.vn/log' }, ministry: { code: 'BGD', url: 'http://127.0.0.1:9', certificates: ['bo.pem'] },
      portal: { shortName: 'Sở', fullName: 'Sở Giáo dục và Đào tạo tỉnh Quảng Ninh', support: '0203', standing: 'Để đối chiếu.', lookUpUrl: 'HTTPS://HOCBA.EXAMPLE.VN/T/' },
    },
  };
  config['secondFactor'] = { key: 'second-factor.key', requiredOf: ['districtOfficer'] };
  write('second-factor.key', `${randomBytes(32).toString('base64')}\n`);
  chmodSync(join(folder, 'second-factor.key'), 0o600);
  write('config.json', JSON.stringify(config));
});
afterAll(async () => {
  await province.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('hocba serve', () => {
  test('serves the tier alone, on real time, and stops cleanly', async () => {
    expect(hocba(['account', 'so.quantri', '--tier', 'province', '--role', 'provinceAdmin', '--full-name', 'Nguyễn Văn An', '--organisation', '22'], { input: `${PASSWORD}\n` })).toMatchObject({ status: 0 });
    const secret = hocba(['client', '22205411', '--tier', 'province']).stdout.trim();
    const program = spawn(process.execPath, [MAIN, 'serve', '--tiers', 'province'], { env: environment() });
    let said = '';
    const url = await new Promise<string>((resolve, reject) => {
      program.on('exit', () => reject(new Error(said)));
      for (const stream of [program.stdout, program.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          said += text;
          const [, found] = /Đang phục vụ province ở (\S+)/.exec(said) ?? [];
          if (found) resolve(found);
        });
      }
    });
    try {
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      const portal = await fetch(`${url}/tra-cuu`);
      expect([portal.status, portal.headers.get('strict-transport-security') !== null, (await portal.text()).includes('DỮ LIỆU THỬ NGHIỆM')]).toEqual([200, true, false]);
      expect((await fetch(`${url}/api/school/v1/session`)).status).toBe(404);
      const entered = await fetch(`${url}/api/province/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-hocba-desk': '1' }, body: JSON.stringify({ username: 'so.quantri', password: PASSWORD }) });
      expect([entered.status, entered.headers.get('set-cookie')]).toMatchObject([200, expect.stringMatching(/^__Host-hocba-province=.*Secure/)]);
      const bearer = entered.headers.get('set-cookie')!.split(';')[0]!.split('=')[1]!;
      const clock = await fetch(`${url}/api/province/v1/clock`, { method: 'POST', headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }, body: JSON.stringify({ to: '2030-01-01T00:00:00+07:00' }) });
      expect(await clock.json()).toMatchObject({ code: 'system/clock-real' });
      const token = await fetch(`${url}/api/gateway/v1/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ grant_type: 'client_credentials', client_id: '22205411', client_secret: secret }) });
      expect(token.status).toBe(200);
    } finally {
      const ended = new Promise((resolve) => program.once('exit', resolve));
      program.kill('SIGTERM');
      expect(await ended).toBe(0);
    }
  });

  test.each([
    ['a superuser', () => ({ DATABASE_URL_PROVINCE: province.adminUrl }), 'siêu quyền|superuser|quản trị'],
    ['the owner of the tables', () => ({ DATABASE_URL_PROVINCE: province.urls.owner }), 'chủ|sở hữu'],
    ['a database nobody named', () => ({ DATABASE_URL_PROVINCE: '' }), 'DATABASE_URL_PROVINCE'],
  ])('refuses %s', (_case, env, words) => {
    const { status, stderr } = hocba(['serve', '--tiers', 'province'], { env: env() });
    expect([status, stderr]).toEqual([1, expect.stringMatching(new RegExp(words, 'i'))]);
  });

  test.each([
    ['none', undefined, /Không có tệp cấu hình/], ['no JSON', '{', /sai: /], ['an unknown word', { ...{}, nonsense: 1 }, /publicUrl|nonsense/], ['no section of the tier', { publicUrl: 'https://a.vn', tsaUrl: 'http://a.vn', trust: { anchors: ['root.pem'] } }, /phần "province"/],
  ])('says what is wrong with the configuration: %s', (_case, content, words) => {
    const file = join(folder, 'other.json');
    rmSync(file, { force: true });
    if (content !== undefined) writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    const { status, stderr } = hocba(['serve', '--tiers', 'province', '--config', file]);
    expect([status, stderr]).toEqual([1, expect.stringMatching(words)]);
  });

  test.each([
    ['is missing', undefined, 0o600, /không có tệp khóa/], ['is too short', 'AAAA', 0o600, /32 octet/], ['can be read by others', randomBytes(32).toString('base64'), 0o644, /0600/],
  ])('does not start when the key of the second factor %s', (_case, content, mode, words) => {
    const file = join(folder, 'other.json'), key = join(folder, 'other.key');
    rmSync(key, { force: true });
    if (content !== undefined) writeFileSync(key, content, { mode });
    writeFileSync(file, JSON.stringify({ ...config, secondFactor: { key: 'other.key' } }));
    const { status, stderr } = hocba(['serve', '--tiers', 'province', '--config', file]);
    expect([status, stderr]).toEqual([1, expect.stringMatching(words)]);
  });
  test.each([['so.quantri', 0], ['khong.co', 1]])('second-factor reset %s ends with %i', (name, status) => expect(hocba(['second-factor', 'reset', name, '--tier', 'province']).status).toBe(status));

  test.each([['serve', '--tiers', 'huyen'], ['second-factor', 'reset'], ['account', 'a', '--tier', 'province', '--role', 'schoolHead', '--full-name', 'A', '--organisation', '22'], ['client', 'x'], ['migrate']])('%s %s %s… is wrong usage', (...args) => {
    expect(hocba(args).status).toBe(64);
  });
});
