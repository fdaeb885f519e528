import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { schoolDesk } from '#contract';
import { logIn } from '../../src/apps/client/desk.ts';
import { textOf as pdfText } from '../actors/pdf-a.ts';
import { faultsOf, overflowOf } from '../support/accessibility.ts';
import { done, PHONE, textOf, Visitors } from '../support/visitors.ts';

/** The papers of every class of a school in one ZIP, and the points before the year end that lack something: the head's screens. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
let visitors: Visitors, page: Page, classrooms: readonly string[];
beforeAll(async () => {
  visitors = await Visitors.open();
  page = await visitors.enter('hieutruong.a', '/truong/lop');
  const { baseUrl, password } = visitors.demo.system, head = await logIn(baseUrl, '/api/school/v1', 'hieutruong.a', password);
  classrooms = (await head.call(schoolDesk.overview, {})).classes.map(({ classroom }) => classroom).toSorted();
}, 300_000);
afterAll(async () => {
  await done(page);
  await visitors.close();
}, 60_000);

const papers = () => page.getByRole('list', { name: 'Bảng của mọi lớp' });
async function take(name: string | RegExp): Promise<{ readonly fileName: string; readonly pdfs: ReadonlyMap<string, string> }> {
  const [download] = await Promise.all([page.waitForEvent('download'), papers().getByRole('link', { name }).press('Enter')]);
  const entries = Object.entries(unzipSync(new Uint8Array(readFileSync(await download.path()))));
  return { fileName: download.suggestedFilename(), pdfs: new Map(entries.map(([file, bytes]) => [file, pdfText(bytes).replace(/\s+/g, ' ')])) };
}
const classroomOf = (file: string) => /\d[A-Z]\d/.exec(file)![0];
async function isUsable(): Promise<void> {
  expect(await faultsOf(page)).toEqual([]);
  expect(await overflowOf(page)).toBeLessThanOrEqual(1);
}

describe('the papers of every class', () => {
  test('Bảng tổng hợp of the year end: one PDF per class, each of its own class', async () => {
    const { fileName, pdfs } = await take('Bảng tổng hợp Cuối năm học (ZIP)');
    expect(fileName).toBe('bang-tong-hop-cuoi-nam-hoc-2023-2024.zip');
    expect([...pdfs.keys()].toSorted()).toEqual(classrooms.map((classroom) => `bang-tong-hop-${classroom}-cuoi-nam-hoc.pdf`));
    for (const [file, text] of pdfs) {
      expect(text, file).toContain('BẢNG TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ GIÁO DỤC');
      expect(text, file).toContain(`Lớp ${classroomOf(file)}`);
    }
  });
  test('Biên bản nghiệm thu, bàn giao: one PDF per class, each of its own class', async () => {
    const { fileName, pdfs } = await take('Biên bản bàn giao (ZIP)');
    expect(fileName).toBe('bien-ban-ban-giao-2023-2024.zip');
    expect([...pdfs.keys()].toSorted()).toEqual(classrooms.map((classroom) => `bien-ban-ban-giao-${classroom}.pdf`));
    for (const [file, text] of pdfs) {
      expect(text, file).toContain('BIÊN BẢN NGHIỆM THU, BÀN GIAO KẾT QUẢ GIÁO DỤC');
      expect(text, file).toContain(`Lớp ${classroomOf(file)}`);
    }
  });
  test('a teacher takes the own class alone', async () => {
    const headPage = page;
    page = await visitors.enter('gv.4a1.a', '/truong/lop', PHONE);
    const { pdfs } = await take('Biên bản bàn giao (ZIP)');
    expect([...pdfs.keys()]).toEqual(['bien-ban-ban-giao-4A1.pdf']);
    await isUsable();
    await done(page);
    page = headPage;
  });
});

describe('points before the year end in the sign queue', () => {
  const line = () => page.getByRole('region', { name: 'Các lần đánh giá trước còn thiếu' });
  const open = async (text: string | RegExp) => {
    const summary = line().locator('summary').filter({ hasText: text });
    await summary.focus();
    await page.keyboard.press('Enter');
  };
  beforeAll(async () => {
    await page.setViewportSize(PHONE);
    await page.goto('/truong/ky');
    await line().waitFor();
  });
  test('are one line and do not hold up signing', async () => {
    expect(await textOf(line())).toContain('không chặn ký');
    expect(await line().locator('summary').filter({ visible: true }).allTextContents()).toEqual([expect.stringMatching(/^\d+ lần đánh giá của các lớp chưa đủ$/)]);
    expect(await page.getByRole('button', { name: /^Ký \d+ học bạ/ }).isEnabled()).toBe(true);
    await isUsable();
  });
  test('opened with the keyboard, it names class, point and pupils, and leads to the cells', async () => {
    await open(/lần đánh giá của các lớp chưa đủ/);
    await open(/^Lớp 4A1, Giữa học kỳ I:/);
    const named = line().getByRole('listitem').filter({ hasText: 'Lớp 4A1, Giữa học kỳ I:' });
    await named.getByText('Nguyễn Quỳnh An').waitFor();
    await isUsable();
    await named.getByRole('link', { name: 'Nhập tiếp' }).press('Enter');
    await page.getByRole('heading', { name: /4A1 .* Giữa học kỳ I$/ }).waitFor();
  });
  test('no browser complained', () => expect(visitors.complaints).toEqual([]));
});
