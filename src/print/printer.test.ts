import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HocBa } from '#domain';
import { PlainDate, unwrap } from '#kernel';
import { anyHocBa } from '../../test/builders/any-hoc-ba.ts';
import { fullAssessment, hocBa } from '../../test/builders/hoc-ba.ts';
import { PRINTED_AT, printedYear, printInput, SAMPLE_PRINTS } from '../../test/builders/printed.ts';
import { createPrinter, type PrintInput } from './index.ts';

const printer = createPrinter();
const year = printedYear, input = printInput;

async function pdf(value: PrintInput): Promise<{ file: string; folder: string; bytes: Uint8Array }> {
  const bytes = unwrap(await printer.print(value));
  const folder = mkdtempSync(join(tmpdir(), 'print-'));
  const file = join(folder, 'hoc-ba.pdf');
  writeFileSync(file, bytes);
  return { file, folder, bytes };
}
const textOf = (file: string) => execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });

describe('the soft copy in the form of Thông tư 27/2020', () => {
  test('text can be copied out in NFC, names and code included', async () => {
    const text = textOf((await pdf(input())).file);
    expect(text).toBe(text.normalize('NFC'));
    for (const words of ['Nguyễn Gia Hân', 'Trần Thị Ẫn Ữ Ợ', '5f0c 2b7e 9d1a 4c3e 8b6f 2a1d 0c9e 7b54', 'Hoàn thành xuất sắc', 'Được lên lớp 5', '30/06/2024', 'HƯỚNG DẪN GHI HỌC BẠ', 'CHỮ KÝ THỬ NGHIỆM']) {
      expect(text.replace(/\s+/g, ' ')).toContain(words);
    }
  });

  test('NFD in the data still prints NFC', async () => {
    const record = hocBa({ pupil: { ...hocBa().pupil, fullName: 'Nguyễn Thuỳ Dương'.normalize('NFD') } });
    expect(textOf((await pdf(input({ years: [year(record)] }))).file)).toContain('Nguyễn Thuỳ Dương'.normalize('NFC'));
  });

  const words = async (value: PrintInput): Promise<string> => textOf((await pdf(value)).file).replace(/\s+/g, ' ');
  const judged = (verdict: 'valid' | 'undetermined' | 'invalid', proven: boolean) => input({ years: [{ ...year(), signatures: { schoolHead: { fullName: 'Phạm Hồng Vân', position: 'Hiệu trưởng', at: PRINTED_AT, proven, verdict } } }] });
  test.each([
    ['a signature that is valid, its time proven', judged('valid', true), ['Ký số bởi: Phạm Hồng Vân Hiệu trưởng, lúc 02/07/2024 20:19 Chữ ký hợp lệ (chữ ký thử nghiệm)'], ['theo lời người ký']],
    ['a time that is only claimed', judged('valid', false), ['lúc 02/07/2024 20:19 (theo lời người ký)'], []],
    ['a signature that could not be judged', judged('undetermined', true), ['Chưa kiểm tra được chữ ký'], ['Chữ ký hợp lệ']],
    ['a signature that is not valid', judged('invalid', true), ['Chữ ký không hợp lệ'], ['Chữ ký hợp lệ']],
    ['no test', input({ test: false }), ['Chữ ký hợp lệ'], ['THỬ NGHIỆM', 'thử nghiệm']],
    ['the mark of conversion', input(), ['BẢN CHUYỂN ĐỔI TỪ DỮ LIỆU ĐIỆN TỬ (học bạ số) lúc 02/07/2024 20:19 bởi Cổng tra cứu học bạ', 'Kiểm tra tại https://hocba.example.vn'], ['con dấu số trên tệp']],
    ['a copy that will be sealed', input({ seal: { by: 'Sở GDĐT' } }), ['con dấu số trên tệp: Sở GDĐT'], ['CHƯA CÓ CON DẤU SỐ']],
    ['a copy that could not be sealed', input({ seal: 'missing' }), ['TỆP NÀY CHƯA CÓ CON DẤU SỐ, KIỂM TRA BẰNG MÃ QR'], []],
    ['a school before 01/7/2025', input(), ['Huyện (Thành phố, Quận, Thị xã): Thị xã Đông Triều'], []],
    ['a school after it', SAMPLE_PRINTS['khong-con-cap-huyen']!(), ['KT. HIỆU TRƯỞNG PHÓ HIỆU TRƯỞNG', 'chưa đến hạn chốt nên chưa có hiệu lực', 'Quốc tịch: Hàn Quốc', 'Số định danh cá nhân: chưa có'], ['Huyện (']],
    ['a pupil who is not assessed', SAMPLE_PRINTS['khong-danh-gia']!(), ['Học sinh khuyết tật không đánh giá (Điều 8 Thông tư 27/2020/TT-BGDĐT)', '4. Đánh giá kết quả giáo dục: Không đánh giá', 'Tự chủ và tự học'], []],
    ['the extract', SAMPLE_PRINTS['trich-luc']!(), ['TRÍCH LỤC HỌC BẠ TIỂU HỌC', 'Nguyễn Gia Hân', '14/03/2014', '5f0c 2b7e 9d1a 4c3e 8b6f 2a1d 0c9e 7b54', 'Bản này không thay cho toàn bộ học bạ'], ['Trần Thị Ẫn', 'Nơi ở', 'Dân tộc', '2200123456', 'HƯỚNG DẪN GHI']],
  ] as const)('says: %s', async (_name, value, said, unsaid) => {
    const text = await words(value);
    for (const one of said) expect(text).toContain(one);
    for (const one of unsaid) expect(text).not.toContain(one);
  });

  test('one spread per year', async () => {
    const earlier = year(hocBa({ schoolYear: '2022-2023' as HocBa['schoolYear'], classroom: '3A2' }));
    const { file } = await pdf(input({ years: [earlier, year()] }));
    expect(execFileSync('pdfinfo', [file], { encoding: 'utf8' })).toMatch(/Pages: +7/);
  });

  test('in a record of several years the cell says which', async () => {
    const base = fullAssessment();
    const long = hocBa({ schoolYear: '2022-2023' as HocBa['schoolYear'], assessment: { ...base, qualityRemark: 'Chăm ngoan. '.repeat(200) } });
    expect(await printer.print(input({ years: [year(long), year()] }))).toMatchObject({ ok: false, error: { code: 'print/overflow', params: { cell: 'Nhận xét phẩm chất, lớp 4 (2022 – 2023)' } } });
  });

  test.each([
    ['mục 6', { yearEnd: { overallResult: 'CHT', gradeCompleted: false, promoted: true, promotionDecision: { number: 'QĐ '.repeat(400), date: unwrap(PlainDate.parse('2024-08-09')), signer: 'X' } } }, 'Hoàn thành chương trình lớp học'],
    ['quá trình học tập', { history: Array.from({ length: 30 }, (_, i) => ({ ...hocBa().history[0]!, classroom: `${i}` })) }, 'Quá trình học tập'],
    ['nơi ở', { pupil: { ...hocBa().pupil, residence: 'Khu phố Một, '.repeat(40) } }, 'Nơi ở hiện nay'],
    ['xã', { school: { ...hocBa().school, commune: 'Phường Mạo Khê '.repeat(80) } }, 'Xã (Phường, Thị trấn)'],
  ] as const)('what does not fit elsewhere names its place too: %s', async (_name, overrides, cell) => {
    expect(await printer.print(input({ years: [year(hocBa(overrides as Partial<HocBa>))] }))).toEqual({ ok: false, error: { code: 'print/overflow', params: { pupil: 'Nguyễn Gia Hân', cell } } });
  });

  test('290 characters fit into the remark of a subject', async () => {
    const sentence = 'Em đọc trôi chảy, hiểu nội dung bài, viết câu đúng ngữ pháp và có hình ảnh; cần rèn thêm chữ viết cho đều nét. ';
    const base = fullAssessment(), record = hocBa({ assessment: { ...base, subjects: base.subjects.map((one) => ({ ...one, remark: sentence.repeat(3).slice(0, 290) })) } });
    expect((await printer.print(input({ years: [year(record)] }))).ok).toBe(true);
  });

  test('whatever a packet can carry is printed whole or refused with the place', async () => {
    await fc.assert(fc.asyncProperty(anyHocBa, fc.constantFrom('hocBa' as const, 'extract' as const), async (record, product) => {
      const printed = await printer.print(input({ product, years: [year(record)] }));
      expect(printed.ok ? 'printed' : printed.error.code).toMatch(/^(printed|print\/overflow|print\/missing-glyph)$/);
    }), { numRuns: 20 });
  });

  test('a remark that cannot fit is refused with the pupil and the cell', async () => {
    const base = fullAssessment();
    const record = hocBa({ assessment: { ...base, subjects: base.subjects.map((s) => (s.subject === 'TOAN' ? { ...s, remark: 'Em tính toán nhanh. '.repeat(60) } : s)) } });
    const result = await printer.print(input({ years: [year(record)] }));
    expect(result).toEqual({ ok: false, error: { code: 'print/overflow', params: { pupil: 'Nguyễn Gia Hân', cell: 'Nhận xét môn Toán' } } });
  });

  test('a character outside the font is refused by name, never dropped', async () => {
    const record = hocBa({ assessment: fullAssessment({ qualityRemark: 'Chăm ngoan 😀' }) });
    const result = await printer.print(input({ years: [year(record)] }));
    expect(result).toEqual({ ok: false, error: { code: 'print/missing-glyph', params: { pupil: 'Nguyễn Gia Hân', text: '😀' } } });
  });

  test('markup in data stays text', async () => {
    const record = hocBa({ assessment: fullAssessment({ qualityRemark: '#panic("x") $ *đậm* <label> @ref' }) });
    expect(textOf((await pdf(input({ years: [year(record)] }))).file)).toContain('#panic("x") $ *đậm* <label> @ref');
  });

  test('a preview says so and names no effective date', async () => {
    const text = textOf((await pdf(input({ preview: true, years: [{ hocBa: hocBa(), signatures: {} }] }))).file);
    expect(text).toContain('BẢN XEM TRƯỚC');
    expect(text).not.toContain('30/06/2024');
  });

  test.each([
    ['lên lớp theo quyết định', { overallResult: 'CHT', gradeCompleted: false, promoted: true, promotionDecision: { number: '01/QĐ-TH', date: unwrap(PlainDate.parse('2024-08-09')), signer: 'X' } }, 'Chưa hoàn thành chương trình lớp 4. Được lên lớp 5 (Quyết định số 01/QĐ-TH ngày 09/08/2024).'],
    ['ở lại lớp', { overallResult: 'CHT', gradeCompleted: false, promoted: false }, 'Chưa hoàn thành chương trình lớp 4. Chưa được lên lớp.'],
  ] as const)('mục 6: %s', async (_name, yearEnd, sentence) => {
    const text = textOf((await pdf(input({ years: [year(hocBa({ yearEnd }))] }))).file).replace(/\s+/g, ' ');
    expect(text).toContain(sentence);
  });
});
