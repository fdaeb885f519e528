import { cleanText } from '#kernel';
import type { Report } from '../problem.ts';
import { type Cell, shown } from '../sheet/rows.ts';

const ERROR_VALUE = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)/;
/** UTF-8 read as Latin-1, a lost character, or (in names) the signs that TCVN3 fonts draw as letters. */
const MOJIBAKE = /\ufffd|á[»º]|Ã[\u0080-\u00bf]|Ä[\u0080-\u0091]/;
/** Control characters and overrides of the reading direction have no place in a record. */
const UNSEEN = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
const TCVN3 = /[\u00a1-\u00bf]/;

const spellingRule = (raw: string): string => {
  const composed = raw.normalize('NFC');
  const rules = [...(composed !== raw ? ['Unicode dựng sẵn (NFC)'] : []), ...(cleanText(composed) !== composed ? ['bỏ khoảng trắng thừa và ký tự ẩn'] : [])];
  return rules.join('; ');
};

/** The text of a cell in NFC with single spaces; empty for a blank cell and for one that has been reported. */
export function readText(cell: Cell | undefined, who: string, report: Report, kind: 'name' | 'text' = 'text'): string {
  if (!cell || cell.raw === null) return '';
  if (typeof cell.raw !== 'string') return shown(cell.raw);
  const text = cleanText(cell.raw);
  const reported = ERROR_VALUE.test(text) ? 'workbook/error-cell'
    : /^[=＝]/.test(text) ? 'workbook/formula-cell'
      : MOJIBAKE.test(text) || UNSEEN.test(cell.raw) || (kind === 'name' && TCVN3.test(text)) ? 'workbook/legacy-text' : undefined;
  if (reported) {
    report.problem(reported, cell.place, { label: cell.label, pupil: who });
    return '';
  }
  if (text !== cell.raw) report.change(cell.place, cell.raw, text, spellingRule(cell.raw));
  return text;
}
