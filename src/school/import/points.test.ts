import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readXlsx } from 'hucre';
import type { EarlierPoint } from '#domain';
import { unwrap } from '#kernel';
import type { WorkbookFile } from '#workbook';
import { type StoredCells, unpackCells } from '../postgres/stored-cells.ts';
import { type ImportDesk, openImportDesk } from '../../../test/builders/import-desk.ts';
import { atPoint, type EditableSheet, editWorkbook, type FilePart, sampleFiles } from '../../../test/builders/workbooks.ts';

const SCHOOL = '22205411', clean = sampleFiles(SCHOOL), DUNG = '2201000001', LAM = '2201000002', LOP12 = 'KetQua_Lop1-2';
type Edit = (sheets: EditableSheet[]) => void;
const columnOf = (sheet: EditableSheet, header: string) => sheet.rows.slice(0, 4).map((row) => row.findIndex((value) => String(value ?? '').startsWith(header))).find((c) => c >= 0)!;
const put = (row: number, header: string, value: string | number | null): Edit => ([sheet]) => void (sheet!.rows[row - 1]![columnOf(sheet!, header)] = value);
/** The results of some grades as a file of an earlier point. */
const pointFile = async (point: EarlierPoint, name: string, edit: Edit = () => undefined, part: FilePart = LOP12): Promise<WorkbookFile> =>
  ({ ...(await editWorkbook(clean.find((file) => file.name.includes(part))!, (sheets) => { atPoint(point)(sheets); edit(sheets); })), name });

let desk: ImportDesk;
beforeEach(async () => { desk = await openImportDesk(SCHOOL); });
afterEach(() => desk.close());

const dryRun = async (...files: readonly WorkbookFile[]) => unwrap(await desk.school.dryRunImport(desk.who.admin, files));
const commit = (importId: string, acceptedOnly = false) => desk.school.commitImport(desk.who.admin, importId, { acceptedOnly });
const undo = (importId: string) => desk.school.undoImport(desk.who.admin, importId, 'Nhầm tệp');
const changed = async (importId: string) => unwrap(await desk.school.importPupils(desk.who.admin, importId, { page: 1, change: 'changed' })).items;
const cellAt = async (point: EarlierPoint, pupilId: string, key: string) => unpackCells((await desk.tables.query<{ cells: StoredCells }>('select cells from pupil_points where point = $1 and pupil_id = $2', [point, pupilId]))[0]?.cells ?? [])[key];
const filled = async () => (await desk.tables.query<{ cells: number }>(`select count(*)::int as cells from pupil_points, json_array_elements(cells) as said, json_each_text(said->'cells') as cell where cell.value <> ''`))[0]!.cells;
const years = () => desk.tables.query('select pupil_id, cells, sheet_result, status from pupil_years order by 1');
const editAt = (point: EarlierPoint, key: string, value: string, baseRevision: number, pupilId = DUNG) => desk.school.editPointCells(desk.who.teacher('1A1'), '1A1', point, { edits: [{ pupilId, key, value, baseRevision }] });

describe('a workbook of an earlier point', () => {
  beforeEach(async () => { await desk.bringIn(clean.filter(({ name }) => /C1-HocSinh|GiaoVien|KetQua_Lop1-2/.test(name))); });

  test('old → new per pupil before anything is written, and the year end stays as it was', async () => {
    const before = await years(), run = await dryRun(await pointFile('endOfTerm1', 'KetQua_CK1.xlsx'));
    expect(run).toMatchObject({ state: 'dryRun', files: [{ name: 'KetQua_CK1.xlsx', kind: 'results', points: ['endOfTerm1'] }], counts: { added: 0, results: 0, refusedRows: 0 } });
    const [dung] = await changed(run.importId);
    expect(dung).toMatchObject({ pupilId: DUNG, rows: [{ kind: 'results', point: 'endOfTerm1' }] });
    expect(dung!.fields).toContainEqual({ label: 'Toán – Điểm KTĐK (cuối học kỳ I)', from: '', to: '7' });
    expect(await filled()).toBe(0);
    unwrap(await commit(run.importId));
    expect(await cellAt('endOfTerm1', DUNG, 'subject.TOAN.mark')).toEqual({ value: '7', revision: 1, source: 'KetQua_CK1.xlsx, dòng 4', imported: '7' });
    expect(await desk.tables.query('select count(*)::int as changed from pupil_points')).toEqual([{ changed: run.counts.changed }]);
    expect(await years()).toEqual(before);
    expect(unwrap(await desk.school.imports(desk.who.admin)).imports[0]).toMatchObject({ files: [{ points: ['endOfTerm1'] }] });
  });

  test('the same file twice changes nothing; what a teacher edited since stays', async () => {
    const file = await pointFile('endOfTerm1', 'KetQua_CK1.xlsx');
    await desk.bringIn([file]);
    unwrap(await editAt('endOfTerm1', 'subject.TOAN.mark', '9', 1));
    expect((await dryRun(file)).counts).toMatchObject({ changed: 0, refusedRows: 0 });
    expect(await cellAt('endOfTerm1', DUNG, 'subject.TOAN.mark')).toMatchObject({ value: '9', source: 'Giáo viên' });
  });

  test('an unclear point is asked, and answered', async () => {
    const run = await dryRun(await pointFile('midTerm1', 'KetQua.xlsx'));
    expect(run).toMatchObject({ state: 'refused', blocked: true, pointQuestions: [{ file: 'KetQua.xlsx', mayBe: ['midTerm1', 'endOfTerm1', 'midTerm2', 'yearEnd'], answer: null }] });
    expect(await commit(run.importId, true)).toMatchObject({ ok: false, error: { code: 'school/import-has-errors' } });
    const { file, sheet } = run.pointQuestions[0]!;
    const answered = unwrap(await desk.school.answerImport(desk.who.admin, run.importId, [{ file, sheet, point: 'midTerm2' }]));
    expect(answered).toMatchObject({ state: 'dryRun', files: [{ points: ['midTerm2'] }], pointQuestions: [{ answer: 'midTerm2' }] });
    const other = unwrap(await desk.school.answerImport(desk.who.admin, run.importId, [{ file, sheet, point: 'midTerm1' }]));
    expect(other).toMatchObject({ files: [{ points: ['midTerm1'] }] });
    unwrap(await commit(run.importId));
    expect(await desk.tables.query('select distinct point from pupil_points')).toEqual([{ point: 'midTerm1' }]);
  });

  test('rows without an error come in; the others stand in a workbook with their reasons', async () => {
    const run = await dryRun(await pointFile('endOfTerm1', 'KetQua_CK1.xlsx', put(4, 'Toán', 'X')));
    expect(run.counts.refusedRows).toBe(1);
    unwrap(await commit(run.importId, true));
    expect(await cellAt('endOfTerm1', DUNG, 'subject.TV.level')).toBeUndefined();
    expect(await cellAt('endOfTerm1', LAM, 'subject.TV.level')).toMatchObject({ value: 'T' });
    const { stream } = unwrap(await desk.school.refusedRows(desk.who.admin, run.importId, 0)), pieces: Uint8Array[] = [];
    for await (const piece of stream) pieces.push(piece);
    const { sheets: [sheet] } = await readXlsx(new Uint8Array(Buffer.concat(pieces)));
    expect([sheet!.rows.length, sheet!.rows[3]![2]]).toEqual([4, DUNG]);
  });

  test('undoing puts back what was; an edit since stays, by name; the history tells', async () => {
    await desk.bringIn([await pointFile('endOfTerm1', 'KetQua_CK1.xlsx')]);
    const second = await desk.bringIn([await pointFile('endOfTerm1', 'KetQua_CK1_sua.xlsx', (sheets) => { put(4, 'Toán', 'H')(sheets); put(5, 'Toán', 'H')(sheets); put(4, 'Tiếng Việt', 'H')(sheets); })]);
    unwrap(await editAt('endOfTerm1', 'subject.TV.level', 'C', 2));
    const before = await years(), { result } = unwrap(await undo(second)).undone!;
    expect(result).toMatchObject({ pupilsRestored: 2, pupilsRemoved: 0, cellsRestored: 2, kept: [{ pupilId: DUNG, what: 'Tiếng Việt – Mức đạt được (cuối học kỳ I)', why: 'đã được sửa sau lần nhập, nay là “C”' }] });
    expect([await cellAt('endOfTerm1', DUNG, 'subject.TOAN.level'), await cellAt('endOfTerm1', LAM, 'subject.TOAN.level')]).toMatchObject([{ value: 'T', revision: 3 }, { value: 'T', revision: 3 }]);
    expect(await years()).toEqual(before);
    expect(unwrap(await desk.school.history(desk.who.head, DUNG)).events.map(({ what }) => what)).toContainEqual(expect.stringMatching(/^Hoàn tác lần nhập .*: Nhầm tệp/));
  });

  test('a signed year does not hold its earlier points, a final one does', async () => {
    const event = (pupilId: string, number: number, kind: string, detail: string) => desk.tables.query(`insert into record_events (school_id, school_year, pupil_id, number, kind, version_id, detail, happened_at, who) select school_id, school_year, pupil_id, $2, $3, '0b9ac0b2-4a7c-4f3e-9d7e-000000000001', $4, now(), 'x' from pupil_years where pupil_id = $1`, [pupilId, number, kind, detail]);
    for (const pupilId of [DUNG, LAM]) await event(pupilId, 1, 'signed', '{"slot":"homeroomTeacher","sha256":"00"}');
    await event(LAM, 2, 'finalized', '{"effectiveDate":"2024-06-30"}');
    const run = await dryRun(await pointFile('endOfTerm1', 'KetQua_CK1.xlsx'));
    expect(run.problems.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'school/import-record-locked', row: 5 }]);
    unwrap(await commit(run.importId, true));
    expect(await cellAt('endOfTerm1', DUNG, 'subject.TV.level')).toMatchObject({ value: 'T' });
    expect(await cellAt('endOfTerm1', LAM, 'subject.TV.level')).toBeUndefined();
    expect(unwrap(await undo(run.importId)).undone!.result.kept).toEqual([]);
    expect(await filled()).toBe(0);
  });
});

test('lists and earlier points in one import; undone, the school is empty, and it can all come again', async () => {
  const files = [...clean.filter(({ name }) => /C1-HocSinh|GiaoVien/.test(name)), await pointFile('endOfTerm1', 'KetQua_CK1.xlsx')], importId = await desk.bringIn(files), all = await filled();
  expect(all).toBeGreaterThan(1000);
  expect(unwrap(await undo(importId)).undone!.result).toMatchObject({ pupilsRemoved: 139, kept: [] });
  expect([await filled(), await years()]).toEqual([0, []]);
  await desk.bringIn(files);
  expect(await filled()).toBe(all);
}, 60_000);
