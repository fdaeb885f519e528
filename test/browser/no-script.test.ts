import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { exampleFamily } from '../../src/apps/demo/example-family.ts';
import { textOf as pdfText } from '../actors/pdf-a.ts';
import { DESKTOP, done, PHONE, press, see, Visitors } from '../support/visitors.ts';

/** The whole way of a family in a browser that runs no script: what the portal says it needs not, it is not given. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
let visitors: Visitors, family: { readonly code: string; readonly birthDate: string };
beforeAll(async () => {
  visitors = await Visitors.open();
  family = (await exampleFamily(visitors.demo.system))!;
}, 300_000);
afterAll(() => visitors.close(), 60_000);

const FILES = { form: 'hoc-ba.pdf', extract: 'trich-luc-hoc-ba-2023-2024.pdf', packet: 'hoc-ba-2023-2024.xml' };

describe.each([['desk', DESKTOP], ['phone', PHONE]] as const)('without scripts, at a %s', (_, viewport) => {
  let page: Page;
  const taken = new Map<string, Buffer>();
  beforeAll(async () => { page = await visitors.visit('/', viewport, false); });
  afterAll(() => done(page));
  const type = async (birthDate: string) => {
    const [day, month, year] = birthDate.split('/');
    for (const [label, value] of [['Ngày', day], ['Tháng', month], ['Năm', year]] as const) await page.getByLabel(label, { exact: true }).fill(value!);
    await press(page, 'Xem học bạ');
  };
  const verify = async (name: string, buffer: Buffer) => {
    await page.getByRole('navigation').getByRole('link', { name: 'Xác thực tệp' }).click();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByText('Chọn tệp', { exact: true }).click()]);
    await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer });
    await press(page, 'Kiểm tra');
  };

  test('the front door opens the portal', async () => {
    await page.getByRole('link', { name: 'Mở Cổng tra cứu' }).press('Enter');
    await page.getByLabel(/Mã tra cứu/).waitFor();
  });
  test('a code of the wrong form and a wrong birth date are refused in words, and lead back', async () => {
    await page.getByLabel(/Mã tra cứu/).fill('12 34');
    await press(page, 'Tiếp tục');
    await page.getByRole('alert').filter({ hasText: 'mã vừa nhập có 4 ký tự' }).waitFor();
    await page.getByLabel(/Mã tra cứu/).fill(family.code);
    await press(page, 'Tiếp tục');
    await type('1/1/2001');
    await see(page, /Không tìm thấy/);
    await page.goto('/tra-cuu');
  });
  test('code and birth date open the record, with who signed and who has looked', async () => {
    await page.getByLabel(/Mã tra cứu/).fill(family.code);
    await press(page, 'Tiếp tục');
    await type(family.birthDate);
    await page.getByRole('heading', { name: 'Đã tiếp nhận, chưa chốt' }).waitFor();
    await page.getByRole('link', { name: 'Ai đã ký' }).click();
    expect(new URL(page.url()).hash).toBe('#chu-ky');
    await page.getByText('Từng lần xem').click();
    await page.getByRole('listitem').filter({ hasText: /\d\d\/\d\d\/2024/ }).last().waitFor();
  });
  test('the form for printing, the extract and the original are taken home', async () => {
    for (const [name, fileName] of [['Tải PDF', FILES.form], ['Tải trích lục', FILES.extract], ['Tải XML', FILES.packet]] as const) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
      expect(download.suggestedFilename()).toBe(fileName);
      taken.set(fileName, readFileSync(await download.path()));
    }
    expect(pdfText(taken.get(FILES.form)!)).toContain('HƯỚNG DẪN GHI HỌC BẠ');
    expect(pdfText(taken.get(FILES.extract)!)).toContain('TRÍCH LỤC HỌC BẠ TIỂU HỌC');
  });
  test.each([FILES.form, FILES.packet])('%s is checked by handing it in', async (name) => {
    await verify(name, taken.get(name)!);
    await page.getByRole('heading', { name: 'Tệp nguyên vẹn và hợp lệ' }).waitFor();
  });
  test('a file with one mark changed is found out', async () => {
    const spoiled = Buffer.from(taken.get(FILES.packet)!);
    spoiled.write('9', spoiled.indexOf('<DIEM>') + '<DIEM>'.length);
    await verify(FILES.packet, spoiled);
    await page.getByRole('heading', { name: 'Không hợp lệ' }).waitFor();
  });
  test('the record is closed, and stays closed', async () => {
    await page.goto('/tra-cuu/hoc-ba');
    await press(page, 'Đóng học bạ này');
    await page.getByLabel(/Mã tra cứu/).waitFor();
    await page.goto('/tra-cuu/hoc-ba');
    await see(page, 'Tra cứu lại bằng mã và ngày sinh.');
  });
  test('the address of the QR code asks for the birth date alone', async () => {
    await page.goto(`/t/${family.code.replaceAll(' ', '').toUpperCase()}`);
    await type(family.birthDate);
    await page.getByRole('heading', { name: 'Đã tiếp nhận, chưa chốt' }).waitFor();
  });
  test('the guides are read', async () => {
    for (const path of ['/tra-cuu/huong-dan', '/huong-dan']) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1, name: 'Hướng dẫn' }).waitFor();
    }
  });
  test('and no script runs indeed: a desk, which lives of them, does not begin', async () => {
    await page.goto('/truong', { waitUntil: 'networkidle' });
    expect(await page.locator('#root').innerHTML()).toBe('');
  });
});

test('no policy was broken on the whole way', () => expect(visitors.complaints).toEqual([]));
