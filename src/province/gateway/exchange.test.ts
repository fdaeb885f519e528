import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateway } from '#contract';
import { type HocBa, type SchoolCode, SchoolYear } from '#domain';
import { equalBytes, Instant, unwrap } from '#kernel';
import { CONFIRMATION_SLOT, readConfirmation } from '#packet';
import { nodePrimitives } from '#signature/node';
import { verifySealed } from '#verifier';
import { readXml } from '#xml';
import { type Answer, codesOf, gatewayClient, type GatewayClient, genuineReceipt, genuineResult, tokenFor } from '../../../test/actors/gateway-client.ts';
import { entry, item, type Message, period, type SignedPacket, type TestSchool, testSchool } from '../../../test/actors/school.ts';
import { altered, textOf } from '../../../test/builders/altered.ts';
import { fullAssessment, hocBa } from '../../../test/builders/hoc-ba.ts';
import { changedTables, openTables, type Tables } from '../../../test/builders/tables.ts';
import { openTiers, type Tiers } from '../../../test/builders/tiers.ts';

const [A, B, C] = ['22205411', '22205412', '22205413'] as [SchoolCode, SchoolCode, SchoolCode];

let tiers: Tiers, tables: Tables, a: TestSchool, b: TestSchool, asA: GatewayClient, asB: GatewayClient;
const open = async (code: SchoolCode) => gatewayClient(tiers.app, await tokenFor(tiers.app, gateway.token.path, code, tiers.secretOf(code)));
type Address = Parameters<GatewayClient['post']>[0];

async function deliver(client: GatewayClient, message: Message, address: Address = 'submitBatch') {
  tiers.clock.tick();
  const answer = await client.post(address, message.bytes);
  expect(answer.status).toBe(202);
  await tiers.background.settle();
  return genuineReceipt(answer.bytes, tiers.trial);
}
/** Sends a batch and answers, item by item, `true` or the codes of its refusal. */
async function handIn(client: GatewayClient, message: Message): Promise<readonly (true | readonly string[])[]> {
  expect(await deliver(client, message)).toMatchObject({ accepted: true, messageId: message.messageId });
  return answersTo(client, message);
}
async function answersTo(client: GatewayClient, { messageId }: Message) {
  const result = await genuineResult((await client.get('batchResult', messageId)).bytes, tiers.trial);
  return result.items.map(({ accepted, reasons }) => accepted || codesOf(reasons));
}
const jsonOf = <T>({ bytes }: Answer): T => JSON.parse(textOf(bytes)) as T;
const replacing = ({ record, bytes }: SignedPacket, versionNumber = 2): Partial<HocBa> => ({ versionNumber, replaces: { versionId: record.versionId, sha256: item.sha256({ record, bytes }), reason: 'Sửa nhận xét' } });

beforeAll(async () => {
  tiers = await openTiers({ schools: [A, B, C] });
  [a, b] = [testSchool(A, tiers.trial), testSchool(B, tiers.trial)];
  [asA, asB] = [await open(A), await open(B)];
  for (const [client, school] of [[asA, a], [asB, b]] as const) await deliver(client, await school.signers(), 'submitSigners');
  await tiers.decideSigners(true);
  for (const [client, school] of [[asA, a], [asB, b]] as const) await deliver(client, await school.roster(60), 'submitRoster');
  tables = await openTables(tiers.province.adminUrl);
});
afterAll(async () => {
  await tables.close();
  await tiers.close();
});

describe('a batch with one bad record of three', () => {
  test('two are admitted, one is refused by name, with what to do about it', async () => {
    const wrong = await a.issue(2, { yearEnd: { ...hocBa().yearEnd, overallResult: 'HTT' } });
    const message = await a.batch([item.submit(await a.issue(1)), item.submit(wrong), item.submit(await a.issue(3))]);
    expect(await handIn(asA, message)).toEqual([true, ['HBS-403'], true]);
    const { items } = await genuineResult((await asA.get('batchResult', message.messageId)).bytes, tiers.trial);
    const [reason] = items[1]!.reasons;
    expect(reason!.message).toContain(wrong.record.pupil.fullName);
    expect(reason!.message).toContain('Sửa ô sai hoặc dùng kết quả tính theo Điều 9, ký lại rồi nộp lại.');
    expect(reason).toMatchObject({ retryable: false, where: 'Đánh giá kết quả giáo dục' });
    const seen = await tiers.batchAsOfficer(message.messageId);
    expect(seen.items.map(({ fullName, accepted }) => [fullName, accepted])).toEqual([1, 2, 3].map((n) => [a.pupilOf(n).fullName, n !== 2]));
    const rows = await tables.query<{ pupil_id: string }>('select pupil_id from packet order by pupil_id');
    expect(rows.map((row) => row.pupil_id)).toEqual([1, 3].map((n) => a.pupilOf(n).pupilId));
  });
  test('the same packet twice in one batch is one packet', async () => {
    const twice = await a.issue(4);
    expect(await handIn(asA, await a.batch([item.submit(twice), item.submit(twice)]))).toEqual([true, ['HBS-410']]);
    expect(await tables.query('select 1 from packet where version_id = $1', [twice.record.versionId])).toHaveLength(1);
    expect(await tables.query(`select 1 from registry_event where version_id = $1 and kind = 'admitted'`, [twice.record.versionId])).toHaveLength(1);
  });
  test('two versions of one pupil in one batch: the second must say that it replaces', async () => {
    const [first, second] = [await a.issue(5), await a.issue(5, { versionNumber: 2 })];
    expect(await handIn(asA, await a.batch([item.submit(first), item.submit(second)]))).toEqual([true, ['HBS-407']]);
  });
  test('one version id stands for one packet in the whole province', async () => {
    const [ours, theirs] = [await a.issue(6), await b.issue(6, { versionId: a.record(7).versionId })];
    expect(await handIn(asA, await a.batch([item.submit(ours)]))).toEqual([true]);
    const taken = await b.packet({ ...theirs.record, versionId: ours.record.versionId });
    expect(await handIn(asB, await b.batch([item.submit(taken)]))).toEqual([['HBS-407']]);
  });
});

describe('sending again', () => {
  test('the same octets get the same receipt and are judged once', async () => {
    const message = await a.batch([item.submit(await a.issue(8))]);
    const first = await asA.post('submitBatch', message.bytes);
    tiers.clock.tick();
    const early = await asA.post('submitBatch', message.bytes);
    await tiers.background.settle();
    const before = await tables.digests();
    tiers.clock.tick();
    const late = await asA.post('submitBatch', message.bytes);
    await tiers.background.settle();
    const fetched = await asA.get('batchReceipt', message.messageId);
    expect([first, early, late, fetched].map(({ status }) => status)).toEqual([202, 202, 202, 200]);
    for (const { bytes } of [early, late, fetched]) expect(equalBytes(bytes, first.bytes)).toBe(true);
    expect(changedTables(before, await tables.digests())).toEqual([]);
    expect(await answersTo(asA, message)).toEqual([true]);
  });
  test('ten at once are one message', async () => {
    const message = await a.batch([item.submit(await a.issue(9))]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => asA.post('submitBatch', message.bytes)));
    await tiers.background.settle();
    expect(new Set(answers.map(({ status, bytes }) => `${status} ${Buffer.from(bytes).toString('base64')}`)).size).toBe(1);
    expect(await tables.query('select 1 from message where message_id = $1', [message.messageId])).toHaveLength(1);
    expect(await answersTo(asA, message)).toEqual([true]);
  });
  test('two contents under one id: one is received, the other refused', async () => {
    const one = await a.batch([item.submit(await a.issue(10))]);
    const two = await a.batch([item.submit(await a.issue(11))], { messageId: one.messageId });
    const answers = await Promise.all([one, two].map(({ bytes }) => asA.post('submitBatch', bytes)));
    await tiers.background.settle();
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 400]);
    expect(answers.find(({ status }) => status === 400)!.problem!.publicCode).toBe('HBS-103');
    expect(await answersTo(asA, one)).toEqual([true]);
    expect(await tables.query(`select 1 from packet where message_id = $1`, [one.messageId])).toHaveLength(1);
  });
  test('a refused message stays refused, with the same receipt', async () => {
    const message = await a.batch([item.submit(await a.issue(12))], { sealedBy: b.own.orgSignature });
    const [first, again] = [await asA.post('submitBatch', message.bytes), await asA.post('submitBatch', message.bytes)];
    expect(equalBytes(first.bytes, again.bytes)).toBe(true);
    expect(await genuineReceipt(again.bytes, tiers.trial)).toMatchObject({ accepted: false });
  });
});

describe('what the province answers is its own signed word', () => {
  test('a receipt says when, what and of whom', async () => {
    const message = await a.batch([item.submit(await a.issue(13))]);
    const receipt = await deliver(asA, message);
    expect(receipt).toEqual({ messageId: message.messageId, from: A, receivedAt: tiers.clock.now(), sha256: Buffer.from(nodePrimitives.digest('sha256', message.bytes)).toString('hex'), accepted: true, reasons: [] });
  });
  test('a changed receipt or result is nobody’s word', async () => {
    const message = await a.batch([item.submit(await a.issue(14))]);
    await deliver(asA, message);
    for (const [what, read] of [['batchReceipt', genuineReceipt], ['batchResult', genuineResult]] as const) {
      const { bytes } = await asA.get(what, message.messageId);
      await expect(read(bytes, tiers.trial)).resolves.toBeDefined();
      const forged = altered(bytes, message.messageId, message.messageId.replace(/.$/, (c) => (c === '0' ? '1' : '0')));
      await expect(read(forged, tiers.trial)).rejects.toThrow('signature/hash');
      await expect(read(bytes, tiers.trial, tiers.trial.ministrySeal)).rejects.toThrow('signature/wrong-signer');
    }
  });
  test('a result may be fetched again and again, octet for octet; until it is there the sender is told to wait', async () => {
    const message = await a.batch([item.submit(await a.issue(15))]);
    const stopped = await tiers.start(tiers.province.tier, tiers.ministry.tier);
    await stopped.background.stop();
    const client = gatewayClient(stopped.app, await tokenFor(stopped.app, gateway.token.path, A, tiers.secretOf(A)));
    expect((await client.post('submitBatch', message.bytes)).status).toBe(202);
    const waiting = await client.get('batchResult', message.messageId);
    expect([waiting.status, waiting.problem?.publicCode, waiting.problem?.retryable, waiting.retryAfter]).toEqual([404, 'HBS-106', true, expect.any(String)]);
    expect(jsonOf(await client.get('batchState', message.messageId))).toMatchObject({ state: 'waiting', items: 1, accepted: 0, refused: 0 });
    await stopped.app.close();
    await tiers.background.settle();
    const [first, again] = [await asA.get('batchResult', message.messageId), await asA.get('batchResult', message.messageId)];
    expect(equalBytes(first.bytes, again.bytes)).toBe(true);
    expect(jsonOf(await asA.get('batchState', message.messageId))).toMatchObject({ state: 'answered', items: 1, accepted: 1, refused: 0 });
  });
  test('another school sees nothing of it', async () => {
    const message = await a.batch([item.submit(await a.issue(16))]);
    await deliver(asA, message);
    for (const what of ['batchState', 'batchReceipt', 'batchResult'] as const) {
      const { status, problem } = await asB.get(what, message.messageId);
      expect([status, problem?.publicCode]).toEqual([404, 'HBS-107']);
    }
    const { confirmations } = jsonOf<{ confirmations: readonly unknown[] }>(await asB.ask('GET', gateway.confirmations.path));
    expect(confirmations).toEqual([]);
  });
  test('a wrong secret gets no token', async () => {
    const answer = await gatewayClient(tiers.app, undefined).ask('POST', gateway.token.path, Buffer.from(String(new URLSearchParams({ grant_type: 'client_credentials', client_id: A, client_secret: tiers.secretOf(B) }))), { 'content-type': 'application/x-www-form-urlencoded' });
    expect([answer.status, answer.problem?.publicCode]).toEqual([401, 'HBS-101']);
  });
});

describe('taking back and replacing', () => {
  /** The words of the province about a version, in their order; each verified. */
  async function wordsAbout(versionId: string): Promise<readonly string[]> {
    const { confirmations } = jsonOf<{ confirmations: readonly { versionId: string; xml: string }[] }>(await asA.ask('GET', gateway.confirmations.path));
    const words = [];
    for (const { xml } of confirmations.filter((one) => one.versionId === versionId)) {
      const document = unwrap(readXml(Buffer.from(xml, 'base64')));
      expect(verifySealed({ document, slot: CONFIRMATION_SLOT, trust: await tiers.trial.trust(), at: tiers.clock.now(), expectedCertificates: [tiers.trial.provinceSeal] }, nodePrimitives).verdict).toBe('TOTAL-PASSED');
      words.push(unwrap(readConfirmation(document)).event);
    }
    return words;
  }
  test('a withdrawn record may come again as a new one, with a greater number', async () => {
    const [first, same, next] = [await a.issue(20), await a.issue(20), await a.issue(20, { versionNumber: 2 })];
    expect(await handIn(asA, await a.batch([item.submit(first), item.withdraw(first)]))).toEqual([true, true]);
    expect(await handIn(asA, await a.batch([item.submit(first)]))).toEqual([['HBS-411']]);
    expect(await handIn(asA, await a.batch([item.submit(same)]))).toEqual([['HBS-411']]);
    expect(await handIn(asA, await a.batch([item.submit(next)]))).toEqual([true]);
    expect([await wordsAbout(first.record.versionId), await wordsAbout(next.record.versionId)]).toEqual([['admitted', 'withdrawn'], ['admitted']]);
  });
  test('a replacement ends what it replaces, which can never come back', async () => {
    const first = await a.issue(21);
    const second = await a.issue(21, replacing(first));
    expect(await handIn(asA, await a.batch([item.submit(first)]))).toEqual([true]);
    expect(await handIn(asA, await a.batch([item.replace(second)]))).toEqual([true]);
    expect(await handIn(asA, await a.batch([item.submit(first), item.withdraw(first), item.replace(await a.issue(21, replacing(first, 3)))]))).toEqual([['HBS-411'], ['HBS-407'], ['HBS-407']]);
    expect([await wordsAbout(first.record.versionId), await wordsAbout(second.record.versionId)]).toEqual([['admitted', 'replaced'], ['admitted']]);
  });
});

describe('the lists that come first', () => {
  test('nothing counts before an officer has approved the seal', async () => {
    const c = testSchool(C, tiers.trial), asC = await open(C);
    expect(await deliver(asC, await c.signers([], { sealedBy: a.own.orgSignature }), 'submitSigners')).toMatchObject({ accepted: false });
    expect(await deliver(asC, await c.signers(), 'submitSigners')).toMatchObject({ accepted: true });
    expect(await deliver(asC, await c.roster(2), 'submitRoster')).toMatchObject({ accepted: true });
    expect(await deliver(asC, await c.roster(2, undefined, { sealedBy: a.own.orgSignature }), 'submitRoster')).toMatchObject({ accepted: false });
    const batch = await c.batch([item.submit(await c.issue(1))]);
    const early = await deliver(asC, batch);
    expect([early.accepted, codesOf(early.reasons)]).toEqual([false, ['HBS-308']]);
    await tiers.decideSigners(true);
    expect(await handIn(asC, await c.batch([item.submit(await c.issue(1))]))).toEqual([true]);
    expect((await genuineReceipt((await asC.post('submitBatch', batch.bytes)).bytes, tiers.trial)).accepted).toBe(false);
  });
  test('the newest roster counts', async () => {
    await deliver(asB, await b.roster(40, (n) => (n === 2 ? '4C' : '4A2')), 'submitRoster');
    expect(await handIn(asB, await b.batch([item.submit(await b.issue(50)), item.submit(await b.issue(2)), item.submit(await b.issue(3))]))).toEqual([['HBS-401'], ['HBS-402'], true]);
  });
  test('a signer of another school cannot be named into the chain of a record', async () => {
    // B names A's head as its own and an officer lets it pass: in A's records that says nothing.
    await deliver(asB, await b.signers([entry('schoolHead', 'GV0001', a.own.homeroomTeacher.certificates[0]!)]), 'submitSigners');
    await tiers.decideSigners(true);
    expect(await handIn(asA, await a.batch([item.submit(await a.packet(a.record(22), { schoolHead: a.own.homeroomTeacher }))]))).toEqual([['HBS-308']]);
  });
});

/** From here on the clock moves through the year; each step finds what the ones before have left. */
describe('the dates of the year', () => {
  const supplemented = (n: number) => a.record(n, { wave: 2, yearEnd: { ...hocBa().yearEnd, supplementary: { date: Instant.toPlainDate(tiers.clock.now()), before: 'CHT' } } });
  let inTime: SignedPacket, judgedLate: SignedPacket, kept: Message;

  test('the request of the head makes admitted records final at once', async () => {
    const [mine, next] = [await a.issue(30), await a.issue(31)];
    expect(await handIn(asA, await a.batch([item.submit(mine), item.submit(next)]))).toEqual([true, true]);
    for (const by of [{ head: a.own.homeroomTeacher }, { head: b.own.schoolHead }, { seal: a.own.schoolHead }]) {
      const strange = await a.early([mine.record.versionId], by);
      const receipt = await deliver(asA, strange, 'earlyFinalization');
      expect(receipt.accepted ? await answersTo(asA, strange) : [codesOf(receipt.reasons)]).toEqual([['HBS-308']]);
    }
    const request = await a.early([mine.record.versionId, a.record(32).versionId]);
    expect(await deliver(asA, request, 'earlyFinalization')).toMatchObject({ accepted: true });
    expect(await answersTo(asA, request)).toEqual([true, ['HBS-407']]);
    expect(await tables.query('select effective_date from finalization where version_id = $1', [mine.record.versionId])).toHaveLength(1);
    expect(await handIn(asA, await a.batch([item.withdraw(mine), item.replace(await a.issue(30, replacing(mine))), item.withdraw(next)]))).toEqual([['HBS-406'], ['HBS-406'], true]);
    const again = await a.early([mine.record.versionId, next.record.versionId]);
    await deliver(asA, again, 'earlyFinalization');
    expect(await answersTo(asA, again)).toEqual([['HBS-406'], ['HBS-407']]);
  });

  test('the last moment of 30/6 is in time, also when the province judges later', async () => {
    tiers.clock.set('2024-06-30T23:59:50+07:00');
    expect(await deliver(asA, await a.supplementary([40, 41]), 'submitSupplementary')).toMatchObject({ accepted: true });
    [inTime, judgedLate] = [await a.issue(33), await a.issue(34)];
    expect(await handIn(asA, await a.batch([item.submit(inTime)]))).toEqual([true]);
    kept = await a.batch([item.submit(judgedLate), item.withdraw(inTime)]);
    const stopped = await tiers.start(tiers.province.tier, tiers.ministry.tier);
    await stopped.background.stop();
    const client = gatewayClient(stopped.app, await tokenFor(stopped.app, gateway.token.path, A, tiers.secretOf(A)));
    expect((await client.post('submitBatch', kept.bytes)).status).toBe(202);
    await stopped.app.close();
  });
  test('from 00:00 on nothing more is taken, and what was admitted is final whoever has judged it when', async () => {
    tiers.clock.set('2024-07-01T00:00:00+07:00');
    const late = await a.issue(35);
    const message = await a.batch([item.submit(late)]);
    expect((await asA.post('submitBatch', message.bytes)).status).toBe(202);
    await tiers.background.settle();
    expect(await answersTo(asA, message)).toEqual([['HBS-105']]);
    expect((await genuineResult((await asA.get('batchResult', message.messageId)).bytes, tiers.trial)).items[0]!.reasons[0]!.message).toContain(`${late.record.pupil.fullName} đến sau hạn chốt đợt 1 (30/06/2024)`);
    // Received before, judged after: admitted and final of 30/6; the withdrawal comes too late to be judged.
    expect(await answersTo(asA, kept)).toEqual([true, ['HBS-406']]);
    const rows = await tables.query<{ effective_date: string }>(`select effective_date::text from finalization where version_id = any($1) and effective_date = '2024-06-30'`, [[inTime.record.versionId, judgedLate.record.versionId]]);
    expect(rows).toHaveLength(2);
  });
  test('after finality nothing can be taken back, replaced or handed in anew, and nothing is written', async () => {
    const next = await a.issue(33, replacing(inTime)), anew = await a.issue(33, { versionNumber: 2 });
    const message = await a.batch([item.withdraw(inTime), item.replace(next), item.submit(anew), item.submit(inTime)]), before = await tables.digests();
    expect(await handIn(asA, message)).toEqual([['HBS-406'], ['HBS-406'], ['HBS-406'], ['HBS-406']]);
    expect(changedTables(before, await tables.digests())).toEqual(['message', 'message_item', 'message_result']);
  });
  test('with a decision of the province a school hands in late: final at once, of that day, and for that school alone', async () => {
    tiers.clock.set('2024-07-05T09:00:00+07:00');
    await tiers.allowLate(B, { decisionNumber: '812/QĐ-SGDĐT', decisionDate: '2024-07-04' });
    const [late, stranger] = [await b.issue(36), await a.issue(36)];
    expect(await handIn(asB, await b.batch([item.submit(late), item.withdraw(late)]))).toEqual([true, ['HBS-406']]);
    expect(await handIn(asA, await a.batch([item.submit(stranger)]))).toEqual([['HBS-105']]);
    expect(await tables.query('select effective_date::text from finalization where version_id = $1', [late.record.versionId])).toEqual([{ effective_date: '2024-07-05' }]);
  });
  test('wave 2 is for those on the list that came before 30/6', async () => {
    tiers.clock.set('2024-08-10T08:00:00+07:00');
    await deliver(asA, await a.supplementary([42]), 'submitSupplementary');
    const items = [];
    for (const n of [40, 42, 43]) items.push(item.submit(await a.packet(supplemented(n))));
    expect(await handIn(asA, await a.batch(items, { wave: 2 }))).toEqual([true, ['HBS-409'], ['HBS-409']]);
  });
  test('after 15/8 wave 2 is over', async () => {
    tiers.clock.set('2024-08-16T00:00:00+07:00');
    expect(await handIn(asA, await a.batch([item.submit(await a.packet(supplemented(41)))], { wave: 2 }))).toEqual([['HBS-105']]);
  });
  test('the next year stands on the final record of this one', async () => {
    tiers.clock.set('2025-06-02T08:00:00+07:00');
    const schoolYear = unwrap(SchoolYear.parse('2024-2025')), plain = hocBa();
    const fifth = (n: number, change: Partial<HocBa> = {}) => a.issue(n, {
      schoolYear, assessment: fullAssessment({ grade: 5 }), yearEnd: { ...plain.yearEnd, primaryCompleted: true }, history: [...plain.history, { ...plain.history[0]!, schoolYear }], ...change,
    });
    const standingOn = (old: SignedPacket, other = old) => ({ previousYear: { schoolYear: old.record.schoolYear, versionId: old.record.versionId, sha256: item.sha256(other) } });
    const first = await fifth(33, standingOn(inTime));
    expect(await handIn(asA, await a.batch([item.submit(first)], { schoolYear }))).toEqual([['HBS-308']]);
    await deliver(asA, await a.signers([], { schoolYear, during: period(2024) }), 'submitSigners');
    expect(await handIn(asA, await a.batch([item.submit(first)], { schoolYear }))).toEqual([['HBS-308']]);
    await tiers.decideSigners(true);
    expect(await handIn(asA, await a.batch([item.submit(first)], { schoolYear }))).toEqual([['HBS-401']]);
    await deliver(asA, await a.roster(60, undefined, { schoolYear }), 'submitRoster');
    const strange = [await fifth(34), await fifth(34, standingOn(inTime)), await fifth(34, standingOn(judgedLate, inTime)), await fifth(36, standingOn(inTime))];
    expect(await handIn(asA, await a.batch([...strange, first].map((one) => item.submit(one)), { schoolYear }))).toEqual([['HBS-404'], ['HBS-404'], ['HBS-404'], ['HBS-404'], true]);
  });
});
