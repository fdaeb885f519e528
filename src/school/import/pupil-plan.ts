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
  personalId: 'Số định danh', fullName: 'Họ và tên', birthDate: 'Ngày sinh', gender: 'Giới tính', ethnicity: 'Dân tộc', nationality: 'Quốc tịch', birthPlace: 'Nơi sinh', queQuan: 'Quê quán',
  residence: 'Nơi ở hiện nay', fatherName: 'Họ tên cha', motherName: 'Họ tên mẹ', guardianName: 'Người giám hộ', registerNumber: 'Số đăng bộ', disability: 'Loại khuyết tật',
};

/** Compares one row of the workbooks with what the school has of the pupil. */
export function planPupil(row: PupilRow, before: PupilFile | undefined, context: { schoolYear: SchoolYear; listOrder: number; headName: string; formerRevision: (key: string) => number }): PupilPlan {
  const old = before?.year;
  const { cells, news } = row.status === 'left' ? { cells: old?.cells ?? {}, news: [] } : mergeCells(old?.cells ?? {}, cellsOfRow(row), old === undefined ? context.formerRevision : undefined);
  const told = supplementaryOfRow(row, context.headName);
  // The same outcome once more is no news: the rounds the desk wrote down stay.
  const supplementary = told === undefined || supplementaryText(told) === supplementaryText(old?.supplementary) ? old?.supplementary : told;
  const entryDate = row.status === 'left' ? old?.entryDate : (row.statusDate ?? old?.entryDate);
  const plain: PupilYear = {
    schoolYear: context.schoolYear, identity: row.identity, classroom: row.classroom, listOrder: context.listOrder, status: row.status, frame: frameOfRow(row, old?.frame), cells,
    ...(old?.accepted === undefined ? {} : { accepted: old.accepted }), ...(supplementary === undefined ? {} : { supplementary }), ...(old?.award === undefined ? {} : { award: old.award }),
    ...(entryDate === undefined ? {} : { entryDate }),
  };
  const sheetResult = sheetResultOf(row, plain, old);
  const year: PupilYear = sheetResult === undefined ? plain : { ...plain, sheetResult };
  const named = { pupilId: row.identity.pupilId, fullName: row.identity.fullName, classroom: row.classroom };
  if (old === undefined) return { year, touched: true, change: { ...named, kind: row.status === 'left' ? 'left' : 'added', fields: [] } };
  const fields = changedFields(old, year, news.map(({ key }) => key));
  const touched = !sameValue(old, year);
  if (fields.length === 0) return { year, touched };
  return { year, touched, change: { ...named, kind: year.status === 'left' && old.status !== 'left' ? 'left' : 'changed', fields } };
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

/** What people see of a change: fields of the year, then the named cells. */
export function changedFields(old: PupilYear, now: PupilYear, cells: readonly string[]): readonly FieldChange[] {
  const text = (value: string | number | undefined): string => String(value ?? '');
  const pairs: [label: string, from: string, to: string][] = [
    ...Object.entries(IDENTITY_LABEL).map(([key, label]): [string, string, string] => [label, text(old.identity[key as keyof PupilIdentity]), text(now.identity[key as keyof PupilIdentity])]),
    ['Mã học sinh', old.identity.pupilId, now.identity.pupilId],
    ['Lớp', old.classroom, now.classroom],
    ['Trạng thái', STATUS_LABEL[old.status], STATUS_LABEL[now.status]],
    ['Ngày nhập học/chuyển đến', dateText(old.entryDate), dateText(now.entryDate)],
    ['Khối', text(old.frame.grade), text(now.frame.grade)],
    ['Không đánh giá', old.frame.notAssessed ? 'có' : 'không', now.frame.notAssessed ? 'có' : 'không'],
    ['Ngoại ngữ', Object.values(old.frame.languages).join(', '), Object.values(now.frame.languages).join(', ')],
    ['Giáo viên môn', teachersText(old), teachersText(now)],
    ['Xếp loại trong tệp', old.sheetResult ? RESULT_LABEL[old.sheetResult] : '', now.sheetResult ? RESULT_LABEL[now.sheetResult] : ''],
    ['Đánh giá bổ sung', supplementaryText(old.supplementary), supplementaryText(now.supplementary)],
  ];
  return [...pairs.filter(([, from, to]) => from !== to), ...cells.map((key): [string, string, string] => [cellLabel(key), old.cells[key]?.value ?? '', now.cells[key]?.value ?? ''])].map(([label, from, to]) => ({ label, from, to }));
}

const dateText = (date: PlainDate | undefined): string => (date === undefined ? '' : PlainDate.toVietnamese(date));
const teachersText = (year: PupilYear): string => Object.entries(year.frame.teachers).sort(([a], [b]) => (a < b ? -1 : 1)).map(([subject, teacher]) => `${subject}: ${teacher.fullName}`).join(', ');

/** One line that says all of a summer re-assessment, so that any difference shows. */
export function supplementaryText(supplementary: Supplementary | undefined): string {
  if (supplementary === undefined) return '';
  const cells = Object.entries(supplementary.cells).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${cellLabel(key)}: ${value}`);
  const { promotion } = supplementary;
  const decided = promotion === undefined ? '' : `; ${promotion.promoted ? 'được lên lớp' : 'chưa được lên lớp'}${promotion.decision ? ` (QĐ ${promotion.decision.number} ngày ${dateText(promotion.decision.date)})` : ''}`;
  return `${dateText(supplementary.date)}: ${cells.join(', ')}${decided}`;
}

