import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { schoolDesk } from '#contract';
import { type Desk, logIn } from '../../src/apps/client/desk.ts';
import { textOf as pdfText } from '../actors/pdf-a.ts';
import { done, press, see, Visitors } from '../support/visitors.ts';

/** Whole classes printed at the desk and from the command line, on the demonstration `npm start` shows. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const MAIN = fileURLToPath(new URL('../../src/apps/cli/main.ts', import.meta.url)), CLASSROOM = '3A1', KEY = 'subject.TOAN.remark', params = { classroom: CLASSROOM };
let visitors: Visitors, teacher: Desk, token: string, folder: string;
let pupil: { readonly pupilId: string; readonly fullName: string; readonly before: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-print-'));
  visitors = await Visitors.open();
  const { baseUrl, password } = visitors.demo.system;
  teacher = await logIn(baseUrl, '/api/school/v1', 'gv.3a1.a', password);
  token = (await teacher.call(schoolDesk.issueAccessToken, { body: { uses: ['print'], days: 1 } })).token;
  const found = (await teacher.call(schoolDesk.classPage, { params })).pupils.find(({ editable, status }) => editable && status !== 'left')!;
  pupil = { pupilId: found.pupilId, fullName: found.fullName, before: found.cells[KEY]?.value ?? '' };
}, 300_000);
afterAll(async () => {
  await visitors.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function remark(value: string): Promise<void> {
  const now = (await teacher.call(schoolDesk.classPage, { params })).pupils.find(({ pupilId }) => pupilId === pupil.pupilId)!;
  const { results } = await teacher.call(schoolDesk.editCells, { params, body: { edits: [{ pupilId: pupil.pupilId, key: KEY, value, baseRevision: now.cells[KEY]?.revision ?? 0 }] } });
  expect(results[0]).toMatchObject({ saved: true });
}
async function hocba(...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [MAIN, ...args], { env: { ...process.env, HOCBA_URL: visitors.demo.system.baseUrl, HOCBA_TOKEN: token } })) };
  } catch (failed) {
    return failed as { code: number; stdout: string; stderr: string };
  }
}
const TOO_LONG = 'Em tính toán nhanh. '.repeat(60).trim();

describe('the teacher at the desk', () => {
  test('prints the class: what does not fit is named with its cell, mended, printed again, and all is taken along', async () => {
    await remark(TOO_LONG);
    const page = await visitors.enter('gv.3a1.a', '/truong/in');
    await page.getByLabel(`Lớp ${CLASSROOM}`).check();
    await press(page, /^In \d+ học bạ/);
    await see(page, `Nội dung ô "Nhận xét môn Toán" của em ${pupil.fullName} dài quá chỗ`);
    await see(page, /Đã in \d+ học bạ; 1 chưa in được/);
    await remark(pupil.before);
    await press(page, 'In lại 1 em lỗi');
    await see(page, /Đã in xong \d+ học bạ/);
    const take = async (name: RegExp) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
      const path = join(folder, download.suggestedFilename());
      await download.saveAs(path);
      return readFileSync(path);
    };
    const files = Object.keys(unzipSync(await take(/Tải ZIP/)));
    expect(files[0]).toBe(`0001-${CLASSROOM}.pdf`);
    const text = pdfText(await take(/Tải một PDF/));
    expect(text.match(/HƯỚNG DẪN GHI HỌC BẠ/g)).toHaveLength(files.length);
    expect(text).toContain(pupil.fullName);
    await page.goto('/truong/in');
    await see(page, `còn giữ ${files.length}`);
    await done(page);
    expect(visitors.complaints).toEqual([]);
  });
});

describe('a file the server refuses', () => {
  test('says which cell of whom does not fit, with code and remedy, where it was asked for', async () => {
    await remark(TOO_LONG);
    const page = await visitors.enter('gv.3a1.a', `/truong/lop/${CLASSROOM}`);
    await page.getByRole('link', { name: 'Kết quả' }).click();
    await page.getByRole('row').filter({ hasText: pupil.fullName }).getByRole('link', { name: 'Xem như in' }).click();
    const message = page.getByRole('alert').filter({ hasText: `Nội dung ô "Nhận xét môn Toán" của em ${pupil.fullName} dài quá chỗ` });
    await message.waitFor();
    expect(await message.textContent()).toMatch(/Rút gọn nhận xét.*HBS-661/);
    await remark(pupil.before);
    const [download] = await Promise.all([page.waitForEvent('download'), press(message, 'Thử lại')]);
    expect(download.suggestedFilename()).toBe('hoc-ba-2023-2024.pdf');
    await done(page);
    expect(visitors.complaints).toEqual([]);
  });
  test('is not begun when its run keeps nothing any more: the screen says why', async () => {
    const page = await visitors.enter('gv.3a1.a', '/truong/in');
    await page.getByRole('row').filter({ hasText: 'còn giữ' }).getByRole('link').first().click();
    const link = page.getByRole('link', { name: /Tải ZIP/ });
    await link.waitFor();
    let begun = 0;
    page.on('download', () => void begun++);
    await page.route('**/print-runs/*', async (route) => { const answer = await route.fetch(); await route.fulfill({ response: answer, json: { ...await answer.json(), kept: 0 } }); });
    await link.click();
    await see(page, 'Tệp chỉ giữ một ngày và đã được xóa; in lại nếu cần.');
    expect([begun, await link.count()]).toEqual([0, 0]);
    await done(page);
  });
});

describe('a program of the school', () => {
  test('prints a class as a ZIP and as one PDF, telling how far it is', async () => {
    for (const name of ['lop.zip', 'lop.pdf']) {
      const said = await hocba('print', '--class', CLASSROOM, '--out', join(folder, name));
      expect(said).toMatchObject({ code: 0, stdout: expect.stringMatching(/Đã ghi .*: \d+ học bạ\./), stderr: expect.stringMatching(/Lượt in .*: \d+ học bạ/) });
    }
    expect(pdfText(readFileSync(join(folder, 'lop.pdf'))).match(/HƯỚNG DẪN GHI HỌC BẠ/g)).toHaveLength(Object.keys(unzipSync(readFileSync(join(folder, 'lop.zip')))).length);
  });
  test.each([
    ['a remark that is too long', TOO_LONG, /HBS-661: Nội dung ô "Nhận xét môn Toán" của em .+ dài quá chỗ .+ Rút gọn nhận xét/], ['a character the typeface does not have', 'Em học tốt 😀', /HBS-662: .+ của em .+\(😀\).+Xóa ký tự lạ/],
  ])('hears which cell of whom does not fit: %s', async (_, text, words) => {
    await remark(text);
    const one = await hocba('print', pupil.pupilId, '--out', join(folder, 'x.pdf')), all = await hocba('print', '--class', CLASSROOM, '--out', join(folder, 'x.zip'));
    await remark(pupil.before);
    for (const said of [one, all]) {
      expect(said.code).toBe(1);
      expect(said.stderr).toMatch(words);
      expect(said.stderr).toContain(pupil.fullName);
    }
    expect(all.stdout).toContain('1 chưa in được; sửa rồi chạy lại với --run');
    expect(await hocba('print', '--run', /--run (\S+)\./.exec(all.stdout)![1]!, '--out', join(folder, 'x.zip'))).toMatchObject({ code: 0 });
  });
  test('prints the extract of a year', async () => {
    const out = join(folder, 'trich-luc.pdf');
    expect(await hocba('print', pupil.pupilId, '--extract', '--year', '2023-2024', '--out', out)).toMatchObject({ code: 0 });
    expect(pdfText(readFileSync(out))).toContain('TRÍCH LỤC HỌC BẠ TIỂU HỌC');
  });
  test.each([
    ['a year the pupil was not here', ['P', '--extract', '--year', '2010-2011', '--out', '/dev/null'], 1, 'HBS-664'], ['a class of somebody else', ['--class', '4A1', '--out', 'x.zip'], 1, 'HBS-605'],
    ['a run nobody knows', ['--run', '0b0f3c0a-0000-4000-8000-000000000001', '--out', 'x.zip'], 1, 'HBS-666'], ['a class into a file of another kind', ['--class', CLASSROOM, '--out', 'x.doc'], 64, '.zip'], ['a year without an extract', ['P', '--year', '2023-2024', '--out', 'x.pdf'], 64, '--extract'],
  ])('is refused in words: %s', async (_, args, code, words) => {
    const said = await hocba('print', ...args.map((one) => (one === 'P' ? pupil.pupilId : one)));
    expect(said.code).toBe(code);
    expect(said.stderr).toContain(words);
  });
});
