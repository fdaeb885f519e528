import { randomUUID } from 'node:crypto';
import { type Clock, fromTimestamptz, toTimestamptz } from '#database';
import { Instant } from '#kernel';
import type { Kysely } from 'kysely';
import { type AccessToken, daysMs, type TokenUse } from '../access-token.ts';
import type { Identity } from '../port.ts';
import { newSecret, secretDigest } from '../secret.ts';
import type { ShowSession } from './show-session.ts';
import type { IdentityTables } from './tables.ts';

type AccessTokens = Pick<Identity, 'issueAccessToken' | 'accessTokens' | 'revokeAccessToken' | 'resumeFor'>;

export function accessTokens(db: Kysely<IdentityTables>, clock: Clock, show: ShowSession): AccessTokens {
  const toToken = (row: IdentityTables['access_token']): AccessToken => ({
    tokenId: row.token_id,
    uses: row.uses as TokenUse[],
    createdAt: fromTimestamptz(row.created_at),
    endsAt: fromTimestamptz(row.ends_at),
  });
  return {
    async issueAccessToken(accountId, uses, days) {
      const token = newSecret();
      const now = clock.now();
      const row = {
        token_sha256: secretDigest(token),
        token_id: randomUUID(),
        account_id: accountId,
        uses: [...uses],
        created_at: toTimestamptz(now),
        ends_at: toTimestamptz(Instant.of(now + daysMs(days))),
      };
      await db.insertInto('access_token').values(row).execute();
      return { token, ...toToken(row) };
    },

    async accessTokens(accountId) {
      const rows = await db
        .selectFrom('access_token')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('ends_at', '>', toTimestamptz(clock.now()))
        .orderBy('created_at', 'desc')
        .execute();
      return rows.map(toToken);
    },

    async revokeAccessToken(accountId, tokenId) {
      await db.deleteFrom('access_token').where('account_id', '=', accountId).where('token_id', '=', tokenId).execute();
    },

    async resumeFor(token, use) {
      const row = await db
        .selectFrom('access_token')
        .innerJoin('account', 'account.account_id', 'access_token.account_id')
        .leftJoin('second_factor', 'second_factor.account_id', 'account.account_id')
        .selectAll('account')
        .select(['access_token.uses', 'second_factor.confirmed_at'])
        .where('access_token.token_sha256', '=', secretDigest(token))
        .where('access_token.ends_at', '>', toTimestamptz(clock.now()))
        .where('account.active', '=', true)
        .executeTakeFirst();
      return row?.uses.includes(use) ? show(row) : undefined;
    },
  };
}
