import type { PdfFile } from './file.ts';
import { isDictionary, nameIn, PdfFault, referencesIn, startsWith, type PdfValue } from './syntax.ts';

/** An object of any revision, current or superseded. */
export interface AnyObject {
  readonly number: number;
  /** Where it begins, or the object stream it is in. */
  readonly offset: number;
  readonly packed: boolean;
  readonly value: PdfValue;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Every object that any cross-reference section names, and proof that the file holds no others: objects, sections and what stands between them account
 * for each octet. An object no section names is passed over by one reader and found by the next that "repairs" (incremental saving attack, shadow content).
 */
export function layOut(file: PdfFile): readonly AnyObject[] {
  const objects: AnyObject[] = [];
  const spans: Span[] = file.sections.filter(({ form }) => form === 'table');
  const seen = new Set<number>();
  for (const [i, { entries }] of file.sections.entries()) {
    for (const [number, entry] of entries) {
      if (entry.kind !== 'at' || seen.has(entry.offset)) continue;
      seen.add(entry.offset);
      const raw = file.rawAt(entry.offset, number, entry.generation);
      const end = raw.dataAt === undefined ? raw.end : file.extent(raw, i).end;
      objects.push({ number, offset: entry.offset, packed: false, value: raw.value });
      spans.push({ start: entry.offset, end });
      const isCurrent = file.entries.get(number) === entry;
      if (isCurrent && isDictionary(raw.value) && nameIn(raw.value, 'Type') === 'ObjStm')
        for (const one of packedObjects(file, number, entry)) objects.push(one);
    }
  }
  // A cross-reference stream need not name itself.
  spans.push(...file.sections.filter(({ form, start }) => form !== 'table' && !seen.has(start)));
  checkSpans(file, spans);
  return objects;
}

function packedObjects(
  file: PdfFile,
  object: number,
  { offset, generation }: { readonly offset: number; readonly generation: number },
): readonly AnyObject[] {
  const { numbers, values } = file.packedAt({ object, generation });
  return numbers.map((number, i) => ({ number, offset, packed: true, value: values[i]! }));
}

function checkSpans(file: PdfFile, spans: readonly Span[]): void {
  const { bytes } = file;
  // Each section has one end of a revision that leads to it: a second one is no revision, and no octet of it means anything.
  const unled = new Set(file.sections.filter(({ form }) => form !== 'beside').map(({ start }) => start));
  let at = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start < at) throw new PdfFault('objects overlap');
    checkGap(file, at, start, unled);
    at = end;
  }
  checkGap(file, at, bytes.length, unled);
}

/** Where in the file each object is first mentioned, by whatever revision. */
export function firstMentions(objects: readonly AnyObject[]): ReadonlyMap<number, number> {
  const mentions = new Map<number, number>();
  for (const { offset, value } of objects)
    for (const { object } of referencesIn(value))
      if (offset < (mentions.get(object) ?? Number.POSITIVE_INFINITY)) mentions.set(object, offset);
  return mentions;
}

const GAP_OCTETS_MAX = 64 * 1024;
/** Between objects: the header's comments, ends of revisions that lead to a section of this very file, white space. */
function checkGap(file: PdfFile, start: number, end: number, unled: Set<number>): void {
  if (end - start > GAP_OCTETS_MAX) throw new PdfFault('octets that belong to no object');
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(file.bytes[i]!);
  const rest = text
    .replace(/startxref\s+(\d{1,10})\s+%%EOF/g, (_, offset: string) => {
      // A linearized file has a first end that leads nowhere: 0.
      if (!unled.delete(Number(offset)) && Number(offset) !== 0) throw new PdfFault('a second startxref that leads elsewhere');
      return '';
    })
    .replace(/%[^\r\n]*/g, (comment) => (/\d\s*obj|endobj|xref|trailer|stream/.test(comment) ? comment : ''));
  if (/[^\s\0]/.test(rest)) throw new PdfFault('objects or octets that no cross-reference names');
}

/** Whether a revision can end here: right behind `%%EOF` and at most the end of its line. */
export function isRevisionEnd(bytes: Uint8Array, end: number): boolean {
  for (const eol of ['', '\n', '\r\n', '\r']) if (startsWith(bytes, end - eol.length - 5, `%%EOF${eol}`)) return true;
  return false;
}
