import { CATALOGUE } from '#domain';
import { describe, expect, test } from 'vitest';
import { type EditableSheet, type FilePart, sampleFiles, sampleOptions, withEdited } from '../../test/builders/workbooks.ts';
import type { WorkbookFile } from './model.ts';
import { readWorkbooks } from './read-workbooks.ts';
import { renderProblems } from './render-problems.ts';

const school = '22205411', options = sampleOptions(school), clean = sampleFiles(school);
const LIST = 'C1-HocSinh', STAFF = 'CSDL_GiaoVien', RESULTS = 'KetQua_Lop1-2', REMARKS = 'NhanXet', SUMMER = 'DanhGiaBoSung';

const columnOf = (sheet: EditableSheet, header: string) => sheet.rows.slice(0, 4).map((row) => row.findIndex((value) => String(value ?? '').startsWith(header))).find((c) => c >= 0)!;
const drop = (header: string) => ([sheet]: EditableSheet[]) => {
  const c = columnOf(sheet!, header);
  sheet!.rows = sheet!.rows.map((row) => row.filter((_, at) => at !== c));
};
const put = (row: number, header: string, value: EditableSheet['rows'][number][number]) => ([sheet]: EditableSheet[]) => {
  sheet!.rows[row - 1]![columnOf(sheet!, header)] = value;
};
/** Row 4 of list and results is em Triệu Văn Dũng; `F4` his level in Toán, `G4` his mark. */
const cell = (address: string, value: EditableSheet['rows'][number][number]) => ([sheet]: EditableSheet[]) => {
  sheet!.rows[Number(address.slice(1)) - 1]![address.charCodeAt(0) - 65] = value;
};
const formula = (formulaResult?: number) => ([sheet]: EditableSheet[]): void => {
  sheet!.rows[3]![6] = null;
  sheet!.extra.cells = new Map([['3,6', { value: null, type: 'formula', formula: '4+5', ...(formulaResult === undefined ? {} : { formulaResult }) }]]);
};

type Row = readonly [string, FilePart, (sheets: EditableSheet[]) => void, string, string | null, RegExp];
const errors: readonly Row[] = [
  ['mark 7.5', RESULTS, cell('G4', 7.5), 'workbook/bad-mark', 'G4', /Toán – Điểm KTĐK.*em Triệu Văn Dũng \(2201000001\).*"7.5"/],
  ['mark 11', RESULTS, cell('G4', 11), 'workbook/bad-mark', 'G4', /số nguyên từ 0 đến 10/],
  ['mark -1', RESULTS, cell('G4', -1), 'workbook/bad-mark', 'G4', /"-1"/],
  ['mark `9/10`', RESULTS, cell('G4', '9/10'), 'workbook/bad-mark', 'G4', /"9\/10"/],
  ['mark in words', RESULTS, cell('G4', 'chín'), 'workbook/bad-mark', 'G4', /chín/],
  ['mark in a date cell', RESULTS, cell('G4', new Date(Date.UTC(2024, 8, 10))), 'workbook/bad-mark', 'G4', /2024-09-10/],
  ['level X', RESULTS, cell('F4', 'X'), 'workbook/bad-subject-level', 'F4', /T, H hoặc C/],
  ['level Đ for a subject', RESULTS, cell('F4', 'Đ'), 'workbook/bad-subject-level', 'F4', /"Đ"/],
  ['level H for a quality', RESULTS, put(4, 'Yêu nước', 'H'), 'workbook/bad-quality-level', 'Z4', /T, Đ hoặc C/],
  ['two ratings ticked', RESULTS, ([sheet]) => { sheet!.rows = sheet!.rows.map((row, r) => [...row.slice(0, 32), ...(r === 0 ? Array<string>(4).fill('Xếp loại') : r === 1 ? ['Hoàn thành xuất sắc', 'Hoàn thành tốt', 'Hoàn thành', 'Chưa hoàn thành'] : r === 3 ? ['x', 'x', null, null] : Array<null>(4).fill(null))]); }, 'workbook/bad-result', 'AG4', /Hoàn thành xuất sắc, Hoàn thành tốt/],
  ['a rating that is none', RESULTS, put(4, 'Xếp loại', 'Giỏi'), 'workbook/bad-result', 'AG4', /Giỏi/],
  ['a flag that is none', RESULTS, put(4, 'Lên lớp', 'có thể'), 'workbook/bad-flag', 'AF4', /có thể/],
  ['a formula whose value the file does not hold', RESULTS, formula(), 'workbook/formula-cell', 'G4', /công thức/],
  ['text that is a formula', LIST, put(4, 'Họ tên', '=HYPERLINK("x")'), 'workbook/formula-cell', 'D4', /công thức/],
  ['an error value', LIST, put(4, 'Họ tên', '#REF!'), 'workbook/error-cell', 'D4', /#REF!/],
  ['nothing that says who a row is about', RESULTS, (sheets) => { for (const header of ['Mã học sinh', 'Mã lớp', 'Ngày sinh']) drop(header)(sheets); }, 'workbook/missing-column', null, /"Mã học sinh"/],
  ['a missing column of names', RESULTS, drop('Họ tên'), 'workbook/missing-column', null, /"Họ tên"/],
  ['a missing column of marks', RESULTS, drop('Đạo đức'), 'workbook/missing-column', null, /thiếu cột/],
  ['levels in a column nobody knows', RESULTS, ([sheet]) => { sheet!.rows = sheet!.rows.map((row, r) => [...row, r === 1 ? 'Anh văn tự chọn' : r === 2 ? 'Mức đạt được' : r > 2 ? 'T' : null]); }, 'workbook/column-asked', null, /AI "Anh văn tự chọn – Mức đạt được"/],
  ['a missing column of the list', LIST, drop('Số định danh'), 'workbook/missing-column', null, /"Số định danh cá nhân"/],
  ['a missing column of the staff', STAFF, drop('Lớp chủ nhiệm'), 'workbook/missing-column', null, /"Lớp chủ nhiệm"/],
  ['remarks without code in a sheet that names no class', REMARKS, (sheets) => { drop('Mã học sinh')(sheets); sheets[0]!.name = 'Nhận xét'; }, 'workbook/missing-column', null, /"Mã học sinh"/],
  ['a missing column of the summer', SUMMER, drop('Ngày đánh giá'), 'workbook/missing-column', null, /"Ngày đánh giá"/],
  ['two columns of one name', LIST, ([sheet]) => { sheet!.rows = sheet!.rows.map((row, r) => [...row, r === 2 ? 'Mã học sinh' : '']); }, 'workbook/doubled-column', null, /hai cột/],
  ['a header row that is gone', REMARKS, ([sheet]) => void sheet!.rows.shift(), 'workbook/unread-sheet', null, /1A1.*dòng 1/],
  ['the wrong sheet', LIST, (sheets) => void sheets.splice(0, 1), 'workbook/unknown-layout', null, /Không nhận ra/],
  ['only headers', LIST, ([sheet]) => void sheet!.rows.splice(3), 'workbook/no-rows', null, /chỉ có tiêu đề/],
  ['an empty workbook', SUMMER, (sheets) => { for (const sheet of sheets) sheet.rows = []; }, 'workbook/empty-file', null, /trống/],
  ['a pupil twice in the list', LIST, ([sheet]) => void sheet!.rows.push([...sheet!.rows[3]!]), 'workbook/duplicate-pupil', 'C143', /dòng 143 và dòng 4/],
  ['a pupil twice in the results', RESULTS, ([sheet]) => void sheet!.rows.push([...sheet!.rows[3]!]), 'workbook/duplicate-pupil', 'C69', /Triệu Văn Dũng/],
  ['a pupil twice in the remarks', REMARKS, (sheets) => void sheets[0]!.rows.push([...sheets[0]!.rows[1]!]), 'workbook/duplicate-pupil', 'B23', /Triệu Văn Dũng/],
  ['one số định danh for two pupils', LIST, put(5, 'Số định danh', '022217292935'), 'workbook/duplicate-personal-id', 'L5', /em Vũ Thanh Lâm.*em Triệu Văn Dũng/],
  ['a pupil who is not in the list', RESULTS, (sheets) => { put(4, 'Mã học sinh', '2299999999')(sheets); put(4, 'Họ tên', 'Triệu Văn Mới')(sheets); }, 'workbook/unknown-pupil', 'C4', /em Triệu Văn Mới \(2299999999\)/],
  ['a line of the summer that says nobody', SUMMER, ([sheet]) => void sheet!.rows.push(sheet!.rows[1]!.map((_, c) => (c === columnOf(sheet!, 'Môn học/') ? 'Tiếng Việt' : c === columnOf(sheet!, 'Mức') ? 'H' : null))), 'workbook/no-identity', 'C16', /Mã học sinh/],
  ['a pupil of the summer who is not in the list', SUMMER, (sheets) => { put(2, 'Mã học sinh', '2299999999')(sheets); put(2, 'Họ tên', 'Tằng Minh Mới')(sheets); }, 'workbook/unknown-pupil', 'C2', /2299999999/],
  ['rows that slipped by one', RESULTS, put(4, 'Mã học sinh', '2201000002'), 'workbook/name-mismatch', 'D4', /"Triệu Văn Dũng".*em Vũ Thanh Lâm/],
  ['an unknown class in the results', RESULTS, put(4, 'Mã lớp', '9Z9'), 'workbook/unknown-classroom', 'B4', /"9Z9"/],
  ['another class in the results', RESULTS, put(4, 'Mã lớp', '2A1'), 'workbook/classroom-mismatch', 'B4', /"2A1".*1A1/],
  ['a class without grade', LIST, put(4, 'Mã lớp', 'A1'), 'workbook/unknown-grade', 'B4', /"A1"/],
  ['a class that nobody teaches', LIST, put(4, 'Mã lớp', '1A9'), 'workbook/no-homeroom-teacher', 'B4', /"1A9".*Triệu Văn Dũng/],
  ['a remark sheet of an unknown class', REMARKS, (sheets) => { sheets[0]!.name = '1A7'; }, 'workbook/unknown-classroom', null, /"1A7"/],
  ['two homeroom teachers of one class', STAFF, put(6, 'Lớp chủ nhiệm', '1A1'), 'workbook/duplicate-homeroom', null, /hai giáo viên chủ nhiệm/],
  ['a staff code twice', STAFF, put(6, 'Mã cán bộ', 'GV0004'), 'workbook/duplicate-staff', 'B6', /Tằng Thu Huyền/],
  ['no pupil code and no birthday to know the pupil by', LIST, ([sheet]) => { for (const column of [2, 4]) sheet!.rows[3]![column] = null; }, 'workbook/no-identity', 'C4', /Triệu Văn Dũng/],
  ['no name', LIST, put(4, 'Họ tên', ''), 'workbook/missing-value', 'D4', /Họ tên/],
  ['no birthday', LIST, put(4, 'Ngày sinh', ''), 'workbook/missing-value', 'E4', /Ngày sinh/],
  ['a birthday with month first', LIST, put(4, 'Ngày sinh', '07/18/2017'), 'workbook/bad-date', 'E4', /07\/18\/2017/],
  ['a birthday with two digits of the year', LIST, put(4, 'Ngày sinh', '18/07/17'), 'workbook/bad-date', 'E4', /dd\/mm\/yyyy/],
  ['a day that does not exist', LIST, put(4, 'Ngày sinh', '30/02/2017'), 'workbook/bad-date', 'E4', /30\/02\/2017/],
  ['a số định danh of eleven digits', LIST, put(4, 'Số định danh', '22217292935'), 'workbook/bad-personal-id', 'L4', /12 chữ số/],
  ['a pupil code with letters that no code has', LIST, put(4, 'Mã học sinh', 'mã/1'), 'workbook/bad-code', 'C4', /mã\/1/],
  ['an unknown gender', LIST, put(4, 'Giới tính', 'Trai'), 'workbook/bad-gender', 'F4', /Nam hoặc Nữ/],
  ['an unknown people', LIST, put(4, 'Dân tộc', 'Kin'), 'workbook/bad-ethnicity', 'I4', /"Kin"/],
  ['an unknown status', LIST, put(4, 'Trạng thái HS', 'Không rõ'), 'workbook/bad-status', 'G4', /"Không rõ"/],
  ['no status', LIST, put(4, 'Trạng thái HS', ''), 'workbook/missing-value', 'G4', /Trạng thái HS/],
  ['height in metres', REMARKS, put(2, 'Chiều cao', 1.15), 'workbook/bad-number', 'D2', /1.15/],
  ['half a day of absence', REMARKS, put(2, 'Nghỉ có phép', 0.5), 'workbook/bad-number', 'G2', /0.5/],
  ['a name that is half TCVN3', LIST, put(4, 'Họ tên', 'TriÖu V¨n Dũng'), 'workbook/legacy-text', 'D4', /phông chữ cũ/],
  ['a name that lost its letters', LIST, put(4, 'Họ tên', 'Tri?u V?n Dung'), 'workbook/legacy-text', 'D4', /phông chữ cũ/],
  ['a name that is Vietnamese in VNI and in TCVN3', LIST, put(4, 'Họ tên', 'Thaï'), 'workbook/legacy-doubt', 'D4', /Theo Unicode là "Thaï"/],
  ['UTF-8 read as Latin-1', REMARKS, put(2, 'Sức khỏe', 'Tá»‘t'), 'workbook/legacy-text', 'F2', /Sức khỏe/],
  ['a cell merged across two columns', RESULTS, ([sheet]) => { sheet!.rows[3]![6] = null; sheet!.extra.merges = [{ startRow: 3, startCol: 5, endRow: 3, endCol: 6 }]; }, 'workbook/merged-cell', 'G4', /ô gộp/],
  ['another school year in the title', LIST, cell('A2', 'Năm học 2022-2023'), 'workbook/wrong-school-year', null, /2022-2023.*2023-2024/],
  ['another school code in the title', LIST, cell('A2', 'Mã trường: 22205499'), 'workbook/wrong-school', null, /22205499/],
  ['another school name in a title', RESULTS, ([sheet]) => void sheet!.rows.unshift(['Trường Tiểu học Kim Đồng']), 'workbook/two-schools', null, /Kim Đồng/],
  ['another school code in a column', LIST, ([sheet]) => { sheet!.rows = sheet!.rows.map((row, r) => [...row, r === 2 ? 'Mã trường' : r > 2 ? '22205499' : null]); }, 'workbook/wrong-school', 'T4', /22205499/],
  ['summer: an item nobody knows', SUMMER, put(2, 'Môn học', 'Hát'), 'workbook/unknown-item', 'E2', /"Hát"/],
  ['summer: a level X', SUMMER, put(2, 'Mức đạt được', 'X'), 'workbook/bad-subject-level', 'F2', /"X"/],
  ['summer: rows that disagree', SUMMER, put(2, 'Lên lớp', ''), 'workbook/supplementary-conflict', 'J4', /Tằng Minh Sơn.*"Lên lớp"/],
  ['summer: promoted without a decision', SUMMER, (sheets) => { put(5, 'Số quyết định', '')(sheets); put(5, 'Ngày quyết định', '')(sheets); }, 'workbook/missing-decision', 'K5', /Triệu Quang Lâm/],
  ['summer: one item twice', SUMMER, put(3, 'Môn học', 'Nghệ thuật (Âm nhạc)'), 'workbook/duplicate-item', null, /Âm nhạc/],
];

describe('one wrong cell, one named error', () => {
  test.each(errors)('%s', async (_, part, edit, code, address, message) => {
    const { problems } = await readWorkbooks(await withEdited(clean, part, edit), options);
    const found = problems.find((problem) => problem.code === code);
    expect(found, JSON.stringify(problems.slice(0, 3))).toBeDefined();
    expect(found).toMatchObject({ severity: 'error', file: `${school}_${part}.xlsx`, publicCode: expect.stringMatching(/^HBS-5\d\d$/) });
    expect(found!.column && found!.row ? `${found!.column}${found!.row}` : null).toBe(address);
    expect(found!.message).toMatch(message);
    expect(`${found!.message}${found!.remedy}`).not.toMatch(/\{\w+\}/);
  });
});

const warnings: readonly Row[] = [
  ['a name with other marks', RESULTS, put(4, 'Họ tên', 'Triệu Vân Dũng'), 'workbook/name-spelling', 'D4', /Triệu Vân Dũng/],
  ['another birthday in the results', RESULTS, put(4, 'Ngày sinh', '19/07/2017'), 'workbook/birth-date-differs', 'E4', /18\/07\/2017/],
  ['a số định danh of a boy for a girl', LIST, put(4, 'Giới tính', 'Nữ'), 'workbook/personal-id-doubt', 'L4', /giới tính/],
  ['a birthday of an adult', LIST, put(4, 'Ngày sinh', '18/07/1997'), 'workbook/age-doubt', 'E4', /26 tuổi/],
  ['no pupil code', LIST, put(4, 'Mã học sinh', null), 'workbook/temporary-code', 'C4', /Triệu Văn Dũng/],
  ['no nationality', LIST, put(4, 'Quốc tịch', ''), 'workbook/nationality-assumed', 'J4', /Việt Nam/],
  ['no column of places', LIST, drop('Quê quán'), 'workbook/optional-column', null, /"Quê quán"/],
  ['a mark where the grade has no test', RESULTS, ([sheet]) => { sheet!.rows = sheet!.rows.map((row, r) => [...row, [null, 'Ngoại ngữ', 'Điểm KTĐK', 8][r] ?? null]); }, 'workbook/outside-curriculum', 'AI4', /lớp 1/],
  ['results of a pupil who left', LIST, put(4, 'Trạng thái HS', 'Chuyển đi'), 'workbook/left-with-results', null, /Triệu Văn Dũng/],
  ['a pupil twice under two codes', LIST, ([sheet]) => void sheet!.rows.push(sheet!.rows[3]!.map((value, c) => (c === 2 ? '2201999999' : c === 11 ? '' : value))), 'workbook/same-person-doubt', 'D143', /2201999999/],
  ['hidden rows and columns', LIST, ([sheet]) => void (sheet!.extra.rowDefs = new Map([[5, { hidden: true }], [6, { hidden: true }]])), 'workbook/hidden-lines', null, /2 dòng, cột đang ẩn/],
  ['a formula with its value', RESULTS, formula(7), 'workbook/formulas-read', null, /1 ô công thức \(ô đầu tiên G4\)/],
  ['crosses in a column nobody knows', RESULTS, ([sheet]) => { sheet!.rows = sheet!.rows.map((row, r) => [...row, r === 0 ? 'Đề nghị' : r > 2 && r < 9 ? 'x' : null]); }, 'workbook/unread-column', null, /AI "Đề nghị"/],
  ['a số định danh whose digits Excel threw away', LIST, put(4, 'Số định danh', '2.2E+10'), 'workbook/lost-personal-id', 'L4', /em Triệu Văn Dũng.*"2.2E\+10"/],
  ['an award that is only ticked', RESULTS, put(4, 'Khen thưởng', 'x'), 'workbook/award-ticked', 'AH4', /em Triệu Văn Dũng.*"x"/],
  ['no school head', STAFF, put(2, 'Vị trí việc làm', 'Giáo viên'), 'workbook/no-school-head', null, /hiệu trưởng/],
  ['a class without pupils', STAFF, put(3, 'Lớp chủ nhiệm', '5A1'), 'workbook/classroom-empty', null, /"5A1"/],
  ['summer: two dates', SUMMER, put(2, 'Ngày đánh giá', '06/08/2024'), 'workbook/dates-differ', 'H4', /Tằng Minh Sơn/],
];

test.each(warnings)('a doubt stops nothing: %s', async (_, part, edit, code, address, message) => {
  const { problems } = await readWorkbooks(await withEdited(clean, part, edit), options);
  const found = problems.find((problem) => problem.code === code);
  expect(found, JSON.stringify(problems.slice(0, 3))).toMatchObject({ severity: 'warning', message: expect.stringMatching(message) });
  expect(found!.column && found!.row ? `${found!.column}${found!.row}` : null).toBe(address);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('files of another school are refused by the code in their name', async () => {
  const { problems } = await readWorkbooks(sampleFiles('22205412'), options);
  expect(problems[0]).toMatchObject({ code: 'workbook/wrong-school', severity: 'error' });
});

const RESULTS_3 = clean.find(({ name }) => name.includes('KetQua_Lop3'))!;
test.each<[string, readonly WorkbookFile[], string, string, 'error' | 'warning']>([
  ['one file under two names is read once', [{ ...clean[0]!, name: 'thư mục/bản sao.xlsx' }], 'workbook/file-again', 'bản sao.xlsx', 'warning'],
  ['one file as two points of assessment is a file of the wrong point', [{ ...RESULTS_3, name: 'KQ_GK1.xlsx' }, { ...RESULTS_3, name: 'KQ_GK2.xlsx' }], 'workbook/same-file-two-points', 'KQ_GK2.xlsx', 'error'],
  ['two files of one name', [{ ...RESULTS_3, name: clean[0]!.name }, { name: clean[0]!.name, bytes: new Uint8Array([1]) }], 'workbook/same-file-twice', clean[0]!.name, 'error'],
])('%s', async (_, more, code, file, severity) => {
  const { problems, files } = await readWorkbooks([...clean.filter((one) => code !== 'workbook/same-file-two-points' || one !== RESULTS_3), ...more], options);
  expect(problems.find((problem) => problem.code === code)).toMatchObject({ file, severity });
  expect(files).toHaveLength(clean.length + more.length - (code === 'workbook/same-file-two-points' ? 1 : 0));
});

test.each([['C1-HocSinh', 'workbook/no-pupils-list'], ['CSDL_GiaoVien', 'workbook/no-staff-list']])('without %s there is no import', async (part, code) => {
  const { problems } = await readWorkbooks(clean.filter(({ name }) => !name.includes(part)), options);
  expect(problems.find((problem) => problem.code === code)).toMatchObject({ severity: 'error' });
});

describe('the catalogue', () => {
  const entries = Object.entries(CATALOGUE).filter(([code]) => code.startsWith('workbook/'));
  test.each(entries)('%s has an HBS-5xx code, a message and a remedy', (_, { publicCode, message, remedy }) => {
    expect(publicCode).toMatch(/^HBS-5\d\d$/);
    expect(message.length).toBeGreaterThan(10);
    expect(remedy.length).toBeGreaterThan(10);
  });
});

describe('the table of a dry run', () => {
  test('says severity, code, cell, value, message and remedy, errors first', async () => {
    const { problems } = await readWorkbooks(await withEdited(clean, RESULTS, cell('G4', 7.5)), options);
    const lines = renderProblems(problems).split('\n');
    expect(lines[0]).toMatch(/^Mức\s+Mã\s+Tệp\s+Trang tính\s+Ô\s+Giá trị\s+Nội dung và cách sửa$/);
    expect(lines[1]).toMatch(/^LỖI\s+HBS-530\s+22205411_KetQua_Lop1-2.xlsx\s+KetQuaHocTapImportExcel\s+G4\s+7.5\s+Ô G4.*→ Sửa điểm/);
    expect(lines.slice(2, 4).every((line) => line.startsWith('Lưu ý'))).toBe(true);
  });
  test('lets no control character of a cell reach the terminal', () => {
    const problem = { file: 'a.xlsx', sheet: 'S', row: 1, column: 'A', value: '\u001b[2Jx', code: 'workbook/bad-mark', publicCode: 'HBS-530', message: 'm', remedy: 'r', severity: 'error' } as const;
    expect(renderProblems([problem])).not.toContain('\u001b');
  });
  test('is empty when there is nothing to say', () => expect(renderProblems([])).toBe(''));
});
