import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { done, press, see, Visitors } from '../support/visitors.ts';

/** Who signs for a school: at the school, at the province that approves, and at the district that may read some of it. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
let visitors: Visitors;
const as: Visitors['enter'] = (...args) => visitors.enter(...args);
beforeAll(async () => { visitors = await Visitors.open(); }, 300_000);
afterAll(() => visitors.close(), 60_000);

describe('the signers of the school', () => {
  test('the clerk sees who signs, until when, and what the province says', async () => {
    const page = await as('vanthu.a', '/truong/nop');
    await page.getByRole('link', { name: 'Người ký và chứng thư số' }).click();
    const table = page.getByRole('region', { name: 'Người ký của trường' });
    await table.getByRole('row', { name: /Con dấu của trường.*Sở đã duyệt/ }).waitFor();
    await table.getByRole('row', { name: /Hiệu trưởng.*Sở đã duyệt/ }).waitFor();
    await see(page, /Theo sổ của Sở lúc/);
    await done(page);
  });
  test('a teacher sees the own class alone', async () => {
    const page = await as('gv.4a1.a', '/truong/nop/nguoi-ky');
    await page.getByRole('region', { name: 'Người ký của trường' }).getByRole('row', { name: /Giáo viên chủ nhiệm 4A1/ }).waitFor();
    expect(await page.getByText('Con dấu của trường').count()).toBe(0);
    await done(page);
  });
});

describe('the officer of the province', () => {
  let page: Page;
  beforeAll(async () => { page = await as('so.tiepnhan', '/so'); });
  afterAll(() => done(page));
  test('takes an approval back from a day on, with a reason; and undoes it before that day', async () => {
    await page.goto('/so/nguoi-ky');
    await page.getByLabel('Tình trạng').selectOption({ label: 'Đã duyệt, đang dùng' });
    const button = page.getByRole('button', { name: /^Thôi công nhận / }).first();
    const name = ((await button.getAttribute('aria-label')) ?? '').replace('Thôi công nhận ', '');
    const line = page.getByRole('row').filter({ hasText: name }).first();
    await button.click();
    await page.getByLabel('Lý do', { exact: true }).fill('Mất thiết bị ký');
    await page.getByLabel(/Số quyết định/).fill('15/QĐ-SGDĐT');
    await page.getByLabel('Từ ngày').fill('2024-06-20');
    await press(page, 'Ghi thôi công nhận');
    await see(page, /Sở thôi công nhận từ 20\/0?6\/2024, quyết định 15\/QĐ-SGDĐT: Mất thiết bị ký/);
    await line.getByRole('button', { name: `Huỷ thôi công nhận ${name}` }).click();
    await line.getByRole('button', { name: `Thôi công nhận ${name}`, exact: true }).waitFor();
  });
  test('reads which certificates need something done, filters them and takes the table along', async () => {
    await page.goto('/so/nguoi-ky/canh-bao');
    await page.getByRole('region', { name: 'Tỷ lệ chứng thư số' }).getByRole('row', { name: /Toàn tỉnh/ }).waitFor();
    await page.getByLabel('Loại').selectOption({ label: 'Bị thu hồi' });
    await see(page, 'Không có cảnh báo nào.');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Tải tệp CSV' }).click()]);
    expect(file.suggestedFilename()).toBe('canh-bao-chung-thu-so-2024-05-27.csv');
  });
});

describe('the officer of a district', () => {
  test('finds behind each entry of the menu what an officer of a district may read', async () => {
    const page = await as('phong.dongtrieu', '/so');
    const menu = page.getByRole('navigation', { name: 'Các mục' }).getByRole('link'), names = await menu.allTextContents();
    expect(names.filter((name) => /CSDL gốc|Người ký/.test(name))).toEqual([]);
    for (const name of names) {
      await menu.filter({ hasText: name }).click();
      await page.waitForLoadState('networkidle');
      expect(await page.getByRole('alert').count(), name).toBe(0);
    }
    await page.goto('/so/csdl-goc');
    await see(page, 'Vai trò của bạn không được làm việc này.');
    expect(await page.getByRole('button', { name: 'Thử lại' }).count()).toBe(0);
    await page.goto('/so/khong-co');
    await page.getByRole('heading', { name: 'Không có màn hình này' }).waitFor();
    await done(page);
  });
});

test('no script failed and no policy was broken on the whole way', () => expect(visitors.complaints).toEqual([]));
