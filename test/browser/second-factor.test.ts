import { type TOTP, URI } from 'otpauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { done, PHONE, press, see, textOf, Visitors } from '../support/visitors.ts';

/** A head protects the account with an app on the phone, comes in with it, and turns it off again. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });
let visitors: Visitors, page: Page, device: TOTP, codes: readonly string[];
const PERIOD_MS = 30_000;
beforeAll(async () => { visitors = await Visitors.open(); });
afterAll(() => visitors.close());

/** A code whose step the server has not taken yet: a device shows the next one after at most half a minute, and the server takes it a step ahead. */
let step = 0;
function code(): string {
  step = Math.max(step + 1, Math.floor(Date.now() / PERIOD_MS));
  return device.generate({ timestamp: step * PERIOD_MS });
}
async function logIn(user: string, second?: string): Promise<Page> {
  const visitor = await visitors.visit('/truong', PHONE);
  await visitor.getByLabel('Tên đăng nhập').fill(user);
  await visitor.getByLabel('Mật khẩu').fill(visitors.demo.system.password);
  await visitor.keyboard.press('Enter');
  if (second === undefined) return visitor;
  await visitor.getByLabel('Mã của ứng dụng xác thực').waitFor();
  expect(await visitor.getByRole('alert').count()).toBe(0);
  // The cursor already stands in the new field.
  await visitor.keyboard.type(second);
  await visitor.keyboard.press('Enter');
  return visitor;
}

test('is set up from the name in the corner, confirmed by the first code, and gives recovery codes once', async () => {
  page = await visitors.enter('hieutruong.b', '/truong');
  const elsewhere = await visitors.enter('hieutruong.b', '/truong');
  await page.getByRole('link', { name: /Tài khoản/ }).click();
  await press(page, 'Bật lớp bảo vệ thứ hai');
  await page.getByRole('img', { name: 'Mã QR cho ứng dụng xác thực' }).waitFor();
  const secret = (await textOf(page.locator('#device-secret'))).replaceAll(' ', '');
  device = URI.parse(`otpauth://totp/Hoc%20ba%20so:hieutruong.b?secret=${secret}&period=30&digits=6&algorithm=SHA1`) as TOTP;
  await page.getByLabel('2. Nhập mã sáu chữ số').fill('000000');
  await press(page, 'Bật');
  await see(page, 'HBS-711');
  await page.getByLabel('2. Nhập mã sáu chữ số').fill(code());
  await press(page, 'Bật');
  const shown = page.getByRole('list', { name: 'Mã dự phòng' }).getByRole('listitem');
  await shown.first().waitFor();
  codes = await shown.allTextContents();
  expect(codes).toHaveLength(10);
  const download = page.waitForEvent('download');
  await press(page, 'Tải tệp mã dự phòng');
  expect((await download).suggestedFilename()).toBe('ma-du-phong.txt');
  await press(page, 'Đã cất, tiếp tục');
  await see(page, 'Đang bật: đăng nhập cần mật khẩu và mã');
  await elsewhere.reload();
  await elsewhere.getByLabel('Tên đăng nhập').waitFor();
  await done(elsewhere);
  await done(page);
});

test('from then on the password alone opens nothing; with the code of the phone it does', async () => {
  const wrong = await logIn('hieutruong.b', '000000');
  expect(await textOf(wrong.getByRole('alert'))).toContain('Mã xác thực không đúng');
  await wrong.getByLabel('Mã của ứng dụng xác thực').fill(codes[0]!);
  await wrong.keyboard.press('Enter');
  await wrong.getByRole('button', { name: 'Đăng xuất' }).waitFor();
  await done(wrong);
});

test('a code turns it off again', async () => {
  page = await logIn('hieutruong.b', codes[1]!);
  await page.getByRole('link', { name: /Tài khoản/ }).click();
  await see(page, 'Còn 8 mã dự phòng.');
  await page.getByLabel('Mã hiện tại, để tắt').fill(code());
  await press(page, 'Tắt lớp bảo vệ thứ hai');
  await page.getByRole('button', { name: 'Bật lớp bảo vệ thứ hai' }).waitFor();
  await done(page);
  await done(await visitors.enter('hieutruong.b', '/truong'));
});

test('a role that needs one sees nothing else until it is set up', async () => {
  page = await visitors.visit('/truong');
  await page.route('**/api/school/v1/session', async (route) => {
    const response = await route.fetch();
    if (!response.ok()) return route.fulfill({ response });
    const answer = (await response.json()) as { user: object };
    return route.fulfill({ response, json: { ...answer, user: { ...answer.user, secondFactor: 'due' } } });
  });
  await page.getByLabel('Tên đăng nhập').fill('hieutruong.b');
  await page.getByLabel('Mật khẩu').fill(visitors.demo.system.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Bật lớp bảo vệ thứ hai', level: 1 }).waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  await press(page, 'Bật lớp bảo vệ thứ hai');
  await page.getByRole('img', { name: 'Mã QR cho ứng dụng xác thực' }).waitFor();
  await done(page);
});

test('no page complained', () => expect(visitors.complaints).toEqual([]));
