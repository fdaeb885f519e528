import { foldHeader } from '../labels/fold-header.ts';
import { readLabel } from '../labels/header-words.ts';
import { subjectWithin, traitWithin, wordsOf } from '../labels/resembling.ts';
import { readPoint } from './assessment-point.ts';
import { isBlank } from '../sheet/read-sheets.ts';
import { headerTexts, type Layout } from './recognise.ts';
import { type Shape, shapesOf } from './shapes.ts';

/** A column that nobody reads although it may hold what teachers assessed. */
export interface UnreadColumn {
  readonly index: number;
  readonly label: string;
  /** Most likely a result; else it only looks like one. */
  readonly likely: boolean;
}

const LOOKED_AT = 60;
const ASSESSED: readonly Shape[] = ['level', 'levelWord', 'rating'];
const COUNTED: readonly Shape[] = ['mark', 'flag'];
/** What stands beside results and is none of them. */
const BESIDE =
  /\b(?:stt|tt|thu tu|ghi chu|gc|dien thoai|sdt|dt|email|tong|trung binh|tb|dtb|hang|thu hang|xep thu|to|nhom|nu|nam|dan toc|dtts|ho ngheo|can ngheo|khuyet tat|kt|doi tuong|tuoi|nam sinh|nguoi|chu ki|ki ten|so luong|sl)\b/;

function isLikely(path: readonly string[], shapes: ReadonlySet<Shape>): boolean {
  const labels = path.map((text) => readLabel(readPoint(foldHeader(text)).rest));
  const words = wordsOf(path.join(' '));
  return (
    ASSESSED.some((shape) => shapes.has(shape)) ||
    labels.some(({ measure, group }) => measure !== undefined || group !== undefined) ||
    subjectWithin(words) !== undefined ||
    traitWithin(words) !== undefined
  );
}

/** Columns of results or remarks under headers that say nothing to us, by what they hold. Numbers and crosses beside the results are no results unless their header says so. */
export function unreadColumns(layout: Layout): readonly UnreadColumn[] {
  const { sheet, kind, columns, pointColumns, headerRow, firstRow, endRow } = layout;
  if (kind !== 'results' && kind !== 'remarks') return [];
  const read = new Set(
    [...columns.values(), ...pointColumns].flatMap(({ index, parts, constant }) =>
      constant === undefined ? (parts?.columns ?? [index]) : [],
    ),
  );
  const texts = headerTexts(sheet, headerRow, firstRow - 1);
  const rows = sheet.rows.slice(firstRow, Math.min(endRow, firstRow + LOOKED_AT));
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, index) => index)
    .filter((index) => !read.has(index))
    .flatMap((index): UnreadColumn[] => {
      const path = texts.map((row) => row[index] ?? '').filter((text, r, all) => text !== '' && text !== all[r - 1]);
      const label = path.slice(-2).join(' – ');
      const values = rows.map((row) => row[index] ?? null).filter((value) => !isBlank(value));
      const shapes = shapesOf(values);
      if (path.length === 0 || BESIDE.test(wordsOf(path.at(-1)!)) || BESIDE.test(foldHeader(path.at(-1)!))) return [];
      const looksSo =
        kind === 'results'
          ? [...ASSESSED, ...COUNTED].some((shape) => shapes.has(shape))
          : shapes.has('sentence') && isLikely(path, new Set());
      return looksSo ? [{ index, label, likely: isLikely(path, kind === 'results' ? shapes : new Set()) }] : [];
    });
}
