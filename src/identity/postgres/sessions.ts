import { type Clock, fromTimestamptz, toTimestamptz } from '#database';
import { refusal } from '#domain';
import { err, ok } from '#kernel';
import type { Kysely } from 'kysely';
import { normaliseUsername } from '../account.ts';
import { type Budget, LOG_IN_PER_ADDRESS, LOG_IN_PER_NAME } from '../budget.ts';
import { passwordMatches } from '../password.ts';
import type { Identity } from '../port.ts';
import { newSecret, secretDigest } from '../secret.ts';
import { sessionAge, sessionEnd } from '../session.ts';
import type { ShowSession } from './show-session.ts';
import type { IdentityTables } from './tables.ts';

type Sessions = Pick<Identity, 'logIn' | 'resume' | 'logOut'>;

interface Help {
  readonly budget: Budget;
  readonly show: ShowSession;
  /** What the code typed besides the password is worth. */
  readonly pass: (accountId: string, code: string | undefined) => Promise<'passed' | 'missing' | 'wrong'>;
}

export function sessions(db: Kysely<IdentityTables>, clock: Clock, { budget, show, pass }: Help): Sessions {
  return {
    async logIn({ username: typed, password, code, address }) {
      const username = normaliseUsername(typed);
      const perName = `log-in/name/${username}`;
      // Both purses are paid before anything is looked at, and the password is hashed whatever they say: same answer, same time.
      const affordable = [
        await budget.spend(perName, LOG_IN_PER_NAME),
        await budget.spend(`log-in/address/${address}`, LOG_IN_PER_ADDRESS),
      ];
      const row = await db
        .selectFrom('account')
        .leftJoin('second_factor', 'second_factor.account_id', 'account.account_id')
        .selectAll('account')
        .select('second_factor.confirmed_at')
        .where('username', '=', username)
        .where('active', '=', true)
        .executeTakeFirst();
      const matches = await passwordMatches(row?.password_hash, password);
      if (row === undefined || !matches || affordable.includes(false)) return err(refusal('identity/wrong-credentials'));
      const passed = await pass(row.account_id, code);
      if (passed === 'wrong') return err(refusal('identity/second-factor-wrong'));
      await budget.refund(perName, LOG_IN_PER_NAME);
      await budget.refund(`log-in/address/${address}`, LOG_IN_PER_ADDRESS);
      if (passed === 'missing') return err(refusal('identity/second-factor-needed'));
      const token = newSecret();
      const times = { createdAt: clock.now(), seenAt: clock.now() };
      await db
        .insertInto('session')
        .values({
          token_sha256: secretDigest(token),
          account_id: row.account_id,
          created_at: toTimestamptz(times.createdAt),
          seen_at: toTimestamptz(times.seenAt),
          ends_at: toTimestamptz(sessionEnd(times)),
        })
        .execute();
      return ok({ token, session: show(row) });
    },

    async resume(token) {
      const digest = secretDigest(token);
      const row = await db
        .selectFrom('session')
        .innerJoin('account', 'account.account_id', 'session.account_id')
        .leftJoin('second_factor', 'second_factor.account_id', 'account.account_id')
        .selectAll('account')
        .select(['session.created_at as opened_at', 'session.seen_at', 'second_factor.confirmed_at'])
        .where('session.token_sha256', '=', digest)
        .where('account.active', '=', true)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const now = clock.now();
      const createdAt = fromTimestamptz(row.opened_at);
      const age = sessionAge({ createdAt, seenAt: fromTimestamptz(row.seen_at) }, now);
      if (age === 'expired') return undefined;
      if (age === 'touch') {
        await db
          .updateTable('session')
          .set({ seen_at: toTimestamptz(now), ends_at: toTimestamptz(sessionEnd({ createdAt, seenAt: now })) })
          .where('token_sha256', '=', digest)
          .execute();
      }
      return show(row);
    },

    async logOut(token) {
      await db.deleteFrom('session').where('token_sha256', '=', secretDigest(token)).execute();
    },
  };
}
