import { fromTimestamptz, toTimestamptz } from '#database';
import { calendarOf, refusal, type Refusal, type SchoolYear, type VersionId, type Wave } from '#domain';
import { equalBytes, Instant, type Instant as Moment, unwrap } from '#kernel';
import {
  EARLY_FINALIZATION_HEAD_SLOT,
  EARLY_FINALIZATION_SLOT,
  type RegisteredSigner,
  readEarlyFinalization,
  RESULT_SLOT,
  writeResult,
} from '#packet';
import type { SignatureJudgement } from '#signature';
import { verifySealed } from '#verifier';
import { readXml } from '#xml';
import { sql } from 'kysely';
import type { ProvinceContext } from '../registry/context.ts';
import { sealed } from '../registry/sign.ts';
import { insertEvent, lockHead, versionsOf } from '../postgres/registry.ts';
import { approvedSigners } from '../postgres/signers.ts';
import type { ProvinceTransaction } from '../postgres/tables.ts';
import { stated } from './reasons.ts';

/** Who must sign a request, in signing order. */
const SLOTS = [
  { slot: EARLY_FINALIZATION_HEAD_SLOT, role: 'schoolHead' },
  { slot: EARLY_FINALIZATION_SLOT, role: 'orgSignature' },
] as const;

/** Requests (160) that were received and have no result yet. */
export const waitingRequests = (context: ProvinceContext) =>
  context.database.inScope({ province: true }, (trx) =>
    trx
      .selectFrom('message')
      .select(['school_id', 'message_id', 'bytes', 'received_at', 'school_year'])
      .where('kind', '=', 'earlyFinalization')
      .where('item_count', '>', 0)
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
      .limit(10)
      .execute(),
  );
type Request = Awaited<ReturnType<typeof waitingRequests>>[number];

/** Finalizes admitted packets at the word of the school's head, before the cut-off. The effective date is the day of the request. */
export async function judgeRequest(context: ProvinceContext, request: Request): Promise<void> {
  const document = unwrap(readXml(new Uint8Array(request.bytes)));
  const { header, versionIds } = unwrap(readEarlyFinalization(document));
  const signers = await context.database.inScope({ province: true }, (trx) => approvedSigners(trx, request.school_id));
  const whole = verifySealed(
    { document, slot: SLOTS.map(({ slot }) => slot), trust: await context.trust(), at: context.clock.now() },
    context.primitives,
  );
  // Each signature must be of the person and the unit the province has approved.
  const strangers = SLOTS.filter(
    ({ role }, i) =>
      !signers.some((signer) => signer.role === role && isOf(signer, whole.signatures[i], fromTimestamptz(request.received_at))),
  );
  const signed = {
    refusals: [
      ...whole.refusals,
      ...strangers.map(({ slot }) =>
        refusal(
          'signature/wrong-signer',
          {
            slot: slot.claimedRole,
            signer: slot.claimedRole,
            detail: 'chứng thư số chưa được Sở duyệt cho vị trí này, hoặc không còn hiệu lực đăng ký khi ký',
          },
          slot.path,
        ),
      ),
    ],
  };
  const items = await context.database.inScope({ province: true }, async (trx) => {
    const answers: { readonly versionId: VersionId; readonly refusals: readonly Refusal[] }[] = [];
    for (const versionId of versionIds) {
      // A crash between the decision and its signed answer: what this request has made final is answered so.
      const done = await isMadeFinalBy(trx, request, versionId);
      answers.push({
        versionId,
        refusals: done ? [] : signed.refusals.length > 0 ? signed.refusals : await finalizeEarly(context, trx, request, versionId),
      });
    }
    return answers;
  });
  const result = await sealed(
    context,
    writeResult({
      messageId: header.messageId,
      items: items.map(({ versionId, refusals }, i) => ({
        index: i + 1,
        versionId,
        accepted: refusals.length === 0,
        reasons: refusals.map(stated),
      })),
    }),
    RESULT_SLOT,
  );
  await context.database.inScope({ province: true }, (trx) =>
    trx
      .insertInto('message_result')
      .values({
        school_id: request.school_id,
        message_id: request.message_id,
        result: Buffer.from(result),
        answered_at: toTimestamptz(context.clock.now()),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
}

/** Made with this certificate, at a time for which it is registered. */
function isOf({ certificate, from, until }: RegisteredSigner, signature: SignatureJudgement | undefined, receivedAt: Moment): boolean {
  const day = Instant.toPlainDate(signature?.provenTime ?? receivedAt);
  return signature?.certificate !== undefined && equalBytes(certificate, signature.certificate.der) && from <= day && day <= until;
}

const isMadeFinalBy = async (trx: ProvinceTransaction, request: Request, versionId: VersionId): Promise<boolean> =>
  (await trx
    .selectFrom('registry_event')
    .select('event_id')
    .where('school_id', '=', request.school_id)
    .where('version_id', '=', versionId)
    .where('kind', '=', 'finalized')
    .where('detail', '=', request.message_id)
    .executeTakeFirst()) !== undefined;

async function finalizeEarly(
  context: ProvinceContext,
  trx: ProvinceTransaction,
  request: Request,
  versionId: VersionId,
): Promise<readonly Refusal[]> {
  const row = await trx
    .selectFrom('packet')
    .select(['pupil_id', 'full_name', 'wave'])
    .where('school_id', '=', request.school_id)
    .where('version_id', '=', versionId)
    .executeTakeFirst();
  if (!row) return [refusal('content/unknown-version', { version: versionId })];
  await lockHead(trx, request.school_id, row.pupil_id, request.school_year);
  const state = (await versionsOf(trx, request.school_id, row.pupil_id, request.school_year)).find(
    (version) => version.versionId === versionId,
  )?.state;
  const receivedAt = fromTimestamptz(request.received_at);
  const schoolYear = request.school_year as SchoolYear;
  const wave = row.wave as Wave;
  if (state === 'finalized' || state === 'reported' || receivedAt >= calendarOf(schoolYear).waves[wave].cutOff)
    return [refusal('content/final', { pupil: row.full_name })];
  if (state !== 'admitted') return [refusal('content/not-current', { pupil: row.full_name })];
  await insertEvent(
    trx,
    { kind: 'finalized', versionId },
    {
      schoolId: request.school_id,
      pupilId: row.pupil_id,
      schoolYear,
      wave,
      at: context.clock.now(),
      eventId: context.uuid(),
      askedBy: request.message_id,
    },
    Instant.toPlainDate(receivedAt),
  );
  return [];
}
