import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CellValue } from 'hucre';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { schoolDesk } from '#contract';
import { type Desk, logIn } from '../../src/apps/client/desk.ts';
import { editWorkbook, sampleFiles } from '../builders/workbooks.ts';
import { faultsOf, overflowOf } from '../support/accessibility.ts';
import { DESKTOP, done, PHONE, press, see, textOf, Visitors } from '../support/visitors.ts';

/** A workbook with rows that cannot stand: the right ones first, the others mended in the file of the refused rows, and then all of it taken back. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const folder = mkdtempSync(join(tmpdir(), 'hocba-corrected-')), params = { classroom: '4A1' }, MATHS = 'subject.TOAN.mark', MARK_COLUMN = 6, ID_COLUMN = 2;
let visitors: Visitors, page: Page, teacher: Desk, firstImport: string;
/** A pupil whose mark is right in the file, and one whose mark is no mark. */
const RIGHT = { id: '2201000100', name: 'Lê Quang Tuấn', before: '7', after: '8' }, WRONG = { id: '2201000101', name: 'Vũ Bảo Dũng', before: '6', typed: 11, after: '5' };
beforeAll(async () => {
  visitors = await Visitors.open();
  page = await visitors.enter('quantri.a', '/truong/du-lieu');
  teacher = await logIn(visitors.demo.system.baseUrl, '/api/school/v1', 'gv.4a1.a', visitors.demo.system.password);
}, 300_000);
afterAll(async () => {
  await done(page);
  await visitors.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const write = (rows: CellValue[][], id: string, mark: number): void => { rows.find((row) => row[ID_COLUMN] === id)![MARK_COLUMN] = mark; };
async function markOf(id: string): Promise<string | undefined> {
  const { pupils } = await teacher.call(schoolDesk.classPage, { params });
  return pupils.find(({ pupilId }) => pupilId === id)?.cells[MATHS]?.value;
}
async function upload(name: string, bytes: Uint8Array): Promise<void> {
  await page.goto('/truong/du-lieu');
  await page.locator('#files').setInputFiles({ name, mimeType: XLSX, buffer: Buffer.from(bytes) });
  await page.getByRole('button', { name: 'Chạy thử 1 tệp' }).press('Enter');
  await page.getByRole('heading', { name: 'Kết quả chạy thử' }).waitFor();
}
const region = (name: string) => page.getByRole('region', { name, exact: true });
async function isUsable(): Promise<void> {
  for (const viewport of [PHONE, DESKTOP]) {
    await page.setViewportSize(viewport);
    expect(await faultsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBeLessThanOrEqual(1);
  }
}

describe('rows that cannot stand', () => {
  let refused: Uint8Array;
  test('are named with pupil, cell and remedy, and the right ones are written without them', async () => {
    const { bytes } = await editWorkbook(sampleFiles('22205411').find((file) => file.name.includes('KetQua_Lop4-5'))!, ([sheet]) => {
      write(sheet!.rows, RIGHT.id, Number(RIGHT.after));
      write(sheet!.rows, WRONG.id, WRONG.typed);
    });
    await upload('ket-qua-khoi-4-5.xlsx', bytes);
    const problem = region('Cần xem').getByRole('row').filter({ hasText: '11' });
    expect(await textOf(problem.first())).toMatch(/ô G\d+/);
    await see(page, /1 tệp: \d+ dòng kết quả cuối năm\.$/);
    await isUsable();
    await page.getByRole('button', { name: 'Ghi 1 thay đổi, bỏ qua 1 dòng' }).press('Enter');
    await page.getByRole('heading', { name: 'Đã nhập' }).waitFor();
    firstImport = page.url();
    expect([await markOf(RIGHT.id), await markOf(WRONG.id)]).toEqual([RIGHT.after, WRONG.before]);
  });
  test('come as a workbook of their own that says why', async () => {
    const link = region('Các dòng chưa nhập được').getByRole('link', { name: 'Tải dòng bị từ chối' });
    const [download] = await Promise.all([page.waitForEvent('download'), link.press('Enter')]);
    expect(download.suggestedFilename()).toBe('ket-qua-khoi-4-5_dong-bi-tu-choi.xlsx');
    const path = join(folder, 'sua.xlsx');
    await download.saveAs(path);
    refused = new Uint8Array(readFileSync(path));
    const { bytes } = await editWorkbook({ name: 'sua.xlsx', bytes: refused }, ([sheet]) => {
      const rows = sheet!.rows.filter((row) => /^\d{10}$/.test(String(row[ID_COLUMN])));
      expect(rows.map((row) => row[ID_COLUMN])).toEqual([WRONG.id]);
      expect(rows[0]!.join('|')).toMatch(/11.*0 đến 10/);
      write(sheet!.rows, WRONG.id, Number(WRONG.after));
    });
    refused = bytes;
  });
  test('corrected in that workbook they go in, and nothing else', async () => {
    await upload('sua.xlsx', refused);
    expect(await region('Các dòng chưa nhập được').count()).toBe(0);
    await press(page, 'Ghi 1 thay đổi');
    await see(page, 'Đã ghi vào dữ liệu của trường.');
    expect([await markOf(RIGHT.id), await markOf(WRONG.id)]).toEqual([RIGHT.after, WRONG.after]);
  });
});

describe('a whole import taken back', () => {
  test('says first what it will do, and does nothing without a reason', async () => {
    await page.goto(firstImport);
    await page.getByRole('button', { name: 'Xem hoàn tác sẽ làm gì' }).press('Enter');
    await see(page, '1 em được trả lại dữ liệu cũ');
    expect(await page.getByRole('button', { name: 'Hoàn tác lần nhập (1 em)' }).isDisabled()).toBe(true);
    await isUsable();
  });
  test('gives back what stood before it and leaves what came after; the page says who and why', async () => {
    await page.getByLabel('Lý do').fill('Nhập nhầm tệp của học kỳ trước');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Lần nhập đã hoàn tác' }).waitFor();
    expect(await textOf(region('Đã hoàn tác'))).toContain('Nhập nhầm tệp của học kỳ trước');
    expect([await markOf(RIGHT.id), await markOf(WRONG.id)]).toEqual([RIGHT.before, WRONG.after]);
    await page.goto('/truong/du-lieu');
    expect(await textOf(region('Các lần nhập').getByRole('row').filter({ hasText: 'ket-qua-khoi-4-5.xlsx' }))).toContain('Đã hoàn tác');
  });
  test('what was corrected by hand since is kept and named', async () => {
    await upload('lan-hai.xlsx', (await editWorkbook(sampleFiles('22205411').find((file) => file.name.includes('KetQua_Lop4-5'))!, ([sheet]) => write(sheet!.rows, WRONG.id, Number(WRONG.before)))).bytes);
    await press(page, 'Ghi 1 thay đổi');
    await see(page, 'Đã ghi vào dữ liệu của trường.');
    const { pupils } = await teacher.call(schoolDesk.classPage, { params }), revision = pupils.find(({ pupilId }) => pupilId === WRONG.id)!.cells[MATHS]!.revision;
    await teacher.call(schoolDesk.editCells, { params, body: { edits: [{ pupilId: WRONG.id, key: MATHS, value: '7', baseRevision: revision }] } });
    await press(page, 'Xem hoàn tác sẽ làm gì');
    const kept = region('Giữ nguyên').getByRole('row').filter({ hasText: WRONG.name });
    expect(await textOf(kept)).toMatch(/Toán/);
    await isUsable();
  });
  test('no browser complained', () => expect(visitors.complaints).toEqual([]));
});
