import { type SubjectCode, TRAIT_LABEL, type TraitCode } from '#domain';
import type { ExportSheet } from '../model.ts';
import { SUBJECT_HEADER } from './grade-group.ts';
import { FLAG, type ListedYear, type ListHead, type SupplementaryYear, type Years } from './model.ts';
import { type ListColumn, listSheet, orderColumn, titlesOf } from './sheet.ts';

/** One subject, competence or quality that was assessed again. */
interface Line {
  readonly year: ListedYear;
  readonly summer: SupplementaryYear;
  readonly item: string;
  readonly level: string;
  readonly mark: string;
}

/** Khoa học, Công nghệ and Tin học are each a subject and a competence: both are named so that nothing has to be guessed. */
const traitName = (code: TraitCode): string => `${code.startsWith('PC.') ? 'Phẩm chất' : 'Năng lực'}: ${TRAIT_LABEL[code]}`;

function linesOf(year: ListedYear): readonly Line[] {
  const summer = year.supplementary;
  if (summer === undefined) return [];
  const value = (key: string) => summer.cells.get(key) ?? '';
  const items = [
    ...new Set([...summer.cells.keys()].map((key) => (key.startsWith('subject.') ? key.split('.').slice(0, 2).join('.') : key))),
  ];
  return items.map((item) =>
    item.startsWith('subject.')
      ? {
          year,
          summer,
          item: `Môn ${SUBJECT_HEADER[item.slice('subject.'.length) as SubjectCode]}`,
          level: value(`${item}.level`),
          mark: value(`${item}.mark`),
        }
      : { year, summer, item: traitName(item.slice('trait.'.length) as TraitCode), level: value(item), mark: '' },
  );
}

const COLUMNS: readonly ListColumn<Line>[] = [
  orderColumn,
  { header: 'Mã lớp', width: 8, cell: ({ year }) => year.classroom },
  { header: 'Mã học sinh', cell: ({ year }) => year.identity.pupilId },
  { header: 'Họ tên', width: 28, cell: ({ year }) => year.identity.fullName },
  { header: 'Môn học/Năng lực/Phẩm chất', width: 28, cell: ({ item }) => item },
  { header: 'Mức đạt được', cell: ({ level }) => level },
  { header: 'Điểm KTĐK', cell: ({ mark }) => (mark === '' ? null : Number(mark)) },
  { header: 'Ngày đánh giá', cell: ({ summer }) => ({ day: summer.date }) },
  { header: 'Hoàn thành chương trình lớp học', cell: ({ summer }) => (summer.completed ? FLAG : '') },
  { header: 'Lên lớp', cell: ({ summer }) => (summer.promoted ? FLAG : '') },
  { header: 'Số quyết định', cell: ({ summer }) => summer.decision?.number ?? '' },
  { header: 'Ngày quyết định', cell: ({ summer }) => (summer.decision ? { day: summer.decision.date } : null) },
];

/** Summer's re-assessment, one row per subject, competence or quality. */
export function supplementarySheet(name: string, head: ListHead, years: Years): ExportSheet {
  async function* lines() {
    for await (const year of years) yield* linesOf(year);
  }
  return listSheet(name, titlesOf('ĐÁNH GIÁ BỔ SUNG SAU HÈ', head), COLUMNS, lines());
}
