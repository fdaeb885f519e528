import { describe, expect, test } from 'vitest';
import { type EditableSheet, type FilePart, sampleFiles, sampleOptions, withEdited } from '../../test/builders/workbooks.ts';
import type { SchoolYearData, WorkbookFile } from './model.ts';
import { readWorkbooks } from './read-workbooks.ts';

const school = '22205411', options = sampleOptions(school), clean = sampleFiles(school);
const read = (files: readonly WorkbookFile[]) => readWorkbooks(files, options);
/** The data without the row numbers it came from, which moved columns and title rows change. */
const content = (data: SchoolYearData) => ({
  staff: data.staff.map(({ source: _, ...person }) => person),
  classrooms: data.classrooms,
  pupils: data.pupils.map(({ sources: _, ...pupil }) => pupil),
});
const truth = content((await read(clean)).data);

const RESULTS = 'KetQua_Lop1-2' as const;
const eachCell = (sheet: EditableSheet, from: number, change: (value: EditableSheet['rows'][number][number], column: number) => EditableSheet['rows'][number][number]) => {
  sheet.rows = sheet.rows.map((row, r) => (r < from ? row : row.map((value, c) => change(value, c))));
};
const columnOf = (sheet: EditableSheet, header: string) => sheet.rows.slice(0, 4).map((row) => row.findIndex((value) => String(value ?? '').startsWith(header))).find((c) => c >= 0)!;
const moveColumns = (sheet: EditableSheet) => {
  const width = Math.max(...sheet.rows.map((row) => row.length));
  sheet.rows = sheet.rows.map((row) => Array.from({ length: width }, (_, c) => row[(c + width - 3) % width] ?? null));
};
const VIETNAM_EPOCH = Date.UTC(1899, 11, 30);
const serial = (text: string) => Math.round((Date.UTC(Number(text.slice(6)), Number(text.slice(3, 5)) - 1, Number(text.slice(0, 2))) - VIETNAM_EPOCH) / 86_400_000);

type Edit = (sheets: EditableSheet[]) => void;
const RATINGS = ['Hoàn thành xuất sắc', 'Hoàn thành tốt', 'Hoàn thành', 'Chưa hoàn thành'];
/** The rating in four columns to tick (TT 27/2020 Phụ lục 2). */
const ticked = (tick: string): Edit => ([sheet]) => {
  const c = columnOf(sheet!, 'Xếp loại');
  sheet!.rows = sheet!.rows.map((row, r) => [...row.slice(0, c), ...RATINGS.map((name) => (r === 0 ? 'Đánh giá kết quả giáo dục' : r === 1 ? name : r > 2 && row[c] === name ? tick : null)), ...row.slice(c + 1)]);
};
const shortened: Readonly<Record<string, string>> = { T: 'HTT', H: 'HT', C: 'CHT' };
const messy: readonly (readonly [string, FilePart, Edit, string | null])[] = [
  ['columns of the pupil list stand elsewhere', 'C1-HocSinh', ([sheet]) => moveColumns(sheet!), null],
  ['columns of the results stand elsewhere', RESULTS, ([sheet]) => moveColumns(sheet!), null],
  ['columns of the remarks stand elsewhere', 'NhanXet', (sheets) => sheets.forEach(moveColumns), null],
  ['title rows stand above the results', RESULTS, ([sheet]) => void sheet!.rows.unshift(['PHÒNG GD&ĐT ĐÔNG TRIỀU'], ['Trường Tiểu học Minh Hoạ A'], ['KẾT QUẢ CUỐI NĂM HỌC 2023-2024'], []), null],
  ['extra columns nobody asked for', 'C1-HocSinh', ([sheet]) => { sheet!.rows = sheet!.rows.map((row, r) => (r === 2 ? ['Ghi chú', ...row, 'SĐT'] : ['x', ...row, '0912345678'])); }, null],
  ['a footer below the rows', RESULTS, ([sheet]) => void sheet!.rows.push([], [null, null, null, 'Tổng số: 65 học sinh'], [null, null, null, 'Hiệu trưởng']), null],
  ['a row that numbers the columns', RESULTS, ([sheet]) => void sheet!.rows.splice(3, 0, sheet!.rows[2]!.map((_, c) => `(${c + 1})`)), null],
  ['headers with line breaks, decomposed Unicode and hints', RESULTS, ([sheet]) => { sheet!.rows = sheet!.rows.map((row, r) => (r < 3 ? row.map((value) => (value ? `${String(value).normalize('NFD').replace(' ', '\n')} (*)` : value)) : row)); }, null],
  ['`Mỹ thuật`, `Địa lý`: the other spelling of i', 'KetQua_Lop4-5', ([sheet]) => eachCell(sheet!, 0, (value) => (typeof value === 'string' ? value.replace('Mĩ thuật', 'Mỹ thuật').replace('Địa lí', 'Địa lý').replace('Thẩm mĩ', 'Thẩm mỹ') : value)), null],
  ['decomposed Unicode in every cell', 'C1-HocSinh', ([sheet]) => eachCell(sheet!, 3, (value) => (typeof value === 'string' ? value.normalize('NFD') : value)), 'Unicode dựng sẵn (NFC)'],
  ['decomposed Unicode in results', 'KetQua_Lop3', ([sheet]) => eachCell(sheet!, 3, (value) => (typeof value === 'string' ? value.normalize('NFD') : value)), 'Unicode dựng sẵn (NFC)'],
  ['no-break, zero-width and doubled spaces', 'C1-HocSinh', ([sheet]) => eachCell(sheet!, 3, (value) => (typeof value === 'string' && value ? `\u00a0${value.replace(' ', ' \u00a0')}\u200b ` : value)), 'bỏ khoảng trắng thừa và ký tự ẩn'],
  ['small letters for levels', RESULTS, ([sheet]) => eachCell(sheet!, 3, (value) => (typeof value === 'string' && value.length === 1 ? value.toLowerCase() : value)), 'mức viết bằng chữ in hoa'],
  ['d, D and Ð (Eth) for Đ', 'KetQua_Lop3', ([sheet]) => eachCell(sheet!, 3, (value, c) => (value === 'Đ' ? ['d', 'D', 'Ð', 'đ'][c % 4]! : value)), 'Đ là U+0110, chữ in hoa'],
  ['marks as text: `9`, `9,0`, `9.0`', RESULTS, ([sheet]) => eachCell(sheet!, 3, (value, c) => (typeof value === 'number' && c >= 5 ? [String(value), `${value},0`, `${value}.0`][c % 3]! : value)), 'điểm viết dạng số nguyên'],
  ['số định danh as number cells', 'C1-HocSinh', ([sheet]) => { const c = columnOf(sheet!, 'Số định danh'); eachCell(sheet!, 3, (value, at) => (at === c && value ? Number(value) : value)); }, 'số định danh đủ 12 chữ số'],
  ['số định danh as 2.2217292935E+10', 'C1-HocSinh', ([sheet]) => { const c = columnOf(sheet!, 'Số định danh'); eachCell(sheet!, 3, (value, at) => (at === c && /^0[1-9].*[1-9]$/.test(String(value)) ? `${String(value)[1]}.${String(value).slice(2)}E+10` : value)); }, 'số định danh đủ 12 chữ số'],
  ['pupil codes as number cells', RESULTS, ([sheet]) => { const c = columnOf(sheet!, 'Mã học sinh'); eachCell(sheet!, 3, (value, at) => (at === c && value ? Number(value) : value)); }, 'mã số giữ dạng chữ (ô dạng số)'],
  ['birthdays as serial numbers', 'C1-HocSinh', ([sheet]) => { const c = columnOf(sheet!, 'Ngày sinh'); eachCell(sheet!, 3, (value, at) => (at === c && typeof value === 'string' ? serial(value) : value)); }, 'ngày dạng số của Excel'],
  ['birthdays as date cells', 'C1-HocSinh', ([sheet]) => { const c = columnOf(sheet!, 'Ngày sinh'); eachCell(sheet!, 3, (value, at) => (at === c && typeof value === 'string' ? new Date(serial(value) * 86_400_000 + VIETNAM_EPOCH) : value)); }, null],
  ['birthdays as 2017-07-18', 'C1-HocSinh', ([sheet]) => { const c = columnOf(sheet!, 'Ngày sinh'); eachCell(sheet!, 3, (value, at) => (at === c && typeof value === 'string' ? `${value.slice(6)}-${value.slice(3, 5)}-${value.slice(0, 2)}` : value)); }, 'ngày viết dạng dd/mm/yyyy'],
  ['class codes in small letters in one sheet', RESULTS, ([sheet]) => eachCell(sheet!, 3, (value, c) => (c === 1 && value ? String(value).toLowerCase() : value)), 'tên lớp viết thống nhất'],
  ['sheets named `Lớp 1A1`', 'NhanXet', (sheets) => sheets.forEach((sheet) => { sheet.name = `Lớp ${sheet.name}`; }), null],
  ['the rating in four columns to tick', RESULTS, ticked('x'), null],
  ['the rating in four columns, ticked in Wingdings', RESULTS, ticked('\uf0fc'), null],
  ['HTT, HT, CHT for levels of subjects', RESULTS, ([sheet]) => eachCell(sheet!, 3, (value, c) => (c >= 5 && c < 17 && typeof value === 'string' ? (shortened[value] ?? value) : value)), 'mức viết bằng chữ in hoa'],
  ['CCG for a level of qualities', RESULTS, ([sheet]) => eachCell(sheet!, 3, (value, c) => (c >= 17 && value === 'C' ? 'CCG' : value)), null],
  ['a title of school, year, class and point in one line', RESULTS, ([sheet]) => void sheet!.rows.unshift(['TRƯỜNG TIỂU HỌC MINH HOẠ A — KHỐI 1, 2 — NĂM HỌC 2023-2024 — KỲ: CUỐI NĂM']), null],
  ['a row in which a program names the columns', RESULTS, ([sheet]) => void sheet!.rows.splice(3, 0, sheet!.rows[2]!.map((_, c) => ['__KEYS__', '_lop_', '_ma_', '_ten_'][c] ?? `cot_${c}`)), null],
  ['a blank row among the headers, sums below', RESULTS, ([sheet]) => { sheet!.rows.splice(2, 0, []); sheet!.rows.push([null, null, null, 'Tổng T', null, 20, null, 31]); }, null],
  ['a header whose identity stands a row lower', RESULTS, ([sheet]) => void (sheet!.rows = [['Thông tin học sinh', null, null, null, null, ...sheet!.rows[0]!.slice(5)], [...sheet!.rows[0]!.slice(0, 5), ...sheet!.rows[1]!.slice(5)], ...sheet!.rows.slice(2)]), null],
  ['sums and averages, their word in the column of the running number, of the code or of the name', RESULTS, ([sheet]) => void sheet!.rows.push(['Cộng', null, 65, null, null, 40, null, 38], ['Tỉ lệ %', null, null, null, null, '90%'], ['TB', null, null, null, null, null, 8.5], [null, null, 'Tổng cộng', null, null, 40], [null, null, null, 'Trung bình', null, null, 8.5], [null, null, null, 'Điểm TB', null, null, 8]), null],
  ['sums and titles in merged cells', RESULTS, ([sheet]) => {
    const { rows } = sheet!, across = (row: number, endCol: number) => ({ startRow: row, endRow: row, startCol: 0, endCol });
    rows.splice(10, 0, ['Học sinh hoà nhập']);
    rows.push(['Tổng cộng', null, null, null, null, 40]);
    sheet!.extra.merges = [across(10, 12), across(rows.length - 1, 4)];
  }, null],
  ['how many have each level', RESULTS, ([sheet]) => void sheet!.rows.push([null, null, null, 'Hoàn thành tốt', null, 40], [null, null, null, 'Hoàn thành', null, 20], [null, null, null, 'Chưa hoàn thành', null, 5], [null, null, null, 'Tốt', null, 5]), null],
  ['signatures in any columns', RESULTS, ([sheet]) => void sheet!.rows.push([], [null, null, 'Người lập bảng', null, null, null, 'Hiệu trưởng'], [null, null, '(Ký, ghi rõ họ tên)', null, null, null, '(Ký tên, đóng dấu)'], [], [null, null, 'Nguyễn Thị Hoa', null, null, null, 'Ngô Mai Thảo']), null],
  ['a legend beside its word', RESULTS, ([sheet]) => void sheet!.rows.push([], ['Ghi chú:', null, 'T: Hoàn thành tốt; H: Hoàn thành; C: Chưa hoàn thành'], ['Trong đó:', null, 'Nữ', 30]), null],
  ['boys and girls under rows of their own', RESULTS, ([sheet]) => void sheet!.rows.splice(3, 0, ['I', null, 'Nam']), null],
  ['a dash where there is nothing', RESULTS, ([sheet]) => eachCell(sheet!, 3, (value, c) => ((value === '' || value === null) && c >= 5 ? ['-', '–', ' — ', '--'][c % 4]! : value)), 'gạch ngang là ô trống'],
  ['flags in words', RESULTS, ([sheet]) => { const done = columnOf(sheet!, 'Hoàn thành chương trình'), up = columnOf(sheet!, 'Lên lớp'); eachCell(sheet!, 3, (value, c) => (value === 'x' && c === done ? 'HTCTLH' : value === 'x' && c === up ? 'Được lên lớp' : value)); }, null],
  ["the program's own code beside that of the ministry", 'C1-HocSinh', ([sheet]) => { const c = columnOf(sheet!, 'Mã học sinh'); sheet!.rows = sheet!.rows.map((row, r) => (r < 2 ? row : [...row.slice(0, c), r === 2 ? 'Mã HS' : `HS${r}`, r === 2 ? 'Mã định danh Bộ GD&ĐT' : row[c]!, ...row.slice(c + 1)])); }, null],
  ['birthdays as 2017-7-8, 2017/7/8, 8\\7\\2017 and in words', 'C1-HocSinh', ([sheet]) => { const c = columnOf(sheet!, 'Ngày sinh'); let n = 0; eachCell(sheet!, 3, (value, at) => { if (at !== c || typeof value !== 'string') return value; const [d, m, y] = value.split('/').map(Number); return [`${y}-${m}-${d}`, `${y}/${m}/${d}`, `${d}\\${m}\\${y}`, `${d} tháng ${m} năm ${y}`, `ngày ${d}/${m}/${y}`][n++ % 5]!; }); }, 'ngày viết dạng dd/mm/yyyy'],
  ['names whose header is cut in two', RESULTS, ([sheet]) => { const c = columnOf(sheet!, 'Họ tên'); sheet!.rows = sheet!.rows.map((row, r) => [...row.slice(0, c), ...(r === 0 ? ['Họ và', 'tên'] : r < 3 ? [row[c]!, row[c]!] : [String(row[c]).split(' ').slice(0, -1).join(' '), String(row[c]).split(' ').at(-1)!]), ...row.slice(c + 1)]); }, null],
  ['parts of a subject behind a dash', RESULTS, ([sheet]) => eachCell(sheet!, 0, (value) => (typeof value === 'string' ? value.replace(/^Nghệ thuật \((.*)\)$/, 'Nghệ thuật – $1') : value)), null],
  ['a header once more below the last page', RESULTS, ([sheet]) => void sheet!.rows.push(['Trang 3'], ...sheet!.rows.slice(0, 3).map((row) => [...row])), null],
  ['X and ✓ for x', RESULTS, ([sheet]) => eachCell(sheet!, 3, (value, c) => (value === 'x' ? ['X', '✓'][c % 2]! : value)), null],
  ['group headers merged instead of repeated', RESULTS, ([sheet]) => {
    const rows = sheet!.rows, merges: { startRow: number; startCol: number; endRow: number; endCol: number }[] = [];
    for (const r of [0, 1]) {
      for (let c = 0; c < rows[r]!.length; c++) {
        let end = c;
        while (rows[r]![c] && rows[r]![end + 1] === rows[r]![c]) rows[r]![++end] = null;
        if (end > c) merges.push({ startRow: r, startCol: c, endRow: r, endCol: end });
        c = end;
      }
    }
    for (let c = 0; c < 5; c++) merges.push({ startRow: 0, startCol: c, endRow: 2, endCol: c });
    sheet!.extra.merges = merges;
  }, null],
  ['group headers written once and not merged', RESULTS, ([sheet]) => { for (const r of [0, 1]) sheet!.rows[r] = sheet!.rows[r]!.map((value, c, row) => (value && value === row[c - 1] ? null : value)); }, null],
];

describe('a messy copy reads to the same data', () => {
  test.each(messy)('%s', async (_, part, edit, rule) => {
    const reading = await read(await withEdited(clean, part, edit));
    expect(reading.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(content(reading.data)).toEqual(truth);
    if (rule !== null) expect(reading.normalised.map((change) => change.rule)).toContain(rule);
  });

  test('file names say nothing', async () => {
    const renamed = clean.map((file, i) => ({ ...file, name: `Book${clean.length - i}.xlsx` }));
    expect(content((await read(renamed)).data)).toEqual(truth);
  });

  test('all sheets in one workbook', async () => {
    const sheets: EditableSheet[] = [];
    for (const file of clean) await withEdited([file], file.name.slice(9, -5) as FilePart, (own) => void sheets.push(...own.map((sheet) => ({ ...sheet, name: `${sheets.length}` }))));
    const numbered = sheets.map((sheet, i) => ({ ...sheet, name: `Trang ${i + 1}` }));
    const [one] = await withEdited([clean[0]!], 'C1-HocSinh', (own) => void own.splice(0, own.length, ...numbered));
    const reading = await read([one!]);
    expect(reading.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(content(reading.data)).toEqual(truth);
  });

  test('every repair names cell, before and after', async () => {
    const reading = await read(await withEdited(clean, RESULTS, ([sheet]) => { sheet!.rows[3]![5] = 't'; }));
    expect(reading.normalised).toContainEqual({ file: `${school}_${RESULTS}.xlsx`, sheet: 'KetQuaHocTapImportExcel', cell: 'F4', from: 't', to: 'T', rule: 'mức viết bằng chữ in hoa' });
  });

  test('a blank rating column changes nothing but the rating of the sheet', async () => {
    const blanked = await withEdited(clean, RESULTS, ([sheet]) => { const c = columnOf(sheet!, 'Xếp loại'); eachCell(sheet!, 3, (value, at) => (at === c ? '' : value)); });
    const reading = await read(blanked);
    expect(reading.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const without = (data: ReturnType<typeof content>) => data.pupils.map(({ sheetResult: _, ...pupil }) => pupil);
    expect(without(content(reading.data))).toEqual(without(truth));
  });
});

describe('without a file', () => {
  const without = (part: string) => read(clean.filter(({ name }) => !name.includes(part)));

  test('remarks that were not handed over are no news about anybody', async () => {
    const reading = await without('NhanXet');
    expect(reading.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(reading.data.pupils.some(({ sources }) => sources.remarks)).toBe(false);
  });

  test('a pupil whom the results do not mention is pointed out by name', async () => {
    const reading = await without('KetQua_Lop3');
    expect(reading.problems.filter(({ code }) => code === 'workbook/no-result-row')).toHaveLength(31);
    expect(reading.problems.find(({ code }) => code === 'workbook/no-result-row')?.message).toContain('em Phạm Bảo Phúc (2201000067)');
  });
});
