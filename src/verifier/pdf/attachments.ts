import { unzlibSync } from 'fflate';
import { err, ok, type Result } from '#kernel';
import { PdfFault, PdfScanner, type PdfDictionary, type PdfReference, type PdfValue } from './syntax.ts';

export interface Attachment { readonly name: string; readonly bytes: Uint8Array }

const ATTACHMENTS_MAX = 64;
const ATTACHMENT_BYTES_MAX = 8 * 1024 * 1024;
const OBJECTS_MAX = 200_000;
const SECTIONS_MAX = 16;

export const isPdf = (bytes: Uint8Array): boolean => startsWith(bytes, 0, '%PDF-');

/**
 * The files attached to a PDF (ISO 32000-1 §7.11.4), read strictly: cross-reference tables, one catalogue, one name tree, each name once.
 * A file that needs repairing to be read is refused: what people see in a lenient viewer and what is judged here would be two things.
 */
export function readAttachments(bytes: Uint8Array): Result<readonly Attachment[], string> {
  try {
    return ok(new PdfFile(bytes).attachments());
  } catch (fault) {
    if (fault instanceof PdfFault) return err(fault.message);
    throw fault;
  }
}

class PdfFile {
  readonly #bytes: Uint8Array;
  readonly #offsets = new Map<number, number>();
  readonly #catalogue: PdfDictionary;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    let trailer: PdfDictionary | undefined;
    let next: number | undefined = this.#lastTable();
    for (let sections = 0; next !== undefined; sections++) {
      if (sections >= SECTIONS_MAX) throw new PdfFault('too many revisions');
      const section = this.#table(next);
      trailer ??= section;
      next = numberIn(section, 'Prev');
    }
    if (trailer === undefined || trailer.entries.has('Encrypt')) throw new PdfFault('encrypted');
    this.#catalogue = this.#dictionary(trailer.entries.get('Root'));
  }

  attachments(): readonly Attachment[] {
    const names = this.#catalogue.entries.get('Names');
    const tree = names === undefined ? undefined : this.#dictionary(names).entries.get('EmbeddedFiles');
    const found = tree === undefined ? [] : this.#leaves(tree, 0).map((specification) => this.#attachment(specification));
    if (new Set(found.map(({ name }) => name)).size !== found.length) throw new PdfFault('two attachments with one name');
    return found;
  }

  #lastTable(): number {
    const from = Math.max(0, this.#bytes.length - 1024);
    let at = -1;
    for (let i = from; i < this.#bytes.length; i++) if (startsWith(this.#bytes, i, 'startxref')) at = i;
    if (at < 0) throw new PdfFault('no startxref');
    const scanner = new PdfScanner(this.#bytes, at);
    scanner.keyword('startxref');
    return scanner.whole();
  }

  /** Reads one cross-reference table; entries of later revisions, read first, stand. */
  #table(at: number): PdfDictionary {
    const scanner = new PdfScanner(this.#bytes, at);
    scanner.keyword('xref');
    for (let word = scanner.word(); word !== 'trailer'; word = scanner.word()) {
      if (!/^\d{1,7}$/.test(word)) throw new PdfFault('cross-reference table');
      const first = Number(word), count = scanner.whole();
      if (count > OBJECTS_MAX) throw new PdfFault('too many objects');
      for (let i = 0; i < count; i++) {
        const offset = scanner.whole();
        scanner.whole();
        const kind = scanner.word();
        if (kind !== 'n' && kind !== 'f') throw new PdfFault('cross-reference table');
        if (!this.#offsets.has(first + i)) this.#offsets.set(first + i, kind === 'n' ? offset : -1);
      }
    }
    const trailer = scanner.value();
    if (!isDictionary(trailer)) throw new PdfFault('trailer');
    return trailer;
  }

  /** The object a reference names; `scanner` stands after it. */
  #object(reference: PdfReference): { readonly value: PdfValue; readonly scanner: PdfScanner } {
    const offset = this.#offsets.get(reference.object);
    if (offset === undefined || offset < 0) throw new PdfFault(`object ${reference.object} is missing`);
    const scanner = new PdfScanner(this.#bytes, offset);
    if (scanner.whole() !== reference.object || scanner.whole() !== reference.generation) throw new PdfFault(`object ${reference.object} is not where the table says`);
    scanner.keyword('obj');
    return { value: scanner.value(), scanner };
  }

  #dictionary(value: PdfValue | undefined): PdfDictionary {
    const direct = isReference(value) ? this.#object(value).value : value;
    if (!isDictionary(direct)) throw new PdfFault('a dictionary was expected');
    return direct;
  }

  #leaves(node: PdfValue, depth: number): readonly PdfValue[] {
    if (depth > 8) throw new PdfFault('name tree is too deep');
    const { entries } = this.#dictionary(node);
    const kids = entries.get('Kids') ?? [], names = entries.get('Names') ?? [];
    if (!isArray(kids) || !isArray(names)) throw new PdfFault('name tree');
    const found = [...kids.flatMap((kid) => this.#leaves(kid, depth + 1)), ...names.filter((_, i) => i % 2 === 1)];
    if (found.length > ATTACHMENTS_MAX) throw new PdfFault('too many attachments');
    return found;
  }

  #attachment(specification: PdfValue): Attachment {
    const { entries } = this.#dictionary(specification);
    const file = this.#dictionary(entries.get('EF')).entries.get('F');
    if (!isReference(file)) throw new PdfFault('attachment without a stream');
    return { name: textOf(entries.get('UF') ?? entries.get('F')), bytes: this.#stream(file) };
  }

  #stream(reference: PdfReference): Uint8Array {
    const { value, scanner } = this.#object(reference);
    if (!isDictionary(value)) throw new PdfFault('a stream was expected');
    scanner.keyword('stream');
    const from = scanner.at + (this.#bytes[scanner.at] === 13 ? 2 : 1);
    if (this.#bytes[from - 1] !== 10) throw new PdfFault('stream');
    const lengthValue = value.entries.get('Length');
    const length = isReference(lengthValue) ? this.#object(lengthValue).value : lengthValue;
    if (typeof length !== 'number' || length < 0 || from + length > this.#bytes.length) throw new PdfFault('length of a stream');
    const end = new PdfScanner(this.#bytes, from + length);
    end.keyword('endstream');
    return decode(this.#bytes.subarray(from, from + length), value);
  }
}

function decode(raw: Uint8Array, { entries }: PdfDictionary): Uint8Array {
  const filter = entries.get('Filter');
  const [single, ...more] = isArray(filter) ? filter : filter === undefined ? [] : [filter];
  if (single === undefined) return raw.slice();
  if (more.length > 0 || !isName(single) || single.name !== 'FlateDecode' || entries.has('DecodeParms')) throw new PdfFault('filter of an attachment');
  const declared = entries.get('Params');
  const size = isDictionary(declared) ? numberIn(declared, 'Size') : undefined;
  // The declared size bounds the memory: more octets than that make the decoder stop.
  if (size === undefined || size > ATTACHMENT_BYTES_MAX) throw new PdfFault('size of an attachment');
  try {
    const bytes = unzlibSync(raw, { out: new Uint8Array(size) });
    if (bytes.length === size) return bytes;
  } catch {
    throw new PdfFault('attachment cannot be unpacked');
  }
  throw new PdfFault('size of an attachment');
}

function textOf(value: PdfValue | undefined): string {
  if (value === null || typeof value !== 'object' || !('octets' in value)) throw new PdfFault('name of an attachment');
  const { octets } = value;
  if (octets[0] !== 0xfe || octets[1] !== 0xff) return String.fromCharCode(...octets);
  let text = '';
  for (let i = 2; i + 1 < octets.length; i += 2) text += String.fromCharCode(octets[i]! * 256 + octets[i + 1]!);
  return text;
}

function numberIn({ entries }: PdfDictionary, key: string): number | undefined {
  const value = entries.get(key);
  if (value !== undefined && typeof value !== 'number') throw new PdfFault(`${key} is not a number`);
  return value;
}

const isArray = (value: PdfValue | undefined): value is readonly PdfValue[] => Array.isArray(value);
const isObject = (value: PdfValue | undefined): value is Exclude<PdfValue, null | boolean | number | readonly PdfValue[]> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isDictionary = (value: PdfValue | undefined): value is PdfDictionary => isObject(value) && 'entries' in value;
const isReference = (value: PdfValue | undefined): value is PdfReference => isObject(value) && 'object' in value;
const isName = (value: PdfValue | undefined): value is { readonly name: string } => isObject(value) && 'name' in value;

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
