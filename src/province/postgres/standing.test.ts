import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import { SchoolYear } from '#domain';
import { Instant, unwrap } from '#kernel';
import { testTier, type TestTier } from '../../../test/support/database.ts';
import { searchPackets } from './packets.ts';
import { pupilStandings, schoolTallies, waveTallies } from './standing.ts';
import { provinceDatabase, type ProvinceDatabase } from './tables.ts';

const YEAR = unwrap(SchoolYear.parse('2023-2024'));
const at = (text: string) => unwrap(Instant.parse(text));
const [BEFORE, BETWEEN, AFTER] = [at('2024-06-20T08:00:00+07:00'), at('2024-07-10T08:00:00+07:00'), at('2024-08-20T08:00:00+07:00')];
const [A, B, C] = ['6f9619ff-8b86-8d01-b42d-00cf4fc964aa', '6f9619ff-8b86-8d01-b42d-00cf4fc964bb', '6f9619ff-8b86-8d01-b42d-00cf4fc964cc'];

type Kind = 'admitted' | 'withdrawn' | 'replaced' | 'finalized' | 'reported';
interface Pupil { readonly name: string; readonly versions?: readonly (readonly Kind[])[]; readonly wave?: 1 | 2; readonly listed?: boolean; readonly refusedBecause?: string; readonly left?: boolean }
/** What has happened to each pupil of school A, and how the officer reads it before 30/6 and between the waves. */
const PUPILS: readonly (Pupil & { readonly before: string; readonly between: string })[] = [
  { name: 'nothing yet', before: 'missing', between: 'missing' },
  { name: 'on the list 140', listed: true, before: 'missing', between: 'missing' },
  { name: 'refused', refusedBecause: 'Thiếu chữ ký.', before: 'refused', between: 'refused' },
  { name: 'admitted', versions: [['admitted']], before: 'admitted', between: 'finalized' },
  { name: 'admitted after a refusal', versions: [['admitted']], refusedBecause: 'Thiếu chữ ký.', before: 'admitted', between: 'finalized' },
  { name: 'admitted in wave 2', versions: [['admitted']], wave: 2, listed: true, before: 'admitted', between: 'admitted' },
  { name: 'withdrawn', versions: [['admitted', 'withdrawn']], before: 'withdrawn', between: 'withdrawn' },
  { name: 'withdrawn and admitted again', versions: [['admitted', 'withdrawn'], ['admitted']], before: 'admitted', between: 'finalized' },
  { name: 'replaced', versions: [['admitted', 'replaced'], ['admitted']], before: 'admitted', between: 'finalized' },
  { name: 'finalized early', versions: [['admitted', 'finalized']], before: 'finalized', between: 'finalized' },
  { name: 'reported', versions: [['admitted', 'finalized', 'reported']], before: 'reported', between: 'reported' },
  { name: 'left the school', left: true, before: '', between: '' },
];

let province: TestTier;
let database: ProvinceDatabase;
beforeAll(async () => {
  province = await testTier('province');
  database = provinceDatabase(province.tier);
  const client = new pg.Client({ connectionString: province.urls.app });
  await client.connect();
  await client.query(`begin; set local hocba.scope = 'province'`);
  for (const [id, code] of [[A, '22205411'], [B, '22205412'], [C, '22205413']]) await client.query('insert into school_unit (school_id, code, name, commune) values ($1, $2, $3, $4)', [id, code, `Trường ${code}`, 'Xã']);
  const message = (id: string, kind: string, at: string) => client.query(`insert into message (school_id, message_id, kind, school_year, bytes, sha256, received_at, receipt, refusals, item_count) values ($1, $2, $3, '2023-2024', '\\x00', 'aa', $4, '\\x00', '[]', 1)`, [A, id, kind, at]);
  const roster = (message: string, pupil: string, name: string, status: string) => client.query(`insert into roster_pupil (school_id, school_year, message_id, pupil_id, full_name, birth_date, grade, classroom, status) values ($1, '2023-2024', $2, $3, $4, '2014-03-14', 4, '4A2', $5)`, [A, message, pupil, name, status]);
  await message('old', 'roster', '2024-05-01T00:00:00Z');
  await roster('old', '2200999999', 'only in an older roster', 'studying');
  await message('roster', 'roster', '2024-05-27T00:00:00Z');
  await message('batch', 'batch', '2024-06-01T00:00:00Z');
  for (const [i, { name, versions = [], wave = 1, listed, refusedBecause, left }] of PUPILS.entries()) {
    const pupil = `22000000${String(i).padStart(2, '0')}`;
    await roster('roster', pupil, name, left ? 'left' : 'studying');
    if (listed) for (const list of ['first', 'second']) await client.query(`insert into supplementary_pupil (school_id, school_year, message_id, pupil_id, classroom, not_reached) values ($1, '2023-2024', $2, $3, '4A2', '{}')`, [A, list, pupil]);
    if (refusedBecause) await client.query(`insert into message_item (school_id, message_id, number, action, version_id, pupil_id, accepted, refusals) values ($1, 'batch', $2, 'new', 'x', $3, false, $4)`, [A, i + 1, pupil, JSON.stringify([{ code: 'HBS-301', message: refusedBecause, retryable: false }])]);
    for (const [v, kinds] of versions.entries()) {
      const version = `${pupil}-${v + 1}`;
      await client.query(`insert into packet (school_id, version_id, version_number, pupil_id, school_year, lookup_code, wave, grade, classroom, full_name, search_key, birth_date, school_name, bytes, sha256, signers, message_id, received_at)
        values ($1, $2, $3, $4, '2023-2024', $4, $5, 4, '4A2', $6, $6, '2014-03-14', 'Trường', '\\x00', $2, '[]', 'batch', now())`, [A, version, v + 1, pupil, wave, name]);
      for (const kind of kinds) await client.query(`insert into registry_event (school_id, event_id, version_id, pupil_id, school_year, kind, at) values ($1, gen_random_uuid(), $2, $3, '2023-2024', $4, now())`, [A, version, pupil, kind]);
    }
  }
  await client.query(`insert into packet (school_id, version_id, version_number, pupil_id, school_year, lookup_code, wave, grade, classroom, full_name, search_key, birth_date, school_name, bytes, sha256, signers, message_id, received_at)
    select $1, 'many-' || n, 1, 'm' || n, '2023-2024', 'm' || n, 1, 4, '4A2', 'Trần Văn Nhiều', 'tran van nhieu ' || lpad(n::text, 5, '0'), '2014-03-14', 'Trường', '\\x00', 'm', '[]', 'm', now() from generate_series(1, 3000) n`, [B]);
  await client.query(`insert into registry_event (school_id, event_id, version_id, pupil_id, school_year, kind, at) select $1, gen_random_uuid(), 'many-' || n, 'm' || n, '2023-2024', 'admitted', now() from generate_series(1, 3000) n`, [B]);
  await client.query('commit');
  await client.end();
});
afterAll(() => province.close());
const asked = <T>(work: Parameters<typeof database.inScope<T>>[1]) => database.inScope({ province: true }, work);

describe('where a pupil of the newest roster stands', () => {
  test.each([['before', BEFORE], ['between', BETWEEN]] as const)('%s the cut-offs', async (when, now) => {
    const found = await asked((trx) => pupilStandings(trx, YEAR, now, A));
    expect(Object.fromEntries(found.map(({ fullName, state }) => [fullName, state]))).toEqual(Object.fromEntries(PUPILS.filter(({ left }) => !left).map((pupil) => [pupil.name, pupil[when]])));
  });
  test('each with its reason', async () => {
    const found = await asked((trx) => pupilStandings(trx, YEAR, BEFORE, A));
    expect(Object.fromEntries(found.filter(({ reason }) => reason !== '').map(({ fullName, reason }) => [fullName, reason]))).toEqual({
      'nothing yet': 'Chưa nộp', 'on the list 140': 'Chờ đánh giá bổ sung, đợt 2', refused: 'Thiếu chữ ký.', withdrawn: 'Trường đã thu hồi, chưa nộp lại',
    });
  });
});

describe('what a school adds up to', () => {
  test('before the cut-off', async () => {
    const tallies = await asked((trx) => schoolTallies(trx, YEAR, BEFORE));
    expect(tallies.map(({ code, roster, admitted, finalized, refused, withdrawn, openWave1, openWave2 }) => [code, roster, admitted, finalized, refused, withdrawn, openWave1, openWave2])).toEqual([['22205411', 11, 5, 2, 1, 1, 3, 1], ['22205412', 0, 0, 0, 0, 0, 0, 0], ['22205413', 0, 0, 0, 0, 0, 0, 0]]);
  });
  test('between the waves', async () => expect((await asked((trx) => schoolTallies(trx, YEAR, BETWEEN, [A]))).map(({ admitted, finalized }) => [admitted, finalized])).toEqual([[1, 6]]));
  test('of a school nobody knows', async () => expect(await asked((trx) => schoolTallies(trx, YEAR, BEFORE, ['6f9619ff-8b86-8d01-b42d-00cf4fc964dd']))).toEqual([]));
});

describe('what the registry holds of a year', () => {
  test.each([[BEFORE, [3004, 2, 1], [1, 0, 0]], [BETWEEN, [0, 3006, 1], [1, 0, 0]], [AFTER, [0, 3006, 1], [0, 1, 0]]] as const)('at %i', async (now, first, second) => {
    const tallies = await asked((trx) => waveTallies(trx, YEAR, now));
    expect(tallies.map(({ admitted, finalized, reported }) => [admitted, finalized, reported])).toEqual([first, second]);
  });
});

describe('the registry, a page at a time', () => {
  test('counts them all, however many', async () => {
    const page = await asked((trx) => searchPackets(trx, { q: 'Trần văn NHIỀU', from: 2950, limit: 100 }, BEFORE));
    expect([page.total, page.packets.length, page.packets[0]?.version_id, page.packets[0]?.state]).toEqual([3000, 50, 'many-2951', 'admitted']);
  });
  test.each([['admitted', BEFORE, 3005], ['admitted', BETWEEN, 1], ['finalized', BETWEEN, 3005], ['finalized', AFTER, 3006], ['withdrawn', BEFORE, 2], ['replaced', BEFORE, 1], ['reported', BEFORE, 1]] as const)('%s at %i', async (state, now, total) => {
    const page = await asked((trx) => searchPackets(trx, { state, from: 0, limit: 10 }, now));
    expect([page.total, new Set(page.packets.map((packet) => packet.state))]).toEqual([total, new Set([state])]);
  });
  test('of one school', async () => expect((await asked((trx) => searchPackets(trx, { schoolId: A, from: 0, limit: 50 }, BEFORE))).total).toBe(10));
  test('wild cards are letters', async () => expect((await asked((trx) => searchPackets(trx, { q: '%_', from: 0, limit: 50 }, BEFORE))).total).toBe(0));
});
