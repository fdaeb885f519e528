import { type Refusal, refusal } from '#domain';
import type { SheetLayout } from '../model.ts';
import { fieldLabel, FIELDS_OF } from './kinds.ts';
import { headerKey, type LayoutAnswer, type SheetMapping } from './mapping.ts';

function checkMapping({ kind, columns }: SheetMapping, layout: SheetLayout): Refusal | undefined {
  const sheet = layout.sheets[0]!.sheet, here = new Set(layout.columns.map(({ header }) => headerKey(header))), said = new Set<string>(), taken = new Map<string, string>();
  for (const { header, field } of columns) {
    const key = headerKey(header), other = taken.get(field);
    if (!here.has(key)) return refusal('workbook/mapping-unknown-column', { sheet, header });
    if (said.has(key)) return refusal('workbook/mapping-doubled-column', { sheet, header });
    if (!FIELDS_OF[kind].includes(field)) return refusal('workbook/mapping-unknown-field', { sheet, header, field });
    if (other !== undefined) return refusal('workbook/mapping-doubled-field', { sheet, header: other, other: header, label: fieldLabel(field) });
    said.add(key);
    taken.set(field, header);
  }
  return undefined;
}

/** Whether answers are about these sheets and say of each column one thing that it can be. Needed columns are missed when the sheet is read. */
export function checkAnswers(answers: readonly LayoutAnswer[], layouts: readonly SheetLayout[]): Refusal | undefined {
  for (const answer of answers) {
    const layout = layouts.find(({ fingerprint }) => fingerprint === answer.fingerprint);
    if (layout === undefined) return refusal('workbook/mapping-no-sheet', { fingerprint: answer.fingerprint.slice(0, 12) });
    const wrong = answer.skip ? undefined : checkMapping(answer, layout);
    if (wrong) return wrong;
  }
  return undefined;
}
