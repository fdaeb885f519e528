import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readXlsx } from 'hucre';
import type { EXPORT_LISTS } from '#contract';
import { unwrap } from '#kernel';
import type { WorkbookFile } from '#workbook';
import { type ImportDesk, openImportDesk } from '../../../test/builders/import-desk.ts';
import { SAMPLE_SCHOOLS, sampleFiles } from '../../../test/builders/workbooks.ts';
import type { Actor } from '../model.ts';
import type { ListName } from './service.ts';

const bytesOf = async (stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
};

describe.each(SAMPLE_SCHOOLS)('lists of school %s', (sample) => {
  let desk: ImportDesk;
  beforeAll(async () => {
    desk = await openImportDesk(sample);
    await desk.bringIn(sampleFiles(sample));
  }, 60_000);
  afterAll(() => desk.close());

  const exported = async (list: ListName, per: 'school' | 'class' = 'school', classroom?: string, who: Actor = desk.who.clerk): Promise<WorkbookFile> => {
    const { stream, fileName } = unwrap(await desk.school.exportList(who, { list, per, classroom }));
    return { name: fileName, bytes: await bytesOf(stream) };
  };
  const sheetsOf = async ({ bytes }: WorkbookFile) => (await readXlsx(bytes)).sheets.map(({ name, rows }) => ({ name, rows: rows.length }));

  test.each([['school'], ['class']] as const)('everything that was exported (a sheet per %s) comes in again and changes nothing', async (per) => {
    const files: WorkbookFile[] = [];
    for (const list of ['pupils', 'staff', 'results', 'remarks', 'supplementary'] satisfies (typeof EXPORT_LISTS)[number][]) files.push(await exported(list, per));
    const run = unwrap(await desk.school.dryRunImport(desk.who.admin, files));
    expect(run.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(run.counts).toMatchObject({ added: 0, changed: 0 });
    expect(run.counts).toMatchObject({ added: 0, changed: 0 });
    expect(run.counts.unchanged).toBeGreaterThan(80);
    expect(run.counts.results).toBeGreaterThan(80);
    expect(run.counts.supplementary).toBeGreaterThan(0);
    expect(run.normalised.filter(({ rule }) => rule !== 'ngày viết dạng dd/mm/yyyy')).toEqual([]);
  });

  test('a year that a teacher went on with after the import comes back unchanged too', async () => {
    const teacher = desk.who.teacher('4A1'), { pupils } = unwrap(await desk.school.classPage(teacher, '4A1'));
    const best = pupils.find(({ computed }) => computed.result === 'HTXS')!;
    const edits = [['subject.AN.level', 'H'], ['remark.qualities', '- Chăm ngoan\t@lớp'], ['health.weightKg', '31,5'], ['award', ''], ['subject.TOAN.remark', '+1 điểm']].map(([key, value]) => ({ pupilId: best.pupilId, key: key!, value: value!, baseRevision: best.cells[key!]?.revision ?? 0 }));
    expect(unwrap(await desk.school.editCells(teacher, '4A1', { edits })).results.filter(({ saved }) => !saved)).toEqual([]);
    unwrap(await desk.school.acceptResult(teacher, best.pupilId));
    const files = [await exported('results'), await exported('remarks')];
    const run = unwrap(await desk.school.dryRunImport(desk.who.admin, files));
    expect(run.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(run.counts).toMatchObject({ added: 0, changed: 0 });
  });

  test.each(['pupils', 'results', 'remarks', 'supplementary'] as const)('%s alone, of one class, beside the lists the school has', async (list) => {
    const run = unwrap(await desk.school.dryRunImport(desk.who.admin, [await exported(list, 'school', '3A1')]));
    expect(run.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(run.counts).toMatchObject({ added: 0, changed: 0 });
  });

  test('one sheet per group of grades, or one per class', async () => {
    expect((await sheetsOf(await exported('results'))).map(({ name }) => name)).toEqual(['KetQua_Lop1-2', 'KetQua_Lop3', 'KetQua_Lop4-5']);
    const classes = unwrap(await desk.school.overview(desk.who.clerk)).classes.map(({ classroom }) => classroom);
    for (const list of ['pupils', 'results', 'remarks'] as const) expect((await sheetsOf(await exported(list, 'class'))).map(({ name }) => name)).toEqual(classes);
  });

  test('codes are text with their zeros, days are dates', async () => {
    const { sheets: [sheet] } = await readXlsx((await exported('pupils')).bytes);
    const [header, first] = sheet!.rows.slice(2);
    const at = (name: string) => first![header!.indexOf(name)];
    expect(at('Mã học sinh')).toMatch(/^\d{10}$/);
    expect(at('Số định danh cá nhân')).toMatch(/^0\d{11}$/);
    expect(at('Ngày sinh')).toBeInstanceOf(Date);
  });

  test('where each class and each record stands', async () => {
    const sheets = await sheetsOf(await exported('classes'));
    expect(sheets.map(({ name }) => name)).toEqual(['Các lớp', 'Từng học sinh']);
    expect(sheets[1]!.rows).toBeGreaterThan(80);
  });

  test('who took which class out is written down before it leaves', async () => {
    const before = await desk.tables.query<{ classroom: string }>(`select classroom from access_log where what = 'export'`);
    unwrap(await desk.school.exportList(desk.who.teacher('3A1'), { list: 'remarks', per: 'class' }));
    const after = await desk.tables.query<{ who: string; classroom: string }>(`select who, classroom from access_log where what = 'export'`);
    expect(after.length - before.length).toBe(1);
    expect(after).toContainEqual({ who: 'Giáo viên', classroom: '3A1' });
  });

  test('a teacher takes out the own class and no other, and never the staff', async () => {
    const teacher = desk.who.teacher('3A1');
    expect((await sheetsOf(await exported('pupils', 'class', undefined, teacher))).map(({ name }) => name)).toEqual(['3A1']);
    expect(await desk.school.exportList(teacher, { list: 'pupils', per: 'school', classroom: '4A1' })).toMatchObject({ ok: false, error: { code: 'school/class-not-yours' } });
    expect(await desk.school.exportList(teacher, { list: 'staff', per: 'school' })).toMatchObject({ ok: false, error: { code: 'school/not-allowed' } });
    expect(await desk.school.exportList(desk.who.clerk, { list: 'pupils', per: 'school', classroom: '9Z9' })).toMatchObject({ ok: false, error: { code: 'school/class-unknown' } });
  });
});
