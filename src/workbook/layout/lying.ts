import { cleanText } from '#kernel';
import { isBlank, type Sheet } from '../sheet/read-sheets.ts';
import { itemIn } from './items.ts';
import { shapesOf } from './shapes.ts';

const LABELS_WITHIN = 3;
const ITEMS_LEAST = 4;
const NEARLY_ALL = 0.8;

/**
 * A table that lies on its side: subjects, competencies and qualities below each other, names of pupils beside each other above them. It is only told from
 * other unknown sheets: its pupils are columns, and everything behind the reader speaks of rows.
 */
export const isLying = ({ rows }: Sheet): boolean =>
  Array.from({ length: LABELS_WITHIN }, (_, c) => c).some((label) => {
    const items = rows.flatMap((row, r) => (typeof row[label] === 'string' && itemIn(cleanText(row[label]), []) !== undefined ? [r] : []));
    if (items.length < ITEMS_LEAST) return false;
    const width = Math.max(...items.map((r) => rows[r]!.length));
    const filled = Array.from({ length: width }, (_, c) => c).filter((c) => c > label && items.some((r) => !isBlank(rows[r]![c])));
    const named = filled.filter((c) => rows.slice(0, items[0]).some((row) => shapesOf([row[c] ?? null]).has('name')));
    return filled.length > 0 && named.length >= filled.length * NEARLY_ALL;
  });
