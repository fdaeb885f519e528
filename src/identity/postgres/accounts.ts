import { randomUUID } from 'node:crypto';
import { type Clock, isUniqueViolation, toTimestamptz } from '#database';
import { type Refusal, refusal } from '#domain';
import { cleanText, err, ok, type Result } from '#kernel';
import type { Kysely } from 'kysely';
import { type NewAccount, normaliseUsername, PASSWORD_LENGTH_MIN } from '../account.ts';
import { hashPassword } from '../password.ts';
import { TIER_ROLES } from '../role.ts';
import type { TierName } from '../tier.ts';
import type { IdentityTables } from './tables.ts';

/** Ends every session of an account. */
export async function endSessions(db: Kysely<IdentityTables>, username: string): Promise<void> {
  await db
    .deleteFrom('session')
    .where('account_id', 'in', (select) => select.selectFrom('account').select('account_id').where('username', '=', username))
    .execute();
}

export function accounts(db: Kysely<IdentityTables>, tier: TierName, clock: Clock) {
  return {
    async createAccount(account: NewAccount): Promise<Result<{ readonly accountId: string }, Refusal>> {
      const username = normaliseUsername(account.username);
      const weak = passwordRefusal(username, account.password);
      if (weak) return err(weak);
      if (!TIER_ROLES[tier].includes(account.role)) return err(refusal('identity/role-foreign', { role: account.role }));
      const accountId = randomUUID();
      try {
        await db
          .insertInto('account')
          .values({
            account_id: accountId,
            username,
            password_hash: await hashPassword(account.password),
            full_name: cleanText(account.fullName),
            role: account.role,
            organisation_code: account.organisation.code,
            organisation_name: account.organisation.name,
            classrooms: [...(account.classrooms ?? [])],
            staff_id: account.staffId ?? null,
            area: account.area === undefined ? null : cleanText(account.area),
            active: true,
            created_at: toTimestamptz(clock.now()),
          })
          .execute();
      } catch (error) {
        if (isUniqueViolation(error)) return err(refusal('identity/username-taken', { username }));
        throw error;
      }
      return ok({ accountId });
    },

    async setPassword(name: string, password: string): Promise<Result<void, Refusal>> {
      const username = normaliseUsername(name);
      const weak = passwordRefusal(username, password);
      if (weak) return err(weak);
      const changed = await db
        .updateTable('account')
        .set({ password_hash: await hashPassword(password) })
        .where('username', '=', username)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) return err(refusal('identity/account-not-found', { username }));
      await endSessions(db, username);
      return ok(undefined);
    },

    async setActive(name: string, active: boolean): Promise<Result<void, Refusal>> {
      const username = normaliseUsername(name);
      const changed = await db.updateTable('account').set({ active }).where('username', '=', username).executeTakeFirst();
      if (changed.numUpdatedRows === 0n) return err(refusal('identity/account-not-found', { username }));
      if (!active) await endSessions(db, username);
      return ok(undefined);
    },
  };
}

function passwordRefusal(username: string, password: string): Refusal | undefined {
  const weak = [...password].length < PASSWORD_LENGTH_MIN || password.toLowerCase() === username;
  return weak ? refusal('identity/password-weak', { length: PASSWORD_LENGTH_MIN }) : undefined;
}
