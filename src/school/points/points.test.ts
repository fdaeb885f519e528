import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unzipSync } from 'fflate';
import { readXlsx } from 'hucre';
import type { EarlierPoint } from '#domain';
import { unwrap } from '#kernel';
import { createPrinter } from '#print';
import { textOf } from '../../../test/actors/pdf-a.ts';
import { type ImportDesk, openImportDesk } from '../../../test/builders/import-desk.ts';
import { sampleFiles } from '../../../test/builders/workbooks.ts';

const CLASSROOM = '4A1';
let desk: ImportDesk;
beforeAll(async () => {
  desk = await openImportDesk('22205411', createPrinter());
  await desk.bringIn(sampleFiles('22205411'));
}, 60_000);
afterAll(() => desk.close());

const teacher = (classroom = CLASSROOM) => desk.who.teacher(classroom);
const page = async (point: EarlierPoint, classroom = CLASSROOM) => unwrap(await desk.school.pointPage(teacher(classroom), classroom, point));
const save = async (point: EarlierPoint, edits: readonly { pupilId: string; key: string; value: string; baseRevision?: number }[], classroom = CLASSROOM) =>
  unwrap(await desk.school.editPointCells(teacher(classroom), classroom, point, { edits: edits.map((edit) => ({ baseRevision: 0, ...edit })) })).results;
/** Every required cell of every pupil. */
const fill = async (point: EarlierPoint, classroom: string) => save(point, (await page(point, classroom)).pupils.flatMap(({ pupilId, cells }) => Object.entries(cells).flatMap(([key, { missing }]) => (missing ? [{ pupilId, key, value: key.endsWith('.mark') ? '8' : 'T' }] : []))), classroom);
const wordsOf = (bytes: Uint8Array) => textOf(bytes).replace(/\s+/g, ' ');
const bytesOf = async (stream: AsyncIterable<Uint8Array>) => {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
};

describe('the entry grid of a point', () => {
  test.each<readonly [EarlierPoint, string, readonly string[]]>([
    ['midTerm1', '4A1', ['subject.TV.mark', 'subject.TOAN.mark']], ['midTerm2', '3A1', []],
    ['endOfTerm1', '3A1', ['subject.TV.mark', 'subject.TOAN.mark', 'subject.NN1.mark', 'subject.TH.mark', 'subject.CN.mark']], ['midTerm1', '1A1', []], ['endOfTerm1', '1A1', ['subject.TV.mark', 'subject.TOAN.mark']],
  ])('%s of %s has the tests of Điều 7 and neither remarks nor health', async (point, classroom, marks) => {
    const { columns } = await page(point, classroom);
    expect(columns.filter(({ kind }) => kind === 'mark').map(({ key }) => key)).toEqual(marks);
    expect(new Set(columns.map(({ tab }) => tab))).toEqual(new Set(['subjects', 'traits']));
    expect(columns.filter(({ group, label }) => group === '' && label === 'Mức')).toEqual([]);
  });

  test('a cell is saved at its point alone; the year end keeps what it has', async () => {
    const [pupil] = (await page('midTerm1')).pupils, before = unwrap(await desk.school.classPage(teacher(), CLASSROOM)).pupils.find(({ pupilId }) => pupilId === pupil!.pupilId)!;
    expect(await save('midTerm1', [{ pupilId: pupil!.pupilId, key: 'subject.TOAN.mark', value: '3,0' }, { pupilId: pupil!.pupilId, key: 'trait.PC.NHANAI', value: 'd' }])).toMatchObject([{ saved: true, value: '3', revision: 1 }, { saved: true, value: 'Đ', revision: 1 }]);
    expect((await page('midTerm1')).pupils[0]!.cells).toMatchObject({ 'subject.TOAN.mark': { value: '3', source: 'Giáo viên' }, 'trait.PC.NHANAI': { value: 'Đ' } });
    expect((await page('midTerm2')).pupils[0]!.cells['subject.TOAN.mark']).toMatchObject({ value: '', missing: true });
    expect(unwrap(await desk.school.classPage(teacher(), CLASSROOM)).pupils.find(({ pupilId }) => pupilId === pupil!.pupilId)).toEqual(before);
  });

  test('what cannot be saved is refused by name; the rest of the same save is kept', async () => {
    const [, pupil] = (await page('midTerm1')).pupils, pupilId = pupil!.pupilId;
    const results = await save('midTerm1', [
      { pupilId, key: 'subject.TV.mark', value: '9' }, { pupilId, key: 'subject.TV.level', value: 'X' }, { pupilId, key: 'subject.KH.mark', value: '9' }, { pupilId, key: 'remark.qualities', value: 'Ngoan' }, { pupilId, key: 'subject.TOAN.mark', value: '10.5' }, { pupilId: '2299999999', key: 'subject.TV.level', value: 'T' },
    ]);
    expect(results.map(({ saved, refusal }) => (saved ? 'saved' : refusal?.code))).toEqual(['saved', 'content/bad-level', 'school/cell-unknown', 'school/cell-unknown', 'content/bad-mark', 'school/pupil-unknown']);
    expect(await save('midTerm1', [{ pupilId, key: 'subject.TV.mark', value: '8' }])).toMatchObject([{ saved: false, value: '9', refusal: { code: 'school/cell-conflict' } }]);
    expect(await save('midTerm1', [{ pupilId, key: 'subject.TV.mark', value: '', baseRevision: 1 }])).toMatchObject([{ saved: true, value: '', revision: 2 }]);
  });

  test('who changed what at which point stands in the history', async () => {
    const [, , pupil] = (await page('midTerm2')).pupils;
    await save('midTerm2', [{ pupilId: pupil!.pupilId, key: 'subject.TOAN.level', value: 'H' }]);
    const { events } = unwrap(await desk.school.history(teacher(), pupil!.pupilId));
    expect(events.map(({ what }) => what)).toContain('Sửa Toán – Mức đạt được (giữa học kỳ II): “” → “H”');
    expect(await desk.tables.query(`select cell from cell_edits, json_array_elements(changes) as edits, json_object_keys(edits->'cells') as cell where pupil_id = '${pupil!.pupilId}' and cell like 'midTerm2:%'`)).toEqual([{ cell: 'midTerm2:subject.TOAN.level' }]);
  });

  test('a teacher reaches the own class and no other; a clerk looks and does not write', async () => {
    expect(await desk.school.pointPage(teacher(), '3A1', 'midTerm1')).toMatchObject({ ok: false, error: { code: 'school/class-not-yours' } });
    expect(await desk.school.editPointCells(teacher(), '3A1', 'midTerm1', { edits: [] })).toMatchObject({ ok: false, error: { code: 'school/class-not-yours' } });
    expect((await desk.school.pointPage(desk.who.clerk, '3A1', 'midTerm1')).ok).toBe(true);
    expect(await desk.school.editPointCells(desk.who.clerk, '3A1', 'midTerm1', { edits: [] })).toMatchObject({ ok: false, error: { code: 'school/not-allowed' } });
    expect(await desk.school.pointPage(desk.who.clerk, '9Z9', 'midTerm1')).toMatchObject({ ok: false, error: { code: 'school/class-unknown' } });
  });

  test('rows of another school are not there (row-level security)', async () => {
    const [row] = await desk.tables.query<{ forced: boolean; enabled: boolean }>(`select relforcerowsecurity as forced, relrowsecurity as enabled from pg_class where relname = 'pupil_points'`);
    expect(row).toEqual({ forced: true, enabled: true });
  });
});

test('the overview counts what is missing per class and point, and a filled class lacks nothing there', async () => {
  const missing = async (classroom: string) => unwrap(await desk.school.pointsOverview(desk.who.head)).classes.find((one) => one.classroom === classroom)!.missing;
  const before = await missing('2A1');
  expect(before.endOfTerm1).toBeGreaterThan(before.midTerm1);
  expect((await fill('endOfTerm1', '2A1')).every(({ saved }) => saved)).toBe(true);
  expect(await missing('2A1')).toEqual({ ...before, endOfTerm1: 0 });
  expect((await page('endOfTerm1', '2A1')).missingCells).toBe(0);
  expect(unwrap(await desk.school.pointsOverview(teacher('2A1'))).classes.map(({ classroom }) => classroom)).toEqual(['2A1']);
});

describe('Bảng tổng hợp kết quả đánh giá giáo dục', () => {
  test('the year end as PDF: every pupil who is still there, with the result of Điều 9', async () => {
    const { bytes, fileName } = unwrap(await desk.school.classSummaryPdf(teacher(), CLASSROOM, 'yearEnd'));
    expect(fileName).toBe('bang-tong-hop-4A1-cuoi-nam-hoc.pdf');
    const text = wordsOf(bytes), { pupils } = unwrap(await desk.school.classPage(teacher(), CLASSROOM));
    expect(text).toContain(`Lớp ${CLASSROOM} · Sĩ số: ${pupils.filter(({ status }) => status !== 'left').length}`);
    expect(text).toContain('Hoàn thành tốt');
  });
  test('a point with empty cells says so on the page', async () => {
    const text = wordsOf(unwrap(await desk.school.classSummaryPdf(teacher(), CLASSROOM, 'midTerm2')).bytes), { missingCells } = await page('midTerm2');
    expect(text).toContain(`CHƯA ĐỦ DỮ LIỆU: CÒN ${missingCells} Ô TRỐNG`);
  });
  test('as a workbook: the columns of the template, a row per pupil', async () => {
    await fill('midTerm1', CLASSROOM);
    const { stream, fileName } = unwrap(await desk.school.classSummaryXlsx(teacher(), CLASSROOM, 'midTerm1'));
    const [sheet] = (await readXlsx(await bytesOf(stream))).sheets, rows = sheet!.rows.map((row) => row.map((cell) => String(cell ?? '')));
    expect(fileName).toBe('bang-tong-hop-4A1-giua-hoc-ky-1.xlsx');
    expect(rows.slice(0, 3).map(([title]) => title)).toEqual([expect.stringContaining('BẢNG TỔNG HỢP'), expect.stringContaining('Năm học 2023-2024'), 'Giữa học kỳ I - Lớp 4A1']);
    expect(rows[5]!.filter((cell) => cell === 'Điểm KTĐK')).toHaveLength(2);
    expect(rows.flat()).not.toContain('Đánh giá KQGD');
    expect(rows.length - 6).toBe(unwrap(await desk.school.classPage(teacher(), CLASSROOM)).pupils.filter(({ status }) => status !== 'left').length);
  });
  test('biên bản bàn giao: everybody of the class, and why a pupil did not complete', async () => {
    const { pupils } = unwrap(await desk.school.classPage(desk.who.head, CLASSROOM));
    const text = wordsOf(unwrap(await desk.school.handoverPdf(desk.who.head, CLASSROOM)).bytes);
    expect(text).toContain('BIÊN BẢN NGHIỆM THU, BÀN GIAO KẾT QUẢ GIÁO DỤC');
    if (pupils.some(({ computed }) => computed.result === 'CHT')) expect(text).toMatch(/bổ sung/);
  });
  test('the sheets of all classes in one ZIP, each class once, and of one class for its teacher', async () => {
    const names = async (file: { stream: AsyncIterable<Uint8Array> }) => Object.keys(unzipSync(await bytesOf(file.stream))).toSorted();
    const summaries = unwrap(await desk.school.summariesZip(desk.who.head, 'yearEnd'));
    expect(summaries.fileName).toBe('bang-tong-hop-cuoi-nam-hoc-2023-2024.zip');
    expect(await names(summaries)).toEqual(['1A1', '1A2', '2A1', '3A1', '4A1', '4A2'].map((classroom) => `bang-tong-hop-${classroom}-cuoi-nam-hoc.pdf`));
    expect(await names(unwrap(await desk.school.handoversZip(teacher())))).toEqual([`bien-ban-ban-giao-${CLASSROOM}.pdf`]);
  }, 120_000);
  test('who took which class out is written down', async () => {
    const logged = async () => (await desk.tables.query<{ what: string }>(`select what from access_log where classroom = '2A1' and what in ('print', 'export')`)).map(({ what }) => what);
    const before = (await logged()).length;
    unwrap(await desk.school.classSummaryPdf(desk.who.clerk, '2A1', 'yearEnd'));
    unwrap(await desk.school.classSummaryXlsx(desk.who.clerk, '2A1', 'yearEnd'));
    unwrap(await desk.school.handoverPdf(desk.who.clerk, '2A1'));
    expect((await logged()).length - before).toBe(3);
    expect(await desk.school.classSummaryPdf(teacher(), '3A1', 'yearEnd')).toMatchObject({ ok: false, error: { code: 'school/class-not-yours' } });
  });
});
