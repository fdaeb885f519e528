import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Grade, PROVINCE } from '#domain';
import { ok, unwrap } from '#kernel';
import { readPacket } from '#packet';
import type { Printer } from '#print';
import type { SchoolServices } from '#school';
import { readXml } from '#xml';
import { openSchoolDesk, type SchoolDesk } from '../../test/builders/school-desk.ts';
import { openTables, type Tables } from '../../test/builders/tables.ts';
import { openTiers, type Tiers } from '../../test/builders/tiers.ts';
import { testTier, type TestTier } from '../../test/support/database.ts';

const CLASSROOM = '4A1';
let tiers: Tiers, database: TestTier, desk: SchoolDesk, school: SchoolServices, tables: Tables;
const printed: Parameters<Printer['print']>[0][] = [];
const printer: Printer = { print: (input) => { printed.push(input); return Promise.resolve(ok(new Uint8Array())); }, printSheet: () => Promise.resolve(ok(new Uint8Array())) };

beforeAll(async () => {
  [tiers, database] = await Promise.all([openTiers({ schools: [] }), testTier('school')]);
  desk = await openSchoolDesk(tiers, '22205412', CLASSROOM, 'http://localhost:1');
  school = desk.on(database.tier, undefined, undefined, printer);
  tables = await openTables(database.adminUrl);
  unwrap(await school.registerSchool(desk.registered));
  unwrap(await school.commitImport(desk.who.admin, unwrap(await school.dryRunImport(desk.who.admin, desk.files)).importId));
}, 60_000);
afterAll(async () => {
  await school.stop();
  await Promise.all([tables.close(), tiers.close()]);
  await database.close();
});

const pupils = async () => unwrap(await school.classPage(desk.who.admin, CLASSROOM)).pupils;
async function issue(pupilId: string): Promise<string> {
  for (const [slot, who] of [['homeroomTeacher', desk.who.teacher], ['schoolHead', desk.who.head], ['orgSignature', desk.who.clerk]] as const) {
    tiers.clock.tick();
    unwrap(await school.startSignRun(who, { slot, classrooms: [CLASSROOM], pupilIds: [pupilId] }));
    await school.settled();
  }
  return (await pupils()).find((one) => one.pupilId === pupilId)!.versionId!;
}
const recordOf = (bytes: Uint8Array) => unwrap(readPacket(unwrap(readXml(bytes))));

test('R95: school, authority, class and people are named in an issued record as on the day of issue, whatever they are called later; the next record has the new names', async () => {
  const [first, second] = (await pupils()).filter(({ state }) => state === 'ready');
  const versionId = await issue(first!.pupilId);
  const bytes = unwrap({ ok: true, value: await school.issuedPacket(desk.code, versionId) })!;
  unwrap(await school.previewPdf(desk.who.admin, first!.pupilId));
  const before = printed.at(-1)!;
  expect(recordOf(bytes).school).toMatchObject({ name: desk.registered.name, commune: 'Phường Mạo Khê', district: 'Thị xã Đông Triều', province: PROVINCE.name });

  const { district: _, ...renamed } = { ...desk.registered, name: 'Trường Tiểu học Tên Mới', commune: 'Phường An Sinh', issuePlace: 'An Sinh' };
  unwrap(await school.registerSchool(renamed));
  await tables.query(`update staff set full_name = 'Người Khác' where staff_id = '${desk.who.teacher.staffId}'`);
  await tables.query(`update pupils set identity = jsonb_set(identity, '{fullName}', '"Tên Sau Này"') where pupil_id = '${first!.pupilId}'`);

  expect(await school.issuedPacket(desk.code, versionId)).toEqual(bytes);
  unwrap(await school.previewPdf(desk.who.admin, first!.pupilId));
  const after = printed.at(-1)!;
  expect(after.years.map(({ hocBa }) => hocBa)).toEqual(before.years.map(({ hocBa }) => hocBa));
  expect([after.converter, after.lookUpUrl]).toEqual([before.converter, before.lookUpUrl]);
  unwrap(await school.previewPdf(desk.who.admin, second!.pupilId));
  expect(printed.at(-1)!.years[0].hocBa).toMatchObject({ school: { name: 'Trường Tiểu học Tên Mới', commune: 'Phường An Sinh' }, homeroomTeacher: { fullName: 'Người Khác' } });
  expect(printed.at(-1)!.years[0].hocBa.school).not.toHaveProperty('district');
  await tables.query(`update staff set full_name = '${desk.who.teacher.name}' where staff_id = '${desk.who.teacher.staffId}'`);
});

test('R93: a lớp ghép is one class with pupils of several grades; each has the cells of the own grade', async () => {
  const [one] = (await pupils()).filter(({ state }) => state === 'ready');
  await tables.query(`update pupil_years set frame = jsonb_set(frame, '{grade}', '2') where pupil_id = '${one!.pupilId}'`);
  const page = unwrap(await school.classPage(desk.who.teacher, CLASSROOM));
  const combined = page.pupils.find(({ pupilId }) => pupilId === one!.pupilId)!, other = page.pupils.find(({ pupilId, status }) => pupilId !== one!.pupilId && status === 'studying')!;
  expect([combined.grade, other.grade]).toEqual<[Grade, Grade]>([2, 4]);
  const keys = page.columns.map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining(['subject.TNXH.level', 'subject.KH.mark', 'trait.NL.TINHOC']));
  expect([combined.cells['subject.KH.mark'], combined.cells['trait.NL.TINHOC'], other.cells['subject.TNXH.level']]).toEqual([undefined, undefined, undefined]);
  expect(combined.computed.missingCells.map(({ key }) => key)).toEqual(['subject.TNXH.level']);
  const { results } = unwrap(await school.editCells(desk.who.teacher, CLASSROOM, { edits: [
    { pupilId: combined.pupilId, key: 'subject.KH.mark', value: '9', baseRevision: 0 }, { pupilId: combined.pupilId, key: 'subject.TNXH.level', value: 'T', baseRevision: 0 }, { pupilId: other.pupilId, key: 'subject.TNXH.level', value: 'T', baseRevision: 0 },
  ] }));
  expect(results.map(({ saved, refusal }) => [saved, refusal?.code])).toEqual([[false, 'school/cell-unknown'], [true, undefined], [false, 'school/cell-unknown']]);
  expect((await pupils()).find(({ pupilId }) => pupilId === combined.pupilId)!.computed.result).not.toBeNull();
});

test('QUÁ TRÌNH HỌC TẬP: a repeated grade and an arrival in the middle of the year each have a row', async () => {
  const [repeats, arrives] = (await pupils()).filter(({ state }) => state === 'ready').slice(-2);
  await tables.query(`insert into pupil_years (school_id, school_year, pupil_id, classroom, list_order, status, frame, cells, entry_date) select school_id, '2022-2023', pupil_id, '4A2', list_order, 'studying', frame, cells, '2022-09-05' from pupil_years where pupil_id = '${repeats!.pupilId}'`);
  await tables.query(`update pupil_years set status = 'arrived', entry_date = '2024-01-15' where pupil_id = '${arrives!.pupilId}' and school_year = '2023-2024'`);
  const history = async (pupilId: string) => {
    unwrap(await school.previewPdf(desk.who.admin, pupilId));
    const { hocBa } = printed.at(-1)!.years.at(-1)!;
    return [hocBa.assessment.grade, hocBa.history.map(({ schoolYear, classroom, entryDate }) => [schoolYear, classroom, entryDate])];
  };
  expect(await history(repeats!.pupilId)).toEqual([4, [['2022-2023', '4A2', '2022-09-05'], ['2023-2024', CLASSROOM, expect.anything()]]]);
  expect(await history(arrives!.pupilId)).toEqual([4, [['2023-2024', CLASSROOM, '2024-01-15']]]);
});
