import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testTier, type TestTier } from '../../test/support/database.ts';
import { guardAppLogin, checkSchema, openTier } from './index.ts';

let school: TestTier;
beforeAll(async () => { school = await testTier('school'); });
afterAll(() => school.close());

describe('a tier under its application login', () => {
  test('is at the migrations of this program', async () => expect(await checkSchema(school.tier.pool, 'school')).toMatchObject({ ok: true }));
  test('is a login that policies and missing grants bind', async () => expect(await guardAppLogin(school.tier.pool)).toMatchObject({ ok: true }));
  test.each([['owner', () => school.urls.owner, 'system/database-owner'], ['administrator', () => school.adminUrl, 'system/database-superuser']] as const)('the %s may not serve', async (_, url, code) => {
    const tier = openTier(url());
    try {
      expect(await guardAppLogin(tier.pool)).toMatchObject({ ok: false, error: { code } });
    } finally {
      await tier.close();
    }
  });
});
