import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '#kernel';
import type { WorkbookFile } from '#workbook';
import { changedTables } from '../../../test/builders/tables.ts';
import { type StoredCells, unpackCells } from '../postgres/stored-cells.ts';
import { type ImportDesk, openImportDesk } from '../../../test/builders/import-desk.ts';
import { type EditableSheet, type FilePart, sampleFiles, withEdited } from '../../../test/builders/workbooks.ts';

const SCHOOL = '22205411', clean = sampleFiles(SCHOOL), REASON = 'Chọn nhầm tệp của năm khác';
const LIST = 'C1-HocSinh', RESULTS = 'KetQua_Lop1-2';
const DUNG = '2201000001', LAM = '2201000002';
type Edit = (sheets: EditableSheet[]) => void;
const columnOf = (sheet: EditableSheet, header: string) => sheet.rows.slice(0, 4).map((row) => row.findIndex((value) => String(value ?? '').startsWith(header))).find((c) => c >= 0)!;
const put = (row: number, header: string, value: string | null): Edit => ([sheet]) => void (sheet!.rows[row - 1]![columnOf(sheet!, header)] = value);
const all = (...edits: Edit[]): Edit => (sheets) => { for (const edit of edits) edit(sheets); };
const part = async (name: FilePart, edit: Edit): Promise<readonly WorkbookFile[]> => (await withEdited(clean, name, edit)).filter((file) => file.name.includes(name));

let desk: ImportDesk;
beforeEach(async () => {
  desk = await openImportDesk(SCHOOL);
  await desk.bringIn(clean);
});
afterEach(() => desk.close());

const undo = (importId: string, school = desk.school) => school.undoImport(desk.who.admin, importId, REASON);
/** Everything of the pupils but the revisions, which only ever grow. */
const state = async () => JSON.stringify([
  (await desk.tables.query<{ cells: StoredCells }>(`select * from pupil_years order by pupil_id`))
    .map(({ cells, ...year }) => [year, Object.entries(unpackCells(cells)).filter(([, { value }]) => value !== '').map(([key, { value, source, imported }]) => [key, value, source, imported]).toSorted()]),
  await desk.tables.query('select pupil_id, identity from pupils order by 1'), await desk.tables.query('select * from staff order by staff_id'), await desk.tables.query('select * from classrooms order by classroom'),
]);
const cellOf = async (pupilId: string, key: string) => unpackCells((await desk.tables.query<{ cells: StoredCells }>('select cells from pupil_years where pupil_id = $1', [pupilId]))[0]!.cells)[key]!;
const edit = (pupilId: string, key: string, value: string, baseRevision: number) => desk.school.editCells(desk.who.teacher('1A1'), '1A1', { edits: [{ pupilId, key, value, baseRevision }] });

describe('undoing puts back exactly what was', () => {
  test('cells, identity, class, status, order, staff and classes', async () => {
    const before = await state();
    const files = [
      ...await part(RESULTS, all(put(4, 'Toán', 'C'), put(5, 'Toán', 'H'), put(6, 'Xếp loại', 'Hoàn thành'))),
      ...await part(LIST, all(put(4, 'Họ tên cha', 'Triệu Quang Khác'), put(5, 'Trạng thái HS', 'Chuyển đi'), put(7, 'Chỗ ở', ''), ([sheet]) => void sheet!.rows.push(...sheet!.rows.splice(9, 3)))),
      ...await part('CSDL_GiaoVien', all(put(5, 'Họ tên', 'Tên Mới Của Cô'), ([sheet]) => void sheet!.rows.push([99, 'GV0999', 'Người Mới', '', 'Đang làm việc', 'Giáo viên', '']))),
    ];
    const importId = await desk.bringIn(files);
    expect(await state()).not.toBe(before);
    const preview = unwrap(await desk.school.undoPreview(desk.who.admin, importId)), run = unwrap(await undo(importId));
    expect(run).toMatchObject({ state: 'undone', undone: { reason: REASON, by: 'Quản trị', result: preview } });
    expect(preview).toMatchObject({ pupilsRemoved: 0, kept: [] });
    expect(preview.cellsRestored).toBe(1);
    expect(await state()).toBe(before);
  });

  test('looking at what it would do does nothing', async () => {
    const importId = await desk.bringIn(await part(RESULTS, put(4, 'Toán', 'C'))), before = await desk.tables.digests();
    unwrap(await desk.school.undoPreview(desk.who.admin, importId));
    expect(changedTables(before, await desk.tables.digests())).toEqual([]);
  });

  test('a restored cell is a new revision with the old value and the old source; the history tells the reason', async () => {
    const was = await cellOf(DUNG, 'subject.TOAN.level'), importId = await desk.bringIn(await part(RESULTS, put(4, 'Toán', 'C')));
    const made = await cellOf(DUNG, 'subject.TOAN.level');
    unwrap(await undo(importId));
    expect(await cellOf(DUNG, 'subject.TOAN.level')).toEqual({ ...was, revision: made.revision + 1 });
    const { events } = unwrap(await desk.school.history(desk.who.head, DUNG));
    expect(events.map(({ what }) => what)).toContainEqual(expect.stringMatching(/^Hoàn tác lần nhập ngày 03\/06\/2024: Chọn nhầm tệp của năm khác \(1 ô\)$/));
    expect(await desk.tables.query(`select edits->'cells'->'subject.TOAN.level' as said from cell_edits, json_array_elements(changes) as edits where pupil_id = $1 and edits->'cells'->'subject.TOAN.level' is not null order by (edits->>'revision')::int`, [DUNG])).toEqual([{ said: 'T' }, { said: ['T', 'C'] }, { said: ['C', 'T'] }]);
  });

  test('a cell that was empty is empty again, and the same file brings it in again', async () => {
    const emptied = await part(RESULTS, put(4, 'Khen thưởng', 'Học sinh Tiêu biểu')), importId = await desk.bringIn(emptied);
    unwrap(await undo(importId));
    expect(await cellOf(DUNG, 'award')).toMatchObject({ value: '' });
    await desk.bringIn(emptied);
    expect(await cellOf(DUNG, 'award')).toMatchObject({ value: 'Học sinh Tiêu biểu' });
  });

  test('an import that brought in pupils: they are gone, and can come again', async () => {
    const before = await state(), newcomer: Edit = ([sheet]) => void sheet!.rows.push(sheet!.rows[3]!.map((value, c) => ({ 2: '2201999999', 3: 'Đỗ Thị Mới', 11: '' })[c] ?? value));
    const files = [...await part(LIST, newcomer), ...await part(RESULTS, ([sheet]) => void sheet!.rows.push(sheet!.rows[3]!.map((value, c) => ({ 2: '2201999999', 3: 'Đỗ Thị Mới' })[c] ?? value)))];
    const importId = await desk.bringIn(files), [{ lookup_code: code }] = await desk.tables.query<{ lookup_code: string }>(`select lookup_code from look_up_codes where pupil_id = '2201999999'`) as [{ lookup_code: string }];
    expect(unwrap(await undo(importId)).undone!.result).toMatchObject({ pupilsRemoved: 1, kept: [] });
    expect(await state()).toBe(before);
    await desk.bringIn(files);
    expect(await cellOf('2201999999', 'subject.TOAN.level')).toMatchObject({ value: 'T', revision: 3 });
    expect(await desk.tables.query(`select lookup_code from look_up_codes where pupil_id = '2201999999'`)).toEqual([{ lookup_code: code }]);
  });

  test('the first import of all: the school is as empty as before', async () => {
    const { importId } = unwrap(await desk.school.imports(desk.who.admin)).imports[0]!;
    expect(unwrap(await undo(importId)).undone!.result).toMatchObject({ pupilsRemoved: 139, pupilsRestored: 0, kept: [] });
    expect(await desk.tables.query('select (select count(*)::int from pupils) + (select count(*)::int from pupil_years) + (select count(*)::int from staff) + (select count(*)::int from classrooms) as left')).toEqual([{ left: 0 }]);
    await desk.bringIn(clean);
    expect(unwrap(await desk.school.overview(desk.who.head)).pupils).toBeGreaterThan(100);
  });
});

describe('what changed since stays, and is named', () => {
  test('a cell that a teacher edited', async () => {
    const importId = await desk.bringIn(await part(RESULTS, all(put(4, 'Toán', 'C'), put(4, 'Khen thưởng', 'Khen')))), { revision } = await cellOf(DUNG, 'subject.TOAN.level');
    unwrap(await edit(DUNG, 'subject.TOAN.level', 'H', revision));
    expect(unwrap(await undo(importId)).undone!.result).toMatchObject({ pupilsRestored: 1, cellsRestored: 1, kept: [{ pupilId: DUNG, fullName: 'Triệu Văn Dũng', classroom: '1A1', what: 'Toán – Mức đạt được', why: 'đã được sửa sau lần nhập, nay là “H”' }] });
    expect([await cellOf(DUNG, 'subject.TOAN.level'), await cellOf(DUNG, 'award')]).toMatchObject([{ value: 'H', source: 'Giáo viên' }, { value: '' }]);
  });

  test('a cell that was edited and edited back is not what the import left', async () => {
    const importId = await desk.bringIn(await part(RESULTS, put(4, 'Toán', 'C'))), { revision } = await cellOf(DUNG, 'subject.TOAN.level');
    unwrap(await edit(DUNG, 'subject.TOAN.level', 'H', revision));
    unwrap(await edit(DUNG, 'subject.TOAN.level', 'C', revision + 1));
    expect(unwrap(await undo(importId)).undone!.result.kept).toHaveLength(1);
  });

  test('a later import', async () => {
    const first = await desk.bringIn(await part(RESULTS, all(put(4, 'Toán', 'C'), put(5, 'Toán', 'H'))));
    await desk.bringIn(await part(RESULTS, all(put(4, 'Toán', 'H'), put(5, 'Toán', 'H'))));
    expect(unwrap(await undo(first)).undone!.result).toMatchObject({ kept: [{ pupilId: DUNG }] });
    expect([await cellOf(DUNG, 'subject.TOAN.level'), await cellOf(LAM, 'subject.TOAN.level')]).toMatchObject([{ value: 'H' }, { value: 'T' }]);
  });

  test('the record of a pupil that was signed since: nothing of it', async () => {
    const importId = await desk.bringIn(await part(RESULTS, all(put(4, 'Toán', 'C'), put(5, 'Toán', 'H'))));
    await desk.tables.query(`insert into record_events (school_id, school_year, pupil_id, number, kind, version_id, detail, happened_at, who) select school_id, school_year, pupil_id, 1, 'signed', '0b9ac0b2-4a7c-4f3e-9d7e-000000000001', '{"slot":"orgSignature","sha256":"00"}', now(), 'x' from pupil_years where pupil_id = $1`, [DUNG]);
    expect(unwrap(await undo(importId)).undone!.result.kept).toEqual([{ pupilId: DUNG, fullName: 'Triệu Văn Dũng', classroom: '1A1', what: '', why: 'học bạ đã phát hành' }]);
    expect([await cellOf(DUNG, 'subject.TOAN.level'), await cellOf(LAM, 'subject.TOAN.level')]).toMatchObject([{ value: 'C' }, { value: 'T' }]);
  });

  test('a pupil whom the import brought in and somebody has worked on since', async () => {
    const { importId } = unwrap(await desk.school.imports(desk.who.admin)).imports[0]!;
    unwrap(await edit(DUNG, 'subject.TOAN.level', 'H', 1));
    const { result } = unwrap(await undo(importId)).undone!;
    expect(result).toMatchObject({ pupilsRemoved: 138, kept: [{ pupilId: DUNG, what: '', why: expect.stringContaining('được thêm bởi lần nhập này') }] });
    expect(await cellOf(DUNG, 'subject.TV.level')).toMatchObject({ value: 'T' });
    expect(await desk.tables.query('select classroom, homeroom_staff_id from classrooms')).toEqual([{ classroom: '1A1', homeroom_staff_id: 'GV0004' }]);
    expect(await desk.tables.query('select staff_id from staff')).toEqual([{ staff_id: 'GV0004' }]);
  });

  test('a pupil whom the import brought in and who has been assessed before the year end since', async () => {
    const { importId } = unwrap(await desk.school.imports(desk.who.admin)).imports[0]!;
    const [saved] = unwrap(await desk.school.editPointCells(desk.who.teacher('1A1'), '1A1', 'midTerm1', { edits: [{ pupilId: DUNG, key: 'subject.TOAN.level', value: 'T', baseRevision: 0 }] })).results;
    expect(saved).toMatchObject({ saved: true });
    expect(unwrap(await undo(importId)).undone!.result).toMatchObject({ pupilsRemoved: 138, kept: [{ pupilId: DUNG, what: '', why: 'đã có đánh giá giữa kỳ hoặc cuối học kỳ I' }] });
    expect(await desk.tables.query(`select point, cells->0->'cells'->>'subject.TOAN.level' as value from pupil_points`)).toEqual([{ point: 'midTerm1', value: 'T' }]);
    expect(await cellOf(DUNG, 'subject.TV.level')).toMatchObject({ value: 'T' });
  });
});

describe('once, and nobody in between', () => {
  test('twice: the second time says so', async () => {
    const importId = await desk.bringIn(await part(RESULTS, put(4, 'Toán', 'C')));
    unwrap(await undo(importId));
    const before = await desk.tables.digests();
    expect(await undo(importId)).toMatchObject({ ok: false, error: { code: 'school/import-not-undoable' } });
    expect(changedTables(before, await desk.tables.digests())).toEqual([]);
  });

  test('two at once: one', async () => {
    const importId = await desk.bringIn(await part(RESULTS, put(4, 'Toán', 'C')));
    const answers = await Promise.all([undo(importId), undo(importId, desk.another())]);
    expect(answers.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(await desk.tables.query(`select count(*)::int as n from cell_edits where source like 'Hoàn tác%'`)).toEqual([{ n: 1 }]);
  });

  test('a dry run cannot be undone, nor committed after the undoing', async () => {
    const pending = unwrap(await desk.school.dryRunImport(desk.who.admin, await part(RESULTS, put(4, 'Toán', 'C'))));
    expect(await undo(pending.importId)).toMatchObject({ ok: false, error: { code: 'school/import-not-undoable' } });
    unwrap(await desk.school.commitImport(desk.who.admin, pending.importId));
    unwrap(await undo(pending.importId));
    expect(await desk.school.commitImport(desk.who.admin, pending.importId)).toMatchObject({ ok: false, error: { code: 'school/import-not-committable' } });
  });

  test.each(Array.from({ length: 6 }, (_, i) => [i]))('an edit at the same moment is kept or refused, never lost (round %i)', async () => {
    const importId = await desk.bringIn(await part(RESULTS, put(4, 'Toán', 'C'))), { revision } = await cellOf(DUNG, 'subject.TOAN.level');
    const [undone, edited] = await Promise.all([undo(importId), edit(DUNG, 'subject.TOAN.level', 'H', revision)]);
    const [saved] = unwrap(edited).results, cell = await cellOf(DUNG, 'subject.TOAN.level'), { kept } = unwrap(undone).undone!.result;
    expect(saved!.saved ? [cell.value, kept.length] : [cell.value, kept.length, saved!.refusal!.code]).toEqual(saved!.saved ? ['H', 1] : ['T', 0, 'school/cell-conflict']);
    const revisions = await desk.tables.query<{ revision: number }>(`select (edits->>'revision')::int as revision from cell_edits, json_array_elements(changes) as edits where pupil_id = $1 and edits->'cells'->'subject.TOAN.level' is not null order by 1`, [DUNG]);
    expect(revisions.map((one) => one.revision)).toEqual(Array.from({ length: cell.revision }, (_, i) => i + 1));
  });

  test('another school sees and undoes nothing of it', async () => {
    const importId = await desk.bringIn(await part(RESULTS, put(4, 'Toán', 'C')));
    const stranger = { ...desk.who.admin, schoolCode: '22205412' as typeof desk.who.admin.schoolCode };
    expect(await desk.school.undoImport(stranger, importId, REASON)).toMatchObject({ ok: false, error: { code: 'school/import-unknown' } });
    expect(await desk.school.importPupils(stranger, importId, { page: 1 })).toMatchObject({ ok: false, error: { code: 'school/import-unknown' } });
  });
});
