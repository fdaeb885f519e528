import { type CellValue, writeXlsx } from 'hucre';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImportRun, SheetLayout } from '#contract';
import { SchoolCode } from '#domain';
import { unwrap } from '#kernel';
import type { LayoutAnswer, WorkbookFile } from '#workbook';
import { type ImportDesk, openImportDesk } from '../../../test/builders/import-desk.ts';
import { changedTables } from '../../../test/builders/tables.ts';
import { editWorkbook, sampleFiles } from '../../../test/builders/workbooks.ts';

const SCHOOL = '22205411', clean = sampleFiles(SCHOOL), LIST = clean.find(({ name }) => name.includes('C1-HocSinh'))!;
/** Names above the columns of the list that no layout of ours knows. */
const STRANGE = ['No.', 'Group', 'Key', 'Label', 'Day', 'MF', 'State', 'State since', 'Folk', 'Land', 'Need', 'Number', 'A1', 'A2', 'A3', 'F', 'M', 'G', 'R'];
const FIELDS = ['', 'classroom', 'pupilId', 'fullName', 'birthDate', 'gender', 'status', 'statusDate', 'ethnicity', 'nationality', 'disability', 'personalId', 'birthPlace', 'queQuan', 'residence', 'fatherName', 'motherName', 'guardianName', 'registerNumber'];
const strange = (name = 'phan-mem-la.xlsx', edit: (rows: CellValue[][]) => void = () => {}) => editWorkbook({ ...LIST, name }, (sheets) => {
  sheets.splice(1);
  sheets[0]!.rows[2] = [...STRANGE];
  edit(sheets[0]!.rows);
});
const filesWith = (list: WorkbookFile) => [...clean.filter((file) => file !== LIST), list];
const answerOf = ({ fingerprint }: Pick<SheetLayout, 'fingerprint'>): LayoutAnswer => ({ fingerprint, kind: 'pupils', columns: FIELDS.flatMap((field, c) => (field === '' ? [] : [{ header: STRANGE[c]!, field }])) });

let desk: ImportDesk;
beforeEach(async () => { desk = await openImportDesk(SCHOOL); });
afterEach(() => desk.close());
const dryRun = async (files: readonly WorkbookFile[], school = desk.school): Promise<ImportRun> => unwrap(await school.dryRunImport(desk.who.admin, files));
const answer = (importId: string, ...answers: readonly LayoutAnswer[]) => desk.school.answerLayouts(desk.who.admin, importId, answers);
const remembered = async (who = desk.who.admin) => unwrap(await desk.school.importLayouts(who)).remembered;

describe('the file of unknown school software', () => {
  test('ends in a question; the answer reads it without a new upload, and can be stored', async () => {
    const run = await dryRun(filesWith(await strange()));
    expect(run).toMatchObject({ state: 'refused', blocked: true, layouts: [{ state: 'asked', kind: 'pupils', sheets: [{ file: 'phan-mem-la.xlsx' }] }] });
    const answered = unwrap(await answer(run.importId, answerOf(run.layouts[0]!)));
    expect(answered).toMatchObject({ importId: run.importId, state: 'dryRun', blocked: false, layouts: [{ state: 'mapped' }], counts: { added: 138, refusedRows: 0 } });
    expect(unwrap(await desk.school.commitImport(desk.who.admin, run.importId, {}))).toMatchObject({ state: 'committed' });
    expect(await desk.tables.query('select count(*)::int as pupils from pupil_years')).toEqual([{ pupils: 139 }]);
  });

  test('the next file with these headers, in any order of columns, is read without asking', async () => {
    const first = await dryRun(filesWith(await strange()));
    unwrap(await answer(first.importId, answerOf(first.layouts[0]!)));
    expect(await remembered()).toMatchObject([{ kind: 'pupils', sheet: 'C1-HocSinh', rememberedBy: 'Quản trị', columns: expect.arrayContaining([{ header: 'MF', label: 'Giới tính' }]) }]);
    const turned = await strange('lan-sau.xlsx', (rows) => { for (const row of rows.slice(2)) row.reverse(); });
    expect(await dryRun(filesWith(turned), desk.another())).toMatchObject({ state: 'dryRun', layouts: [{ state: 'mapped' }], counts: { added: 138 } });
  });

  test('what is forgotten is asked again; an import that is pending keeps its answer', async () => {
    const first = await dryRun(filesWith(await strange()));
    unwrap(await answer(first.importId, answerOf(first.layouts[0]!)));
    const { fingerprint } = first.layouts[0]!;
    expect(await desk.school.forgetImportLayout(desk.who.admin, fingerprint)).toMatchObject({ ok: true });
    expect(await desk.school.forgetImportLayout(desk.who.admin, fingerprint)).toMatchObject({ ok: false, error: { code: 'school/import-layout-unknown' } });
    expect(await remembered()).toEqual([]);
    expect(await dryRun(filesWith(await strange('lan-sau.xlsx')))).toMatchObject({ state: 'refused', layouts: [{ state: 'asked' }] });
    expect(unwrap(await desk.school.answerImport(desk.who.admin, first.importId, []))).toMatchObject({ state: 'dryRun' });
  });

  test('a sheet that is left out is left out of this import alone', async () => {
    const extra = { ...await strange('thua.xlsx'), name: 'thua.xlsx' }, run = await dryRun([...clean, extra]);
    const answered = unwrap(await answer(run.importId, { fingerprint: run.layouts[0]!.fingerprint, skip: true }));
    expect(answered).toMatchObject({ state: 'dryRun', layouts: [{ state: 'skipped' }], counts: { added: 138 } });
    expect(await remembered()).toEqual([]);
    expect(unwrap(await answer(run.importId, answerOf(run.layouts[0]!))).layouts).toMatchObject([{ state: 'mapped' }]);
  });

  test('its refused rows come back in its own layout', async () => {
    const run = await dryRun(filesWith(await strange('la.xlsx', (rows) => { rows[3]![5] = 'Trai'; })));
    const answered = unwrap(await answer(run.importId, answerOf(run.layouts[0]!))), number = answered.files.findIndex(({ name }) => name === 'la.xlsx');
    expect(answered.files[number]).toMatchObject({ refused: 1 });
    expect(unwrap(await desk.school.refusedRows(desk.who.admin, run.importId, number)).fileName).toBe('la_dong-bi-tu-choi.xlsx');
  });
});

describe('an answer that cannot be', () => {
  const REFUSED: readonly (readonly [string, (whole: LayoutAnswer) => LayoutAnswer, string])[] = [
    ['names no sheet', (whole) => ({ ...whole, fingerprint: 'f'.repeat(64) }), 'workbook/mapping-no-sheet'],
    ['names a column that is not there', ({ fingerprint }) => ({ fingerprint, kind: 'pupils', columns: [{ header: 'Cột lạ', field: 'pupilId' }] }), 'workbook/mapping-unknown-column'],
    ['gives one field two columns', ({ fingerprint }) => ({ fingerprint, kind: 'pupils', columns: [{ header: 'F', field: 'fatherName' }, { header: 'M', field: 'fatherName' }] }), 'workbook/mapping-doubled-field'],
    ['leaves out what is needed', ({ fingerprint }) => ({ fingerprint, kind: 'pupils', columns: [{ header: 'Key', field: 'pupilId' }, { header: 'Label', field: 'fullName' }] }), 'workbook/mapping-missing-field'],
  ];
  test.each(REFUSED)('%s: a clear refusal, nothing remembered, nothing changed', async (_, wrong, code) => {
    const run = await dryRun(filesWith(await strange())), before = await desk.tables.digests(), refused = await answer(run.importId, wrong(answerOf(run.layouts[0]!)));
    expect(refused).toMatchObject({ ok: false, error: { code } });
    expect(changedTables(before, await desk.tables.digests())).toEqual([]);
  });

  test('is not taken from teachers nor after the commit; another school sees nothing of it', async () => {
    const run = await dryRun(filesWith(await strange())), whole = answerOf(run.layouts[0]!), teacher = desk.who.teacher('1A1');
    expect(await desk.school.answerLayouts(teacher, run.importId, [whole])).toMatchObject({ ok: false, error: { code: 'school/not-allowed' } });
    expect(await desk.school.importLayouts(teacher)).toMatchObject({ ok: false, error: { code: 'school/not-allowed' } });
    unwrap(await answer(run.importId, whole));
    const stranger = { ...desk.who.admin, schoolCode: unwrap(SchoolCode.parse('22205412')) };
    expect(await remembered(stranger)).toEqual([]);
    expect(await desk.school.forgetImportLayout(stranger, whole.fingerprint)).toMatchObject({ ok: false });
    unwrap(await desk.school.commitImport(desk.who.admin, run.importId, {}));
    expect(await answer(run.importId, whole)).toMatchObject({ ok: false, error: { code: 'school/import-not-committable' } });
  });

  test('a school remembers no more than it may', async () => {
    const run = await dryRun(filesWith(await strange()));
    await desk.tables.query(`insert into import_layouts select school_id, encode(sha256(n::text::bytea), 'hex'), '{"kind":"staff","columns":[],"sheet":"s"}', now(), 'x' from import_runs, generate_series(1, 200) as n`);
    const before = await desk.tables.digests();
    expect(await answer(run.importId, answerOf(run.layouts[0]!))).toMatchObject({ ok: false, error: { code: 'school/import-layouts-full' } });
    expect(changedTables(before, await desk.tables.digests())).toEqual([]);
  });
});

test('what columns may be is said with names and needs', async () => {
  const { kinds } = unwrap(await desk.school.importLayouts(desk.who.clerk));
  expect(kinds.map(({ kind }) => kind)).toEqual(['pupils', 'staff', 'results', 'remarks', 'supplementary']);
  expect(kinds[0]!.fields[0]).toEqual({ field: 'pupilId', label: 'Mã học sinh', needed: true, mayBeConstant: false });
  for (const { fields } of kinds) expect(new Set(fields.map(({ label }) => label)).size).toBe(fields.length);
});

test('no file of unknown software is a failure: one column of names is too little to ask about', async () => {
  const bytes = await writeXlsx({ sheets: [{ name: 'S', rows: [['a'], ['b']] }] });
  expect((await dryRun([{ name: 'x.xlsx', bytes }])).problems[0]).toMatchObject({ code: 'workbook/unknown-layout' });
});
