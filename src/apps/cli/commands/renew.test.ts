import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { gateway } from '#contract';
import type { SchoolCode } from '#domain';
import { storedIdentity } from '#identity/postgres';
import { unwrap } from '#kernel';
import { gatewayClient, tokenFor } from '../../../../test/actors/gateway-client.ts';
import { item, testSchool } from '../../../../test/actors/school.ts';
import { openTiers, type Tiers } from '../../../../test/builders/tiers.ts';
import { run } from '../run.ts';

const SCHOOL = '22205411' as SchoolCode;
let tiers: Tiers, url: string;
beforeAll(async () => {
  tiers = await openTiers({ schools: [SCHOOL] });
  url = await tiers.listen();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await tiers.close();
});

async function tokenOf(role: 'provinceOfficer' | 'provinceAdmin'): Promise<string> {
  const who = { username: `so.${role}`, password: 'cây đa bến nước sân đình' }, identity = storedIdentity(tiers.province.tier, 'province');
  await identity.createAccount({ ...who, organisation: { code: '22', name: 'Sở' }, role, fullName: role });
  return unwrap(await identity.logIn({ ...who, address: '127.0.0.1' })).token;
}
async function renewAs(token: string, address = url, ...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  vi.stubEnv('HOCBA_URL', address);
  vi.stubEnv('HOCBA_TOKEN', token);
  const said = { out: '', err: '' };
  const code = await run(['renew', ...args], { out: (text) => void (said.out += text), err: (text) => void (said.err += text) });
  return { code, ...said };
}

test('time-stamps the log as the administrator of the province, says what, and says why when it cannot', async () => {
  const admin = await tokenOf('provinceAdmin');
  expect(await renewAs(admin)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^HBS-\d+: .*nhật ký/i) });

  const school = testSchool(SCHOOL, tiers.trial), asSchool = gatewayClient(tiers.app, await tokenFor(tiers.app, gateway.token.path, SCHOOL, tiers.secretOf(SCHOOL)));
  await asSchool.post('submitSigners', (await school.signers()).bytes);
  await tiers.decideSigners(true);
  await asSchool.post('submitRoster', (await school.roster(1)).bytes);
  await asSchool.post('submitBatch', (await school.batch([item.submit(await school.issue(1))])).bytes);
  await tiers.background.settle();

  expect(await renewAs(await tokenOf('provinceOfficer'))).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^HBS-\d+: /) });
  expect(await renewAs(admin)).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^Lần gia hạn 1: gốc nhật ký 1 mục được đóng dấu thời gian lúc 03\/06\/2024 08:00\.$/) });
  const again = await renewAs(admin, url, '--json');
  expect(JSON.parse(again.out)).toMatchObject({ number: 1, size: 1 });
  expect(await renewAs(admin, 'http://127.0.0.1:9')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('chưa có gì được ghi') });
  expect((await renewAs(admin, url, 'tất cả')).code).toBe(64);
  expect((await renewAs('')).code).toBe(64);
});
