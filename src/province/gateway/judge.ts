import { isDeepStrictEqual } from 'node:util';
import { fromTimestamptz, toTimestamptz } from '#database';
import { type HocBa, type Refusal, refusal, type SchoolCode } from '#domain';
import { err, ok, type Result, unwrap } from '#kernel';
import { type Batch, type BatchItem, type BatchResult, readBatch, RESULT_SLOT, type StatedReason, writeResult } from '#packet';
import { openWorkers, type WorkFailure, type Workers } from '#workers';
import { readXml } from '#xml';
import { sql } from 'kysely';
import { admit, type CommandSource, type Desk, type VerifiedPacket, withdraw } from '../registry/apply.ts';
import type { ProvinceContext } from '../registry/context.ts';
import { sealed } from '../registry/sign.ts';
import { openSheet, type RegistrySheet } from '../postgres/registry-sheet.ts';
import { holdRegister } from '../postgres/signer-register.ts';
import { approvedSigners, withdrawalsOf } from '../postgres/signers.ts';
import { json, type ProvinceTransaction } from '../postgres/tables.ts';
import type { BatchSetting, Judgement, SentPacket } from './judge-packet.ts';
import { stated, toStored } from './reasons.ts';

/** Batches that were received and have no result yet; the store itself is the queue, so a crash loses none. */
export const waitingBatches = (context: ProvinceContext, limit: number, except: readonly string[] = []) =>
  context.database.inScope({ province: true }, (trx) =>
    trx
      .selectFrom('message')
      .innerJoin('school_unit', 'school_unit.school_id', 'message.school_id')
      .select(['message.school_id', 'message.message_id', 'school_unit.code'])
      .where('kind', '=', 'batch')
      .where('item_count', '>', 0)
      .where('message.message_id', 'not in', ['', ...except])
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('message_result as r')
              .select(sql`1`.as('one'))
              .whereRef('r.school_id', '=', 'message.school_id')
              .whereRef('r.message_id', '=', 'message.message_id'),
          ),
        ),
      )
      .orderBy('received_at')
      .limit(limit)
      .execute(),
  );

export type WaitingBatch = Awaited<ReturnType<typeof waitingBatches>>[number];
export type Judges = Workers<BatchSetting, SentPacket, Judgement>;
/** The threads packets are judged in. */
export const openJudges = (): Judges => openWorkers(new URL('./judge-worker.ts', import.meta.url));

interface Judged {
  readonly item: BatchItem;
  readonly hocBa?: HocBa;
  readonly verdict: Result<VerifiedPacket | undefined, readonly (Refusal & { readonly subIndication?: string })[]>;
}
interface JudgedBatch {
  readonly batch: Batch;
  readonly source: CommandSource;
  readonly judged: readonly Judged[] /** The signers it was judged by. */;
  readonly register: Register;
}

/** Who may sign for a school. */
type Register = Pick<BatchSetting, 'registered' | 'withdrawals'>;
const registerOf = async (trx: ProvinceTransaction, schoolId: string): Promise<Register> => ({
  registered: await approvedSigners(trx, schoolId),
  withdrawals: await withdrawalsOf(trx, schoolId),
});

/**
 * Judges batches: each item on its own, then its place in the registry, and answers all items of a batch in one signed result. The packets of the next batch
 * are judged while one is settled and another answered; settled they are one after the other, as they came. Answers which could not be judged now.
 */
export async function judgeBatches(
  context: ProvinceContext,
  judges: Judges,
  batches: readonly WaitingBatch[],
  onTrouble: (error: unknown) => void,
): Promise<readonly string[]> {
  const failed: string[] = [];
  const answering: Promise<void>[] = [];
  const fail =
    ({ message_id }: WaitingBatch) =>
    (error: unknown): void => {
      failed.push(message_id);
      onTrouble(error);
    };
  let next: Promise<JudgedBatch> | undefined;
  for (const [i, waiting] of batches.entries()) {
    const judging: Promise<JudgedBatch> = next ?? judgeItems(context, judges, waiting, onTrouble);
    next = undefined;
    try {
      let judged = await judging;
      next = batches[i + 1] && judgeItems(context, judges, batches[i + 1]!, onTrouble);
      // Whether it fails is heard when its turn comes.
      next?.catch(() => undefined);
      let items = await settleBatch(context, judged);
      for (; items === 'register-changed'; items = await settleBatch(context, judged))
        judged = await judgeItems(context, judges, waiting, onTrouble);
      answering.push(answer(context, judged.source, items).catch(fail(waiting)));
    } catch (error) {
      fail(waiting)(error);
    }
  }
  await Promise.all(answering);
  return failed;
}

async function judgeItems(
  context: ProvinceContext,
  judges: Judges,
  { school_id: schoolId, message_id: messageId, code }: WaitingBatch,
  onTrouble: (error: unknown) => void,
): Promise<JudgedBatch> {
  const { message, register } = await context.database.inScope({ province: true }, async (trx) => ({
    message: await trx
      .selectFrom('message')
      .select(['bytes', 'received_at'])
      .where('school_id', '=', schoolId)
      .where('message_id', '=', messageId)
      .executeTakeFirstOrThrow(),
    register: await registerOf(trx, schoolId),
  }));
  const batch = unwrap(readBatch(unwrap(readXml(new Uint8Array(message.bytes)))));
  const { from, schoolYear, wave } = batch.header;
  const packets = batch.items.flatMap((item, i): SentPacket[] =>
    item.action === 'withdraw'
      ? []
      : [{ index: i + 1, bytes: item.bytes, sha256: item.sha256, versionId: item.versionId, lookupCode: item.lookupCode }],
  );
  const answers = judges.answers({ trust: await context.trust(), at: context.clock.now(), ...register, from, schoolYear, wave }, packets);
  const judged: Judged[] = [];
  for (const item of batch.items) {
    if (item.action === 'withdraw') judged.push({ item, verdict: ok(undefined) });
    else judged.push(judgedAs(item, (await answers.next()).value!, onTrouble));
  }
  return {
    batch,
    source: { schoolId, sender: code as SchoolCode, messageId, receivedAt: fromTimestamptz(message.received_at) },
    judged,
    register,
  };
}

/** A packet that stops its judge twice is refused for that, and whoever runs the system hears of it. */
function judgedAs(
  item: Exclude<BatchItem, { action: 'withdraw' }>,
  outcome: Result<Judgement, WorkFailure>,
  onTrouble: (error: unknown) => void,
): Judged {
  if (!outcome.ok) {
    onTrouble(
      new Error(
        `the packet ${item.sha256} could not be judged: ${outcome.error.kind === 'crashed' ? outcome.error.why : outcome.error.kind}`,
      ),
    );
    return { item, verdict: err([refusal('system/packet-not-judged')]) };
  }
  const { hocBa, verdict } = outcome.value;
  return {
    item,
    ...(hocBa && { hocBa }),
    verdict: verdict.ok ? ok({ ...verdict.value, bytes: item.bytes, sha256: item.sha256 }) : verdict,
  };
}

/**
 * The admissions and the answers about them are one transaction. Undefined when they were written before. Nothing is admitted by a register that has changed since
 * the batch was judged: a withdrawal recorded meanwhile waits for this transaction, or this one sees it.
 */
function settleBatch(
  context: ProvinceContext,
  { batch, source, judged, register }: JudgedBatch,
): Promise<BatchResult['items'] | 'register-changed' | undefined> {
  const { schoolId, sender, messageId } = source;
  return context.database.inScope({ province: true }, async (trx) => {
    const done = await trx
      .selectFrom('message_item')
      .select('number')
      .where('school_id', '=', schoolId)
      .where('message_id', '=', messageId)
      .limit(1)
      .executeTakeFirst();
    if (done) return undefined;
    await holdRegister(trx, schoolId);
    if (!isDeepStrictEqual(await registerOf(trx, schoolId), register)) return 'register-changed';
    const records = judged.flatMap(({ verdict }) => (verdict.ok && verdict.value ? [verdict.value.hocBa] : []));
    const sheet = await openSheet(trx, {
      schoolId,
      sender,
      schoolYear: batch.header.schoolYear,
      versionIds: batch.items.map(({ versionId }) => versionId),
      records,
    });
    const settled = judged.map((one) => ({ one, reasons: settle({ context, sheet, source }, one) }));
    await sheet.write();
    await trx
      .insertInto('message_item')
      .values(settled.map(({ one, reasons }, i) => itemRow(sheet, source, i + 1, one, reasons)))
      .execute();
    return settled.map(({ one: { item }, reasons }, i) => ({
      index: i + 1,
      versionId: item.versionId,
      accepted: reasons.length === 0,
      reasons,
    }));
  });
}

/** Signs and stores the result; after a crash between the two steps it is made from the stored answers. */
async function answer(
  context: ProvinceContext,
  { schoolId, messageId }: CommandSource,
  items: BatchResult['items'] | undefined,
): Promise<void> {
  const stored =
    items ??
    (
      await context.database.inScope({ province: true }, (trx) =>
        trx
          .selectFrom('message_item')
          .selectAll()
          .where('school_id', '=', schoolId)
          .where('message_id', '=', messageId)
          .orderBy('number')
          .execute(),
      )
    ).map((row) => ({
      index: row.number,
      versionId: row.version_id as BatchItem['versionId'],
      accepted: row.accepted,
      reasons: row.refusals,
    }));
  const result = await sealed(context, writeResult({ messageId: messageId as BatchResult['messageId'], items: stored }), RESULT_SLOT);
  await context.database.inScope({ province: true }, (trx) =>
    trx
      .insertInto('message_result')
      .values({ school_id: schoolId, message_id: messageId, result: Buffer.from(result), answered_at: toTimestamptz(context.clock.now()) })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
}

function settle(desk: Desk, { item, verdict }: Judged): readonly StatedReason[] {
  if (!verdict.ok) return verdict.error.map(stated);
  const settled =
    item.action === 'withdraw'
      ? withdraw(desk, {
          kind: 'withdraw',
          versionId: item.versionId,
          lookupCode: item.lookupCode,
          reason: item.reason,
          sender: desk.source.sender,
        })
      : admit(desk, item.action, verdict.value!);
  return settled.ok ? [] : [stated(settled.error)];
}

const ACTIONS = { submit: 'new', replace: 'replace', withdraw: 'withdraw' } as const;
function itemRow(
  sheet: RegistrySheet,
  { schoolId, messageId }: CommandSource,
  number: number,
  { item, hocBa }: Judged,
  reasons: readonly StatedReason[],
) {
  const known = hocBa ? undefined : sheet.packet(item.versionId);
  return {
    school_id: schoolId,
    message_id: messageId,
    number,
    action: ACTIONS[item.action],
    version_id: item.versionId,
    pupil_id: hocBa?.pupil.pupilId ?? known?.pupil_id ?? null,
    full_name: hocBa?.pupil.fullName ?? known?.full_name ?? null,
    classroom: hocBa?.classroom ?? known?.classroom ?? null,
    accepted: reasons.length === 0,
    refusals: json(reasons.map(toStored)),
  };
}
