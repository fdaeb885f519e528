import { GENERAL_COMPETENCY_CODES, QUALITY_CODES, RESULT_LABEL, TRAIT_LABEL, type TraitCode } from '#domain';
import type { Merge } from '../../sheet/read-sheets.ts';
import type { ExportCell, ExportSheet } from '../model.ts';
import { type GradeGroup, SUBJECT_HEADER, subjectsOf, traitsOf } from './grade-group.ts';
import { FLAG, type ListedYear, type ListHead, type Years } from './model.ts';
import { titlesOf } from './sheet.ts';

/** A column under up to three lines of header. */
interface ResultColumn {
  readonly header: readonly [string, string, string];
  readonly width?: number;
  readonly cell: (year: ListedYear, index: number) => ExportCell;
}

const SUBJECTS = 'Môn học và hoạt động giáo dục', COMPETENCES = 'Năng lực cốt lõi', QUALITIES = 'Phẩm chất chủ yếu';
const LEVEL = 'Mức đạt được', MARK = 'Điểm KTĐK';
const text = (key: string) => ({ values }: ListedYear): ExportCell => values.get(key) ?? '';
export const numberOf = (key: string) => ({ values }: ListedYear): ExportCell => (values.has(key) ? Number(values.get(key)) : null);
const alone = (header: string, cell: ResultColumn['cell'], width?: number): ResultColumn => ({ header: [header, '', ''], cell, ...(width === undefined ? {} : { width }) });
const flag = (value: boolean | undefined): ExportCell => (value ? FLAG : '');

function traitColumn(code: TraitCode): ResultColumn {
  const cell = text(`trait.${code}`), label = TRAIT_LABEL[code];
  if ((QUALITY_CODES as readonly string[]).includes(code)) return { header: [QUALITIES, '', label], cell };
  return { header: [COMPETENCES, (GENERAL_COMPETENCY_CODES as readonly string[]).includes(code) ? 'Năng lực chung' : 'Năng lực đặc thù', label], cell };
}

/** Competences stand before qualities in these layouts. */
const inLayoutOrder = (traits: readonly TraitCode[]): readonly TraitCode[] => [...traits.filter((code) => code.startsWith('NL.')), ...traits.filter((code) => code.startsWith('PC.'))];

/** TT 27/2020 Điều 8. The layout of the sector has no such column: a disabled pupil whose row is blank counts as not assessed. Said outright, a year that is only not entered yet stays one. */
const notAssessedColumn = alone('Học sinh khuyết tật không đánh giá', ({ notAssessed, identity }) => (notAssessed ? FLAG : identity.disability === undefined ? '' : 'Không'));

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

/** Equal neighbours of the first two lines are one cell; a column under one line reaches down. */
function mergesOf(columns: readonly ResultColumn[]): readonly Merge[] {
  const merges: Merge[] = [];
  for (const row of [0, 1] as const) {
    for (let from = 0; from < columns.length;) {
      const said = columns[from]!.header[row];
      let to = from;
      while (said !== '' && columns[to + 1]?.header[row] === said && columns[to + 1]!.header[0] === columns[from]!.header[0]) to++;
      if (to > from) merges.push({ startRow: row, endRow: row, startCol: from, endCol: to });
      from = to + 1;
    }
  }
  return [...merges, ...columns.flatMap(({ header }, c) => (header[1] === '' && header[2] === '' ? [{ startRow: 0, endRow: 2, startCol: c, endCol: c }] : []))];
}

/** Only the first cell of a merged range holds its text. */
const headOf = (columns: readonly ResultColumn[], merges: readonly Merge[]): readonly (readonly string[])[] =>
  [0, 1, 2].map((row) => columns.map(({ header }, c) => (merges.some((m) => row >= m.startRow && row <= m.endRow && c >= m.startCol && c <= m.endCol && (row > m.startRow || c > m.startCol)) ? '' : header[row]!)));

/** Year-end results in the layout of the sector for these grades (KetQua_Lop1-2, KetQua_Lop3, KetQua_Lop4-5). */
export function resultsSheet(name: string, group: GradeGroup, head: ListHead, years: Years): ExportSheet {
  const columns = columnsOf(group), merges = mergesOf(columns);
  async function* rows() {
    let index = 0;
    for await (const year of years) {
      const at = index++;
      yield columns.map(({ cell }) => cell(year, at));
    }
  }
  return { name, titles: titlesOf('KẾT QUẢ ĐÁNH GIÁ GIÁO DỤC CUỐI NĂM HỌC', head), head: headOf(columns, merges), merges, widths: columns.map(({ width = 9 }) => width), rows: rows() };
}
