import { Grade } from '#domain';
import { cleanText, foldText } from '#kernel';
import { remembered } from '../remembered.ts';
import { wholeName } from '../sheet/part-name.ts';

/** `Lớp 1A1`, `1a1` and `1A1` are one classroom. */
export const classroomKey: (text: string) => string = remembered((text) =>
  foldText(text)
    .replace(/^lop\s*/, '')
    .replace(/\s+/g, ''),
);

/** The way a classroom code begins with its grade (`1A1`, `L2B`, `K3`); none for a combined class (`1+2A`, `Ghép 1`). */
export function gradeInCode(text: string): Grade | undefined {
  const key = classroomKey(text);
  if (/ghep|[1-5]\+[1-5]/.test(key)) return undefined;
  const digit = /^(?:l|k|khoi)?([1-5])(?!\d)/.exec(key)?.[1];
  const grade = Grade.parse(Number(digit));
  return grade.ok ? grade.value : undefined;
}

/** `3`, `Khối 3`, `Lớp 3`. */
export function gradeInText(text: string): Grade | undefined {
  const digit = /^(?:khoi|lop|k)?\s*0?([1-5])$/.exec(foldText(text))?.[1];
  const grade = Grade.parse(Number(digit));
  return grade.ok ? grade.value : undefined;
}

/** A name that looks like a classroom code; other sheet names (`Sheet1`, `Nhận xét`) claim nothing. */
export const looksLikeClassroom = (text: string): boolean => /^(?:l|k)?[1-5][a-z]\d{0,2}$/.test(classroomKey(text));

const IN_TITLE = /(?:^|[^\p{L}])l[ớo]p\s*:?\s*([1-5]\s?[a-zđ]\d{0,2})(?![\p{L}\d])/iu;

/** `DANH SÁCH LỚP 1A1 – GVCN …`: the classroom a title names. A title that names a grade (`lớp 1`) names none. */
export const classroomInTitle = (title: string): string | undefined =>
  IN_TITLE.exec(cleanText(title))?.[1]?.replace(/\s/g, '').toUpperCase();

/** The classroom of a whole sheet: its name, or what the names of sheet and file say. */
export function classroomOfSheet({ name, file }: { readonly name: string; readonly file: string }): string | undefined {
  const own = wholeName(name);
  return looksLikeClassroom(own) ? own : (classroomInTitle(own) ?? classroomInTitle(file.replace(/\.[^.]+$/, '')));
}

/** For each classroom the spelling that most rows use; the first one when two are equally frequent. */
export function canonicalSpellings(spellings: readonly string[]): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const spelling of spellings.map((text) => cleanText(text).replace(/^lớp\s+/i, ''))) {
    const key = classroomKey(spelling);
    const seen = counts.get(key) ?? new Map<string, number>();
    counts.set(key, seen.set(spelling, (seen.get(spelling) ?? 0) + 1));
  }
  return new Map([...counts].map(([key, seen]) => [key, [...seen].reduce((best, next) => (next[1] > best[1] ? next : best))[0]]));
}
