import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { refusal, type Refusal } from '#domain';
import { err, ok, type Result, unwrap } from '#kernel';
import type { SchoolServices } from '#school';
import { cscClient, openCscSigner, type Signer } from '#signature/signers';
import { verifyFile } from '#verifier';
import { nodePrimitives } from '#signature/node';
import { CSC_CLIENT, type CscActor, startCscService } from '../actors/csc-service.ts';
import { openSchoolDesk, type SchoolDesk } from '../builders/school-desk.ts';
import { openTables, type Tables } from '../builders/tables.ts';
import { openTiers, type Tiers } from '../builders/tiers.ts';
import { testTier, type TestTier } from '../support/database.ts';

/** A homeroom teacher signs a class with a key that a remote service keeps, and the service has its moods. */
const SAMPLE = '22205412', CLASSROOM = '4A1', TEACHER_ID = 'teacher', MULTISIGN = 6;
let tiers: Tiers, database: TestTier, desk: SchoolDesk, school: SchoolServices, csc: CscActor, tables: Tables;
/** Twelve pupils who can be signed now: two confirmations' worth. */
let pupilIds: readonly string[];
let declared: () => Promise<Result<Signer | undefined, Refusal>>;

beforeAll(async () => {
  [tiers, database] = await Promise.all([openTiers({ schools: [] }), testTier('school')]);
  desk = await openSchoolDesk(tiers, SAMPLE, CLASSROOM, await tiers.listen());
  const { pki } = tiers.trial, { chain, pkcs8 } = pki.credential(`${desk.code}.${desk.who.teacher.staffId}`);
  csc = await startCscService({ multisign: MULTISIGN, holders: [{ userId: '001', credentialId: TEACHER_ID, chain, pkcs8 }], stranger: { der: chain[0]!, pkcs8: pki.credential(`${desk.code}.${desk.who.head.staffId}`).pkcs8 } });
  const client = cscClient({ url: csc.url, clientId: CSC_CLIENT.clientId, clientSecret: () => CSC_CLIENT.clientSecret, limits: { pollMs: 5, confirmationMs: 400, timeoutMs: 800 } });
  const opened = await openCscSigner(client, { credentialId: TEACHER_ID });
  declared = async () => ok(unwrap(opened));
  school = desk.on(database.tier, desk.gateway, () => declared());
  tables = await openTables(database.adminUrl);
  unwrap(await school.registerSchool(desk.registered));
  unwrap(await school.commitImport(desk.who.admin, unwrap(await school.dryRunImport(desk.who.admin, desk.files)).importId));
  const { pupils } = unwrap(await school.classPage(desk.who.teacher, CLASSROOM));
  pupilIds = pupils.filter(({ state }) => state === 'ready').slice(0, 2 * MULTISIGN).map(({ pupilId }) => pupilId);
  expect(pupilIds).toHaveLength(2 * MULTISIGN);
}, 60_000);
afterAll(async () => {
  await school.stop();
  await tables.close();
  await Promise.all([tiers.close(), database.close(), csc.stop()]);
});
beforeEach(async () => {
  csc.mood = { kind: 'good' };
  for (const pupilId of pupilIds) await school.reopen(desk.who.teacher, pupilId, 'Ký lại từ đầu');
});

const stored = () => tables.query<{ pupil_id: string; bytes: Buffer }>('select s.pupil_id, s.bytes from version_stages s');
const start = async () => {
  const run = unwrap(await school.startSignRun(desk.who.teacher, { slot: 'homeroomTeacher', classrooms: [CLASSROOM], pupilIds }));
  await school.settled();
  return unwrap(await school.signRun(desk.who.teacher, run.runId));
};
const goOn = async (runId: string) => {
  unwrap(await school.resumeSignRun(desk.who.teacher, runId));
  await school.settled();
  return unwrap(await school.signRun(desk.who.teacher, runId));
};
const reasons = (run: { readonly items: readonly { readonly state: string; readonly refusal?: { readonly code: string } | undefined }[] }) => run.items.map(({ state, refusal }) => refusal?.code ?? state);
const times = (n: number, what: string) => Array.from({ length: n }, () => what);

describe('a class is signed by a remote service', () => {
  test('in as few confirmations as the service allows, with a result for each record', async () => {
    const before = csc.confirmations.length;
    expect(await start()).toMatchObject({ state: 'finished', done: 12, failed: 0, left: 0 });
    expect(csc.confirmations.slice(before).map(({ hashes }) => hashes.length)).toEqual([MULTISIGN, MULTISIGN]);
  });

  test.each<readonly [mood: CscActor['mood'], state: string, expected: readonly string[]]>([
    [{ kind: 'refuses' }, 'paused', [...times(6, 'signer/refused'), ...times(6, 'waiting')]],
    [{ kind: 'never-confirms' }, 'paused', [...times(6, 'signer/timed-out'), ...times(6, 'waiting')]],
    [{ kind: 'expired-sad' }, 'paused', [...times(6, 'signer/authorization-expired'), ...times(6, 'waiting')]],
    [{ kind: 'server-error' }, 'paused', [...times(6, 'signer/unavailable'), ...times(6, 'waiting')]],
    [{ kind: 'half', of: 2 }, 'finished', [...times(2, 'signed'), ...times(4, 'signer/malformed-answer'), ...times(2, 'signed'), ...times(4, 'signer/malformed-answer')]],
    [{ kind: 'other-key' }, 'finished', times(12, 'signer/wrong-signature')],
    [{ kind: 'swaps' }, 'finished', times(12, 'signer/wrong-signature')],
  ])('%j: what does not verify is not stored; the run can be gone on with', async (mood, state, expected) => {
    const before = (await stored()).length;
    csc.mood = mood;
    const run = await start();
    expect([run.state, reasons(run)]).toEqual([state, expected]);
    expect((await stored()).length - before).toBe(expected.filter((one) => one === 'signed').length);
    csc.mood = { kind: 'good' };
    expect(await goOn(run.runId)).toMatchObject({ state: 'finished', done: 12, failed: 0, left: 0 });
    expect((await stored()).length - before).toBe(12);
  });

  test('a service that is down when the run begins: the reason is told, nobody is asked', async () => {
    const good = declared, before = csc.confirmations.length;
    declared = async () => err(refusal('signer/unavailable', { detail: 'HTTP 503' }));
    const { checks, signer } = unwrap(await school.signQueue(desk.who.teacher, 'homeroomTeacher'));
    expect([signer, checks[0]?.sentence]).toEqual([null, 'Thiết bị hoặc dịch vụ ký không trả lời (HTTP 503).']);
    const run = await start();
    expect([run.state, reasons(run), csc.confirmations.length - before]).toEqual(['paused', [...times(10, 'signer/unavailable'), ...times(2, 'waiting')], 0]);
    declared = good;
    expect(await goOn(run.runId)).toMatchObject({ state: 'finished', done: 12 });
  });

  test('every signature that was ever stored is intact', async () => {
    const rows = await stored();
    expect(rows.length).toBeGreaterThan(80);
    const options = { trust: await tiers.trial.trust(), at: tiers.clock.now(), schema: 'hbs-1', cryptoOnly: true } as const;
    for (const { bytes } of rows) expect(verifyFile(new Uint8Array(bytes), options, nodePrimitives).signatures).toMatchObject([{ role: 'GVCN', verdict: 'TOTAL-PASSED' }]);
  });
});
