import { sql } from 'kysely';
import type { ProvinceTransaction } from './tables.ts';

const PAGE = 50;
const NOBODY = '00000000-0000-0000-0000-000000000000';
export type MessageState = 'waiting' | 'answered' | 'refused';

/** A list is answered by its receipt, a batch or request by its result; what was refused whole needs none. */
const stateOf = sql<MessageState>`case when jsonb_array_length(message.refusals) > 0 then 'refused'
  when message.kind in ('roster', 'signers', 'supplementary') or message_result.message_id is not null then 'answered' else 'waiting' end`;

/** What schools sent, newest first, a page at a time; `next` is the place to go on `before`. */
export async function listMessages(
  trx: ProvinceTransaction,
  filter: {
    readonly schools?: readonly string[];
    readonly schoolId?: string;
    readonly messageId?: string;
    readonly state?: string;
    readonly before?: Date;
  },
) {
  let query = trx
    .selectFrom('message')
    .innerJoin('school_unit', 'school_unit.school_id', 'message.school_id')
    .leftJoin('message_result', (join) =>
      join.onRef('message_result.school_id', '=', 'message.school_id').onRef('message_result.message_id', '=', 'message.message_id'),
    )
    .select([
      'message.school_id',
      'message.message_id',
      'kind',
      'school_unit.code',
      'school_unit.name',
      'classroom',
      'wave',
      'message.received_at',
      'message.refusals',
      'item_count',
      'message.sha256',
      stateOf.as('state'),
    ]);
  if (filter.schools) query = query.where('message.school_id', 'in', filter.schools.length === 0 ? [NOBODY] : [...filter.schools]);
  if (filter.schoolId) query = query.where('message.school_id', '=', filter.schoolId);
  if (filter.messageId) query = query.where('message.message_id', '=', filter.messageId);
  if (filter.state) query = query.where(stateOf, '=', filter.state as MessageState);
  if (filter.before) query = query.where('message.received_at', '<', filter.before);
  const rows = await query
    .orderBy('message.received_at', 'desc')
    .limit(PAGE + 1)
    .execute();
  const page = rows.slice(0, PAGE);
  const items =
    page.length === 0
      ? []
      : await trx
          .selectFrom('message_item')
          .select(['school_id', 'message_id', 'accepted', (count) => count.fn.countAll<number>().as('count')])
          .where(
            'message_id',
            'in',
            page.map((row) => row.message_id),
          )
          .groupBy(['school_id', 'message_id', 'accepted'])
          .execute();
  const lines = page.map((row) => {
    const judged = (accepted: boolean) =>
      Number(
        items.find((item) => item.school_id === row.school_id && item.message_id === row.message_id && item.accepted === accepted)?.count ??
          0,
      );
    const isList = row.kind === 'roster' || row.kind === 'signers' || row.kind === 'supplementary';
    return {
      row,
      state: row.state,
      counts: {
        items: row.item_count,
        accepted: isList && row.state === 'answered' ? row.item_count : judged(true),
        refused: judged(false),
      },
    };
  });
  return { lines, next: rows.length > PAGE ? page[PAGE - 1]!.received_at : undefined };
}
export type MessageLine = Awaited<ReturnType<typeof listMessages>>['lines'][number];
