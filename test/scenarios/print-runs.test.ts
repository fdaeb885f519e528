import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PrintRun } from '#contract';
import type { HocBa, SchoolCode } from '#domain';
import { concatBytes, type Result, unwrap } from '#kernel';
import { createPrinter, type Printer } from '#print';
import type { SchoolServices } from '#school';
import { attachmentsOf, ReadPdf, textOf } from '../actors/pdf-a.ts';
import { type SignedPacket, testSchool } from '../actors/school.ts';
import { dieEverywhere } from '../actors/mortal-tier.ts';
import { openSchoolDesk, type SchoolDesk } from '../builders/school-desk.ts';
import { openTables, type Tables } from '../builders/tables.ts';
import { openTiers, type Tiers } from '../builders/tiers.ts';
import { testTier, type TestTier } from '../support/database.ts';

const SAMPLE = '22205412', CLASSROOM = '4A1', OTHER = '3A1', EARLIER = '22205401' as SchoolCode;
/** Waits at each record until it is let on; used to cancel in the middle. */
const gate: { hold?: Promise<void>; printed: number } = { printed: 0 };
const real = createPrinter();
const printer: Printer = { async print(input) {
  await gate.hold;
  gate.printed++;
  return real.print(input);
}, printSheet: (sheet) => real.printSheet(sheet) };

let tiers: Tiers, database: TestTier, desk: SchoolDesk, school: SchoolServices, tables: Tables, pupils: readonly { pupilId: string; fullName: string }[];
beforeAll(async () => {
  [tiers, database] = await Promise.all([openTiers({ schools: [EARLIER] }), testTier('school')]);
  desk = await openSchoolDesk(tiers, SAMPLE, CLASSROOM, await tiers.listen());
  school = desk.on(database.tier, undefined, undefined, printer);
  tables = await openTables(database.adminUrl);
  unwrap(await school.registerSchool(desk.registered));
  unwrap(await school.commitImport(desk.who.admin, unwrap(await school.dryRunImport(desk.who.admin, desk.files)).importId));
  pupils = unwrap(await school.classPage(desk.who.teacher, CLASSROOM)).pupils.filter(({ status }) => status !== 'left');
}, 60_000);
afterAll(async () => {
  await school.stop();
  await tables.close();
  await Promise.all([tiers.close(), database.close()]);
});

const read = async (file: Result<{ readonly stream: AsyncIterable<Uint8Array>; readonly fileName: string }, unknown>): Promise<{ bytes: Uint8Array; fileName: string }> => {
  const { stream, fileName } = unwrap(file), chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return { bytes: concatBytes(...chunks), fileName };
};
const start = async (order: { classrooms: string[]; product: 'hocBa' | 'extract' } = { classrooms: [CLASSROOM], product: 'hocBa' }, who = desk.who.teacher): Promise<PrintRun> => {
  const { runId } = unwrap(await school.startPrintRun(who, order));
  await school.settled();
  return unwrap(await school.printRun(who, runId));
};
const edit = async (pupilId: string, key: string, value: string): Promise<void> => {
  const cell = unwrap(await school.classPage(desk.who.teacher, CLASSROOM)).pupils.find((one) => one.pupilId === pupilId)?.cells[key];
  const { results } = unwrap(await school.editCells(desk.who.teacher, CLASSROOM, { edits: [{ pupilId, key, value, baseRevision: cell?.revision ?? 0 }] }));
  expect(results[0]).toMatchObject({ saved: true });
};
const remarkOf = async (pupilId: string): Promise<string> => unwrap(await school.classPage(desk.who.teacher, CLASSROOM)).pupils.find((one) => one.pupilId === pupilId)?.cells['subject.TOAN.remark']?.value ?? '';

describe('a class in one go', () => {
  test('has a result per record, a ZIP of single files and one file for all, named by numbers', async () => {
    const run = await start();
    expect(run).toMatchObject({ state: 'finished', total: pupils.length, done: pupils.length, failed: 0, left: 0, kept: pupils.length, classrooms: [CLASSROOM] });
    const zip = await read(await school.printRunFile(desk.who.teacher, run.runId, 'zip'));
    const files = unzipSync(zip.bytes);
    expect(zip.fileName).toBe('hoc-ba-2023-2024.zip');
    expect(Object.keys(files)).toEqual(pupils.map((_, i) => `${String(i + 1).padStart(4, '0')}-${CLASSROOM}.pdf`));
    expect(textOf(files[`0001-${CLASSROOM}.pdf`]!)).toContain(run.items[0]!.fullName);
    const folder = mkdtempSync(join(tmpdir(), 'zip-'));
    writeFileSync(join(folder, 'a.zip'), zip.bytes);
    expect(execFileSync('python3', ['-c', 'import sys,zipfile; print(zipfile.ZipFile(sys.argv[1]).testzip())', join(folder, 'a.zip')], { encoding: 'utf8' }).trim()).toBe('None');
    rmSync(folder, { recursive: true });
    const merged = await read(await school.printRunFile(desk.who.teacher, run.runId, 'pdf'));
    const text = textOf(merged.bytes);
    for (const { fullName } of pupils) expect(text).toContain(fullName);
    expect(text.match(/HƯỚNG DẪN GHI HỌC BẠ/g)).toHaveLength(pupils.length);
  });
  test('writes down each record that was printed, and each file that was taken', async () => {
    const before = await tables.query<{ what: string; n: number }>(`select what, count(*)::int as n from access_log where what in ('print', 'printFile') group by 1 order by 1`);
    expect(before).toEqual([{ what: 'print', n: pupils.length }, { what: 'printFile', n: 2 }]);
  });
  test('one record too long and one with a strange character name pupil and cell and stop nobody; mended, they are printed by going on', async () => {
    const [long, strange] = [pupils[1]!, pupils[3]!], kept = [await remarkOf(long.pupilId), await remarkOf(strange.pupilId)];
    await edit(long.pupilId, 'subject.TOAN.remark', 'Em tính toán nhanh. '.repeat(60).trim());
    await edit(strange.pupilId, 'subject.TOAN.remark', 'Em học tốt 😀');
    const run = await start();
    expect(run).toMatchObject({ state: 'finished', done: pupils.length - 2, failed: 2, left: 0 });
    const refusals = run.items.flatMap(({ pupilId, refusal }) => (refusal ? [[pupilId, refusal.publicCode, refusal.message]] : []));
    expect(refusals).toEqual([
      [long.pupilId, 'HBS-661', `Nội dung ô "Nhận xét môn Toán" của em ${long.fullName} dài quá chỗ của mẫu học bạ, kể cả khi thu chữ nhỏ nhất.`],
      [strange.pupilId, 'HBS-662', expect.stringContaining('😀')],
    ]);
    expect(await school.previewPdf(desk.who.teacher, long.pupilId)).toMatchObject({ ok: false, error: { code: 'print/overflow', params: { cell: 'Nhận xét môn Toán' } } });
    await edit(long.pupilId, 'subject.TOAN.remark', kept[0]!);
    await edit(strange.pupilId, 'subject.TOAN.remark', kept[1]!);
    const printedBefore = gate.printed;
    unwrap(await school.resumePrintRun(desk.who.teacher, run.runId));
    await school.settled();
    expect(unwrap(await school.printRun(desk.who.teacher, run.runId))).toMatchObject({ state: 'finished', done: pupils.length, failed: 0 });
    expect(gate.printed - printedBefore).toBe(2);
  });
  test('stops when it is cancelled, keeps what is printed, and goes on later', async () => {
    let open = (): void => undefined;
    gate.hold = new Promise((resolve) => { open = resolve; });
    const { runId } = unwrap(await school.startPrintRun(desk.who.teacher, { classrooms: [CLASSROOM], product: 'hocBa' }));
    unwrap(await school.cancelPrintRun(desk.who.teacher, runId));
    open();
    await school.settled();
    expect(unwrap(await school.printRun(desk.who.teacher, runId))).toMatchObject({ state: 'cancelled', done: 0, left: pupils.length });
    expect(await school.printRunFile(desk.who.teacher, runId, 'zip')).toMatchObject({ ok: false, error: { code: 'print/no-files' } });
    unwrap(await school.resumePrintRun(desk.who.teacher, runId));
    await school.settled();
    expect(unwrap(await school.printRun(desk.who.teacher, runId))).toMatchObject({ state: 'finished', done: pupils.length });
  });
  test('three at a time for a school', async () => {
    let open = (): void => undefined;
    gate.hold = new Promise((resolve) => { open = resolve; });
    const order = { classrooms: [CLASSROOM], product: 'extract' } as const, running = [];
    for (let i = 0; i < 3; i++) running.push(unwrap(await school.startPrintRun(desk.who.teacher, order)));
    expect(await school.startPrintRun(desk.who.teacher, order)).toMatchObject({ ok: false, error: { code: 'print/busy' } });
    for (const { runId } of running) unwrap(await school.cancelPrintRun(desk.who.teacher, runId));
    open();
    await school.settled();
  });
  test('of the extract: three pages a pupil', async () => {
    const run = await start({ classrooms: [CLASSROOM], product: 'extract' });
    expect(run).toMatchObject({ product: 'extract', done: pupils.length, failed: 0 });
    const text = textOf((await read(await school.printRunFile(desk.who.teacher, run.runId, 'pdf'))).bytes);
    expect(text.match(/TRÍCH LỤC HỌC BẠ TIỂU HỌC/g)).toHaveLength(pupils.length);
    expect(text).not.toContain('Họ và tên mẹ');
  });
  test('is not for those who do not reach every class of it, and never for another school', async () => {
    expect(await school.startPrintRun(desk.who.teacher, { classrooms: [CLASSROOM, OTHER], product: 'hocBa' })).toMatchObject({ ok: false, error: { code: 'school/class-not-yours' } });
    expect(await school.startPrintRun(desk.who.admin, { classrooms: ['9Z'], product: 'hocBa' })).toMatchObject({ ok: false, error: { code: 'school/class-unknown' } });
    const { runId } = unwrap(await school.startPrintRun(desk.who.admin, { classrooms: [OTHER], product: 'hocBa' }));
    unwrap(await school.cancelPrintRun(desk.who.admin, runId));
    await school.settled();
    for (const ask of [() => school.printRun(desk.who.teacher, runId), () => school.cancelPrintRun(desk.who.teacher, runId), () => school.resumePrintRun(desk.who.teacher, runId), () => school.printRunFile(desk.who.teacher, runId, 'zip')]) {
      expect(await ask()).toMatchObject({ ok: false, error: { code: 'print/run-unknown' } });
    }
    expect(unwrap(await school.printRuns(desk.who.teacher)).runs.map((one) => one.runId)).not.toContain(runId);
    expect(unwrap(await school.printRuns(desk.who.admin)).runs.map((one) => one.runId)).toContain(runId);
  });
});

test('a process that is killed at any statement: every record is printed once in the end, and written down once', async () => {
  const own = async (tier: Parameters<SchoolDesk['on']>[0]): Promise<void> => {
    const program = desk.on(tier);
    try {
      const { runs } = unwrap(await program.printRuns(desk.who.teacher));
      if (!runs.some(({ state }) => state === 'running')) unwrap(await program.startPrintRun(desk.who.teacher, { classrooms: [CLASSROOM], product: 'hocBa' }));
      await program.start();
      await program.settled();
    } finally {
      await program.stop();
    }
  };
  await tables.query('delete from access_log');
  const before = (await tables.query('select run_id from print_runs')).length;
  const { deaths } = await dieEverywhere(database.urls.app, own, async () => JSON.stringify(await tables.query('select run_id, number, state from print_run_items order by 1, 2')), 7);
  expect(deaths).toBeGreaterThan(3);
  const runs = await tables.query<{ state: string }>('select state from print_runs');
  expect(runs.length - before).toBeGreaterThanOrEqual(1);
  expect(runs.every(({ state }) => state !== 'running')).toBe(true);
  const twice = await tables.query('select pupil_id from access_log where what = \'print\' group by pupil_id having count(*) > $1', [runs.length - before]);
  expect(twice).toEqual([]);
}, 120_000);

describe('a pupil with an earlier year', () => {
  /** The packet of the earlier year as the desk keeps what the province has finalized. */
  async function finalized(bytes: Uint8Array, versionId: string): Promise<void> {
    const [owner] = await tables.query<{ school_id: string }>('select school_id from pupils where pupil_id = $1', [pupils[0]!.pupilId]);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await tables.query(`insert into version_stages (school_id, version_id, slot, pupil_id, bytes, sha256, signed_at, certificate_sha256) values ($1, $2, 'orgSignature', $3, $4, $5, now(), $5)`, [owner!.school_id, versionId, pupils[0]!.pupilId, Buffer.from(bytes), sha256]);
    await tables.query(`insert into record_events (school_id, school_year, pupil_id, number, kind, version_id, detail, happened_at, who) values ($1, '2022-2023', $2, 1, 'finalized', $3, '{"effectiveDate":"2023-06-30"}', now(), 'Sở')`, [owner!.school_id, pupils[0]!.pupilId, versionId]);
  }
  const versionId = 'b3d1e0c47b2f4e59b8c60d9f1e2a7b34';
  let packet: SignedPacket;
  beforeAll(async () => {
    packet = await testSchool(EARLIER, tiers.trial).issue(1, { schoolYear: '2022-2023' as HocBa['schoolYear'], versionId: versionId as HocBa['versionId'] });
    await finalized(packet.bytes, versionId);
  });
  test('is printed with both years, the earlier one judged anew from its packet and attached', async () => {
    const { bytes } = unwrap(await school.previewPdf(desk.who.teacher, pupils[0]!.pupilId));
    const text = textOf(bytes).replace(/\s+/g, ' ');
    for (const one of ['Năm học 2022 – 2023', 'Năm học 2023 – 2024', 'Ký số bởi: Phạm Hồng Vân', 'Chữ ký hợp lệ']) expect(text).toContain(one);
    expect(attachmentsOf(new ReadPdf(bytes))).toEqual(new Map([['hoc-ba-2022-2023.xml', Buffer.from(packet.bytes)]]));
  });
  test('has an extract of either year, and of no other', async () => {
    const of = async (year?: string) => school.extractPdf(desk.who.teacher, pupils[0]!.pupilId, year);
    expect(textOf(unwrap(await of('2022-2023')).bytes)).not.toContain('2023 – 2024');
    expect(unwrap(await of()).fileName).toBe('trich-luc-hoc-ba-2023-2024.pdf');
    for (const wrong of ['2019-2020', 'không phải năm học']) expect(await of(wrong)).toMatchObject({ ok: false, error: { code: 'print/year-not-found' } });
  });
  test('and a packet that was changed in the store says so instead of being believed', async () => {
    const changed = Buffer.from(Buffer.from(packet.bytes).toString('utf8').replace(/<HO_TEN>[^<]*/, '<HO_TEN>Người Khác'));
    await tables.query('update version_stages set bytes = $1 where version_id = $2', [changed, versionId]);
    expect(textOf(unwrap(await school.previewPdf(desk.who.teacher, pupils[0]!.pupilId)).bytes)).toContain('Chữ ký không hợp lệ');
  });
});

test('files are let go after a day; the results stay', async () => {
  const [old] = unwrap(await school.printRuns(desk.who.teacher)).runs.filter(({ kept }) => kept > 0);
  tiers.clock.set('2024-06-20T08:00:00+07:00');
  await school.sweep();
  expect(unwrap(await school.printRun(desk.who.teacher, old!.runId))).toMatchObject({ kept: 0, done: old!.done });
  expect(await school.printRunFile(desk.who.teacher, old!.runId, 'pdf')).toMatchObject({ ok: false, error: { code: 'print/no-files' } });
});
