import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CellValue, readXlsx, type WriteSheet, writeXlsx } from 'hucre';
import { curriculumAt, type EarlierPoint, type Grade, SchoolCode, SchoolYear } from '#domain';
import { unwrap } from '#kernel';
import type { ReadingOptions, WorkbookFile } from '#workbook';
import { foldHeader } from '../../src/workbook/labels/fold-header.ts';
import { subjectNamed } from '../../src/workbook/labels/subjects.ts';

const SAMPLES = join(import.meta.dirname, '../../samples');

/** The two invented schools of `samples/`. */
export const SAMPLE_SCHOOLS = ['22205411', '22205412'] as const;
export type SampleSchool = (typeof SAMPLE_SCHOOLS)[number];
export type FilePart = 'C1-HocSinh' | 'CSDL_GiaoVien' | 'DanhGiaBoSung' | 'KetQua_Lop1-2' | 'KetQua_Lop3' | 'KetQua_Lop4-5' | 'NhanXet';

export const sampleOptions = (school: SampleSchool): ReadingOptions => ({ schoolCode: unwrap(SchoolCode.parse(school)), schoolYear: unwrap(SchoolYear.parse('2023-2024')) });

export const sampleFiles = (school: SampleSchool): readonly WorkbookFile[] =>
  readdirSync(SAMPLES).filter((name) => name.startsWith(school)).toSorted().map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(SAMPLES, name))) }));

/** What `samples/expected.json` says of one pupil. */
export interface ExpectedPupil {
  readonly school: string;
  readonly class: string;
  readonly grade: number;
  readonly id: string;
  readonly name: string;
  readonly born: string;
  readonly sex: 'Nam' | 'Nữ';
  readonly ethnic: string;
  readonly pid: string;
  readonly disabled: boolean;
  readonly status: string;
  readonly firstResult: string;
  readonly sheetResult: string;
  readonly missing: readonly string[];
  readonly supplementary: { readonly result: string; readonly completed: boolean; readonly promoted: boolean; readonly decision: string; readonly date: string } | null;
  readonly final: { readonly wave: number; readonly result: string; readonly completed: boolean | null; readonly promoted: boolean | null } | null;
  readonly subjects: readonly (readonly [string, string, number | ''])[];
}
export const expectedPupils = (school: SampleSchool): readonly ExpectedPupil[] =>
  (JSON.parse(readFileSync(join(SAMPLES, 'expected.json'), 'utf8')) as readonly ExpectedPupil[]).filter((pupil) => pupil.school === school);

export interface EditableSheet {
  name: string;
  rows: CellValue[][];
  extra: Partial<WriteSheet>;
}

/** The same workbook with its sheets changed by `edit`, written anew. */
export async function editWorkbook(file: WorkbookFile, edit: (sheets: EditableSheet[]) => void): Promise<WorkbookFile> {
  const workbook = await readXlsx(file.bytes);
  const sheets = workbook.sheets.map(({ name, rows }): EditableSheet => ({ name, rows: rows.map((row) => [...row]), extra: {} }));
  edit(sheets);
  return { name: file.name, bytes: await writeXlsx({ sheets: sheets.map(({ name, rows, extra }) => ({ name, rows, ...extra })) }) };
}

/** The files of a school with one of them edited. */
export const withEdited = (files: readonly WorkbookFile[], part: FilePart, edit: (sheets: EditableSheet[]) => void): Promise<readonly WorkbookFile[]> =>
  Promise.all(files.map((file) => (file.name.includes(part) ? editWorkbook(file, edit) : file)));

/** A year-end sheet of results cut down to what exists at an earlier point (TT 27/2020 Điều 7, Phụ lục 2): no columns of the year end, no marks where there is no test. */
export const atPoint = (point: EarlierPoint) => ([sheet]: EditableSheet[]): void => {
  const { rows } = sheet!, from = rows.findIndex((row) => row.includes('STT')), [top, middle, bottom] = rows.slice(from, from + 3) as [CellValue[], CellValue[], CellValue[]];
  const grade = Number(/^\d/.exec(String(rows[from + 3]![1]))![0]) as Grade, tested = new Set(curriculumAt(point, grade).subjects.filter((subject) => subject.tested).map(({ code }) => code));
  const stays = (c: number) => !/^(?:Xếp loại|Lên lớp|Khen thưởng|Hoàn thành chương trình)/.test(String(top[c])) && (bottom[c] !== 'Điểm KTĐK' || tested.has(subjectNamed(foldHeader(String(middle[c])))!));
  sheet!.rows = rows.map((row, r) => (r < from ? row : row.filter((_, c) => stays(c))));
};
