import { PDF_OBJECTS_MAX, PDF_ROWS_MAX, PDF_SECTIONS_MAX, PDF_TAIL_BYTES } from './limits.ts';
import { decodeStream, type Inflate, readObject, streamEnd } from './stream.ts';
import { isArray, isDictionary, nameIn, PdfFault, PdfScanner, startsWith, wholeIn, type PdfDictionary, type PdfValue } from './syntax.ts';

/** Where an object is: free, at an offset, or in an object stream. */
export type XrefEntry =
  | { readonly kind: 'free' }
  | { readonly kind: 'at'; readonly offset: number; readonly generation: number }
  | { readonly kind: 'in'; readonly container: number; readonly index: number };

/** One cross-reference section: a table with its trailer, a stream that is both (ISO 32000-2 §7.5.4, §7.5.8), or the stream a table names beside itself (§7.5.8.4). */
export interface XrefSection {
  readonly start: number;
  readonly end: number;
  readonly form: 'table' | 'stream' | 'beside';
  readonly trailer: PdfDictionary;
  readonly entries: ReadonlyMap<number, XrefEntry>;
}

/**
 * The sections of a file from the newest to the oldest, along `Prev`, each stream beside a table right behind it. `known` keeps those that were read, for other views of
 * the same octets.
 */
export function readSections(bytes: Uint8Array, inflate: Inflate, known: Map<number, XrefSection>): readonly XrefSection[] {
  const sections: XrefSection[] = [];
  let rows = 0;
  for (let next: number | undefined = lastStart(bytes); next !== undefined; ) {
    if (sections.length >= PDF_SECTIONS_MAX) throw new PdfFault('too many revisions');
    const section = take(next, readSection);
    // Office software writes both; objects of the stream come after those of its table and before those of older sections.
    const beside = section.form === 'table' ? wholeIn(section.trailer, 'XRefStm') : undefined;
    if (beside !== undefined) take(beside, readBeside);
    next = wholeIn(section.trailer, 'Prev');
  }
  checkBeside(sections);
  return sections;

  function take(at: number, read: typeof readSection): XrefSection {
    if (sections.some(({ start }) => start === at)) throw new PdfFault('cross-reference sections lead in a circle');
    const section = known.get(at) ?? read(bytes, at, inflate);
    if (section.end > bytes.length) throw new PdfFault('a cross-reference section reaches past its revision');
    rows += section.entries.size;
    if (rows > PDF_ROWS_MAX) throw new PdfFault('too many objects');
    known.set(at, section);
    sections.push(section);
    return section;
  }
}

/** A reader of tables alone may miss an object of a hybrid file, which §7.5.8.4 wants to be free there, but must never see another one in its place. */
function checkBeside(sections: readonly XrefSection[]): void {
  const first = (among: readonly XrefSection[], number: number): XrefEntry | undefined =>
    among.find(({ entries }) => entries.has(number))?.entries.get(number);
  const beside = sections.filter(({ form }) => form === 'beside');
  const others = sections.filter(({ form }) => form !== 'beside');
  for (const number of beside.flatMap(({ entries }) => [...entries.keys()])) {
    const old = first(others, number);
    if (old !== undefined && old.kind !== 'free' && !isSamePlace(old, first(sections, number)!))
      throw new PdfFault('hybrid cross-reference that says two things');
  }
}

const isSamePlace = (a: XrefEntry, b: XrefEntry): boolean =>
  a.kind === 'at' && b.kind === 'at' && a.offset === b.offset && a.generation === b.generation;

/** The offset after the last `startxref`, which `%%EOF` must follow and then nothing but white space (§7.5.5). */
function lastStart(bytes: Uint8Array): number {
  let at = -1;
  for (let i = Math.max(0, bytes.length - PDF_TAIL_BYTES); i < bytes.length; i++) if (startsWith(bytes, i, 'startxref')) at = i;
  if (at < 0) throw new PdfFault('no startxref');
  let tail = '';
  for (let i = at; i < bytes.length; i++) tail += String.fromCharCode(bytes[i]!);
  const found = /^startxref\s+(\d{1,10})\s+%%EOF\s*$/.exec(tail);
  if (found === null) throw new PdfFault('the file does not end with startxref and %%EOF');
  return Number(found[1]);
}

const readSection = (bytes: Uint8Array, start: number, inflate: Inflate): XrefSection =>
  sound(startsWith(bytes, start, 'xref') ? readTable(bytes, start) : readStream(bytes, start, inflate));

function sound(section: XrefSection): XrefSection {
  if (section.trailer.entries.has('Encrypt')) throw new PdfFault('encrypted');
  return section;
}

/** A stream beside a table; its own `Prev` means nothing (§7.5.8.4). */
const readBeside = (bytes: Uint8Array, start: number, inflate: Inflate): XrefSection => ({
  ...sound(readStream(bytes, start, inflate)),
  form: 'beside',
});

function readTable(bytes: Uint8Array, start: number): XrefSection {
  const scanner = new PdfScanner(bytes, start);
  const entries = new Map<number, XrefEntry>();
  scanner.keyword('xref');
  for (let word = scanner.word(); word !== 'trailer'; word = scanner.word()) {
    if (!/^\d{1,7}$/.test(word)) throw new PdfFault('cross-reference table');
    const first = Number(word);
    const count = scanner.whole();
    for (let i = 0; i < count; i++) {
      const offset = scanner.whole();
      const generation = scanner.whole();
      const kind = scanner.word();
      if (kind !== 'n' && kind !== 'f') throw new PdfFault('cross-reference table');
      add(entries, first + i, kind === 'n' ? { kind: 'at', offset, generation } : { kind: 'free' });
    }
  }
  const trailer = scanner.value();
  if (!isDictionary(trailer)) throw new PdfFault('trailer');
  return { start, end: scanner.at, form: 'table', trailer, entries };
}

function readStream(bytes: Uint8Array, start: number, inflate: Inflate): XrefSection {
  const { value, dataAt } = readObject(bytes, start);
  if (!isDictionary(value) || dataAt === undefined || nameIn(value, 'Type') !== 'XRef')
    throw new PdfFault('no cross-reference where startxref or Prev says');
  const length = wholeIn(value, 'Length');
  const size = wholeIn(value, 'Size');
  if (length === undefined || size === undefined) throw new PdfFault('cross-reference stream');
  const end = streamEnd(bytes, dataAt, length);
  const widths = wholes(value.entries.get('W'));
  const index = value.entries.has('Index') ? wholes(value.entries.get('Index')) : [0, size];
  const [a, b, c] = widths;
  if (
    a === undefined ||
    b === undefined ||
    c === undefined ||
    widths.length !== 3 ||
    widths.some((width) => width > 6) ||
    index.length % 2 !== 0
  )
    throw new PdfFault('cross-reference stream');
  const rows = index.reduce((sum, count, i) => sum + (i % 2 === 1 ? count : 0), 0);
  if (rows > PDF_OBJECTS_MAX) throw new PdfFault('too many objects');
  // One octet more in each row for a predictor.
  const data = decodeStream(bytes.subarray(dataAt, dataAt + length), value, inflate, rows * (a + b + c + 1));
  const entries = new Map<number, XrefEntry>();
  let at = 0;
  const field = (width: number): number => {
    let out = 0;
    for (const stop = at + width; at < stop; at++) out = out * 256 + (data[at] ?? fault('cross-reference stream'));
    return out;
  };
  for (let i = 0; i < index.length; i += 2) {
    for (let k = 0; k < index[i + 1]!; k++) {
      const kind = a === 0 ? 1 : field(a);
      const second = field(b);
      const third = field(c);
      add(entries, index[i]! + k, toEntry(kind, second, third));
    }
  }
  if (at !== data.length) throw new PdfFault('cross-reference stream');
  return { start, end, form: 'stream', trailer: value, entries };
}

function toEntry(kind: number, second: number, third: number): XrefEntry {
  if (kind === 0) return { kind: 'free' };
  if (kind === 1) return { kind: 'at', offset: second, generation: third };
  return kind === 2 ? { kind: 'in', container: second, index: third } : fault('cross-reference stream');
}

/** One section says one thing about an object. */
function add(entries: Map<number, XrefEntry>, number: number, entry: XrefEntry): void {
  if (entries.size >= PDF_OBJECTS_MAX || number > 8_388_607) throw new PdfFault('too many objects');
  if (entries.has(number)) throw new PdfFault(`object ${number} stands twice in one cross-reference section`);
  entries.set(number, entry);
}

function wholes(value: PdfValue | undefined): readonly number[] {
  if (!isArray(value)) throw new PdfFault('cross-reference stream');
  return value.map((item) =>
    typeof item === 'number' && Number.isSafeInteger(item) && item >= 0 ? item : fault('cross-reference stream'),
  );
}

function fault(reason: string): never {
  throw new PdfFault(reason);
}
