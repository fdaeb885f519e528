import { createHash } from 'node:crypto';
import { type HocBa, type HistoryRow, SchoolYear, Sha256Hex, type SubjectCode, type YearAssessment } from '#domain';
import { Instant, PlainDate, unwrap, utf8 } from '#kernel';
import type { PrintedYear, PrintInput } from '#print';
import { fullAssessment, hocBa } from './hoc-ba.ts';

export const PRINTED_AT = unwrap(Instant.parse('2024-07-02T20:19:00+07:00'));
export const PACKET = utf8('<HOC_BA>nguyên bản, từng byte một\r\n</HOC_BA>');
export const CONFIRMATION = utf8('<XAC_NHAN_SO/>');
const SIGNED_AT = unwrap(Instant.parse('2024-06-25T15:40:00+07:00'));
const day = (text: string): PlainDate => unwrap(PlainDate.parse(text));
const yearOf = (start: number): SchoolYear => unwrap(SchoolYear.parse(`${start}-${start + 1}`));

/** A year as the registry holds it: issued, signed in all three places, confirmed. */
export function printedYear(record: HocBa = hocBa(), overrides: Partial<PrintedYear> = {}): PrintedYear {
  const signature = (fullName: string, position: string) => ({ fullName, position, at: SIGNED_AT, proven: true, verdict: 'valid' as const });
  return {
    hocBa: record,
    packet: { bytes: PACKET, sha256: unwrap(Sha256Hex.parse(createHash('sha256').update(PACKET).digest('hex'))) },
    signatures: {
      homeroomTeacher: { ...signature(record.homeroomTeacher.fullName, 'Giáo viên chủ nhiệm'), proven: false },
      schoolHead: signature(record.schoolHead.fullName, record.schoolHead.position),
      orgSignature: signature(record.school.name, 'Con dấu của trường'),
    },
    confirmation: { bytes: CONFIRMATION, issuer: 'Sở GDĐT Quảng Ninh', effectiveDate: day('2024-06-30') },
    ...overrides,
  };
}

export const printInput = (overrides: Partial<PrintInput> = {}): PrintInput => ({
  product: 'hocBa', years: [printedYear()], lookUpUrl: 'HTTPS://HOCBA.EXAMPLE.VN/T/5F0C2B7E9D1A4C3E8B6F2A1D0C9E7B54', convertedAt: PRINTED_AT, converter: 'Cổng tra cứu học bạ', test: true, preview: false, ...overrides,
});

const SUBJECTS_OF: Readonly<Record<number, readonly SubjectCode[]>> = {
  1: ['TV', 'TOAN', 'DD', 'TNXH', 'GDTC', 'AN', 'MT', 'HDTN'], 3: ['TV', 'TOAN', 'NN1', 'TH', 'CN', 'DD', 'TNXH', 'GDTC', 'AN', 'MT', 'HDTN'],
  5: ['TV', 'TOAN', 'NN1', 'LSDL', 'KH', 'TH', 'CN', 'DD', 'GDTC', 'AN', 'MT', 'HDTN', 'TDT'],
};
const TESTED: ReadonlySet<SubjectCode> = new Set(['TV', 'TOAN', 'NN1', 'LSDL', 'KH', 'TH', 'CN', 'TDT']);

/** The assessment of a grade with the subjects that grade has. */
export function assessmentOf(grade: 1 | 2 | 3 | 4 | 5, overrides: Partial<YearAssessment> = {}): YearAssessment {
  const { traits, ...rest } = fullAssessment();
  const subjects = (SUBJECTS_OF[grade] ?? SUBJECTS_OF[grade === 2 ? 1 : 5]!).map((subject) => ({
    subject, level: 'H' as const, remark: 'Nắm được nội dung cơ bản, có tiến bộ.', ...(TESTED.has(subject) ? { mark: 7 as const } : {}),
    ...(subject === 'NN1' ? { language: 'en' } : subject === 'TDT' ? { language: 'hmn' } : {}),
  }));
  const own = Object.fromEntries(Object.entries(traits).filter(([code]) => grade >= 3 || (code !== 'NL.CONGNGHE' && code !== 'NL.TINHOC')));
  return { ...rest, grade, subjects, traits: own, awards: [], ...overrides };
}

const historyRow = (start: number, classroom: string, schoolName: string, entry?: string): HistoryRow => ({ schoolYear: yearOf(start), classroom, schoolName, registerNumber: '1234', ...(entry ? { entryDate: day(entry) } : {}) });
const A = 'Trường Tiểu học Minh Hoạ A', B = 'Trường Tiểu học Minh Hoạ B';
/** Thirty words, well inside the box at ten points; 290 characters is what fits at seven. */
const LONG = 'Em đọc trôi chảy, hiểu nội dung bài, viết câu đúng ngữ pháp và có hình ảnh; cần rèn thêm chữ viết cho đều nét, trình bày sạch và kiểm tra lại bài trước khi nộp. Em mạnh dạn phát biểu, biết giúp bạn cùng tiến bộ. ';
const FIVE: readonly [number, 1 | 2 | 3 | 4 | 5][] = [[2020, 1], [2021, 2], [2022, 3], [2023, 4], [2024, 5]];
const gradeYear = (grade: 1 | 2 | 3 | 4 | 5, overrides: Partial<HocBa> = {}): HocBa => hocBa({
  classroom: `${grade}A1`, assessment: assessmentOf(grade), yearEnd: { overallResult: 'HT', gradeCompleted: true, primaryCompleted: grade === 5, ...(grade === 5 ? {} : { promoted: true }) }, ...overrides,
});

/** One of each case the form has to bear; the printed pages of these are what docs/form.md speaks of. */
export const SAMPLE_PRINTS: Readonly<Record<string, () => PrintInput>> = {
  'lop-1': () => printInput({ years: [printedYear(gradeYear(1))] }),
  'lop-3': () => printInput({ years: [printedYear(gradeYear(3))] }),
  'lop-5': () => printInput({ years: [printedYear(gradeYear(5))] }),
  'khong-danh-gia': () => printInput({
    years: [printedYear(hocBa({ assessment: { grade: 2, notAssessed: true, subjects: [], traits: {}, health: { note: 'Khuyết tật trí tuệ' }, absence: { excused: 3, unexcused: 0 }, awards: [] }, yearEnd: { primaryCompleted: false } , classroom: '2A1' }))],
  }),
  'lop-chuyen-biet': () => printInput({ years: [printedYear(hocBa({ assessment: assessmentOf(3, { subjects: assessmentOf(3).subjects.slice(0, 2), traits: {} }), classroom: '3K', yearEnd: { overallResult: 'HT', gradeCompleted: true, primaryCompleted: false, promoted: true } }))] }),
  'danh-gia-bo-sung': () => printInput({
    years: [printedYear(gradeYear(4, {
      wave: 2, createdOn: day('2024-08-12'),
      yearEnd: { overallResult: 'HT', gradeCompleted: true, primaryCompleted: false, promoted: true, supplementary: { date: day('2024-08-05'), before: 'CHT' }, promotionDecision: { number: '12/QĐ-THMH', date: day('2024-08-09'), signer: 'Phạm Hồng Vân' } },
    }))],
  }),
  'nhan-xet-dai': () => printInput({
    years: [printedYear(gradeYear(5, { assessment: assessmentOf(5, { subjects: assessmentOf(5).subjects.map((one) => ({ ...one, remark: LONG.trim() })), qualityRemark: LONG.repeat(2).trim(), generalCompetencyRemark: LONG.trim(), specificCompetencyRemark: LONG.repeat(2).trim(), awards: ['Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện', 'Giải Ba giao lưu Trạng nguyên nhỏ tuổi cấp huyện'] }) }))],
  }),
  'nam-nam-hoc': () => printInput({
    years: FIVE.map(([start, grade]) => printedYear(gradeYear(grade, { schoolYear: yearOf(start), createdOn: day(`${start + 1}-05-31`), history: FIVE.filter(([other]) => other <= start).map(([other, level]) => historyRow(other, `${level}A1`, A, other === 2020 ? '2020-09-05' : undefined)) }))) as unknown as PrintInput['years'],
  }),
  'chuyen-truong': () => printInput({
    years: [printedYear(gradeYear(4, { history: [historyRow(2021, '2B', B, '2020-09-05'), historyRow(2022, '3B', B), historyRow(2023, '4B', B), historyRow(2023, '4A1', A, '2024-01-08')] }))],
  }),
  'qua-trinh-dai': () => printInput({
    years: [printedYear(gradeYear(5, { history: Array.from({ length: 11 }, (_, i) => historyRow(2015 + Math.floor(i * 0.8), `${1 + (i % 5)}A`, i % 3 === 2 ? B : 'Trường Phổ thông dân tộc bán trú Tiểu học và Trung học cơ sở Đại Bình Minh Hoạ', '2020-09-05')) }))],
  }),
  'khong-con-cap-huyen': () => {
    const { district: _, ...school } = hocBa().school;
    const { personalId: __, ...pupil } = hocBa().pupil;
    return printInput({
      years: [printedYear(gradeYear(4, {
        schoolYear: yearOf(2025), createdOn: day('2026-05-29'), school: { ...school, commune: 'Phường Mạo Khê', issuePlace: 'Mạo Khê' }, pupil: { ...pupil, nationality: 'KR', ethnicity: '55', guardianName: 'Kim Minh Hoạ' },
        schoolHead: { ...hocBa().schoolHead, fullName: 'Lê Thị Phó', position: 'Phó hiệu trưởng' },
      }), { confirmation: { bytes: CONFIRMATION, issuer: 'Sở GDĐT Quảng Ninh', effectiveDate: undefined } })],
      test: false,
    });
  },
  'trich-luc': () => printInput({ product: 'extract', years: [printedYear(gradeYear(4))], seal: { by: 'Sở Giáo dục và Đào tạo tỉnh Quảng Ninh' } }),
  'xem-truoc': () => printInput({ preview: true, years: [{ hocBa: gradeYear(4), signatures: {} }] }),
};
