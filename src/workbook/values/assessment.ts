import type { Mark, OverallResult, QualityLevel, SubjectLevel } from '#domain';
import { cleanText } from '#kernel';
import type { Report } from '../problem.ts';
import { type Cell, shown } from '../sheet/rows.ts';
import { spelledFlag } from './flag.ts';
import { spellings } from './spellings.ts';
import { readText } from './text.ts';

const SUBJECT_LEVEL: Readonly<Record<string, SubjectLevel>> = {
  t: 'T',
  h: 'H',
  c: 'C',
  'hoan thanh tot': 'T',
  'hoan thanh': 'H',
  'chua hoan thanh': 'C',
  htt: 'T',
  ht: 'H',
  cht: 'C',
  'ht tot': 'T',
  'chua ht': 'C',
};
const QUALITY_LEVEL: Readonly<Record<string, QualityLevel>> = {
  t: 'T',
  d: 'Đ',
  '§': 'Đ',
  c: 'C',
  tot: 'T',
  dat: 'Đ',
  'can co gang': 'C',
  ccg: 'C',
};
const RESULT: Readonly<Record<string, OverallResult>> = {
  'hoan thanh xuat sac': 'HTXS',
  'hoan thanh tot': 'HTT',
  'hoan thanh': 'HT',
  'chua hoan thanh': 'CHT',
  htxs: 'HTXS',
  htt: 'HTT',
  ht: 'HT',
  cht: 'CHT',
};
const SPACES_RULE = 'bỏ khoảng trắng thừa và ký tự ẩn';
const LEVEL_RULE = 'mức viết bằng chữ in hoa';
const D_RULE = 'Đ là U+0110, chữ in hoa';

const filled = (cell: Cell | undefined): cell is Cell => cell !== undefined && cell.raw !== null && cleanText(shown(cell.raw)) !== '';

const spelledLevel = spellings(SUBJECT_LEVEL);
const spelledQuality = spellings(QUALITY_LEVEL);
const spelledResult = spellings(RESULT);

/** Looks a cell up by its spelling; one that is not known is reported under `code`. `text` is how the cell reads, when not as it stands. */
function lookUp<T>(
  spelled: ReturnType<typeof spellings<T>>,
  cell: Cell | undefined,
  code: string,
  who: string,
  report: Report,
  text?: string,
): T | undefined {
  if (!cell || cell.raw === null) return undefined;
  const { value, unknown } = spelled(text ?? shown(cell.raw));
  if (unknown) report.problem(code, cell.place, { label: cell.label, pupil: who });
  return value;
}

function noted<T extends string>(value: T | undefined, cell: Cell | undefined, rule: string, report: Report): T | undefined {
  if (value !== undefined && cell && value !== cell.raw)
    report.change(cell.place, shown(cell.raw), value, cleanText(shown(cell.raw)) === value ? SPACES_RULE : rule);
  return value;
}

export const readSubjectLevel = (cell: Cell | undefined, who: string, report: Report): SubjectLevel | undefined =>
  noted(lookUp(spelledLevel, cell, 'workbook/bad-subject-level', who, report), cell, LEVEL_RULE, report);

export function readQualityLevel(cell: Cell | undefined, who: string, report: Report): QualityLevel | undefined {
  const level = lookUp(spelledQuality, cell, 'workbook/bad-quality-level', who, report);
  return noted(level, cell, level === 'Đ' ? D_RULE : LEVEL_RULE, report);
}

/** The rating column: compared with the computed result, and blank as often as not. */
export function readResult(cell: Cell | undefined, who: string, report: Report): OverallResult | undefined {
  const text = readText(cell, who, report);
  return text === '' ? undefined : lookUp(spelledResult, cell, 'workbook/bad-result', who, report, text);
}

/** `x` or blank; a few other spellings of yes and no. A blank cell says nothing. */
export const readFlag = (cell: Cell | undefined, who: string, report: Report): boolean | undefined =>
  lookUp(spelledFlag, cell, 'workbook/bad-flag', who, report);

const MARKS: ReadonlyMap<unknown, Mark> = new Map(([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const).map((mark) => [mark, mark]));

/** A whole number 0..10 (TT 27/2020 Điều 7); `9,0` and `9.0` are 9. */
export function readMark(cell: Cell | undefined, who: string, report: Report): Mark | undefined {
  if (!cell) return undefined;
  const { raw } = cell;
  const written = MARKS.get(raw);
  if (written !== undefined || !filled(cell)) return written;
  const { place, label } = cell;
  const text = cleanText(shown(raw));
  const whole = /^0*(\d{1,2})(?:[.,]0+)?$/.exec(text)?.[1];
  if (whole === undefined || Number(whole) > 10 || raw instanceof Date || typeof raw === 'boolean') {
    report.problem('workbook/bad-mark', place, { label, pupil: who });
    return undefined;
  }
  if (typeof raw !== 'number' && String(Number(whole)) !== raw)
    report.change(place, shown(raw), String(Number(whole)), 'điểm viết dạng số nguyên');
  return Number(whole) as Mark;
}

export interface NumberRange {
  readonly from: number;
  readonly to: number;
  readonly decimals: 0 | 2;
  readonly unit: string;
}

/** `Chiều cao (m)`. */
const IN_METRES = /\(\s*m\s*\)/i;
const CM_PER_METRE = 100;

/** A measured or counted number; a decimal comma and the unit behind it are understood. */
export function readNumber(cell: Cell | undefined, range: NumberRange, who: string, report: Report): number | undefined {
  if (!filled(cell)) return undefined;
  const { raw, place, label } = cell;
  const text = cleanText(shown(raw)).toLowerCase();
  const bare = range.unit && text.endsWith(range.unit) ? text.slice(0, -range.unit.length).trim() : text;
  const plain = /^\d+(?:[.,]\d+)?$/.test(bare)
    ? Number(bare.replace(',', '.')) * (range.unit === 'cm' && IN_METRES.test(label) ? CM_PER_METRE : 1)
    : Number.NaN;
  const rounded = Number(plain.toFixed(range.decimals));
  if (!(plain >= range.from && plain <= range.to) || Math.abs(plain - rounded) > 1e-9 || raw instanceof Date || typeof raw === 'boolean') {
    report.problem('workbook/bad-number', place, { label, pupil: who, from: range.from, to: range.to });
    return undefined;
  }
  if (typeof raw === 'string' && String(rounded) !== raw) report.change(place, raw, String(rounded), 'số viết thường');
  return rounded;
}
