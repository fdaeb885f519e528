import { type CellValue, writeXlsx } from 'hucre';
import { describe, expect, test } from 'vitest';
import { contentOf } from '../../../test/builders/messy-workbooks.ts';
import { editWorkbook, sampleFiles, sampleOptions } from '../../../test/builders/workbooks.ts';
import type { SheetLayout, WorkbookFile } from '../model.ts';
import { readWorkbooks } from '../read-workbooks.ts';
import { checkAnswers } from './check-answers.ts';
import type { LayoutAnswer } from './mapping.ts';

const SCHOOL = '22205411', clean = sampleFiles(SCHOOL), others = clean.filter(({ name }) => !name.includes('C1-HocSinh')), LIST = clean.find(({ name }) => name.includes('C1-HocSinh'))!;
const read = (files: readonly WorkbookFile[], ...answers: readonly LayoutAnswer[]) => readWorkbooks(files, { ...sampleOptions(SCHOOL), mappings: new Map(answers.map((answer) => [answer.fingerprint, answer])) });
const truth = contentOf((await read(clean)).data);

/** The list below two rows that look like its header and are none; `rename` writes its own header. */
const misled = (rename: (header: string) => string) => editWorkbook(LIST, (sheets) => {
  sheets.splice(1);
  const [, , header, ...rows] = sheets[0]!.rows as [CellValue[], CellValue[], CellValue[], ...CellValue[][]];
  sheets[0]!.rows = [['Người lập', 'Đơn vị', 'Kỳ báo cáo', 'Ngày xuất'], ['Ngô Mai Thảo', 'Tổ 1', 'HK2', '31/05/2024'], header.map((text) => rename(String(text))), ...rows];
});
const answerOf = ({ fingerprint, columns, kind }: SheetLayout, fieldOf: (header: string) => string | undefined = () => undefined): LayoutAnswer =>
  ({ fingerprint, kind, columns: columns.flatMap(({ header, field }) => { const own = fieldOf(header) ?? field; return own === null ? [] : [{ header, field: own }]; }) });
const codes = (reading: Awaited<ReturnType<typeof read>>) => reading.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);

describe('a header that was looked for in the wrong rows', async () => {
  const file = await misled((header) => `cột ${header.replace(/\W/gu, '').slice(0, 2)}${header.length}`), files = [...others, file];
  const first = await read(files), [wrong] = first.layouts as [SheetLayout];

  test('is asked with the first rows of the sheet', () => {
    expect(wrong).toMatchObject({ state: 'asked', headerRows: { from: 1, to: 1 } });
    expect(wrong.firstRows.slice(0, 3)).toMatchObject([{ row: 1, texts: ['Người lập', 'Đơn vị', 'Kỳ báo cáo', 'Ngày xuất'] }, { row: 2 }, { row: 3, texts: expect.arrayContaining([expect.stringMatching(/^cột /)]) }]);
  });

  test('is asked anew with the rows that were chosen, and read as answered', async () => {
    const choice: LayoutAnswer = { fingerprint: wrong.fingerprint, header: { from: 3, to: 3 } };
    expect(checkAnswers([choice], first.layouts)).toBeUndefined();
    const second = await read(files, choice), [right] = second.layouts as [SheetLayout];
    expect(right).toMatchObject({ state: 'asked', kind: 'pupils', headerRows: { from: 3, to: 3 } });
    const fields = ['', 'classroom', 'pupilId', 'fullName', 'birthDate', 'gender', 'status', 'statusDate', 'ethnicity', 'nationality', 'disability', 'personalId', 'birthPlace', 'queQuan', 'residence', 'fatherName', 'motherName', 'guardianName', 'registerNumber'];
    const answer: LayoutAnswer = { fingerprint: right.fingerprint, kind: 'pupils', columns: right.columns.flatMap(({ header }, c) => (fields[c] ? [{ header, field: fields[c] }] : [])) };
    const third = await read(files, choice, answer);
    expect(codes(third)).toEqual([]);
    expect(contentOf(third.data)).toEqual(truth);
    // What the columns are is remembered, the row is not: the next such file is found by its header.
    expect(contentOf((await read(files, answer)).data)).toEqual(truth);
  });

  test('chosen back is looked for as before', async () => {
    const [chosen] = (await read(files, { fingerprint: wrong.fingerprint, header: { from: 3, to: 3 } })).layouts as [SheetLayout];
    const back = await read(files, { fingerprint: wrong.fingerprint, header: { from: 3, to: 3 } }, { fingerprint: chosen.fingerprint, header: { from: 1, to: 1 } });
    expect(back.layouts).toMatchObject([{ fingerprint: wrong.fingerprint, state: 'asked' }]);
  });

  test('of headers that are known needs no more than its row', async () => {
    const known = await misled((header) => header), decoy = await editWorkbook(known, ([sheet]) => void (sheet!.rows[0] = ['STT', 'Họ tên', 'Lớp', 'Ngày sinh'])), asked = await read([...others, decoy]);
    const reading = await read([...others, decoy], { fingerprint: asked.layouts[0]!.fingerprint, header: { from: 3, to: 3 } });
    expect(codes(reading)).toEqual([]);
    expect(contentOf(reading.data)).toEqual(truth);
  });

  test.each([[{ from: 200, to: 200 }], [{ from: 3, to: 2 }], [{ from: 1, to: 9 }]])('%j are no rows of a header', (header) => {
    expect(checkAnswers([{ fingerprint: wrong.fingerprint, header }], first.layouts)).toMatchObject({ code: 'workbook/mapping-bad-header' });
  });
});

describe('a value for every row', async () => {
  const rows: CellValue[][] = [
    ['STT', 'Mã học sinh', 'Họ tên', 'Ngày sinh', 'Giới tính', 'Dân tộc', 'Số định danh cá nhân'],
    [1, '2201000001', 'Triệu Văn Dũng', '18/07/2017', 'Nam', 'Hoa', '022217292935'], [2, '2201000002', 'Vũ Thanh Lâm', '02/07/2017', 'Nam', 'Kinh', ''], [null, null, 'Tổng số: 2 em', null, null, null, null],
  ];
  const fileOf = async (...names: readonly string[]): Promise<WorkbookFile> => ({ name: 'mot-lop.xlsx', bytes: await writeXlsx({ sheets: names.map((name) => ({ name, rows: rows.map((row) => [...row]) })) }) });
  const staff = clean.find(({ name }) => name.includes('CSDL_GiaoVien'))!, asked = await read([staff, await fileOf('Data')]), [layout] = asked.layouts as [SheetLayout];
  const constants = [{ field: 'classroom', value: '1A1' }, { field: 'status', value: 'Đang học' }, { field: 'disability', value: 'Không' }];
  const with_ = (own: typeof constants, of = layout): LayoutAnswer => ({ ...answerOf(of), constants: own }) as LayoutAnswer;

  test('stands in for the columns a list of one class does without', async () => {
    expect(layout.why).toHaveLength(3);
    const answer = with_(constants), reading = await read([staff, await fileOf('Data')], answer);
    expect(checkAnswers([answer], asked.layouts)).toBeUndefined();
    expect(codes(reading)).toEqual([]);
    expect(reading.data.pupils.map(({ identity, classroom, status }) => [identity.fullName, classroom, status])).toEqual([['Triệu Văn Dũng', '1A1', 'studying'], ['Vũ Thanh Lâm', '1A1', 'studying']]);
    expect(reading.layouts).toMatchObject([{ state: 'mapped', constants }]);
  });

  test.each<[string, typeof constants, string]>([
    ['no status', [{ field: 'status', value: 'Lạ' }], 'workbook/mapping-bad-constant'], ['nothing', [{ field: 'classroom', value: ' ' }], 'workbook/mapping-bad-constant'], ['a name', [{ field: 'fullName', value: 'An' }], 'workbook/mapping-bad-constant'],
    ['a column of the sheet', [{ field: 'gender', value: 'Nam' }], 'workbook/mapping-bad-constant'],
  ])('is not %s', (_, own, code) => expect(checkAnswers([with_(own)], asked.layouts)).toMatchObject({ code }));

  test('is not one class for several sheets', async () => {
    const several = await read([staff, await fileOf('Data', 'More')]);
    expect(checkAnswers([with_(constants, several.layouts[0]!)], several.layouts)).toMatchObject({ code: 'workbook/mapping-constant-many-sheets' });
  });
});
