import { isTemporary } from '#domain';
import { SLOT_TEXT } from '../authority.ts';
import { doubtsOf } from '../desk/doubts.ts';
import type { Examined } from '../desk/examine.ts';
import type { SlotName } from '../model.ts';
import { dataStateOf } from '../record/state.ts';

/** Whether a record may get its next signature in this slot now; otherwise why not, as a short reason that groups pupils. */
export function readyFor(slot: SlotName, { file, outcome, life }: Examined): 'ready' | { readonly notReady: string } {
  const { progress } = life;
  if (outcome.left) return { notReady: 'đã chuyển đi' };
  if (slot === 'homeroomTeacher') {
    if (progress.at === 'refused') return { notReady: 'bị Sở từ chối, cần sửa hoặc mở lại' };
    if (progress.at === 'withdrawn') return { notReady: 'đã thu hồi, cần sửa hoặc mở lại' };
    if (progress.at !== 'none') return { notReady: 'đã ký' };
    if (isTemporary(file.year.identity.pupilId)) return { notReady: 'chưa có mã học sinh của Bộ' };
    const state = dataStateOf(outcome);
    if (state === 'ready') return 'ready';
    if (state === 'review') return { notReady: 'kết quả khác với tệp, chờ giáo viên chủ nhiệm xác nhận' };
    if (outcome.waitsFor === 'supplementary') return { notReady: 'chờ đánh giá bổ sung' };
    return { notReady: outcome.waitsFor === 'promotion' ? 'chờ quyết định lên lớp' : 'thiếu dữ liệu' };
  }
  const before: SlotName = slot === 'schoolHead' ? 'homeroomTeacher' : 'schoolHead';
  if (progress.at === 'signed' && progress.slot === before) return 'ready';
  const signedAlready =
    progress.at !== 'none' && !(progress.at === 'signed' && (progress.slot === 'homeroomTeacher' || slot === 'schoolHead'));
  return { notReady: signedAlready || (progress.at === 'signed' && progress.slot === slot) ? 'đã ký' : `chờ ${SLOT_TEXT[before]} ký` };
}

/** What a signer should look at first: levels not reached, results that were accepted against the sheet, and every contradiction nobody has looked at. */
export function exceptionsOf(examined: Examined): readonly string[] {
  const {
    file: { year },
    outcome: { accepted, assessment },
  } = examined;
  const notReached =
    assessment.subjects.filter((subject) => subject.level === 'C').length +
    Object.values(assessment.traits).filter((level) => level === 'C').length;
  return [
    ...(year.frame.notAssessed
      ? [year.frame.specialClass ? 'lớp dành cho người khuyết tật: chỉ đánh giá Tiếng Việt và Toán' : 'không đánh giá (khuyết tật)']
      : []),
    ...(notReached > 0 ? [`${notReached} mức C`] : []),
    ...(accepted ? ['kết quả tự tính khác với tệp, giáo viên đã xác nhận'] : []),
    ...doubtsOf(examined)
      .filter(({ seen }) => seen === undefined)
      .map(({ place, says }) => `Chưa ai xem lại: ${place}: ${says}`),
  ];
}
