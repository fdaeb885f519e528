/** What stands in a row, as texts. */
export interface RowTexts {
  /** The cells of the running number, the code and the name; empty where there are none. */
  readonly order: string;
  readonly code: string;
  readonly name: string;
  /** Keys of the columns that we read and that hold something, the running number apart, and their texts. */
  readonly filled: readonly string[];
  readonly said: readonly string[];
  /** The texts of all cells, whether or not we read their columns. */
  readonly all: readonly string[];
}

const FOOTER =
  /^(?:tổng|cộng|t[ỉỷ] lệ|trung bình(?!\p{L})|điểm tb|tb\s*$|max\s*$|min\s*$|số (?:hs|học sinh|em) |người lập|hiệu trưởng|phó hiệu trưởng|kt\.|giáo viên chủ nhiệm|gvcn|xác nhận|thủ trưởng|ghi chú|trong đó|danh sách (?:này )?(?:có|gồm)|\(?ký[,\s]|.*ngày .* tháng .* năm)/iu;
/** What a row counts that stands where others have a name: `Hoàn thành tốt | 15`, `Số lượng | 21`. */
const COUNTED = /^(?:số lượng|sl|s[ĩỹ] số|hoàn thành(?: tốt)?|chưa hoàn thành|tốt|đạt|cần cố gắng|[thcđ]|nam|nữ)\s*:?$/iu;
const SIGNER = /^\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*){1,5}$/u;
const NUMBER = /^\d+(?:[.,]\d+)?%?$/;
const ASSESSED = /^(?:subject|trait|remark|health|absence)\.|^(?:assessedItem|level|mark|itemRemark)$/;

/** A text that begins a sum, a date and place, a signature. */
export const isFooterText = (text: string): boolean => FOOTER.test(text);

/**
 * A row whose texts stand under headers that they have nothing to do with: sums with their word in the column of the running number, what is counted, titles
 * and names of those who sign in any column. None has a number, a code, which has a digit, or a birthday.
 */
function isMisplaced({ order, code, name: written, filled, all }: RowTexts, below: boolean): boolean {
  const name = /\p{L}/u.test(written) ? written : '';
  if (name === '' && FOOTER.test(order)) return true;
  if (/\d/.test(code) || /\d/.test(order) || filled.includes('birthDate') || filled.includes('personalId')) return false;
  if (all.some(isFooterText) && (name === '' || FOOTER.test(name))) return true;
  const isCounted = COUNTED.test(name) || (name === '' && filled.length <= 1 && COUNTED.test(all.at(-1) ?? ''));
  return isCounted || (below && all.length > 0 && all.every((text) => SIGNER.test(text) && !COUNTED.test(text)));
}

/** A sum, a date and place, who made the list. */
function isFooter({ filled, said }: RowTexts): boolean {
  const speaking = said.filter((text) => !NUMBER.test(text));
  return speaking.length > 0 && speaking.length <= 2 && speaking.every(isFooterText) && !filled.includes('birthDate');
}

/** Notes, and the names of those who sign below the list. */
const isNote = ({ filled }: RowTexts, below: boolean): boolean =>
  filled.length <= 2 && filled.every((key) => (below || (key !== 'fullName' && key !== 'birthDate')) && !ASSESSED.test(key));

/** Whether a row speaks of nobody, and how: what follows a footer is likely to be one, too. `below`: one stood above. */
export function nobodyIn(row: RowTexts, below: boolean): 'footer' | 'note' | undefined {
  if (isMisplaced(row, below)) return 'footer';
  if (row.code !== '') return undefined;
  return isFooter(row) ? 'footer' : isNote(row, below) ? 'note' : undefined;
}
