import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HelperAnswers } from '#contract';
import { ok, toBase64, unwrap, utf8 } from '#kernel';
import type { Actor, SchoolServices } from '#school';
import { nodePrimitives } from '#signature/node';
import { helperSigner, type Signer } from '#signature/signers';
import { type HelperAnswer, signWithVgca } from '../../web/school/vgca/client.ts';
import { signWaiting } from '../../web/school/vgca/sign-waiting.ts';
import { type HelperMood, startVgcaHelper, type VgcaHelper } from '../actors/vgca-helper.ts';
import { openSchoolDesk, type SchoolDesk } from '../builders/school-desk.ts';
import { openTables, type Tables } from '../builders/tables.ts';
import { openTiers, type Tiers } from '../builders/tiers.ts';
import { testTier, type TestTier } from '../support/database.ts';

/** A homeroom teacher signs with the device on her own machine: the page takes the hashes to the local helper and brings the values back. */
const SAMPLE = '22205412', CLASSROOM = '4A1', HASH = toBase64(nodePrimitives.digest('sha256', utf8('học bạ')));
let tiers: Tiers, database: TestTier, desk: SchoolDesk, school: SchoolServices, helper: VgcaHelper, tables: Tables, signer: Signer, pupilIds: readonly string[];

beforeAll(async () => {
  [tiers, database] = await Promise.all([openTiers({ schools: [] }), testTier('school')]);
  desk = await openSchoolDesk(tiers, SAMPLE, CLASSROOM, await tiers.listen());
  const { pki } = tiers.trial, device = `${desk.code}.device`;
  await pki.issue({ id: device, kind: 'person', name: desk.who.teacher.name, organisation: 'Trường', key: 'rsa-2048' });
  const { chain, pkcs8 } = pki.credential(device);
  signer = unwrap(helperSigner(chain, { waitMs: 900 }));
  helper = await startVgcaHelper({ pkcs8, certificate: chain[0]!, stranger: pki.credential('so').pkcs8 });
  school = desk.on(database.tier, desk.gateway, async () => ok(signer));
  tables = await openTables(database.adminUrl);
  unwrap(await school.registerSchool(desk.registered));
  unwrap(await school.commitImport(desk.who.admin, unwrap(await school.dryRunImport(desk.who.admin, desk.files)).importId));
  const { pupils } = unwrap(await school.classPage(desk.who.teacher, CLASSROOM));
  pupilIds = pupils.filter(({ state }) => state === 'ready').slice(0, 3).map(({ pupilId }) => pupilId);
}, 60_000);
afterAll(async () => {
  await school.stop();
  await tables.close();
  await Promise.all([tiers.close(), database.close(), helper.stop()]);
});
beforeEach(() => { helper.mood = 'good'; });

const sign = (hash: string) => signWithVgca(hash, { url: helper.url, connectMs: 800, answerMs: 250 });

describe('the signing helper on the signer’s machine', () => {
  test('is asked to sign the very hash, by SignMsg', async () => {
    expect(await sign(HASH)).toEqual({ value: expect.stringMatching(/^[A-Za-z0-9+/]{342}==$/) });
    expect(helper.asked.at(-1)).toEqual({ operation: 'SignMsg', message: { HashAlg: 'SHA256', HashValue: HASH, Encode: 'RSA' } });
  });
  test.each<readonly [HelperMood, string]>([
    ['refuses', 'refused'], ['never-answers', 'timedOut'], ['hangs-up', 'malformed'], ['not-json', 'malformed'], ['no-status', 'malformed'], ['no-signature', 'malformed'], ['oversize', 'malformed'],
  ])('%s: %s', async (mood, failure) => {
    helper.mood = mood;
    expect(await sign(HASH)).toEqual({ failure });
  });
  test('nobody listens', async () => expect(await signWithVgca(HASH, { url: 'ws://127.0.0.1:9', connectMs: 800 })).toEqual({ failure: 'absent' }));
});

describe('signing what waits', () => {
  const hashes = ['a', 'b', 'c'].map((hash) => ({ hash, shown: hash }));
  const given = async (answers: Readonly<Record<string, HelperAnswer>>) => {
    const asked: string[] = [], said: unknown[] = [];
    await signWaiting(hashes, async (one) => void said.push(...one), async (hash) => { asked.push(hash); return answers[hash] ?? { value: `ký ${hash}` }; });
    return { asked, said };
  };
  test('one after the other, each handed over at once', async () => expect(await given({})).toEqual({ asked: ['a', 'b', 'c'], said: ['a', 'b', 'c'].map((hash) => ({ hash, value: `ký ${hash}` })) }));
  test('after a failure the device is left alone, and the rest is not left waiting', async () => {
    expect(await given({ b: { failure: 'refused' } })).toEqual({ asked: ['a', 'b'], said: [{ hash: 'a', value: 'ký a' }, { hash: 'b', failure: 'refused' }, { hash: 'c', failure: 'refused' }] });
  });
});

describe('a run of a person with a device', () => {
  /** The page: takes what waits to the helper until the run is over; without `open` nobody looks. */
  async function page(runId: string, who: Actor = desk.who.teacher): Promise<void> {
    while (unwrap(await school.signRun(who, runId)).state === 'running') {
      const { byHelper, hashes } = unwrap(await school.signHashes(who, runId));
      expect(byHelper).toBe(true);
      await signWaiting(hashes, async (answers) => unwrap(await school.giveSignatures(who, runId, { answers: [...answers] })), sign);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  const start = async () => unwrap(await school.startSignRun(desk.who.teacher, { slot: 'homeroomTeacher', classrooms: [CLASSROOM], pupilIds })).runId;
  const read = async (runId: string) => {
    const { state, items } = unwrap(await school.signRun(desk.who.teacher, runId));
    return [state, ...items.map((item) => item.refusal?.code ?? item.state)];
  };
  const stored = async () => (await tables.query('select 1 from version_stages')).length;
  const waitFor = async (runId: string) => {
    for (;;) {
      const { hashes } = unwrap(await school.signHashes(desk.who.teacher, runId));
      if (hashes.length > 0) return hashes;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  afterEach(async () => {
    await school.settled();
    for (const pupilId of pupilIds) await school.reopen(desk.who.teacher, pupilId, 'Ký lại từ đầu');
  });

  test('what waits is shown by name, signed there, verified and stored here', async () => {
    const runId = await start(), before = await stored();
    const { pupils } = unwrap(await school.classPage(desk.who.teacher, CLASSROOM));
    expect((await waitFor(runId)).map(({ shown }) => shown)).toEqual(pupils.filter(({ pupilId }) => pupilIds.includes(pupilId)).map(({ fullName }) => fullName));
    await page(runId);
    expect([await read(runId), (await stored()) - before]).toEqual([['finished', 'signed', 'signed', 'signed'], 3]);
  });

  test.each<readonly [HelperMood, string]>([['refuses', 'signer/refused'], ['never-answers', 'signer/timed-out'], ['not-json', 'signer/malformed-answer'], ['other-key', 'signer/wrong-signature']])('%s: nothing is stored, and the run can be gone on with', async (mood, code) => {
    const runId = await start(), before = await stored();
    helper.mood = mood;
    await page(runId);
    expect([await read(runId), await stored()]).toEqual([['finished', code, code, code], before]);
    helper.mood = 'good';
    unwrap(await school.resumeSignRun(desk.who.teacher, runId));
    await page(runId);
    expect([await read(runId), (await stored()) - before]).toEqual([['finished', 'signed', 'signed', 'signed'], 3]);
  });

  test('a page that was closed: the run waits a while and says so', async () => {
    const runId = await start();
    await school.settled();
    expect(await read(runId)).toEqual(['finished', 'signer/timed-out', 'signer/timed-out', 'signer/timed-out']);
  });

  test('nobody else sees the hashes or answers for her; values nobody waits for are dropped', async () => {
    const runId = await start(), before = await stored(), [waiting] = await waitFor(runId);
    const answers: HelperAnswers['answers'] = [{ hash: waiting!.hash, value: 'AAAA' }];
    for (const who of [desk.who.head, desk.who.clerk, desk.who.admin]) {
      expect(await school.signHashes(who, runId)).toMatchObject({ ok: false, error: { code: 'school/run-unknown' } });
      expect(await school.giveSignatures(who, runId, { answers })).toMatchObject({ ok: false, error: { code: 'school/run-unknown' } });
    }
    expect(unwrap(await school.giveSignatures(desk.who.teacher, runId, { answers: [{ hash: HASH, value: 'AAAA' }] }))).toEqual({ taken: 0 });
    expect(unwrap(await school.giveSignatures(desk.who.teacher, runId, { answers }))).toEqual({ taken: 1 });
    expect(unwrap(await school.giveSignatures(desk.who.teacher, runId, { answers }))).toEqual({ taken: 0 });
    await page(runId);
    expect([await read(runId), (await stored()) - before]).toEqual([['finished', 'signer/wrong-signature', 'signed', 'signed'], 2]);
  });

  test('a helper does not sign with a key on a curve', () => expect(helperSigner(tiers.trial.pki.credential(`${desk.code}.${desk.who.teacher.staffId}`).chain)).toMatchObject({ ok: false, error: { code: 'signer/unsupported' } }));
});
