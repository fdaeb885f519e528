import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testTier, type TestTier } from '../../../test/support/database.ts';

const SCHOOL = '6f9619ff-8b86-8d01-b42d-00cf4fc964ff';
const [VERSION, OTHER] = ['a3d1e0c47b2f4e59b8c60d9f1e2a7b33', 'b3d1e0c47b2f4e59b8c60d9f1e2a7b33'];
const PACKET = `insert into packet (school_id, version_id, version_number, pupil_id, school_year, lookup_code, wave, grade, classroom, full_name, search_key, birth_date, school_name, overall_result, bytes, sha256, signers, message_id, received_at)
  values ('${SCHOOL}', $1, $2, '2200123456', '2023-2024', '5f0c2b7e9d1a4c3e8b6f2a1d0c9e7b54', 1, 4, '4A2', 'Nguyễn Gia Hân', 'nguyen gia han', '2014-03-14', 'Trường A', 'HTT', '\\x00', 'aa', '[]', 'm', now())`;
const event = (kind: string, version: string) => `insert into registry_event (school_id, event_id, version_id, pupil_id, school_year, kind, at) values ('${SCHOOL}', gen_random_uuid(), '${version}', '2200123456', '2023-2024', '${kind}', now())`;

let province: TestTier;
const as = async (url: string, statement: string, values: readonly unknown[] = []): Promise<string | undefined> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`begin; set local hocba.scope = 'province'`);
    await client.query(statement, [...values]);
    await client.query('commit');
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await client.end();
  }
};

beforeAll(async () => {
  province = await testTier('province');
  expect(await as(province.urls.app, PACKET, [VERSION, 1])).toBeUndefined();
  expect(await as(province.urls.app, event('admitted', VERSION))).toBeUndefined();
  expect(await as(province.urls.app, `insert into finalization (school_id, pupil_id, school_year, version_id, effective_date, at) values ('${SCHOOL}', '2200123456', '2023-2024', '${VERSION}', '2024-06-30', now())`)).toBeUndefined();
  expect(await as(province.urls.app, event('finalized', VERSION))).toBeUndefined();
});
afterAll(() => province.close());

const CHANGES: readonly (readonly [string, string])[] = [
  ['changing the packet', `update packet set bytes = '\\x01'`], ['removing the packet', 'delete from packet'], ['emptying the packets', 'truncate packet cascade'],
  ['changing an event', `update registry_event set kind = 'withdrawn'`], ['removing an event', 'delete from registry_event'], ['changing the finalization', `update finalization set effective_date = '2025-01-01'`],
  ['removing the finalization', 'delete from finalization'], ['handing the code to another pupil', `update lookup_code set pupil_id = 'x'`],
];

describe('after finality', () => {
  describe.each(['app', 'read', 'owner'] as const)('as the %s login', (login) => {
    test.each(CHANGES)('%s is refused', async (_, statement) => {
      // The owner meets the trigger, the others have no right at all; with no row in sight there is nothing to change.
      const code = await as(province.urls[login], statement);
      if (login === 'owner') expect(['HB002', undefined]).toContain(code);
      else expect(code).toBe('42501');
      expect(await count('packet')).toBe(1);
      expect(await count('registry_event')).toBe(2);
      expect(await count('finalization')).toBe(1);
    });
  });
  test('a newer version is refused', async () => expect(await as(province.urls.app, PACKET, [OTHER, 2])).toBe('HB003'));
  test.each(['admitted', 'withdrawn', 'replaced'])('an event %s is refused', async (kind) => expect(await as(province.urls.app, event(kind, OTHER))).toBe('HB003'));
  test('a second finalization is refused', async () => {
    expect(await as(province.urls.app, `insert into finalization (school_id, pupil_id, school_year, version_id, effective_date, at) values ('${SCHOOL}', '2200123456', '2023-2024', '${OTHER}', '2024-06-30', now())`)).toBe('23505');
  });
  test('the report to the ministry is the only event that may follow', async () => expect(await as(province.urls.app, event('reported', VERSION))).toBeUndefined());
});

describe('a school sees nothing of another school', () => {
  test('without a scope there are no rows', async () => {
    const { rows } = await province.tier.pool.query('select 1 from packet');
    expect(rows).toEqual([]);
  });
});

async function count(table: string): Promise<number> {
  const client = new pg.Client({ connectionString: province.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ n: string }>(`select count(*) as n from ${table}`);
  await client.end();
  return Number(rows[0]!.n);
}
