import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateway } from '#contract';
import { openTier, type Tier } from '#database';
import { type SchoolCode, SchoolYear } from '#domain';
import { equalBytes, unwrap } from '#kernel';
import { answerReports, receiveReport } from '#ministry';
import { createProvinceBackground } from '#province/http';
import { judgeBatches, type Judges, receiveMessage, waitingBatches } from '#province/gateway';
import { exchangeUpward, prepareUpward } from '#province/reporting';
import { openWorkers } from '#workers';
import { codesOf, gatewayClient, type GatewayClient, genuineResult, tokenFor } from '../actors/gateway-client.ts';
import { dieEverywhere } from '../actors/mortal-tier.ts';
import { entry, item, type Message, type SignedPacket, type TestSchool, testSchool } from '../actors/school.ts';
import { openTables, type Tables } from '../builders/tables.ts';
import { JUDGES, ministryOn, openTiers, PROVINCE, provinceOn, type Tiers } from '../builders/tiers.ts';

const A = '22205411' as SchoolCode;
const YEAR = unwrap(SchoolYear.parse('2023-2024'));

let tiers: Tiers, inProvince: Tables, inMinistry: Tables, a: TestSchool, asA: GatewayClient, baseUrl: string, token: string;

beforeAll(async () => {
  tiers = await openTiers({ schools: [A] });
  baseUrl = await tiers.listen();
  a = testSchool(A, tiers.trial);
  token = await tokenFor(tiers.app, gateway.token.path, A, tiers.secretOf(A));
  asA = gatewayClient(tiers.app, token);
  await asA.post('submitSigners', (await a.signers()).bytes);
  await tiers.decideSigners(true);
  await asA.post('submitRoster', (await a.roster(60)).bytes);
  await tiers.background.settle();
  [inProvince, inMinistry] = await Promise.all([openTables(tiers.province.adminUrl), openTables(tiers.ministry.adminUrl)]);
});
afterAll(async () => {
  await Promise.all([inProvince.close(), inMinistry.close()]);
  await tiers.close();
});

/** The province's work behind the requests, on a database that may go away under it. */
const round = async (tier: Tier): Promise<void> => {
  const background = createProvinceBackground(provinceOn(tier, tiers.trial), tiers.reporting, JUDGES, () => undefined);
  await background.settle();
  await background.stop();
};
const answersTo = async ({ messageId }: Message) => (await genuineResult((await asA.get('batchResult', messageId)).bytes, tiers.trial)).items.map(({ accepted, reasons }) => accepted || codesOf(reasons));

/** Each packet once, with one event, one leaf and one confirmation of each kind; the log is as long as there are events. */
async function expectOnce(packets: readonly SignedPacket[], kinds: readonly string[]): Promise<void> {
  const ids = packets.map(({ record }) => record.versionId);
  const of = (column: string, from: string) => inProvince.query<{ version_id: string; kind: string; n: number }>(`select version_id, ${column} as kind, count(*)::int as n from ${from} where version_id = any($1) group by 1, 2 order by 1, 2`, [ids]);
  const each = ids.toSorted().flatMap((version_id) => kinds.toSorted().map((kind) => ({ version_id, kind, n: 1 })));
  expect(await of(`'packet'`, 'packet')).toEqual(ids.toSorted().map((version_id) => ({ version_id, kind: 'packet', n: 1 })));
  expect(await of('kind', 'registry_event')).toEqual(each);
  const logged = each.filter(({ kind }) => kind !== 'reported');
  expect(await of('kind', 'log_leaf')).toEqual(logged);
  expect(await of('event', 'confirmation')).toEqual(logged);
  const [size] = await inProvince.query<{ leaves: number; size: number; next: number }>('select count(*)::int as leaves, max(leaf_index)::int + 1 as next, (select max(size)::int from log_checkpoint) as size from log_leaf');
  expect([size!.next, size!.size]).toEqual([size!.leaves, size!.leaves]);
}

const takeIn = async (message: Message): Promise<void> => {
  unwrap(await receiveMessage(tiers.context, A, 'batch', message.bytes));
  await tiers.background.settle();
};

describe('the province is killed', () => {
  const MESSAGES = [
    ['batch', async () => a.batch([item.submit(await a.issue(4))]), 'packet'], ['roster', () => a.roster(60), 'roster_pupil'],
    ['signers', () => a.signers([entry('homeroomTeacher', 'GV0018', a.signerOf('GV0018').certificates[0]!, ['4C'])]), 'signer'], ['supplementary', () => a.supplementary([60]), 'supplementary_pupil'],
  ] as const;
  test.each(MESSAGES)('at every statement of taking in a message (%s): it is there as a whole or not at all, and its receipt never changes', async (kind, make, table) => {
    tiers.clock.tick();
    const message = await make(), receipts: Uint8Array[] = [];
    const { deaths, states } = await dieEverywhere(tiers.province.urls.app, async (tier) => receipts.push(unwrap(await receiveMessage(provinceOn(tier, tiers.trial), A, kind, message.bytes))), inProvince.counts);
    expect(deaths).toBeGreaterThan(5);
    expect(states).toHaveLength(2);
    receipts.push(unwrap(await receiveMessage(tiers.context, A, kind, message.bytes)), (await asA.get('batchReceipt', message.messageId)).bytes);
    for (const bytes of receipts) expect(equalBytes(bytes, receipts[0]!)).toBe(true);
    await tiers.background.settle();
    expect(await inProvince.query(`select 1 from ${table} where message_id = $1`, [message.messageId])).toHaveLength(kind === 'roster' ? 60 : 1);
  });

  test('at every statement of judging, answering, logging and confirming a batch', async () => {
    const [first, next] = [await a.issue(1), await a.issue(2)];
    await takeIn(await a.batch([item.submit(first)]));
    const message = await a.batch([item.submit(next), item.withdraw(first)]);
    unwrap(await receiveMessage(tiers.context, A, 'batch', message.bytes));
    const { deaths, states } = await dieEverywhere(tiers.province.urls.app, round, inProvince.counts);
    expect(deaths).toBeGreaterThan(80);
    // Received; judged; answered; logged; confirmed; its certificates noted, for the evidence to be gathered.
    expect(states).toHaveLength(6);
    expect(await answersTo(message)).toEqual([true, true]);
    await expectOnce([first], ['admitted', 'withdrawn']);
    await expectOnce([next], ['admitted']);
  });

  test('at every statement of a request for early finality: what was made final is answered so', async () => {
    const [packet, gone] = [await a.issue(5), await a.issue(6)];
    await takeIn(await a.batch([item.submit(packet), item.submit(gone), item.withdraw(gone)]));
    const request = await a.early([packet.record.versionId, gone.record.versionId]);
    unwrap(await receiveMessage(tiers.context, A, 'earlyFinalization', request.bytes));
    const { deaths, states } = await dieEverywhere(tiers.province.urls.app, round, inProvince.counts);
    expect(deaths).toBeGreaterThan(20);
    // Received; final; answered; logged; confirmed.
    expect(states).toHaveLength(5);
    expect(await answersTo(request)).toEqual([true, ['HBS-407']]);
    await expectOnce([packet], ['admitted', 'finalized']);
  });

  test('while its seal or the time-stamps are away: what was decided is answered when they are back, as it was decided', async () => {
    const packet = await a.issue(7), message = await a.batch([item.submit(packet)]);
    unwrap(await receiveMessage(tiers.context, A, 'batch', message.bytes));
    const nobody = { ...tiers.trial, tsa: { url: 'http://127.0.0.1:9/', stop: () => Promise.resolve() } };
    const troubles: unknown[] = [];
    const background = createProvinceBackground(provinceOn(tiers.province.tier, nobody), tiers.reporting, JUDGES, (trouble) => troubles.push(trouble));
    await background.settle();
    await background.stop();
    expect(troubles.length).toBeGreaterThan(0);
    expect((await asA.get('batchResult', message.messageId)).problem?.publicCode).toBe('HBS-106');
    // The next round changes nothing about what was decided: the pupil is no longer on the roster, yet was when it was judged.
    tiers.clock.tick();
    await asA.post('submitRoster', (await a.roster(6)).bytes);
    await tiers.background.settle();
    expect(await answersTo(message)).toEqual([true]);
    await expectOnce([packet], ['admitted']);
    tiers.clock.tick();
    await asA.post('submitRoster', (await a.roster(60)).bytes);
  });

  test('one of the threads it judges in, by a packet: that packet alone is refused, for that reason, and somebody hears of it', async () => {
    const packets = await Promise.all([21, 22, 23].map((n) => a.issue(n))), troubles: string[] = [];
    const message = await a.batch(packets.map((packet) => item.submit(packet)));
    unwrap(await receiveMessage(tiers.context, A, 'batch', message.bytes));
    const mortal: Judges = openWorkers(new URL('../actors/workers/mortal-judge.ts', import.meta.url), { threads: 1 });
    const failed = await judgeBatches(tiers.context, mortal, await waitingBatches(tiers.context, 5), (trouble) => troubles.push(String(trouble)));
    await mortal.close();
    await tiers.background.settle();
    expect([failed, troubles.length]).toEqual([[], 1]);
    expect(troubles[0]).toContain('ended with code 7');
    expect(await answersTo(message)).toEqual([true, ['HBS-903'], true]);
    await expectOnce([packets[0]!, packets[2]!], ['admitted']);
  });

  test('while its connections are cut, again and again', async () => {
    const packets = await Promise.all([8, 9].map((n) => a.issue(n)));
    const messages = [];
    for (const packet of packets) messages.push(await a.batch([item.submit(packet)]));
    for (const { bytes } of messages) unwrap(await receiveMessage(tiers.context, A, 'batch', bytes));
    const tier = openTier(tiers.province.urls.app, { name: 'hocba cut' });
    const troubles: unknown[] = [];
    const background = createProvinceBackground(provinceOn(tier, tiers.trial), tiers.reporting, JUDGES, (trouble) => troubles.push(trouble));
    let cuts = 0, done = false;
    const cutting = (async () => {
      while (!done && cuts < 15) cuts += (await inProvince.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hocba cut' and datname = current_database()`)).length;
    })();
    for (let attempt = 0; attempt < 50 && !done; attempt++) {
      await background.settle();
      done = (await Promise.all(messages.map(({ messageId }) => asA.get('batchResult', messageId)))).every(({ status }) => status === 200);
    }
    await cutting;
    await background.stop();
    await tier.close();
    await tiers.background.settle();
    expect(cuts).toBeGreaterThan(3);
    for (const message of messages) expect(await answersTo(message)).toEqual([true]);
    await expectOnce(packets, ['admitted']);
  });

  test('or stopped in order, in the middle of its work: the next one finds everything', async () => {
    const packet = await a.issue(16), message = await a.batch([item.submit(packet)]);
    const [province, ministry] = [openTier(tiers.province.urls.app), openTier(tiers.ministry.urls.app)];
    const first = await tiers.start(province, ministry);
    const answer = await gatewayClient(first.app, token).post('submitBatch', message.bytes);
    await first.stop();
    await Promise.all([province.close(), ministry.close()]);
    await tiers.background.settle();
    expect(equalBytes(answer.bytes, (await asA.get('batchReceipt', message.messageId)).bytes)).toBe(true);
    expect(await answersTo(message)).toEqual([true]);
    await expectOnce([packet], ['admitted']);
  });

  test('and started twice: two programs on one database do the work once', async () => {
    const packets = await Promise.all([12, 13].map((n) => a.issue(n)));
    const messages = [];
    for (const packet of packets) messages.push(await a.batch([item.submit(packet)]));
    for (const { bytes } of messages) unwrap(await receiveMessage(tiers.context, A, 'batch', bytes));
    const tier = openTier(tiers.province.urls.app);
    await Promise.all([round(tier), round(tiers.province.tier), round(tier)]);
    await tiers.background.settle();
    await tier.close();
    for (const message of messages) expect(await answersTo(message)).toEqual([true]);
    await expectOnce(packets, ['admitted']);
  });

  test('after it took a batch in and before anybody heard of it: sent again, it is the same batch', async () => {
    const packet = await a.issue(15), message = await a.batch([item.submit(packet)]);
    const { hostname, port } = new URL(baseUrl);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(`POST ${gateway.submitBatch.path} HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/xml\r\ncontent-length: ${message.bytes.length}\r\n\r\n`);
    socket.write(message.bytes);
    const stored = () => inProvince.query<{ receipt: Buffer }>('select receipt from message where message_id = $1', [message.messageId]);
    await expect.poll(stored, { interval: 10, timeout: 10_000 }).toHaveLength(1);
    // Nobody has read from the line: whatever the province said went nowhere.
    socket.destroy();
    tiers.clock.tick();
    const answer = await fetch(`${baseUrl}${gateway.submitBatch.path}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/xml' }, body: Buffer.from(message.bytes) });
    expect([answer.status, equalBytes(new Uint8Array(await answer.arrayBuffer()), (await stored())[0]!.receipt)]).toEqual([202, true]);
    await tiers.background.settle();
    expect(await answersTo(message)).toEqual([true]);
    await expectOnce([packet], ['admitted']);
  });

  test('again and again after the cut-off: each admitted record becomes final once', async () => {
    const before = await inProvince.query<{ n: number }>(`select count(*)::int as n from registry_event e where kind = 'admitted' and not exists (select 1 from registry_event o where o.version_id = e.version_id and o.kind in ('withdrawn', 'replaced'))`);
    tiers.clock.set('2024-07-02T08:00:00+07:00');
    const { deaths, states } = await dieEverywhere(tiers.province.urls.app, round, inProvince.counts, 3);
    expect(deaths).toBeGreaterThan(15);
    // Admitted; final; logged; confirmed; the week's questions about the signers' certificates noted; answered.
    expect(states).toHaveLength(6);
    const final = await inProvince.query<{ versions: number; pupils: number; events: number; words: number }>(`select count(distinct version_id)::int as versions, count(distinct pupil_id)::int as pupils,
      (select count(*)::int from registry_event where kind = 'finalized') as events, (select count(*)::int from confirmation where event = 'finalized') as words from finalization`);
    const n = before[0]!.n;
    expect(final).toEqual([{ versions: n, pupils: n, events: n, words: n }]);
  });
});

describe('on the way to the ministry', () => {
  const reported = () => inMinistry.query<{ version_id: string }>('select version_id from reported_packet order by 1');
  const finalOnes = () => inProvince.query<{ version_id: string }>('select version_id from finalization order by 1');

  test('the province is killed while it packs its report: each final record is in it once', async () => {
    const { deaths, states } = await dieEverywhere(tiers.province.urls.app, (tier) => prepareUpward(provinceOn(tier, tiers.trial), tiers.reporting, YEAR, 1), inProvince.counts);
    expect(states).toHaveLength(2);
    expect(deaths).toBeGreaterThan(4);
    expect(await inProvince.query('select version_id from upward_item order by 1')).toEqual(await finalOnes());
  });
  test('the ministry is killed while it takes the report in and answers it', async () => {
    const [sent] = await inProvince.query<{ bytes: Buffer }>('select bytes from upward_batch');
    const bytes = new Uint8Array(sent!.bytes), receipts: Uint8Array[] = [];
    const take = await dieEverywhere(tiers.ministry.urls.app, async (tier) => receipts.push(unwrap(await receiveReport(ministryOn(tier, tiers.trial), PROVINCE, bytes))), inMinistry.counts);
    const answer = await dieEverywhere(tiers.ministry.urls.app, (tier) => answerReports(ministryOn(tier, tiers.trial)), inMinistry.counts, 2);
    expect([take.states.length, answer.states.length]).toEqual([2, 2]);
    expect(take.deaths).toBeGreaterThan(0);
    expect(answer.deaths).toBeGreaterThan(4);
    receipts.push(unwrap(await receiveReport(tiers.ministryContext, PROVINCE, bytes)));
    for (const receipt of receipts) expect(equalBytes(receipt, receipts[0]!)).toBe(true);
    expect(await reported()).toEqual(await finalOnes());
  });
  test('the province is killed while it sends it and hears the answer', async () => {
    const { deaths, states } = await dieEverywhere(tiers.province.urls.app, (tier) => exchangeUpward(provinceOn(tier, tiers.trial), tiers.reporting), inProvince.counts, 2);
    // Packed; received by the ministry; answered, with an event each.
    expect(states).toHaveLength(3);
    expect(deaths).toBeGreaterThan(4);
    expect(await reported()).toEqual(await finalOnes());
    expect(await inProvince.query(`select version_id from registry_event where kind = 'reported' order by 1`)).toEqual(await finalOnes());
    const [ours] = await inProvince.query<{ receipt: Buffer; result: Buffer }>('select receipt, result from upward_receipt join upward_result using (message_id)');
    const [theirs] = await inMinistry.query<{ receipt: Buffer; result: Buffer }>('select receipt, result from report join report_result using (message_id)');
    expect([equalBytes(ours!.receipt, theirs!.receipt), equalBytes(ours!.result, theirs!.result)]).toEqual([true, true]);
  });
});
