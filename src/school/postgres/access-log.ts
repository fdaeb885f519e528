import { toTimestamptz } from '#database';
import type { Instant } from '#kernel';
import type { SchoolScope } from './tables.ts';

export interface AccessEntry {
  readonly entryId: string;
  readonly at: Instant;
  readonly who: string;
  readonly what: 'classPage' | 'preview' | 'extract' | 'print' | 'printFile' | 'history' | 'export';
  readonly classroom?: string;
  readonly pupilId?: string;
}

/** Notes that somebody looked at pupils' records (R52); part of the transaction that reads them. */
export async function logAccess({ trx, schoolId }: SchoolScope, entry: AccessEntry): Promise<void> {
  await trx
    .insertInto('access_log')
    .values({
      school_id: schoolId,
      entry_id: entry.entryId,
      happened_at: toTimestamptz(entry.at),
      who: entry.who,
      what: entry.what,
      classroom: entry.classroom ?? null,
      pupil_id: entry.pupilId ?? null,
    })
    .execute();
}
