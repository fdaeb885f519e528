import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateway, ministryDesk, ministryGateway, provinceDesk } from '#contract';
import { type SchoolCode, SchoolYear, type Sha256Hex } from '#domain';
import { storedIdentity } from '#identity/postgres';
import { equalBytes, toHex, unwrap, utf8 } from '#kernel';
import { CONFIRMATION_SLOT, MessageId, readConfirmation, UPWARD_BATCH_SLOT, type UpwardItem, writeConfirmation, writeUpwardBatch } from '#packet';
import { prepareUpward } from '#province/reporting';
import { nodePrimitives } from '#signature/node';
import { type Signer, signSlots } from '#signature/signers';
import { readXml } from '#xml';
import { codesOf, gatewayClient, type GatewayClient, genuineReceipt, genuineResult, tokenFor } from '../../test/actors/gateway-client.ts';
import { item, type Message, type TestSchool, testSchool } from '../../test/actors/school.ts';
import { altered, textOf } from '../../test/builders/altered.ts';
import { changedTables, openTables, type Tables } from '../../test/builders/tables.ts';
import { MINISTRY, openTiers, PROVINCE, type Tiers } from '../../test/builders/tiers.ts';

const A = '22205411' as SchoolCode;
const YEAR = unwrap(SchoolYear.parse('2023-2024'));
const PUPILS = 6;
const sha256 = (bytes: Uint8Array) => toHex(nodePrimitives.digest('sha256', bytes)) as Sha256Hex;

let tiers: Tiers, inMinistry: Tables, inProvince: Tables, school: TestSchool, ministry: GatewayClient, province: Signer;
/** What the province can report: each packet with its two confirmations. */
let final: readonly UpwardItem[], admitted: readonly UpwardItem[];
let serial = 0;

async function sealed(bytes: Uint8Array, slot: typeof UPWARD_BATCH_SLOT, signer: Signer, stamped = true): Promise<Uint8Array> {
  const [signed] = await signSlots([{ bytes, slot }], { signer, signingTime: tiers.clock.now(), primitives: nodePrimitives, ...(stamped && { tsaUrl: tiers.trial.tsa.url }) });
  return unwrap(signed!);
}
interface Change { readonly from?: SchoolCode; readonly messageId?: MessageId; readonly signer?: Signer; readonly stamped?: boolean; readonly wave?: 1 | 2; readonly schoolYear?: SchoolYear }
async function report(items: readonly UpwardItem[], { from = PROVINCE, signer = province, stamped, messageId, wave = 1, schoolYear = YEAR }: Change = {}): Promise<Message> {
  const header = { messageId: messageId ?? unwrap(MessageId.of(from, (++serial).toString(16).padStart(32, '0'))), from, to: MINISTRY, sentAt: tiers.clock.now(), schoolYear, wave };
  return { messageId: header.messageId, bytes: await sealed(unwrap(writeUpwardBatch({ header, items })), UPWARD_BATCH_SLOT, signer, stamped) };
}
const post = (bytes: Uint8Array, client = ministry) => client.ask('POST', ministryGateway.submitBatch.path, bytes);
const result = (messageId: string, client = ministry) => client.ask('GET', ministryGateway.batchResult.path.replace(':messageId', messageId));
const receiptOf = (bytes: Uint8Array) => genuineReceipt(bytes, tiers.trial, tiers.trial.ministrySeal);
const resultOf = (bytes: Uint8Array) => genuineResult(bytes, tiers.trial, tiers.trial.ministrySeal);

beforeAll(async () => {
  tiers = await openTiers({ schools: [A] });
  await tiers.listen();
  school = testSchool(A, tiers.trial);
  province = tiers.trial.pki.signer('so');
  const asSchool = gatewayClient(tiers.app, await tokenFor(tiers.app, gateway.token.path, A, tiers.secretOf(A)));
  ministry = gatewayClient(tiers.app, await tokenFor(tiers.app, ministryGateway.token.path, PROVINCE, tiers.ministrySecret));
  await asSchool.post('submitSigners', (await school.signers()).bytes);
  await tiers.decideSigners(true);
  await asSchool.post('submitRoster', (await school.roster(PUPILS)).bytes);
  const items = [];
  for (let n = 1; n <= PUPILS; n++) items.push(item.submit(await school.issue(n)));
  await asSchool.post('submitBatch', (await school.batch(items)).bytes);
  await tiers.background.settle();
  [inMinistry, inProvince] = await Promise.all([openTables(tiers.ministry.adminUrl), openTables(tiers.province.adminUrl)]);
});
afterAll(async () => {
  await Promise.all([inMinistry.close(), inProvince.close()]);
  await tiers.close();
});

test('before the cut-off there is nothing to report', async () => {
  const early = await prepareUpward(tiers.context, tiers.reporting, YEAR, 1);
  expect(early).toMatchObject({ ok: false, error: { code: 'upward/wave-not-over' } });
});

test('a report the ministry refuses at its door is not sent for ever: the officer sees why, and the records go into the next one', async () => {
  tiers.clock.set('2024-07-05T08:00:00+07:00');
  await tiers.background.settle();
  const underWrongSeal = { ...tiers.context, seal: tiers.trial.pki.signer('bo') };
  expect(await prepareUpward(underWrongSeal, tiers.reporting, YEAR, 1)).toEqual({ ok: true, value: PUPILS });
  await tiers.background.settle();
  const [refused] = await inProvince.query<{ accepted: boolean; refusals: { code: string }[] }>('select accepted, refusals from upward_result');
  expect(refused).toMatchObject({ accepted: false, refusals: [{ code: expect.stringMatching(/^HBS-3/) }] });
  expect(await inProvince.query(`select 1 from registry_event where kind = 'reported'`)).toEqual([]);
});

describe('a province reports its final records', () => {
  let sent: Message;
  beforeAll(async () => {
    expect(await prepareUpward(tiers.context, tiers.reporting, YEAR, 1)).toEqual({ ok: true, value: PUPILS });
    expect(await prepareUpward(tiers.context, tiers.reporting, YEAR, 1)).toEqual({ ok: true, value: 0 });
    await tiers.background.settle();
    const [batch] = await inProvince.query<{ message_id: MessageId; bytes: Buffer }>('select message_id, bytes from upward_batch join upward_result using (message_id) where accepted');
    sent = { messageId: batch!.message_id, bytes: new Uint8Array(batch!.bytes) };
    const rows = await inProvince.query<{ lookup_code: never; version_id: never; sha256: never; bytes: Buffer; event: string; xml: Buffer }>('select p.lookup_code, p.version_id, p.sha256, p.bytes, c.event, c.xml from packet p join confirmation c using (school_id, version_id) order by p.pupil_id');
    const of = (event: string) => rows.filter((row) => row.event === event).map((row): UpwardItem => ({ lookupCode: row.lookup_code, versionId: row.version_id, sha256: row.sha256, bytes: new Uint8Array(row.bytes), confirmation: new Uint8Array(row.xml) }));
    [final, admitted] = [of('finalized'), of('admitted')];
    expect([final.length, admitted.length]).toEqual([PUPILS, PUPILS]);
  });

  test('school, province and ministry count the same', async () => {
    const officer = async (tier: 'province' | 'ministry', username: string, role: 'provinceAdmin' | 'ministryOfficer') => {
      const identity = storedIdentity(tiers[tier].tier, tier), person = { username, password: 'cây đa bến nước sân đình' };
      unwrap(await identity.createAccount({ ...person, organisation: { code: 'X', name: 'X' }, role, fullName: username }));
      return gatewayClient(tiers.app, unwrap(await identity.logIn({ ...person, address: '127.0.0.1' })).token);
    };
    const above = ministryDesk.overview.answer.parse(JSON.parse(textOf((await (await officer('ministry', 'bo', 'ministryOfficer')).ask('GET', ministryDesk.overview.path)).bytes)));
    expect(above.provinces).toMatchObject([{ code: PROVINCE, wave1: PUPILS, wave2: 0, records: PUPILS }]);
    expect(above.batches.filter(({ state }) => state === 'acknowledged')).toMatchObject([{ messageId: sent.messageId, records: PUPILS }]);
    const below = provinceDesk.upward.answer.parse(JSON.parse(textOf((await (await officer('province', 'so', 'provinceAdmin')).ask('GET', provinceDesk.upward.path)).bytes)));
    expect(below.reconciliation[0]).toMatchObject({ schoolsSubmitted: PUPILS, finalized: PUPILS, sent: PUPILS, acknowledged: PUPILS, agrees: true });
    expect(await inProvince.query(`select 1 from registry_event where kind = 'reported'`)).toHaveLength(PUPILS);
  });
  test('the ministry keeps the exact octets and the word that they are final', async () => {
    const kept = await inMinistry.query<{ sha256: string; bytes: Buffer; confirmation: Buffer; effective_date: string }>('select sha256, bytes, confirmation, effective_date::text from reported_packet order by sha256');
    expect(kept.map((row) => [row.sha256, sha256(row.bytes), row.effective_date])).toEqual(final.map((one) => [one.sha256, one.sha256, '2024-06-30']).toSorted());
  });
  test('the same report again gets the same receipt and the same result, octet for octet', async () => {
    const before = await inMinistry.digests();
    const answers = [await post(sent.bytes), await post(sent.bytes)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const [kept] = await inProvince.query<{ receipt: Buffer; result: Buffer }>('select receipt, result from upward_receipt join upward_result using (message_id) where accepted');
    for (const { bytes } of answers) expect(equalBytes(bytes, kept!.receipt)).toBe(true);
    expect(equalBytes((await result(sent.messageId)).bytes, kept!.result)).toBe(true);
    expect(await receiptOf(kept!.receipt)).toMatchObject({ accepted: true, messageId: sent.messageId, from: PROVINCE, sha256: sha256(sent.bytes) });
    expect((await resultOf(kept!.result)).items.map(({ accepted }) => accepted)).toEqual(final.map(() => true));
    expect(changedTables(before, await inMinistry.digests())).toEqual([]);
  });
  test('many at once are one report, with one receipt and one result', async () => {
    const message = await report(final.slice(0, 2));
    const octets = (answers: readonly { readonly status: number; readonly bytes: Uint8Array }[]) => new Set(answers.map(({ status, bytes }) => `${status} ${Buffer.from(bytes).toString('base64')}`));
    const receipts = octets(await Promise.all(Array.from({ length: 8 }, () => post(message.bytes))));
    expect(receipts.size).toBe(1);
    expect(receipts).toEqual(octets([await post(message.bytes)]));
    const results = octets(await Promise.all(Array.from({ length: 8 }, () => result(message.messageId))));
    expect(results.size).toBe(1);
    expect([...results][0]).toMatch(/^200 /);
    expect(results).toEqual(octets([await result(message.messageId)]));
  });
  test('two contents under one id at once: one is received, the other refused', async () => {
    const one = await report(final.slice(0, 1)), two = await report(final.slice(1, 2), { messageId: one.messageId });
    const answers = await Promise.all([post(one.bytes), post(two.bytes)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 400]);
    expect(answers.find(({ status }) => status === 400)!.problem?.publicCode).toBe('HBS-103');
  });
  test('a record reported twice is kept once', async () => {
    const before = await inMinistry.digests(), message = await report(final.slice(0, 1));
    await post(message.bytes);
    expect((await resultOf((await result(message.messageId)).bytes)).items).toMatchObject([{ accepted: true }]);
    expect(changedTables(before, await inMinistry.digests())).toEqual(['report', 'report_result']);
  });
  test('nobody else sees a result, and a program of another tier is nobody here', async () => {
    const asSchool = gatewayClient(tiers.app, await tokenFor(tiers.app, gateway.token.path, A, tiers.secretOf(A)));
    const { secret } = await storedIdentity(tiers.ministry.tier, 'ministry').createClient('24');
    const other = gatewayClient(tiers.app, await tokenFor(tiers.app, ministryGateway.token.path, '24', secret));
    const [foreign, below] = [await result(sent.messageId, other), await result(sent.messageId, asSchool)];
    expect([foreign.status, foreign.problem?.publicCode, below.status, below.problem?.publicCode]).toEqual([404, 'HBS-107', 401, 'HBS-101']);
  });

  describe('what has no receipt', () => {
    const ROWS: readonly (readonly [title: string, make: () => Promise<Uint8Array> | Uint8Array, status: number, code: string])[] = [
      ['a report that is altered under its id', () => altered(sent.bytes, `<SO_LUONG>${PUPILS}<`, `<SO_LUONG> ${PUPILS}<`.replace(' ', '0')), 422, 'HBS-202'],
      ['another report under a known id', async () => (await report(final.slice(0, 1), { messageId: sent.messageId })).bytes, 400, 'HBS-103'],
      ['a report that breaks off', () => sent.bytes.slice(0, -2), 422, 'HBS-201'],
      ['a document type', () => altered(sent.bytes, '<GOI_TIN', '<!DOCTYPE GOI_TIN><GOI_TIN'), 422, 'HBS-201'],
      ['another namespace', () => altered(sent.bytes, 'urn:vn:edu:hoc-ba-so:1', 'urn:vn:edu:hoc-ba-so:2'), 422, 'HBS-203'],
      ['a batch of a school', async () => (await school.batch([item.withdraw({ record: school.record(1) })])).bytes, 422, 'HBS-202'],
      ['a count that is not the number of records', () => altered(sent.bytes, `<SO_LUONG>${PUPILS}<`, '<SO_LUONG>1<'), 422, 'HBS-204'],
      ['the name of another province', async () => (await report(final.slice(0, 1), { from: '24' as SchoolCode })).bytes, 400, 'HBS-102'],
    ];
    test.each(ROWS)('%s', async (_, make, status, code) => {
      const bytes = await make(), before = await inMinistry.digests();
      const answer = await post(bytes);
      expect([answer.status, answer.problem?.publicCode]).toEqual([status, code]);
      expect(changedTables(before, await inMinistry.digests())).toEqual([]);
    });
    test.each([['no token', undefined], ['a made-up token', 'A'.repeat(43)]])('%s', async (_, token) => {
      const answer = await post(sent.bytes, gatewayClient(tiers.app, token));
      expect([answer.status, answer.problem?.publicCode]).toEqual([401, 'HBS-101']);
    });
  });

  describe('what has a receipt that says no', () => {
    const ROWS: readonly (readonly [title: string, make: () => Promise<Message>, codes: readonly string[]])[] = [
      ['no seal', async () => report(final.slice(0, 1)).then((one) => ({ ...one, bytes: altered(one.bytes, /<ds:Signature .*<\/ds:Signature>/s, '') })), ['HBS-301']],
      ['an altered digit', async () => report(final.slice(0, 1)).then((one) => ({ ...one, bytes: altered(one.bytes, '<DOT_CHOT>1<', '<DOT_CHOT>2<') })), ['HBS-302']],
      ['the seal of a school', () => report(final.slice(0, 1), { signer: school.own.orgSignature }), ['HBS-308']],
      ['no time-stamp', () => report(final.slice(0, 1), { stamped: false }), ['HBS-311']],
    ];
    test.each(ROWS)('%s', async (_, make, codes) => {
      const message = await make(), before = await inMinistry.digests();
      const answer = await post(message.bytes);
      const receipt = await receiptOf(answer.bytes);
      expect([answer.status, receipt.accepted, codesOf(receipt.reasons)]).toEqual([202, false, codes]);
      expect((await result(message.messageId)).problem?.publicCode).toBe('HBS-106');
      expect(changedTables(before, await inMinistry.digests())).toEqual(['report']);
    });
  });

  describe('what is refused in the result', () => {
    /** The province's word with something else in it, sealed again by whoever. */
    const reworded = async (one: UpwardItem, change: object, signer = province): Promise<UpwardItem> => {
      const word = unwrap(readConfirmation(unwrap(readXml(one.confirmation))));
      return { ...one, confirmation: await sealed(unwrap(writeConfirmation({ ...word, ...change })), CONFIRMATION_SLOT, signer) };
    };
    const forged = (one: UpwardItem): UpwardItem => {
      const bytes = altered(one.bytes, '<DIEM_KTDK>9<', '<DIEM_KTDK>10<');
      return { ...one, bytes, sha256: sha256(bytes) };
    };
    const ROWS: readonly (readonly [title: string, make: () => Promise<UpwardItem> | UpwardItem, codes: readonly string[]])[] = [
      ['a digest that is not of the packet', () => ({ ...final[0]!, sha256: final[1]!.sha256 }), ['HBS-205']],
      ['the word that it was admitted', () => admitted[0]!, ['HBS-802']],
      ['the word about another packet', () => ({ ...final[0]!, confirmation: final[1]!.confirmation }), ['HBS-802']],
      ['a word that is no XML', () => ({ ...final[0]!, confirmation: utf8('đã chốt') }), ['HBS-802']],
      ['an altered word', () => ({ ...admitted[0]!, confirmation: altered(admitted[0]!.confirmation, 'TIEP_NHAN', 'THU_HOI') }), ['HBS-302']],
      ['the word of a school', () => reworded(final[0]!, {}, school.own.orgSignature), ['HBS-308']],
      ['an altered packet', () => forged(final[0]!), ['HBS-802']],
      ['an altered packet with a word of its own', async () => reworded(forged(final[0]!), { sha256: forged(final[0]!).sha256 }), ['HBS-302']],
      ['signers the province does not name', async () => reworded(final[0]!, { signers: [{ role: 'homeroomTeacher', certificateSha256: final[1]!.sha256 }] }), ['HBS-308']],
      ['another look-up code', () => ({ ...final[0]!, lookupCode: final[1]!.lookupCode }), ['HBS-202']],
    ];
    let items: Awaited<ReturnType<typeof resultOf>>['items'], changed: readonly string[];
    beforeAll(async () => {
      const bad: UpwardItem[] = [];
      for (const [, make] of ROWS) bad.push(await make());
      const message = await report([...bad, final[5]!]), before = await inMinistry.digests();
      expect((await post(message.bytes)).status).toBe(202);
      ({ items } = await resultOf((await result(message.messageId)).bytes));
      changed = changedTables(before, await inMinistry.digests());
    });
    test.each(ROWS.map(([title, , codes], i) => [title, codes, i] as const))('%s', (_, codes, i) => expect([items[i]!.index, items[i]!.accepted, codesOf(items[i]!.reasons)]).toEqual([i + 1, false, codes]));
    test('none of them keeps a sound one from being acknowledged, and no copy is made of any', () => {
      expect(items.at(-1)).toMatchObject({ accepted: true, reasons: [] });
      expect(changed).toEqual(['report', 'report_result']);
    });
    test.each([['wave', { wave: 2 }], ['school year', { schoolYear: unwrap(SchoolYear.parse('2024-2025')) }]] as const)('a report of another %s', async (_, change) => {
      const message = await report(final.slice(0, 1), change);
      await post(message.bytes);
      const [only] = (await resultOf((await result(message.messageId)).bytes)).items;
      expect([only!.accepted, codesOf(only!.reasons)]).toEqual([false, ['HBS-202']]);
    });
  });
});
