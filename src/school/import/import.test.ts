import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '#kernel';
import type { MatchedPupil } from '#contract';
import { readXlsx } from 'hucre';
import { REASON_HEADER, type WorkbookFile } from '#workbook';
import { type StoredCells, unpackCells } from '../postgres/stored-cells.ts';
import { type ImportDesk, openImportDesk } from '../../../test/builders/import-desk.ts';
import { type EditableSheet, type FilePart, sampleFiles, withEdited } from '../../../test/builders/workbooks.ts';

const SCHOOL = '22205411', clean = sampleFiles(SCHOOL);
const LIST = 'C1-HocSinh', RESULTS = 'KetQua_Lop1-2', REMARKS = 'NhanXet', SUMMER = 'DanhGiaBoSung';
type Edit = (sheets: EditableSheet[]) => void;
const columnOf = (sheet: EditableSheet, header: string) => sheet.rows.slice(0, 4).map((row) => row.findIndex((value) => String(value ?? '').startsWith(header))).find((c) => c >= 0)!;
const put = (row: number, header: string, value: string | number | null): Edit => ([sheet]) => void (sheet!.rows[row - 1]![columnOf(sheet!, header)] = value);
const all = (...edits: Edit[]): Edit => (sheets) => { for (const edit of edits) edit(sheets); };
const edited = async (edits: Partial<Record<FilePart, Edit>>, files: readonly WorkbookFile[] = clean): Promise<readonly WorkbookFile[]> => {
  let out = files;
  for (const [part, edit] of Object.entries(edits)) out = await withEdited(out, part as FilePart, edit);
  return out;
};
const only = (files: readonly WorkbookFile[], ...parts: readonly FilePart[]) => files.filter(({ name }) => parts.some((part) => name.includes(part)));
const bytesOf = async (stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
};

let desk: ImportDesk;
beforeEach(async () => { desk = await openImportDesk(SCHOOL); });
afterEach(() => desk.close());

const dryRun = async (files: readonly WorkbookFile[]) => unwrap(await desk.school.dryRunImport(desk.who.admin, files));
const commit = (importId: string, acceptedOnly = false) => desk.school.commitImport(desk.who.admin, importId, { acceptedOnly });
const pupilsOf = async (importId: string, wanted: Partial<Parameters<typeof desk.school.importPupils>[2]> = {}): Promise<readonly MatchedPupil[]> => unwrap(await desk.school.importPupils(desk.who.admin, importId, { page: 1, ...wanted })).items;
const counted = async () => (await desk.tables.query<{ pupils: number; cells: number; levels: number }>(`select count(*)::int as pupils, (select count(*)::int from cell_edits, json_array_elements(changes) as edits, json_each(edits->'cells')) as cells, (select count(*)::int from pupil_years, json_array_elements(cells) as said, json_each(said->'cells')) as levels from pupil_years`))[0]!;
const cellOf = async (pupilId: string, key: string) => unpackCells((await desk.tables.query<{ cells: StoredCells }>('select cells from pupil_years where pupil_id = $1', [pupilId]))[0]?.cells ?? [])[key];

/** Row 4 of the list and of the results is em Triệu Văn Dũng, row 5 em Vũ Thanh Lâm, both of 1A1. */
const DUNG = '2201000001', LAM = '2201000002';

describe('an upload is a pending import', () => {
  test('nothing changes before the commit; the same files once more, and from another tab, are the same import', async () => {
    const before = await desk.tables.digests(), first = await dryRun(clean);
    expect(await dryRun(clean)).toMatchObject({ importId: first.importId });
    expect(unwrap(await desk.another().dryRunImport(desk.who.clerk, clean.toReversed()))).toMatchObject({ importId: first.importId });
    const after = await desk.tables.digests();
    expect(Object.keys(after).filter((name) => before[name] !== after[name])).toEqual(['import_files', 'import_runs', 'import_writes']);
  });

  test('two tabs, a double click and a second commit are one import', async () => {
    const { importId } = await dryRun(clean), [one, two] = [desk.school, desk.another()];
    const answers = await Promise.all([one, two, one].map((school) => school.commitImport(desk.who.admin, importId)));
    expect(answers.map((answer) => answer.ok && answer.value.state)).toEqual(['committed', 'committed', 'committed']);
    const after = await counted();
    expect(unwrap(await commit(importId))).toMatchObject({ state: 'committed' });
    expect(await counted()).toEqual(after);
    expect(await desk.tables.query(`select json_array_length(pupils) as effects from import_writes`)).toEqual([{ effects: after.pupils }]);
  });

  test('it waits for whoever comes back: files, answers and table are stored', async () => {
    const { importId } = await dryRun(clean);
    const later = desk.another();
    expect(unwrap(await later.imports(desk.who.admin)).imports).toMatchObject([{ importId, state: 'dryRun', counts: { added: 138 } }]);
    expect(unwrap(await later.commitImport(desk.who.admin, importId))).toMatchObject({ state: 'committed' });
  });

  test('what moved meanwhile is said, and reading again shows it', async () => {
    await desk.bringIn(clean);
    const files = await edited({ [RESULTS]: put(4, 'Toán', 'H') }), run = await dryRun(only(files, RESULTS));
    const teacher = desk.who.teacher('1A1');
    unwrap(await desk.school.editCells(teacher, '1A1', { edits: [{ pupilId: DUNG, key: 'subject.TV.level', value: 'H', baseRevision: 1 }] }));
    expect(await commit(run.importId)).toMatchObject({ ok: false, error: { code: 'school/import-outdated' } });
    unwrap(await desk.school.answerImport(desk.who.admin, run.importId, []));
    expect(unwrap(await commit(run.importId))).toMatchObject({ state: 'committed' });
    expect(await cellOf(DUNG, 'subject.TV.level')).toMatchObject({ value: 'H', source: 'Giáo viên' });
    expect(await cellOf(DUNG, 'subject.TOAN.level')).toMatchObject({ value: 'H' });
  });

  test('teachers neither bring in nor look into imports', async () => {
    const teacher = desk.who.teacher('1A1'), { importId } = await dryRun(clean);
    for (const answer of [await desk.school.dryRunImport(teacher, clean), await desk.school.commitImport(teacher, importId), await desk.school.importRun(teacher, importId), await desk.school.importPupils(teacher, importId, { page: 1 }), await desk.school.refusedRows(teacher, importId, 0), await desk.school.undoImport(teacher, importId, 'vì tôi muốn')]) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'school/not-allowed' } });
    }
  });
});

describe('the match table', () => {
  test('every pupil once, with a colour, the rows and what changes', async () => {
    const run = await dryRun(clean);
    expect(run.colours).toEqual({ green: run.counts.pupils + run.counts.left, yellow: 0, red: 0 });
    const [dung] = await pupilsOf(run.importId);
    expect(dung).toMatchObject({ colour: 'green', pupilId: DUNG, change: 'added', rows: [{ kind: 'pupils', how: 'em mới' }, { kind: 'results', how: 'mã học sinh' }, { kind: 'remarks' }] });
  });

  test('old → new of each cell', async () => {
    await desk.bringIn(clean);
    const run = await dryRun(only(await edited({ [RESULTS]: all(put(4, 'Toán', 'H'), put(5, 'Họ tên', 'VU THANH LAM'), put(6, 'Mã học sinh', null)) }), RESULTS));
    expect(run.colours).toMatchObject({ red: 0 });
    expect(await pupilsOf(run.importId, { change: 'changed' })).toMatchObject([{ pupilId: DUNG, fields: [{ label: 'Toán – Mức đạt được', from: 'T', to: 'H' }] }]);
    expect((await pupilsOf(run.importId, { colour: 'yellow' })).map(({ fullName, rows }) => [fullName, rows[0]!.how])).toEqual([['Vũ Thanh Lâm', 'mã học sinh, họ tên viết khác danh sách'], [expect.any(String), 'họ tên và ngày sinh']]);
  });

  test('pages of a hundred', async () => {
    const { importId } = await dryRun(clean), second = unwrap(await desk.school.importPupils(desk.who.admin, importId, { page: 2 }));
    expect(second).toMatchObject({ total: 139, page: 2, pages: 2 });
    expect(second.items).toHaveLength(39);
  });

  test('spellings are counted by rule and listed page by page', async () => {
    const run = await dryRun(await edited({ [RESULTS]: (sheets) => { for (const row of sheets[0]!.rows.slice(3)) row[5] = String(row[5]).toLowerCase(); } }));
    const rule = 'mức viết bằng chữ in hoa', counted = run.normalised.find((one) => one.rule === rule)!;
    expect(counted.count).toBeGreaterThan(50);
    expect(unwrap(await desk.school.importSpellings(desk.who.admin, run.importId, { rule, page: 1 }))).toMatchObject({ total: counted.count, items: expect.arrayContaining([expect.objectContaining({ from: 't', to: 'T', rule })]) });
  });
});

describe('what could be two pupils is asked, and answered', () => {
  const twin: Edit = ([sheet]) => void sheet!.rows.push(sheet!.rows[3]!.map((value, c) => ({ 2: '2201999999', 11: '' })[c] ?? value));
  const NO_CODE = put(4, 'Mã học sinh', null);

  test('the pupil who was picked gets the row', async () => {
    const run = await dryRun(await edited({ [LIST]: twin, [RESULTS]: NO_CODE }));
    expect(run).toMatchObject({ state: 'dryRun', counts: { asked: 1, refusedRows: 1 } });
    const [asked] = await pupilsOf(run.importId, { asked: 'yes' }), [row] = asked!.rows;
    expect(asked).toMatchObject({ colour: 'red', change: 'refused', fullName: 'Triệu Văn Dũng' });
    expect(row!.candidates).toEqual([expect.objectContaining({ pupilId: DUNG, classroom: '1A1', birthDate: '2017-07-18' }), expect.objectContaining({ pupilId: '2201999999' })]);
    const { file, sheet, row: number } = row!;
    const answered = unwrap(await desk.school.answerImport(desk.who.admin, run.importId, [{ file, sheet, row: number, decision: { is: 'pupil', pupilId: '2201999999' } }]));
    expect(answered.counts).toMatchObject({ asked: 0, refusedRows: 0 });
    unwrap(await commit(run.importId));
    expect(await cellOf('2201999999', 'subject.TOAN.level')).toMatchObject({ value: 'T' });
    expect(await cellOf(DUNG, 'subject.TOAN.level')).toBeUndefined();
  });

  test('a row that is to be left out is no error any more', async () => {
    const run = await dryRun(await edited({ [LIST]: twin, [RESULTS]: NO_CODE })), [asked] = await pupilsOf(run.importId, { asked: 'yes' }), [{ file, sheet, row }] = asked!.rows as [MatchedPupil['rows'][number]];
    const answered = unwrap(await desk.school.answerImport(desk.who.admin, run.importId, [{ file, sheet, row, decision: { is: 'skip' } }]));
    expect(answered.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect((await pupilsOf(run.importId, { change: 'skipped' })).map(({ colour }) => colour)).toEqual(['yellow']);
    expect(unwrap(await commit(run.importId))).toMatchObject({ state: 'committed' });
  });

  test('nobody may be picked who is not on the list', async () => {
    const run = await dryRun(await edited({ [LIST]: twin, [RESULTS]: NO_CODE })), [asked] = await pupilsOf(run.importId, { asked: 'yes' }), [{ file, sheet, row }] = asked!.rows as [MatchedPupil['rows'][number]];
    const answered = unwrap(await desk.school.answerImport(desk.who.admin, run.importId, [{ file, sheet, row, decision: { is: 'pupil', pupilId: 'khong-co' } }]));
    expect(answered.problems[0]).toMatchObject({ severity: 'error', code: 'workbook/unknown-pupil' });
  });

  /** The list once more, with another code for a pupil whom the school has. */
  const recoded = () => edited({ [LIST]: put(4, 'Mã học sinh', '2209000001'), [RESULTS]: put(4, 'Mã học sinh', '2209000001'), [REMARKS]: put(2, 'Mã học sinh', '2209000001') });
  test('a new code for somebody whom the school seems to have: one child or two?', async () => {
    await desk.bringIn(clean);
    const run = await dryRun(await recoded()), [asked] = await pupilsOf(run.importId, { asked: 'yes' }), [{ file, sheet, row, mayBeNew, candidates }] = asked!.rows as [MatchedPupil['rows'][number]];
    expect([mayBeNew, candidates.map(({ pupilId }) => pupilId)]).toEqual([true, [DUNG]]);
    const same = unwrap(await desk.school.answerImport(desk.who.admin, run.importId, [{ file, sheet, row, decision: { is: 'pupil', pupilId: DUNG } }]));
    expect(same).toMatchObject({ state: 'dryRun', counts: { added: 0, changed: 0, asked: 0 } });
    const another = unwrap(await desk.school.answerImport(desk.who.admin, run.importId, [{ file, sheet, row, decision: { is: 'new' } }]));
    expect(another).toMatchObject({ counts: { added: 1, asked: 0 } });
  });

  test('the code of a pupil beside another name and another birthday overwrites nobody', async () => {
    await desk.bringIn(clean);
    const run = await dryRun(only(await edited({ [LIST]: all(put(4, 'Họ tên', 'Hoàng Thị Khác'), put(4, 'Ngày sinh', '01/02/2017'), put(4, 'Số định danh', '')) }), LIST));
    expect(run.problems[0]).toMatchObject({ code: 'workbook/other-person' });
    expect(await pupilsOf(run.importId, { asked: 'yes' })).toMatchObject([{ rows: [{ candidates: [{ pupilId: DUNG, fullName: 'Triệu Văn Dũng' }] }] }]);
    unwrap(await commit(run.importId, true));
    expect(await desk.tables.query(`select identity->>'fullName' as name from pupils where pupil_id = $1`, [DUNG])).toEqual([{ name: 'Triệu Văn Dũng' }]);
  });

  test('a list without a column of codes, for pupils the school has', async () => {
    await desk.bringIn(clean);
    const run = await dryRun(only(await edited({ [LIST]: ([sheet]) => {
      const c = columnOf(sheet!, 'Mã học sinh');
      sheet!.rows = sheet!.rows.map((row) => row.filter((_, at) => at !== c));
    } }), LIST));
    expect(run.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(run.counts).toMatchObject({ added: 0, changed: 0 });
    expect(run.counts.unchanged).toBe(139);
  });
});

describe('rows with errors stay out, the others come in when somebody says so', () => {
  const BAD = { [RESULTS]: all(put(4, 'Toán', 'X'), put(6, 'Họ tên', 'Tên Khác Hẳn')), [LIST]: put(8, 'Giới tính', 'không rõ'), [REMARKS]: put(3, 'Chiều cao', 900) };

  test('not without being told to', async () => {
    const run = await dryRun(await edited(BAD));
    expect(run).toMatchObject({ state: 'dryRun', blocked: false });
    expect(await commit(run.importId)).toMatchObject({ ok: false, error: { code: 'school/import-has-errors' } });
    expect(await counted()).toMatchObject({ pupils: 0 });
  });

  test('exactly the rows without an error', async () => {
    const run = await dryRun(await edited(BAD));
    unwrap(await commit(run.importId, true));
    expect(await cellOf(DUNG, 'subject.TOAN.level')).toBeUndefined();
    expect(await cellOf(DUNG, 'subject.TV.level')).toBeUndefined();
    expect(await cellOf(DUNG, 'health.heightCm')).toMatchObject({ value: '115' });
    expect(await cellOf(LAM, 'health.heightCm')).toBeUndefined();
    expect(await cellOf(LAM, 'subject.TOAN.level')).toMatchObject({ value: 'T' });
    expect(await counted()).toMatchObject({ pupils: 138 });
  });

  test('the rows of a pupil whose row in the list is refused are refused with it, and say so', async () => {
    const run = await dryRun(await edited({ [LIST]: put(8, 'Giới tính', 'không rõ') }));
    expect(run.counts.refusedRows).toBe(3);
    expect(run.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(['workbook/bad-gender', 'workbook/listed-row-refused', 'workbook/listed-row-refused']);
  });

  test('of two rows that speak about one pupil neither is taken', async () => {
    const run = await dryRun(await edited({ [RESULTS]: ([sheet]) => void sheet!.rows.push([...sheet!.rows[3]!]) }));
    expect(run.counts.refusedRows).toBe(2);
    unwrap(await commit(run.importId, true));
    expect(await cellOf(DUNG, 'subject.TOAN.level')).toBeUndefined();
  });

  test('the lines of a summer re-assessment come together or not at all', async () => {
    const run = await dryRun(await edited({ [SUMMER]: put(3, 'Mức đạt được', '?') }));
    expect(run.counts.refusedRows).toBe(3);
  });

  test('an error that is about more than rows takes nothing', async () => {
    const run = await dryRun((await edited(BAD)).map((file) => (file.name.includes('KetQua_Lop3') ? { ...file, name: '22205412_KetQua_Lop3.xlsx' } : file)));
    expect(run).toMatchObject({ state: 'refused', blocked: true });
    expect(await commit(run.importId, true)).toMatchObject({ ok: false, error: { code: 'school/import-has-errors' } });
  });

  test('a record under way is left alone, named, and among the refused rows', async () => {
    await desk.bringIn(clean);
    await desk.tables.query(`insert into record_events (school_id, school_year, pupil_id, number, kind, version_id, detail, happened_at, who) select school_id, school_year, pupil_id, 1, 'signed', '0b9ac0b2-4a7c-4f3e-9d7e-000000000001', '{"slot":"homeroomTeacher","sha256":"00"}', now(), 'x' from pupil_years where pupil_id = $1`, [DUNG]);
    const run = await dryRun(only(await edited({ [RESULTS]: all(put(4, 'Toán', 'H'), put(5, 'Toán', 'H')) }), RESULTS));
    expect(run.problems[0]).toMatchObject({ code: 'school/import-record-locked', row: 4 });
    unwrap(await commit(run.importId, true));
    expect([await cellOf(DUNG, 'subject.TOAN.level'), await cellOf(LAM, 'subject.TOAN.level')]).toMatchObject([{ value: 'T' }, { value: 'H' }]);
  });
});

describe('the workbook of refused rows', () => {
  const refusedOf = async (importId: string, number: number): Promise<WorkbookFile> => {
    const { stream, fileName } = unwrap(await desk.school.refusedRows(desk.who.admin, importId, number));
    return { name: fileName, bytes: await bytesOf(stream) };
  };
  const indexOf = (part: FilePart) => clean.findIndex(({ name }) => name.includes(part));

  test('has the layout of the file, only those rows, and why', async () => {
    const run = await dryRun(await edited({ [RESULTS]: put(4, 'Toán', 'X') })), { sheets: [sheet] } = await readXlsx((await refusedOf(run.importId, indexOf(RESULTS))).bytes);
    const original = (await readXlsx(clean[indexOf(RESULTS)]!.bytes)).sheets[0]!;
    expect(sheet!.name).toBe(original.name);
    expect(sheet!.rows).toHaveLength(4);
    expect(sheet!.rows[0]!.at(-1)).toBe(REASON_HEADER);
    expect(sheet!.rows[3]!.slice(0, 5)).toEqual(original.rows[3]!.slice(0, 5));
    expect(sheet!.rows[3]!.at(-1)).toMatch(/"X".*T, H hoặc C/s);
  });

  test('corrected and brought in again, everything is there that the files would have given', async () => {
    const wrong = await edited({ [RESULTS]: all(put(4, 'Toán', 'X'), put(7, 'Toán', '?')), [LIST]: put(8, 'Giới tính', 'không rõ'), [REMARKS]: (sheets) => { put(3, 'Chiều cao', 900)(sheets); sheets[2]!.rows[4]![3] = 'cao'; } });
    const run = await dryRun(wrong);
    unwrap(await commit(run.importId, true));
    const fixed: WorkbookFile[] = [];
    for (const [number, file] of wrong.entries()) {
      const answer = await desk.school.refusedRows(desk.who.admin, run.importId, number);
      if (!answer.ok) { expect(answer.error.code).toBe('school/import-no-refused-rows'); continue; }
      const refused = await refusedOf(run.importId, number), truth = (await readXlsx(clean[number]!.bytes)).sheets;
      // People put in what is right, and leave the column of reasons as it is.
      fixed.push(...await withEdited([refused], file.name.replace(/^\d+_|\.xlsx$/g, '') as FilePart, (sheets) => {
        for (const sheet of sheets) {
          const source = truth.find(({ name }) => name === sheet.name)!, codeAt = columnOf(sheet, 'Mã học sinh');
          sheet.rows = sheet.rows.map((row) => { const right = source.rows.find((one) => one[codeAt] === row[codeAt]); return right && row[codeAt] ? [...right.map((value, c) => value ?? row[c] ?? null), row.at(-1)!] : row; });
        }
      }));
    }
    expect(fixed.map(({ name }) => name)).toHaveLength(3);
    const again = await dryRun(fixed);
    expect(again.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    unwrap(await commit(again.importId));
    expect(await dryRun(clean)).toMatchObject({ counts: { added: 0, changed: 0, refusedRows: 0 } });
  });

  test('brought in again as it is, it is refused with the same reasons', async () => {
    const run = await dryRun(await edited({ [RESULTS]: put(4, 'Toán', 'X') }));
    unwrap(await commit(run.importId, true));
    const again = await dryRun([await refusedOf(run.importId, indexOf(RESULTS))]);
    expect(again.problems.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'workbook/bad-subject-level', row: 4, column: 'F', value: 'X' }]);
    const { sheets: [sheet] } = await readXlsx((await refusedOf(again.importId, 0)).bytes);
    expect(sheet!.rows[0]!.filter((value) => value === REASON_HEADER)).toHaveLength(1);
  });
});
