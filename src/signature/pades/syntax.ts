import { PDF_DEPTH_MAX, PDF_STRING_OCTETS_MAX } from './limits.ts';

/** A PDF object (ISO 32000-2 §7.3). Strings are their octets, with the place they were read from; a stream is a dictionary here. */
export type PdfValue = null | boolean | number | PdfName | PdfString | PdfReference | readonly PdfValue[] | PdfDictionary;
export interface PdfName {
  readonly name: string;
}
export interface PdfString {
  readonly octets: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly hexadecimal: boolean;
}
export interface PdfReference {
  readonly object: number;
  readonly generation: number;
}
export interface PdfDictionary {
  readonly entries: ReadonlyMap<string, PdfValue>;
}

/** Carries the reason from the depth of the reader to its door. */
export class PdfFault extends Error {}

const WHITE: ReadonlySet<number> = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITERS: ReadonlySet<number> = new Set([...'()<>[]{}/%'].map((character) => character.charCodeAt(0)));
const KEYWORDS: Readonly<Record<string, PdfValue>> = { null: null, true: true, false: false };
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12, '(': 40, ')': 41, '\\': 92 };
const isOctal = (c: number | undefined): c is number => c !== undefined && c >= 48 && c <= 55;
const endsLine = (c: number | undefined): boolean => c === undefined || c === 10 || c === 13;
const isDigit = (c: number | undefined): boolean => c !== undefined && c >= 48 && c <= 57;

/** Reads objects one after the other from a place in the file. */
export class PdfScanner {
  readonly bytes: Uint8Array;
  at: number;
  constructor(bytes: Uint8Array, at: number) {
    if (!Number.isSafeInteger(at) || at < 0 || at >= bytes.length) throw new PdfFault('offset outside the file');
    this.bytes = bytes;
    this.at = at;
  }

  skipWhite(): void {
    for (;;) {
      const c = this.bytes[this.at];
      if (c === 37) while (!endsLine(this.bytes[this.at])) this.at++;
      else if (c !== undefined && WHITE.has(c)) this.at++;
      else return;
    }
  }

  /** The next run of regular characters; empty before a delimiter. */
  word(): string {
    this.skipWhite();
    return this.#run();
  }

  keyword(wanted: string): void {
    if (this.word() !== wanted) throw new PdfFault(`"${wanted}" was expected`);
  }

  whole(): number {
    const text = this.word();
    if (!/^\d{1,10}$/.test(text)) throw new PdfFault('a number was expected');
    return Number(text);
  }

  value(depth = 0): PdfValue {
    if (depth > PDF_DEPTH_MAX) throw new PdfFault('nested too deeply');
    this.skipWhite();
    const c = this.bytes[this.at];
    const next = this.bytes[this.at + 1];
    if (c === 47) return this.#name();
    if (c === 40) return this.#literal();
    if (c === 91) return this.#array(depth);
    if (c === 60) return next === 60 ? this.#dictionary(depth) : this.#hexadecimal();
    return this.#plain();
  }

  #run(): string {
    const from = this.at;
    for (let c = this.bytes[this.at]; c !== undefined && !WHITE.has(c) && !DELIMITERS.has(c); c = this.bytes[++this.at]);
    let text = '';
    for (let i = from; i < this.at; i++) text += String.fromCharCode(this.bytes[i]!);
    return text;
  }

  #name(): PdfName {
    this.at++;
    return { name: this.#run().replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) };
  }

  #literal(): PdfString {
    const start = this.at;
    const out: number[] = [];
    let open = 1;
    for (this.at++; open > 0; this.at++) {
      const c = this.bytes[this.at];
      if (c === undefined) throw new PdfFault('string without end');
      if (c === 92) {
        this.#escaped(out);
        continue;
      }
      if (c === 40) open++;
      else if (c === 41) open--;
      if (open > 0) out.push(c);
      if (out.length > PDF_STRING_OCTETS_MAX) throw new PdfFault('string is too long');
    }
    return { octets: Uint8Array.from(out), start, end: this.at, hexadecimal: false };
  }

  /** §7.3.4.2: a known letter, up to three octal digits, or the end of a line, which is left out; before anything else the sign itself is. Stands on the last octet afterwards. */
  #escaped(out: number[]): void {
    const c = this.bytes[++this.at];
    const known = c === undefined ? undefined : ESCAPES[String.fromCharCode(c)];
    if (known !== undefined) out.push(known);
    else if (isOctal(c)) {
      let value = c - 48;
      for (let digits = 1; digits < 3 && isOctal(this.bytes[this.at + 1]); digits++) value = value * 8 + this.bytes[++this.at]! - 48;
      out.push(value & 0xff);
    } else if (c === 13 && this.bytes[this.at + 1] === 10) this.at++;
    else if (c === undefined) throw new PdfFault('escape in a string');
    else if (c !== 10 && c !== 13) out.push(c);
  }

  #hexadecimal(): PdfString {
    const start = this.at++;
    const digits: number[] = [];
    for (let c = this.bytes[this.at++]; c !== 62; c = this.bytes[this.at++]) {
      if (c === undefined) throw new PdfFault('string without end');
      if (WHITE.has(c)) continue;
      const digit = isDigit(c) ? c - 48 : c >= 65 && c <= 70 ? c - 55 : c >= 97 && c <= 102 ? c - 87 : -1;
      if (digit < 0) throw new PdfFault('hexadecimal string');
      digits.push(digit);
      if (digits.length > 2 * PDF_STRING_OCTETS_MAX) throw new PdfFault('string is too long');
    }
    const octets = new Uint8Array(Math.ceil(digits.length / 2));
    for (const [i, digit] of digits.entries()) octets[i >> 1]! |= i % 2 === 0 ? digit << 4 : digit;
    return { octets, start, end: this.at, hexadecimal: true };
  }

  #array(depth: number): readonly PdfValue[] {
    this.at++;
    const items: PdfValue[] = [];
    for (;;) {
      this.skipWhite();
      if (this.bytes[this.at] === 93) break;
      items.push(this.value(depth + 1));
    }
    this.at++;
    return items;
  }

  #dictionary(depth: number): PdfDictionary {
    this.at += 2;
    const entries = new Map<string, PdfValue>();
    for (;;) {
      this.skipWhite();
      if (this.bytes[this.at] === 62 && this.bytes[this.at + 1] === 62) break;
      if (this.bytes[this.at] !== 47) throw new PdfFault('a key was expected');
      const { name } = this.#name();
      // Readers differ in which of two they believe, so neither is.
      if (entries.has(name)) throw new PdfFault(`key ${name} stands twice`);
      entries.set(name, this.value(depth + 1));
    }
    this.at += 2;
    return { entries };
  }

  /** A number, a keyword, or `12 0 R`. */
  #plain(): PdfValue {
    const text = this.word();
    if (Object.hasOwn(KEYWORDS, text)) return KEYWORDS[text]!;
    if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) throw new PdfFault('an object was expected');
    if (!/^\d{1,10}$/.test(text)) return Number(text);
    const back = this.at;
    const generation = this.word();
    if (/^\d{1,5}$/.test(generation) && this.word() === 'R') return { object: Number(text), generation: Number(generation) };
    this.at = back;
    return Number(text);
  }
}

export const isArray = (value: PdfValue | undefined): value is readonly PdfValue[] => Array.isArray(value);
const isObject = (value: PdfValue | undefined): value is Exclude<PdfValue, null | boolean | number | readonly PdfValue[]> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isDictionary = (value: PdfValue | undefined): value is PdfDictionary => isObject(value) && 'entries' in value;
export const isReference = (value: PdfValue | undefined): value is PdfReference => isObject(value) && 'object' in value;
export const isName = (value: PdfValue | undefined): value is PdfName => isObject(value) && 'name' in value;
export const isString = (value: PdfValue | undefined): value is PdfString => isObject(value) && 'octets' in value;
/** The name a key holds, without reference; undefined for anything else. */
export const nameIn = ({ entries }: PdfDictionary, key: string): string | undefined => {
  const value = entries.get(key);
  return isName(value) ? value.name : undefined;
};

/** A whole, non-negative number a key must hold directly, if it is there. */
export function wholeIn({ entries }: PdfDictionary, key: string): number | undefined {
  const value = entries.get(key);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new PdfFault(`${key} is not a whole number`);
  return value;
}

/** Text of a string: UTF-16 with its mark, UTF-8 with its mark, else one character per octet (§7.9.2.2, near enough for names). */
export function textOf({ octets }: PdfString): string {
  if (octets[0] === 0xfe && octets[1] === 0xff) {
    let text = '';
    for (let i = 2; i + 1 < octets.length; i += 2) text += String.fromCharCode(octets[i]! * 256 + octets[i + 1]!);
    return text;
  }
  let text = '';
  for (const octet of octets) text += String.fromCharCode(octet);
  return text;
}

/** Every reference inside a value, not followed. */
export function referencesIn(value: PdfValue | undefined, found: PdfReference[] = []): readonly PdfReference[] {
  if (isReference(value)) found.push(value);
  else if (isArray(value)) for (const item of value) referencesIn(item, found);
  else if (isDictionary(value)) for (const item of value.entries.values()) referencesIn(item, found);
  return found;
}

export function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
