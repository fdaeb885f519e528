import { cellsAt, type EarlierPoint, readCell } from '#domain';
import { type CellValue, writeXlsx } from 'hucre';
import { describe, expect, test } from 'vitest';
import { atPoint, type EditableSheet, sampleFiles, sampleOptions, withEdited } from '../../test/builders/workbooks.ts';
import { pointIn } from './layout/assessment-point.ts';
import { checkAnswers } from './layout/check-answers.ts';
import { sheetKey, type WorkbookFile } from './model.ts';
import { readWorkbooks } from './read-workbooks.ts';

const school = '22205411', options = sampleOptions(school), clean = sampleFiles(school), RESULTS = 'KetQua_Lop3', FILE = `${school}_${RESULTS}.xlsx`, SHEET = 'KetQuaHocTapImportExcel';

test.each([
  ['KẾT QUẢ GIỮA HỌC KỲ I', 'midTerm1'], ['Giữa học kì 1', 'midTerm1'], ['GK1', 'midTerm1'], ['GHKI', 'midTerm1'], ['22205411_KetQua_GK1_Lop3', 'midTerm1'], ['KetQuaGK1', 'midTerm1'],
  ['Cuối HKI', 'endOfTerm1'], ['CK1', 'endOfTerm1'], ['KẾT QUẢ HỌC KỲ I NĂM HỌC 2023-2024', 'endOfTerm1'], ['HK1', 'endOfTerm1'], ['Học kỳ: I', 'endOfTerm1'], ['Giữa học kỳ II', 'midTerm2'], ['GK2', 'midTerm2'], ['Kiểm tra giữa kỳ', 'midTerm'],
  ['Cuối năm học 2023-2024', 'yearEnd'], ['CK2', 'yearEnd'], ['Cuối học kỳ II', 'yearEnd'], ['HK2', 'yearEnd'],
  ['HỌC KỲ I VÀ CẢ NĂM', undefined], ['Năm học 2023-2024', undefined], ['Lớp 1', undefined], ['KetQua_Lop1-2', undefined], ['Trường Tiểu học Kỳ Anh 1', undefined],
] as const)('`%s` names %s', (text, point) => expect(pointIn(text)).toBe(point));

type Edit = (sheets: EditableSheet[]) => void;
const all = (...edits: Edit[]): Edit => (sheets) => { for (const edit of edits) edit(sheets); };
const title = (text: string): Edit => ([sheet]) => void sheet!.rows.unshift([text]);
const rename = (name: string): Edit => ([sheet]) => void (sheet!.name = name);
const group = (text: string): Edit => ([sheet]) => void (sheet!.rows = [sheet!.rows[0]!.map((value, c) => (c >= 5 ? text : value)), ...sheet!.rows.slice(1)]);
const marksOf = (text: string): Edit => ([sheet]) => void (sheet!.rows = sheet!.rows.map((row) => row.map((value) => (value === 'Điểm KTĐK' || value === 'Mức đạt được' ? `${value} ${text}` : value))));
const named = (name: string, files: readonly WorkbookFile[]) => files.map((file) => (file.name === FILE ? { ...file, name } : file));
const errorsOf = ({ problems }: Awaited<ReturnType<typeof readWorkbooks>>) => problems.filter(({ severity }) => severity === 'error');

const truth = await readWorkbooks(clean, options), ofGrade3 = truth.data.pupils.filter(({ grade, status }) => grade === 3 && status !== 'left');
/** What the sheet of lớp 3 says, cut to the cells of a point. */
const expected = (point: EarlierPoint) => ofGrade3.map(({ identity, assessment }) => [identity.pupilId, cellsAt(point, 3).map((key) => [key, readCell(assessment, key)])]);
const readAt = ({ data }: Awaited<ReturnType<typeof readWorkbooks>>, point: EarlierPoint) =>
  data.pupils.flatMap(({ identity, points }) => (points?.[point] ? [[identity.pupilId, cellsAt(point, 3).map((key) => [key, readCell(points[point]!.assessment, key)])]] : []));

describe('results of an earlier point go to that point, and the year end keeps quiet', () => {
  const places: readonly (readonly [string, EarlierPoint, Edit])[] = [
    ['in a title', 'midTerm1', title('KẾT QUẢ GIỮA HỌC KỲ I – NĂM HỌC 2023-2024')], ['in a title', 'endOfTerm1', title('Bảng tổng hợp cuối học kỳ I')], ['in a title', 'midTerm2', title('Kết quả GK2')],
    ['in the name of the sheet', 'midTerm1', rename('GK1')], ['in the headers', 'midTerm2', group('Giữa học kỳ II')], ['in the headers', 'endOfTerm1', marksOf('cuối HKI')],
    ['in the headers, the term in a title', 'midTerm2', all(marksOf('giữa kỳ'), title('Giữa học kỳ II'))],
  ];
  test.each(places)('said %s: %s', async (_, point, edit) => {
    const reading = await readWorkbooks(await withEdited(clean, RESULTS, all(atPoint(point), edit)), options);
    expect(errorsOf(reading)).toEqual([]);
    expect(reading.files.find(({ name }) => name === FILE)).toMatchObject({ kind: 'results', rows: ofGrade3.length, points: [point] });
    expect(readAt(reading, point)).toEqual(expected(point));
    expect(reading.counts.points).toBe(ofGrade3.length);
    expect(reading.data.pupils.filter(({ grade, sources }) => grade === 3 && sources.results)).toEqual([]);
  });
  test('said in the name of the file', async () => {
    const name = '22205411_KetQua_CK1_Lop3.xlsx', reading = await readWorkbooks(named(name, await withEdited(clean, RESULTS, atPoint('endOfTerm1'))), options);
    expect(errorsOf(reading)).toEqual([]);
    expect(reading.files.find((file) => file.name === name)).toMatchObject({ points: ['endOfTerm1'] });
    expect(readAt(reading, 'endOfTerm1')).toEqual(expected('endOfTerm1'));
  });
  test('sheets of all four points in one file, each to its own, whatever the file is called', async () => {
    const edit: Edit = (sheets) => void sheets.push(...([['GK1', 'midTerm1'], ['CK1', 'endOfTerm1'], ['GK2', 'midTerm2']] as const).map(([name, point]) => {
      const sheet: EditableSheet = { name, rows: sheets[0]!.rows.map((row) => [...row]), extra: {} };
      atPoint(point)([sheet]);
      return sheet;
    }));
    const reading = await readWorkbooks(named('22205411_KetQua_CuoiNam_Lop3.xlsx', await withEdited(clean, RESULTS, edit)), options);
    expect(errorsOf(reading)).toEqual([]);
    for (const point of ['midTerm1', 'endOfTerm1', 'midTerm2'] as const) expect(readAt(reading, point)).toEqual(expected(point));
    expect(reading.data.pupils.map(({ assessment, sheetResult }) => [assessment, sheetResult])).toEqual(truth.data.pupils.map(({ assessment, sheetResult }) => [assessment, sheetResult]));
  });
  test('term I beside the year end in one table: both are read, each with its own values', async () => {
    const edit: Edit = ([sheet]) => {
      const own = sheet!.rows.map((row) => [...row]);
      sheet!.rows = own.map((row, r) => [...row.slice(0, 5), ...row.slice(5, 37).map((value, c) => (r === 0 ? 'Cuối học kỳ I' : r > 2 ? (/^Điểm/.test(String(own[2]![c + 5])) ? 6 : /Tiếng dân tộc/.test(String(own[1]![c + 5])) ? '' : value === '' ? '' : own[1]![c + 5] === '' || /lực/.test(String(own[1]![c + 5])) ? 'Đ' : 'H') : value)), ...row.slice(5)]);
    };
    const reading = await readWorkbooks(await withEdited(clean, RESULTS, edit), options);
    expect(errorsOf(reading)).toEqual([]);
    expect(reading.data.pupils.map(({ assessment, sheetResult }) => [assessment, sheetResult])).toEqual(truth.data.pupils.map(({ assessment, sheetResult }) => [assessment, sheetResult]));
    const [pupil] = reading.data.pupils.filter(({ points }) => points?.endOfTerm1);
    expect(['subject.TOAN.mark', 'subject.TOAN.level', 'trait.PC.NHANAI'].map((key) => readCell(pupil!.points!.endOfTerm1!.assessment, key))).toEqual(['6', 'H', 'Đ']);
  });
});

/** The columns of results once for each point, as programs put them side by side. */
const sideBySide = (points: readonly (readonly [string, EarlierPoint | 'yearEnd'])[], rename: (text: string) => string = (text) => text): Edit => ([sheet]) => {
  const own = sheet!.rows, blocks = points.map(([, point]) => {
    const cut: EditableSheet = { name: '', rows: own.map((row) => [...row]), extra: {} };
    if (point !== 'yearEnd') atPoint(point)([cut]);
    return cut.rows.map((row, r) => row.slice(5).map((value) => (r < 3 && typeof value === 'string' ? rename(value) : value)));
  });
  const top = blocks.flatMap(([first], i) => first!.map((_, c) => (c === 0 ? points[i]![0] : null)));
  sheet!.rows = [[null, null, null, null, null, ...top], ...own.map((row, r) => [...row.slice(0, 5), ...blocks.flatMap((block) => block[r]!)])];
};
const ALL_POINTS = ['midTerm1', 'endOfTerm1', 'midTerm2', 'yearEnd'] as const;
const underNames = (...names: readonly string[]) => names.map((name, i) => [name, ALL_POINTS[i]!] as const);

describe('several points side by side in one sheet', () => {
  const allRead = (reading: Awaited<ReturnType<typeof readWorkbooks>>) => {
    for (const point of ['midTerm1', 'endOfTerm1', 'midTerm2'] as const) expect(readAt(reading, point)).toEqual(expected(point));
    expect(reading.data.pupils.map(({ assessment, sheetResult }) => [assessment, sheetResult])).toEqual(truth.data.pupils.map(({ assessment, sheetResult }) => [assessment, sheetResult]));
  };
  test.each([['GK1', 'CK1', 'GK2', 'CN'], ['Giữa học kỳ I', 'Cuối học kỳ I', 'Giữa học kỳ II', 'Cuối năm'], ['Đợt 1', 'Đợt 2', 'Đợt 3', 'Đợt 4'], ['Lần 1 (GKI)', 'Lần 2 (CKI)', 'Lần 3 (GKII)', 'Lần 4 (CN)']])('%s, %s, %s, %s above the headers', async (...names) => {
    const reading = await readWorkbooks(await withEdited(clean, RESULTS, sideBySide(underNames(...names))), options);
    expect(errorsOf(reading)).toEqual([]);
    allRead(reading);
  });
  test('columns that nobody knows are asked for once for each point, and answered', async () => {
    const files = await withEdited(clean, RESULTS, sideBySide(underNames('GK1', 'CK1', 'GK2', 'CN'), (text) => (text === 'Toán' ? 'Môn A' : text))), asked = await readWorkbooks(files, options), [layout] = asked.layouts;
    expect(asked.blocked).toBe(true);
    expect(new Set(errorsOf(asked).map(({ code }) => code))).toEqual(new Set(['workbook/column-asked', 'workbook/missing-column']));
    const columns = layout!.columns.flatMap(({ header, field }) => (/Môn A/.test(header) ? [{ header, field: /Điểm/.test(header) ? 'subject.TOAN.mark' : 'subject.TOAN.level' }] : field === null ? [] : [{ header, field }]));
    const answer = { fingerprint: layout!.fingerprint, kind: 'results' as const, columns };
    expect(checkAnswers([answer], asked.layouts)).toBeUndefined();
    const reading = await readWorkbooks(files, { ...options, mappings: new Map([[answer.fingerprint, answer]]) });
    expect(errorsOf(reading)).toEqual([]);
    allRead(reading);
  });
  test('one field for two columns of one point is refused', async () => {
    const files = await withEdited(clean, RESULTS, sideBySide(underNames('GK1', 'CK1', 'GK2', 'CN'), (text) => (text === 'Toán' ? 'Môn A' : text))), { layouts } = await readWorkbooks(files, options), [layout] = layouts;
    const columns = layout!.columns.filter(({ header }) => /^GK1.*(?:Môn A|Tiếng Việt)/.test(header)).map(({ header }) => ({ header, field: 'subject.TOAN.level' }));
    expect(checkAnswers([{ fingerprint: layout!.fingerprint, kind: 'results', columns }], layouts)).toMatchObject({ code: 'workbook/mapping-doubled-field' });
  });
});

describe('the year end is read', () => {
  test.each<readonly [string, Edit]>([
    ['`Cuối năm học` in a title', title('KẾT QUẢ CUỐI NĂM HỌC 2023-2024')], ['`Học kỳ II` in a title', title('KẾT QUẢ HỌC KỲ II NĂM HỌC 2023-2024')], ['`cuối năm` behind the measures', marksOf('cuối năm')],
    ['nothing said, in the form of the year end', () => undefined], ['a title of several points, in the form of the year end', title('HỌC KỲ I VÀ CẢ NĂM')],
  ])('%s', async (_, edit) => {
    const reading = await readWorkbooks(await withEdited(clean, RESULTS, edit), options);
    expect(errorsOf(reading)).toEqual([]);
    expect(reading.data.pupils.map(({ assessment, sheetResult }) => [assessment, sheetResult])).toEqual(truth.data.pupils.map(({ assessment, sheetResult }) => [assessment, sheetResult]));
    expect(reading.files.find(({ name }) => name === FILE)).toMatchObject({ points: ['yearEnd'] });
  });
});

describe('a point that nobody wrote down, or that is written twice in two ways, is asked', () => {
  const ALL = ['midTerm1', 'endOfTerm1', 'midTerm2', 'yearEnd'], MID = ['midTerm1', 'midTerm2'];
  test.each<readonly [string, Edit, string, readonly string[]]>([
    ['nothing said, and no column that only the year end has', atPoint('endOfTerm1'), FILE, ALL], ['`giữa kỳ` without the term', all(atPoint('midTerm1'), title('Kiểm tra giữa kỳ')), FILE, MID],
    ['title and file contradict each other', all(atPoint('midTerm1'), title('Kết quả giữa học kỳ I')), '22205411_KetQua_CK1.xlsx', ALL], ['sheet and title contradict each other', all(title('Kết quả cuối năm học'), rename('GK2')), FILE, ALL],
  ])('%s', async (_, edit, name, mayBe) => {
    const files = named(name, await withEdited(clean, RESULTS, edit)), reading = await readWorkbooks(files, options), [question] = reading.pointQuestions;
    expect(errorsOf(reading).map(({ code, publicCode }) => [code, publicCode])).toEqual([['workbook/point-unclear', 'HBS-521']]);
    expect(reading.blocked).toBe(true);
    expect(question).toEqual({ file: name, sheet: expect.any(String), mayBe, answer: null });
    expect(reading.data.pupils.some(({ sources, points, grade }) => grade === 3 && (sources.results || points))).toBe(false);
    const answered = await readWorkbooks(files, { ...options, points: new Map([[sheetKey(question!), 'midTerm2']]) });
    expect(answered.pointQuestions).toEqual([{ ...question, answer: 'midTerm2' }]);
    expect(answered.files.find((file) => file.name === name)).toMatchObject({ points: ['midTerm2'] });
  });
  test('an answer changes nothing of a sheet that says its point', async () => {
    const points = new Map([[sheetKey({ file: FILE, sheet: SHEET }), 'midTerm1' as const]]), reading = await readWorkbooks(await withEdited(clean, RESULTS, title('Cuối năm học')), { ...options, points });
    expect(reading.files.find(({ name }) => name === FILE)).toMatchObject({ points: ['yearEnd'] });
  });
  test('an answer that is not among the possible ones is none', async () => {
    const points = new Map([[sheetKey({ file: FILE, sheet: SHEET }), 'yearEnd' as const]]), reading = await readWorkbooks(await withEdited(clean, RESULTS, all(atPoint('midTerm1'), title('Giữa kỳ'))), { ...options, points });
    expect(errorsOf(reading).map(({ code }) => code)).toEqual(['workbook/point-unclear']);
  });
});

describe('what a point does not have is refused with its row', () => {
  const put = (row: number, header: string, value: string | number): Edit => ([sheet]) => void (sheet!.rows[row - 1]![[0, 1, 2].map((r) => sheet!.rows[r]!.indexOf(header)).find((c) => c >= 0)!] = value);
  const lop4 = (file: WorkbookFile) => file.name.includes('KetQua_Lop4-5');
  test('a mark where there is no test: Khoa học in the middle of a term, anything of lớp 3', async () => {
    const grade3 = await readWorkbooks(await withEdited(clean, RESULTS, title('Giữa học kỳ I')), options);
    expect(new Set(errorsOf(grade3).map(({ code }) => code))).toEqual(new Set(['workbook/not-at-point']));
    expect(grade3.data.pupils.filter(({ points }) => points?.midTerm1)).toEqual([]);
    const grade4 = await readWorkbooks(clean.map((file) => (lop4(file) ? { ...file, name: '22205411_KetQua_GK2.xlsx' } : file)), options);
    expect(errorsOf(grade4).some(({ message }) => /Khoa học/.test(message))).toBe(true);
    expect(errorsOf(grade4).some(({ message }) => /\(Toán|\(Tiếng Việt/.test(message))).toBe(false);
  });
  test('a rating, a completion, an award', async () => {
    for (const [header, value] of [['Xếp loại', 'Hoàn thành'], ['Lên lớp', 'x'], ['Khen thưởng', 'Học sinh Xuất sắc']] as const) {
      const blank: Edit = ([sheet]) => { for (const row of sheet!.rows.slice(3)) for (let c = 37; c < row.length; c++) row[c] = ''; };
      const reading = await readWorkbooks(await withEdited(clean, RESULTS, all(blank, put(4, header, value), title('Cuối học kỳ I'))), options);
      expect(errorsOf(reading)).toMatchObject([{ code: 'workbook/not-at-point', row: 5, value, message: expect.stringContaining('cuối học kỳ I') }]);
      expect(reading.data.pupils.filter(({ points }) => points?.endOfTerm1)).toHaveLength(ofGrade3.length - 1);
    }
  });
  test('a level of the other scale, a mark that is no whole number of 0 to 10, a pupil twice', async () => {
    const reading = await readWorkbooks(await withEdited(clean, RESULTS, all(atPoint('endOfTerm1'), put(4, 'Nhân ái', 'H'), put(5, 'Điểm KTĐK', '7,5'), ([sheet]) => void sheet!.rows.push(sheet!.rows[6]!), title('CK1'))), options);
    expect(errorsOf(reading).map(({ code }) => code).toSorted()).toEqual(['workbook/bad-mark', 'workbook/bad-quality-level', 'workbook/duplicate-pupil']);
    expect(reading.data.pupils.filter(({ points }) => points?.endOfTerm1)).toHaveLength(ofGrade3.length - 3);
  });
  test('a column that the point needs and is not there', async () => {
    const drop: Edit = ([sheet]) => {
      const c = sheet!.rows[1]!.indexOf('Ngoại ngữ') + 1;
      sheet!.rows = sheet!.rows.map((row) => row.filter((_, at) => at !== c));
    };
    const at = async (text: string, point: EarlierPoint) => errorsOf(await readWorkbooks(await withEdited(clean, RESULTS, all(drop, atPoint(point), title(text))), options)).map(({ code }) => code);
    expect(await at('CK1', 'endOfTerm1')).toEqual(['workbook/missing-column']);
    expect(await at('GK1', 'midTerm1')).toEqual([]);
  });
});

test('remarks are of the year: those of another point are not taken for it', async () => {
  const { problems } = await readWorkbooks(await withEdited(clean, 'NhanXet', (sheets) => { for (const sheet of sheets) title('Nhận xét giữa học kỳ I')([sheet]); }), options);
  expect(problems[0]).toMatchObject({ code: 'workbook/other-point', message: expect.stringContaining('nhận xét giữa học kỳ I') });
});

describe('what stands around a table without a rating says its point', () => {
  const known = truth.data, pupils = known.pupils.filter(({ classroom, status }) => classroom === '1A1' && status !== 'left').slice(0, 4), others = known.pupils.filter(({ classroom, status }) => classroom === '1A2' && status !== 'left').slice(0, 4);
  const reading = async (name: string, rows: readonly (readonly CellValue[])[]) => readWorkbooks([{ name: 'mot-mon.xlsx', bytes: await writeXlsx({ sheets: [{ name, rows: rows.map((row) => [...row]) }] }) }], { ...options, known });
  const who = ({ identity: { pupilId, fullName } }: (typeof pupils)[number], i: number) => [i + 1, pupilId, fullName];

  test('points in the last row of the header, below what is measured', async () => {
    const read = await reading('Toán', [['BẢNG ĐÁNH GIÁ MÔN TOÁN CẢ NĂM'], ['STT', 'Mã HS', 'Họ tên', 'Mức đạt được', null, null, null, 'Điểm KTĐK', null], [null, null, null, 'GK1', 'CK1', 'GK2', 'CN', 'CK1', 'CN'], ...pupils.map((one, i) => [...who(one, i), 'C', 'H', 'H', 'T', 6, 9])]);
    expect(errorsOf(read)).toEqual([]);
    const toan = (row: { readonly assessment: (typeof pupils)[number]['assessment'] } | undefined) => row?.assessment.subjects.find(({ subject }) => subject === 'TOAN'), [first] = read.data.pupils;
    expect([first!.points?.midTerm1, first!.points?.endOfTerm1, first!.points?.midTerm2, first].map(toan)).toEqual([{ subject: 'TOAN', level: 'C' }, { subject: 'TOAN', level: 'H', mark: 6 }, { subject: 'TOAN', level: 'H' }, { subject: 'TOAN', level: 'T', mark: 9 }]);
  });

  test('`CN` alone below one measure, beside points below another', async () => {
    const read = await reading('Toán', [['BẢNG ĐÁNH GIÁ MÔN TOÁN LỚP 1A1'], ['STT', 'Mã HS', 'Họ tên', 'Mức đạt được', null, null, null, 'Điểm KTĐK'], [null, null, null, 'GK1', 'CK1', 'GK2', 'CN', 'CN'], ...pupils.map((one, i) => [...who(one, i), 'C', 'H', 'H', 'T', 9])]);
    expect(errorsOf(read)).toEqual([]);
    expect(read.data.pupils[0]!.assessment.subjects.filter(({ level, mark }) => level ?? mark)).toEqual([{ subject: 'TOAN', level: 'T', mark: 9 }]);
  });

  const HEAD = ['STT', 'Mã HS', 'Họ tên', 'Yêu nước', 'Nhân ái', 'Chăm chỉ', 'Trung thực', 'Trách nhiệm'], level = (row: readonly CellValue[]) => [...row, 'T', 'T', 'T', 'T', 'T'];
  const stacked = (title: string, below: string) => [[title], ['Lớp 1A1'], HEAD, ...pupils.map((one, i) => level(who(one, i))), ['Cộng: 4 em'], [], [below], HEAD, ...others.map((one, i) => level(who(one, i)))];
  test('a title above the first of several classes', async () => expect((await reading('Khối 1', stacked('KẾT QUẢ GIỮA HỌC KỲ I', 'Lớp 1A2'))).files).toMatchObject([{ rows: 8, points: ['midTerm1'] }]));
  test('but not above one that speaks of another time', async () => expect(errorsOf(await reading('Khối 1', stacked('KẾT QUẢ GIỮA HỌC KỲ I', 'Lớp 1A2 – học kỳ hai'))).map(({ code }) => code)).toContain('workbook/point-unclear'));
});
