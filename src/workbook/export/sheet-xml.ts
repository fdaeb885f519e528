import { PlainDate } from '#kernel';
import { columnLetters } from '../sheet/read-sheets.ts';
import type { ExportCell, ExportSheet, ExportValue } from './model.ts';
import { STYLE } from './styles.ts';
import { cellText, looksLive } from './text.ts';

const EPOCH = '1899-12-30' as PlainDate;
const ROWS_MAX = 1_048_576;
const TEXT_MAX = 32_767;
const WIDTH = 12;
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
/** References of columns are asked for in every row. */
const LETTERS = Array.from({ length: 256 }, (_, column) => columnLetters(column));
const letters = (column: number): string => LETTERS[column] ?? columnLetters(column);

const inline = (at: string, style: number, text: string): string =>
  text === ''
    ? ''
    : `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${cellText(text.slice(0, TEXT_MAX))}</t></is></c>`;

function cellXml(at: string, value: ExportValue, marked: boolean): string {
  if (value === null || value === '') return marked ? `<c r="${at}" s="${STYLE.marked}"/>` : '';
  if (typeof value === 'number')
    return Number.isFinite(value) ? `<c r="${at}" s="${marked ? STYLE.marked : STYLE.plain}"><v>${value}</v></c>` : '';
  if (typeof value === 'object')
    return `<c r="${at}" s="${marked ? STYLE.markedDay : STYLE.day}"><v>${PlainDate.daysBetween(EPOCH, value.day)}</v></c>`;
  return inline(at, looksLive(value) ? (marked ? STYLE.markedNeutral : STYLE.neutral) : marked ? STYLE.markedText : STYLE.text, value);
}

const isMarked = (cell: ExportCell): cell is Extract<ExportCell, { marked: unknown }> =>
  typeof cell === 'object' && cell !== null && 'marked' in cell;

function rowXml(number: number, cells: readonly ExportCell[]): string {
  let xml = `<row r="${number}">`;
  for (let c = 0; c < cells.length; c++) {
    const cell = cells[c] ?? null;
    xml += isMarked(cell) ? cellXml(`${letters(c)}${number}`, cell.marked, true) : cellXml(`${letters(c)}${number}`, cell, false);
  }
  return `${xml}</row>`;
}

const styledRow = (number: number, texts: readonly string[], style: number): string =>
  `<row r="${number}">${texts.map((text, c) => inline(`${letters(c)}${number}`, style, text)).join('')}</row>`;

/** The part of one sheet, piece by piece. Throws when there are more rows than a sheet can hold: nobody may lose one unseen. */
export async function* sheetXml({ titles = [], head, merges = [], widths = [], rows }: ExportSheet): AsyncGenerator<string> {
  const above = titles.length + head.length;
  const columns = Math.max(0, ...head.map((line) => line.length));
  const pane = above === 0 ? '' : `<pane ySplit="${above}" topLeftCell="A${above + 1}" activePane="bottomLeft" state="frozen"/>`;
  const cols =
    columns === 0
      ? ''
      : `<cols>${Array.from({ length: columns }, (_, c) => `<col min="${c + 1}" max="${c + 1}" width="${widths[c] ?? WIDTH}" customWidth="1"/>`).join('')}</cols>`;
  yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>${cols}<sheetData>`;
  let number = 0;
  for (const title of titles) yield styledRow(++number, [title], STYLE.title);
  for (const line of head) yield styledRow(++number, line, STYLE.head);
  for await (const cells of rows) {
    if (++number > ROWS_MAX) throw new RangeError('a sheet has more rows than Excel can hold');
    yield rowXml(number, cells);
  }
  const merged = merges.map(
    ({ startRow, startCol, endRow, endCol }) =>
      `<mergeCell ref="${letters(startCol)}${titles.length + startRow + 1}:${letters(endCol)}${titles.length + endRow + 1}"/>`,
  );
  yield `</sheetData>${merged.length === 0 ? '' : `<mergeCells count="${merged.length}">${merged.join('')}</mergeCells>`}</worksheet>`;
}
