import { randomBytes, randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { provinceDesk } from '#contract';
import type { Clock, Tier } from '#database';
import type { SchoolCode } from '#domain';
import { schoolIdOf } from '#identity';
import { provideIdentity, transport } from '#identity/http';
import { storedIdentity } from '#identity/postgres';
import { Instant, unwrap } from '#kernel';
import type { MinistryContext, MinistryTables } from '#ministry';
import { ministryHttp } from '#ministry/http';
import { openJudges } from '#province/gateway';
import { createProvinceBackground, provinceHttp } from '#province/http';
import { provinceDatabase } from '#province/postgres';
import type { ProvinceContext } from '#province/registry';
import { createMinistryClient, type ReportingPorts } from '#province/reporting';
import { nodePrimitives } from '#signature/node';
import { remoteRevocation } from '#signature/remote';
import { createDemoPki, type DemoHolder, REVOCATION_HOSTS, startRevocationResponder, startTsaResponder } from '../../src/apps/demo/pki/index.ts';
import { testLogSigner } from './log.ts';
import { type TestTier, testTier } from '../support/database.ts';

/** Started when a test first judges a batch; idle threads keep no process alive. */
export const JUDGES = openJudges();
export const PROVINCE = '22' as SchoolCode, MINISTRY = 'BGD' as SchoolCode;
const HOUR_MS = 3_600_000;
const NOTHING_REAL = { testData: true, testSignatures: true, virtualClock: true } as const;

/** A clock that stands still until a test moves it, so that every run tells the same times. */
export interface TestClock extends Clock { set(text: string): void; tick(): void }
export function testClock(start: string): TestClock {
  let at = unwrap(Instant.parse(start));
  return { now: () => at, set: (text) => void (at = unwrap(Instant.parse(text))), tick: () => void (at = Instant.of(at + 1000)) };
}

const unit = (id: string, name: string): DemoHolder => ({ id, kind: 'organisation', name, organisation: name, key: 'rsa-2048' });
/** Seal, head and two homeroom teachers of a school; the ids are those of `hocBa()`. */
const peopleOf = (code: string): readonly DemoHolder[] => {
  const school = `Trường ${code}`;
  const person = (id: string, name: string, key: DemoHolder['key']): DemoHolder => ({ id: `${code}.${id}`, kind: 'person', name, organisation: school, key });
  return [unit(`${code}.seal`, school), person('GV0001', 'Phạm Hồng Vân', 'rsa-2048'), person('GV0017', 'Đỗ Thị Ngân', 'ec-p256'), person('GV0018', 'Lê Văn Sơn', 'ec-p256')];
};

export type TrialPki = Awaited<ReturnType<typeof openTrialPki>>;
/** Keys and certificates of the province, the ministry and everybody in these schools, with a time-stamping authority on the clock of the test. */
export async function openTrialPki(clock: Clock, schools: readonly SchoolCode[]) {
  const pki = await createDemoPki({ holders: [unit('so', 'Sở Giáo dục và Đào tạo Quảng Ninh'), unit('bo', 'Bộ Giáo dục và Đào tạo'), ...schools.flatMap(peopleOf)] });
  const tsa = await startTsaResponder({ credential: pki.tsa, clock: () => clock.now() });
  const authorities = await startRevocationResponder(pki, () => clock.now());
  // Lists of the hour, as an authority gives them; what is revoked in the hour is on the next ones.
  let lists: { readonly from: number; readonly trust: ReturnType<typeof pki.trust> } | undefined;
  const trust = () => {
    if (lists === undefined || clock.now() >= lists.from + HOUR_MS) lists = { from: clock.now(), trust: pki.trust(clock.now()) };
    return lists.trust;
  };
  return { pki, tsa: { ...tsa, stop: async (): Promise<void> => { await Promise.all([tsa.stop(), authorities.stop()]); } }, authorities, clock, trust, provinceSeal: pki.credential('so').certificate, ministrySeal: pki.credential('bo').certificate };
}

/** What the province tier needs, on a database of the caller's choice. */
export const provinceOn = (tier: Tier, { pki, tsa, authorities, clock, trust }: TrialPki): ProvinceContext => ({
  database: provinceDatabase(tier), clock, uuid: () => randomUUID(), random: (length) => new Uint8Array(randomBytes(length)), primitives: nodePrimitives, code: PROVINCE, name: 'Sở GD&ĐT Quảng Ninh',
  seal: pki.signer('so'), logSigner: testLogSigner, tsaUrl: tsa.url, trust, revocation: remoteRevocation({ hosts: REVOCATION_HOSTS.map((host) => ({ host, via: authorities.url })), primitives: nodePrimitives }), standing: NOTHING_REAL,
});
export const ministryOn = (tier: Tier, { pki, tsa, clock, trust, provinceSeal }: TrialPki): MinistryContext => ({
  database: tier.tables<MinistryTables>(), clock, primitives: nodePrimitives, seal: pki.signer('bo'), tsaUrl: tsa.url, trust, provinces: [{ code: PROVINCE, name: 'Quảng Ninh', certificates: [provinceSeal] }], standing: NOTHING_REAL,
});

/** Tells the province that a school may speak to its gateway; answers the secret of its program. */
export async function registerSchool(province: TestTier, code: SchoolCode): Promise<string> {
  await provinceDatabase(province.tier).inScope({ province: true }, (trx) => trx.insertInto('school_unit').values({ school_id: schoolIdOf(code), code, name: `Trường ${code}`, commune: 'Phường Mạo Khê', district: null }).execute());
  return (await storedIdentity(province.tier, 'province').createClient(code)).secret;
}

type Register = (app: FastifyInstance) => void;
/** One server for the parts that are given, as the product builds it: each tier in a context of its own. */
async function serverOf(parts: readonly (readonly [tier: Tier, name: 'province' | 'ministry', register: Register])[]): Promise<FastifyInstance> {
  const app = Fastify();
  await transport(app);
  for (const [tier, name, register] of parts) {
    await app.register((own, _options, done) => {
      provideIdentity(own, { identity: storedIdentity(tier, name), secure: false });
      register(own);
      done();
    });
  }
  return app;
}

export type Tiers = Awaited<ReturnType<typeof openTiers>>;
/** Province and ministry with real databases, keys and HTTP. Nothing happens in the background unless a test settles it. */
export async function openTiers(options: { readonly schools: readonly SchoolCode[]; readonly start?: string }) {
  const clock = testClock(options.start ?? '2024-06-03T08:00:00+07:00');
  const [trial, province, ministry] = await Promise.all([openTrialPki(clock, options.schools), testTier('province'), testTier('ministry')]);
  const secrets = new Map<string, string>();
  for (const code of options.schools) secrets.set(code, await registerSchool(province, code));
  const officer = { username: 'so.tiepnhan', password: 'cây đa bến nước sân đình' };
  const identity = storedIdentity(province.tier, 'province');
  unwrap(await identity.createAccount({ ...officer, organisation: { code: PROVINCE, name: 'Sở' }, role: 'provinceOfficer', fullName: 'Chuyên viên tiếp nhận' }));
  const ministrySecret = (await storedIdentity(ministry.tier, 'ministry').createClient(PROVINCE)).secret;
  let baseUrl = '';
  const reporting: ReportingPorts = {
    ministry: createMinistryClient({ baseUrl: () => baseUrl, credentials: () => Promise.resolve({ clientId: PROVINCE, clientSecret: ministrySecret }) }), ministryCode: MINISTRY, ministryCertificates: [trial.ministrySeal],
  };

  /** Everything the two tiers run, on these connections: as the tests open it, and as a restart opens it again. */
  async function start(provinceTier: Tier, ministryTier: Tier) {
    const context = provinceOn(provinceTier, trial), ministryContext = ministryOn(ministryTier, trial);
    const troubles: unknown[] = [];
    const background = createProvinceBackground(context, reporting, JUDGES, (error) => troubles.push(error));
    const app = await serverOf([
      [provinceTier, 'province', (own) => provinceHttp(own, { context, background, reporting, clock: { moveTo: () => Promise.reject(new Error('tests move the clock themselves')) } })],
      [ministryTier, 'ministry', (own) => ministryHttp(own, ministryContext)],
    ]);
    return {
      context, ministryContext, background, troubles, app,
      async listen(): Promise<string> { return (baseUrl = await app.listen({ port: 0, host: '127.0.0.1' })); },
      async stop(): Promise<void> {
        await app.close();
        await background.stop();
      },
    };
  }
  const running = await start(province.tier, ministry.tier);
  const { token } = unwrap(await identity.logIn({ ...officer, address: '127.0.0.1' }));
  const asOfficer = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return {
    clock, trial, province, ministry, reporting, start, ...running, secretOf: (code: SchoolCode) => secrets.get(code)!, ministrySecret,
    /** An officer decides about the signers that wait and that `which` picks. */
    async decideSigners(approve: boolean, which: (signer: { readonly schoolCode: string; readonly role: string; readonly staffId: string }) => boolean = () => true): Promise<void> {
      const { signers } = provinceDesk.signers.answer.parse((await running.app.inject({ url: provinceDesk.signers.path, headers: asOfficer })).json());
      const signerIds = signers.filter((one) => one.state === 'waiting' && which(one)).map(({ signerId }) => signerId);
      const answer = await running.app.inject({ method: 'POST', url: provinceDesk.approveSigners.path, headers: asOfficer, payload: { signerIds, approve } });
      if (answer.statusCode !== 200) throw new Error(answer.body);
    },
    /** An officer records the province's decision that a school may hand in late. */
    async allowLate(schoolCode: SchoolCode, decision: { readonly decisionNumber: string; readonly decisionDate: string }): Promise<void> {
      const answer = await running.app.inject({ method: 'POST', url: provinceDesk.allowLate.path.replace(':schoolCode', schoolCode), headers: asOfficer, payload: decision });
      if (answer.statusCode !== 200) throw new Error(answer.body);
      provinceDesk.allowLate.answer.parse(answer.json());
    },
    /** Asks the desk of the province as an officer of that district or commune. */
    async asAreaOfficer(area: string | undefined) {
      const account = { username: `phong.${randomBytes(4).toString('hex')}`, password: officer.password };
      unwrap(await identity.createAccount({ ...account, organisation: { code: PROVINCE, name: 'Sở' }, role: 'districtOfficer', fullName: 'Chuyên viên Phòng', ...(area === undefined ? {} : { area }) }));
      const opened = unwrap(await identity.logIn({ ...account, address: '127.0.0.1' }));
      return (url: string, method: 'GET' | 'POST' = 'GET') => running.app.inject({ method, url, headers: { authorization: `Bearer ${opened.token}` } });
    },
    /** What an officer sees of a batch. */
    async batchAsOfficer(messageId: string) {
      return provinceDesk.batch.answer.parse((await running.app.inject({ url: provinceDesk.batch.path.replace(':messageId', messageId), headers: asOfficer })).json());
    },
    async close(): Promise<void> {
      await running.stop();
      await Promise.all([province.close(), ministry.close(), trial.tsa.stop()]);
    },
  };
}
