import { type Clock, realClock, type Tier, toTimestamptz } from '#database';
import type { Identity } from '../port.ts';
import type { TierName } from '../tier.ts';
import { accessTokens } from './access-tokens.ts';
import { accounts } from './accounts.ts';
import { storedBudget } from './budget.ts';
import { clients } from './clients.ts';
import { sessions } from './sessions.ts';
import type { IdentityTables } from './tables.ts';

/** Identity of one tier in that tier's database. The clock is real time, never the rehearsal clock; tests hand in their own. */
export function storedIdentity(tier: Tier, name: TierName, clock: Clock = realClock): Identity {
  const db = tier.tables<IdentityTables>().kysely;
  const budget = storedBudget(db, clock);
  return {
    tier: name,
    budget,
    ...accounts(db, name, clock),
    ...sessions(db, name, clock, budget),
    ...clients(db, name, clock, budget),
    ...accessTokens(db, name, clock),
    async sweep() {
      const now = toTimestamptz(clock.now());
      await db.deleteFrom('session').where('ends_at', '<=', now).execute();
      await db.deleteFrom('client_token').where('ends_at', '<=', now).execute();
      await db.deleteFrom('access_token').where('ends_at', '<=', now).execute();
      await db.deleteFrom('guess_budget').where('ends_at', '<=', now).execute();
    },
  };
}
