import { toTimestamptz } from '#database';
import {
  calendarOf,
  type LookupCode,
  refusal,
  type Refusal,
  type SchoolCode,
  type SchoolYear,
  type Sha256Hex,
  type VersionId,
  type Wave,
} from '#domain';
import { err, ok, type Result, toHex, unwrap } from '#kernel';
import {
  BATCH_ITEMS_MAX,
  MessageId,
  readReceipt,
  readResult,
  RECEIPT_SLOT,
  RESULT_SLOT,
  type SignatureSlot,
  UPWARD_BATCH_SLOT,
  type UpwardItem,
  writeUpwardBatch,
} from '#packet';
import { verifySealed } from '#verifier';
import { readXml, type XmlDocument } from '#xml';
import { sql } from 'kysely';
import type { ProvinceContext } from '../registry/context.ts';
import { sealed } from '../registry/sign.ts';
import { insertEvent } from '../postgres/registry.ts';
import { json, type ProvinceTransaction } from '../postgres/tables.ts';
import type { MinistryClient } from '../remote/ministry-client.ts';

/** Held while a report is put together. */
const PACKING_LOCK = 2044;

export interface ReportingPorts {
  readonly ministry: MinistryClient;
  readonly ministryCode: SchoolCode;
  /** Certificates (DER) the ministry seals with. */
  readonly ministryCertificates: readonly Uint8Array[];
}

/**
 * Packs the final packets of a wave that no batch holds yet, each with the province's confirmation of its finality, into at most `batchesMax` batches; how
 * many packets that were. Refused before the wave is over.
 */
export async function prepareUpward(
  context: ProvinceContext,
  { ministryCode }: ReportingPorts,
  schoolYear: SchoolYear,
  wave: Wave,
  batchesMax = Number.POSITIVE_INFINITY,
): Promise<Result<number, Refusal>> {
  if (context.clock.now() < calendarOf(schoolYear).waves[wave].cutOff) return err(refusal('upward/wave-not-over', { wave }));
  let packed = 0;
  for (let batches = 0; batches < batchesMax; batches++) {
    const items = await unreported(context, schoolYear, wave);
    if (items.length === 0) break;
    const messageId = unwrap(MessageId.of(context.code, context.uuid().replaceAll('-', '')));
    const content = items.map(
      (row): UpwardItem => ({
        lookupCode: row.lookup_code as LookupCode,
        versionId: row.version_id as VersionId,
        sha256: row.sha256 as Sha256Hex,
        bytes: new Uint8Array(row.bytes),
        confirmation: new Uint8Array(row.xml),
      }),
    );
    const bytes = await sealed(
      context,
      writeUpwardBatch({
        header: { messageId, from: context.code, to: ministryCode, sentAt: context.clock.now(), schoolYear, wave },
        items: content,
      }),
      UPWARD_BATCH_SLOT,
    );
    const kept = await context.database.inScope({ province: true }, async (trx) => {
      // Two officers may press the button at once: one packs, the other looks again.
      await sql`select pg_advisory_xact_lock(${PACKING_LOCK})`.execute(trx);
      const free = await trx
        .selectFrom('packet')
        .select('packet.version_id')
        .where(
          'packet.version_id',
          'in',
          items.map((row) => row.version_id),
        )
        .where(notReported)
        .execute();
      if (free.length !== items.length) return false;
      await trx
        .insertInto('upward_batch')
        .values({
          message_id: messageId,
          school_year: schoolYear,
          wave,
          bytes: Buffer.from(bytes),
          sha256: toHex(context.primitives.digest('sha256', bytes)),
          record_count: items.length,
          created_at: toTimestamptz(context.clock.now()),
        })
        .execute();
      await trx
        .insertInto('upward_item')
        .values(items.map((row, i) => ({ message_id: messageId, number: i + 1, school_id: row.school_id, version_id: row.version_id })))
        .execute();
      return true;
    });
    if (kept) packed += items.length;
  }
  return ok(packed);
}

/** Neither acknowledged nor in a report that still waits: what the ministry refused may be sent again. */
const notReported = sql<boolean>`not exists (select 1 from registry_event e where e.version_id = packet.version_id and e.kind = 'reported')
  and not exists (select 1 from upward_item u left join upward_result r on r.message_id = u.message_id where u.version_id = packet.version_id and r.message_id is null)`;

const confirmedFinal = (trx: ProvinceTransaction, schoolYear: SchoolYear, wave: Wave) =>
  trx
    .selectFrom('finalization')
    .innerJoin('packet', (join) =>
      join.onRef('packet.school_id', '=', 'finalization.school_id').onRef('packet.version_id', '=', 'finalization.version_id'),
    )
    .innerJoin('confirmation', (join) =>
      join
        .onRef('confirmation.school_id', '=', 'packet.school_id')
        .onRef('confirmation.version_id', '=', 'packet.version_id')
        .on('confirmation.event', '=', 'finalized'),
    )
    .where('packet.school_year', '=', schoolYear)
    .where('packet.wave', '=', wave)
    .where(notReported);

const unreported = (context: ProvinceContext, schoolYear: SchoolYear, wave: Wave) =>
  context.database.inScope({ province: true }, (trx) =>
    confirmedFinal(trx, schoolYear, wave)
      .select(['packet.school_id', 'packet.version_id', 'packet.lookup_code', 'packet.sha256', 'packet.bytes', 'confirmation.xml'])
      .orderBy('packet.school_id')
      .orderBy('packet.pupil_id')
      .limit(BATCH_ITEMS_MAX)
      .execute(),
  );

/** Final packets with their confirmation that are in no report which stands or waits. */
export const countUnreported = async (trx: ProvinceTransaction, schoolYear: SchoolYear, wave: Wave): Promise<number> =>
  (await confirmedFinal(trx, schoolYear, wave).select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow()).count;

/** Sends what has no receipt, asks for results that are missing; an acknowledged packet gets its event. May stop anywhere and be run again. */
export async function exchangeUpward(context: ProvinceContext, ports: ReportingPorts): Promise<void> {
  const open = await context.database.inScope({ province: true }, (trx) =>
    trx
      .selectFrom('upward_batch')
      .leftJoin('upward_receipt', 'upward_receipt.message_id', 'upward_batch.message_id')
      .leftJoin('upward_result', 'upward_result.message_id', 'upward_batch.message_id')
      .select([
        'upward_batch.message_id',
        'upward_batch.wave',
        'upward_batch.school_year',
        'upward_receipt.message_id as received',
        'upward_result.message_id as answered',
      ])
      .where('upward_result.message_id', 'is', null)
      .orderBy('created_at')
      .execute(),
  );
  for (const batch of open) {
    if (batch.received === null && !(await deliver(context, ports, batch.message_id))) continue;
    await fetchResult(context, ports, batch.message_id, batch.school_year as SchoolYear, batch.wave as Wave);
  }
}

async function deliver(context: ProvinceContext, ports: ReportingPorts, messageId: string): Promise<boolean> {
  // One batch in memory at a time: a whole province is some gigabytes.
  const { bytes } = await context.database.inScope({ province: true }, (trx) =>
    trx.selectFrom('upward_batch').select('bytes').where('message_id', '=', messageId).executeTakeFirstOrThrow(),
  );
  const answer = await ports.ministry.send(new Uint8Array(bytes));
  if ('failure' in answer) return false;
  const receipt = await genuine(context, ports, answer.receipt, RECEIPT_SLOT, readReceipt);
  if (receipt?.messageId !== messageId) return false;
  await context.database.inScope({ province: true }, async (trx) => {
    await trx
      .insertInto('upward_receipt')
      .values({ message_id: messageId, receipt: Buffer.from(answer.receipt), received_at: toTimestamptz(receipt.receivedAt) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    // A report refused at the door gets no other answer.
    if (!receipt.accepted)
      await trx
        .insertInto('upward_result')
        .values({
          message_id: messageId,
          result: Buffer.from(answer.receipt),
          accepted: false,
          refusals: json(receipt.reasons.map((reason) => ({ ...reason }))),
          answered_at: toTimestamptz(receipt.receivedAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
  });
  return receipt.accepted;
}

async function fetchResult(
  context: ProvinceContext,
  ports: ReportingPorts,
  messageId: string,
  schoolYear: SchoolYear,
  wave: Wave,
): Promise<void> {
  const bytes = await ports.ministry.result(messageId).catch(() => undefined);
  const result = bytes && (await genuine(context, ports, bytes, RESULT_SLOT, readResult));
  if (!bytes || !result || result.messageId !== messageId) return;
  await context.database.inScope({ province: true }, async (trx) => {
    const refusals = result.items.flatMap((item) => item.reasons);
    await trx
      .insertInto('upward_result')
      .values({
        message_id: messageId,
        result: Buffer.from(bytes),
        accepted: refusals.length === 0,
        refusals: json(refusals.map((reason) => ({ ...reason }))),
        answered_at: toTimestamptz(context.clock.now()),
      })
      .execute();
    const accepted = new Set(result.items.filter((item) => item.accepted).map((item) => item.versionId as string));
    const rows = await trx
      .selectFrom('upward_item')
      .innerJoin('packet', (join) =>
        join.onRef('packet.school_id', '=', 'upward_item.school_id').onRef('packet.version_id', '=', 'upward_item.version_id'),
      )
      .select(['packet.school_id', 'packet.version_id', 'packet.pupil_id'])
      .where('upward_item.message_id', '=', messageId)
      .execute();
    for (const row of rows.filter(({ version_id }) => accepted.has(version_id))) {
      await insertEvent(
        trx,
        { kind: 'reported', versionId: row.version_id as VersionId },
        { schoolId: row.school_id, pupilId: row.pupil_id, schoolYear, wave, at: context.clock.now(), eventId: context.uuid() },
      );
    }
  });
}

/** A word of the ministry, if it is one. */
async function genuine<T>(
  context: ProvinceContext,
  { ministryCertificates }: ReportingPorts,
  bytes: Uint8Array,
  slot: SignatureSlot,
  read: (document: XmlDocument) => Result<T, Refusal>,
): Promise<T | undefined> {
  const document = readXml(bytes);
  if (!document.ok) return undefined;
  const value = read(document.value);
  const judged = verifySealed(
    { document: document.value, slot, trust: await context.trust(), at: context.clock.now(), expectedCertificates: ministryCertificates },
    context.primitives,
  );
  return value.ok && judged.verdict === 'TOTAL-PASSED' ? value.value : undefined;
}
