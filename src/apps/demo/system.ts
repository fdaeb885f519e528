import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schoolDesk } from '#contract';
import { checkSchema, type DatabaseSecrets, migrate, openTier, provisionTier, REHEARSAL_START, type StoredClock, storedClock, type Tier, TIER_NAMES, type TierName, type TierUrls } from '#database';
import { addressOf, type SchoolCode, type SchoolYear } from '#domain';
import { schoolIdOf } from '#identity';
import { sessionHttp } from '#identity/http';
import { storedIdentity } from '#identity/postgres';
import { Instant, ok, unwrap } from '#kernel';
import type { MinistryTables } from '#ministry';
import { ministryHttp } from '#ministry/http';
import { portalJudge } from '#portal';
import { portalHttp } from '#portal/http';
import { storedPortal } from '#portal/postgres';
import { createPrinter } from '#print';
import { approvedSigners, provinceDatabase, provinceRegistryReader } from '#province/postgres';
import { createProvinceBackground, provinceHttp } from '#province/http';
import type { ProvinceContext } from '#province/registry';
import { createMinistryClient } from '#province/reporting';
import { createGatewayClient, createSchool } from '#school';
import { schoolHttp } from '#school/http';
import { nodePrimitives } from '#signature/node';
import type { FastifyInstance } from 'fastify';
import { buildServer } from '../server/index.ts';
import { ensureAccounts, MINISTRY, MINISTRY_ACCOUNTS, PROVINCE, PROVINCE_ACCOUNTS, schoolAccounts } from './accounts.ts';
import { MINISTRY_SEAL, openDemoKeys, PROVINCE_SEAL } from './keys.ts';
import { startTsaResponder } from './pki/index.ts';
import { readSamples } from './samples.ts';
import { demoSecrets } from './secrets.ts';

export interface SystemOptions {
  /** Administrator of a PostgreSQL server. */
  readonly adminUrl: string;
  readonly dataFolder: string;
  readonly secrets: DatabaseSecrets;
  /** Folder of the sample workbooks. */
  readonly samples: string;
  readonly schoolYear: SchoolYear;
  /** 0 takes any free port. */
  readonly port: number;
  readonly start?: Instant;
}

const DESKS = fileURLToPath(new URL('../../../dist/web', import.meta.url));
const ORIGIN = 'hoc-ba-so/22';
const NOTHING_REAL = { testData: true, testSignatures: true, virtualClock: true } as const;

/** The whole demonstration in one process: three tiers that only speak the public contract to each other, trial keys, a rehearsal clock, a time-stamping authority. */
export async function startSystem(options: SystemOptions) {
  const { dataFolder, schoolYear } = options;
  const urls = new Map<TierName, TierUrls>();
  for (const tier of TIER_NAMES) {
    const own = unwrap(await provisionTier(options.adminUrl, tier, options.secrets));
    unwrap(await migrate(own.owner, tier));
    urls.set(tier, own);
  }
  const open = (name: TierName, kind: 'app' | 'read' = 'app'): Tier => openTier(urls.get(name)![kind], { name: `hocba ${name}` });
  const [schoolTier, provinceTier, ministryTier, portalTier] = [open('school'), open('province'), open('ministry'), open('province', 'read')];
  const tiers = { school: schoolTier, province: provinceTier, ministry: ministryTier };
  const start = options.start ?? REHEARSAL_START;
  const clocks: Readonly<Record<TierName, StoredClock>> = { school: await storedClock(schoolTier, { start }), province: await storedClock(provinceTier, { start }), ministry: await storedClock(ministryTier, { start }) };

  const samples = await readSamples(options.samples, schoolYear);
  const keys = await openDemoKeys(join(dataFolder, 'keys'), samples, ORIGIN);
  const provinceSeal = keys.pki.credential(PROVINCE_SEAL).certificate, ministrySeal = keys.pki.credential(MINISTRY_SEAL).certificate;
  const tsa = await startTsaResponder({ credential: keys.pki.tsa, clock: () => clocks.province.now() });
  const demo = demoSecrets(dataFolder);
  const identities = { school: storedIdentity(schoolTier, 'school'), province: storedIdentity(provinceTier, 'province'), ministry: storedIdentity(ministryTier, 'ministry') };
  const clientSecret = async (tier: 'province' | 'ministry', clientId: string): Promise<string> => {
    const name = `${tier}/${clientId}`;
    if (demo.clientSecret(name) === undefined) demo.keepClientSecret(name, (await identities[tier].createClient(clientId)).secret);
    return demo.clientSecret(name)!;
  };
  let baseUrl = '';
  const printer = createPrinter();

  const province: ProvinceContext = {
    database: provinceDatabase(provinceTier), clock: clocks.province, uuid: () => randomUUID(), random: (length) => new Uint8Array(randomBytes(length)), primitives: nodePrimitives, code: PROVINCE.code as SchoolCode, name: PROVINCE.name,
    seal: keys.pki.signer(PROVINCE_SEAL), logSigner: keys.log, tsaUrl: tsa.url, trust: () => keys.trust(clocks.province.now()), standing: NOTHING_REAL,
  };
  const reporting = {
    ministry: createMinistryClient({ baseUrl: () => baseUrl, credentials: async () => ({ clientId: PROVINCE.code, clientSecret: await clientSecret('ministry', PROVINCE.code) }) }), ministryCode: MINISTRY.code as SchoolCode, ministryCertificates: [ministrySeal],
  };
  const background = createProvinceBackground(province, reporting, (error) => process.emitWarning(`the province will try again: ${error instanceof Error ? error.message : String(error)}`));
  const school = createSchool({
    tier: schoolTier, clock: clocks.school, ids: { uuid: () => randomUUID() }, primitives: nodePrimitives, signerFor: async (code, who) => keys.signerFor(code, who), tsaUrl: tsa.url,
    gateway: createGatewayClient({ baseUrl: () => baseUrl, credentialsFor: async (code) => ({ clientId: code, clientSecret: await clientSecret('province', code) }) }), provinceCode: PROVINCE.code as SchoolCode,
    trust: async () => ({ material: await keys.trust(clocks.school.now()), provinceCertificates: [provinceSeal] }), printer, lookUpUrl: 'HTTP://LOCALHOST:3000/T/', standing: NOTHING_REAL,
  });
  const ministry = {
    database: ministryTier.tables<MinistryTables>(), clock: clocks.ministry, primitives: nodePrimitives, seal: keys.pki.signer(MINISTRY_SEAL), tsaUrl: tsa.url, trust: () => keys.trust(clocks.ministry.now()),
    provinces: [{ code: PROVINCE.code as SchoolCode, name: 'Quảng Ninh', certificates: [provinceSeal] }], standing: NOTHING_REAL,
  };
  const readDatabase = provinceDatabase(portalTier);
  const bar = () => ({ ...NOTHING_REAL, now: Instant.toIso(clocks.province.now()) });
  const portal = {
    reader: provinceRegistryReader(readDatabase), store: storedPortal(provinceTier), budget: identities.province.budget, printer, clock: clocks.province,
    judge: portalJudge(async (at) => {
      const trust = await keys.trust(at);
      return { trust: { ...trust, anchors: [...trust.anchors, provinceSeal] }, provinceCertificates: [provinceSeal], signers: await readDatabase.inScope({ province: true }, (trx) => approvedSigners(trx)) };
    }, nodePrimitives),
    site: { shortName: 'Sở GDĐT Quảng Ninh', fullName: 'Sở Giáo dục và Đào tạo tỉnh Quảng Ninh', support: 'Liên hệ nhà trường hoặc Sở trong giờ làm việc', standing: 'Cổng diễn tập: dữ liệu và chữ ký đều là thử nghiệm, không có giá trị pháp lý.', qrHost: 'LOCALHOST:3000', secure: false, bar },
  };

  await ensureAccounts(identities.province, PROVINCE_ACCOUNTS, demo.password);
  await ensureAccounts(identities.ministry, MINISTRY_ACCOUNTS, demo.password);
  for (const sample of samples) {
    const address = addressOf(sample.code, Instant.toPlainDate(clocks.school.now()));
    unwrap(await school.registerSchool({ code: sample.code, name: sample.name, ...address }));
    await ensureAccounts(identities.school, schoolAccounts(sample), demo.password);
    await province.database.inScope({ province: true }, (trx) => trx.insertInto('school_unit').values({ school_id: schoolIdOf(sample.code), code: sample.code, name: sample.name, commune: address.commune, district: address.district ?? null })
      .onConflict((conflict) => conflict.column('school_id').doUpdateSet({ name: sample.name, commune: address.commune, district: address.district ?? null })).execute());
  }

  const moveTo = async (at: Instant) => {
    for (const name of ['school', 'ministry', 'province'] as const) {
      const moved = await clocks[name].advanceTo(at);
      if (!moved.ok) return moved;
    }
    return ok(clocks.province.now());
  };
  const ready = (name: TierName) => async () => (await checkSchema(tiers[name].pool, name)).ok;
  const standing = (name: TierName) => () => ({ ...NOTHING_REAL, now: Instant.toIso(clocks[name].now()) });
  const server = await buildServer({
    parts: [
      { name: 'school', identity: identities.school, ready: ready('school'), register: (app: FastifyInstance) => { sessionHttp(app, schoolDesk, standing('school')); schoolHttp(app, school); } },
      { name: 'province', identity: identities.province, ready: ready('province'), register: (app: FastifyInstance) => provinceHttp(app, { context: province, background, reporting, clock: { virtual: true, moveTo } }) },
      { name: 'ministry', identity: identities.ministry, ready: ready('ministry'), register: (app: FastifyInstance) => ministryHttp(app, ministry) },
    ],
    pages: (app) => portalHttp(app, portal), desksFolder: DESKS, secure: false, trustedProxies: [], requestsPerMinute: 100_000, logger: false,
  });
  baseUrl = await server.listen({ port: options.port, host: '127.0.0.1' });
  background.start();
  await school.start();

  return {
    baseUrl, samples, keys, clocks, school, province, background, tsaUrl: tsa.url, password: demo.password, moveTo, printer, portal, clientSecret,
    async stop(): Promise<void> {
      await server.close();
      await school.stop();
      await background.stop();
      await tsa.stop();
      for (const clock of Object.values(clocks)) clock.close();
      await Promise.all([schoolTier, provinceTier, ministryTier, portalTier].map((tier) => tier.close()));
    },
  };
}
export type System = Awaited<ReturnType<typeof startSystem>>;
