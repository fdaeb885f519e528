import type { Catalogue } from '../refusal.ts';
import { assessment } from './assessment.ts';
import { cells } from './cells.ts';
import { layout } from './layout.ts';
import { mapping } from './mapping.ts';
import { opening } from './opening.ts';
import { partial } from './partial.ts';
import { persons } from './persons.ts';
import { set } from './set.ts';

/**
 * What a set of Excel workbooks can have wrong, in the order in which it is read. `{cell}`, `{row}`, `{sheet}`, `{file}` and `{value}` are the place; `{pupil}`
 * names the person (`em Nguyễn Văn A (2201000001)`), `{label}` the column as the sheet writes it. Nothing is stored while one error stands.
 */
export const workbook = {
  ...opening,
  ...layout,
  ...mapping,
  ...set,
  ...persons,
  ...cells,
  ...assessment,
  ...partial,
} as const satisfies Catalogue;
