import { describe, expect, test } from 'vitest';
import { ReadPdf, PDF_A_3A, textOf } from '../../../test/actors/pdf-a.ts';
import { CLASS_SHEETS, classSummary, handover } from '../../../test/builders/class-sheet.ts';
import { unwrap } from '#kernel';
import { createPrinter } from '../index.ts';

const printer = createPrinter();
const words = (bytes: Uint8Array) => textOf(bytes).replace(/\s+/g, ' ');

describe.each(Object.entries(CLASS_SHEETS))('%s', (_, make) => {
  test('PDF/A-3a, the same octets each time, no attachment needed', async () => {
    const bytes = unwrap(await printer.printSheet(make()));
    const pdf = new ReadPdf(bytes);
    const broken = Object.entries(PDF_A_3A).filter(([rule]) => !rule.startsWith('6.8')).flatMap(([rule, check]) => [...check(pdf)].map((found) => `${rule}: ${String(found)}`));
    expect([...new Set(broken)]).toEqual([]);
    expect(unwrap(await printer.printSheet(make()))).toEqual(bytes);
  });
});

test('the summary says class, school, point, signers; who is not assessed is said outright', async () => {
  const text = words(unwrap(await printer.printSheet(classSummary('yearEnd', 4))));
  for (const said of ['BẢNG TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ GIÁO DỤC', 'Cuối năm học · Năm học 2023 – 2024 · Lớp 4A2', 'Sĩ số: 35 (nữ: 17)', 'Giáo viên chủ nhiệm', 'Hiệu trưởng', 'Đỗ Thị Ngân', 'Hoàn thành tốt', 'Không đánh giá (Điều 8', 'Trang 1/', 'DỮ LIỆU THỬ NGHIỆM']) expect(text).toContain(said);
});
test('before the year end there is no result, and empty cells are counted on every page', async () => {
  const text = words(unwrap(await printer.printSheet(classSummary('midTerm1', 2, 12))));
  expect(text).toContain('Giữa học kỳ I · Năm học 2023 – 2024');
  expect(text).toContain('CHƯA ĐỦ DỮ LIỆU: CÒN 12 Ô TRỐNG');
  expect(text).not.toContain('Khen thưởng');
  expect(text).not.toContain('Điểm KTĐK Điểm');
});
test('the handover names giver, pupils and notes, and leaves the receiver to be written', async () => {
  const text = words(unwrap(await printer.printSheet(handover(true))));
  for (const said of ['BIÊN BẢN NGHIỆM THU, BÀN GIAO KẾT QUẢ GIÁO DỤC', 'Điều 12', 'trường trung học cơ sở', 'Bên nhận', 'Đỗ Thị Ngân', 'Chờ đánh giá bổ sung']) expect(text).toContain(said);
});
test('a character outside the typeface is refused with the class', async () => {
  const sheet = classSummary('yearEnd', 1), [section] = sheet.sections;
  const odd = { ...sheet, sections: [{ ...section!, pupils: [{ ...section!.pupils[0]!, award: 'Giỏi 😀' }] }] };
  expect(await printer.printSheet(odd)).toMatchObject({ ok: false, error: { code: 'print/sheet-missing-glyph', params: { classroom: '1A2', text: expect.stringContaining('😀') } } });
});
