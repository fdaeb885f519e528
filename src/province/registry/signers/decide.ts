import { toTimestamptz } from '#database';
import { type AskedWithdrawal, mayDecide, mayUndo, mayWithdraw, type Refusal, refusal } from '#domain';
import { err, Instant, ok, PlainDate, type Result } from '#kernel';
import { insertEndings, loadRegister, lockRegister, signedRecords } from '../../postgres/signer-register.ts';
import { endingsOf } from '../../postgres/signers.ts';
import type { ProvinceTransaction } from '../../postgres/tables.ts';
import type { ProvinceContext } from '../context.ts';
import { settleEndings } from './take-list.ts';

export interface Decision {
  readonly approve: boolean;
  readonly reason?: string | undefined;
  readonly by: string;
}
export interface Decided {
  readonly signerId: string;
  readonly refusal?: Refusal;
}

/**
 * Decides about many signers at once; each has an answer of its own, in the order asked. With a seal the list it sealed may come
 * into force, and with a certificate the one before it ends.
 */
export async function decideSigners(
  context: ProvinceContext,
  trx: ProvinceTransaction,
  signerIds: readonly string[],
  { approve, reason, by }: Decision,
): Promise<readonly Decided[]> {
  const rows = await trx
    .selectFrom('signer')
    .select(['school_id', 'signer_id', 'role'])
    .where('signer_id', 'in', [...signerIds])
    .execute();
  const answers = new Map<string, Refusal | undefined>();
  const now = context.clock.now();
  const today = Instant.toPlainDate(now);
  for (const [schoolId, own] of [...Map.groupBy(rows, (row) => row.school_id)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await lockRegister(trx, schoolId);
    const register = await loadRegister(trx, schoolId);
    const checked = own.map(({ signer_id }) => ({
      signerId: signer_id,
      may: mayDecide(
        register.find(({ signerId }) => signerId === signer_id),
        today,
      ),
    }));
    for (const { signerId, may } of checked) answers.set(signerId, may.ok ? undefined : may.error);
    const decided = checked
      .filter(({ may }) => may.ok)
      .map(({ signerId }) => ({
        school_id: schoolId,
        signer_id: signerId,
        approved: approve,
        reason: reason ?? null,
        decided_by: by,
        decided_at: toTimestamptz(now),
      }));
    if (decided.length === 0) continue;
    await trx.insertInto('signer_decision').values(decided).execute();
    await settleEndings(context, trx, schoolId, today, by);
  }
  return signerIds.map((signerId) => {
    const answer = answers.has(signerId) ? answers.get(signerId) : refusal('province/signer-not-found');
    return answer === undefined ? { signerId } : { signerId, refusal: answer };
  });
}

/** Withdraws the approval of a signer from a day on. Answers how many records that are not final yet were received with this signature since that day: the school has to hand them in anew. */
export async function withdrawSigner(
  context: ProvinceContext,
  trx: ProvinceTransaction,
  signerId: string,
  asked: AskedWithdrawal,
  by: string,
): Promise<Result<{ readonly openRecords: number }, Refusal>> {
  const row = await trx
    .selectFrom('signer')
    .select(['school_id', 'role', 'certificate_sha256'])
    .where('signer_id', '=', signerId)
    .executeTakeFirst();
  if (row === undefined) return err(refusal('province/signer-not-found'));
  const schoolId = row.school_id;
  const now = context.clock.now();
  await lockRegister(trx, schoolId);
  const entry = (await loadRegister(trx, schoolId)).find((one) => one.signerId === signerId);
  const signed = await signedRecords(trx, { schoolId, role: row.role, certificateSha256: row.certificate_sha256 }, now);
  const may = mayWithdraw(
    entry,
    asked,
    signed
      .filter(({ isFinal }) => isFinal)
      .map(({ receivedOn }) => receivedOn)
      .toSorted()
      .at(-1),
  );
  if (!may.ok) return may;
  const { from, reason, decisionNumber } = may.value;
  await insertEndings(trx, schoolId, [{ signerId, cause: 'withdrawn', lastDay: PlainDate.addDays(from, -1) }], {
    by,
    at: now,
    reason,
    decisionNumber,
    newId: context.uuid,
  });
  return ok({ openRecords: signed.filter(({ isFinal, receivedOn }) => !isFinal && receivedOn >= from).length });
}

/** Takes a withdrawal back that has not taken effect. */
export async function undoWithdrawal(
  context: ProvinceContext,
  trx: ProvinceTransaction,
  signerId: string,
  by: string,
): Promise<Result<void, Refusal>> {
  const [found] = (await endingsOf(trx, [signerId])).filter(({ cause }) => cause === 'withdrawn');
  if (found !== undefined) await lockRegister(trx, found.schoolId);
  const now = context.clock.now();
  const may = mayUndo(found, Instant.toPlainDate(now));
  if (!may.ok || found === undefined) return may;
  await trx
    .insertInto('signer_ending_undone')
    .values({ school_id: found.schoolId, ending_id: found.endingId, undone_by: by, undone_at: toTimestamptz(now) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return ok(undefined);
}
