import {
  BadgeCheck,
  Ban,
  Clock,
  FilePenLine,
  Hourglass,
  Inbox,
  type LucideIcon,
  Landmark,
  LogOut,
  Replace,
  Send,
  ShieldCheck,
  Stamp,
  TriangleAlert,
  Undo2,
} from 'lucide-react';

type Look = readonly [
  tone: 'draft' | 'waiting' | 'signed' | 'admitted' | 'finalized' | 'refused' | 'replaced',
  word: string,
  icon: LucideIcon,
  long: string,
];

/** State → colour, word, icon. A state is never shown by colour alone. */
const LOOKS = {
  incomplete: ['draft', 'Chưa đủ dữ liệu', FilePenLine, 'Còn ô trống hoặc chờ đánh giá bổ sung, chưa trình ký được'],
  review: ['waiting', 'Cần xác nhận', TriangleAlert, 'Kết quả tự tính khác bảng của giáo viên, chờ giáo viên chủ nhiệm xác nhận'],
  ready: ['draft', 'Sẵn sàng ký', BadgeCheck, 'Đủ dữ liệu, chưa trình ký'],
  signingHomeroomTeacher: ['waiting', 'Chờ GVCN ký', Clock, 'Chờ giáo viên chủ nhiệm ký'],
  signingSchoolHead: ['waiting', 'Chờ hiệu trưởng ký', Clock, 'Giáo viên chủ nhiệm đã ký, chờ hiệu trưởng'],
  signingOrgSignature: ['waiting', 'Chờ đóng dấu', Stamp, 'Hiệu trưởng đã ký, chờ con dấu của trường'],
  issued: ['signed', 'Đã phát hành', Stamp, 'Đủ chữ ký và con dấu, chưa nộp lên Sở'],
  submitted: ['signed', 'Đã nộp', Send, 'Sở đã có biên nhận, đang kiểm tra'],
  refused: ['refused', 'Bị trả lại', Undo2, 'Sở từ chối, cần sửa và nộp lại'],
  admitted: ['admitted', 'Đã tiếp nhận', Inbox, 'Sở đã tiếp nhận, chờ chốt'],
  withdrawn: ['replaced', 'Đã thu hồi', Undo2, 'Trường đã thu hồi trước hạn chốt'],
  replaced: ['replaced', 'Được thay thế', Replace, 'Đã có bản mới thay bản này'],
  finalized: ['finalized', 'Đã chốt', ShieldCheck, 'Đã có hiệu lực, không ai sửa được nữa'],
  reported: ['finalized', 'Đã báo cáo Bộ', Landmark, 'Đã chốt và Bộ đã xác nhận nhận'],
  left: ['draft', 'Đã chuyển đi', LogOut, 'Không lập học bạ ở trường này'],
  waiting: ['waiting', 'Đang chờ', Hourglass, ''],
  queued: ['waiting', 'Chờ gửi', Hourglass, ''],
  sent: ['signed', 'Đã gửi', Send, ''],
  received: ['signed', 'Đã có biên nhận', Inbox, ''],
  answered: ['admitted', 'Đã có kết quả', BadgeCheck, ''],
  acknowledged: ['finalized', 'Bộ đã nhận', BadgeCheck, ''],
  accepted: ['admitted', 'Được nhận', BadgeCheck, ''],
  approved: ['finalized', 'Đã duyệt', BadgeCheck, ''],
  ended: ['replaced', 'Đã kết thúc', Ban, 'Không còn được ký'],
  signed: ['signed', 'Đã ký', BadgeCheck, ''],
  printed: ['signed', 'Đã in', BadgeCheck, ''],
  failed: ['refused', 'Bị lỗi', Ban, ''],
  skipped: ['draft', 'Bỏ qua', Ban, ''],
} as const satisfies Record<string, Look>;
export type StateName = keyof typeof LOOKS;

export const stateWord = (state: StateName): string => LOOKS[state][1];

export function State({ state, count }: { state: StateName; count?: number }) {
  const [tone, word, Icon, long] = LOOKS[state];
  return (
    <span className={`state ${tone}`} title={long || undefined}>
      <Icon className="icon" aria-hidden="true" />
      {count === undefined ? word : `${count} ${word.toLowerCase()}`}
    </span>
  );
}

/** One badge per state that occurs; a single state needs no number. */
export function StateCounts({ counts }: { counts: Partial<Record<string, number>> }) {
  const present = (Object.entries(counts) as [StateName, number | undefined][]).filter(([, n]) => (n ?? 0) > 0);
  return (
    <span className="states">
      {present.map(([state, n]) =>
        present.length === 1 ? <State key={state} state={state} /> : <State key={state} state={state} count={n ?? 0} />,
      )}
    </span>
  );
}
