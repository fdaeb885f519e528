import { cellLabel, type PupilIdentity, RESULT_LABEL, type SchoolYear } from '#domain';
import { PlainDate } from '#kernel';
import type { PupilRow } from '#workbook';
import type { EnrolmentStatus, PupilFile, PupilYear, Supplementary } from '../model.ts';
import { cellsOfRow, frameOfRow, mergeCells, supplementaryOfRow } from './cells.ts';
import { outcomeOf, resultOf } from '../record/outcome.ts';
import { sameValue } from './same-value.ts';
import type { FieldChange, PupilChange } from './model.ts';

/** What an import does to one pupil. */
export interface PupilPlan {
  readonly year: PupilYear;
  /** Absent when nothing people see changes. */
  readonly change?: PupilChange;
  /** Whether anything at all has to be written. */
  readonly touched: boolean;
}

const STATUS_LABEL: Readonly<Record<EnrolmentStatus, string>> = { studying: 'Đang học', arrived: 'Chuyển đến', left: 'Chuyển đi' };
export const IDENTITY_LABEL: Readonly<Record<Exclude<keyof PupilIdentity, 'pupilId'>, string>> = {
  personalId: 'Số định danh',
  fullName: 'Họ và tên',
  birthDate: 'Ngày sinh',
  gender: 'Giới tính',
  ethnicity: 'Dân tộc',
  nationality: 'Quốc tịch',
  birthPlace: 'Nơi sinh',
  queQuan: 'Quê quán',
  residence: 'Nơi ở hiện nay',
  fatherName: 'Họ tên cha',
  motherName: 'Họ tên mẹ',
  guardianName: 'Người giám hộ',
  registerNumber: 'Số đăng bộ',
  disability: 'Loại khuyết tật',
};

/** Compares one row of the workbooks with what the school has of the pupil. */
export function planPupil(
  row: PupilRow,
  before: PupilFile | undefined,
  context: { schoolYear: SchoolYear; listOrder: number; headName: string; formerRevision: (key: string) => number },
): PupilPlan {
  const old = before?.year;
  const { cells, news } =
    row.status === 'left'
      ? { cells: old?.cells ?? {}, news: [] }
      : mergeCells(old?.cells ?? {}, cellsOfRow(row), old === undefined ? context.formerRevision : undefined);
  const told = supplementaryOfRow(row, context.headName);
  // The same outcome once more is no news: the rounds the desk wrote down stay.
  const supplementary = told === undefined || supplementaryText(told) === supplementaryText(old?.supplementary) ? old?.supplementary : told;
  const entryDate = row.status === 'left' ? old?.entryDate : (row.statusDate ?? old?.entryDate);
  const plain: PupilYear = {
    schoolYear: context.schoolYear,
    identity: row.identity,
    classroom: row.classroom,
    listOrder: context.listOrder,
    status: row.status,
    frame: frameOfRow(row, old?.frame),
    cells,
    ...(old?.accepted === undefined ? {} : { accepted: old.accepted }),
    ...(supplementary === undefined ? {} : { supplementary }),
    ...(old?.award === undefined ? {} : { award: old.award }),
    ...(entryDate === undefined ? {} : { entryDate }),
  };
  const sheetResult = sheetResultOf(row, plain, old);
  const year: PupilYear = sheetResult === undefined ? plain : { ...plain, sheetResult };
  const named = { pupilId: row.identity.pupilId, fullName: row.identity.fullName, classroom: row.classroom };
  if (old === undefined) return { year, touched: true, change: { ...named, kind: row.status === 'left' ? 'left' : 'added', fields: [] } };
  const fields = changedFields(
    old,
    year,
    news.map(({ key }) => key),
  );
  if (fields.length === 0) return { year, touched: !sameValue(old, year) };
  return { year, touched: true, change: { ...named, kind: year.status === 'left' && old.status !== 'left' ? 'left' : 'changed', fields } };
}

/**
 * What a sheet rates is compared with what the rules compute. A rating that says the computed result of a year about which nothing is
 * doubtful (never rated by a sheet, or accepted by the teacher) is no news: a list that was exported comes back unchanged.
 */
function sheetResultOf(row: PupilRow, now: PupilYear, old: PupilYear | undefined): PupilYear['sheetResult'] {
  const { sheetResult } = row;
  if (sheetResult === undefined || old === undefined || sheetResult === old.sheetResult) return sheetResult ?? old?.sheetResult;
  const settled = old.sheetResult === undefined || old.accepted?.result === sheetResult;
  return settled && resultOf(outcomeOf(now).first) === sheetResult ? old.sheetResult : sheetResult;
}

/** Fields of the year that people see, as they read; what two years have in common as one value needs no reading. */
const FIELDS: readonly {
  readonly label: string;
  readonly held: (year: PupilYear) => unknown;
  readonly text: (year: PupilYear) => string;
}[] = [
  ...Object.entries(IDENTITY_LABEL).map(([key, label]) => ({
    label,
    held: ({ identity }: PupilYear) => identity,
    text: ({ identity }: PupilYear) => String(identity[key as keyof PupilIdentity] ?? ''),
  })),
  { label: 'Mã học sinh', held: ({ identity }) => identity, text: ({ identity }) => identity.pupilId },
  { label: 'Lớp', held: ({ classroom }) => classroom, text: ({ classroom }) => classroom },
  { label: 'Trạng thái', held: ({ status }) => status, text: ({ status }) => STATUS_LABEL[status] },
  { label: 'Ngày nhập học/chuyển đến', held: ({ entryDate }) => entryDate, text: ({ entryDate }) => dateText(entryDate) },
  { label: 'Khối', held: ({ frame }) => frame.grade, text: ({ frame }) => String(frame.grade) },
  { label: 'Không đánh giá', held: ({ frame }) => frame.notAssessed, text: ({ frame }) => (frame.notAssessed ? 'có' : 'không') },
  { label: 'Ngoại ngữ', held: ({ frame }) => frame.languages, text: ({ frame }) => Object.values(frame.languages).join(', ') },
  { label: 'Giáo viên môn', held: ({ frame }) => frame.teachers, text: teachersText },
  {
    label: 'Xếp loại trong tệp',
    held: ({ sheetResult }) => sheetResult,
    text: ({ sheetResult }) => (sheetResult ? RESULT_LABEL[sheetResult] : ''),
  },
  { label: 'Đánh giá bổ sung', held: ({ supplementary }) => supplementary, text: ({ supplementary }) => supplementaryText(supplementary) },
];

/** What people see of a change: fields of the year, then the named cells. */
export function changedFields(old: PupilYear, now: PupilYear, cells: readonly string[]): readonly FieldChange[] {
  const changed: FieldChange[] = [];
  for (const { label, held, text } of FIELDS) {
    if (held(old) === held(now)) continue;
    const from = text(old);
    const to = text(now);
    if (from !== to) changed.push({ label, from, to });
  }
  for (const key of cells) changed.push({ label: cellLabel(key), from: old.cells[key]?.value ?? '', to: now.cells[key]?.value ?? '' });
  return changed;
}

const dateText = (date: PlainDate | undefined): string => (date === undefined ? '' : PlainDate.toVietnamese(date));
function teachersText(year: PupilYear): string {
  return Object.entries(year.frame.teachers)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([subject, teacher]) => `${subject}: ${teacher.fullName}`)
    .join(', ');
}

/** One line that says all of a summer re-assessment, so that any difference shows. */
export function supplementaryText(supplementary: Supplementary | undefined): string {
  if (supplementary === undefined) return '';
  const cells = Object.entries(supplementary.cells)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${cellLabel(key)}: ${value}`);
  const { promotion } = supplementary;
  const decided =
    promotion === undefined
      ? ''
      : `; ${promotion.promoted ? 'được lên lớp' : 'chưa được lên lớp'}${promotion.decision ? ` (QĐ ${promotion.decision.number} ngày ${dateText(promotion.decision.date)})` : ''}`;
  return `${dateText(supplementary.date)}: ${cells.join(', ')}${decided}`;
}
