import { describe, expect, test } from 'vitest';
import { type EditableSheet, sampleFiles, sampleOptions, withEdited } from '../../test/builders/workbooks.ts';
import { otherPointIn } from './layout/assessment-point.ts';
import { readWorkbooks } from './read-workbooks.ts';

const school = '22205411', options = sampleOptions(school), clean = sampleFiles(school), RESULTS = 'KetQua_Lop3';

test.each([
  ['KẾT QUẢ GIỮA HỌC KỲ I', 'midTerm1'], ['Giữa học kì 1', 'midTerm1'], ['GK1', 'midTerm1'], ['GHKI', 'midTerm1'], ['22205411_KetQua_GK1_Lop3', 'midTerm1'], ['KetQuaGK1', 'midTerm1'],
  ['Cuối HKI', 'endOfTerm1'], ['CK1', 'endOfTerm1'], ['KẾT QUẢ HỌC KỲ I NĂM HỌC 2023-2024', 'endOfTerm1'], ['HK1', 'endOfTerm1'], ['Giữa học kỳ II', 'midTerm2'], ['GK2', 'midTerm2'], ['Kiểm tra giữa kỳ', 'midTerm'],
  ['Cuối năm học 2023-2024', undefined], ['CK2', undefined], ['Cuối học kỳ II', undefined], ['HK2', undefined], ['HỌC KỲ I VÀ CẢ NĂM', undefined], ['Năm học 2023-2024', undefined], ['Lớp 1', undefined], ['KetQua_Lop1-2', undefined], ['Trường Tiểu học Kỳ Anh 1', undefined],
] as const)('`%s` names %s', (text, point) => expect(otherPointIn(text)).toBe(point));

type Edit = (sheets: EditableSheet[]) => void;
const title = (text: string): Edit => ([sheet]) => void sheet!.rows.unshift([text]);
const rename = (name: string): Edit => ([sheet]) => void (sheet!.name = name);
const group = (text: string): Edit => ([sheet]) => void (sheet!.rows = [sheet!.rows[0]!.map((value, c) => (c >= 5 ? text : value)), ...sheet!.rows.slice(1)]);
const marksOf = (text: string): Edit => ([sheet]) => void (sheet!.rows = sheet!.rows.map((row) => row.map((value) => (value === 'Điểm KTĐK' || value === 'Mức đạt được' ? `${value} ${text}` : value))));

const other: readonly (readonly [string, Edit, string])[] = [
  ['in a title', title('KẾT QUẢ GIỮA HỌC KỲ I – NĂM HỌC 2023-2024'), 'giữa học kỳ I'], ['in a title', title('Bảng tổng hợp cuối học kỳ I'), 'cuối học kỳ I'], ['in a title', title('Kết quả GK2'), 'giữa học kỳ II'],
  ['in the name of the sheet', rename('GK1'), 'giữa học kỳ I'], ['in the headers', group('Giữa học kỳ II'), 'giữa học kỳ II'], ['in the headers', marksOf('cuối HKI'), 'cuối học kỳ I'],
];

describe('results of another point are not the year end', () => {
  test.each(other)('said %s', async (_, edit, point) => {
    const { problems, files, data } = await readWorkbooks(await withEdited(clean, RESULTS, edit), options);
    expect(problems.filter(({ severity }) => severity === 'error')).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'workbook/other-point', publicCode: 'HBS-521', file: `${school}_${RESULTS}.xlsx`, message: expect.stringContaining(`kết quả ${point};`) });
    expect(files.find(({ name }) => name.includes(RESULTS))).toMatchObject({ kind: 'results', rows: 0 });
    expect(data.pupils.filter(({ grade, sources }) => grade === 3 && sources.results)).toEqual([]);
  });
  test('said in the name of the file', async () => {
    const { problems } = await readWorkbooks(clean.map((file) => (file.name.includes(RESULTS) ? { ...file, name: '22205411_KetQua_CK1_Lop3.xlsx' } : file)), options);
    expect(problems[0]).toMatchObject({ code: 'workbook/other-point', message: expect.stringContaining('cuối học kỳ I') });
  });
});

const atYearEnd: readonly (readonly [string, Edit, boolean])[] = [
  ['`Cuối năm học` in a title', title('KẾT QUẢ CUỐI NĂM HỌC 2023-2024'), false],
  ['`Học kỳ II` in a title', title('KẾT QUẢ HỌC KỲ II NĂM HỌC 2023-2024'), false],
  ['`cuối năm` behind the measures', marksOf('cuối năm'), false],
  ['sheets of all four points in one file', (sheets) => void sheets.push(...['GK1', 'CK1', 'GK2'].map((name) => ({ name, rows: sheets[0]!.rows, extra: {} }))), true],
  ['the first term beside the year end', ([sheet]) => {
    const own = sheet!.rows.map((row) => [...row]);
    sheet!.rows = own.map((row, r) => [...row.slice(0, 5), ...row.slice(5, 37).map((value) => (r === 0 ? 'Cuối học kỳ I' : r > 2 ? 'T' : value)), ...row.slice(5)]);
  }, true],
];

describe('the year end is read', () => {
  test.each(atYearEnd)('%s', async (_, edit, said) => {
    const [reading, truth] = [await readWorkbooks(await withEdited(clean, RESULTS, edit), options), await readWorkbooks(clean, options)];
    expect(reading.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(reading.problems.some(({ code }) => code === 'workbook/other-point-left-out')).toBe(said);
    expect(reading.data.pupils.map(({ assessment, sheetResult }) => [assessment, sheetResult])).toEqual(truth.data.pupils.map(({ assessment, sheetResult }) => [assessment, sheetResult]));
  });
});
