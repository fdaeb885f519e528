import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testTier, type TestTier } from '../../test/support/database.ts';
import { guardAppLogin, checkSchema, openTier } from './index.ts';

let school: TestTier;
beforeAll(async () => { school = await testTier('school'); });
afterAll(() => school.close());

describe('a tier under its application login', () => {
  test('is at the migrations of this program', async () => expect(await checkSchema(school.tier.pool, 'school')).toMatchObject({ ok: true }));
  test('is a login that policies and missing grants bind', async () => expect(await guardAppLogin(school.tier.pool)).toMatchObject({ ok: true }));
  test('outlives a connection that is cut in the middle of a transaction', async () => {
    const broken = school.tier.inScope('none', async () => {
      const { rows } = await school.tier.pool.query<{ pid: number }>('select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state = $1', ['idle in transaction']);
      const admin = new pg.Client({ connectionString: school.adminUrl });
      await admin.connect();
      for (const { pid } of rows) await admin.query('select pg_terminate_backend($1)', [pid]);
      await admin.end();
      // The news of the cut comes by itself, when nobody waits for an answer.
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    });
    await expect(broken).rejects.toThrow();
    expect((await school.tier.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
  test.each([['owner', () => school.urls.owner, 'system/database-owner'], ['administrator', () => school.adminUrl, 'system/database-superuser']] as const)('the %s may not serve', async (_, url, code) => {
    const tier = openTier(url());
    try {
      expect(await guardAppLogin(tier.pool)).toMatchObject({ ok: false, error: { code } });
    } finally {
      await tier.close();
    }
  });
});
