import { describe, expect, test } from 'vitest';
import { type EditableSheet, type FilePart, sampleFiles, sampleOptions, withEdited } from '../../test/builders/workbooks.ts';
import { readWorkbooks } from './read-workbooks.ts';

const school = '22205411', options = sampleOptions(school), clean = sampleFiles(school);
const LIST = 'C1-HocSinh', RESULTS = 'KetQua_Lop1-2', REMARKS = 'NhanXet', SUMMER = 'DanhGiaBoSung';
const columnOf = (sheet: EditableSheet, header: string) => sheet.rows.slice(0, 4).map((row) => row.findIndex((value) => String(value ?? '').startsWith(header))).find((c) => c >= 0)!;
type Edit = (sheets: EditableSheet[]) => void;
const put = (row: number, header: string, value: string | null): Edit => ([sheet]) => void (sheet!.rows[row - 1]![columnOf(sheet!, header)] = value);
const drop = (header: string): Edit => (sheets) => {
  for (const sheet of sheets) {
    const c = columnOf(sheet, header);
    sheet.rows = sheet.rows.map((row) => row.filter((_, at) => at !== c));
  }
};
const all = (...edits: Edit[]): Edit => (sheets) => { for (const edit of edits) edit(sheets); };
/** A column `Số định danh` beside the results, with one number in it. */
const numbered = (row: number, personalId: string): Edit => ([sheet]) => void (sheet!.rows = sheet!.rows.map((cells, r) => [...cells, r === 0 ? 'Số định danh cá nhân' : r === row - 1 ? personalId : null]));
/** A second pupil of the list with the name and the birthday of em Triệu Văn Dũng (1A1), in another class and with another code. */
const twin = (classroom: string, name = 'Triệu Văn Dũng'): Edit => ([sheet]) => void sheet!.rows.push(sheet!.rows[3]!.map((value, c) => ({ 1: classroom, 2: '2201999999', 3: name, 11: '' })[c] ?? value));

const read = async (edits: Partial<Record<FilePart, Edit>>) => {
  let files = clean;
  for (const [part, edit] of Object.entries(edits)) files = await withEdited(files, part as FilePart, edit);
  return readWorkbooks(files, options);
};
const truth = (await read({})).data;
const assessmentOf = (data: typeof truth, pupilId = '2201000001') => data.pupils.find(({ identity }) => identity.pupilId === pupilId)!.assessment;
const NO_CODE = put(4, 'Mã học sinh', null);

/** Row 4 of the results is em Triệu Văn Dũng (2201000001), 18/07/2017, 022217292935, lớp 1A1. */
const matched: readonly (readonly [string, Partial<Record<FilePart, Edit>>, string, string])[] = [
  ['no code: name and birthday', { [RESULTS]: NO_CODE }, 'họ tên và ngày sinh', 'không có'],
  ['an unknown code: name and birthday', { [RESULTS]: put(4, 'Mã học sinh', '2299999999') }, 'họ tên và ngày sinh', '2299999999'],
  ['a name without marks', { [RESULTS]: all(NO_CODE, put(4, 'Họ tên', 'trieu van dung')) }, 'họ tên và ngày sinh', 'không có'],
  ['a name in capitals', { [RESULTS]: all(NO_CODE, put(4, 'Họ tên', 'TRIỆU VĂN DŨNG')) }, 'họ tên và ngày sinh', 'không có'],
  ['số định danh', { [RESULTS]: all(NO_CODE, numbered(4, '022217292935')) }, 'số định danh cá nhân', 'không có'],
  ['số định danh without its zero, and no birthday', { [RESULTS]: all(NO_CODE, put(4, 'Ngày sinh', null), numbered(4, '2.2217292935E+10')) }, 'số định danh cá nhân', 'không có'],
  ['a namesake of the same day in another class: the class decides', { [LIST]: twin('2A1'), [RESULTS]: NO_CODE }, 'họ tên và ngày sinh', 'không có'],
  ['a namesake whose marks differ: the spelling decides', { [LIST]: twin('1A1', 'Triệu Vân Dung'), [RESULTS]: NO_CODE }, 'họ tên và ngày sinh', 'không có'],
  ['no birthday, the name with all its marks in its class', { [RESULTS]: all(NO_CODE, put(4, 'Ngày sinh', null)) }, 'họ tên và lớp', 'không có'],
];

describe('a row without a known code', () => {
  test.each(matched)('%s', async (_, edits, how, code) => {
    const { problems, data } = await read(edits);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const found = problems.filter((problem) => problem.code === 'workbook/matched-otherwise');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity: 'warning', row: 4, message: expect.stringContaining(`mã: ${code}`) });
    expect(found[0]!.message).toMatch(new RegExp(`em Triệu Văn Dũng, sinh 18/07/2017, lớp 1A1 \\(2201000001\\).*${how}`));
    expect(assessmentOf(data)).toEqual(assessmentOf(truth));
  });

  test('tone marks in the old and in the new place are one name', async () => {
    const listed = put(4, 'Họ tên', 'Triệu Thuý Hoà');
    const { problems } = await read({ [LIST]: listed, [REMARKS]: put(2, 'Họ tên', 'Triệu Thuý Hoà'), [RESULTS]: all(NO_CODE, put(4, 'Họ tên', 'Triệu Thúy Hòa')) });
    expect(problems.map(({ code }) => code).filter((code) => code !== 'workbook/not-assessed')).toEqual(['workbook/matched-otherwise']);
  });
});

const refused: readonly (readonly [string, Partial<Record<FilePart, Edit>>, string, RegExp])[] = [
  ['two namesakes of one day in one class', { [LIST]: twin('1A1'), [RESULTS]: NO_CODE }, 'workbook/ambiguous-pupil', /2201000001.*2201999999/],
  ['two namesakes of one day, and no class said', { [LIST]: twin('2A1'), [RESULTS]: all(NO_CODE, put(4, 'Mã lớp', null)) }, 'workbook/ambiguous-pupil', /lớp 1A1 \(2201000001\); .*lớp 2A1 \(2201999999\)/],
  ['no birthday, marks that differ', { [RESULTS]: all(NO_CODE, put(4, 'Ngày sinh', null), put(4, 'Họ tên', 'Triệu Van Dung')) }, 'workbook/ambiguous-pupil', /Triệu Văn Dũng/],
  ['no birthday, two of the name in the class', { [LIST]: twin('1A1'), [RESULTS]: all(NO_CODE, put(4, 'Ngày sinh', null)) }, 'workbook/ambiguous-pupil', /2201999999/],
  ['another birthday', { [RESULTS]: all(NO_CODE, put(4, 'Ngày sinh', '19/07/2017')) }, 'workbook/unknown-pupil', /Triệu Văn Dũng, sinh 19\/07\/2017/],
  ['the number of somebody else', { [RESULTS]: all(NO_CODE, numbered(4, '022217959838')) }, 'workbook/name-mismatch', /Vũ Thanh Lâm/],
  ['a number in no list, while the pupil of that name has another', { [RESULTS]: all(NO_CODE, numbered(4, '022217292999')) }, 'workbook/unknown-pupil', /Triệu Văn Dũng/],
  ['the right name and day in another class', { [RESULTS]: all(NO_CODE, put(4, 'Mã lớp', '2A1')) }, 'workbook/classroom-mismatch', /1A1/],
  ['nothing but a name', { [RESULTS]: all(NO_CODE, put(4, 'Ngày sinh', null), put(4, 'Mã lớp', null)) }, 'workbook/no-identity', /Triệu Văn Dũng/],
  ['nobody at all', { [RESULTS]: all(NO_CODE, put(4, 'Họ tên', null)) }, 'workbook/no-identity', /không tên/],
  ['one pupil twice, once by code and once by name', { [RESULTS]: ([sheet]) => void sheet!.rows.push(sheet!.rows[3]!.map((value, c) => (c === 2 ? null : value))) }, 'workbook/duplicate-pupil', /Triệu Văn Dũng/],
];

describe('what could be two pupils, or none, is asked', () => {
  test.each(refused)('%s', async (_, edits, code, message) => {
    const { problems } = await read(edits);
    const found = problems.filter(({ severity }) => severity === 'error');
    expect(found.map((problem) => problem.code)).toContain(code);
    expect(found.find((problem) => problem.code === code)!.message).toMatch(message);
  });
});

describe('a whole column of codes is missing', () => {
  test.each([RESULTS, 'KetQua_Lop3', SUMMER] as const)('%s', async (part) => {
    const { problems, data } = await read({ [part]: drop('Mã học sinh') });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(problems.some(({ code }) => code === 'workbook/matched-otherwise')).toBe(true);
    expect(data.pupils.map(({ assessment, supplementary }) => [assessment, supplementary])).toEqual(truth.pupils.map(({ assessment, supplementary }) => [assessment, supplementary]));
  });

  test('remarks know only name and class: two namesakes in 3A1 are asked for, everybody else is found', async () => {
    const { problems, data } = await read({ [REMARKS]: drop('Mã học sinh') });
    expect(problems.filter(({ severity }) => severity === 'error').map(({ code, message }) => [code, /lớp 3A1 \(2201000075\); .*lớp 3A1 \(2201000076\)/.test(message)])).toEqual([['workbook/ambiguous-pupil', true], ['workbook/ambiguous-pupil', true]]);
    const others = ({ pupils }: typeof truth) => pupils.filter(({ identity }) => !/220100007[56]/.test(identity.pupilId)).map(({ assessment }) => assessment);
    expect(others(data)).toEqual(others(truth));
  });
});

describe('a số định danh that lost its digits says nothing of the pupil', () => {
  const lost = put(4, 'Số định danh', '2.2E+10'), numberOf = (data: typeof truth) => data.pupils.find(({ identity }) => identity.fullName === 'Triệu Văn Dũng')!.identity.personalId;
  const known = (pupilId: string) => ({ staff: truth.staff, pupils: truth.pupils.map((pupil, i) => (i === 0 ? { ...pupil, identity: { ...pupil.identity, pupilId: pupilId as typeof pupil.identity.pupilId } } : pupil)) });

  test('in results beside name and birthday: the row is matched by those', async () => {
    const { problems, data } = await read({ [RESULTS]: all(NO_CODE, numbered(4, '2.2E+10')) });
    expect(problems.filter(({ code }) => code !== 'workbook/not-assessed').map(({ code, severity }) => [code, severity])).toEqual([['workbook/lost-personal-id', 'warning'], ['workbook/matched-otherwise', 'warning']]);
    expect(assessmentOf(data)).toEqual(assessmentOf(truth));
  });
  test('as the only thing that says who it is: an error', async () => {
    const { problems } = await read({ [RESULTS]: all(NO_CODE, put(4, 'Họ tên', null), put(4, 'Ngày sinh', null), put(4, 'Mã lớp', null), numbered(4, '2.2E+10')) });
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'workbook/no-identity', row: 4 }]);
  });
  test('in the list of a school that knows the pupil, by code, by name and birthday, or under a temporary code: the number on file stays', async () => {
    for (const [edit, own] of [[lost, '2201000001'], [all(lost, NO_CODE), '2201000001'], [lost, 'TAM-0001']] as const) {
      const { problems, data } = await readWorkbooks(await withEdited(clean, LIST, edit), { ...options, known: known(own) });
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(numberOf(data)).toBe('022217292935');
    }
  });
  test('in the list of a school that does not: the pupil has none', async () => expect(numberOf((await read({ [LIST]: lost })).data)).toBeUndefined());
});
