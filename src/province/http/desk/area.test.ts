import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateway, provinceDesk } from '#contract';
import type { SchoolCode } from '#domain';
import { gatewayClient, tokenFor } from '../../../../test/actors/gateway-client.ts';
import { testSchool } from '../../../../test/actors/school.ts';
import { openTiers, type Tiers } from '../../../../test/builders/tiers.ts';
import { provinceDatabase } from '../../postgres/tables.ts';

const [A, B] = ['22205411', '22205412'] as [SchoolCode, SchoolCode];
let tiers: Tiers, messageOfB: string;
const path = (template: string, key: string, value: string) => template.replace(`:${key}`, value);

beforeAll(async () => {
  tiers = await openTiers({ schools: [A, B] });
  await provinceDatabase(tiers.province.tier).inScope({ province: true }, async (trx) => {
    await trx.updateTable('school_unit').set({ district: 'Thị xã Đông Triều' }).where('code', '=', A).execute();
    await trx.updateTable('school_unit').set({ district: 'Thành phố Uông Bí', commune: 'Phường Quang Trung' }).where('code', '=', B).execute();
  });
  for (const code of [A, B]) {
    const school = testSchool(code, tiers.trial), roster = await school.roster(5);
    await gatewayClient(tiers.app, await tokenFor(tiers.app, gateway.token.path, code, tiers.secretOf(code))).post('submitRoster', roster.bytes);
    if (code === B) messageOfB = roster.messageId;
  }
  await tiers.background.settle();
});
afterAll(() => tiers.close());

describe.each<readonly [string, string | undefined, readonly string[]]>([
  ['of a district', 'Thị xã Đông Triều', [A]], ['of another district', 'Thành phố Uông Bí', [B]], ['of a commune, as from 01/7/2025', 'Phường Quang Trung', [B]], ['of a place without schools', 'Huyện Cô Tô', []], ['without an area', undefined, []],
])('an officer %s', (_, area, seen) => {
  let ask: Awaited<ReturnType<Tiers['asAreaOfficer']>>;
  beforeAll(async () => { ask = await tiers.asAreaOfficer(area); });
  test('sees the schools of the area on the board, and no number of another', async () => {
    const board = provinceDesk.board.answer.parse((await ask(provinceDesk.board.path)).json());
    expect(board.schools.map(({ code }) => code)).toEqual(seen);
    expect(board.totals.schools).toBe(seen.length);
  });
  test.each([A, B])('school %s opens only in its area', async (code) => expect((await ask(path(provinceDesk.school.path, 'schoolCode', code))).statusCode).toBe(seen.includes(code) ? 200 : 404));
  test('and so does what it sent', async () => {
    const { batches } = provinceDesk.batches.answer.parse((await ask(provinceDesk.batches.path)).json());
    expect([...new Set(batches.map(({ schoolCode }) => schoolCode))]).toEqual(seen);
    expect((await ask(path(provinceDesk.batch.path, 'messageId', messageOfB))).statusCode).toBe(seen.includes(B) ? 200 : 404);
  });
  test('opens no original and decides nothing', async () => {
    expect((await ask(provinceDesk.search.path)).statusCode).toBe(403);
    expect((await ask(path(provinceDesk.allowLate.path, 'schoolCode', A), 'POST')).statusCode).toBe(403);
  });
});
