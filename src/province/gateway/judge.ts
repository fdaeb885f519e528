import { fromTimestamptz, toTimestamptz } from '#database';
import { type HocBa, type Refusal, refusal, type SchoolCode } from '#domain';
import { err, ok, type Result, toHex, unwrap } from '#kernel';
import { type Batch, type BatchItem, type BatchResult, readBatch, readPacket, RESULT_SLOT, type StatedReason, writeResult } from '#packet';
import { validateXsd } from '#packet/xsd';
import type { PathCache, TrustMaterial } from '#signature';
import { type Binding, bindingOfSigners, verifyPacketDocument } from '#verifier';
import { readXml } from '#xml';
import { sql } from 'kysely';
import { admit, type CommandSource, type Desk, type VerifiedPacket, withdraw } from '../registry/apply.ts';
import type { ProvinceContext } from '../registry/context.ts';
import { sealed } from '../registry/sign.ts';
import { approvedSigners } from '../postgres/signers.ts';
import { openSheet, type RegistrySheet } from '../postgres/registry-sheet.ts';
import { json } from '../postgres/tables.ts';
import { notXml, otherProfile } from './read-message.ts';
import { stated, toStored } from './reasons.ts';

/** Batches that were received and have no result yet; the store itself is the queue, so a crash loses none. */
export const waitingBatches = (context: ProvinceContext, limit: number, except: readonly string[] = []) =>
  context.database.inScope({ province: true }, (trx) => trx.selectFrom('message').innerJoin('school_unit', 'school_unit.school_id', 'message.school_id')
    .select(['message.school_id', 'message.message_id', 'school_unit.code']).where('kind', '=', 'batch').where('item_count', '>', 0).where('message.message_id', 'not in', ['', ...except])
    .where((where) => where.not(where.exists(where.selectFrom('message_result as r').select(sql`1`.as('one')).whereRef('r.school_id', '=', 'message.school_id').whereRef('r.message_id', '=', 'message.message_id'))))
    .orderBy('received_at').limit(limit).execute());

interface Judgement {
  /** What was signed, once it is known to be intact and the sender's own: a refused record too is somebody's. */
  readonly hocBa?: HocBa;
  readonly verdict: Result<VerifiedPacket | undefined, readonly (Refusal & { readonly subIndication?: string })[]>;
}
interface Judged extends Judgement { readonly item: BatchItem }

/**
 * Judges a batch: each item on its own (form, signatures, signers, rules; then its place in the registry), and answers all of them in one signed result. The
 * admissions and the result are one transaction.
 */
export async function judgeBatch(context: ProvinceContext, schoolId: string, messageId: string, code: SchoolCode): Promise<void> {
  const scope = { province: true } as const;
  const { message, signers } = await context.database.inScope(scope, async (trx) => ({
    message: await trx.selectFrom('message').select(['bytes', 'received_at']).where('school_id', '=', schoolId).where('message_id', '=', messageId).executeTakeFirstOrThrow(),
    signers: await approvedSigners(trx, schoolId),
  }));
  const batch = unwrap(readBatch(unwrap(readXml(new Uint8Array(message.bytes)))));
  const trust = await context.trust();
  const cache: PathCache = new Map();
  const binding = bindingOfSigners(signers);
  const judged: Judged[] = [];
  for (const [i, item] of batch.items.entries()) {
    judged.push({ item, ...(item.action === 'withdraw' ? { verdict: ok(undefined) } : judgePacket(context, batch, i + 1, item, { trust, binding, cache })) });
    // Other requests get their turn between two packets.
    await new Promise((resolve) => { setImmediate(resolve); });
  }
  const source: CommandSource = { schoolId, sender: code, messageId, receivedAt: fromTimestamptz(message.received_at) };
  const outcome = await context.database.inScope(scope, async (trx) => {
    const done = await trx.selectFrom('message_item').select('number').where('school_id', '=', schoolId).where('message_id', '=', messageId).limit(1).executeTakeFirst();
    if (done) return undefined;
    const sheet = await openSheet(trx, {
      schoolId, sender: code, schoolYear: batch.header.schoolYear, versionIds: batch.items.map(({ versionId }) => versionId), records: judged.flatMap(({ verdict }) => (verdict.ok && verdict.value ? [verdict.value.hocBa] : [])),
    });
    const items = judged.map((one) => ({ judged: one, reasons: settle({ context, sheet, source }, one) }));
    await sheet.write();
    await trx.insertInto('message_item').values(items.map((one, i) => itemRow(sheet, source, i + 1, one.judged, one.reasons))).execute();
    return items;
  });
  await answer(context, schoolId, messageId, outcome?.map(({ judged: { item }, reasons }, i) => ({ index: i + 1, versionId: item.versionId, accepted: reasons.length === 0, reasons })));
}

/** Signs and stores the result; after a crash between the two steps it is made from the stored answers. */
async function answer(context: ProvinceContext, schoolId: string, messageId: string, items: BatchResult['items'] | undefined): Promise<void> {
  const stored = items ?? (await context.database.inScope({ province: true }, (trx) => trx.selectFrom('message_item').selectAll().where('school_id', '=', schoolId).where('message_id', '=', messageId).orderBy('number').execute()))
    .map((row) => ({ index: row.number, versionId: row.version_id as BatchItem['versionId'], accepted: row.accepted, reasons: row.refusals }));
  const result = await sealed(context, writeResult({ messageId: messageId as BatchResult['messageId'], items: stored }), RESULT_SLOT);
  await context.database.inScope({ province: true }, (trx) => trx.insertInto('message_result').values({ school_id: schoolId, message_id: messageId, result: Buffer.from(result), answered_at: toTimestamptz(context.clock.now()) }).onConflict((conflict) => conflict.doNothing()).execute());
}

function judgePacket(context: ProvinceContext, batch: Batch, index: number, item: Exclude<BatchItem, { action: 'withdraw' }>, { trust, binding, cache }: { trust: TrustMaterial; binding: Binding; cache: PathCache }): Judgement {
  const refused = (...refusals: readonly Refusal[]): Judgement => ({ verdict: err(refusals) });
  if (toHex(context.primitives.digest('sha256', item.bytes)) !== item.sha256) return refused(refusal('form/item-hash', { index }, `/GOI_TIN/NOI_DUNG/DANH_SACH/TEP[${index}]`));
  const document = readXml(item.bytes);
  if (!document.ok) return refused(notXml(document.error));
  const valid = validateXsd('packet', item.bytes);
  if (!valid.ok) return refused(otherProfile(readPacket(document.value)) ?? valid.error);
  const judged = verifyPacketDocument(document.value, item.sha256, { trust, at: context.clock.now(), binding, cache }, context.primitives);
  const { hocBa } = judged;
  // Said before anything about its signers: those of another school are unknown here, and that is not what is wrong.
  if (hocBa && hocBa.school.code !== batch.header.from) return refused(refusal('transport/sender-mismatch', { sender: hocBa.school.code, client: batch.header.from }, 'MA_TRUONG'));
  if (judged.verdict !== 'TOTAL-PASSED' || !hocBa) return { ...(hocBa && { hocBa }), verdict: err(judged.refusals) };
  const mismatch = [
    [hocBa.versionId === item.versionId, 'MA_PHIEN_BAN'], [hocBa.lookupCode === item.lookupCode, 'MA_TRA_CUU'], [hocBa.schoolYear === batch.header.schoolYear, 'NAM_HOC'], [hocBa.wave === batch.header.wave, 'DOT_CHOT'],
  ].find(([fits]) => !fits);
  if (mismatch) return { hocBa, verdict: err([refusal('form/value', { name: mismatch[1] as string, value: 'khác học bạ bên trong', expected: 'giống giá trị trong học bạ' }, mismatch[1] as string)]) };
  return { hocBa, verdict: ok({
    hocBa, bytes: item.bytes, sha256: judged.sha256,
    signers: judged.signatures.flatMap(({ role, certificate }) => (certificate ? [{ role, certificateSha256: toHex(context.primitives.digest('sha256', certificate.der)) }] : [])),
  }) };
}

function settle(desk: Desk, { item, verdict }: Judged): readonly StatedReason[] {
  if (!verdict.ok) return verdict.error.map(stated);
  const settled = item.action === 'withdraw'
    ? withdraw(desk, { kind: 'withdraw', versionId: item.versionId, lookupCode: item.lookupCode, reason: item.reason, sender: desk.source.sender })
    : admit(desk, item.action, verdict.value!);
  return settled.ok ? [] : [stated(settled.error)];
}

const ACTIONS = { submit: 'new', replace: 'replace', withdraw: 'withdraw' } as const;
function itemRow(sheet: RegistrySheet, { schoolId, messageId }: CommandSource, number: number, { item, hocBa }: Judged, reasons: readonly StatedReason[]) {
  const known = hocBa ? undefined : sheet.packet(item.versionId);
  return {
    school_id: schoolId, message_id: messageId, number, action: ACTIONS[item.action], version_id: item.versionId, pupil_id: hocBa?.pupil.pupilId ?? known?.pupil_id ?? null, full_name: hocBa?.pupil.fullName ?? known?.full_name ?? null,
    classroom: hocBa?.classroom ?? known?.classroom ?? null, accepted: reasons.length === 0, refusals: json(reasons.map(toStored)),
  };
}
