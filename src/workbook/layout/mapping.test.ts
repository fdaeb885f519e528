import fc from 'fast-check';
import { type CellValue, readXlsx, writeXlsx } from 'hucre';
import { describe, expect, test } from 'vitest';
import { type FilePart, sampleFiles, sampleOptions, withEdited } from '../../../test/builders/workbooks.ts';
import { createReport } from '../problem.ts';
import type { SchoolYearData, SheetLayout, WorkbookFile } from '../model.ts';
import { rawSheets, readTables } from '../open-file.ts';
import { readWorkbooks } from '../read-workbooks.ts';
import { checkAnswers } from './check-answers.ts';
import { FIELDS_OF } from './kinds.ts';
import type { LayoutAnswer, Mappings } from './mapping.ts';

const SCHOOL = '22205411', clean = sampleFiles(SCHOOL), options = sampleOptions(SCHOOL);
const content = (data: SchoolYearData) => ({
  staff: data.staff.map(({ source: _, ...person }) => person), classrooms: data.classrooms, pupils: data.pupils.map(({ sources: _, ...pupil }) => pupil),
});
const truth = content((await readWorkbooks(clean, options)).data);
const mapped = (answers: readonly LayoutAnswer[]): Mappings => new Map(answers.map((answer) => [answer.fingerprint, answer]));
const read = (files: readonly WorkbookFile[], answers: readonly LayoutAnswer[] = []) => readWorkbooks(files, { ...options, mappings: mapped(answers) });
const named = (part: FilePart) => clean.filter(({ name }) => name.includes(part));
const errorsOf = (reading: Awaited<ReturnType<typeof read>>) => reading.problems.filter(({ severity }) => severity === 'error');

/** Sheets of a sample file with the columns of each table: what a person who knows the school would answer. */
async function sheetsOf(file: WorkbookFile) {
  const raw = await rawSheets(file, createReport());
  return raw.ok ? raw.value.flatMap((one) => readTables(one, createReport())).flatMap(({ layouts: own }) => own) : [];
}
const layouts = new Map<string, Awaited<ReturnType<typeof sheetsOf>>>();
for (const file of clean) layouts.set(file.name, await sheetsOf(file));

const WORDS = ['lam', 'kep', 'rung', 'suoi', 'bien', 'nui', 'sao', 'gio'] as const;
/** A name that no layout of ours knows, another for each text. */
const renamed = (seed: number) => {
  const names = new Map<string, string>();
  return (text: string) => {
    if (!names.has(text)) names.set(text, `${WORDS[(names.size + seed) % 8]!} ${WORDS[Math.trunc(names.size / 8 + seed) % 8]!} ${WORDS[Math.trunc(names.size / 64) % 8]!}`);
    return names.get(text)!;
  };
};

/** The file with the columns of its tables in another order and other names above them. */
async function disguised(file: WorkbookFile, order: (width: number) => readonly number[], rename: (text: string) => string): Promise<WorkbookFile> {
  const workbook = await readXlsx(file.bytes), own = layouts.get(file.name)!;
  const sheets = workbook.sheets.map(({ name, rows }) => {
    const layout = own.find((one) => one.sheet.name === name);
    if (!layout) return { name, rows: rows.map((row) => [...row]) };
    const width = Math.max(...rows.map((row) => row.length)), columns = order(width), moved = (row: readonly CellValue[]) => columns.map((c) => row[c] ?? null);
    return { name, rows: rows.map((row, r) => (r < layout.headerRow ? [...row] : r < layout.firstRow ? moved(row).map((value) => (typeof value === 'string' && value !== '' ? rename(value) : value)) : moved(row))) };
  });
  return { name: file.name, bytes: await writeXlsx({ sheets }) };
}

/** Says of every column of the questions what it was before the disguise. */
function answersFor(questions: readonly SheetLayout[], order: (width: number) => readonly number[]): readonly LayoutAnswer[] {
  return questions.map(({ fingerprint, sheets: [first], columns }) => {
    const { sheet, kind, columns: known } = layouts.get(first!.file)!.find((layout) => layout.sheet.name === first!.sheet)!;
    const moved = order(Math.max(...sheet.rows.map((row) => row.length))), fieldAt = new Map([...known].map(([field, { index }]) => [moved.indexOf(index), field]));
    const at = (letters: string) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
    return { fingerprint, kind, columns: columns.flatMap(({ column, header }) => (FIELDS_OF[kind].includes(fieldAt.get(at(column)) ?? '') ? [{ header, field: fieldAt.get(at(column))! }] : [])) };
  });
}

const shuffled = (seed: number) => (width: number) => Array.from({ length: width }, (_, i) => [(((i + 1) * 2_654_435_761 + seed * 40_503) >>> 0) % 9_973, i] as const).toSorted((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, i]) => i);
const reversed = (width: number) => Array.from({ length: width }, (_, i) => width - 1 - i);

describe('a layout nobody has seen is asked, and read as answered', () => {
  test('in any order of columns and with any names: the answers read what the sector layout reads', async () => {
    await fc.assert(fc.asyncProperty(fc.nat({ max: 5_000 }), fc.boolean(), async (seed, backwards) => {
      const order = backwards ? reversed : shuffled(seed), rename = renamed(seed), files = await Promise.all(clean.map((file) => disguised(file, order, rename)));
      const asked = await read(files);
      expect(asked.blocked).toBe(true);
      expect(asked.layouts.map(({ state }) => state)).toEqual(asked.layouts.map(() => 'asked'));
      for (const { name } of files) expect(asked.layouts.some(({ sheets }) => sheets.some(({ file }) => file === name)), name).toBe(true);
      const answers = answersFor(asked.layouts, order);
      expect(checkAnswers(answers, asked.layouts)).toBeUndefined();
      const reading = await read(files, answers);
      expect(errorsOf(reading).slice(0, 3)).toEqual([]);
      expect(content(reading.data)).toEqual(truth);
    }), { numRuns: 4, seed: 27 });
  }, 60_000);

  test('an answer holds for the same headers in another order', async () => {
    const rename = renamed(1), one = await disguised(named('C1-HocSinh')[0]!, shuffled(0), rename), asked = await read([...clean.filter(({ name }) => !name.includes('C1-')), one]);
    const answers = answersFor(asked.layouts, shuffled(0)), other = await disguised(named('C1-HocSinh')[0]!, reversed, rename);
    const reading = await read([...clean.filter(({ name }) => !name.includes('C1-')), other], answers);
    expect(reading.layouts.map(({ state }) => state)).toEqual(['mapped']);
    expect(content(reading.data)).toEqual(truth);
  });

  test('a wrong cell is named with the same message, at its place in the new layout', async () => {
    const wrong = await withEdited(named('KetQua_Lop1-2'), 'KetQua_Lop1-2', ([sheet]) => void (sheet!.rows[3]![5] = 'X'));
    layouts.set('wrong.xlsx', await sheetsOf({ ...wrong[0]!, name: 'wrong.xlsx' }));
    const file = await disguised({ ...wrong[0]!, name: 'wrong.xlsx' }, reversed, renamed(3)), others = clean.filter(({ name }) => !name.includes('KetQua_Lop1-2'));
    const reading = await read([...others, file], answersFor((await read([...others, file])).layouts, reversed));
    expect(errorsOf(reading)).toMatchObject([{ code: 'workbook/bad-subject-level', row: 4, column: 'AC', value: 'X', message: expect.stringContaining('em Triệu Văn Dũng (2201000001)') }]);
  });
});

const VENDOR: readonly CellValue[][] = [
  ['Phần mềm quản lý trường học', null, null, 'Mã đơn vị', '22205411'], [],
  ['No.', 'Student code', 'Full name', 'DOB', 'Sex', 'Class', 'Mã BHXH', 'CCCD', 'Ethnic', 'Tình trạng', 'Ghi chú'],
  [1, '2201000001', 'Triệu Văn Dũng', '18/07/2017', 'Nam', '1A1', 'BH1234', '022217292935', 'Hoa', 'Đang học', ''],
  [2, '2201000002', 'Vũ Thanh Lâm', 42_919, 'Nam', '1A1', 'BH1235', '022217959838', 'Kinh', 'Đang học', 'mới'],
  [3, '2201000003', 'Trần Đức Bảo', '05/01/2017', 'Nữ', '1A2', 'BH1236', '022217111111', 'Tày', 'Đang học', ''],
];
const MARKS: readonly CellValue[][] = [
  ['TT', 'Mã HS', 'Họ và tên HS', 'Môn T.Việt', null, 'Toán học', null, 'Đạo đức', 'Phẩm chất', null],
  [null, null, null, 'Mức', 'Điểm KT', 'Mức', 'Điểm KT', 'Mức', 'PC Yêu nước', 'PC Nhân ái'],
  [1, '2201000001', 'Triệu Văn Dũng', 'T', 9, 'H', 7, 'T', 'T', 'Đ'],
  [2, '2201000002', 'Vũ Thanh Lâm', 'H', 8, 'T', 10, 'T', 'Đ', 'Đ'],
];
const fileOf = async (rows: readonly CellValue[][], name = 'phan-mem-la.xlsx'): Promise<WorkbookFile> => ({ name, bytes: await writeXlsx({ sheets: [{ name: 'Data', rows: rows.map((row) => [...row]) }] }) });
const proposed = ({ columns }: SheetLayout) => Object.fromEntries(columns.flatMap(({ header, field, confidence }) => (field === null ? [] : [[header, [field, confidence]]])));

test('a rating in four columns to tick, and an award under `Cuối năm`, are proposed and read as answered', async () => {
  const names = ['Hoàn thành xuất sắc', 'Hoàn thành tốt', 'Hoàn thành', 'Chưa hoàn thành'];
  const files = await withEdited(clean, 'KetQua_Lop3', ([sheet]) => {
    const c = sheet!.rows[0]!.indexOf('Xếp loại');
    sheet!.rows = sheet!.rows.map((row, r) => [...row.slice(0, c).map((text) => (r < 3 && text === 'Toán' ? 'Môn A' : text)), ...names.map((name) => (r === 0 ? 'Đánh giá kết quả giáo dục' : r === 1 ? name : r > 2 && row[c] === name ? 'x' : null)), row[c + 1] ?? null, r === 0 ? 'Khen thưởng' : r === 1 ? 'Đột xuất' : null].map((text, at) => (r === 1 && at === c + 4 ? 'Cuối năm' : text)));
  });
  const asked = await read(files), [layout] = asked.layouts;
  const columns = layout!.columns.flatMap(({ header, field }) => (/Môn A/.test(header) ? [{ header, field: /Điểm/.test(header) ? 'subject.TOAN.mark' : 'subject.TOAN.level' }] : field === null ? [] : [{ header, field }]));
  const answer = { fingerprint: layout!.fingerprint, kind: 'results' as const, columns };
  expect(checkAnswers([answer], asked.layouts)).toBeUndefined();
  const reading = await read(files, [answer]);
  expect(errorsOf(reading)).toEqual([]);
  expect(content(reading.data)).toEqual(truth);
});

describe('what is proposed', () => {
  test('a list of pupils of unknown software', async () => {
    const [layout] = (await read([...named('CSDL_GiaoVien'), await fileOf(VENDOR)])).layouts;
    expect(layout).toMatchObject({ state: 'asked', kind: 'pupils', headerRows: { from: 3, to: 3 }, sheets: [{ file: 'phan-mem-la.xlsx', sheet: 'Data' }] });
    expect(proposed(layout!)).toEqual({
      'Student code': ['pupilId', 'likely'], 'Full name': ['fullName', 'likely'], 'DOB': ['birthDate', 'likely'], 'Sex': ['gender', 'likely'], 'Class': ['classroom', 'likely'],
      'CCCD': ['personalId', 'sure'], 'Ethnic': ['ethnicity', 'likely'], 'Tình trạng': ['status', 'sure'],
    });
    expect(layout!.columns.find(({ header }) => header === 'DOB')!.samples).toEqual(['18/07/2017', '42919', '05/01/2017']);
  });

  test('results with headers of two rows', async () => {
    const { layouts: [layout] } = await read([...named('CSDL_GiaoVien'), ...named('C1-HocSinh'), await fileOf(MARKS)]);
    expect(layout).toMatchObject({ state: 'asked', kind: 'results', headerRows: { from: 1, to: 2 } });
    expect(Object.fromEntries(Object.entries(proposed(layout!)).map(([header, [field]]) => [header, field]))).toEqual({
      'Mã HS': 'pupilId', 'Họ và tên HS': 'fullName', 'Môn T.Việt – Mức': 'subject.TV.level', 'Môn T.Việt – Điểm KT': 'subject.TV.mark', 'Toán học – Mức': 'subject.TOAN.level', 'Toán học – Điểm KT': 'subject.TOAN.mark',
      'Đạo đức – Mức': 'subject.DD.level', 'Phẩm chất – PC Yêu nước': 'trait.PC.YEUNUOC', 'Phẩm chất – PC Nhân ái': 'trait.PC.NHANAI',
    });
  });

  test('a sheet without any header: by its values, and asked each time', async () => {
    const [layout] = (await read([...named('CSDL_GiaoVien'), await fileOf(VENDOR.slice(3))])).layouts, [again] = (await read([...named('CSDL_GiaoVien'), await fileOf(VENDOR.slice(3), 'khac.xlsx')])).layouts;
    expect(layout).toMatchObject({ state: 'asked', headerRows: null });
    expect(proposed(layout!)).toMatchObject({ 'Cột H': ['personalId', 'unsure'], 'Cột D': ['birthDate', 'unsure'], 'Cột C': ['fullName', 'unsure'], 'Cột B': ['pupilId', 'unsure'], 'Cột E': ['gender', 'unsure'] });
    expect(again!.fingerprint).not.toBe(layout!.fingerprint);
  });

  test('a known sheet that lacks a needed column asks with what is known', async () => {
    const files = await withEdited(clean, 'C1-HocSinh', ([sheet]) => void (sheet!.rows[2]![5] = 'Giống'));
    const { layouts: [layout] } = await read(files);
    expect(layout).toMatchObject({ state: 'asked', kind: 'pupils', why: [expect.stringContaining('"Giới tính"')] });
    expect(proposed(layout!)).toMatchObject({ 'Mã học sinh': ['pupilId', 'sure'], 'Giống': ['gender', 'unsure'] });
    const accepted = { fingerprint: layout!.fingerprint, kind: layout!.kind, columns: layout!.columns.flatMap(({ header, field }) => (field === null ? [] : [{ header, field }])) };
    const reading = await read(files, [accepted]);
    expect(errorsOf(reading)).toEqual([]);
    expect(content(reading.data)).toEqual(truth);
  });

  test('one question for the sheets of all classes', async () => {
    const [remarks] = await Promise.all(named('NhanXet').map((file) => disguised(file, (width) => Array.from({ length: width }, (_, i) => i), renamed(5))));
    const { layouts: asked } = await read([...clean.filter(({ name }) => !name.includes('NhanXet')), remarks!]);
    const classes = layouts.get(remarks!.name)!.length;
    expect(asked.reduce((sum, { sheets }) => sum + sheets.length, 0)).toBe(classes);
    expect(asked.length).toBeLessThan(classes);
  });

  test('sheets that are read without doubt are no question', async () => expect((await read(clean)).layouts).toEqual([]));

  test('whatever stands in a sheet: fields of its kind, each once, three samples at most', async () => {
    const cell = fc.oneof(fc.constantFrom<CellValue>(null, '', 'Họ tên', 'Mã HS', 'T', 'Đ', '18/07/2017', '022217292935', 7, 'Toán', 'Lớp', '1A1'), fc.string({ maxLength: 8 }), fc.nat({ max: 50_000 }));
    await fc.assert(fc.asyncProperty(fc.array(fc.array(cell, { minLength: 3, maxLength: 7 }), { minLength: 2, maxLength: 8 }), async (rows) => {
      const reading = await read([await fileOf(rows)]);
      for (const { kind, columns } of reading.layouts) {
        const fields = columns.flatMap(({ field }) => field ?? []);
        expect(new Set(fields).size).toBe(fields.length);
        for (const field of fields) expect(FIELDS_OF[kind]).toContain(field);
        expect(Math.max(0, ...columns.map(({ samples }) => samples.length))).toBeLessThanOrEqual(3);
        expect(new Set(columns.map(({ header }) => header)).size).toBe(columns.length);
      }
    }), { numRuns: 60, seed: 27 });
  });
});

describe('an answer', () => {
  test('to leave a sheet out leaves it out, and says so', async () => {
    const file = await fileOf(VENDOR), { layouts: [layout] } = await read([...clean, file]);
    const reading = await read([...clean, file], [{ fingerprint: layout!.fingerprint, skip: true }]);
    expect(reading.layouts).toMatchObject([{ state: 'skipped' }]);
    expect(reading.problems.find(({ code }) => code === 'workbook/sheet-skipped')).toMatchObject({ severity: 'warning', file: 'phan-mem-la.xlsx' });
    expect(content(reading.data)).toEqual(truth);
  });

  test('that leaves out what is needed is asked again with the reason', async () => {
    const file = await fileOf(VENDOR), { layouts: [layout] } = await read([...named('CSDL_GiaoVien'), file]);
    const reading = await read([...named('CSDL_GiaoVien'), file], [{ fingerprint: layout!.fingerprint, kind: 'pupils', columns: [{ header: 'STUDENT  Code', field: 'pupilId' }] }]);
    expect(reading.layouts).toMatchObject([{ state: 'asked', why: expect.arrayContaining([expect.stringContaining('"Họ tên"')]) }]);
    expect(proposed(reading.layouts[0]!)).toEqual({ 'Student code': ['pupilId', 'sure'] });
  });

  test.each<[string, (layout: SheetLayout) => LayoutAnswer, string]>([
    ['about no sheet', () => ({ fingerprint: '0'.repeat(64), skip: true }), 'workbook/mapping-no-sheet'],
    ['about a column that is not there', ({ fingerprint }) => ({ fingerprint, kind: 'pupils', columns: [{ header: 'Không có', field: 'pupilId' }] }), 'workbook/mapping-unknown-column'],
    ['with a field of another kind', ({ fingerprint }) => ({ fingerprint, kind: 'staff', columns: [{ header: 'DOB', field: 'birthDate' }] }), 'workbook/mapping-unknown-field'],
    ['of one column twice', ({ fingerprint }) => ({ fingerprint, kind: 'pupils', columns: [{ header: 'DOB', field: 'birthDate' }, { header: 'dob', field: 'statusDate' }] }), 'workbook/mapping-doubled-column'],
    ['of two columns for one field', ({ fingerprint }) => ({ fingerprint, kind: 'pupils', columns: [{ header: 'DOB', field: 'birthDate' }, { header: 'Class', field: 'birthDate' }] }), 'workbook/mapping-doubled-field'],
  ])('%s is refused', async (_, answer, code) => {
    const { layouts: asked } = await read([...named('CSDL_GiaoVien'), await fileOf(VENDOR)]);
    expect(checkAnswers([answer(asked[0]!)], asked)).toMatchObject({ code });
  });
});
