import { fromTimestamptz, toTimestamptz } from '#database';
import type { SchoolYear, Sha256Hex, VersionId, Wave } from '#domain';
import type { Instant, PlainDate } from '#kernel';
import type { MessageId } from '#packet';
import type { Selectable } from 'kysely';
import type { StatedRefusal } from '../record/events.ts';
import type { SchoolScope, SchoolTables } from './tables.ts';

export type MessageKind = 'batch' | 'roster' | 'signers' | 'supplementary';
export type MessageState = 'queued' | 'sent' | 'received' | 'answered' | 'refused';
export type ItemAction = 'new' | 'replace' | 'withdraw';

export interface OutboxMessage {
  readonly messageId: MessageId;
  readonly schoolYear: SchoolYear;
  readonly kind: MessageKind;
  readonly classroom?: string;
  readonly wave?: Wave;
  readonly sha256: Sha256Hex;
  /** Digest of what a list says, without message id and time. */
  readonly contentSha256: Sha256Hex;
  readonly itemCount: number;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly state: MessageState;
  readonly receivedAt?: Instant;
  readonly receiptSha256?: Sha256Hex;
  readonly refusals: readonly StatedRefusal[];
}

export interface OutboxItem {
  readonly number: number;
  readonly pupilId: string;
  readonly versionId: VersionId;
  readonly action: ItemAction;
  readonly state: 'waiting' | 'accepted' | 'refused';
  readonly refusals: readonly StatedRefusal[];
}

const LISTED = [
  'message_id',
  'school_year',
  'kind',
  'classroom',
  'wave',
  'sha256',
  'content_sha256',
  'item_count',
  'created_at',
  'created_by',
  'state',
  'received_at',
  'receipt_sha256',
  'refusals',
] as const;
type ListedRow = Pick<Selectable<SchoolTables['messages']>, (typeof LISTED)[number]>;

const readMessage = (row: ListedRow): OutboxMessage => ({
  messageId: row.message_id as MessageId,
  schoolYear: row.school_year as SchoolYear,
  kind: row.kind as MessageKind,
  sha256: row.sha256 as Sha256Hex,
  contentSha256: row.content_sha256 as Sha256Hex,
  itemCount: row.item_count,
  createdAt: fromTimestamptz(row.created_at),
  createdBy: row.created_by,
  state: row.state as MessageState,
  refusals: row.refusals as readonly StatedRefusal[],
  ...(row.classroom === null ? {} : { classroom: row.classroom }),
  ...(row.wave === null ? {} : { wave: row.wave as Wave }),
  ...(row.received_at === null ? {} : { receivedAt: fromTimestamptz(row.received_at) }),
  ...(row.receipt_sha256 === null ? {} : { receiptSha256: row.receipt_sha256 as Sha256Hex }),
});

/** Keeps a message before anybody tries to send it. */
export async function insertMessage(
  { trx, schoolId }: SchoolScope,
  message: OutboxMessage,
  bytes: Uint8Array,
  items: readonly OutboxItem[],
): Promise<void> {
  await trx
    .insertInto('messages')
    .values({
      school_id: schoolId,
      message_id: message.messageId,
      school_year: message.schoolYear,
      kind: message.kind,
      classroom: message.classroom ?? null,
      wave: message.wave ?? null,
      bytes: Buffer.from(bytes),
      sha256: message.sha256,
      content_sha256: message.contentSha256,
      item_count: message.itemCount,
      created_at: toTimestamptz(message.createdAt),
      created_by: message.createdBy,
      state: message.state,
      received_at: null,
      receipt: null,
      receipt_sha256: null,
      result: null,
    })
    .execute();
  if (items.length === 0) return;
  await trx
    .insertInto('message_items')
    .values(
      items.map((item) => ({
        school_id: schoolId,
        message_id: message.messageId,
        number: item.number,
        pupil_id: item.pupilId,
        version_id: item.versionId,
        action: item.action,
        state: item.state,
      })),
    )
    .execute();
}

export async function listMessages(
  { trx, schoolId }: SchoolScope,
  filter: { year?: SchoolYear; kind?: MessageKind; states?: readonly MessageState[] } = {},
): Promise<readonly OutboxMessage[]> {
  const rows = await trx
    .selectFrom('messages')
    .select(LISTED)
    .where('school_id', '=', schoolId)
    .$if(filter.year !== undefined, (query) => query.where('school_year', '=', filter.year ?? ''))
    .$if(filter.kind !== undefined, (query) => query.where('kind', '=', filter.kind ?? ''))
    .$if(filter.states !== undefined, (query) => query.where('state', 'in', [...(filter.states ?? [])]))
    .orderBy('created_at', 'desc')
    .orderBy('message_id')
    .execute();
  return rows.map(readMessage);
}

export async function findMessage({ trx, schoolId }: SchoolScope, messageId: string, lock?: 'lock'): Promise<OutboxMessage | undefined> {
  const row = await trx
    .selectFrom('messages')
    .select(LISTED)
    .where('school_id', '=', schoolId)
    .where('message_id', '=', messageId)
    .$if(lock === 'lock', (query) => query.forUpdate())
    .executeTakeFirst();
  return row && readMessage(row);
}

/** The exact octets that are sent, now and at every retry. */
export async function messageBytes({ trx, schoolId }: SchoolScope, messageId: string): Promise<Uint8Array | undefined> {
  const row = await trx
    .selectFrom('messages')
    .select('bytes')
    .where('school_id', '=', schoolId)
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  return row && new Uint8Array(row.bytes);
}

export async function loadMessageItems({ trx, schoolId }: SchoolScope, messageId: string): Promise<readonly OutboxItem[]> {
  const rows = await trx
    .selectFrom('message_items')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('message_id', '=', messageId)
    .orderBy('number')
    .execute();
  return rows.map((row) => ({
    number: row.number,
    pupilId: row.pupil_id,
    versionId: row.version_id as VersionId,
    action: row.action as ItemAction,
    state: row.state as OutboxItem['state'],
    refusals: row.refusals as readonly StatedRefusal[],
  }));
}

/** Accepted, refused and waiting items by message. */
export async function countMessageItems(
  { trx, schoolId }: SchoolScope,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, { accepted: number; refused: number; waiting: number }>> {
  const rows = await trx
    .selectFrom('message_items')
    .select(['message_id', 'state'])
    .select((eb) => eb.fn.countAll<number>().as('items'))
    .where('school_id', '=', schoolId)
    .where('message_id', 'in', [...messageIds, ''])
    .groupBy(['message_id', 'state'])
    .execute();
  const counts = new Map<string, { accepted: number; refused: number; waiting: number }>();
  for (const row of rows) {
    const one = counts.get(row.message_id) ?? { accepted: 0, refused: 0, waiting: 0 };
    one[row.state as OutboxItem['state']] = Number(row.items);
    counts.set(row.message_id, one);
  }
  return counts;
}

export async function noteAttempt({ trx, schoolId }: SchoolScope, messageId: string): Promise<void> {
  await trx
    .updateTable('messages')
    .set((eb) => ({ state: 'sent', attempts: eb('attempts', '+', 1) }))
    .where('school_id', '=', schoolId)
    .where('message_id', '=', messageId)
    .where('state', 'in', ['queued', 'sent'])
    .execute();
}

export async function storeReceipt(
  { trx, schoolId }: SchoolScope,
  messageId: string,
  receipt: { bytes: Uint8Array; sha256: Sha256Hex; receivedAt: Instant } | undefined,
  state: 'received' | 'answered' | 'refused',
  refusals: readonly StatedRefusal[],
): Promise<void> {
  await trx
    .updateTable('messages')
    .set({
      state,
      refusals: JSON.stringify(refusals),
      ...(receipt
        ? { receipt: Buffer.from(receipt.bytes), receipt_sha256: receipt.sha256, received_at: toTimestamptz(receipt.receivedAt) }
        : {}),
    })
    .where('school_id', '=', schoolId)
    .where('message_id', '=', messageId)
    .execute();
}

export async function storeResult(
  { trx, schoolId }: SchoolScope,
  messageId: string,
  bytes: Uint8Array,
  items: readonly { number: number; accepted: boolean; refusals: readonly StatedRefusal[] }[],
): Promise<void> {
  await trx
    .updateTable('messages')
    .set({ state: 'answered', result: Buffer.from(bytes) })
    .where('school_id', '=', schoolId)
    .where('message_id', '=', messageId)
    .execute();
  for (const item of items) {
    await trx
      .updateTable('message_items')
      .set({ state: item.accepted ? 'accepted' : 'refused', refusals: JSON.stringify(item.refusals) })
      .where('school_id', '=', schoolId)
      .where('message_id', '=', messageId)
      .where('number', '=', item.number)
      .execute();
  }
}

export interface StoredConfirmation {
  readonly versionId: VersionId;
  readonly event: 'admitted' | 'withdrawn' | 'replaced' | 'finalized';
  readonly at: Instant;
  readonly effectiveDate?: PlainDate;
  readonly xml: Uint8Array;
}

export async function insertConfirmation({ trx, schoolId }: SchoolScope, one: StoredConfirmation): Promise<boolean> {
  const done = await trx
    .insertInto('confirmations')
    .values({
      school_id: schoolId,
      version_id: one.versionId,
      event: one.event,
      happened_at: toTimestamptz(one.at),
      effective_date: one.effectiveDate ?? null,
      xml: Buffer.from(one.xml),
    })
    .onConflict((conflict) => conflict.columns(['school_id', 'version_id', 'event']).doNothing())
    .executeTakeFirst();
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The confirmations of one version. */
export async function loadConfirmations(
  { trx, schoolId }: SchoolScope,
  versionIds: readonly string[],
): Promise<readonly StoredConfirmation[]> {
  const rows = await trx
    .selectFrom('confirmations')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('version_id', 'in', [...versionIds, ''])
    .orderBy('happened_at')
    .execute();
  return rows.map((row) => ({
    versionId: row.version_id as VersionId,
    event: row.event as StoredConfirmation['event'],
    at: fromTimestamptz(row.happened_at),
    xml: new Uint8Array(row.xml),
    ...(row.effective_date === null ? {} : { effectiveDate: row.effective_date as PlainDate }),
  }));
}

export async function loadCursor({ trx, schoolId }: SchoolScope): Promise<string | undefined> {
  return (await trx.selectFrom('confirmation_cursor').select('last_cursor').where('school_id', '=', schoolId).executeTakeFirst())
    ?.last_cursor;
}

export async function saveCursor({ trx, schoolId }: SchoolScope, cursor: string): Promise<void> {
  await trx
    .insertInto('confirmation_cursor')
    .values({ school_id: schoolId, last_cursor: cursor })
    .onConflict((conflict) => conflict.column('school_id').doUpdateSet({ last_cursor: cursor }))
    .execute();
}

/** The pupil × year a version belongs to. */
export async function ownerOfVersion(
  { trx, schoolId }: SchoolScope,
  versionId: string,
): Promise<{ pupilId: string; schoolYear: SchoolYear } | undefined> {
  const row = await trx
    .selectFrom('record_versions')
    .select(['pupil_id', 'school_year'])
    .where('school_id', '=', schoolId)
    .where('version_id', '=', versionId)
    .executeTakeFirst();
  return row && { pupilId: row.pupil_id, schoolYear: row.school_year as SchoolYear };
}
