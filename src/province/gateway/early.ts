import { fromTimestamptz, toTimestamptz } from '#database';
import { calendarOf, refusal, type Refusal, type SchoolYear, type VersionId, type Wave } from '#domain';
import { Instant, unwrap } from '#kernel';
import { EARLY_FINALIZATION_HEAD_SLOT, readEarlyFinalization, RESULT_SLOT, writeResult } from '#packet';
import { verifySealed } from '#verifier';
import { readXml } from '#xml';
import { sql } from 'kysely';
import type { ProvinceContext } from '../registry/context.ts';
import { sealed } from '../registry/sign.ts';
import { insertEvent, lockHead, versionsOf } from '../postgres/registry.ts';
import { approvedSigners } from '../postgres/signers.ts';
import type { ProvinceTransaction } from '../postgres/tables.ts';
import { stated } from './reasons.ts';

/** Requests (160) that were received and have no result yet. */
export const waitingRequests = (context: ProvinceContext) =>
  context.database.inScope({ province: true }, (trx) => trx.selectFrom('message').select(['school_id', 'message_id', 'bytes', 'received_at', 'school_year']).where('kind', '=', 'earlyFinalization').where('item_count', '>', 0)
    .where((where) => where.not(where.exists(where.selectFrom('message_result as r').select(sql`1`.as('one')).whereRef('r.school_id', '=', 'message.school_id').whereRef('r.message_id', '=', 'message.message_id'))))
    .orderBy('received_at').limit(10).execute());
type Request = Awaited<ReturnType<typeof waitingRequests>>[number];

/** Finalizes admitted packets at the word of the school's head, before the cut-off. The effective date is the day of the request. */
export async function judgeRequest(context: ProvinceContext, request: Request): Promise<void> {
  const document = unwrap(readXml(new Uint8Array(request.bytes)));
  const { header, versionIds } = unwrap(readEarlyFinalization(document));
  const heads = (await context.database.inScope({ province: true }, (trx) => approvedSigners(trx, request.school_id))).filter(({ role }) => role === 'schoolHead').map(({ certificate }) => certificate);
  const signed = verifySealed({ document, slot: EARLY_FINALIZATION_HEAD_SLOT, trust: await context.trust(), at: context.clock.now(), expectedCertificates: heads }, context.primitives);
  const items = await context.database.inScope({ province: true }, async (trx) => {
    const answers: { readonly versionId: VersionId; readonly refusals: readonly Refusal[] }[] = [];
    for (const versionId of versionIds) answers.push({ versionId, refusals: signed.refusals.length > 0 ? signed.refusals : await finalizeEarly(context, trx, request, versionId) });
    return answers;
  });
  const result = await sealed(context, writeResult({ messageId: header.messageId, items: items.map(({ versionId, refusals }, i) => ({ index: i + 1, versionId, accepted: refusals.length === 0, reasons: refusals.map(stated) })) }), RESULT_SLOT);
  await context.database.inScope({ province: true }, (trx) => trx.insertInto('message_result').values({ school_id: request.school_id, message_id: request.message_id, result: Buffer.from(result), answered_at: toTimestamptz(context.clock.now()) }).onConflict((conflict) => conflict.doNothing()).execute());
}

async function finalizeEarly(context: ProvinceContext, trx: ProvinceTransaction, request: Request, versionId: VersionId): Promise<readonly Refusal[]> {
  const row = await trx.selectFrom('packet').select(['pupil_id', 'full_name', 'wave']).where('school_id', '=', request.school_id).where('version_id', '=', versionId).executeTakeFirst();
  if (!row) return [refusal('content/unknown-version', { version: versionId })];
  await lockHead(trx, request.school_id, row.pupil_id, request.school_year);
  const state = (await versionsOf(trx, request.school_id, row.pupil_id, request.school_year)).find((version) => version.versionId === versionId)?.state;
  const receivedAt = fromTimestamptz(request.received_at), schoolYear = request.school_year as SchoolYear, wave = row.wave as Wave;
  if (state === 'finalized' || state === 'reported' || receivedAt >= calendarOf(schoolYear).waves[wave].cutOff) return [refusal('content/final', { pupil: row.full_name })];
  if (state !== 'admitted') return [refusal('content/not-current', { pupil: row.full_name })];
  await insertEvent(trx, { kind: 'finalized', versionId }, { schoolId: request.school_id, pupilId: row.pupil_id, schoolYear, wave, at: context.clock.now(), eventId: context.uuid() }, Instant.toPlainDate(receivedAt));
  return [];
}
