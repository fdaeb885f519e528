import { err, ok, type Result } from '#kernel';
import { PDF_BYTES_MAX, PDF_OBJECTS_MAX, PDF_UNPACKED_BYTES_MAX } from './limits.ts';
import { decodeStream, type Inflate, type RawObject, readObject, streamEnd } from './stream.ts';
import {
  isArray,
  isDictionary,
  isReference,
  nameIn,
  PdfFault,
  PdfScanner,
  startsWith,
  wholeIn,
  type PdfDictionary,
  type PdfReference,
  type PdfValue,
} from './syntax.ts';
import { readSections, type XrefEntry, type XrefSection } from './xref.ts';

export const isPdf = (bytes: Uint8Array): boolean => startsWith(bytes, 0, '%PDF-');

/** Runs a reader of PDF and turns its fault into a refusal. */
export function guardPdf<T>(read: () => T): Result<T, string> {
  try {
    return ok(read());
  } catch (fault) {
    if (fault instanceof PdfFault) return err(fault.message);
    throw fault;
  }
}

/** What all views of one file share: the same octets at the same place read once, one budget for unpacking, and what may still be read before objects must overlap. */
interface Shared {
  readonly objects: Map<number, RawObject>;
  readonly streams: Map<string, Uint8Array>;
  readonly sections: Map<number, XrefSection>;
  unpacked: number;
  unread: number;
}

interface Packed {
  readonly numbers: readonly number[];
  readonly values: readonly PdfValue[];
}

/**
 * One view of a PDF: its octets up to the end of a revision, with the objects that are current there (ISO 32000-2 §7.5.6). Read strictly: a file that
 * needs repairing to be read is refused, for what people see in a lenient viewer and what is judged here would be two things.
 */
export class PdfFile {
  readonly bytes: Uint8Array;
  readonly inflate: Inflate;
  /** From the newest to the oldest. */
  readonly sections: readonly XrefSection[];
  readonly entries: ReadonlyMap<number, XrefEntry>;
  readonly trailer: PdfDictionary;
  readonly root: PdfReference;
  readonly catalogue: PdfDictionary;
  readonly #shared: Shared;
  readonly #packed = new Map<number, Packed>();

  constructor(bytes: Uint8Array, inflate: Inflate, origin?: PdfFile) {
    if (bytes.length > PDF_BYTES_MAX) throw new PdfFault('too large');
    if (!isPdf(bytes)) throw new PdfFault('not a PDF');
    this.bytes = bytes;
    this.inflate = inflate;
    this.#shared =
      origin === undefined
        ? { objects: new Map(), streams: new Map(), sections: new Map(), unpacked: 0, unread: bytes.length }
        : origin.#shared;
    this.sections = readSections(bytes, inflate, this.#shared.sections);
    const entries = new Map<number, XrefEntry>();
    for (const section of this.sections)
      for (const [number, entry] of section.entries) if (!entries.has(number)) entries.set(number, entry);
    if (entries.size > PDF_OBJECTS_MAX) throw new PdfFault('too many objects');
    this.entries = entries;
    this.trailer = this.sections[0]!.trailer;
    const root = this.trailer.entries.get('Root');
    if (!isReference(root)) throw new PdfFault('no catalogue');
    this.root = root;
    this.catalogue = this.dictionary(root);
  }

  /** The file as it was at the end of an earlier revision. */
  upTo(end: number): PdfFile {
    return new PdfFile(this.bytes.subarray(0, end), this.inflate, this);
  }

  /** The value of an object; undefined when it is free or not there, which §7.3.10 reads as null. */
  object(number: number): PdfValue | undefined {
    const entry = this.entries.get(number);
    if (entry === undefined || entry.kind === 'free') return undefined;
    if (entry.kind === 'at') return this.rawAt(entry.offset, number, entry.generation).value;
    const { numbers, values } = this.#container(entry.container);
    if (numbers[entry.index] !== number) throw new PdfFault(`object ${number} is not where the table says`);
    return values[entry.index];
  }

  resolve(value: PdfValue | undefined): PdfValue {
    for (let steps = 0; isReference(value); steps++) {
      if (steps > 8) throw new PdfFault('references lead in a circle');
      const entry = this.entries.get(value.object);
      // A reference to another generation means an object that is no more.
      value = (entry?.kind === 'at' ? entry.generation : 0) === value.generation ? this.object(value.object) : undefined;
    }
    return value ?? null;
  }

  dictionary(value: PdfValue | undefined): PdfDictionary {
    const direct = this.resolve(value);
    if (!isDictionary(direct)) throw new PdfFault('a dictionary was expected');
    return direct;
  }

  /** The items of an array; none when it is not there. */
  array(value: PdfValue | undefined): readonly PdfValue[] {
    const direct = this.resolve(value);
    if (direct === null) return [];
    if (!isArray(direct)) throw new PdfFault('an array was expected');
    return direct;
  }

  /** The object at an offset, which must be the one that is looked for. */
  rawAt(offset: number, number: number, generation: number): RawObject {
    const raw = this.#shared.objects.get(offset) ?? this.#read(offset);
    if (raw.number !== number || raw.generation !== generation) throw new PdfFault(`object ${number} is not where the table says`);
    if (raw.end > this.bytes.length) throw new PdfFault(`object ${number} reaches past its revision`);
    return raw;
  }

  /** No octet is of two objects, so all of them together are no longer than the file; objects written inside one another would be read again and again. */
  #read(offset: number): RawObject {
    const raw = readObject(this.bytes, offset);
    this.#shared.unread -= raw.end - offset;
    if (this.#shared.unread < 0) throw new PdfFault('objects overlap');
    this.#shared.objects.set(offset, raw);
    return raw;
  }

  /** Dictionary and packed data of a stream. */
  stream(reference: PdfValue | undefined): { readonly dictionary: PdfDictionary; readonly data: Uint8Array } {
    if (!isReference(reference)) throw new PdfFault('a stream was expected');
    const entry = this.entries.get(reference.object);
    if (entry?.kind !== 'at') throw new PdfFault('a stream was expected');
    const raw = this.rawAt(entry.offset, reference.object, reference.generation);
    const { length } = this.extent(raw);
    return { dictionary: raw.value as PdfDictionary, data: this.bytes.subarray(raw.dataAt!, raw.dataAt! + length) };
  }

  /** The data of a stream, unpacked within a bound and the budget of the file. */
  unpacked(reference: PdfReference, bytesMax: number): Uint8Array {
    const { dictionary, data } = this.stream(reference);
    const key = `${data.byteOffset}:${data.length}`;
    const there = this.#shared.streams.get(key);
    if (there !== undefined) return there;
    const out = decodeStream(data, dictionary, this.inflate, Math.min(bytesMax, PDF_UNPACKED_BYTES_MAX - this.#shared.unpacked));
    this.#shared.unpacked += out.length;
    this.#shared.streams.set(key, out);
    return out;
  }

  /** How long the data of a stream is and where the object ends; `from` is the section the stream is of, whose own objects are asked first. */
  extent(raw: RawObject, from = 0): { readonly length: number; readonly end: number } {
    if (raw.dataAt === undefined || !isDictionary(raw.value)) throw new PdfFault('a stream was expected');
    const given = raw.value.entries.get('Length');
    const length = isReference(given) ? this.#lengthIn(given, from) : wholeIn(raw.value, 'Length');
    if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0 || raw.dataAt + length > this.bytes.length)
      throw new PdfFault('length of a stream');
    return { length, end: streamEnd(this.bytes, raw.dataAt, length) };
  }

  #lengthIn({ object, generation }: PdfReference, from: number): PdfValue | undefined {
    for (const { entries } of [...this.sections.slice(from), ...this.sections.slice(0, from).reverse()]) {
      const entry = entries.get(object);
      if (entry?.kind === 'at') return this.rawAt(entry.offset, object, generation).value;
      if (entry?.kind === 'in') throw new PdfFault('length of a stream inside an object stream');
    }
    return undefined;
  }

  /** The objects of an object stream (§7.5.7). */
  #container(number: number): Packed {
    const known = this.#packed.get(number);
    if (known !== undefined) return known;
    const packed = this.packedAt({ object: number, generation: 0 });
    this.#packed.set(number, packed);
    return packed;
  }

  packedAt(reference: PdfReference): Packed {
    const { dictionary } = this.stream(reference);
    const count = wholeIn(dictionary, 'N');
    const first = wholeIn(dictionary, 'First');
    if (nameIn(dictionary, 'Type') !== 'ObjStm' || count === undefined || first === undefined || count > PDF_OBJECTS_MAX)
      throw new PdfFault('object stream');
    const data = this.unpacked(reference, PDF_UNPACKED_BYTES_MAX);
    if (count === 0) return { numbers: [], values: [] };
    const head = new PdfScanner(data, 0);
    const pairs = Array.from({ length: count }, () => ({ number: head.whole(), at: head.whole() }));
    const numbers = pairs.map((pair) => pair.number);
    if (new Set(numbers).size !== count) throw new PdfFault('an object stands twice in an object stream');
    let unread = data.length;
    const values = pairs.map(({ at }) => {
      const scanner = new PdfScanner(data, first + at);
      const value = scanner.value();
      unread -= scanner.at - first - at;
      if (unread < 0) throw new PdfFault('objects overlap');
      return value;
    });
    return { numbers, values };
  }
}

export const readPdf = (bytes: Uint8Array, inflate: Inflate): Result<PdfFile, string> => guardPdf(() => new PdfFile(bytes, inflate));
