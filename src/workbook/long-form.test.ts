import { type CellValue, writeXlsx } from 'hucre';
import { describe, expect, test } from 'vitest';
import { EARLIER_POINTS, SUBJECT_LABEL, type SubjectCode, TRAIT_LABEL, type TraitCode } from '#domain';
import { unwrap } from '#kernel';
import { sampleFiles, sampleOptions } from '../../test/builders/workbooks.ts';
import type { ExportCell } from './export/model.ts';
import { refusedSheets } from './export/refused-sheets.ts';
import { checkAnswers } from './layout/check-answers.ts';
import type { LayoutAnswer } from './layout/mapping.ts';
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

/** The sheet of one class with a cell changed; the first line stands in row 2. */
const changed = async (change: (own: CellValue[][]) => void, head: Row = HEAD) => {
  const own = inClass('1A1').map((line) => [...rowOf(line)]);
  change(own);
  return book([head, ...own]);
};
const put = (row: number, column: number, value: CellValue) => (own: CellValue[][]): void => void (own[row - 2]![column] = value);
const traitRow = inClass('1A1').findIndex(({ item }) => item === 'Yêu nước') + 2;

describe('a wrong cell is named where it stands', () => {
  test.each<[string, (own: CellValue[][]) => void, string, string, RegExp]>([
    ['a level', put(2, 4, 'X'), 'workbook/bad-subject-level', 'E2', /Tiếng Việt – Mức đạt được.*em Triệu Văn Dũng/],
    ['a mark', put(3, 5, 7.5), 'workbook/bad-mark', 'F3', /Toán – Điểm KTĐK.*"7.5"/],
    ['a subject nobody knows', put(4, 3, 'Toán nâng cao'), 'workbook/item-unclear', 'D4', /"Toán nâng cao"/],
    ['no subject', put(4, 3, null), 'workbook/item-blank', 'D4', /trống/],
    ['a remark on a quality', put(traitRow, 6, 'Ngoan'), 'workbook/no-place-for-item', `G${traitRow}`, /"Yêu nước"/],
    ['one subject twice', (own) => void own.push([...own[0]!]), 'workbook/duplicate-pupil', `B${inClass('1A1').length + 2}`, new RegExp(`dòng ${inClass('1A1').length + 2} và dòng 2`)],
    ['another name', put(5, 2, 'Vũ Thanh Lâm'), 'workbook/name-mismatch', 'C5', /Triệu Văn Dũng/],
    ['nobody', (own) => void own[3]!.splice(0, 3, null, null, null), 'workbook/no-identity', 'B5', /Mã học sinh/],
  ])('%s', async (_, change, code, cell, message) => {
    const found = errors(await read([await changed(change)]));
    expect(found.map((problem) => [problem.code, `${problem.column}${problem.row}`])).toEqual([[code, cell]]);
    expect(found[0]!.message).toMatch(message);
  });

  test('and its row can be corrected alone', async () => {
    const file = await changed((own) => { put(2, 4, 'X')(own); put(4, 3, '?')(own); }), first = await read([file]);
    expect(first.refused.map(({ row }) => row).toSorted()).toEqual([2, 4]);
    const [sheet, ...more] = unwrap(await refusedSheets(file, first.refused)), rowsLeft = [...sheet!.rows as ExportCell[][]].map((row) => row.slice(0, HEAD.length).map((cell) => (cell !== null && typeof cell === 'object' && 'marked' in cell ? cell.marked : cell) as CellValue));
    expect([more, rowsLeft.length]).toEqual([[], 3]);
    rowsLeft[1]![4] = 'T';
    rowsLeft[2]![3] = 'Đạo đức';
    const again = await read([await book(rowsLeft)]), { subjects } = again.data.pupils[0]!.assessment;
    expect(errors(again)).toEqual([]);
    expect(subjects.flatMap(({ subject, level }) => (level ? [[subject, level]] : []))).toEqual([['TV', 'T'], ['DD', 'T']]);
  });
});

describe('the point of assessment', () => {
  const at = (...points: readonly string[]) => points.flatMap((point) => inClass('1A1').filter(({ remark }) => remark !== null).map(({ who, item }): Row => [...who, item, 'H', null, null, point]));
  test('is said by every row, each beside the others', async () => {
    const reading = await read([await book([[...HEAD, 'Lần'], ...at('GK1', 'CK1', 'GK2'), ...inClass('1A1').map((line) => [...rowOf(line), 'CN'])], 'Data')]);
    expect(errors(reading)).toEqual([]);
    const [pupil] = reading.data.pupils;
    expect(EARLIER_POINTS.map((point) => pupil!.points?.[point]?.assessment.subjects.map(({ level }) => level ?? ''))).toEqual(EARLIER_POINTS.map(() => expect.arrayContaining(['H'])));
    expect(pupil!.assessment).toEqual(expect.objectContaining({ subjects: truth.pupils[0]!.assessment.subjects }));
  });
  test.each([['Học kỳ', 1, 'endOfTerm1'], ['Kỳ', 'GHK2', 'midTerm2']] as const)('a column %s with %s', async (header, value, point) => {
    const reading = await read([await book([[...HEAD, header], ...at('').map((row) => [...row.slice(0, -1), value])], 'Data')]);
    expect(reading.files.at(-1)).toMatchObject({ points: [point] });
  });
  test.each<[string, readonly Row[]]>([
    ['in one row', [[...HEAD.slice(0, 4), 'GK1', 'CK1', 'GK2', 'CN', 'Điểm CN']]],
    ['below what is measured', [[...HEAD.slice(0, 4), 'Mức đạt được', null, null, null, 'Điểm KTĐK'], [null, null, null, null, 'GK1', 'CK1', 'GK2', 'CN', 'CN']]],
  ])('may stand beside each other, %s', async (_, head) => {
    const own = inClass('1A1'), scale = (item: string) => (/^(?:Tiếng|Toán|Ngoại|Đạo|Tự nhiên và|Giáo|Nghệ|Hoạt)/.test(item) ? 'H' : 'Đ');
    const reading = await read([await book([['LỚP 1A1 – CẢ NĂM'], ...head, ...own.map(({ who, item, level, mark }): Row => [...who, item, scale(item), 'C', scale(item), level, mark])], 'Data')]);
    expect(errors(reading)).toEqual([]);
    const [pupil] = reading.data.pupils, toan = (at: PupilRow['assessment'] | undefined) => at?.subjects.find(({ subject }) => subject === 'TOAN')?.level;
    expect([...EARLIER_POINTS.map((point) => toan(pupil!.points?.[point]?.assessment)), toan(pupil!.assessment)]).toEqual(['H', 'C', 'H', 'T']);
    expect(pupil!.assessment.subjects.map(({ subject, level, mark }) => [subject, level, mark])).toEqual(truth.pupils[0]!.assessment.subjects.map(({ subject, level, mark }) => [subject, level, mark]));
  });
  test('is asked for in the row that leaves it open', async () => {
    const reading = await read([await book([[...HEAD, 'Lần'], ...at('GK1', 'GK2').map((row, r) => (r === 1 ? row.with(7, 'giữa kỳ') : row))], 'Data')]);
    expect(errors(reading)).toMatchObject([{ code: 'workbook/point-of-row-unclear', row: 3, column: 'H' }]);
  });
  test('is asked for once where the sheet does not say it', async () => {
    const file = await book([HEAD, ...rows], 'Data'), asked = await read([file]);
    expect(errors(asked).map(({ code }) => code)).toEqual(['workbook/point-unclear']);
    expect(assessed((await read([file], { points: new Map([['ket-qua.xlsx\u0000Data', 'yearEnd']]) })).data)).toEqual(assessed(truth));
  });
});

describe('what might be another list is asked for', () => {
  const few = inClass('1A1').filter(({ item }) => item === 'Toán').map((line) => rowOf(line).slice(0, 6)), head = HEAD.slice(0, 6).with(3, 'Môn học');
  test.each<[string, readonly Row[], string]>([
    ['one subject of a few pupils', [head, ...few], 'Sheet1'], ['a list that speaks of the summer', [['Kết quả rèn luyện trong hè – cuối năm học'], head, ...few], 'Sheet1'],
    ['a sheet named so', [head, ...few], 'Đánh giá lại'], ['a header that says so', [head.with(4, 'Mức đánh giá lại'), ...rows.map((row) => row.slice(0, 6))], 'Cuối năm'],
  ])('%s', async (_, own, sheet) => expect(errors(await read([await book(own, sheet)])).map(({ code }) => code)).toEqual(expect.arrayContaining([expect.stringMatching(/layout-asked|missing-column/)])));

  test('and read as answered', async () => {
    const file = await book([head, ...few], 'Sheet1'), { layouts: [layout] } = await read([file]);
    expect(layout).toMatchObject({ kind: 'results', columns: [{ field: 'classroom' }, { field: 'pupilId' }, { field: 'fullName' }, { field: 'assessedItem', confidence: 'unsure' }, { field: 'level' }, { field: 'mark' }] });
    const answer: LayoutAnswer = { fingerprint: layout!.fingerprint, kind: 'results', columns: layout!.columns.map(({ header, field }) => ({ header, field: field! })) };
    expect(checkAnswers([answer], [layout!])).toBeUndefined();
    const reading = await read([file], { mappings: new Map([[answer.fingerprint, answer]]), points: new Map([['ket-qua.xlsx\u0000Sheet1', 'yearEnd']]) });
    expect(errors(reading)).toEqual([]);
    expect(reading.data.pupils[0]!.assessment.subjects.find(({ subject }) => subject === 'TOAN')).toEqual({ subject: 'TOAN', level: 'T', mark: 7 });
  });
});

test('remarks alone are remarks, beside results from elsewhere', async () => {
  const remarks = lines.filter(({ remark }) => remark !== null).map(({ who, item, remark }): Row => [...who, item, remark]), without = clean.filter(({ name }) => !name.includes('NhanXet'));
  const reading = await readWorkbooks([...without, await book([['Lớp', 'Mã học sinh', 'Họ tên', 'Môn', 'Nội dung nhận xét'], ...remarks], 'Nhận xét cuối năm')], options);
  expect(errors(reading)).toEqual([]);
  expect(assessed(reading.data)).toEqual(assessed(truth));
  expect(reading.counts).toMatchObject({ remarks: judged.size });
});
