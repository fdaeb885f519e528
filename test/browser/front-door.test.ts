import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { exampleFamily } from '../../src/apps/demo/example-family.ts';
import { overflowOf } from '../support/accessibility.ts';
import { done, PHONE, press, Visitors } from '../support/visitors.ts';

/** From the address `npm start` prints to the record of the family it names. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });
let visitors: Visitors;
beforeAll(async () => { visitors = await Visitors.open(); });
afterAll(() => visitors.close());

test('a family that follows the first page and types what the demonstration says reads the record', async () => {
  const family = (await exampleFamily(visitors.demo.system))!, page = await visitors.visit('/', PHONE);
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  await page.getByRole('link', { name: 'Mở Cổng tra cứu' }).press('Enter');
  await page.getByLabel(/Mã tra cứu/).fill(family.code);
  await press(page, 'Tiếp tục');
  const [day, month, year] = family.birthDate.split('/');
  for (const [label, value] of [['Ngày', day], ['Tháng', month], ['Năm', year]] as const) await page.getByLabel(label, { exact: true }).fill(value!);
  await press(page, 'Xem học bạ');
  await page.getByRole('heading', { name: 'Đã tiếp nhận, chưa chốt' }).waitFor();
  await done(page);
  expect(visitors.complaints).toEqual([]);
});
