import type { SubjectCode } from '#domain';
import { foldHeader } from '../labels/fold-header.ts';
import { type Measure, readLabel } from '../labels/header-words.ts';
import { subjectNamed, subjectShort } from '../labels/subjects.ts';
import { wholeName } from '../sheet/part-name.ts';
import { readPoint } from './assessment-point.ts';

/** Excel cuts names of sheets after 31 characters: `Tin học và Công nghệ (Công nghệ`. */
const closed = (folded: string): string => (folded.includes('(') && !folded.includes(')') ? `${folded})` : folded);
const subjectIn = (folded: string): SubjectCode | undefined => subjectNamed(closed(folded)) ?? subjectShort(closed(folded));
/** `Môn: Toán – Lớp 3A1`, `KẾT QUẢ ĐÁNH GIÁ MÔN TIẾNG VIỆT LỚP 3A1 CUỐI NĂM`. */
const IN_TITLE = /\bmon(?: hoc)?\s*:?\s+(.+?)(?=\s*[–—,;|]|[\s-]+(?:lop|khoi|nam hoc|hoc ki|giua|cuoi)\b|$)/;

/** The one subject that a sheet is about, by its name or its titles: programs write the results of each subject into a sheet of its own. */
export function subjectOfSheet(name: string, titles: readonly string[]): SubjectCode | undefined {
  const named = [
    readLabel(readPoint(foldHeader(wholeName(name).replaceAll('_', ' '))).rest).rest,
    ...titles.flatMap((title) => IN_TITLE.exec(foldHeader(title))?.[1] ?? []),
  ];
  const [subject, ...more] = new Set(named.flatMap((text) => subjectIn(text) ?? []));
  return more.length === 0 ? subject : undefined;
}

/** What a column of such a sheet holds when its header says nothing but what is measured: `Mức đạt được`, `Điểm KTĐK`, `Nội dung nhận xét`. */
export function measureAlone(labels: readonly string[]): Measure | undefined {
  const read = labels.map(readLabel);
  return read.every(({ rest }) => rest === '') ? read.find(({ measure }) => measure)?.measure : undefined;
}
