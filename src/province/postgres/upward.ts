import type { SchoolYear, Wave } from '#domain';
import { sql } from 'kysely';
import type { ProvinceTransaction } from './tables.ts';

export type UpwardState = 'queued' | 'sent' | 'acknowledged' | 'refused';

/** The newest reports of a year to the ministry, with the state their receipt and result give them. */
export const newestUpward = (trx: ProvinceTransaction, schoolYear: SchoolYear, limit: number) =>
  trx
    .selectFrom('upward_batch')
    .leftJoin('upward_receipt', 'upward_receipt.message_id', 'upward_batch.message_id')
    .leftJoin('upward_result', 'upward_result.message_id', 'upward_batch.message_id')
    .select([
      'upward_batch.message_id',
      'wave',
      'record_count',
      'created_at',
      'answered_at',
      'refusals',
      sql<UpwardState>`case when accepted then 'acknowledged' when not accepted then 'refused' when upward_receipt.message_id is null then 'queued' else 'sent' end`.as(
        'state',
      ),
    ])
    .where('school_year', '=', schoolYear)
    .orderBy('created_at', 'desc')
    .orderBy('upward_batch.message_id')
    .limit(limit)
    .execute();

/** Records of a year in reports that have no answer yet. */
export async function recordsUnderWay(trx: ProvinceTransaction, schoolYear: SchoolYear): Promise<Readonly<Record<Wave, number>>> {
  const rows = await trx
    .selectFrom('upward_batch')
    .leftJoin('upward_result', 'upward_result.message_id', 'upward_batch.message_id')
    .select(['wave', sql<number>`sum(record_count)::int`.as('records')])
    .where('school_year', '=', schoolYear)
    .where('accepted', 'is', null)
    .groupBy('wave')
    .execute();
  const of = (wave: Wave) => rows.find((row) => row.wave === wave)?.records ?? 0;
  return { 1: of(1), 2: of(2) };
}
