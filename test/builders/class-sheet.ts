import { type AssessmentPoint, cellsAt, type Grade, type OverallResult } from '#domain';
import { Instant, PlainDate, unwrap } from '#kernel';
import type { ClassHandover, ClassHead, ClassSummary, SummaryPupil } from '#print';

const NAMES = ['Nguyễn Gia Hân', 'Trần Đức Minh', 'Phạm Thị Thuỳ Dương', 'Lê Hoàng Nguyên Khôi', 'Đặng Nguyễn Hoàng Phương Uyên'];
const RESULTS: readonly OverallResult[] = ['HTXS', 'HTT', 'HT', 'CHT', 'HT'];
const AWARDS: Readonly<Partial<Record<OverallResult, string>>> = { HTXS: 'Học sinh Xuất sắc', HTT: 'Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện' };

const head = (classroom: string): ClassHead => ({
  school: { name: 'Trường Tiểu học Minh Hoạ A', commune: 'Phường Mạo Khê', issuePlace: 'Đông Triều' }, schoolYear: '2023-2024', classroom, homeroomTeacher: 'Đỗ Thị Ngân', schoolHead: 'Phạm Hồng Vân',
  printedAt: unwrap(Instant.parse('2024-05-31T08:00:00+07:00')), printedBy: 'Đỗ Thị Ngân', test: true,
});

const pupil = (point: AssessmentPoint, grade: Grade, i: number): SummaryPupil => {
  const result = RESULTS[i % 5]!, notAssessed = i === 7;
  return {
    fullName: NAMES[i % 5]!, birthDate: unwrap(PlainDate.parse(`2014-0${(i % 9) + 1}-14`)), female: i % 2 === 1, ethnicity: i === 3 ? 'Sán Chay' : 'Kinh', disabled: notAssessed, notAssessed,
    values: new Map(notAssessed ? [] : cellsAt(point, grade).map((key) => [key, key.endsWith('.mark') ? String(10 - (i % 5)) : key.startsWith('trait.') ? 'TĐ'[i % 2]! : 'TH'[i % 2]!] as const)),
    award: '', ...(point === 'yearEnd' && !notAssessed ? { result, award: AWARDS[result] ?? '', completed: result !== 'CHT', ...(result === 'CHT' ? {} : { promoted: true }) } : {}),
  };
};

/** Bảng tổng hợp of a class of 35. */
export const classSummary = (point: AssessmentPoint, grade: Grade, missing = 0): ClassSummary => ({
  kind: 'summary', head: head(`${grade}A2`), point, sections: [{ grades: grade <= 2 ? '1–2' : grade === 3 ? '3' : '4–5', cells: cellsAt(point, grade), missing, pupils: Array.from({ length: 35 }, (_, i) => pupil(point, grade, i)) }],
});

export const handover = (leavesPrimary: boolean): ClassHandover => ({
  kind: 'handover', head: head(leavesPrimary ? '5A2' : '4A2'), leavesPrimary,
  pupils: Array.from({ length: 35 }, (_, i) => ({ ...pupil('yearEnd', 4, i), notes: RESULTS[i % 5] === 'CHT' ? ['Chờ đánh giá bổ sung', 'Toán – Mức đạt được: C', 'Toán – Điểm KTĐK: 4'] : [] })),
});

/** The nine templates of Phụ lục 2 (mid-terms share one), a combined class and the handover. */
export const CLASS_SHEETS: Readonly<Record<string, () => ClassSummary | ClassHandover>> = {
  ...Object.fromEntries(([1, 3, 4] as const).flatMap((grade) => (['midTerm1', 'endOfTerm1', 'yearEnd'] as const).map((point) => [`lop-${grade}-${point}`, () => classSummary(point, grade)] as const))),
  'lop-ghep': () => ({ ...classSummary('midTerm2', 3), sections: [...classSummary('midTerm2', 1).sections, ...classSummary('midTerm2', 3).sections] }),
  'ban-giao': () => handover(false), 'ban-giao-lop-5': () => handover(true),
};
