import type { ImportRun, MatchedPupil } from '#contract';

export const IMPORT_STATES: Readonly<Record<ImportRun['state'], string>> = {
  dryRun: 'Chạy thử, chưa ghi',
  committed: 'Đã ghi',
  refused: 'Không ghi được, có lỗi',
  discarded: 'Đã bỏ',
  undone: 'Đã hoàn tác',
};
export const KINDS: Readonly<Record<string, string>> = {
  pupils: 'Danh sách',
  results: 'Kết quả',
  remarks: 'Nhận xét',
  supplementary: 'Đánh giá bổ sung',
  staff: 'Giáo viên',
  unknown: 'Chưa nhận ra',
};
export const CHANGES: Readonly<Record<MatchedPupil['change'], string>> = {
  added: 'Thêm',
  changed: 'Đổi',
  left: 'Chuyển đi',
  unchanged: 'Không đổi',
  refused: 'Không nhập',
  skipped: 'Bỏ qua',
};
export const COLOURS = {
  green: ['finalized', 'Chắc chắn', 'Ghép theo mã hoặc số định danh'],
  yellow: ['waiting', 'Xem lại', 'Ghép theo họ tên, hoặc có điểm nhỏ khác nhau'],
  red: ['refused', 'Cần xử lý', 'Dòng lỗi hoặc chưa rõ của em nào'],
} as const satisfies Record<MatchedPupil['colour'], readonly [tone: string, word: string, long: string]>;

/** How a guess about a column came about. */
export const CONFIDENCES = {
  sure: 'Theo tên cột',
  likely: 'Đoán theo tên cột, xem lại',
  unsure: 'Đoán theo các giá trị, xem lại',
} as const;

/** Where a row stands: file, sheet, row as Excel shows it. */
export const placeOf = ({ file, sheet, row }: { file: string; sheet: string; row: number }): string =>
  [file, sheet, row > 0 ? `dòng ${row}` : ''].filter(Boolean).join(' · ');
