import { cleanText } from '#kernel';
import type { Report } from '../problem.ts';
import { type Cell, shown } from '../sheet/rows.ts';

const ERROR_VALUE = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)/;
/** UTF-8 read as Latin-1, a lost character, or (in names) the signs that TCVN3 fonts draw as letters. */
const MOJIBAKE = /\ufffd|á[»º]|Ã[\u0080-\u00bf]|Ä[\u0080-\u0091]/;
/** Control characters and overrides of the reading direction have no place in a record. */
const UNSEEN = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
const TCVN3 = /[\u00a1-\u00bf]/;
/** `Nguy?n`: a letter that a code page did not have. */
const LOST = /\p{L}\?\p{L}/u;

/** The Icelandic Ð (U+00D0) and the African Ɖ (U+0189) look like Đ (U+0110) and are none: no Vietnamese text has them. */
export const withDStroke = (text: string): string => text.replace(/[\u00d0\u0189]/g, 'Đ').replace(/[\u00f0\u0256]/g, 'đ');

const spellingRule = (raw: string): string => {
  const composed = raw.normalize('NFC');
  const rules = [
    ...(composed !== raw ? ['Unicode dựng sẵn (NFC)'] : []),
    ...(cleanText(composed) !== composed ? ['bỏ khoảng trắng thừa và ký tự ẩn'] : []),
    ...(withDStroke(raw) !== raw ? ['Đ là U+0110'] : []),
  ];
  return rules.join('; ');
};

/** The text of a cell in NFC with single spaces; empty for a blank cell and for one that has been reported. */
export function readText(cell: Cell | undefined, who: string, report: Report, kind: 'name' | 'text' = 'text'): string {
  if (!cell || cell.raw === null) return '';
  if (typeof cell.raw !== 'string') return shown(cell.raw);
  const text = withDStroke(cleanText(cell.raw));
  if (cell.doubt) {
    report.problem('workbook/legacy-doubt', cell.place, { label: cell.label, pupil: who, ...cell.doubt });
    return '';
  }
  const reported = ERROR_VALUE.test(text)
    ? 'workbook/error-cell'
    : /^[=＝]/.test(text)
      ? 'workbook/formula-cell'
      : MOJIBAKE.test(text) || UNSEEN.test(cell.raw) || (kind === 'name' && (TCVN3.test(text) || LOST.test(text)))
        ? 'workbook/legacy-text'
        : undefined;
  if (reported) {
    report.problem(reported, cell.place, { label: cell.label, pupil: who });
    return '';
  }
  if (text !== cell.raw) report.change(cell.place, cell.raw, text, spellingRule(cell.raw));
  return text;
}
