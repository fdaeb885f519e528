import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { atPoint, editWorkbook, sampleFiles } from '../builders/workbooks.ts';
import { faultsOf, overflowOf } from '../support/accessibility.ts';
import { DESKTOP, done, PHONE, press, textOf, Visitors } from '../support/visitors.ts';

/** The import screens in a real browser, with the file of a program nobody has seen. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const folder = mkdtempSync(join(tmpdir(), 'hocba-imports-'));
let visitors: Visitors, page: Page;
beforeAll(async () => {
  visitors = await Visitors.open();
  page = await visitors.enter('quantri.a', '/truong/du-lieu');
}, 300_000);
afterAll(async () => {
  await done(page);
  await visitors.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** The list of school A under names of columns that no layout of ours knows; `turned` is the same with its columns the other way round. */
async function strange(name: string, turned = false): Promise<string> {
  const list = sampleFiles('22205411').find((file) => file.name.includes('C1-HocSinh'))!, path = join(folder, name);
  const { bytes } = await editWorkbook(list, (sheets) => {
    sheets.splice(1);
    const rows = sheets[0]!.rows;
    rows[2] = rows[2]!.map((header, c) => ({ 2: 'Student ID', 3: 'Full name', 5: 'Phái', 6: 'Diện', 10: 'Ghi chú y tế' })[c] ?? header);
    if (turned) for (const row of rows.slice(2)) row.reverse();
  });
  writeFileSync(path, bytes);
  return path;
}
async function upload(path: string): Promise<void> {
  await page.goto('/truong/du-lieu');
  await page.locator('#files').setInputFiles(path);
  await press(page, 'Chạy thử 1 tệp');
  await page.getByRole('heading', { name: 'Kết quả chạy thử' }).waitFor();
}
const question = () => page.getByRole('region', { name: /phan-mem-la\.xlsx · / });
const asked = () => page.getByRole('heading', { name: 'Cột trong tệp là gì' });

describe('the file of an unknown program', () => {
  test('ends in a question with guesses filled in', async () => {
    await upload(await strange('phan-mem-la.xlsx'));
    await asked().waitFor();
    expect(await question().getByLabel('Trang này là').inputValue()).toBe('pupils');
    const chosen = (header: string) => question().getByLabel(`${header} là`, { exact: true }).inputValue();
    expect([await chosen('Student ID'), await chosen('Full name'), await chosen('Phái'), await chosen('Diện'), await chosen('Ghi chú y tế')]).toEqual(['pupilId', 'fullName', 'gender', 'status', '']);
    expect(await textOf(question().getByRole('row', { name: /Full name/ }))).toContain('Triệu Văn Dũng');
  });
  test('can be used by everybody, on a desk and on a phone', async () => {
    for (const viewport of [DESKTOP, PHONE]) {
      await page.setViewportSize(viewport);
      expect(await faultsOf(page), String(viewport.width)).toEqual([]);
      expect(await overflowOf(page)).toBeLessThanOrEqual(1);
      const shots = process.env['HOCBA_SHOTS'];
      if (shots) await page.screenshot({ path: join(shots, `layouts-${viewport.width}.png`), fullPage: true });
    }
    await page.setViewportSize(DESKTOP);
  });
  test('what is missing is said before and after it is sent', async () => {
    expect(await textOf(question())).toContain('Chưa có cột cho: Loại khuyết tật');
    await press(question(), /^Xác nhận/);
    await question().getByRole('alert').filter({ hasText: 'thiếu cột "Loại khuyết tật"' }).waitFor();
  });
  test('is answered with the keyboard alone, and read at once', async () => {
    await question().getByLabel('Ghi chú y tế là').focus();
    await page.keyboard.type('Lo');
    expect(await question().getByLabel('Ghi chú y tế là').inputValue()).toBe('disability');
    await question().getByRole('button', { name: /^Xác nhận/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Đọc theo câu trả lời của trường.').waitFor();
    await page.getByRole('heading', { name: 'Từng học sinh' }).waitFor();
  });
  test('is not asked a second time, in whatever order its columns come', async () => {
    await upload(await strange('lan-sau.xlsx', true));
    await page.getByText('Đọc theo câu trả lời của trường.').waitFor();
    expect(await page.getByRole('button', { name: /^Xác nhận/ }).count()).toBe(0);
  });
  test('until the school forgets it', async () => {
    await page.goto('/truong/du-lieu');
    expect(await faultsOf(page)).toEqual([]);
    await press(page, /^Quên cách trình bày/);
    await expect.poll(() => page.getByRole('heading', { name: 'Cách trình bày đã nhớ' }).count()).toBe(0);
    await upload(await strange('lan-ba.xlsx', true));
    await asked().waitFor();
    await press(page, 'Bỏ qua trang tính này');
    await page.getByText('Bỏ qua trong lần nhập này.').waitFor();
  });
});

describe('a list whose header stands below something that looks like one', () => {
  test('is read from the row that is chosen, with one value for every row, by keyboard', async () => {
    const list = sampleFiles('22205411').find((file) => file.name.includes('C1-HocSinh'))!, path = join(folder, 'mot-lop.xlsx');
    const { bytes } = await editWorkbook(list, (sheets) => {
      sheets.splice(1);
      const [, , header, ...rows] = sheets[0]!.rows, ofClass = rows.filter((row) => row[1] === '1A1').map((row) => row.filter((_, c) => c !== 1 && c !== 6));
      sheets[0]!.name = 'Data';
      sheets[0]!.rows = [['STT', 'Họ tên', 'Lớp', 'Ngày sinh'], ['Người lập', 'Ngô Mai Thảo', 'HK2', '31/05/2024'], header!.filter((_, c) => c !== 1 && c !== 6).map((text) => (text === 'Loại khuyết tật' ? 'Ghi chú y tế' : text)), ...ofClass];
    });
    writeFileSync(path, bytes);
    await upload(path);
    await asked().waitFor();
    const sheet = page.getByRole('region', { name: /mot-lop\.xlsx · / });
    await sheet.getByText('Hàng tiêu đề ở dòng khác?').focus();
    await page.keyboard.press('Enter');
    await sheet.getByLabel('Tiêu đề bắt đầu ở').selectOption('3');
    expect(await faultsOf(page)).toEqual([]);
    const shots = process.env['HOCBA_SHOTS'];
    if (shots) await page.screenshot({ path: join(shots, 'header-choice.png'), fullPage: true });
    await sheet.getByRole('button', { name: 'Đọc lại với hàng tiêu đề này' }).focus();
    await page.keyboard.press('Enter');
    await sheet.getByText('Tiêu đề ở dòng 3.').waitFor();
    await sheet.getByLabel('Ghi chú y tế là').selectOption('disability');
    await sheet.getByLabel('Mã lớp của mọi dòng').fill('1A1');
    await sheet.getByLabel('Trạng thái HS của mọi dòng').fill('Đang học');
    expect(await faultsOf(page)).toEqual([]);
    if (shots) await page.screenshot({ path: join(shots, 'constants.png'), fullPage: true });
    await sheet.getByRole('button', { name: /^Xác nhận/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Đọc theo câu trả lời của trường.').waitFor();
    await page.getByRole('heading', { name: 'Từng học sinh' }).waitFor();
  });
});

describe('sheets that do not say of which point they are', () => {
  test('are answered together when they are of one file, or one by one', async () => {
    const results = sampleFiles('22205411').find((file) => file.name.includes('KetQua_Lop1-2'))!, path = join(folder, 'hai-trang.xlsx');
    const { bytes } = await editWorkbook(results, (sheets) => {
      atPoint('midTerm1')(sheets);
      const { rows } = sheets[0]!, header = rows.slice(0, rows.findIndex((row) => row.includes('STT')) + 3), ofGrade = (grade: string) => rows.slice(header.length).filter((row) => String(row[1]).startsWith(grade));
      sheets.splice(0, sheets.length, ...['1', '2'].map((grade) => ({ name: `Khối ${grade}`, extra: {}, rows: [...header, ...ofGrade(grade)] })));
    });
    writeFileSync(path, bytes);
    await upload(path);
    const points = page.getByRole('region', { name: 'Kết quả của lần đánh giá nào?' }), chosen = (legend: RegExp) => points.getByRole('group', { name: legend }).getByRole('radio', { checked: true });
    await points.getByRole('group', { name: 'Cả 2 trang tính của tệp hai-trang.xlsx' }).getByRole('radio', { name: 'Giữa học kỳ I', exact: true }).focus();
    await page.keyboard.press('Space');
    expect(await Promise.all([/Khối 1/, /Khối 2/].map((sheet) => chosen(sheet).evaluate((radio) => radio.closest('label')?.textContent)))).toEqual(['Giữa học kỳ I', 'Giữa học kỳ I']);
    await points.getByRole('group', { name: /Khối 2/ }).getByRole('radio', { name: 'Giữa học kỳ II', exact: true }).check();
    expect([await chosen(/Khối 1/).count(), await chosen(/^Cả 2/).count()]).toEqual([1, 0]);
    expect(await faultsOf(page)).toEqual([]);
    await press(points, 'Đọc theo lần đánh giá đã chọn');
    await page.getByRole('heading', { name: 'Từng học sinh' }).waitFor();
    expect(await chosen(/Khối 2/).evaluate((radio) => radio.closest('label')?.textContent)).toBe('Giữa học kỳ II');
  });
  test('no browser complained', () => expect(visitors.complaints).toEqual([]));
});
