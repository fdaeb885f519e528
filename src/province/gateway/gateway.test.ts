import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateway } from '#contract';
import { type HocBa, type SchoolCode, SchoolYear, type StaffId } from '#domain';
import { Instant, type PlainDate, unwrap, utf8 } from '#kernel';
import type { BatchItem, BatchResult } from '#packet';
import type { Signer } from '#signature/signers';
import { codesOf, gatewayClient, type GatewayClient, genuineReceipt, genuineResult, tokenFor } from '../../../test/actors/gateway-client.ts';
import { entry, item, type Message, type SignedPacket, type TestSchool, testSchool } from '../../../test/actors/school.ts';
import { issueSigner } from '../../../test/actors/trial-issuer.ts';
import { altered, flipped, textOf } from '../../../test/builders/altered.ts';
import { fullAssessment, hocBa } from '../../../test/builders/hoc-ba.ts';
import { changedTables, openTables, type Tables } from '../../../test/builders/tables.ts';
import { openTiers, type Tiers } from '../../../test/builders/tiers.ts';

const [A, B] = ['22205411', '22205412'] as [SchoolCode, SchoolCode];
const teacher = (id: string) => ({ staffId: id as StaffId, fullName: `Giáo viên ${id}` });
const year = (text: string) => unwrap(SchoolYear.parse(text));
/** Pupils in classes whose teacher's certificate has a story; all others are in 4A2. Nobody from 20 on has been handed in. */
const CLASSES: Readonly<Record<number, string>> = { 5: '4B1', 6: '4B2', 7: '4B3', 8: '4B4' };

let tiers: Tiers, tables: Tables, a: TestSchool, b: TestSchool, asA: GatewayClient, asB: GatewayClient;
/** Signers of the classes above, and strangers. */
let revoked: Signer, expired: Signer, waiting: Signer, declined: Signer, unlisted: Signer, stranger: Signer;
/** What the registry holds: pupil 1 admitted in version 1, pupil 2 withdrawn; a pupil of school B. */
let held: SignedPacket, withdrawn: SignedPacket, ofB: SignedPacket;
/** A sound packet of pupil 3 and another of pupil 4, never admitted: what attacks are made of. */
let sound: SignedPacket, other: SignedPacket;

async function deliver(client: GatewayClient, message: Message, address: Parameters<GatewayClient['post']>[0] = 'submitBatch') {
  tiers.clock.tick();
  const answer = await client.post(address, message.bytes);
  if (answer.status !== 202) throw new Error(`${answer.status} ${answer.problem?.publicCode} ${answer.problem?.detail}`);
  const receipt = await genuineReceipt(answer.bytes, tiers.trial);
  await tiers.background.settle();
  return receipt;
}
async function resultOf(client: GatewayClient, message: Message) {
  const answer = await client.get('batchResult', message.messageId);
  expect(answer.status).toBe(200);
  return genuineResult(answer.bytes, tiers.trial);
}

beforeAll(async () => {
  tiers = await openTiers({ schools: [A, B] });
  const { pki } = tiers.trial;
  [a, b] = [testSchool(A, tiers.trial), testSchool(B, tiers.trial)];
  asA = gatewayClient(tiers.app, await tokenFor(tiers.app, gateway.token.path, A, tiers.secretOf(A)));
  asB = gatewayClient(tiers.app, await tokenFor(tiers.app, gateway.token.path, B, tiers.secretOf(B)));
  for (const id of ['R', 'W', 'D', 'U']) await pki.issue({ id, kind: 'person', name: `Giáo viên ${id}`, organisation: `Trường ${A}`, key: 'ec-p256' });
  [revoked, waiting, declined, unlisted] = ['R', 'W', 'D', 'U'].map((id) => pki.signer(id)) as [Signer, Signer, Signer, Signer];
  pki.revoke(pki.credential('R').certificate, unwrap(Instant.parse('2024-05-01T00:00:00+07:00')), 'keyCompromise');
  expired = await issueSigner(tiers.trial, { subject: 'C=VN, O=Trường, CN=Giáo viên E', from: '2023-09-01', to: '2024-05-01' });
  stranger = await issueSigner(tiers.trial, { subject: 'C=VN, O=Trường, CN=Người lạ', selfSigned: true });

  const teachers = [['GVR', revoked, '4B1'], ['GVE', expired, '4B2'], ['GVW', waiting, '4B3'], ['GVD', declined, '4B4'], ['GV0018', a.signerOf('GV0018'), '4C']] as const;
  await deliver(asA, await a.signers(teachers.map(([id, { certificates }, classroom]) => entry('homeroomTeacher', id, certificates[0]!, [classroom]))), 'submitSigners');
  await deliver(asB, await b.signers(), 'submitSigners');
  await tiers.decideSigners(false, ({ staffId }) => staffId === 'GVD');
  await tiers.decideSigners(true, ({ staffId }) => staffId !== 'GVW');
  await deliver(asA, await a.roster(90, (n) => CLASSES[n] ?? '4A2'), 'submitRoster');
  await deliver(asB, await b.roster(5), 'submitRoster');
  [held, withdrawn, ofB, sound, other] = [await a.issue(1), await a.issue(2), await b.issue(1), await a.issue(3), await a.issue(4)];
  await deliver(asA, await a.batch([item.submit(held), item.submit(withdrawn)]));
  await deliver(asA, await a.batch([item.withdraw(withdrawn)]));
  await deliver(asB, await b.batch([item.submit(ofB)]));
  tables = await openTables(tiers.province.adminUrl);
});
afterAll(async () => {
  await tables.close();
  await tiers.close();
});

describe('what has no receipt: it cannot be read, or is not from who it says', () => {
  type Request = readonly [client: GatewayClient, bytes: Uint8Array, headers?: Readonly<Record<string, string>>, address?: 'submitBatch' | 'submitRoster'];
  const nobody = (token?: string) => gatewayClient(tiers.app, token);
  const batch = () => a.batch([item.submit(sound)]);
  const edited = async (from: string | RegExp, to: string): Promise<Request> => [asA, altered((await batch()).bytes, from, to)];
  const ROWS: readonly (readonly [title: string, request: () => Promise<Request> | Request, status: number, code: string])[] = [
    ['no token', async () => [nobody(), (await batch()).bytes], 401, 'HBS-101'],
    ['a made-up token', async () => [nobody('A'.repeat(43)), (await batch()).bytes], 401, 'HBS-101'],
    ['the token of another school', async () => [asB, (await batch()).bytes], 400, 'HBS-102'],
    ['another content under a known id', async () => [asA, (await a.batch([item.submit(other)], { messageId: (await keptBatch()).messageId })).bytes], 400, 'HBS-103'],
    ['more than 20 MB', () => [asA, new Uint8Array(20 * 1024 * 1024 + 1)], 413, 'HBS-104'],
    ['JSON', () => [asA, utf8('{}'), { 'content-type': 'application/json' }], 415, 'HBS-113'],
    ['plain text', async () => [asA, (await batch()).bytes, { 'content-type': 'text/plain' }], 415, 'HBS-113'],
    ['nothing', () => [asA, new Uint8Array()], 422, 'HBS-201'],
    ['an XML that breaks off', async () => [asA, (await batch()).bytes.slice(0, -3)], 422, 'HBS-201'],
    ['octets that are not UTF-8', async () => [asA, Uint8Array.of(...(await batch()).bytes.slice(0, 60), 0xff, 0xfe)], 422, 'HBS-201'],
    ['a document type', () => edited('<GOI_TIN', '<!DOCTYPE GOI_TIN SYSTEM "http://evil.invalid/x.dtd"><GOI_TIN'), 422, 'HBS-201'],
    ['an entity that grows', () => edited('<GOI_TIN', '<!DOCTYPE GOI_TIN [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><GOI_TIN'), 422, 'HBS-201'],
    ['an entity nobody has declared', () => edited(/<MA_NHAN>22/, '<MA_NHAN>&so;'), 422, 'HBS-201'],
    ['a comment', () => edited('<DANH_SACH>', '<!-- --><DANH_SACH>'), 422, 'HBS-201'],
    ['another namespace', () => edited('urn:vn:edu:hoc-ba-so:1', 'urn:vn:edu:hoc-ba-so:2'), 422, 'HBS-203'],
    ['a document of somebody else', () => [asA, utf8('<DonHang xmlns="urn:x"/>')], 422, 'HBS-203'],
    ['another version', () => edited('PhienBan="1.0"', 'PhienBan="2.0"'), 422, 'HBS-203'],
    ['the message of another address', async () => [asA, (await batch()).bytes, {}, 'submitRoster'], 422, 'HBS-202'],
    ['a breach of the schema', () => edited(/<DOT_CHOT>1<\/DOT_CHOT>/, ''), 422, 'HBS-202'],
    ['a receiver that is not this province', async () => [asA, (await a.batch([item.submit(sound)], { to: '24' as SchoolCode })).bytes], 422, 'HBS-202'],
    ['an id that another school begins', () => edited(/<MA_THONG_DIEP>22205411/, '<MA_THONG_DIEP>22205412'), 422, 'HBS-202'],
    ['a count that is not the number of items', () => edited('<SO_LUONG>1<', '<SO_LUONG>2<'), 422, 'HBS-204'],
    ['a size that is not the size of the file', () => edited(/<KICH_THUOC>\d+</, '<KICH_THUOC>7<'), 422, 'HBS-205'],
    ['a withdrawal that brings a file', () => edited('<HANH_DONG>MOI<', '<HANH_DONG>THU_HOI<'), 422, 'HBS-202'],
  ];
  let kept: Message | undefined;
  /** A message the province knows. */
  async function keptBatch(): Promise<Message> {
    if (!kept) await deliver(asA, (kept = await a.batch([item.withdraw(ofB)])));
    return kept;
  }
  test.each(ROWS)('%s', async (_, request, status, code) => {
    const [client, bytes, headers, address = 'submitBatch'] = await request();
    const before = await tables.digests();
    const answer = await client.post(address, bytes, headers);
    await tiers.background.settle();
    expect([answer.status, answer.problem?.publicCode, answer.problem?.status]).toEqual([status, code, status]);
    expect(answer.problem!.detail.length).toBeGreaterThan(10);
    expect(answer.problem!.remedy.length).toBeGreaterThan(10);
    expect(changedTables(before, await tables.digests())).toEqual([]);
  });
});

describe('what has a receipt that says no: the message is kept, and nothing comes of it', () => {
  const sealBroken = async (from: string | RegExp, to: string) => {
    const message = await a.batch([item.submit(sound)]);
    return { ...message, bytes: altered(message.bytes, from, to) };
  };
  const ROWS: readonly (readonly [title: string, make: () => Promise<Message>, codes: readonly string[]])[] = [
    ['no seal', () => sealBroken(/<ds:Signature .*<\/ds:Signature>/s, ''), ['HBS-301']],
    ['an altered digit of the content', () => sealBroken('<NAM_HOC>2023-2024<', '<NAM_HOC>2022-2023<'), ['HBS-302']],
    ['an altered character of the seal', async () => {
      const message = await a.batch([item.submit(sound)]);
      return { ...message, bytes: flipped(message.bytes, 'sv-sig-donvi') };
    }, ['HBS-303']],
    ['the seal of another school', () => a.batch([item.submit(sound)], { sealedBy: b.own.orgSignature }), ['HBS-308']],
    ['the head in place of the seal', () => a.batch([item.submit(sound)], { sealedBy: a.own.schoolHead }), ['HBS-308']],
    ['a seal from an authority nobody trusts', () => a.batch([item.submit(sound)], { sealedBy: stranger }), ['HBS-305', 'HBS-308']],
    ['a revoked certificate', () => a.batch([item.submit(sound)], { sealedBy: revoked }), ['HBS-307', 'HBS-308']],
    ['no time-stamp', () => a.batch([item.submit(sound)], { stamped: false }), ['HBS-311']],
    ['content moved into the signature, other content in its place', async () => {
      const [mine, theirs] = await Promise.all([a.batch([item.submit(sound)]), a.batch([item.submit(other)])]);
      const content = /<NOI_DUNG Id="goitin">.*<\/NOI_DUNG>/s;
      return { ...theirs, bytes: altered(altered(mine.bytes, '<ds:KeyInfo>', `<ds:Object>${content.exec(textOf(mine.bytes))![0]}</ds:Object><ds:KeyInfo>`), /(?<=<GOI_TIN [^>]*>)<NOI_DUNG Id="goitin">.*?<\/NOI_DUNG>/s, content.exec(textOf(theirs.bytes))![0]) };
    }, ['HBS-309']],
  ];
  test.each(ROWS)('%s', async (_, make, codes) => {
    const message = await make(), before = await tables.digests();
    const receipt = await deliver(asA, message);
    expect([receipt.accepted, codesOf(receipt.reasons)]).toEqual([false, codes]);
    expect(changedTables(before, await tables.digests())).toEqual(['message']);
    expect(JSON.parse(textOf((await asA.get('batchState', message.messageId)).bytes))).toMatchObject({ state: 'refused', items: 0 });
    const result = await asA.get('batchResult', message.messageId);
    expect([result.status, result.problem?.publicCode]).toEqual([404, 'HBS-106']);
  });
});

describe('what is refused in the result: every other item stands on its own', () => {
  const plain = hocBa();
  const signature = (bytes: Uint8Array, id: string) => new RegExp(`<ds:Signature [^>]*Id="${id}">.*?</ds:Signature>`, 's').exec(textOf(bytes))![0];
  const data = (bytes: Uint8Array) => /<THONG_TIN_HOC_BA Id="thongtinhocba">.*<\/THONG_TIN_HOC_BA>/s.exec(textOf(bytes))![0];
  const attack = (from: string | RegExp | (() => string), to: string) => () => item.submit({ ...sound, bytes: altered(sound.bytes, typeof from === 'function' ? from() : from, to) });
  let pupil = 20;
  /** Somebody whose record would be admitted but for the change. */
  const rule = (change: () => Partial<HocBa>) => async () => item.submit(await a.issue(pupil++, change()));
  const signedBy = (by: () => Parameters<TestSchool['packet']>[1]) => async () => item.submit(await a.packet(a.record(pupil++), by()));
  const teacherOf = (n: number, id: string, by: () => Signer, at?: string) => async () =>
    item.submit(await a.packet(a.record(n, { classroom: CLASSES[n]!, homeroomTeacher: teacher(id) }), { homeroomTeacher: by() }, at === undefined ? undefined : unwrap(Instant.parse(at))));
  const replacing = (old: SignedPacket, sha256 = item.sha256(old)): Partial<HocBa> => ({ versionNumber: 2, replaces: { versionId: old.record.versionId, sha256, reason: 'Sửa nhận xét' } });

  const ROWS: readonly (readonly [title: string, make: () => Promise<BatchItem> | BatchItem, codes: readonly string[], says: string])[] = [
    // The file itself.
    ['a digest that is not of the file', () => item.submit(sound, { sha256: item.sha256(other) }), ['HBS-205'], 'Mục #'],
    ['a file that is no XML', () => item.submit({ ...sound, bytes: utf8('học bạ') }), ['HBS-201'], 'sai cú pháp XML'],
    ['a file with a document type', attack('<HOC_BA', '<!DOCTYPE HOC_BA><HOC_BA'), ['HBS-201'], 'DTD'],
    ['a file of another profile', attack('HoSo="hbs-1"', 'HoSo="hbs-9"'), ['HBS-203'], 'HoSo là “hbs-9”'],
    ['a file of another namespace', attack('xmlns="urn:vn:edu:hoc-ba-so:1"', 'xmlns="urn:vn:edu:hoc-ba-so:7"'), ['HBS-203'], 'hoc-ba-so:7'],
    ['a level that is none', attack('<MUC_DAT_DUOC>T<', '<MUC_DAT_DUOC>X<'), ['HBS-202'], 'MUC_DAT_DUOC'],
    ['a mark of eleven', attack('<DIEM_KTDK>9<', '<DIEM_KTDK>11<'), ['HBS-202'], 'DIEM_KTDK'],
    ['a version id that is not the one of the file', () => item.submit(sound, { versionId: other.record.versionId }), ['HBS-202'], 'MA_PHIEN_BAN'],
    ['a look-up code that is not the one of the file', () => item.submit(sound, { lookupCode: other.record.lookupCode }), ['HBS-202'], 'MA_TRA_CUU'],
    ['a record of wave 2 in a batch of wave 1', rule(() => ({ wave: 2, yearEnd: { ...plain.yearEnd, supplementary: { date: '2024-06-03' as PlainDate, before: 'CHT' } } })), ['HBS-202'], 'DOT_CHOT'],
    ['a packet of another school', async () => item.submit(await b.issue(2)), ['HBS-102'], B],
    // Its signatures.
    ['an altered mark', attack('<DIEM_KTDK>9<', '<DIEM_KTDK>8<'), ['HBS-302'], 'đã bị thay đổi sau khi ký'],
    ['an altered character of the head’s signature', () => item.submit({ ...sound, bytes: flipped(sound.bytes, 'sv-sig-cbql') }), ['HBS-303', 'HBS-302'], 'Giá trị chữ ký'],
    ['no signature of the teacher', attack(() => signature(sound.bytes, 'sig-gvcn'), ''), ['HBS-301'], 'GVCN'],
    ['no seal', attack(() => signature(sound.bytes, 'sig-phathanh'), ''), ['HBS-301'], 'KY_PHAT_HANH'],
    ['the data moved into a signature, other data in its place', () => {
      const forged = altered(sound.bytes, data(sound.bytes), data(sound.bytes).replace('<DIEM_KTDK>9<', '<DIEM_KTDK>10<'));
      return item.submit({ ...sound, bytes: altered(forged, '<ds:KeyInfo>', `<ds:Object>${data(sound.bytes)}</ds:Object><ds:KeyInfo>`) });
    }, ['HBS-309'], 'Id="thongtinhocba"'],
    ['the signatures of another pupil’s packet', () => item.submit({ ...sound, bytes: ['sig-gvcn', 'sig-cbql', 'sig-phathanh'].reduce((bytes, id) => altered(bytes, signature(bytes, id), signature(other.bytes, id)), sound.bytes) }), ['HBS-302'], 'đã bị thay đổi sau khi ký'],
    ['the teacher in the slot of the head', signedBy(() => ({ schoolHead: a.own.homeroomTeacher })), ['HBS-308'], 'CBQL'],
    ['the head in the slot of the seal', signedBy(() => ({ orgSignature: a.own.schoolHead })), ['HBS-308'], 'KY_PHAT_HANH'],
    ['the teacher of another class', async () => item.submit(await a.issue(5, { classroom: '4B1' })), ['HBS-308'], 'không phụ trách lớp này'],
    ['a teacher the school has not listed', signedBy(() => ({ homeroomTeacher: unlisted })), ['HBS-308'], 'không có trong danh sách người ký'],
    ['a teacher nobody has approved yet', teacherOf(7, 'GVW', () => waiting), ['HBS-308'], 'không có trong danh sách người ký'],
    ['a teacher an officer has declined', teacherOf(8, 'GVD', () => declined), ['HBS-308'], 'không có trong danh sách người ký'],
    ['a teacher of another school', signedBy(() => ({ homeroomTeacher: b.own.homeroomTeacher })), ['HBS-308'], 'không có trong danh sách người ký'],
    ['a certificate from an authority nobody trusts', signedBy(() => ({ homeroomTeacher: stranger })), ['HBS-305', 'HBS-308'], 'tin cậy'],
    ['a revoked certificate', teacherOf(5, 'GVR', () => revoked), ['HBS-307'], 'thu hồi'],
    ['a certificate that has expired', teacherOf(6, 'GVE', () => expired, '2024-04-20T08:00:00+07:00'), ['HBS-306'], 'hết hạn'],
    // Its content.
    ['a rating that does not follow from the cells', rule(() => ({ yearEnd: { ...plain.yearEnd, overallResult: 'HT' } })), ['HBS-403'], 'nhưng theo Điều 9 Thông tư 27/2020/TT-BGDĐT là "Hoàn thành xuất sắc"'],
    ['a missing level', rule(() => ({ assessment: fullAssessment({ subjects: plain.assessment.subjects.map(({ level, ...rest }) => (rest.subject === 'TOAN' ? rest : { ...rest, ...(level && { level }) })) }) })), ['HBS-403'], 'còn 1 ô trống: Toán'],
    ['completed, yet not promoted', rule(() => ({ yearEnd: { ...plain.yearEnd, promoted: false } })), ['HBS-403'], 'được lên lớp trái với'],
    ['lớp 5 before its year', rule(() => ({ assessment: fullAssessment({ grade: 5 }), yearEnd: { ...plain.yearEnd, primaryCompleted: true } })), ['HBS-403'], 'chưa thực hiện Thông tư 27'],
    ['a school year before Thông tư 27', rule(() => ({ schoolYear: year('2019-2020'), history: [{ ...plain.history[0]!, schoolYear: year('2019-2020') }] })), ['HBS-403'], 'năm học 2019-2020 lớp 4 chưa thực hiện Thông tư 27'],
    ['a school year that has not begun', rule(() => ({ schoolYear: year('2030-2031'), history: [{ ...plain.history[0]!, schoolYear: year('2030-2031') }] })), ['HBS-403'], 'ngày lập nằm ngoài năm học'],
    // Its place in the registry.
    ['a pupil who is not on the roster', async () => item.submit(await a.issue(99)), ['HBS-401'], 'Gửi lại danh sách học sinh'],
    ['a class the pupil is not in', async () => item.submit(await a.packet(a.record(pupil++, { classroom: '4C', homeroomTeacher: teacher('GV0018') }), { homeroomTeacher: a.signerOf('GV0018') })), ['HBS-402'], 'không học lớp 4C'],
    ['the look-up code of another pupil', rule(() => ({ lookupCode: held.record.lookupCode })), ['HBS-405'], 'mỗi học sinh chỉ có một mã'],
    ['a second look-up code for one pupil', async () => item.replace(await a.issue(1, { ...replacing(held), lookupCode: a.record(90).lookupCode })), ['HBS-405'], 'Dùng đúng mã tra cứu đã cấp cho em'],
    ['a version the province has', () => item.submit(held), ['HBS-410'], 'Không cần nộp lại'],
    ['a new version that calls itself the first', async () => item.submit(await a.issue(1)), ['HBS-411'], 'cũ hơn bản 1'],
    ['a new version without a word about the old', async () => item.submit(await a.issue(1, { versionNumber: 2 })), ['HBS-407'], 'Bản thay thế phải nêu'],
    ['a new version that names the old but is handed in as new', async () => item.submit(await a.issue(1, replacing(held))), ['HBS-407'], 'Bản thay thế phải nêu'],
    ['a replacement that does not say what it replaces', async () => item.replace(await a.issue(1, { versionNumber: 2 })), ['HBS-407'], 'Bản thay thế phải nêu'],
    ['a replacement of an unknown version', async () => item.replace(await a.issue(pupil++, replacing(sound))), ['HBS-407'], 'Bản thay thế phải nêu'],
    ['a replacement of a withdrawn version', async () => item.replace(await a.issue(2, replacing(withdrawn))), ['HBS-407'], 'sau khi bị trả lại hoặc thu hồi thì nộp mới'],
    ['a replacement that names other bytes', async () => item.replace(await a.issue(1, replacing(held, item.sha256(sound)))), ['HBS-407'], 'Bản thay thế phải nêu'],
    ['a replacement of another school’s version', async () => item.replace(await a.issue(pupil++, replacing(ofB))), ['HBS-407'], 'Bản thay thế phải nêu'],
    ['a previous year the province does not have', rule(() => ({ previousYear: { schoolYear: year('2022-2023'), versionId: held.record.versionId, sha256: item.sha256(held) } })), ['HBS-404'], 'năm học trước'],
    ['a withdrawal of an unknown version', () => item.withdraw(sound), ['HBS-407'], 'Sở không có phiên bản'],
    ['a withdrawal of another school’s version', () => item.withdraw(ofB), ['HBS-407'], 'Sở không có phiên bản'],
    ['a withdrawal under the code of another pupil', () => item.withdraw({ record: { ...held.record, lookupCode: other.record.lookupCode } }), ['HBS-407'], 'Sở không có phiên bản'],
    ['a second withdrawal', () => item.withdraw(withdrawn), ['HBS-407'], 'không nối đúng'],
  ];

  /** All of them in one batch: none keeps another from its answer. */
  let result: BatchResult, changed: readonly string[], message: Message;
  beforeAll(async () => {
    const items: BatchItem[] = [];
    for (const [, make] of ROWS) items.push(await make());
    message = await a.batch(items);
    const before = await tables.digests();
    expect((await deliver(asA, message)).accepted).toBe(true);
    changed = changedTables(before, await tables.digests());
    result = await resultOf(asA, message);
  });
  test.each(ROWS.map(([title, , codes, says], i) => [title, codes, says, i] as const))('%s', (_, codes, says, i) => {
    const { accepted, reasons, index } = result.items[i]!;
    expect([index, accepted, codesOf(reasons)]).toEqual([i + 1, false, codes]);
    expect(reasons.map((reason) => reason.message).join('\n')).toContain(says.replace('#', String(i + 1)));
  });
  test('registry, log and lists are what they were: only the answer has come', () => expect(changed).toEqual(['message', 'message_item', 'message_result']));
  test('the state counts them all as refused', async () => {
    const state = gateway.batchState.answer.parse(JSON.parse(textOf((await asA.get('batchState', message.messageId)).bytes)));
    expect(state).toMatchObject({ state: 'answered', items: ROWS.length, accepted: 0, refused: ROWS.length });
  });
});
