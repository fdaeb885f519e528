import { type Refusal, refusal, type SchoolYear } from '#domain';
import { err, type Instant, ok, type Result } from '#kernel';
import { readPacket } from '#packet';
import { type PrintedSignature, type PrintedYear, printedSignatures, signatureLines } from '#print';
import type { TrustMaterial } from '#signature';
import { verifyPacket } from '#verifier';
import { readXml } from '#xml';
import type { SchoolContext } from '../context.ts';
import type { Examined } from '../desk/examine.ts';
import { SLOT_ORDER, type SlotName, type VersionStage } from '../model.ts';
import { loadConfirmations, type StoredConfirmation } from '../postgres/exchange.ts';
import { loadFinalizedBefore, loadStages } from '../postgres/records.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import { type DraftRoom, draftOf } from '../sign/draft.ts';

/** What several printed records share. */
export interface PrintRoom {
  readonly draft: DraftRoom;
  readonly trust: TrustMaterial;
  readonly at: Instant;
}

/** The years of one pupil in order: those this school has had finalized, then the current one as it stands, signed as far as it is. Never empty. */
export async function printedYears(
  context: SchoolContext,
  scope: SchoolScope,
  pupil: Examined,
  room: PrintRoom,
): Promise<Result<readonly [PrintedYear, ...PrintedYear[]], Refusal>> {
  const { file, life, outcome } = pupil;
  if (outcome.left) return err(refusal('school/pupil-left', { pupil: file.year.identity.fullName }));
  const earlier = await loadFinalizedBefore(scope, file.year.schoolYear, file.year.identity.pupilId);
  const current = 'versionId' in life.progress ? life.progress.versionId : undefined;
  const ids = [...earlier, ...(current === undefined ? [] : [current])];
  const stages = new Map<SlotName, ReadonlyMap<string, VersionStage>>();
  if (ids.length > 0) for (const slot of SLOT_ORDER) stages.set(slot, await loadStages(scope, ids, slot));
  const confirmations = ids.length === 0 ? [] : (await loadConfirmations(scope, ids)).filter(({ event }) => event === 'finalized');
  const years: PrintedYear[] = [];
  for (const versionId of ids) {
    const signed = SLOT_ORDER.flatMap((slot) => stages.get(slot)?.get(versionId) ?? []);
    const year =
      signed.length === 0
        ? undefined
        : signedYear(
            context,
            room,
            signed,
            confirmations.find((one) => one.versionId === versionId),
            file.year.identity.fullName,
          );
    if (year?.ok === false) return year;
    if (year !== undefined) years.push(year.value);
  }
  if (years.every(({ hocBa }) => hocBa.schoolYear !== file.year.schoolYear)) {
    const draft = draftOf(pupil, room.draft, { versionUuid: context.ids.uuid(), now: room.at, checked: false });
    if (!draft.ok) return draft;
    years.push({ hocBa: draft.value.hocBa, signatures: {} });
  }
  const [first, ...more] = years;
  return first === undefined ? err(refusal('print/failed', { pupil: file.year.identity.fullName })) : ok([first, ...more]);
}

/** A year as it was signed so far; an issued packet is judged anew, so that the form says what the signatures are worth today. */
function signedYear(
  { primitives }: SchoolContext,
  { trust, at }: PrintRoom,
  stages: readonly VersionStage[],
  confirmation: StoredConfirmation | undefined,
  pupil: string,
): Result<PrintedYear, Refusal> {
  const last = stages[stages.length - 1]!;
  const document = readXml(last.bytes);
  const hocBa = document.ok ? readPacket(document.value) : err(refusal('print/failed', { pupil }));
  if (!hocBa.ok) return hocBa;
  const record = hocBa.value;
  if (last.slot !== 'orgSignature') {
    const named: Readonly<Record<SlotName, { fullName: string; position: string }>> = {
      homeroomTeacher: { fullName: record.homeroomTeacher.fullName, position: 'Giáo viên chủ nhiệm' },
      schoolHead: record.schoolHead,
      orgSignature: { fullName: record.school.name, position: 'Con dấu của trường' },
    };
    // Every signature was verified before it was stored; the packet is not whole yet.
    return ok({
      hocBa: record,
      signatures: Object.fromEntries(
        stages.map((stage): [SlotName, PrintedSignature] => [
          stage.slot,
          {
            fullName: named[stage.slot].fullName,
            position: named[stage.slot].position,
            at: stage.signedAt,
            proven: false,
            verdict: 'valid',
          },
        ]),
      ),
    });
  }
  return ok({
    hocBa: record,
    packet: { bytes: last.bytes, sha256: last.sha256 },
    signatures: printedSignatures(signatureLines(record, verifyPacket({ bytes: last.bytes, trust, at }, primitives).signatures)),
    ...(confirmation === undefined
      ? {}
      : { confirmation: { bytes: confirmation.xml, issuer: 'Sở Giáo dục và Đào tạo', effectiveDate: confirmation.effectiveDate } }),
  });
}

/** For an extract the one year; undefined when the pupil has none of it here. */
export const yearOf = (years: readonly PrintedYear[], schoolYear: SchoolYear): PrintedYear | undefined =>
  years.find(({ hocBa }) => hocBa.schoolYear === schoolYear);
