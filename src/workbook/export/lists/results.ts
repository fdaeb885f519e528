import { GENERAL_COMPETENCY_CODES, QUALITY_CODES, RESULT_LABEL, TRAIT_LABEL, type TraitCode } from '#domain';
import type { ExportCell, ExportSheet } from '../model.ts';
import { type GradeGroup, SUBJECT_HEADER, subjectsOf, traitsOf } from './grade-group.ts';
import { FLAG, type ListedYear, type ListHead, type Years } from './model.ts';
import { titlesOf } from './sheet.ts';
import { type ResultColumn, threeLineSheet } from './three-lines.ts';

export const SUBJECTS = 'Môn học và hoạt động giáo dục';
export const COMPETENCES = 'Năng lực cốt lõi';
export const QUALITIES = 'Phẩm chất chủ yếu';
export const LEVEL = 'Mức đạt được';
export const MARK = 'Điểm KTĐK';
export const text =
  (key: string) =>
  ({ values }: ListedYear): ExportCell =>
    values.get(key) ?? '';
export const numberOf =
  (key: string) =>
  ({ values }: ListedYear): ExportCell =>
    values.has(key) ? Number(values.get(key)) : null;
export const alone = (header: string, cell: ResultColumn['cell'], width?: number): ResultColumn => ({
  header: [header, '', ''],
  cell,
  ...(width === undefined ? {} : { width }),
});
const flag = (value: boolean | undefined): ExportCell => (value ? FLAG : '');

export function traitColumn(code: TraitCode): ResultColumn {
  const cell = text(`trait.${code}`);
  const label = TRAIT_LABEL[code];
  if ((QUALITY_CODES as readonly string[]).includes(code)) return { header: [QUALITIES, '', label], cell };
  return {
    header: [COMPETENCES, (GENERAL_COMPETENCY_CODES as readonly string[]).includes(code) ? 'Năng lực chung' : 'Năng lực đặc thù', label],
    cell,
  };
}

/** Competences stand before qualities in these layouts. */
const inLayoutOrder = (traits: readonly TraitCode[]): readonly TraitCode[] => [
  ...traits.filter((code) => code.startsWith('NL.')),
  ...traits.filter((code) => code.startsWith('PC.')),
];

/** TT 27/2020 Điều 8. The layout of the sector has no such column: a disabled pupil whose row is blank counts as not assessed. Said outright, a year that is only not entered yet stays one. */
const notAssessedColumn = alone('Học sinh khuyết tật không đánh giá', ({ notAssessed, identity }) =>
  notAssessed ? FLAG : identity.disability === undefined ? '' : 'Không',
);

const columnsOf = (group: GradeGroup): readonly ResultColumn[] => [
  alone('STT', (_, index) => index + 1, 6),
  alone('Mã lớp', ({ classroom }) => classroom, 8),
  alone('Mã học sinh', ({ identity }) => identity.pupilId),
  alone('Họ tên', ({ identity }) => identity.fullName, 28),
  alone('Ngày sinh', ({ identity }) => ({ day: identity.birthDate })),
  ...subjectsOf(group).flatMap(({ code, tested }): ResultColumn[] => [
    { header: [SUBJECTS, SUBJECT_HEADER[code], LEVEL], cell: text(`subject.${code}.level`) },
    ...(tested ? [{ header: [SUBJECTS, SUBJECT_HEADER[code], MARK], cell: numberOf(`subject.${code}.mark`) } as const] : []),
  ]),
  ...inLayoutOrder(traitsOf(group)).map(traitColumn),
  alone('Hoàn thành chương trình lớp học', ({ completed }) => flag(completed)),
  alone('Lên lớp', ({ promoted }) => flag(promoted)),
  alone('Xếp loại', ({ result }) => (result ? RESULT_LABEL[result] : ''), 20),
  alone('Khen thưởng', text('award'), 24),
  notAssessedColumn,
];

/** Year-end results in the layout of the sector for these grades (KetQua_Lop1-2, KetQua_Lop3, KetQua_Lop4-5). */
export function resultsSheet(name: string, group: GradeGroup, head: ListHead, years: Years): ExportSheet {
  return threeLineSheet(name, titlesOf('KẾT QUẢ ĐÁNH GIÁ GIÁO DỤC CUỐI NĂM HỌC', head), columnsOf(group), years);
}
