import { createHash } from 'node:crypto';
import { type HocBa, LookupCode, refusal, type Sha256Hex, SchoolYear, VersionId } from '#domain';
import { storedIdentity } from '#identity/postgres';
import { transport } from '#identity/http';
import { err, Instant, PlainDate, ok, unwrap, utf8 } from '#kernel';
import type { PortalJudge, PortalServices, RegistryReader, RegistryRecord, RegistryState, RegistryYear } from '#portal';
import { portalHttp } from '#portal/http';
import { storedPortal } from '#portal/postgres';
import type { CopySealer, PrintInput } from '#print';
import type { PacketJudgement } from '#verifier';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hocBa } from '../../test/builders/hoc-ba.ts';
import { type TestTier, testTier } from '../../test/support/database.ts';

const NOW = unwrap(Instant.parse('2024-07-02T19:32:00+07:00'));
const SIGNED = unwrap(Instant.parse('2024-06-25T15:40:00+07:00'));
const BIRTH_DATE = { ngay: '14', thang: '3', nam: '2014' };

/** The registry of these tests: records by code, each pupil born on 14/03/2014. */
const records = new Map<string, RegistryRecord>(), evidenceFiles = new Map<string, Uint8Array>();
const reader: RegistryReader = {
  find: async (code, birthDate) => (birthDate === '2014-03-14' ? records.get(code) : undefined),
  read: async (code) => records.get(code),
  evidenceOf: async (versionId) => evidenceFiles.get(versionId),
  standingOf: async (sha256) => [...records.values()].flatMap(({ years }) => years).find((year) => year.packet.sha256 === sha256),
};
/** Says what the state of each test needs; the real judge has tests of its own. */
let verdict: PacketJudgement['verdict'] = 'TOTAL-PASSED';
const contents = new Map<string, HocBa>();
const judge: PortalJudge = {
  async packet(year) {
    const signature = (role: string, provenTime?: Instant) => ({ role, slot: role, verdict, signingTime: SIGNED, provenTime, findings: [], where: '' });
    return {
      verdict, sha256: year.packet.sha256, refusals: [], notices: [], ...(verdict === 'TOTAL-FAILED' ? {} : { hocBa: contents.get(year.packet.sha256)! }),
      signatures: [signature('homeroomTeacher'), signature('schoolHead', SIGNED), signature('orgSignature', SIGNED)] as unknown as PacketJudgement['signatures'],
    };
  },
  file: async (bytes, evidence) => ({
    verdict, subIndication: verdict === 'TOTAL-PASSED' ? null : 'HASH_FAILURE', kind: 'packet', notes: evidence.map((one) => `Bằng chứng ${one.length} byte.`), packets: [packetWithin(bytes)], errors: verdict === 'TOTAL-PASSED' ? [] : [{ code: 'HBS-302', message: 'Nội dung đã bị sửa <sau khi ký>.', remedy: 'Lấy lại tệp gốc.', where: `/HOC_BA[${bytes.length}]` }],
    citizen: { sentence: verdict === 'TOTAL-PASSED' ? 'Tệp nguyên vẹn và hợp lệ.' : 'Tệp không hợp lệ.', advice: 'Hỏi <Cổng>.' }, policy: { id: 'hocba', title: 'Học bạ số', from: '2024-04-11', sha256: '0'.repeat(64) }, warnings: [],
    checks: [{ subject: 'signature[0]', kind: 'signature', title: 'Chữ ký GVCN của Đỗ Thị Ngân', answers: [{ check: 'data-intact', status: verdict === 'TOTAL-PASSED' ? 'passed' : 'failed', clause: 'EN 319 102-1 §5.2.7.4' }] }],
    signatures: [{ role: 'GVCN', signer: 'Đỗ Thị Ngân', verdict, subIndication: null, signingTime: '2024-06-25T15:40:00+07:00', bestSignatureTime: null, covers: ['#data'], where: '/HOC_BA', counterSigns: [], algorithm: 'ecdsa-sha256', level: 'B-B' }],
  }),
};

/** A file is the packet itself, or `PDF:` and the packet it carries. */
const packetWithin = (bytes: Uint8Array) => createHash('sha256').update(Buffer.from(bytes).toString().replace(/^PDF:/, '')).digest('hex') as Sha256Hex;

let serial = 0;
/** A new pupil in the registry; the code is the pupil's own. */
function admit(state: RegistryState = 'finalized', overrides: Partial<HocBa> = {}): { code: LookupCode; year: RegistryYear } {
  const code = unwrap(LookupCode.parse(`5f0c2b7e9d1a4c3e8b6f2a1d0c9e${(++serial).toString(16).padStart(4, '0')}`));
  const record = hocBa({ lookupCode: code, ...overrides });
  const sha256 = serial.toString(16).padStart(64, '0') as Sha256Hex;
  contents.set(sha256, record);
  const year: RegistryYear = {
    versionId: record.versionId, versionNumber: 1, schoolYear: record.schoolYear, wave: 1, state, packet: { bytes: utf8(`<HOC_BA>${serial}</HOC_BA>`), sha256 },
    ...(state === 'finalized' || state === 'reported' ? { effectiveDate: unwrap(PlainDate.parse('2024-06-30')), confirmation: utf8('<XAC_NHAN/>') } : {}),
  };
  records.set(code, { lookupCode: code, years: [year] });
  return { code, year };
}

let database: TestTier;
let app: FastifyInstance;
let printed: PrintInput | undefined;
let services: PortalServices;
beforeAll(async () => {
  database = await testTier('province');
  services = {
    reader, judge, store: storedPortal(database.tier), budget: storedIdentity(database.tier, 'province', { clock: { now: () => NOW } }).budget, clock: { now: () => NOW },
    printer: { print: async (input) => { printed = input; return ok(utf8('%PDF-1.7')); } },
    site: {
      shortName: 'Sở GDĐT Quảng Ninh', fullName: 'Sở Giáo dục và Đào tạo tỉnh Quảng Ninh', support: '0203 000 0000', standing: 'Kết quả tra cứu dùng để đối chiếu.', lookUpUrl: 'HTTPS://HOCBA.EXAMPLE.VN/T/', secure: false,
      bar: () => ({ testData: true, testSignatures: true, virtualClock: true, now: Instant.toIso(NOW) }),
    },
  };
  app = Fastify();
  await transport(app);
  await portalHttp(app, services);
});
beforeEach(() => void (verdict = 'TOTAL-PASSED'));
afterAll(async () => {
  await app.close();
  await database.close();
});

let address = 0;
/** Each call comes from an address of its own unless one is given. */
const post = (url: string, form: Readonly<Record<string, string>>, remoteAddress = `10.1.${address >> 8}.${address++ & 255}`) =>
  app.inject({ method: 'POST', url, remoteAddress, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(form).toString() });
const open = (code: string, birth: Readonly<Record<string, string>> = BIRTH_DATE, from?: string) => post('/tra-cuu/mo', { ma: code, ...birth }, from);
const cookieOf = (response: { readonly headers: Readonly<Record<string, unknown>> }) => String(response.headers['set-cookie']).split(';')[0]!;
const see = async (code: string, path = '/tra-cuu/hoc-ba') => app.inject({ url: path, headers: { cookie: cookieOf(await open(code)) } });

describe('the two questions', () => {
  test.each(['/tra-cuu', '/tra-cuu/huong-dan', '/tra-cuu/xac-thuc'])('%s is a whole page in Vietnamese without code, light enough for a slow line', async (url) => {
    const { statusCode, body, headers } = await app.inject(url);
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    expect(body).toContain('<html lang="vi">');
    expect(body).toContain('Đơn vị chịu trách nhiệm: <b>Sở Giáo dục và Đào tạo tỉnh Quảng Ninh</b>');
    expect(body).not.toMatch(/<script|<style| style=| on\w+=/);
    expect(body.length).toBeLessThan(20_000);
  });
  test('the code goes in the body and leads to the birth date', async () => {
    const { statusCode, body } = await post('/tra-cuu/ngay-sinh', { ma: '5F0C-2B7E 9d1a4c3e 8b6f2a1d 0c9e7b54' });
    expect(statusCode).toBe(200);
    expect(body).toContain('<input type="hidden" name="ma" value="5f0c2b7e9d1a4c3e8b6f2a1d0c9e7b54">');
    expect(body).toContain('5f0c 2b7e 9d1a 4c3e 8b6f 2a1d 0c9e 7b54');
  });
  test.each([['28 ký tự', '9f3c 61ab 0e7d 4c52 8a1e d604 7b95', 28], ['letters outside a to f', `${'z'.repeat(32)}`, 32], ['nothing', '', 0]])('a malformed code: %s', async (_case, typed, length) => {
    const { statusCode, body } = await post('/tra-cuu/ngay-sinh', { ma: typed });
    expect(statusCode).toBe(400);
    expect(body).toContain(`mã vừa nhập có ${length} ký tự`);
    expect(body).toContain('aria-invalid="true"');
  });
  test('what was typed comes back as text, never as markup', async () => {
    const { body } = await post('/tra-cuu/ngay-sinh', { ma: '"><script>alert(1)</script>' });
    expect(body).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(body).not.toContain('<script');
  });
  test.each(['/t/', '/T/'])('the address in the QR code %s asks the birth date, for codes that exist and codes that do not', async (path) => {
    const { code } = admit();
    const pages = await Promise.all([code, '5f0c2b7e9d1a4c3e8b6f2a1d0c9effff'].map(async (each) => (await app.inject(`${path}${each.toUpperCase()}`)).body.replaceAll(each, 'CODE').replaceAll(LookupCode.grouped(each as LookupCode), 'CODE')));
    expect(pages[0]).toContain('Bước 2 trong 2');
    expect(pages[1]).toBe(pages[0]);
  });
});

describe('wrong, unknown and over the limit', () => {
  test('a wrong birth date and an unknown code get the same answer, not before a quarter of a second', async () => {
    const { code } = admit();
    const unknown = '5f0c2b7e9d1a4c3e8b6f2a1d0c9eeeee';
    const answers = [];
    for (const [each, birth] of [[code, { ...BIRTH_DATE, nam: '2015' }], [unknown, BIRTH_DATE]] as const) {
      const started = performance.now();
      const { statusCode, body, headers } = await open(each, birth);
      expect(performance.now() - started).toBeGreaterThanOrEqual(245);
      answers.push([statusCode, headers['set-cookie'], body.replaceAll(each, 'CODE').replaceAll(LookupCode.grouped(each as LookupCode), 'CODE')]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.[0]).toBe(404);
  });
  test.each([{ ngay: '31', thang: '2', nam: '2014' }, { ngay: '', thang: '', nam: '' }, { ngay: '14', thang: '3', nam: '14' }])('%j is no day', async (birth) => {
    const { statusCode, body } = await open(admit().code, birth);
    expect([statusCode, body.includes('Ngày sinh chưa đúng.')]).toEqual([400, true]);
  });
  test.each([['a code that exists', () => admit().code], ['a code that does not', () => '5f0c2b7e9d1a4c3e8b6f2a1d0c9edddd']])('%s: five tries in an hour, also when all come at once; then even the right date waits', async (_case, make) => {
    const code = make();
    const statuses = (await Promise.all(Array.from({ length: 12 }, () => open(code, { ...BIRTH_DATE, ngay: '15' })))).map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 404)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(7);
    const late = await open(code);
    expect(late.statusCode).toBe(429);
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
  });
  test('the family that types it right is never stopped by the limit of the code', async () => {
    const { code } = admit();
    for (let i = 0; i < 8; i++) expect((await open(code)).statusCode).toBe(303);
  });
  test('one address: thirty a minute, over all codes', async () => {
    const statuses = (await Promise.all(Array.from({ length: 40 }, () => open(admit().code, BIRTH_DATE, '10.9.9.9')))).map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 303)).toHaveLength(30);
  });
});

describe('the record', () => {
  test('the view is in a cookie no script reads; no address names anybody', async () => {
    const response = await open(admit().code);
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe('/tra-cuu/hoc-ba');
    expect(String(response.headers['set-cookie'])).toMatch(/^hocba-tra-cuu=[\w-]{43}; Max-Age=1200; Path=\/tra-cuu; HttpOnly; SameSite=Strict$/);
  });
  test('says the verdict first, then the form, who signed and what can be taken home', async () => {
    const { statusCode, body } = await see(admit().code);
    expect(statusCode).toBe(200);
    expect(body.length).toBeLessThan(50_000);
    const order = ['<h1>Hợp lệ</h1>', 'Học bạ lớp 4 của <b>Nguyễn Gia Hân</b>', 'có hiệu lực từ 30/06/2024', 'Tiếng Việt', 'Ai đã ký</h2>', 'Đỗ Thị Ngân', 'Tải PDF', 'Ai đã xem'].map((text) => body.indexOf(text));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
    expect(body).toContain('Ký lúc 15:40 ngày 25/06/2024 (theo lời người ký)');
  });
  test('shows no residence, parents or identity numbers', async () => {
    const { body } = await see(admit().code);
    for (const hidden of ['Đông Triều, Quảng Ninh', 'Nguyễn Văn Ví Dụ', '2200123456']) expect(body).not.toContain(hidden);
  });
  test('remarks are text, whatever they hold', async () => {
    const evil = hocBa().assessment;
    const { body } = await see(admit('finalized', { assessment: { ...evil, qualityRemark: '<img src=x onerror=alert(1)>' } }).code);
    expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(body).not.toContain('<img');
  });
  test.each([
    ['finalized', 'TOTAL-PASSED', 'Hợp lệ', true], ['reported', 'TOTAL-PASSED', 'Hợp lệ', true], ['admitted', 'TOTAL-PASSED', 'Đã tiếp nhận, chưa chốt', true], ['withdrawn', 'TOTAL-PASSED', 'Đã thu hồi', false],
    ['replaced', 'TOTAL-PASSED', 'Đã được thay thế', false], ['finalized', 'INDETERMINATE', 'Chưa kết luận được', true], ['finalized', 'TOTAL-FAILED', 'Không hợp lệ', false],
  ] as const)('%s and %s: %s', async (state, judged, title, shown) => {
    const { code } = admit(state);
    verdict = judged;
    const { body } = await see(code);
    expect(body).toContain(`<h1>${title}</h1>`);
    expect(body.includes('Nguyễn Gia Hân')).toBe(shown);
    expect((await see(code, '/tra-cuu/hoc-ba.xml')).statusCode).toBe(shown ? 200 : 403);
  });
  test('each school year has its own page', async () => {
    const { code, year } = admit();
    const earlier = { ...year, schoolYear: unwrap(SchoolYear.parse('2022-2023')), versionId: unwrap(VersionId.parse('b3d1e0c47b2f4e59b8c60d9f1e2a7b33')) };
    records.set(code, { lookupCode: code, years: [earlier, year] });
    expect((await see(code)).body).toContain('<a href="/tra-cuu/hoc-ba?nam=2023-2024" aria-current="page">');
    expect((await see(code, '/tra-cuu/hoc-ba?nam=2022-2023')).body).toContain('<a href="/tra-cuu/hoc-ba?nam=2022-2023" aria-current="page">');
    expect((await see(code, '/tra-cuu/hoc-ba?nam=1999-2000')).statusCode).toBe(404);
  });
  test('octets that are no longer those that were admitted are shown to nobody', async () => {
    const { code, year } = admit();
    records.set(code, { lookupCode: code, years: [{ ...year, packet: { ...year.packet, sha256: 'f'.repeat(64) as Sha256Hex } }] });
    const original = judge.packet;
    const swapped: PortalJudge['packet'] = async () => ({ ...(await original(year, NOW)), sha256: 'e'.repeat(64) as Sha256Hex });
    Object.assign(judge, { packet: swapped });
    const { body } = await see(code);
    Object.assign(judge, { packet: original });
    expect(body).toContain('<h1>Không hợp lệ</h1>');
  });
});

describe('taking it home', () => {
  test('the packet and the confirmation are the exact octets, under a name that names nobody', async () => {
    const { code, year } = admit();
    const xml = await see(code, '/tra-cuu/hoc-ba.xml');
    expect(xml.rawPayload.equals(year.packet.bytes)).toBe(true);
    expect(xml.headers).toMatchObject({ 'content-type': 'application/xml', 'content-disposition': 'attachment; filename="hoc-ba-2023-2024.xml"', 'cache-control': 'no-store' });
    expect((await see(code, '/tra-cuu/xac-nhan.xml')).rawPayload.equals(year.confirmation!)).toBe(true);
    expect((await see(code, '/tra-cuu/bang-chung.xml')).statusCode).toBe(404);
    evidenceFiles.set(year.versionId, utf8('<BANG_CHUNG/>'));
    expect((await see(code, '/tra-cuu/bang-chung.xml')).body).toBe('<BANG_CHUNG/>');
  });
  test('the PDF is printed from what was judged, with packet, confirmation and the QR address', async () => {
    const { code, year } = admit();
    expect((await see(code, '/tra-cuu/hoc-ba.pdf')).headers['content-type']).toBe('application/pdf');
    expect(printed).toMatchObject({
      lookUpUrl: `HTTPS://HOCBA.EXAMPLE.VN/T/${code.toUpperCase()}`, convertedAt: NOW, converter: 'Sở Giáo dục và Đào tạo tỉnh Quảng Ninh', test: true, preview: false,
      years: [{ packet: year.packet, confirmation: { bytes: year.confirmation, effectiveDate: '2024-06-30' }, signatures: { homeroomTeacher: { fullName: 'Đỗ Thị Ngân', verdict: 'valid' }, orgSignature: { fullName: 'Trường Tiểu học Minh Hoạ A' } } }],
    });
  });
  test('the PDF has every year that counts; the extract has the one that was asked for', async () => {
    const { code, year } = admit();
    const other = (schoolYear: string, state: RegistryState): RegistryYear => ({ ...admit(state, { schoolYear: schoolYear as SchoolYear }).year, schoolYear: schoolYear as SchoolYear });
    records.set(code, { lookupCode: code, years: [other('2021-2022', 'reported'), other('2022-2023', 'withdrawn'), year] });
    await see(code, '/tra-cuu/hoc-ba.pdf?nam=2021-2022');
    expect(printed).toMatchObject({ product: 'hocBa' });
    expect(printed!.years.map(({ hocBa: { schoolYear } }) => schoolYear)).toEqual(['2021-2022', '2023-2024']);
    const extract = await see(code, '/tra-cuu/trich-luc.pdf?nam=2021-2022');
    expect(extract.headers['content-disposition']).toBe('attachment; filename="trich-luc-hoc-ba-2021-2022.pdf"');
    expect(printed).toMatchObject({ product: 'extract', years: [{ hocBa: { schoolYear: '2021-2022' } }] });
    expect((await see(code, '/tra-cuu/trich-luc.pdf?nam=2022-2023')).statusCode).toBe(403);
  });
  test('the PDF is sealed where the portal has a seal; without it the copy says on its pages that it has none', async () => {
    const { code } = admit();
    let answer: Awaited<ReturnType<CopySealer['seal']>> = ok({ bytes: utf8('%PDF-1.7 có dấu'), level: 'B-LT' });
    Object.assign(services, { sealer: { by: 'Sở GDĐT', seal: async () => answer } satisfies CopySealer });
    expect((await see(code, '/tra-cuu/hoc-ba.pdf')).body).toBe('%PDF-1.7 có dấu');
    expect(printed).toMatchObject({ seal: { by: 'Sở GDĐT' } });
    answer = err(refusal('signer/unavailable', { detail: '' }));
    expect((await see(code, '/tra-cuu/hoc-ba.pdf')).body).toBe('%PDF-1.7');
    expect(printed).toMatchObject({ seal: 'missing' });
    Object.assign(services, { sealer: undefined });
  });
  test('a record that does not fit its form says which cell', async () => {
    const { code } = admit();
    const { printer } = services;
    Object.assign(services, { printer: { print: async () => err(refusal('print/overflow', { pupil: 'Nguyễn Gia Hân', cell: 'Nhận xét môn Toán' })) } });
    const page = await see(code, '/tra-cuu/hoc-ba.pdf');
    Object.assign(services, { printer });
    expect(page.body).toContain('Nhận xét môn Toán');
    expect(page.statusCode).toBeGreaterThanOrEqual(400);
  });
  test('a pupil who is not assessed has no empty tables', async () => {
    const { code } = admit('finalized', { assessment: { grade: 2, notAssessed: true, subjects: [], traits: {}, health: {}, absence: {}, awards: [] }, yearEnd: {} });
    const { body } = await see(code, '/tra-cuu/hoc-ba');
    expect(body).toContain('Học sinh khuyết tật không đánh giá (Điều 8');
    expect(body).not.toContain('<table');
  });
  test('a confirmation that is still being written says so', async () => expect((await see(admit('admitted').code, '/tra-cuu/xac-nhan.xml')).statusCode).toBe(404));
});

describe('an open view', () => {
  test.each(['/tra-cuu/hoc-ba', '/tra-cuu/hoc-ba.pdf', '/tra-cuu/hoc-ba.xml', '/tra-cuu/xac-nhan.xml', '/tra-cuu/bang-chung.xml'])('%s is nothing without it', async (url) => {
    for (const cookie of ['', `hocba-tra-cuu=${'A'.repeat(43)}`]) expect((await app.inject({ url, headers: { cookie } })).statusCode).toBe(401);
  });
  test('is over when it is closed', async () => {
    const cookie = cookieOf(await open(admit().code));
    await app.inject({ method: 'POST', url: '/tra-cuu/dong', headers: { cookie } });
    expect((await app.inject({ url: '/tra-cuu/hoc-ba', headers: { cookie } })).statusCode).toBe(401);
  });
  test('runs out after twenty minutes of real time', async () => {
    let now = NOW as number;
    const store = storedPortal(database.tier, { now: () => Instant.of(now) });
    const { token } = await store.openView(admit().code);
    now += 19 * 60_000;
    expect(await store.viewOf(token)).toBeDefined();
    now += 60_000;
    expect(await store.viewOf(token)).toBeUndefined();
    await store.sweep();
    const { rows } = await database.tier.pool.query<{ left: number }>('select count(*)::int as left from portal_view where ends_at <= $1', [new Date(now)]);
    expect(rows[0]?.left).toBe(0);
  });
});

describe('the access log', () => {
  test('holds look-up, view, print and download, before anything is shown, and shows them to the family', async () => {
    const { code } = admit();
    const cookie = cookieOf(await open(code));
    for (const url of ['/tra-cuu/hoc-ba', '/tra-cuu/hoc-ba.pdf', '/tra-cuu/hoc-ba.xml']) await app.inject({ url, headers: { cookie } });
    const entries = await services.store.accesses(code, Instant.of(NOW - 1), 10);
    expect(entries.map(({ action }) => action).sort()).toEqual(['download', 'lookUp', 'print', 'view']);
    expect((await app.inject({ url: '/tra-cuu/hoc-ba', headers: { cookie } })).body).toContain('02/07/2024 19:32 · Tải bản PDF');
  });
  test('cannot be changed by the program', async () => {
    for (const statement of [`update portal_access set action = 'view'`, 'delete from portal_access', 'truncate portal_access']) {
      await expect(database.tier.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });
  test('a view that cannot be written down is not shown', async () => {
    const { code } = admit();
    const cookie = cookieOf(await open(code));
    const { record } = services.store;
    Object.assign(services.store, { record: () => Promise.reject(new Error('disk')) });
    const response = await app.inject({ url: '/tra-cuu/hoc-ba', headers: { cookie } });
    Object.assign(services.store, { record });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('Nguyễn Gia Hân');
  });
});

describe('verifying a file', () => {
  const upload = (url: string, content: string, fileName = 'hoc-ba <b>.xml') =>
    app.inject({ method: 'POST', url, remoteAddress: `10.2.0.${++address & 255}`, headers: { 'content-type': 'multipart/form-data; boundary=B' }, payload: `--B\r\ncontent-disposition: form-data; name="tep"; filename="${fileName}"\r\n\r\n${content}\r\n--B--\r\n` });
  test('an intact file: sentence, people, report', async () => {
    const { statusCode, body } = await upload('/tra-cuu/xac-thuc', '<HOC_BA/>');
    expect(statusCode).toBe(200);
    for (const text of ['Tệp nguyên vẹn và hợp lệ', 'hoc-ba &lt;b&gt;.xml', '<b>Đỗ Thị Ngân</b>, giáo viên chủ nhiệm', 'TOTAL-PASSED', 'chưa tiếp nhận tệp này']) expect(body).toContain(text);
  });
  test('a broken file: the cause, escaped', async () => {
    verdict = 'TOTAL-FAILED';
    const { body } = await upload('/tra-cuu/xac-thuc', '<HOC_BA/>');
    for (const text of ['Không hợp lệ', 'TOTAL-FAILED / HASH_FAILURE', 'HBS-302', 'Nội dung đã bị sửa &lt;sau khi ký&gt;.']) expect(body).toContain(text);
  });
  test.each([['the packet itself', ''], ['a PDF that carries it', 'PDF:']])('a packet that was replaced says so: %s', async (_case, around) => {
    const { code, year } = admit('replaced');
    records.set(code, { lookupCode: code, years: [{ ...year, packet: { bytes: utf8('<THAY/>'), sha256: packetWithin(utf8('<THAY/>')) } }] });
    expect((await upload('/tra-cuu/xac-thuc', `${around}<THAY/>`)).body).toContain('<h3>Đã được thay thế</h3>');
  });
  test('the first layer says what to do; the list for experts answers each question, escaped', async () => {
    const { body } = await upload('/tra-cuu/xac-thuc', '<HOC_BA/>');
    for (const text of ['Việc cần làm:</b> Hỏi &lt;Cổng&gt;.', 'Từng câu hỏi và câu trả lời', '<b>đạt</b> · Nội dung có còn đúng như khi ký không? Nội dung không đổi từ khi ký.', 'EN 319 102-1 §5.2.7.4', '0'.repeat(64)]) expect(body).toContain(text);
  });
  test.each(['/tra-cuu/xac-thuc', '/api/verify'])('%s takes the evidence that comes with the file', async (url) => {
    const second = (content: string): string => `\r\n--B\r\ncontent-disposition: form-data; name="bang-chung"; filename="b.xml"\r\n\r\n${content}`;
    expect((await upload(url, `<HOC_BA/>${second('<BANG_CHUNG/>')}`)).body).toContain('Bằng chứng 13 byte.');
  });
  test('no file is a page that asks for one', async () => {
    const { statusCode, body } = await upload('/tra-cuu/xac-thuc', '');
    expect([statusCode, body.includes('Chưa chọn tệp, hoặc tệp rỗng.')]).toEqual([400, true]);
  });
  test('for programs: the JSON of the contract', async () => {
    expect((await upload('/api/verify', '<HOC_BA/>')).json()).toMatchObject({ verdict: 'TOTAL-PASSED', subIndication: null, errors: [], signatures: [{ role: 'GVCN', level: 'B-B' }] });
  });
});

describe('the look-up for programs', () => {
  const ask = (body: object) => app.inject({ method: 'POST', url: '/api/portal/v1/look-ups', remoteAddress: `10.3.0.${++address & 255}`, payload: body });
  test('gives the record and how it stands', async () => {
    const { code } = admit();
    const response = await ask({ code, birthDate: '2014-03-14' });
    expect(response.json()).toMatchObject({ lookupCode: code, years: [{ schoolYear: '2023-2024', status: 'valid', effectiveDate: '2024-06-30', record: { pupil: { fullName: 'Nguyễn Gia Hân' } }, signatures: [{ role: 'homeroomTeacher', proven: false }, {}, {}] }] });
    expect((await services.store.accesses(code, NOW, 5)).map(({ channel }) => channel)).toEqual(['api']);
  });
  test('holds nothing of a record that no longer counts', async () => {
    const { body } = await ask({ code: admit('withdrawn').code, birthDate: '14/03/2014' });
    expect(JSON.parse(body)).toMatchObject({ years: [{ status: 'withdrawn', record: null }] });
    expect(body).not.toContain('Nguyễn Gia Hân');
  });
  test('refuses like the page does', async () => {
    const { code } = admit();
    const answers = [await ask({ code, birthDate: '2014-03-15' }), await ask({ code: '5f0c2b7e9d1a4c3e8b6f2a1d0c9ecccc', birthDate: '2014-03-14' })];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404]);
    expect(answers[0]!.body).toBe(answers[1]!.body);
    expect(answers[0]!.json()).toMatchObject({ code: 'portal/record-not-found', publicCode: 'HBS-720' });
  });
});

describe('style sheets', () => {
  test.each(['tokens.css', 'base.css', 'portal.css'])('%s comes compressed; all of them and a page stay below 60 KB', async (name) => {
    const packed = await app.inject({ url: `/giao-dien/cong/${name}`, headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'text/css; charset=utf-8' });
    expect(packed.rawPayload.length).toBeLessThan(13_000);
  });
  test('the typeface is ours', async () => expect((await app.inject('/giao-dien/cong/fonts/be-vietnam-pro-vietnamese-400-normal.woff2')).statusCode).toBe(200));
});
