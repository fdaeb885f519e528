import type { PdfFile } from './file.ts';
import { PdfFault, referencesIn, type PdfValue } from './syntax.ts';

/** No file has more objects. */
const REACHABLE_MAX = 100_000;

/** Numbers of the objects a value leads to; `known` are not entered. Throws `PdfFault` when there are more than any file has. */
export function reachable(
  file: PdfFile,
  value: PdfValue | undefined,
  known: Pick<ReadonlySet<number>, 'has'> = new Set(),
): ReadonlySet<number> {
  const seen = new Set<number>();
  const queue = [...referencesIn(value)];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next.object) || known.has(next.object)) continue;
    if (seen.size >= REACHABLE_MAX) throw new PdfFault('too many objects');
    seen.add(next.object);
    for (const reference of referencesIn(file.object(next.object))) queue.push(reference);
  }
  return seen;
}
