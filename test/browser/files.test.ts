import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { faultsOf } from '../support/accessibility.ts';
import { done, press, textOf, Visitors } from '../support/visitors.ts';

/** What a person reads who asks for a file and does not get it: files fetched whole, and files that flow to the disk. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
let visitors: Visitors;
beforeAll(async () => { visitors = await Visitors.open(); }, 300_000);
afterAll(() => visitors.close(), 60_000);

const FILES: readonly (readonly [what: string, user: string, path: string, link: string | RegExp, fileName: string, start: string])[] = [
  ['a list of the school', 'quantri.a', '/truong/du-lieu', 'Tải danh sách học sinh', '22205411_C1-HocSinh.xlsx', 'PK'],
  ['the papers of every class, which flow to the disk', 'hieutruong.a', '/truong/lop', 'Biên bản bàn giao (ZIP)', 'bien-ban-ban-giao-2023-2024.zip', 'PK'],
  ['a paper of one class', 'gv.4a1.a', '/truong/lop/4A1', 'Biên bản bàn giao (PDF)', 'bien-ban-ban-giao-4A1.pdf', '%PDF-'],
  ['a table of the province', 'so.tiepnhan', '/so/nguoi-ky/canh-bao', 'Tải tệp CSV', 'canh-bao-chung-thu-so-2024-05-27.csv', '\u{FEFF}'],
];

describe.each(FILES)('%s', (_what, user, path, name, fileName, start) => {
  let page: Page, link: Locator, begun = 0;
  beforeAll(async () => {
    page = await visitors.enter(user, path);
    page.on('download', () => void begun++);
    link = page.getByRole('link', { name });
    await link.waitFor();
  });
  afterAll(() => done(page));
  const isTaken = async (begin: () => Promise<void>) => {
    const [download] = await Promise.all([page.waitForEvent('download'), begin()]);
    expect(download.suggestedFilename()).toBe(fileName);
    expect(readFileSync(await download.path()).toString().slice(0, start.length)).toBe(start);
  };
  test('without a line: the ordinary message, no download; with the line back, "Thử lại" brings the file', async () => {
    await page.context().setOffline(true);
    await link.press('Enter');
    const message = page.getByRole('alert').filter({ hasText: 'Không kết nối được máy chủ.' });
    await message.waitFor();
    expect(await textOf(message)).toContain('system/offline');
    expect(begun).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await page.context().setOffline(false);
    await isTaken(() => press(message, 'Thử lại'));
    expect(await message.count()).toBe(0);
  });
  test('after the session has ended: the log-in page says so, no download; whoever logs in finds the screen and the file again', async () => {
    begun = 0;
    await page.context().clearCookies();
    await link.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Phiên làm việc không còn hoặc đã hết hạn.' }).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).allTextContents()).toEqual(['Đăng nhập']);
    expect(begun).toBe(0);
    await page.getByLabel('Tên đăng nhập').fill(user);
    await page.getByLabel('Mật khẩu').fill(visitors.demo.system.password);
    await press(page, 'Đăng nhập');
    await isTaken(() => link.press('Enter'));
  });
});

test('no script failed and no policy was broken on the whole way', () => expect(visitors.complaints).toEqual([]));
