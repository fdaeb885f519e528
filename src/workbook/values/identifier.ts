import { PersonalId } from '#domain';
import { cleanText } from '#kernel';
import type { Report } from '../problem.ts';
import { type Cell, shown } from '../sheet/rows.ts';

const AS_TEXT = 'mã số giữ dạng chữ';
const SCIENTIFIC = /^(\d)(?:[.,](\d+))?E\+?(\d{1,2})$/i;

/** `2.2217292935E+11` as digits, if the mantissa still has them all. Undefined: Excel has already thrown digits away. */
function expandScientific(text: string): string | undefined {
  const parts = SCIENTIFIC.exec(text);
  if (!parts) return undefined;
  const digits = parts[1]! + (parts[2] ?? '');
  const length = Number(parts[3]) + 1;
  return digits.length === length ? digits : undefined;
}

/** An opaque code of a pupil or a member of staff as text; number cells become their digits, white space and a leading apostrophe go. */
export function readCode(cell: Cell | undefined, report: Report): string {
  if (!cell || cell.raw === null) return '';
  if (typeof cell.raw === 'number') {
    const digits = Number.isSafeInteger(cell.raw) && cell.raw >= 0 ? String(cell.raw) : '';
    if (digits) report.change(cell.place, digits, digits, `${AS_TEXT} (ô dạng số)`);
    return digits;
  }
  const raw = shown(cell.raw);
  const text = cleanText(raw).replace(/^'/, '').replace(/\s/g, '');
  const code = expandScientific(text) ?? text;
  if (code !== raw) report.change(cell.place, raw, code, code === text ? 'bỏ khoảng trắng thừa và ký tự ẩn' : AS_TEXT);
  return code;
}

const LEADING_ZEROS = 2;

/** Fewer digits than the exponent says, or the zeros that Excel put in their place: the last six digits of a number are drawn by lot, five zeros are not among them. */
const ZEROS_PUT_IN = /^\d{5,7}0{5}$/;
/** Whether a số định danh lost digits when its cell was a number (`2.2E+10`, 22217000000): what is left says nothing of the pupil. */
export function hasLostDigits(cell: Cell | undefined): boolean {
  const text = cleanText(shown(cell?.raw ?? null)).replace(/^'/, '');
  const [, first, rest = '', exponent] = SCIENTIFIC.exec(text) ?? [];
  if (first !== undefined)
    return first.length + rest.length < Number(exponent) + 1 && Number(exponent) < 12 && Number(exponent) + 1 >= 12 - LEADING_ZEROS;
  return (typeof cell?.raw === 'number' || cell?.untyped === true) && ZEROS_PUT_IN.test(text);
}

/**
 * Số định danh cá nhân, 12 digits. Excel drops leading zeros (province codes 001–096 begin with at most two) and shows 2.2E+11; both
 * are undone as long as no digit is lost. Undefined for a blank cell; lost digits and anything else that is not 12 digits are reported.
 */
export function readPersonalId(cell: Cell | undefined, who: string, report: Report): PersonalId | undefined {
  if (!cell || cell.raw === null || shown(cell.raw).trim() === '') return undefined;
  if (hasLostDigits(cell)) {
    report.problem('workbook/lost-personal-id', cell.place, { pupil: who });
    return undefined;
  }
  const raw = shown(cell.raw);
  const text = cleanText(raw)
    .replace(/^'/, '')
    .replace(/[\s.-](?=\d{3})/g, (mark) => (typeof cell.raw === 'string' && mark !== '.' ? '' : mark));
  const digits =
    typeof cell.raw === 'number'
      ? Number.isSafeInteger(cell.raw) && cell.raw > 0
        ? String(cell.raw)
        : ''
      : (expandScientific(text) ?? text);
  const whole =
    /^\d+$/.test(digits) &&
    digits.length >= 12 - LEADING_ZEROS &&
    digits.length < 12 &&
    (typeof cell.raw === 'number' || cell.untyped || digits !== text)
      ? digits.padStart(12, '0')
      : digits;
  const parsed = PersonalId.parse(whole);
  if (!parsed.ok) {
    report.problem('workbook/bad-personal-id', cell.place, { pupil: who });
    return undefined;
  }
  if (typeof cell.raw === 'number' || whole !== raw)
    report.change(cell.place, raw, whole, whole.length > digits.length ? 'số định danh đủ 12 chữ số' : AS_TEXT);
  return parsed.value;
}
