import { fileURLToPath } from 'node:url';
import { checkSchema, guardAppLogin, openTier, realClock, type Tier, type TierName } from '#database';
import { type Refusal, refusal, type SchoolCode } from '#domain';
import { err, ok, type Result } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { remoteRevocation } from '#signature/remote';
import { logSigner } from '#translog/node';
import { buildServer } from '../server/index.ts';
import type { Config } from './config.ts';
import { certificatesIn, clientSecretsIn, keyIn, secondFactorOf, trustOf } from './files.ts';
import { openMinistryTier } from './ministry-tier.ts';
import { openProvinceTier } from './province-tier.ts';
import type { RunningTier } from './running.ts';
import { openSchoolTier } from './school-tier.ts';
import { schoolSigners, sealOf } from './signers.ts';

const DESKS = fileURLToPath(new URL('../../../dist/web', import.meta.url));
const REAL = { testData: false, testSignatures: false, virtualClock: false } as const;

export interface ServeOptions {
  readonly tiers: readonly TierName[];
  readonly config: Config;
  /** A path of the configuration as one of this machine. */
  readonly at: (path: string) => string;
  /** URL of a tier's application login, or (`read`) of the login of its portal. */
  readonly databaseUrl: (tier: TierName, kind: 'app' | 'read') => string | undefined;
}

type Registering = RunningTier & { readonly register?: (code: SchoolCode, name: string) => Promise<void> };

/** Runs the named tiers on real time, after making sure that their logins are bound by the database's rules and their tables are this program's. */
export async function serve({
  tiers,
  config,
  at,
  databaseUrl,
}: ServeOptions): Promise<Result<{ readonly url: string; stop(): Promise<void> }, Refusal>> {
  const open: Tier[] = [];
  const close = async () => void (await Promise.all(open.map((tier) => tier.close())));
  const connect = async (name: TierName, kind: 'app' | 'read'): Promise<Result<Tier, Refusal>> => {
    const url = databaseUrl(name, kind);
    if (url === undefined) return err(refusal('system/database-url-missing', { tier: name.toUpperCase() }));
    const tier = openTier(url, { name: `hocba ${name}` });
    open.push(tier);
    for (const check of [() => guardAppLogin(tier.pool), () => checkSchema(tier.pool, name)]) {
      const holds = await check();
      if (!holds.ok) return holds;
    }
    return ok(tier);
  };
  const secondFactor = secondFactorOf(config.secondFactor, at);
  if (!secondFactor.ok) return secondFactor;
  const shared = {
    clock: realClock,
    reality: REAL,
    tsaUrl: config.tsaUrl,
    trust: trustOf(config.trust, at),
    secondFactor: secondFactor.value,
  };
  const secretOf = clientSecretsIn(config.clientSecrets === undefined ? undefined : at(config.clientSecrets));
  const secure = config.publicUrl.startsWith('https:');
  const files = (paths: readonly string[]) => certificatesIn(paths.map(at));

  const OPENERS: Readonly<Record<TierName, (tier: Tier) => Promise<Result<Registering, Refusal>>>> = {
    async school(tier) {
      if (!config.school) return err(refusal('system/config-section-missing', { section: 'school' }));
      const { lookUpUrl, province, signers } = config.school;
      return ok(
        openSchoolTier({
          ...shared,
          tier,
          lookUpUrl,
          signerFor: schoolSigners(signers, at),
          province: {
            code: province.code as SchoolCode,
            url: () => province.url,
            certificates: files(province.certificates),
            secretFor: (code) => secretOf(`province/${code}`),
          },
        }),
      );
    },
    async province(tier) {
      if (!config.province) return err(refusal('system/config-section-missing', { section: 'province' }));
      const { code, name, seal, log, ministry, portal, sealCopies, revocationHosts } = config.province;
      const reading = await connect('province', 'read');
      if (!reading.ok) return reading;
      const sealer = await sealOf(seal, at);
      if (!sealer.ok) return sealer;
      return ok(
        openProvinceTier({
          ...shared,
          revocation: remoteRevocation({
            hosts: revocationHosts.map(({ host, via }) => ({ host, ...(via !== undefined && { via }) })),
            primitives: nodePrimitives,
          }),
          tier,
          reading: reading.value,
          code: code as SchoolCode,
          name,
          seal: sealer.value,
          log: logSigner(log.origin, new Uint8Array(keyIn(at(log.key)).export({ format: 'der', type: 'pkcs8' }))),
          portal: { ...portal, secure },
          sealCopies,
          ministry: {
            code: ministry.code as SchoolCode,
            url: () => ministry.url,
            certificates: files(ministry.certificates),
            secret: () => secretOf(`ministry/${code}`),
          },
        }),
      );
    },
    async ministry(tier) {
      if (!config.ministry) return err(refusal('system/config-section-missing', { section: 'ministry' }));
      const sealer = await sealOf(config.ministry.seal, at);
      if (!sealer.ok) return sealer;
      return ok(
        openMinistryTier({
          ...shared,
          tier,
          seal: sealer.value,
          provinces: config.ministry.provinces.map((one) => ({
            code: one.code as SchoolCode,
            name: one.name,
            certificates: files(one.certificates),
          })),
        }),
      );
    },
  };

  const running: Registering[] = [];
  for (const name of tiers) {
    const tier = await connect(name, 'app');
    const opened = tier.ok ? await OPENERS[name](tier.value) : tier;
    if (!opened.ok) {
      await close();
      return opened;
    }
    running.push(opened.value);
  }
  for (const { register } of running)
    for (const { code, name } of register ? config.schools : []) await register!(code as SchoolCode, name);
  const pages = running.find((tier) => tier.pages)?.pages;
  const server = await buildServer({
    parts: running.map(({ part }) => part),
    ...(pages ? { pages } : {}),
    desksFolder: DESKS,
    secure,
    trustedProxies: config.trustedProxies,
    requestsPerMinute: config.requestsPerMinute,
    logger: true,
  });
  const url = await server.listen(config.listen);
  for (const tier of running) await tier.start();
  return ok({
    url,
    async stop() {
      await server.close();
      for (const tier of running.toReversed()) await tier.stop();
      await close();
    },
  });
}
