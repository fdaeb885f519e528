import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { textOf as pdfText } from '../actors/pdf-a.ts';
import { overflowOf } from '../support/accessibility.ts';
import { done, PHONE, textOf, Visitors } from '../support/visitors.ts';

/** The four points of a school year on the class page, in a real browser. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
let visitors: Visitors, page: Page;
beforeAll(async () => {
  visitors = await Visitors.open();
  page = await visitors.enter('gv.4a1.a', '/truong/lop/4A1');
}, 300_000);
afterAll(async () => {
  await done(page);
  await visitors.close();
}, 60_000);

const points = () => page.getByRole('navigation', { name: 'Lần đánh giá' });
const current = () => textOf(points().locator('[aria-current]'));
const saved = async () => { await page.getByRole('status').filter({ hasText: 'Mọi ô đã lưu trên máy chủ' }).waitFor(); };

describe('the point selector', () => {
  test('begins at the year end and counts what each point lacks', async () => {
    await points().waitFor();
    expect(await current()).toMatch(/^Cuối năm học/);
    await expect.poll(() => textOf(points().getByRole('link', { name: /^Giữa học kỳ I ·/ }))).toMatch(/· \d+ ô trống$/);
  });
  test('opens the middle of term I: marks in Tiếng Việt and Toán alone, no result', async () => {
    await points().getByRole('link', { name: /^Giữa học kỳ I ·/ }).click();
    await page.getByRole('heading', { name: /4A1 .* Giữa học kỳ I$/ }).waitFor();
    expect(await current()).toMatch(/^Giữa học kỳ I ·/);
    expect(await page.locator('td.result').count()).toBe(0);
    expect((await page.getByRole('columnheader').allTextContents()).filter((name) => name.includes('Điểm'))).toHaveLength(2);
  });
  test('a mark typed there is saved there, Ctrl+Z takes it back, and the year end is as it was', async () => {
    const mark = page.locator('[data-row="0"][data-column="1"]');
    await mark.focus();
    await page.keyboard.type('7');
    await saved();
    await page.reload();
    await expect.poll(() => mark.inputValue()).toBe('7');
    await mark.fill('11');
    await page.locator('td.bad').first().waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(() => mark.inputValue()).toBe('7');
    await saved();
    await points().getByRole('link', { name: /^Cuối năm học/ }).click();
    await page.locator('td.result').first().waitFor();
    expect(await mark.inputValue()).not.toBe('7');
  });
  test('the table of the class is taken out as PDF', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Bảng tổng hợp (PDF)' }).click()]);
    const text = pdfText(new Uint8Array(readFileSync(await download.path()))).replace(/\s+/g, ' ');
    expect(text).toContain('BẢNG TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ GIÁO DỤC');
    expect(text).toContain('Lớp 4A1');
  });
  test('fits a phone', async () => {
    await page.setViewportSize(PHONE);
    await points().getByRole('link', { name: /^Giữa học kỳ II ·/ }).click();
    await page.getByRole('heading', { name: /Giữa học kỳ II$/ }).waitFor();
    expect(await overflowOf(page)).toBeLessThanOrEqual(1);
  });
  test('no browser complained', () => expect(visitors.complaints).toEqual([]));
});
