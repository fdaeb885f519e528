import { isUniqueViolation, toTimestamptz } from '#database';
import { describe, type Refusal, refusal, type SchoolCode, type Sha256Hex } from '#domain';
import { err, ok, type Result, toHex, unwrap } from '#kernel';
import {
  CONFIRMATION_SLOT,
  type Confirmation,
  notXml,
  readConfirmation,
  readUpwardBatch,
  RECEIPT_SLOT,
  type Receipt,
  RESULT_SLOT,
  type ResultItem,
  type SignatureSlot,
  type StatedReason,
  UPWARD_BATCH_SLOT,
  type UpwardBatch,
  type UpwardItem,
  writeReceipt,
  writeResult,
} from '#packet';
import { validateXsd } from '#packet/xsd';
import type { PathCache, TrustMaterial } from '#signature';
import { signSlots } from '#signature/signers';
import { bindingOfConfirmation, verifyPacket, verifySealed } from '#verifier';
import { readXml } from '#xml';
import type { KnownProvince, MinistryContext } from './context.ts';

const stated = (one: Refusal): StatedReason => {
  const { publicCode, message, retryable, where } = describe(one);
  return { code: publicCode ?? 'HBS-999', message, retryable, ...(where === undefined ? {} : { where }) };
};
const asJson = <T>(value: T): T => JSON.stringify(value) as unknown as T;

async function sealed(context: MinistryContext, unsigned: Result<Uint8Array, Refusal>, slot: SignatureSlot): Promise<Uint8Array> {
  const [signed] = await signSlots([{ bytes: unwrap(unsigned), slot }], {
    signer: context.seal,
    signingTime: context.clock.now(),
    primitives: context.primitives,
    tsaUrl: context.tsaUrl,
  });
  return unwrap(signed!);
}

/** Takes a report in: form, sender and seal are checked, the exact octets stored with the signed receipt, then judged, stored and answered. The same message again gets the same receipt. */
export async function receiveReport(context: MinistryContext, clientId: string, bytes: Uint8Array): Promise<Result<Uint8Array, Refusal>> {
  const sha256 = toHex(context.primitives.digest('sha256', bytes)) as Sha256Hex;
  const document = readXml(bytes);
  if (!document.ok) return err(notXml(document.error));
  const batch = readUpwardBatch(document.value);
  // Another version or kind of document is called that (HBS-203), not a breach of a schema it never claimed to follow.
  if (!batch.ok && (batch.error.code === 'form/version' || batch.error.code === 'form/unknown-document')) return batch;
  const valid = validateXsd('upwardBatch', bytes);
  if (!valid.ok) return valid;
  if (!batch.ok) return batch;
  const { header, items } = batch.value;
  const province = context.provinces.find(({ code }) => code === clientId);
  if (!province || header.from !== clientId) return err(refusal('transport/sender-mismatch', { sender: header.from, client: clientId }));
  const known = await knownReceipt(context, header.messageId, sha256);
  if (known) return known;
  const trust = await context.trust();
  const seal = verifySealed(
    { document: document.value, slot: UPWARD_BATCH_SLOT, trust, at: context.clock.now(), expectedCertificates: province.certificates },
    context.primitives,
  );
  const receivedAt = context.clock.now();
  const receipt: Receipt = {
    messageId: header.messageId,
    from: clientId as SchoolCode,
    receivedAt,
    sha256,
    accepted: seal.refusals.length === 0,
    reasons: seal.refusals.map(stated),
  };
  const signed = await sealed(context, writeReceipt(receipt), RECEIPT_SLOT);
  try {
    await context.database.kysely
      .insertInto('report')
      .values({
        message_id: header.messageId,
        province_code: clientId,
        school_year: header.schoolYear,
        wave: header.wave,
        bytes: Buffer.from(bytes),
        sha256,
        received_at: toTimestamptz(receivedAt),
        receipt: Buffer.from(signed),
        refusals: asJson(receipt.reasons.map((reason) => ({ ...reason }))),
        record_count: receipt.accepted ? items.length : 0,
      })
      .execute();
  } catch (error) {
    // Somebody stored the same message a moment ago: theirs is the receipt that counts.
    const first = isUniqueViolation(error) ? await knownReceipt(context, header.messageId, sha256) : undefined;
    if (!first) throw error;
    return first;
  }
  return ok(signed);
}

/** What was answered to this message id before: the same receipt for the same octets, no other content under it. */
async function knownReceipt(
  context: MinistryContext,
  messageId: string,
  sha256: Sha256Hex,
): Promise<Result<Uint8Array, Refusal> | undefined> {
  const row = await context.database.kysely
    .selectFrom('report')
    .select(['sha256', 'receipt'])
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  return row && (row.sha256 === sha256 ? ok(new Uint8Array(row.receipt)) : err(refusal('transport/duplicate-id', { messageId })));
}

/** Reports that have no answer yet: judges each record and its confirmation, keeps the copies, signs the answer. */
export async function answerReports(context: MinistryContext): Promise<void> {
  const open = await context.database.kysely
    .selectFrom('report')
    .leftJoin('report_result', 'report_result.message_id', 'report.message_id')
    .select(['report.message_id', 'report.bytes', 'report.province_code'])
    .where('report_result.message_id', 'is', null)
    .where('record_count', '>', 0)
    .orderBy('received_at')
    .execute();
  for (const row of open) {
    const batch = unwrap(readUpwardBatch(unwrap(readXml(new Uint8Array(row.bytes)))));
    const province = context.provinces.find(({ code }) => code === row.province_code)!;
    await answer(context, batch, province);
  }
}

async function answer(context: MinistryContext, batch: UpwardBatch, province: KnownProvince): Promise<void> {
  const trust = await context.trust();
  const cache: PathCache = new Map();
  const judged = batch.items.map((item, i) => ({ item, verdict: judge(context, batch.header, i + 1, item, { province, trust, cache }) }));
  const items = judged.map(
    ({ item, verdict }, i): ResultItem => ({
      index: i + 1,
      versionId: item.versionId,
      accepted: verdict.ok,
      reasons: verdict.ok ? [] : verdict.error.map(stated),
    }),
  );
  const result = await sealed(context, writeResult({ messageId: batch.header.messageId, items }), RESULT_SLOT);
  await context.database.inScope('none', async (trx) => {
    for (const { item, verdict } of judged) {
      if (!verdict.ok) continue;
      await trx
        .insertInto('reported_packet')
        .values({
          version_id: item.versionId,
          message_id: batch.header.messageId,
          province_code: province.code,
          lookup_code: item.lookupCode,
          school_year: batch.header.schoolYear,
          wave: batch.header.wave,
          sha256: item.sha256,
          effective_date: verdict.value.effectiveDate!,
          bytes: Buffer.from(item.bytes),
          confirmation: Buffer.from(item.confirmation),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    await trx
      .insertInto('report_result')
      .values({ message_id: batch.header.messageId, result: Buffer.from(result), answered_at: toTimestamptz(context.clock.now()) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

/** A reported record is the packet, intact and valid, with the province's word that it is final. */
function judge(
  context: MinistryContext,
  header: UpwardBatch['header'],
  index: number,
  item: UpwardItem,
  { province, trust, cache }: { readonly province: KnownProvince; readonly trust: TrustMaterial; readonly cache: PathCache },
): Result<Confirmation, readonly Refusal[]> {
  const { primitives } = context;
  const place = `/GOI_TIN/NOI_DUNG/DANH_SACH/TEP[${index}]`;
  if (toHex(primitives.digest('sha256', item.bytes)) !== item.sha256) return err([refusal('form/item-hash', { index }, place)]);
  const at = context.clock.now();
  const document = readXml(item.confirmation);
  const confirmation = document.ok ? readConfirmation(document.value) : undefined;
  if (!document.ok || !confirmation?.ok) return err([refusal('upward/not-final', { version: item.versionId })]);
  const seal = verifySealed(
    { document: document.value, slot: CONFIRMATION_SLOT, trust, at, expectedCertificates: province.certificates, cache },
    primitives,
  );
  if (seal.refusals.length > 0) return err(seal.refusals);
  const { event, sha256, versionId, effectiveDate } = confirmation.value;
  if (event !== 'finalized' || sha256 !== item.sha256 || versionId !== item.versionId || effectiveDate === undefined)
    return err([refusal('upward/not-final', { version: item.versionId })]);
  const packet = verifyPacket({ bytes: item.bytes, trust, at, binding: bindingOfConfirmation(confirmation.value), cache }, primitives);
  if (packet.verdict !== 'TOTAL-PASSED' || !packet.hocBa) return err(packet.refusals);
  // Copies are found and counted by what the report says of them, so it must say what the record says.
  const said = [
    ['MA_TRA_CUU', item.lookupCode, packet.hocBa.lookupCode],
    ['NAM_HOC', header.schoolYear, packet.hocBa.schoolYear],
    ['DOT_CHOT', header.wave, packet.hocBa.wave],
  ] as const;
  const wrong = said.find(([, stated, signed]) => stated !== signed);
  return wrong
    ? err([refusal('form/mismatch', { name: wrong[0], value: wrong[1], other: 'giá trị trong học bạ', expected: wrong[2] }, place)])
    : ok(confirmation.value);
}
