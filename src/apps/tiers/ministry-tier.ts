import { checkSchema, type Clock, type Tier } from '#database';
import type { SchoolCode } from '#domain';
import type { SecondFactorSetting } from '#identity';
import { storedIdentity } from '#identity/postgres';
import type { Instant } from '#kernel';
import type { MinistryTables } from '#ministry';
import { ministryHttp } from '#ministry/http';
import type { TrustMaterial } from '#signature';
import { nodePrimitives } from '#signature/node';
import type { Signer } from '#signature/signers';
import type { Reality, RunningTier } from './running.ts';

export interface MinistryTierSetup {
  readonly tier: Tier;
  readonly clock: Clock;
  readonly reality: Reality;
  readonly secondFactor?: SecondFactorSetting | undefined;
  readonly tsaUrl: string;
  readonly trust: (at: Instant) => Promise<TrustMaterial>;
  readonly seal: Signer;
  readonly provinces: readonly { readonly code: SchoolCode; readonly name: string; readonly certificates: readonly Uint8Array[] }[];
}

/** The ministry's receiving end. */
export function openMinistryTier({ tier, secondFactor, clock, reality, tsaUrl, trust, seal, provinces }: MinistryTierSetup) {
  const identity = storedIdentity(tier, 'ministry', { secondFactor });
  const ministry = {
    database: tier.tables<MinistryTables>(),
    clock,
    primitives: nodePrimitives,
    seal,
    tsaUrl,
    trust: () => trust(clock.now()),
    provinces,
    standing: reality,
  };
  const running: RunningTier = {
    part: {
      name: 'ministry',
      identity,
      ready: async () => (await checkSchema(tier.pool, 'ministry')).ok,
      register: (app) => ministryHttp(app, ministry),
    },
    start: async () => undefined,
    stop: async () => undefined,
  };
  return { ...running, identity };
}
