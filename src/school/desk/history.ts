import type { Refusal } from '#domain';
import { Instant, ok, PlainDate, type Result } from '#kernel';
import { SLOT_TEXT } from '../authority.ts';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import type { Actor } from '../model.ts';
import { logAccess } from '../postgres/access-log.ts';
import { formerCodeOf } from '../postgres/pupil-codes.ts';
import { loadCellEdits } from '../postgres/cell-edits.ts';
import { editedCellLabel } from '../points/edit-name.ts';
import type { RecordEvent } from '../record/events.ts';
import { findPupil } from './examine.ts';

const reasons = (event: { refusals: readonly { code: string; message: string }[] }): string =>
  event.refusals.map((one) => `${one.code} ${one.message}`).join('; ');

/** One event as a sentence; every kind has its own. */
export function sentenceOf(event: RecordEvent): string {
  switch (event.kind) {
    case 'signed':
      return event.slot === 'orgSignature' ? 'Đóng dấu số và phát hành' : `Ký ở vị trí ${SLOT_TEXT[event.slot]}`;
    case 'reopened':
      return `Mở lại để sửa: ${event.reason}`;
    case 'submitted':
      return event.action === 'replace' ? 'Nộp bản thay thế lên Sở' : 'Nộp lên Sở';
    case 'notReceived':
      return `Sở không nhận gói tin: ${reasons(event)}`;
    case 'refused':
      return `Sở từ chối: ${reasons(event)}`;
    case 'admitted':
      return 'Sở tiếp nhận';
    case 'withdrawalSent':
      return `Gửi yêu cầu thu hồi: ${event.reason}`;
    case 'withdrawalRefused':
      return `Sở không chấp nhận thu hồi: ${reasons(event)}`;
    case 'withdrawn':
      return 'Đã thu hồi';
    case 'replacementOpened':
      return `Mở bản thay thế: ${event.reason}`;
    case 'finalized':
      return `Sở chốt, có hiệu lực từ ${PlainDate.toVietnamese(event.effectiveDate)}`;
  }
}

/** Who changed, signed and handed in what of one pupil, oldest first. */
export function recordHistory(
  context: SchoolContext,
  who: Actor,
  pupilId: string,
): Promise<Result<{ events: { at: string; who: string; what: string }[] }, Refusal>> {
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const found = await findPupil(scope, who, now.value.schoolYear, pupilId);
    if (!found.ok) return found;
    const edits = await loadCellEdits(scope, now.value.schoolYear, pupilId);
    await logAccess(scope, { entryId: context.ids.uuid(), at: context.clock.now(), who: who.name, what: 'history', pupilId });
    const former = await formerCodeOf(scope, pupilId);
    const imported = Map.groupBy(
      edits.filter((edit) => edit.source !== edit.by),
      (edit) => `${edit.at}\n${edit.by}\n${edit.source}`,
    );
    const lines = [
      ...[...imported.values()].flatMap(([first, ...rest]) =>
        first === undefined
          ? []
          : [
              {
                at: first.at,
                who: first.by,
                what: first.source.startsWith('Hoàn tác')
                  ? `${first.source} (${rest.length + 1} ô)`
                  : `Nhập ${rest.length + 1} ô từ ${first.source}`,
              },
            ],
      ),
      ...edits
        .filter((edit) => edit.source === edit.by)
        .map((edit) => ({ at: edit.at, who: edit.by, what: `Sửa ${editedCellLabel(edit.cell)}: “${edit.before}” → “${edit.after}”` })),
      ...(former === undefined ? [] : [{ at: former.at, who: former.by, what: `Thay mã tạm ${former.code} bằng mã của Bộ ${pupilId}` }]),
      ...found.value.file.events.map((event) => ({ at: event.at, who: event.who, what: sentenceOf(event) })),
    ];
    return ok({ events: lines.sort((a, b) => a.at - b.at).map(({ at, ...line }) => ({ at: Instant.toIso(at), ...line })) });
  });
}
