import { type Clock, fromTimestamptz, toTimestamptz } from '#database';
import { refusal } from '#domain';
import { err, Instant, ok } from '#kernel';
import type { Kysely } from 'kysely';
import { type Budget, TOKEN_PER_CLIENT } from '../budget.ts';
import type { Identity } from '../port.ts';
import { newSecret, secretDigest } from '../secret.ts';
import { CLIENT_TOKEN_MS } from '../session.ts';
import type { TierName } from '../tier.ts';
import type { IdentityTables } from './tables.ts';

type Clients = Pick<Identity, 'createClient' | 'revokeClient' | 'issueToken' | 'clientOf'>;

export function clients(db: Kysely<IdentityTables>, tier: TierName, clock: Clock, budget: Budget): Clients {
  return {
    async createClient(clientId) {
      const secret = newSecret();
      await db
        .insertInto('client_secret')
        .values({ client_id: clientId, secret_sha256: secretDigest(secret), created_at: toTimestamptz(clock.now()) })
        .execute();
      return { secret };
    },

    async revokeClient(clientId) {
      await db.deleteFrom('client_secret').where('client_id', '=', clientId).execute();
      await db.deleteFrom('client_token').where('client_id', '=', clientId).execute();
    },

    async issueToken({ clientId, secret }) {
      const bucket = `token/${clientId}`;
      const affordable = await budget.spend(bucket, TOKEN_PER_CLIENT);
      const row = await db
        .selectFrom('client_secret')
        .select('client_id')
        .where('client_id', '=', clientId)
        .where('secret_sha256', '=', secretDigest(secret))
        .executeTakeFirst();
      if (row === undefined || !affordable) return err(refusal('identity/wrong-client-secret'));
      await budget.refund(bucket, TOKEN_PER_CLIENT);
      const token = newSecret();
      await db
        .insertInto('client_token')
        .values({
          token_sha256: secretDigest(token),
          client_id: clientId,
          ends_at: toTimestamptz(Instant.of(clock.now() + CLIENT_TOKEN_MS)),
        })
        .execute();
      return ok({ token, expiresInSeconds: CLIENT_TOKEN_MS / 1000 });
    },

    async clientOf(token) {
      const row = await db.selectFrom('client_token').selectAll().where('token_sha256', '=', secretDigest(token)).executeTakeFirst();
      return row !== undefined && fromTimestamptz(row.ends_at) > clock.now() ? { clientId: row.client_id, tier } : undefined;
    },
  };
}
