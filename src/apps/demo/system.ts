import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type DatabaseSecrets,
  migrate,
  openTier,
  provisionTier,
  REHEARSAL_START,
  type StoredClock,
  storedClock,
  type Tier,
  TIER_NAMES,
  type TierName,
  type TierUrls,
} from '#database';
import type { SchoolCode, SchoolYear } from '#domain';
import { type Instant, ok, unwrap } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { remoteRevocation } from '#signature/remote';
import { buildServer } from '../server/index.ts';
import { openMinistryTier } from '../tiers/ministry-tier.ts';
import { openProvinceTier } from '../tiers/province-tier.ts';
import { openSchoolTier } from '../tiers/school-tier.ts';
import { ensureAccounts, MINISTRY, MINISTRY_ACCOUNTS, PROVINCE, PROVINCE_ACCOUNTS, schoolAccounts } from './accounts.ts';
import { MINISTRY_SEAL, openDemoKeys, PROVINCE_SEAL } from './keys.ts';
import { REVOCATION_HOSTS, startRevocationResponder, startTsaResponder } from './pki/index.ts';
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
const REALITY = { testData: true, testSignatures: true, virtualClock: true } as const;

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
  const [schoolTier, provinceTier, ministryTier, portalTier] = [
    open('school'),
    open('province'),
    open('ministry'),
    open('province', 'read'),
  ];
  const start = options.start ?? REHEARSAL_START;
  const clocks: Readonly<Record<TierName, StoredClock>> = {
    school: await storedClock(schoolTier, { start }),
    province: await storedClock(provinceTier, { start }),
    ministry: await storedClock(ministryTier, { start }),
  };
  const moveTo = async (at: Instant) => {
    for (const name of ['school', 'ministry', 'province'] as const) {
      const moved = await clocks[name].advanceTo(at);
      if (!moved.ok) return moved;
    }
    return ok(clocks.province.now());
  };

  const samples = await readSamples(options.samples, schoolYear);
  const keys = await openDemoKeys(join(dataFolder, 'keys'), samples, ORIGIN);
  const certificateOf = (seal: string) => [keys.pki.credential(seal).certificate];
  const tsa = await startTsaResponder({ credential: keys.pki.tsa, clock: () => clocks.province.now() });
  const authorities = await startRevocationResponder(keys.pki, () => clocks.province.now());
  const revocation = remoteRevocation({
    hosts: REVOCATION_HOSTS.map((host) => ({ host, via: authorities.url })),
    primitives: nodePrimitives,
  });
  const demo = demoSecrets(dataFolder);
  let baseUrl = '';
  const shared = {
    reality: REALITY,
    tsaUrl: tsa.url,
    trust: (at: Instant) => keys.trust(at),
    secondFactor: { key: demo.secondFactorKey, requiredOf: [] },
  };

  const ministry = openMinistryTier({
    ...shared,
    tier: ministryTier,
    clock: clocks.ministry,
    seal: keys.pki.signer(MINISTRY_SEAL),
    provinces: [{ code: PROVINCE.code as SchoolCode, name: 'Quảng Ninh', certificates: certificateOf(PROVINCE_SEAL) }],
  });
  const province = openProvinceTier({
    ...shared,
    revocation,
    sealCopies: true,
    tier: provinceTier,
    reading: portalTier,
    clock: clocks.province,
    moveTo,
    code: PROVINCE.code as SchoolCode,
    name: PROVINCE.name,
    seal: keys.pki.signer(PROVINCE_SEAL),
    log: keys.log,
    ministry: {
      code: MINISTRY.code as SchoolCode,
      url: () => baseUrl,
      certificates: certificateOf(MINISTRY_SEAL),
      secret: () => clientSecret('ministry', PROVINCE.code),
    },
    portal: {
      shortName: 'Sở GDĐT Quảng Ninh',
      fullName: 'Sở Giáo dục và Đào tạo tỉnh Quảng Ninh',
      support: 'Liên hệ nhà trường hoặc Sở trong giờ làm việc',
      standing: 'Cổng diễn tập: dữ liệu và chữ ký đều là thử nghiệm, không có giá trị pháp lý.',
      lookUpUrl: lookUpUrlOf(options.port),
      secure: false,
    },
  });
  const school = openSchoolTier({
    ...shared,
    tier: schoolTier,
    clock: clocks.school,
    signerFor: async (code, who) => ok(keys.signerFor(code, who)),
    lookUpUrl: lookUpUrlOf(options.port),
    province: {
      code: PROVINCE.code as SchoolCode,
      url: () => baseUrl,
      certificates: certificateOf(PROVINCE_SEAL),
      secretFor: (code) => clientSecret('province', code),
    },
  });
  /** What a program shows at the next tier; made when it is first needed. */
  const clientSecret = async (tier: 'province' | 'ministry', clientId: string): Promise<string> => {
    const name = `${tier}/${clientId}`;
    if (demo.clientSecret(name) === undefined)
      demo.keepClientSecret(name, (await { province, ministry }[tier].identity.createClient(clientId)).secret);
    return demo.clientSecret(name)!;
  };

  await ensureAccounts(province.identity, PROVINCE_ACCOUNTS, demo.password);
  await ensureAccounts(ministry.identity, MINISTRY_ACCOUNTS, demo.password);
  for (const sample of samples) {
    for (const tier of [school, province]) await tier.register(sample.code, sample.name);
    await ensureAccounts(school.identity, schoolAccounts(sample), demo.password);
  }
  const running = [ministry, province, school];
  const server = await buildServer({
    parts: [school.part, province.part, ministry.part],
    ...(province.pages ? { pages: province.pages } : {}),
    desksFolder: DESKS,
    secure: false,
    trustedProxies: [],
    requestsPerMinute: 100_000,
    logger: false,
  });
  baseUrl = await server.listen({ port: options.port, host: '127.0.0.1' });
  for (const tier of running) await tier.start();

  return {
    baseUrl,
    samples,
    keys,
    clocks,
    school: school.school,
    province: province.context,
    background: province.background,
    portal: province.portal,
    tsaUrl: tsa.url,
    password: demo.password,
    moveTo,
    clientSecret,
    async stop(): Promise<void> {
      await server.close();
      for (const tier of running.toReversed()) await tier.stop();
      await Promise.all([tsa.stop(), authorities.stop()]);
      for (const clock of Object.values(clocks)) clock.close();
      await Promise.all([schoolTier, provinceTier, ministryTier, portalTier].map((tier) => tier.close()));
    },
  };
}
export type System = Awaited<ReturnType<typeof startSystem>>;

/** Where the codes of the demonstration lead: this machine. */
const lookUpUrlOf = (port: number): string => `HTTP://LOCALHOST:${port === 0 ? 3000 : port}/T/`;
