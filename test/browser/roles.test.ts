import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { textOf as pdfText } from '../actors/pdf-a.ts';
import { done, PHONE, press, see, textOf, Visitors } from '../support/visitors.ts';

/**
 * Each role walks its part of the road in a real browser, on the demonstration `npm start` shows. The tests follow one another
 * as the roles do: what the teacher signs the head finds, and so on to the family.
 */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
let visitors: Visitors;
const ROOT = fileURLToPath(new URL('../..', import.meta.url)), folder = mkdtempSync(join(tmpdir(), 'hocba-browser-')), execFileAsync = promisify(execFile);
const open: Visitors['visit'] = (...args) => visitors.visit(...args), as: Visitors['enter'] = (...args) => visitors.enter(...args);
beforeAll(async () => { visitors = await Visitors.open(); }, 300_000);
afterAll(async () => {
  await visitors.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const logIn = async (page: Page, name: string, password = visitors.demo.system.password) => {
  await page.getByLabel('Tên đăng nhập').fill(name);
  await page.getByLabel('Mật khẩu').fill(password);
  await press(page, 'Đăng nhập');
};

describe('the door', () => {
  test('a wrong password is refused in words, and says nothing about the name', async () => {
    const page = await open('/truong');
    for (const name of ['hieutruong.a', 'khong.co.ai']) {
      await logIn(page, name, 'sai mật khẩu');
      expect(await textOf(page.getByRole('alert'))).toContain('Tên đăng nhập hoặc mật khẩu');
    }
    await done(page);
  });
  test('the account of a school opens no door of the province', async () => {
    const page = await open('/so');
    await logIn(page, 'hieutruong.a');
    await page.getByRole('alert').waitFor();
    await done(page);
  });
});

describe('the homeroom teacher', () => {
  let page: Page;
  beforeAll(async () => { page = await as('gv.4a1.a', '/truong/lop/4A1'); });
  afterAll(() => done(page));
  test('sees the own class only', async () => {
    await page.getByRole('link', { name: /^\d? ?Lớp$/ }).first().click();
    await page.getByRole('link', { name: '4A1', exact: true }).waitFor();
    expect(await page.getByRole('link', { name: '4A2', exact: true }).count()).toBe(0);
    await page.getByRole('link', { name: '4A1', exact: true }).click();
  });
  test('every column of the grid has a name', async () => {
    await page.locator('table.grid').waitFor();
    const names = await page.getByRole('columnheader').allTextContents();
    for (const subject of ['Đạo đức', 'Giáo dục thể chất', 'Toán', 'Tiếng Việt', 'Hoạt động trải nghiệm']) expect(names.some((name) => name.includes(subject)), subject).toBe(true);
    expect(names.filter((name) => name.trim() === '')).toEqual([]);
  });
  test('types a level with one key; Enter goes down; the computed result follows; Ctrl+Z takes it back', async () => {
    const first = page.locator('[data-row="0"][data-column="0"]'), result = page.locator('tbody tr').first().locator('td.result');
    expect(await textOf(result)).toBe('HTXS');
    await first.focus();
    await page.keyboard.type('c');
    expect(await first.inputValue()).toBe('C');
    await expect.poll(() => textOf(result)).toBe('CHT');
    await first.focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate("document.activeElement.getAttribute('data-row')")).toBe('1');
    await page.keyboard.press('Control+z');
    await expect.poll(() => textOf(result)).toBe('HTXS');
    await see(page, 'Mọi ô đã lưu trên máy chủ');
  });
  test('a mark of 11 stays in its cell, marked and explained, and is not stored', async () => {
    const mark = page.locator('[data-row="1"][data-column="1"]');
    const before = await mark.inputValue();
    await mark.fill('11');
    await page.locator('td.bad').waitFor();
    expect(await page.locator('td.bad').getAttribute('title')).toMatch(/11.*0 đến 10/);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.locator('td.bad').count()).toBe(0);
    expect(await mark.inputValue()).toBe(before);
  });
  test('what is typed while the line is down is kept and sent when it is back, also over a reload', async () => {
    const remark = async () => {
      await page.getByRole('link', { name: 'Nhận xét' }).click();
      return page.locator('[data-row="2"][data-column="0"]');
    };
    await see(page, 'Mọi ô đã lưu trên máy chủ');
    await page.context().setOffline(true);
    await (await remark()).fill('Em đọc bài lưu loát.');
    await see(page, /Mất kết nối: 1 ô đã lưu trên máy này/);
    await page.context().setOffline(false);
    await page.reload();
    expect(await (await remark()).inputValue()).toBe('Em đọc bài lưu loát.');
    await see(page, 'Mọi ô đã lưu trên máy chủ');
  });
  test('what is typed after the session has ended waits behind the log-in page, and is sent when the same person is back', async () => {
    await page.context().clearCookies();
    await page.locator('[data-row="2"][data-column="0"]').fill('Em đọc bài lưu loát, viết đẹp.');
    await see(page, 'Phiên làm việc không còn hoặc đã hết hạn.');
    await logIn(page, 'gv.4a1.a');
    await page.getByRole('link', { name: 'Nhận xét' }).click();
    await see(page, 'Mọi ô đã lưu trên máy chủ');
    expect([await page.locator('[data-row="2"][data-column="0"]').inputValue(), await page.locator('td.bad').count()]).toEqual(['Em đọc bài lưu loát, viết đẹp.', 0]);
  });
  test('opens a pupil and reads why the result is what it is', async () => {
    await page.getByRole('link', { name: 'Môn học' }).click();
    await page.locator('tbody th.name a').nth(1).click();
    await see(page, 'Xét từ trên xuống, Điều 9 Thông tư 27');
    await press(page, 'Đóng');
  });
  test('signs the class: progress, a result per pupil, the ledger', async () => {
    await page.getByRole('link', { name: /Trình ký 18 học bạ/ }).click();
    await press(page, 'Ký 18 học bạ');
    await see(page, 'Đã ký xong 18 học bạ.');
    expect(await page.getByRole('region', { name: 'Sổ của phiên ký' }).getByRole('row').count()).toBe(19);
  });
});

describe('the homeroom teacher of a class whose sheet differs', () => {
  test('accepts what Điều 9 gives, pupil by pupil, and only then the record may be signed', async () => {
    const { system } = visitors.demo;
    const school = system.samples.find(({ letter }) => letter === 'b')!;
    const classroom = (await classesWithReview(school.letter))[0]!;
    const page = await as(`gv.${classroom.toLowerCase()}.b`, `/truong/lop/${classroom}`);
    await page.getByRole('link', { name: 'Kết quả' }).click();
    const waiting = page.getByRole('button', { name: 'Xác nhận tự tính' });
    await waiting.first().waitFor();
    for (let left = await waiting.count(); left > 0; left--) {
      await waiting.first().click();
      await expect.poll(() => waiting.count()).toBe(left - 1);
    }
    await page.getByRole('link', { name: /Trình ký/ }).waitFor();
    await done(page);
  });
});
async function classesWithReview(letter: string): Promise<string[]> {
  const page = await as(`hieutruong.${letter}`, '/truong/lop');
  const rows = page.getByRole('row').filter({ hasText: 'Cần xác nhận' }).or(page.getByRole('row').filter({ hasText: 'cần xác nhận' }));
  await rows.first().waitFor();
  const classes = await rows.getByRole('rowheader').allTextContents();
  await done(page);
  return classes.map((text) => text.replace('Lớp ', '').trim());
}

describe('the school head', () => {
  test('reads one true sentence and signs what waits, on a phone', async () => {
    const page = await as('hieutruong.a', '/truong', PHONE);
    await see(page, /34\/138 học bạ đã nộp; còn .*48 chờ hiệu trưởng ký/);
    // Only what waits for this person, and nobody is said to lack a certificate whom the province has approved.
    await page.getByRole('link', { name: /Ký & phát hành 48 việc chờ/ }).waitFor();
    expect(await page.getByText(/chứng thư số/).count()).toBe(0);
    await page.goto('/truong/in');
    await page.getByRole('heading', { name: 'In học bạ' }).waitFor();
    await expect.poll(() => page.evaluate("(() => { const { left, right } = document.querySelector('.menu [aria-current]').getBoundingClientRect(); return left >= 0 && right <= innerWidth; })()")).toBe(true);
    await page.goto('/truong/ky');
    await press(page, 'Ký 48 học bạ');
    await see(page, 'Đã ký xong 48 học bạ.');
    await done(page);
  });
});

describe('the clerk', () => {
  let page: Page;
  beforeAll(async () => { page = await as('vanthu.a', '/truong/ky'); });
  afterAll(() => done(page));
  test('seals what the head signed', async () => {
    await press(page, 'Đóng dấu 73 học bạ');
    await see(page, 'Đã ký xong 73 học bạ.');
  });
  test('submits class by class; each parcel has the receipt of the province and an answer per pupil', async () => {
    await page.goto('/truong/nop');
    await see(page, 'Lớp 2A1 · đợt 1');
    await press(page, 'Nộp 25 học bạ lên Sở');
    const parcel = page.getByRole('row').filter({ hasText: 'lớp 2A1' });
    await parcel.getByText('25 được nhận').waitFor();
    await parcel.getByRole('link').click();
    await see(page, '25/25 được nhận');
    expect(await page.getByRole('region', { name: 'Từng học bạ' }).getByRole('row').count()).toBe(26);
  });
  test('withdraws one with a reason; the province agrees; the class shows it', async () => {
    await page.goto('/truong/lop/1A1');
    await page.getByRole('link', { name: 'Kết quả' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Đã tiếp nhận' }).first();
    const name = await textOf(row.getByRole('rowheader'));
    await press(row, 'Thu hồi');
    const confirm = page.getByRole('button', { name: `Thu hồi học bạ của ${name}` });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel('Lý do').fill('Nhập nhầm điểm môn Toán');
    await confirm.click();
    await page.getByRole('row').filter({ hasText: name }).getByText('Được nhận').waitFor();
    await page.goto('/truong/lop/1A1');
    await page.getByRole('link', { name: 'Kết quả' }).click();
    await page.getByRole('row').filter({ hasText: name }).getByText('Đã thu hồi').waitFor();
  });
});

describe('the administrator of the school', () => {
  let page: Page;
  beforeAll(async () => { page = await as('quantri.a', '/truong/du-lieu'); });
  afterAll(() => done(page));
  test('the same files again change nothing', async () => {
    const { files } = visitors.demo.system.samples.find(({ letter }) => letter === 'a')!;
    await page.getByLabel(/Kéo tệp/).setInputFiles(files.filter(({ name }) => !name.includes('DanhGiaBoSung')).map(({ name, bytes }) => ({ name, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: Buffer.from(bytes) })));
    await press(page, /Chạy thử 6 tệp/);
    await see(page, 'Không có gì thay đổi so với dữ liệu đang có.');
  });
  test('a file that is no workbook is named, and nothing is stored', async () => {
    await page.goto('/truong/du-lieu');
    await page.getByLabel(/Kéo tệp/).setInputFiles({ name: 'ket-qua.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('đây không phải tệp Excel') });
    await press(page, /Chạy thử 1 tệp/);
    await see(page, 'ket-qua.xlsx');
    expect(await page.getByRole('button', { name: /^Ghi \d/ }).count()).toBe(0);
  });
});

describe('a program of the school', () => {
  async function hocba(given: string, ...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    try {
      return { code: 0, ...(await execFileAsync(process.execPath, [join(ROOT, 'src/apps/cli/main.ts'), ...args], { env: { ...process.env, HOCBA_URL: visitors.demo.system.baseUrl, HOCBA_TOKEN: given } })) };
    } catch (failed) {
      return failed as { code: number; stdout: string; stderr: string };
    }
  }
  const sheets = () => visitors.demo.system.samples.find(({ letter }) => letter === 'a')!.files.filter(({ name }) => name.includes('KetQua')).map(({ name }) => join(ROOT, 'samples', name));
  let token = '';
  beforeAll(async () => {
    const page = await as('quantri.a', '/truong/du-lieu');
    await press(page, 'Cấp mã truy cập');
    token = await textOf(page.locator('#new-token'));
    await done(page);
  });
  test('runs an import dry with the token from the desk, and prints a record', async () => {
    const dry = await hocba(token, 'import', ...sheets(), '--school', '22205411', '--year', '2023-2024', '--dry-run', '--json');
    expect([dry.code, JSON.parse(dry.stdout)]).toMatchObject([0, { state: 'dryRun', counts: { added: 0, changed: 0 } }]);
    const out = join(folder, 'in.pdf');
    expect(await hocba(token, 'print', '2201000003', '--out', out)).toMatchObject({ code: 0 });
    expect(readFileSync(out).subarray(0, 5).toString()).toBe('%PDF-');
  });
  test.each([
    ['a wrong token', 'khong-phai-ma', ['print', '2201000003', '--out', '/dev/null'], 1, 'HBS-702'],
    ['another school', '', ['import', 'S', '--school', '22205412', '--year', '2023-2024'], 1, 'HBS-619'],
    ['no file', '', ['import', '--school', '22205411', '--year', '2023-2024'], 64, 'Cần ít nhất một tệp'],
    ['a pupil nobody knows', '', ['print', '9999', '--out', '/dev/null'], 1, 'HBS-604'],
  ] as const)('is refused in words: %s', async (_case, given, args, code, text): Promise<void> => {
    const said = await hocba(given || token, ...args.flatMap((arg) => (arg === 'S' ? sheets() : [arg])));
    expect(said.code).toBe(code);
    expect(said.stderr).toContain(text);
  });
});

describe('the officer of the province', () => {
  let page: Page;
  beforeAll(async () => { page = await as('so.tiepnhan', '/so'); });
  afterAll(() => done(page));
  test('sees who has brought what, and who is missing', async () => {
    await see(page, 'Sở đã tiếp nhận 58/232 học bạ của 2 trường');
    await page.getByRole('link', { name: /Trường Tiểu học Minh Hoạ A/ }).first().click();
    await see(page, /thiếu|chưa nộp/i);
  });
  test('records a decision that lets a school hand in late, once, and never one of a day to come', async () => {
    const decided = async (date: string) => { await page.getByLabel('Số quyết định').fill('812/QĐ-SGDĐT'); await page.getByLabel('Ngày quyết định').fill(date); await press(page, 'Cho nộp muộn'); };
    await page.goto('/so/truong/22205412');
    await decided('2024-05-28');
    await see(page, 'Trường "Ngày quyết định" không hợp lệ: chưa đến.');
    await decided('2024-05-27');
    await see(page, /Được nộp muộn đến .* theo quyết định số 812\/QĐ-SGDĐT ngày 27\/05\/2024/);
    expect(await page.getByRole('button', { name: 'Cho nộp muộn' }).count()).toBe(0);
  });
  test('finds a pupil without diacritics and reads the life of the record', async () => {
    await page.goto('/so/csdl-goc');
    await page.getByLabel(/Tìm theo họ tên/).fill('ban duc dung');
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
    await page.getByRole('link', { name: 'Bàn Đức Dũng' }).click();
    await see(page, 'Mã phiên bản');
    await see(page, /nhật ký số \d+/);
    await see(page, /^Hiệu trưởng · Chữ ký hợp lệ/);
  });
  test('may not move the clock', async () => {
    await page.goto('/so/dong-ho');
    await see(page, 'Chỉ quản trị Sở chuyển được đồng hồ.');
    expect(await page.getByRole('button', { name: 'Chuyển tới' }).count()).toBe(0);
  });
});

describe('finality and the report to the ministry', () => {
  test('the clock passes 30/6: what was admitted is final, and the wave is reported', async () => {
    const page = await as('so.quantri', '/so/dong-ho');
    await press(page.getByRole('listitem').filter({ hasText: 'Ngay sau khi chốt đợt 1' }), 'Chuyển tới');
    await see(page, /01\/07\/2024 08:00/);
    await page.goto('/so/chot');
    await expect.poll(() => textOf(page.getByRole('row').filter({ hasText: 'Đợt 1' })), { timeout: 60_000 }).toMatch(/58\D+58$/);
    await press(page, 'Báo cáo Bộ 58 học bạ đợt 1');
    await page.getByText('Bộ xác nhận 58').waitFor({ timeout: 30_000 });
    await see(page, 'Khớp: số trường nộp, Sở chốt, đã gửi và Bộ xác nhận bằng nhau.');
    await done(page);
  }, 120_000);
  test('the ministry sees it', async () => {
    const page = await as('bo.tiepnhan', '/bo');
    await page.getByRole('row').filter({ hasText: 'Quảng Ninh' }).getByText('58').first().waitFor();
    await done(page);
  });
  test('nobody at the school is offered to change a final record any more', async () => {
    const page = await as('vanthu.a', '/truong/lop/1A1');
    await page.getByRole('link', { name: 'Kết quả' }).click();
    await page.getByRole('row').filter({ hasText: 'Đã chốt' }).or(page.getByRole('row').filter({ hasText: 'Đã báo cáo Bộ' })).first().waitFor();
    expect(await page.getByRole('button', { name: /^(Thu hồi|Mở bản thay thế)$/ }).count()).toBe(0);
    await done(page);
  });
});

describe('the family', () => {
  let page: Page, code: string, birth: readonly string[], pdf: Buffer, packet: Buffer;
  beforeAll(async () => {
    const officer = await as('gv.1a2.a', '/truong/lop/1A2');
    const answer = await officer.request.get('/api/school/v1/classes/1A2');
    const { pupils } = (await answer.json()) as { pupils: { lookupCode: string; birthDate: string; state: string }[] };
    const pupil = pupils.find(({ state }) => state === 'finalized' || state === 'reported' || state === 'admitted')!;
    [code, birth] = [pupil.lookupCode, pupil.birthDate.split('-').reverse()];
    await done(officer);
    page = await open('/tra-cuu', PHONE);
  });
  afterAll(() => done(page));
  test('opens the record with the code of the paper and the birth date, without scripts', async () => {
    await page.getByLabel(/Mã tra cứu/).fill(code.replace(/(.{4})/g, '$1 '));
    await press(page, 'Tiếp tục');
    for (const [label, value] of [['Ngày', birth[0]], ['Tháng', birth[1]], ['Năm', birth[2]]] as const) await page.getByLabel(label, { exact: true }).fill(value!);
    await page.getByRole('button', { name: /Xem|Tra cứu|Mở/ }).first().click();
    await see(page, /Đã chốt|có hiệu lực/i);
    expect(page.url()).not.toContain(code);
  });
  test('takes the official form along as PDF', async () => {
    const take = async (name: RegExp) => {
      const link = page.getByRole('link', { name }).first();
      return (await page.request.get(new URL((await link.getAttribute('href'))!, page.url()).href)).body();
    };
    [pdf, packet] = [await take(/PDF/), await take(/XML/)];
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1')).toContain('/ETSI.CAdES.detached');
    expect(pdfText(await take(/trích lục/))).toContain('TRÍCH LỤC HỌC BẠ TIỂU HỌC');
  });
  test('has the file checked; and a file with one byte changed is refused', async () => {
    const spoiled = Buffer.from(packet);
    spoiled.write('9', packet.indexOf('<DIEM>') + '<DIEM>'.length);
    for (const [name, buffer, verdict] of [['hoc-ba.pdf', pdf, 'Tệp nguyên vẹn và hợp lệ'], ['hoc-ba.xml', packet, 'Tệp nguyên vẹn và hợp lệ'], ['hoc-ba.xml', spoiled, 'Không hợp lệ']] as const) {
      await page.goto('/tra-cuu/xac-thuc');
      await page.locator('#tep').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
      await press(page, 'Kiểm tra');
      await page.getByRole('heading', { name: verdict }).waitFor();
    }
  });
  test('a wrong birth date gets the same answer as an unknown code', async () => {
    const answers: string[] = [];
    for (const typed of [code, '00000000000040008000000000000000']) {
      await page.goto('/tra-cuu');
      await page.getByLabel(/Mã tra cứu/).fill(typed);
      await press(page, 'Tiếp tục');
      for (const [label, value] of [['Ngày', '1'], ['Tháng', '1'], ['Năm', '2001']] as const) await page.getByLabel(label, { exact: true }).fill(value);
      await page.getByRole('button', { name: /Xem|Tra cứu|Mở/ }).first().click();
      answers.push((await textOf(page.getByRole('main'))).replaceAll(/[0-9a-f]{4}( [0-9a-f]{4}){7}/g, 'CODE'));
    }
    expect(answers[0]).toBe(answers[1]);
  });
});

test('no script failed and no policy was broken on the whole way', () => expect(visitors.complaints).toEqual([]));
