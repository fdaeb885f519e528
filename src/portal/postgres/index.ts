import { randomUUID } from 'node:crypto';
import { type Clock, fromTimestamptz, realClock, type Tier, toTimestamptz } from '#database';
import type { LookupCode, VersionId } from '#domain';
import { newSecret, secretDigest } from '#identity';
import { Instant } from '#kernel';
import type { AccessAction, Channel, PortalStore } from '../store.ts';

interface PortalTables {
  portal_view: { token_sha256: Buffer; lookup_code: string; ends_at: Date };
  portal_access: { lookup_code: string; at: Date; entry_id: string; action: string; channel: string; version_id: string | null };
}

const VIEW_MS = 20 * 60_000;

/** The portal's own tables, in the database of the tier whose registry it shows. Views run on real time. */
export function storedPortal(tier: Tier, clock: Clock = realClock): PortalStore {
  const db = tier.tables<PortalTables>().kysely;
  return {
    async openView(code) {
      const token = newSecret();
      await db
        .insertInto('portal_view')
        .values({ token_sha256: secretDigest(token), lookup_code: code, ends_at: toTimestamptz(Instant.of(clock.now() + VIEW_MS)) })
        .execute();
      return { token, seconds: VIEW_MS / 1000 };
    },
    async viewOf(token) {
      const row = await db
        .selectFrom('portal_view')
        .select('lookup_code')
        .where('token_sha256', '=', secretDigest(token))
        .where('ends_at', '>', toTimestamptz(clock.now()))
        .executeTakeFirst();
      return row?.lookup_code as LookupCode | undefined;
    },
    async closeView(token) {
      await db.deleteFrom('portal_view').where('token_sha256', '=', secretDigest(token)).execute();
    },
    async record(entry) {
      await db
        .insertInto('portal_access')
        .values({
          lookup_code: entry.lookupCode,
          at: toTimestamptz(entry.at),
          entry_id: randomUUID(),
          action: entry.action,
          channel: entry.channel,
          version_id: entry.versionId ?? null,
        })
        .execute();
    },
    async accesses(code, since, limit) {
      const rows = await db
        .selectFrom('portal_access')
        .selectAll()
        .where('lookup_code', '=', code)
        .where('at', '>=', toTimestamptz(since))
        .orderBy('at', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        lookupCode: code,
        at: fromTimestamptz(row.at),
        action: row.action as AccessAction,
        channel: row.channel as Channel,
        ...(row.version_id === null ? {} : { versionId: row.version_id as VersionId }),
      }));
    },
    async sweep() {
      await db.deleteFrom('portal_view').where('ends_at', '<=', toTimestamptz(clock.now())).execute();
    },
  };
}
