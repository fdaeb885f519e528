import { type HocBa, type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { pathOf, type XmlElement } from '#xml';
import type { SignedWire } from './document.ts';
import { SUBJECT_NAMES } from './subjects.ts';

const mismatch = (name: string, value: string, other: string, expected: string, where: string) =>
  refusal('form/mismatch', { name, value, other, expected }, where);

/** The first value that stands twice. */
export function repeated(values: readonly string[]): string | undefined {
  return values.find((value, i) => values.indexOf(value) !== i);
}

/** Every block says the version, pupil and year of the header, is numbered in order and named as its code; codes stand once. */
export function checkSignedRepetitions({ header, pupil, subjects, traits }: SignedWire, at: XmlElement): Result<void, Refusal> {
  const where = (i: number) => `${pathOf(at)}/DANH_SACH_DIEM/DIEM_TONG_KET[${i + 1}]`;
  for (const [i, block] of subjects.blocks.entries()) {
    const differs = (name: string, value: string, other: string, expected: string) =>
      value === expected ? undefined : mismatch(name, value, other, expected, where(i));
    const fault =
      differs('@Id', block.id, 'số thứ tự', `diem-${i + 1}`) ??
      differs('MA_PHIEN_BAN', block.versionId, 'mã phiên bản của học bạ', header.versionId) ??
      differs('MA_HOC_SINH', block.pupilId, 'mã của học sinh', pupil.pupilId) ??
      differs('NAM_HOC', block.schoolYear, 'năm học của học bạ', header.schoolYear) ??
      differs('TEN_MON', block.name, 'tên của mã môn', SUBJECT_NAMES[block.subject]);
    if (fault !== undefined) return err(fault);
  }
  const subject = repeated(subjects.blocks.map((block) => block.subject));
  if (subject !== undefined) return err(refusal('form/duplicate', { name: 'MA_MON', value: subject }, `${pathOf(at)}/DANH_SACH_DIEM`));
  const trait = repeated(traits.levels.map(([code]) => code));
  return trait === undefined
    ? ok(undefined)
    : err(refusal('form/duplicate', { name: 'MUC/@Ma', value: trait }, `${pathOf(at)}/PHAM_CHAT_NANG_LUC`));
}

/** A slot of a subject teacher belongs to one block of marks, and each block has at most one. */
export function checkTeacherSlots(slots: readonly { readonly block: string }[], record: HocBa, at: XmlElement): Result<void, Refusal> {
  const where = `${pathOf(at)}/DANH_SACH_THONG_TIN_KY/DANH_SACH_GVBM`;
  const twice = repeated(slots.map(({ block }) => block));
  if (twice !== undefined) return err(refusal('form/duplicate', { name: '@ThamChieu', value: twice }, where));
  const lost = slots.find(({ block }) => Number(block.slice('diem-'.length)) > record.assessment.subjects.length);
  return lost === undefined
    ? ok(undefined)
    : err(mismatch('@ThamChieu', lost.block, 'số môn học', `diem-1 đến diem-${record.assessment.subjects.length}`, where));
}
