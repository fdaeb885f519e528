import { type CellValue, writeXlsx } from 'hucre';
import { describe, expect, test } from 'vitest';
import { EARLIER_POINTS, SUBJECT_LABEL, type SubjectCode, TRAIT_LABEL, type TraitCode } from '#domain';
import { contentOf } from '../../test/builders/messy-workbooks.ts';
import { SAMPLE_SCHOOLS, sampleFiles, sampleOptions } from '../../test/builders/workbooks.ts';
import type { PupilRow, WorkbookFile } from './model.ts';
import { readWorkbooks } from './read-workbooks.ts';

const school = '22205411', clean = sampleFiles(school), options = sampleOptions(school), truth = (await readWorkbooks(clean, options)).data;
const LISTS = clean.filter(({ name }) => /C1-HocSinh|GiaoVien/.test(name));

type Row = readonly CellValue[];
interface Line { readonly who: readonly [classroom: string, code: string, name: string]; readonly item: string; readonly level: CellValue; readonly mark: CellValue; readonly remark: CellValue }

/** Everything the form says of a pupil at the year end, a line for each subject, competence and quality, as programs export it. */
function linesOf({ identity, classroom, assessment }: PupilRow): readonly Line[] {
  const who = [classroom, identity.pupilId, identity.fullName] as const;
  return [
    ...assessment.subjects.map(({ subject, level, mark, remark }): Line => ({ who, item: SUBJECT_LABEL[subject as SubjectCode], level: level ?? null, mark: mark ?? null, remark: remark ?? null })),
    ...Object.entries(assessment.traits).map(([trait, level]): Line => ({ who, item: TRAIT_LABEL[trait as TraitCode], level: level!, mark: null, remark: null })),
  ];
}
const studying = (data: typeof truth) => data.pupils.filter(({ status, assessment }) => status !== 'left' && !assessment.notAssessed);
const lines = studying(truth).flatMap(linesOf), inClass = (classroom: string) => lines.filter(({ who }) => who[0] === classroom);
const HEAD = ['Lớp', 'Mã học sinh', 'Họ tên', 'Môn học/Năng lực/Phẩm chất', 'Mức đạt được', 'Điểm KTĐK', 'Nhận xét'];
const rowOf = ({ who, item, level, mark, remark }: Line): Row => [...who, item, level, mark, remark];
const book = async (rows: readonly Row[], sheet = 'Cuối năm', merges: { startRow: number; endRow: number; startCol: number; endCol: number }[] = []): Promise<WorkbookFile> => ({ name: 'ket-qua.xlsx', bytes: await writeXlsx({ sheets: [{ name: sheet, rows: rows.map((row) => [...row]), merges }] }) });
const read = (files: readonly WorkbookFile[], more: Partial<Parameters<typeof readWorkbooks>[1]> = {}) => readWorkbooks([...LISTS, ...files], { ...options, ...more });
const errors = (reading: Awaited<ReturnType<typeof read>>) => reading.problems.filter(({ severity }) => severity === 'error');
/** What a long sheet has a place for. */
const judged = new Set(studying(truth).map(({ identity }) => identity.pupilId));
const assessed = (data: typeof truth) => data.pupils.filter(({ identity }) => judged.has(identity.pupilId)).map(({ identity, assessment: { subjects, traits } }) => [identity.pupilId, subjects.filter(({ level, mark, remark }) => level ?? mark ?? remark), traits]);

/** Every line of one pupil says who it is about once. */
const once = (rows: readonly Row[]): readonly Row[] => rows.map((row, r) => (r > 0 && rows[r - 1]![1] === row[1] ? [null, null, null, ...row.slice(3)] : row));
const mergesOf = (rows: readonly Row[]) => rows.flatMap((row, r) => {
  if (rows[r - 1]?.[1] === row[1]) return [];
  const end = rows.findLastIndex((other) => other[1] === row[1]);
  return [0, 1, 2].map((column) => ({ startRow: r + 1, endRow: end + 1, startCol: column, endCol: column }));
});
const rows = lines.map(rowOf);

describe('a row for each pupil and subject', () => {
  test.each<[string, () => Promise<WorkbookFile>]>([
    ['in one sheet', () => book([HEAD, ...rows])],
    ['below a title, with totals and signatures', () => book([['KẾT QUẢ CUỐI NĂM HỌC'], [], HEAD, ...rows, ['Tổng cộng', null, null, null, rows.length], [], [null, null, 'Người lập bảng'], [null, null, 'Ngô Mai Thảo']], 'Sheet1')],
    ['in another order of columns', () => book([[...HEAD].reverse(), ...rows.map((row) => [...row].reverse())])],
    ['sorted by subject', () => book([HEAD, ...rows.toSorted((a, b) => String(a[3]).localeCompare(String(b[3]))).map((row) => row.map((value, c) => (c === 3 && /^(?:Khoa học|Tin học|Công nghệ)$/.test(String(value)) ? `${row[5] === null ? 'Năng lực' : 'Môn'} ${String(value)}` : value)))])],
    ['each pupil written once', () => book([HEAD, ...once(rows)])],
    ['the pupil in merged cells', () => book([HEAD, ...once(rows)], 'Cuối năm', mergesOf(rows))],
    ['with headers on every page', () => book([HEAD, ...rows.flatMap((row, r) => (r % 40 === 39 ? [row, ['Trang 2'], HEAD] : [row]))])],
    ['subjects short, levels in words', () => book([['Lớp', 'Mã HS', 'Họ và tên', 'Môn/NL/PC', 'KQ', 'Điểm', 'NX'], ...rows])],
    ['a column that says the point', () => book([[...HEAD, 'Đợt'], ...rows.map((row) => [...row, 'Cuối năm học'])], 'Data')],
    ['two tables beside each other', () => book([[...HEAD, null, ...HEAD], ...rows.slice(0, 700).map((row, r) => [...row, null, ...(rows[700 + r] ?? [])]), ...rows.slice(1_400).map((row) => [...row])])],
  ])('%s', async (_, file) => {
    const reading = await read([await file()]);
    expect(errors(reading).slice(0, 3)).toEqual([]);
    expect(assessed(reading.data)).toEqual(assessed(truth));
  });
});
