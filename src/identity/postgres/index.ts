import { type Clock, realClock, type Tier, toTimestamptz } from '#database';
import type { Identity } from '../port.ts';
import type { SecondFactorSetting } from '../second-factor.ts';
import type { TierName } from '../tier.ts';
import { accessTokens } from './access-tokens.ts';
import { accounts } from './accounts.ts';
import { storedBudget } from './budget.ts';
import { clients } from './clients.ts';
import { secondFactors } from './second-factors.ts';
import { sessions } from './sessions.ts';
import { type ShowSession, showSession } from './show-session.ts';
import type { IdentityTables } from './tables.ts';

export interface StoredIdentityOptions {
  /** Real time, never the rehearsal clock; tests hand in their own. */
  readonly clock?: Clock;
  /** Absent: nobody can set one up, and whoever has one cannot come in. */
  readonly secondFactor?: SecondFactorSetting | undefined;
}

/** Identity of one tier in that tier's database. */
export function storedIdentity(tier: Tier, name: TierName, { clock = realClock, secondFactor }: StoredIdentityOptions = {}): Identity {
  const db = tier.tables<IdentityTables>().kysely;
  const budget = storedBudget(db, clock);
  const { pass, ...factors } = secondFactors(db, clock, budget, secondFactor);
  const show: ShowSession = showSession(name, secondFactor?.requiredOf ?? []);
  return {
    tier: name,
    budget,
    ...accounts(db, name, clock),
    ...sessions(db, clock, { budget, show, pass }),
    ...factors,
    ...clients(db, name, clock, budget),
    ...accessTokens(db, clock, show),
    async sweep() {
      const now = toTimestamptz(clock.now());
      await db.deleteFrom('session').where('ends_at', '<=', now).execute();
      await db.deleteFrom('client_token').where('ends_at', '<=', now).execute();
      await db.deleteFrom('access_token').where('ends_at', '<=', now).execute();
      await db.deleteFrom('guess_budget').where('ends_at', '<=', now).execute();
    },
  };
}
