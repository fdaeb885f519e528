import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schoolIdOf } from '#identity';
import { SchoolCode } from '#domain';
import { unwrap } from '#kernel';
import { type ImportDesk, openImportDesk } from '../../../test/builders/import-desk.ts';
import { earlierTier } from '../../../test/support/database.ts';
import { type StoredCells, unpackCells } from './stored-cells.ts';

const SCHOOL = '22205411', SCHOOL_ID = schoolIdOf(unwrap(SchoolCode.parse(SCHOOL))), YEAR = '2023-2024', AN = '2201000001', BINH = '2201000002';
const COMMITTED = '00000000-0000-4000-8000-000000000001', PENDING = '00000000-0000-4000-8000-000000000002', SOURCE = 'KetQua.xlsx, dòng 4';
const AT = '2024-06-01T01:00:00Z', LATER = '2024-06-02T01:00:00Z';

const identityOf = (pupilId: string, fullName: string) => ({ pupilId, fullName, birthDate: '2017-07-18', gender: 1, ethnicity: '01', nationality: 'VN' });
const FRAME = { grade: 1, notAssessed: false, languages: {}, teachers: {} };
const imported = (value: string) => ({ value, revision: 1, source: SOURCE, imported: value });
const CELLS = { 'subject.TOAN.level': imported('T'), 'subject.TV.level': { value: 'H', revision: 2, source: 'Giáo viên', imported: 'T' }, award: { value: 'Khen', revision: 1, source: 'Giáo viên' } };
const yearOf = (pupilId: string, cells: object) => ({ schoolYear: YEAR, identity: identityOf(pupilId, pupilId === AN ? 'Lê Văn An' : 'Đỗ Thị Bình'), classroom: '1A1', listOrder: 1, status: 'studying', frame: FRAME, cells });
const REPORT = { files: [], counts: {}, problems: [], problemsLeftOff: 0, normalised: [], colours: { green: 2, yellow: 0, red: 0 }, blocked: false, layouts: [], pointQuestions: [] };

/** One committed import of An (year) and Bình (a point), an edit of a teacher since, and one that is pending: as the tables were before. */
async function fill(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  const insert = (table: string, row: Readonly<Record<string, unknown>>) => admin.query(`insert into ${table} (school_id, ${Object.keys(row).join(', ')}) values ('${SCHOOL_ID}', ${Object.keys(row).map((_, i) => `$${i + 1}`).join(', ')})`, Object.values(row).map((value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value)));
  for (const pupilId of [AN, BINH]) {
    await insert('pupils', { pupil_id: pupilId, identity: yearOf(pupilId, {}).identity });
    await insert('pupil_years', { school_year: YEAR, pupil_id: pupilId, classroom: '1A1', list_order: 1, status: 'studying', frame: FRAME, cells: pupilId === AN ? CELLS : {} });
  }
  await insert('pupil_points', { school_year: YEAR, pupil_id: BINH, point: 'midTerm1', cells: { 'subject.TOAN.level': imported('T') } });
  const edit = { school_year: YEAR, pupil_id: AN, revision: 1, value_before: '', edited_at: AT, edited_by: 'Quản trị', source: SOURCE };
  await insert('cell_edits', { ...edit, cell: 'subject.TOAN.level', value_after: 'T' });
  await insert('cell_edits', { ...edit, cell: 'subject.TV.level', value_after: 'T' });
  await insert('cell_edits', { ...edit, cell: 'subject.TV.level', revision: 2, value_before: 'T', value_after: 'H', edited_at: LATER, edited_by: 'Giáo viên', source: 'Giáo viên' });
  await insert('cell_edits', { ...edit, cell: 'award', value_after: 'Khen', edited_at: LATER, edited_by: 'Giáo viên', source: 'Giáo viên' });
  const run = { school_year: YEAR, created_at: AT, created_by: 'Quản trị', reading: { data: {} }, plan: { sha256: '00' }, report: REPORT };
  const line = { colour: 'green', pupilId: AN, fullName: 'Lê Văn An', birthDate: null, classroom: '1A1', change: 'changed', rows: [], fields: [{ label: 'Toán', from: '', to: 'T' }] };
  await insert('import_runs', { ...run, import_id: COMMITTED, state: 'committed', committed_at: AT, detail: { pupils: [line], normalised: [], refused: [] }, lists_before: { staff: [], classrooms: [], yearBefore: YEAR } });
  await insert('import_runs', { ...run, import_id: PENDING, state: 'dryRun', detail: { pupils: [line], normalised: [], refused: [] } });
  await insert('import_effects', { import_id: COMMITTED, pupil_id: AN, before: yearOf(AN, {}), after: yearOf(AN, { 'subject.TOAN.level': imported('T'), 'subject.TV.level': imported('T') }), points: null });
  // The driver would take a list for an array of PostgreSQL.
  const points = JSON.stringify([{ point: 'midTerm1', before: {}, after: { 'subject.TOAN.level': imported('T') } }]);
  await insert('import_effects', { import_id: COMMITTED, pupil_id: BINH, before: yearOf(BINH, {}), after: yearOf(BINH, {}), points });
  await admin.end();
}

let desk: ImportDesk;
beforeAll(async () => {
  const tier = await earlierTier('school', 200);
  await fill(tier.adminUrl);
  await tier.migrateOn();
  desk = await openImportDesk(SCHOOL, undefined, tier);
}, 60_000);
afterAll(() => desk.close());

const cellsOf = async (pupilId: string) => unpackCells((await desk.tables.query<{ cells: StoredCells }>('select cells from pupil_years where pupil_id = $1', [pupilId]))[0]!.cells);
const asApp = (text: string) => desk.database.tier.inScope({ schoolId: SCHOOL_ID }, (trx) => sql.raw(text).execute(trx));

describe('a database of before', () => {
  test('has the same cells', async () => expect(await cellsOf(AN)).toEqual(CELLS));
  test('has the same history', async () => {
    const { events } = unwrap(await desk.school.history(desk.who.head, AN));
    expect(events.map(({ who, what }) => [who, what])).toEqual([
      ['Quản trị', `Nhập 2 ô từ ${SOURCE}`], ['Giáo viên', 'Sửa Khen thưởng: “” → “Khen”'], ['Giáo viên', 'Sửa Tiếng Việt – Mức đạt được: “T” → “H”'],
    ]);
  });
  test('shows what an import changed', async () => {
    const { items } = unwrap(await desk.school.importPupils(desk.who.admin, COMMITTED, { page: 1 }));
    expect(items[0]!.fields).toEqual([{ label: 'Tiếng Việt – Mức đạt được', from: '', to: 'T' }, { label: 'Toán – Mức đạt được', from: '', to: 'T' }]);
  });
  test('does not commit a dry run before its files are read again', async () => {
    expect(await desk.school.commitImport(desk.who.admin, PENDING)).toMatchObject({ ok: false, error: { code: 'school/import-outdated' } });
  });
  test('takes an import back, and only what still is what it made', async () => {
    expect(unwrap(await desk.school.undoImport(desk.who.admin, COMMITTED, 'Nhầm tệp')).undone!.result).toMatchObject({ pupilsRestored: 2, cellsRestored: 2, kept: [{ pupilId: AN, what: 'Tiếng Việt – Mức đạt được' }] });
    expect(await cellsOf(AN)).toMatchObject({ 'subject.TOAN.level': { value: '', revision: 2 }, 'subject.TV.level': { value: 'H' }, award: { value: 'Khen' } });
    expect(await desk.tables.query<{ cells: StoredCells }>('select cells from pupil_points')).toMatchObject([{ cells: [{ revision: 2, cells: { 'subject.TOAN.level': '' } }] }]);
  });
});

describe('the login of the application', () => {
  test.each(['update cell_edits set source = source', 'delete from cell_edits', 'delete from import_writes'])('may not: %s', async (text) => await expect(asApp(text)).rejects.toMatchObject({ code: '42501' }));
  test('writes what a commit would write while it is pending, and never again', async () => {
    await asApp(`update import_writes set writes = '{}'`);
    expect(await desk.tables.query(`select import_id, writes::text = '{}' as written from import_writes order by 1`)).toEqual([{ import_id: COMMITTED, written: false }, { import_id: PENDING, written: true }]);
  });
});
