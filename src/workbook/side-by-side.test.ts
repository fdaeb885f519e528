import { type CellValue, writeXlsx } from 'hucre';
import { describe, expect, test } from 'vitest';
import { unwrap } from '#kernel';
import { expectedPupils, sampleFiles, sampleOptions } from '../../test/builders/workbooks.ts';
import { workbookBytes } from './export/write-workbook.ts';
import { refusedSheets } from './export/refused-sheets.ts';
import { type RowDecision, rowKey, type WorkbookFile } from './model.ts';
import { readWorkbooks } from './read-workbooks.ts';

const school = '22205411', options = sampleOptions(school), known = (await readWorkbooks(sampleFiles(school), options)).data;
type Row = readonly CellValue[];
const pupilsOf = (classroom: string) => expectedPupils(school).filter((pupil) => pupil.class === classroom && pupil.status !== 'Chuyển đi').slice(0, 6);
const ONE = pupilsOf('1A1'), TWO = pupilsOf('1A2');
const HEAD: Row = ['STT', 'Mã HS', 'Họ và tên', 'Yêu nước', 'Nhân ái', 'Chăm chỉ', 'Trung thực', 'Trách nhiệm'];
const rowOf = ({ id, name }: (typeof ONE)[number], i: number, level = 'T'): Row => [i + 1, id, name, level, level, level, level, level];
const gap = (row: Row | undefined, width = HEAD.length) => Array.from({ length: width }, (_, c) => row?.[c] ?? null);
const beside = (left: readonly Row[], right: readonly Row[]): readonly Row[] => Array.from({ length: Math.max(left.length, right.length) }, (_, r) => [...gap(left[r]), null, ...gap(right[r])]);
const book = async (rows: readonly Row[], name = 'Sheet1', merges: { startRow: number; endRow: number; startCol: number; endCol: number }[] = []): Promise<WorkbookFile> => ({ name: 'khoi-1.xlsx', bytes: await writeXlsx({ sheets: [{ name, rows: rows.map((row) => [...row]), merges }] }) });
const read = (file: WorkbookFile, decisions: ReadonlyMap<string, RowDecision> = new Map()) => readWorkbooks([file], { ...options, known, decisions });
const errors = (reading: Awaited<ReturnType<typeof read>>) => reading.problems.filter(({ severity }) => severity === 'error');
const levels = (reading: Awaited<ReturnType<typeof read>>) => reading.data.pupils.flatMap(({ identity, assessment: { traits }, sources }) => (sources.results ? [[identity.pupilId, traits['PC.YEUNUOC']]] : []));
const expected = (...groups: readonly (readonly [typeof ONE, string])[]) => groups.flatMap(([pupils, level]) => pupils.map(({ id }) => [id, level]));

describe('tables beside each other', () => {
  test.each<[string, readonly Row[], string?]>([
    ['two classes, each under its name', [['CUỐI NĂM HỌC'], ...beside([['Lớp 1A1'], HEAD, ...ONE.map((one, i) => rowOf(one, i))], [['Lớp 1A2'], HEAD, ...TWO.map((one, i) => rowOf(one, i, 'Đ'))])]],
    ['without a column between', [['CUỐI NĂM HỌC'], [...HEAD, ...HEAD], ...ONE.map((one, i) => [...rowOf(one, i), ...rowOf(TWO[i]!, i, 'Đ')])]],
    ['one of which has no running number', [['CUỐI NĂM HỌC'], ...beside([HEAD, ...ONE.map((one, i) => rowOf(one, i))], [HEAD.slice(1), ...TWO.map((one, i) => rowOf(one, i, 'Đ').slice(1))])]],
    ['under names that stand a column off', [['CUỐI NĂM HỌC'], [...gap(['Lớp 1A1']), 'Lớp 1A2'], ...beside([HEAD, ...ONE.map((one, i) => rowOf(one, i))], [HEAD, ...TWO.map((one, i) => rowOf(one, i, 'Đ'))])]],
    ['whose headers stand in different rows', [['CUỐI NĂM HỌC'], ...beside([['Lớp 1A1'], HEAD, ...ONE.map((one, i) => rowOf(one, i))], [['Lớp 1A2'], ['GVCN: Trần Thị Bình'], [], HEAD, ...TWO.map((one, i) => rowOf(one, i, 'Đ'))])]],
    ['of different length, with sums and signatures', [['CUỐI NĂM HỌC'], ...beside([HEAD, ...ONE.map((one, i) => rowOf(one, i)), ['Cộng: 6 em'], [null, null, 'GVCN'], [null, null, 'Vũ Thanh An']], [HEAD, ...TWO.map((one, i) => rowOf(one, i, 'Đ')), ['Tổng', 6, null, 6, 6]])]],
  ])('%s', async (_, rows) => {
    const reading = await read(await book(rows));
    expect(errors(reading)).toEqual([]);
    expect(levels(reading)).toEqual(expected([ONE, 'T'], [TWO, 'Đ']));
  });

  test('halves of a class: its name above them, or that of the sheet, is of both', async () => {
    const halves = beside([HEAD.with(1, null), ...ONE.slice(0, 3).map((one, i) => rowOf(one, i).with(1, null))], [HEAD.with(1, null), ...ONE.slice(3).map((one, i) => rowOf(one, i + 3).with(1, null))]);
    for (const file of [await book([['LỚP 1A1 – CUỐI NĂM HỌC'], ...halves]), await book([['CUỐI NĂM HỌC'], ...halves], '1A1')]) {
      const reading = await read(file);
      expect(errors(reading)).toEqual([]);
      expect(levels(reading)).toEqual(expected([ONE, 'T']));
    }
  });

  test('two points of one class', async () => {
    const reading = await read(await book([['LỚP 1A1'], ...beside([['GIỮA HỌC KỲ I'], HEAD, ...ONE.map((one, i) => rowOf(one, i, 'Đ'))], [['CUỐI NĂM HỌC'], HEAD, ...ONE.map((one, i) => rowOf(one, i))])]));
    expect(errors(reading)).toEqual([]);
    expect(levels(reading)).toEqual(expected([ONE, 'T']));
    expect(reading.data.pupils[0]!.points?.midTerm1?.assessment.traits['PC.YEUNUOC']).toBe('Đ');
  });

  test('a header in two rows, merged in each', async () => {
    const top = [...HEAD.slice(0, 3), 'Phẩm chất', null, null, null, null], below = [null, null, null, ...HEAD.slice(3)], merged = [0, 9].flatMap((c) => [{ startRow: 1, endRow: 1, startCol: c + 3, endCol: c + 7 }, ...[0, 1, 2].map((own) => ({ startRow: 1, endRow: 2, startCol: c + own, endCol: c + own }))]);
    const reading = await read(await book([['CUỐI NĂM HỌC'], ...beside([top, below, ...ONE.map((one, i) => rowOf(one, i))], [top, below, ...TWO.map((one, i) => rowOf(one, i, 'Đ'))])], 'Khối 1', [{ startRow: 0, endRow: 0, startCol: 0, endCol: 16 }, ...merged]));
    expect(errors(reading)).toEqual([]);
    expect(levels(reading)).toEqual(expected([ONE, 'T'], [TWO, 'Đ']));
  });
});

describe('what is wrong in one of them', async () => {
  const wrong = beside([HEAD, ...ONE.map((one, i) => rowOf(one, i))], [HEAD, ...TWO.map((one, i) => (i === 2 ? rowOf(one, i).with(4, 'X') : rowOf(one, i, 'Đ')))]), file = await book([['CUỐI NĂM HỌC'], ...wrong]), reading = await read(file);

  test('is named in its cell of the sheet, and refuses its own row alone', () => {
    expect(errors(reading)).toMatchObject([{ code: 'workbook/bad-quality-level', sheet: 'Sheet1 (cột J–Q)', row: 5, column: 'N', value: 'X' }]);
    expect(levels(reading)).toEqual(expected([ONE, 'T'], [TWO.filter((_, i) => i !== 2), 'Đ']));
  });

  test('comes back as a sheet of its own, which says the same', async () => {
    const sheets = unwrap(await refusedSheets(file, reading.refused)), again = await read({ name: 'bi-tu-choi.xlsx', bytes: await workbookBytes(sheets) });
    expect(sheets.map(({ name }) => name)).toEqual(['Sheet1 (cột J–Q)']);
    expect(errors(again)).toMatchObject([{ code: 'workbook/bad-quality-level', row: 3, column: 'N', value: 'X' }]);
  });

  test('is answered for one of two pupils of a row', async () => {
    const nameless = await book([['CUỐI NĂM HỌC'], ...beside([HEAD, ...ONE.map((one, i) => rowOf(one, i))], [HEAD, ...TWO.map((one, i) => (i === 0 ? rowOf(one, i, 'Đ').with(1, '999').with(2, 'Ai Đó') : rowOf(one, i, 'Đ')))])]);
    const source = { file: 'khoi-1.xlsx', sheet: 'Sheet1 (cột J–Q)', row: 3 }, asked = await read(nameless), answered = await read(nameless, new Map([[rowKey(source), { is: 'pupil', pupilId: TWO[0]!.id }]]));
    expect(errors(asked)).toMatchObject([{ code: 'workbook/unknown-pupil', ...source }]);
    expect(levels(answered)).toEqual(expected([ONE, 'T'], [TWO, 'Đ']));
  });
});

describe('what is beside a table and is no such table', () => {
  test.each<[string, Row, (i: number) => Row]>([
    ['sums', ['Phẩm chất', 'Tốt', 'Đạt'], (i) => [['Yêu nước', 6, 0], ['Nhân ái', 6, 0]][i] ?? []],
    ['a list of parents', ['STT', 'Họ tên', 'Điện thoại'], (i) => [i + 1, 'Nguyễn Văn Cha', '0912345678']],
  ])('%s', async (_, head, row) => {
    const reading = await read(await book([['CUỐI NĂM HỌC'], ...beside([HEAD, ...ONE.map((one, i) => rowOf(one, i))], [head, ...ONE.map((_one, i) => row(i))])]));
    expect(reading.matches.every(({ source }) => source.sheet === 'Sheet1')).toBe(true);
  });
  test('one text again and again costs no time', async () => {
    const reading = await read(await book([['CUỐI NĂM HỌC'], Array.from({ length: 400 }, (_, c) => HEAD[c % HEAD.length]!), ...ONE.map((one, i) => rowOf(one, i))]));
    expect(errors(reading).map(({ code }) => code)).toContain('workbook/doubled-column');
  });
});

describe('a table on its side', async () => {
  const lying: readonly Row[] = [['Nội dung', ...ONE.map(({ name }) => name)], ...HEAD.slice(3).map((item): Row => [item, ...ONE.map(() => 'T')])];
  test('is named with what to do', async () => {
    const reading = await read(await book([['LỚP 1A1 – CUỐI NĂM HỌC'], ...lying]));
    expect(errors(reading)).toMatchObject([{ code: 'workbook/lying-table', sheet: 'Sheet1', remedy: expect.stringContaining('Transpose') }]);
    expect(reading.layouts).toMatchObject([{ state: 'asked' }]);
  });
  test('is not lost beside a table that is read', async () => {
    const bytes = await writeXlsx({ sheets: [{ name: '1A1', rows: [['CUỐI NĂM HỌC'], [...HEAD], ...ONE.map((one, i) => [...rowOf(one, i)])] }, { name: 'Hoà nhập', rows: lying.map((row) => [...row]) }] });
    expect(errors(await read({ name: 'khoi-1.xlsx', bytes }))).toMatchObject([{ code: 'workbook/lying-table', sheet: 'Hoà nhập' }]);
  });
  test.each<[string, readonly Row[]]>([
    ['sums of every subject', [['Nội dung', 'Tổng số', 'Hoàn thành tốt', 'Hoàn thành'], ...HEAD.slice(3).map((item): Row => [item, 20, 12, 8])]], ['a list of subjects', [['Mã môn', 'Tên'], ...HEAD.slice(3).map((item, i): Row => [`M${i}`, item])]],
  ])('%s is none', async (_, rows) => {
    const bytes = await writeXlsx({ sheets: [{ name: '1A1', rows: [['CUỐI NĂM HỌC'], [...HEAD], ...ONE.map((one, i) => [...rowOf(one, i)])] }, { name: 'Khác', rows: rows.map((row) => [...row]) }] });
    expect(errors(await read({ name: 'khoi-1.xlsx', bytes }))).toEqual([]);
  });
});
