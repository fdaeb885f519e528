import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tier } from '#database';
import { equalBytes, err, ok, unwrap } from '#kernel';
import type { GatewayClient, SchoolServices } from '#school';
import { dieEverywhere } from '../actors/mortal-tier.ts';
import { openSchoolDesk, type SchoolDesk } from '../builders/school-desk.ts';
import { openTables, type Tables } from '../builders/tables.ts';
import { openTiers, type Tiers } from '../builders/tiers.ts';
import { testTier, type TestTier } from '../support/database.ts';

const SAMPLE = '22205412', CLASSROOM = '4A1';

let tiers: Tiers, database: TestTier, desk: SchoolDesk, school: SchoolServices, inSchool: Tables, inProvince: Tables;
/** The pupils of this story. */
let pupilIds: readonly string[];

/** Rows, and how far the messages and runs are; attempts alone are no progress. */
const state = async (): Promise<string> => `${await inSchool.counts()} ${JSON.stringify(await inSchool.query(`select message_id, state, receipt_sha256, result is not null as answered from messages order by 1`))} ${JSON.stringify(await inSchool.query('select * from sign_run_items order by 1, 2, 3'))} ${JSON.stringify(await inSchool.query('select run_id, state from sign_runs order by 1'))} ${JSON.stringify(await inSchool.query('select last_cursor from confirmation_cursor'))}`;
const settle = async (): Promise<void> => {
  tiers.clock.tick();
  await school.sync(desk.code);
  await tiers.background.settle();
  await school.sync(desk.code);
};

beforeAll(async () => {
  [tiers, database] = await Promise.all([openTiers({ schools: [] }), testTier('school')]);
  desk = await openSchoolDesk(tiers, SAMPLE, CLASSROOM, await tiers.listen());
  school = desk.on(database.tier);
  [inSchool, inProvince] = await Promise.all([openTables(database.adminUrl), openTables(tiers.province.adminUrl)]);
  unwrap(await school.registerSchool(desk.registered));
  const { importId, problems } = unwrap(await school.dryRunImport(desk.who.admin, desk.files));
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  unwrap(await school.commitImport(desk.who.admin, importId));
  for (const kind of ['signers', 'roster'] as const) unwrap(await school.prepare(desk.who.clerk, kind));
  await settle();
  await tiers.decideSigners(true);
  const { pupils } = unwrap(await school.classPage(desk.who.teacher, CLASSROOM));
  pupilIds = pupils.filter(({ status, computed }) => status === 'studying' && computed.result === computed.sheetResult).slice(0, 2).map(({ pupilId }) => pupilId);
  expect(pupilIds).toHaveLength(2);
}, 60_000);
afterAll(async () => {
  await school.stop();
  await Promise.all([inSchool.close(), inProvince.close()]);
  await Promise.all([tiers.close(), database.close()]);
});
/** One process of the school's desk on this database; it ends in order when it is not killed. */
const asProcess = (work: (own: SchoolServices) => Promise<unknown>, through?: GatewayClient) => async (tier: Tier): Promise<void> => {
  const own = desk.on(tier, through);
  try {
    await work(own);
  } finally {
    await own.stop();
  }
};
const urls = () => database.urls.app;
const SIGNER = { homeroomTeacher: 'teacher', schoolHead: 'head', orgSignature: 'clerk' } as const;
const stages = () => inSchool.query<{ slot: string; pupil_id: string; n: number; versions: number }>('select slot, pupil_id, count(*)::int as n, count(distinct version_id)::int as versions from version_stages group by 1, 2 order by 1, 2');
const batches = () => inSchool.query<{ message_id: string; state: string; attempts: number; receipt: Buffer; result: Buffer }>(`select message_id, state, attempts, receipt, result from messages where kind = 'batch' order by created_at`);
const above = (messageId: string) => inProvince.query<{ receipt: Buffer; result: Buffer }>('select receipt, result from message join message_result using (school_id, message_id) where message_id = $1', [messageId]);
const happened = (kind: string) => inSchool.query<{ pupil_id: string }>('select pupil_id from record_events where kind = $1 order by pupil_id', [kind]);

describe('the school is killed', () => {
  test.each([['homeroomTeacher', 1], ['schoolHead', 4], ['orgSignature', 2]] as const)('in a sign run (%s, each time %i later): each record is signed once in the slot', async (slot, stride) => {
    const who = desk.who[SIGNER[slot]];
    tiers.clock.tick();
    const { deaths } = await dieEverywhere(urls(), asProcess(async (own) => {
      const { runs } = unwrap(await own.signRuns(who));
      if (!runs.some((run) => run.slot === slot)) await own.startSignRun(who, { slot, classrooms: [CLASSROOM], pupilIds });
      await own.start();
      await own.settled();
    }), state, stride);
    expect(deaths).toBeGreaterThan(8);
    expect((await stages()).filter((row) => row.slot === slot)).toEqual(pupilIds.toSorted().map((pupil_id) => ({ slot, pupil_id, n: 1, versions: 1 })));
    expect(unwrap(await school.signRuns(who)).runs.filter((run) => run.slot === slot)).toMatchObject([{ state: 'finished', total: 2, done: 2, failed: 0, left: 0 }]);
  });

  test('at every statement of handing in: one batch, received once', async () => {
    // The province takes the batch and says nothing more for now: what it has to say is heard in the next test.
    const silent: GatewayClient = { ...desk.gateway, result: () => Promise.resolve(ok(undefined)), confirmations: () => Promise.resolve(ok([])) };
    const { deaths } = await dieEverywhere(urls(), asProcess(async (own) => {
      const { submissions } = unwrap(await own.submissions(desk.who.clerk));
      if (!submissions.some(({ kind }) => kind === 'batch')) unwrap(await own.submit(desk.who.clerk, CLASSROOM, 1));
      await own.sync(desk.code);
    }, silent), state);
    expect(deaths).toBeGreaterThan(15);
    expect(await batches()).toHaveLength(1);
    expect(await inProvince.query(`select 1 from message where kind = 'batch'`)).toHaveLength(1);
    expect((await happened('submitted')).map(({ pupil_id }) => pupil_id)).toEqual(pupilIds.toSorted());
  });

  test('at every statement of hearing the answer: receipt, result and confirmations are the province’s, octet for octet', async () => {
    await tiers.background.settle();
    const { deaths } = await dieEverywhere(urls(), asProcess((own) => own.sync(desk.code)), state);
    expect(deaths).toBeGreaterThan(15);
    const [ours] = await batches(), [theirs] = await above(ours!.message_id);
    expect([ours!.state, equalBytes(ours!.receipt, theirs!.receipt), equalBytes(ours!.result, theirs!.result)]).toEqual(['answered', true, true]);
    expect((await happened('admitted')).map(({ pupil_id }) => pupil_id)).toEqual(pupilIds.toSorted());
    const kept = await inSchool.query<{ version_id: string; event: string; xml: Buffer }>('select version_id, event, xml from confirmations order by 1, 2');
    expect(kept).toEqual(await inProvince.query('select version_id, event, xml from confirmation order by 1, 2'));
    expect(kept.map(({ event }) => event)).toEqual(['admitted', 'admitted']);
    expect((await inProvince.query<{ pupil_id: string }>('select pupil_id from packet order by 1')).map(({ pupil_id }) => pupil_id)).toEqual(pupilIds.toSorted());
  });
});

describe('the line breaks', () => {
  /** A gateway whose line breaks before the question gets there, or before the answer comes back, for the first times. */
  function breaking(times: number, where: 'before' | 'after'): GatewayClient {
    const broken = err({ kind: 'unreachable', why: 'đứt đường truyền' } as const);
    const left = { send: times, result: times, confirmations: times };
    const on = async <T extends { readonly ok: boolean }>(what: keyof typeof left, ask: () => Promise<T>): Promise<T | typeof broken> => {
      if (left[what] === 0) return ask();
      left[what]--;
      if (where === 'after') await ask();
      return broken;
    };
    return {
      send: (...args) => on('send', () => desk.gateway.send(...args)), result: (...args) => on('result', () => desk.gateway.result(...args)), confirmations: (...args) => on('confirmations', () => desk.gateway.confirmations(...args)),
      signerStanding: (...args) => desk.gateway.signerStanding(...args),
    };
  }
  test.each([['before the question arrives', 'before', 0], ['before the answer comes back', 'after', 1]] as const)('%s: the same octets are sent again until there is a receipt', async (_, where, n) => {
    const own = desk.on(database.tier, breaking(3, where));
    tiers.clock.tick();
    unwrap(await own.withdraw(desk.who.head, pupilIds[n]!, 'Nhầm nhận xét'));
    const troubles: string[] = [];
    for (let i = 0; i < 12; i++) {
      troubles.push(...(await own.sync(desk.code)).troubles.map(({ code }) => code));
      await tiers.background.settle();
    }
    await own.stop();
    expect(new Set(troubles)).toEqual(new Set(['school/gateway-unreachable']));
    const sent = (await batches()).at(-1)!, [theirs] = await above(sent.message_id);
    expect([sent.state, sent.attempts, equalBytes(sent.receipt, theirs!.receipt), equalBytes(sent.result, theirs!.result)]).toEqual(['answered', 4, true, true]);
    expect(await happened('withdrawn')).toHaveLength(n + 1);
    expect(await inProvince.query(`select 1 from registry_event where kind = 'withdrawn'`)).toHaveLength(n + 1);
    expect(await inProvince.query(`select 1 from message where kind = 'batch'`)).toHaveLength(n + 2);
    expect(unwrap(await school.classPage(desk.who.teacher, CLASSROOM)).pupils.find(({ pupilId }) => pupilId === pupilIds[n])!.state).toBe('withdrawn');
  });
});
