import { LookupCode, type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { readPacket } from '#packet';
import type { PrintedSignature, PrintedYear } from '#print';
import { readXml } from '#xml';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import { type Actor, SLOT_ORDER, type SlotName, type VersionStage } from '../model.ts';
import { logAccess } from '../postgres/access-log.ts';
import { loadConfirmations } from '../postgres/exchange.ts';
import { pupilOfCode } from '../postgres/pupil-years.ts';
import { loadStages } from '../postgres/records.ts';
import { draftOf, openDraftRoom } from '../sign/draft.ts';
import { findPupil } from './examine.ts';

/** The official form of a record as it stands: signed octets where there are some, else the data of the year, marked as a preview. `code` is the pupil's sector code or look-up code. */
export async function previewPdf(context: SchoolContext, who: Actor, code: string): Promise<Result<{ bytes: Uint8Array; fileName: string }, Refusal>> {
  const year = await inSchool(context, who.schoolCode, async (scope): Promise<Result<PrintedYear, Refusal>> => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const lookupCode = LookupCode.parseTyped(code);
    const pupilId = (lookupCode.ok ? await pupilOfCode(scope, lookupCode.value) : undefined) ?? code;
    const found = await findPupil(scope, who, now.value.schoolYear, pupilId);
    if (!found.ok) return found;
    await logAccess(scope, { entryId: context.ids.uuid(), at: context.clock.now(), who: who.name, what: 'preview', pupilId });
    const { file, life, outcome } = found.value;
    if (outcome.left) return err(refusal('school/pupil-left', { pupil: file.year.identity.fullName }));
    const versionId = 'versionId' in life.progress ? life.progress.versionId : undefined;
    const stages: VersionStage[] = [];
    for (const slot of versionId === undefined ? [] : SLOT_ORDER) {
      const stage = (await loadStages(scope, [versionId ?? ''], slot)).get(versionId ?? '');
      if (stage !== undefined) stages.push(stage);
    }
    const last = stages.at(-1);
    if (last !== undefined) {
      const finality = (await loadConfirmations(scope, [last.versionId])).find((one) => one.event === 'finalized');
      return printedStage(last, stages, finality && { bytes: finality.xml, issuer: 'Sở Giáo dục và Đào tạo', effectiveDate: finality.effectiveDate });
    }
    const room = await openDraftRoom(scope, now.value.school, [found.value]);
    const draft = draftOf(found.value, room, { versionUuid: context.ids.uuid(), now: context.clock.now(), checked: false });
    return draft.ok ? ok({ hocBa: draft.value.hocBa, signatures: {} }) : draft;
  });
  if (!year.ok) return year;
  const { hocBa, packet } = year.value;
  const printed = await context.printer.print({
    years: [year.value], lookUpUrl: `${context.lookUpUrl}${hocBa.lookupCode.toUpperCase()}`, convertedAt: context.clock.now(), converter: hocBa.school.name,
    test: context.standing.testData || context.standing.testSignatures || context.standing.virtualClock, preview: packet === undefined,
  });
  return printed.ok ? ok({ bytes: printed.value, fileName: `hoc-ba-${hocBa.pupil.pupilId}-${hocBa.schoolYear}.pdf` }) : printed;
}

function printedStage(last: VersionStage, stages: readonly VersionStage[], confirmation: PrintedYear['confirmation']): Result<PrintedYear, Refusal> {
  const document = readXml(last.bytes);
  const hocBa = document.ok ? readPacket(document.value) : err(refusal('school/not-signable', { pupil: '', why: 'tệp đã lưu không đọc được' }));
  if (!hocBa.ok) return hocBa;
  const record = hocBa.value;
  const signer: Readonly<Record<SlotName, { fullName: string; position: string }>> = {
    homeroomTeacher: { fullName: record.homeroomTeacher.fullName, position: 'Giáo viên chủ nhiệm' }, schoolHead: record.schoolHead, orgSignature: { fullName: record.school.name, position: 'Con dấu của trường' },
  };
  // Every signature was verified before it was stored.
  const signatures = Object.fromEntries(stages.map((stage): [SlotName, PrintedSignature] => [stage.slot, { fullName: signer[stage.slot].fullName, position: signer[stage.slot].position, at: stage.signedAt, verdict: 'valid' }]));
  const issued = last.slot === 'orgSignature';
  return ok({ hocBa: record, signatures, ...(issued ? { packet: { bytes: last.bytes, sha256: last.sha256 } } : {}), ...(issued && confirmation !== undefined ? { confirmation } : {}) });
}

