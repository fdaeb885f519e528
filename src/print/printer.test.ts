import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type HocBa, Sha256Hex } from '#domain';
import { Instant, PlainDate, unwrap, utf8 } from '#kernel';
import { fullAssessment, hocBa } from '../../test/builders/hoc-ba.ts';
import { createPrinter, type PrintedYear, type PrintInput } from './index.ts';

const printer = createPrinter();
const at = unwrap(Instant.parse('2024-06-25T20:19:00+07:00'));
const packet = utf8('<HOC_BA>nguyên bản, từng byte một\r\n</HOC_BA>');
const confirmation = utf8('<XAC_NHAN_SO/>');
const signature = (fullName: string, position: string) => ({ fullName, position, at, verdict: 'valid' as const });

function year(record: HocBa = hocBa()): PrintedYear {
  return {
    hocBa: record,
    packet: { bytes: packet, sha256: unwrap(Sha256Hex.parse(createHash('sha256').update(packet).digest('hex'))) },
    signatures: {
      homeroomTeacher: signature(record.homeroomTeacher.fullName, 'Giáo viên chủ nhiệm'),
      schoolHead: signature(record.schoolHead.fullName, record.schoolHead.position),
      orgSignature: signature(record.school.name, 'Con dấu của trường'),
    },
    confirmation: { bytes: confirmation, issuer: 'Sở GDĐT Quảng Ninh', effectiveDate: unwrap(PlainDate.parse('2024-06-30')) },
  };
}

const input = (overrides: Partial<PrintInput> = {}): PrintInput => ({
  years: [year()], lookUpUrl: 'HTTPS://HOCBA.EXAMPLE.VN/T/5F0C2B7E9D1A4C3E8B6F2A1D0C9E7B54', convertedAt: at, converter: 'Cổng tra cứu học bạ', test: true, preview: false, ...overrides,
});

async function pdf(value: PrintInput): Promise<{ file: string; folder: string; bytes: Uint8Array }> {
  const bytes = unwrap(await printer.print(value));
  const folder = mkdtempSync(join(tmpdir(), 'print-'));
  const file = join(folder, 'hoc-ba.pdf');
  writeFileSync(file, bytes);
  return { file, folder, bytes };
}
const textOf = (file: string) => execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });

describe('the soft copy in the form of Thông tư 27/2020', () => {
  test('carries the exact packet and the confirmation', async () => {
    const { file, folder } = await pdf(input());
    execFileSync('pdfdetach', ['-saveall', '-o', folder, file]);
    expect(readFileSync(join(folder, 'hoc-ba-2023-2024.xml'))).toEqual(Buffer.from(packet));
    expect(readFileSync(join(folder, 'xac-nhan-2023-2024.xml'))).toEqual(Buffer.from(confirmation));
  });

  test('is PDF/A-3a with tags, language, attachment relationships and embedded fonts only', async () => {
    const { file } = await pdf(input());
    const qdf = execFileSync('qpdf', ['--qdf', '--object-streams=disable', file, '-'], { encoding: 'latin1', maxBuffer: 50_000_000 });
    expect(qdf).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(qdf).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
    expect(qdf).toMatch(/\/Lang \(vi/);
    expect(qdf).toContain('/StructTreeRoot');
    expect(qdf).toContain('/AFRelationship /Data');
    expect(qdf).toContain('/OutputIntents');
    const fonts = execFileSync('pdffonts', [file], { encoding: 'utf8' }).split('\n').slice(2).filter(Boolean);
    expect(fonts.length).toBeGreaterThan(0);
    for (const line of fonts) expect(line).toMatch(/Tinos.* yes +yes +yes /);
  });

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

  test('same input, same bytes', async () => {
    expect((await pdf(input())).bytes).toEqual((await pdf(input())).bytes);
  });

  test('one spread per year', async () => {
    const earlier = year(hocBa({ schoolYear: '2022-2023' as HocBa['schoolYear'], classroom: '3A2' }));
    const { file } = await pdf(input({ years: [earlier, year()] }));
    expect(execFileSync('pdfinfo', [file], { encoding: 'utf8' })).toMatch(/Pages: +7/);
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
