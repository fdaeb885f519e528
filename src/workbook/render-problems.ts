import type { Problem } from './model.ts';

const COLUMNS: readonly (readonly [string, (problem: Problem) => string])[] = [
  ['Mức', ({ severity }) => (severity === 'error' ? 'LỖI' : 'Lưu ý')],
  ['Mã', ({ publicCode, code }) => publicCode ?? code],
  ['Tệp', ({ file }) => file],
  ['Trang tính', ({ sheet }) => sheet ?? ''],
  ['Ô', ({ row, column }) => (row === null ? '' : column === null ? `dòng ${row}` : `${column}${row}`)],
  ['Giá trị', ({ value }) => shorten(value ?? '', 24)],
  ['Nội dung và cách sửa', ({ message, remedy }) => `${message} → ${remedy}`],
];

const shorten = (text: string, atMost: number) => ([...text].length > atMost ? `${[...text].slice(0, atMost - 1).join('')}…` : text);
/** Cell values come from strangers: nothing of them may steer a terminal. */
const printable = (text: string) => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - [...text].length));

/** The problems of a dry run as a table for a terminal, one line each, errors first; an empty text when there are none. */
export function renderProblems(problems: readonly Problem[]): string {
  if (problems.length === 0) return '';
  const rows = [COLUMNS.map(([title]) => title), ...problems.map((problem) => COLUMNS.map(([, cell]) => printable(cell(problem))))];
  const widths = COLUMNS.map((_, c) => Math.max(...rows.map((row) => [...row[c]!].length)));
  return `${rows.map((row) => row.map((text, c) => (c === row.length - 1 ? text : pad(text, widths[c]!))).join('  ')).join('\n')}\n`;
}
