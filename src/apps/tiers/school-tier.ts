import { randomUUID } from 'node:crypto';
import { schoolDesk } from '#contract';
import { checkSchema, type Clock, type Tier } from '#database';
import { addressOf, type Refusal, type SchoolCode } from '#domain';
import type { SecondFactorSetting } from '#identity';
import { sessionHttp } from '#identity/http';
import { storedIdentity } from '#identity/postgres';
import { Instant, type Result, unwrap } from '#kernel';
import { createPrinter } from '#print';
import { createGatewayClient, createSchool } from '#school';
import { schoolHttp } from '#school/http';
import type { TrustMaterial } from '#signature';
import { nodePrimitives } from '#signature/node';
import type { Signer } from '#signature/signers';
import { type Reality, type RunningTier, standingOf } from './running.ts';

export interface SchoolTierSetup {
  readonly tier: Tier;
  readonly clock: Clock;
  readonly reality: Reality;
  readonly secondFactor?: SecondFactorSetting | undefined;
  readonly tsaUrl: string;
  readonly trust: (at: Instant) => Promise<TrustMaterial>;
  /** The key of a member of staff or of the school's `seal`: undefined when none is declared, a refusal when it is not at hand. */
  readonly signerFor: (schoolCode: SchoolCode, who: string) => Promise<Result<Signer | undefined, Refusal>>;
  readonly province: {
    readonly code: SchoolCode;
    readonly url: () => string;
    readonly certificates: readonly Uint8Array[];
    readonly secretFor: (schoolCode: SchoolCode) => Promise<string>;
  };
  /** `HTTPS://HOST/T/`, in capitals as QR codes like it. */
  readonly lookUpUrl: string;
}

/** The desk of schools. It knows the province only through the gateway's contract. */
export function openSchoolTier({ tier, secondFactor, clock, reality, tsaUrl, trust, signerFor, province, lookUpUrl }: SchoolTierSetup) {
  const identity = storedIdentity(tier, 'school', { secondFactor });
  const school = createSchool({
    tier,
    clock,
    ids: { uuid: () => randomUUID() },
    primitives: nodePrimitives,
    signerFor,
    tsaUrl,
    provinceCode: province.code,
    printer: createPrinter(),
    lookUpUrl,
    standing: reality,
    gateway: createGatewayClient({
      baseUrl: province.url,
      credentialsFor: async (code) => ({ clientId: code, clientSecret: await province.secretFor(code) }),
    }),
    trust: async () => ({ material: await trust(clock.now()), provinceCertificates: [...province.certificates] }),
  });
  const running: RunningTier = {
    part: {
      name: 'school',
      identity,
      ready: async () => (await checkSchema(tier.pool, 'school')).ok,
      register: (app) => {
        sessionHttp(app, schoolDesk, standingOf(reality, clock));
        schoolHttp(app, school);
      },
    },
    start: () => school.start(),
    stop: () => school.stop(),
  };
  return {
    ...running,
    school,
    identity,
    /** Makes a school known, or changes its name; its data stay. */
    register: async (code: SchoolCode, name: string) =>
      unwrap(await school.registerSchool({ code, name, ...addressOf(code, Instant.toPlainDate(clock.now())) })),
  };
}
