import { randomBytes, randomUUID } from 'node:crypto';
import { checkSchema, type Clock, type Tier } from '#database';
import { addressOf, type Refusal, type SchoolCode } from '#domain';
import { schoolIdOf, type SecondFactorSetting } from '#identity';
import { storedIdentity } from '#identity/postgres';
import { Instant, type Result, unwrap } from '#kernel';
import { portalJudge, type PortalSite } from '#portal';
import { portalHttp } from '#portal/http';
import { storedPortal } from '#portal/postgres';
import { createCopySealer, createPrinter } from '#print';
import { approvedSigners, type EvidenceSource, provinceDatabase, provinceRegistryReader } from '#province/postgres';
import { openJudges } from '#province/gateway';
import { createProvinceBackground, provinceHttp } from '#province/http';
import { evidenceOf, type ProvinceContext } from '#province/registry';
import { createMinistryClient } from '#province/reporting';
import type { TrustMaterial } from '#signature';
import { nodePrimitives } from '#signature/node';
import type { RevocationSource } from '#signature/remote';
import type { Signer } from '#signature/signers';
import type { LogSigner } from '#translog/node';
import { type Reality, type RunningTier, standingOf, warn } from './running.ts';

export interface ProvinceTierSetup {
  readonly tier: Tier;
  /** The same database under the login that may only read: all the portal ever sees of records. */
  readonly reading: Tier;
  readonly clock: Clock;
  /** Only where the clock is a rehearsal clock. */
  readonly moveTo?: (at: Instant) => Promise<Result<Instant, Refusal>>;
  readonly reality: Reality;
  readonly secondFactor?: SecondFactorSetting | undefined;
  readonly tsaUrl: string;
  readonly trust: (at: Instant) => Promise<TrustMaterial>;
  /** Where the standing of certificates is asked for the evidence of packets. */
  readonly revocation: RevocationSource;
  readonly code: SchoolCode;
  readonly name: string;
  readonly seal: Signer;
  readonly log: LogSigner;
  readonly ministry: {
    readonly code: SchoolCode;
    readonly url: () => string;
    readonly certificates: readonly Uint8Array[];
    readonly secret: () => Promise<string>;
  };
  readonly portal: Omit<PortalSite, 'bar'>;
  /** Whether copies the portal gives out carry the province's seal. The portal asks for it and never holds the key. */
  readonly sealCopies: boolean;
}

/** What is kept is sound, so a file that cannot be written is a fault of ours. */
const gatheredEvidence: EvidenceSource = async (trx, schoolId, versionId, now) => {
  const found = await evidenceOf({ clock: { now: () => now } }, trx, schoolId, versionId);
  return found && unwrap(found).bytes;
};

/** The province: gateway, registry, log, reports, desk, and the portal for everybody. */
export function openProvinceTier({
  tier,
  secondFactor,
  reading,
  clock,
  moveTo,
  reality,
  tsaUrl,
  trust,
  revocation,
  code,
  name,
  seal,
  log,
  ministry,
  portal: site,
  sealCopies,
}: ProvinceTierSetup) {
  const identity = storedIdentity(tier, 'province', { secondFactor });
  const context: ProvinceContext = {
    database: provinceDatabase(tier),
    clock,
    uuid: () => randomUUID(),
    random: (length) => new Uint8Array(randomBytes(length)),
    primitives: nodePrimitives,
    code,
    name,
    seal,
    logSigner: log,
    tsaUrl,
    trust: () => trust(clock.now()),
    revocation,
    standing: reality,
  };
  const reporting = {
    ministry: createMinistryClient({
      baseUrl: ministry.url,
      credentials: async () => ({ clientId: code, clientSecret: await ministry.secret() }),
    }),
    ministryCode: ministry.code,
    ministryCertificates: [...ministry.certificates],
  };
  const judges = openJudges();
  const background = createProvinceBackground(context, reporting, judges, warn('the province'));
  const readDatabase = provinceDatabase(reading);
  const own = seal.certificates[0]!;
  const portal = {
    reader: provinceRegistryReader(readDatabase, gatheredEvidence),
    store: storedPortal(tier),
    budget: identity.budget,
    printer: createPrinter(),
    clock,
    judge: portalJudge(async (at) => {
      const material = await trust(at);
      return {
        trust: { ...material, anchors: [...material.anchors, own] },
        provinceCertificates: [own],
        signers: await readDatabase.inScope({ province: true }, (trx) => approvedSigners(trx)),
      };
    }, nodePrimitives),
    site: { ...site, bar: standingOf(reality, clock) },
    ...(sealCopies
      ? {
          sealer: createCopySealer({
            by: site.fullName,
            signer: seal,
            tsaUrl,
            clock,
            trust,
            primitives: nodePrimitives,
            onTrouble: ({ code, params }) => process.emitWarning(`the seal on copies: ${code} ${params?.['detail'] ?? ''}`),
          }),
        }
      : {}),
  };
  const running: RunningTier = {
    part: {
      name: 'province',
      identity,
      ready: async () => (await checkSchema(tier.pool, 'province')).ok,
      register: (app) => provinceHttp(app, { context, background, reporting, ...(moveTo ? { clock: { moveTo } } : {}) }),
    },
    pages: (app) => portalHttp(app, portal),
    start: async () => background.start(),
    async stop() {
      await background.stop();
      await judges.close();
    },
  };
  return {
    ...running,
    identity,
    context,
    background,
    portal,
    /** Makes a school known, or changes its name. */
    async register(schoolCode: SchoolCode, schoolName: string): Promise<void> {
      const { commune, district } = addressOf(schoolCode, Instant.toPlainDate(clock.now()));
      const place = { name: schoolName, commune, district: district ?? null };
      await context.database.inScope({ province: true }, (trx) =>
        trx
          .insertInto('school_unit')
          .values({ school_id: schoolIdOf(schoolCode), code: schoolCode, ...place })
          .onConflict((conflict) => conflict.column('school_id').doUpdateSet(place))
          .execute(),
      );
    },
  };
}
