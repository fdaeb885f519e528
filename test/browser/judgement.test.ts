import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { faultsOf } from '../support/accessibility.ts';
import { done, PHONE, press, see, textOf, Visitors } from '../support/visitors.ts';

/** What people decide about a pupil's year, in a real browser: doubts, awards, summer, the law in force. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
let visitors: Visitors;
beforeAll(async () => { visitors = await Visitors.open(); }, 300_000);
afterAll(() => visitors.close(), 60_000);

describe('the homeroom teacher', () => {
  let page: Page;
  beforeAll(async () => { page = await visitors.enter('gv.4a1.a', '/truong/lop/4A1'); });
  afterAll(() => done(page));
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  test('types a mark that contradicts the level, reads why it is asked, and says it was looked at', async () => {
    const mark = page.locator('input[id$="-subject.TOAN.mark"]').first();
    await mark.fill('5');
    const asked = page.locator('td.ask').first();
    await asked.waitFor();
    expect(await asked.getAttribute('title')).toBe('Nên xem lại: mức T đi cùng điểm 5. Xem lại mức và điểm; nếu đúng, bấm Đã xem.');
    await page.getByRole('link', { name: 'Kết quả' }).click();
    const list = page.getByRole('region', { name: 'Nên xem lại' }).first();
    await see(page, 'mức T đi cùng điểm 5');
    const before = await list.getByRole('row').count();
    await list.getByRole('button', { name: /^Đã xem ?: ?Toán – Mức đạt được/ }).click();
    await expect.poll(() => list.getByRole('row').count()).toBe(before - 1);
    expect(await faultsOf(page)).toEqual([]);
  });
  test('a title that no longer follows can be taken back from the pupil’s drawer', async () => {
    await page.getByRole('link', { name: 'Môn học' }).click();
    await page.locator('tbody th.name a').first().click();
    await see(page, 'khen “Học sinh Xuất sắc” nhưng kết quả là Hoàn thành');
    await press(page, 'Bỏ danh hiệu cuối năm');
    await expect.poll(() => page.locator('.drawer').getByText('Ghi trong học bạ:').count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
  });
  test('Học sinh Tiêu biểu wants its reason and the class before it is confirmed', async () => {
    await row('Lê Quang Tuấn').getByRole('link').click();
    await see(page, 'Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện');
    await press(page, 'Xác nhận khen thưởng');
    expect(await page.getByLabel('Thành tích hoặc tiến bộ').evaluate((input) => (input as unknown as { validity: { valid: boolean } }).validity.valid)).toBe(false);
    await page.getByLabel('Thành tích hoặc tiến bộ').fill('Giải Nhất cờ vua cấp phường');
    await page.getByLabel('Tập thể lớp đã công nhận').check();
    await press(page, 'Xác nhận khen thưởng');
    await see(page, /xác nhận lúc .*, vì Giải Nhất cờ vua cấp phường; tập thể lớp công nhận/);
  });
  test('health, absence and other commendations have cells of their own', async () => {
    await page.getByRole('link', { name: 'Sức khoẻ – Khen thưởng' }).click();
    expect(await page.getByRole('columnheader').allTextContents()).toEqual(expect.arrayContaining([expect.stringContaining('Khen thưởng'), expect.stringContaining('Chiều cao')]));
  });
});

test('the head writes down the rounds of summer, then decides', async () => {
  const page = await visitors.enter('hieutruong.a', '/truong/lop/1A1');
  await page.getByRole('row').filter({ hasText: 'Tằng Minh Sơn' }).getByRole('link').click();
  await see(page, 'Đánh giá bổ sung, Điều 11 Thông tư 27');
  await page.locator('summary', { hasText: 'Ghi kết quả đánh giá lại' }).click();
  await page.getByLabel('Ngày đánh giá').fill('2024-05-26');
  await page.getByLabel('Giáo dục thể chất – Mức đạt được').last().fill('C');
  await press(page, 'Ghi lần đánh giá này');
  await see(page, /Lần 1, ngày 26\/05\/2024/);
  await page.getByLabel('Được lên lớp', { exact: true }).check();
  await page.getByLabel('Số quyết định').fill('12/QĐ-TH');
  await page.getByLabel('Ngày quyết định').fill('2024-05-27');
  expect(await faultsOf(page)).toEqual([]);
  await press(page, 'Ghi quyết định');
  await see(page, /Được lên lớp theo quyết định 12\/QĐ-TH ngày 27\/05\/2024/);
  await done(page);
});

test('chính sách đang áp dụng, also on a phone', async () => {
  const page = await visitors.enter('gv.4a1.a', '/truong/chinh-sach', PHONE);
  await see(page, 'Chính sách đang áp dụng');
  await see(page, 'Quyết định 121-TCTK/PPCĐ');
  expect(await textOf(page.getByRole('row').filter({ hasText: 'Đơn vị hành chính' }))).toContain('13 Phòng Giáo dục và Đào tạo');
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  expect(await faultsOf(page)).toEqual([]);
  await done(page);
});

test('no script, policy or server complained', () => expect(visitors.complaints).toEqual([]));
