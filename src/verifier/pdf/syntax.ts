import { concatBytes } from '#kernel';

/** A PDF object (ISO 32000-1 §7.3). Strings are their octets; a stream is its dictionary and the place of its data. */
export type PdfValue = null | boolean | number | PdfName | PdfString | PdfReference | readonly PdfValue[] | PdfDictionary;
export interface PdfName { readonly name: string }
export interface PdfString { readonly octets: Uint8Array }
export interface PdfReference { readonly object: number; readonly generation: number }
export interface PdfDictionary { readonly entries: ReadonlyMap<string, PdfValue> }

/** Carries the reason from the depth of the reader to its door. */
export class PdfFault extends Error {}

const DEPTH_MAX = 32;
const WHITE: ReadonlySet<number> = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITERS: ReadonlySet<number> = new Set([...'()<>[]{}/%'].map((character) => character.charCodeAt(0)));
const KEYWORDS: Readonly<Record<string, PdfValue>> = { null: null, true: true, false: false };
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12, '(': 40, ')': 41, '\\': 92 };

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
      if (c === 37) while (this.at < this.bytes.length && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13) this.at++;
      else if (c !== undefined && WHITE.has(c)) this.at++;
      else return;
    }
  }

  /** The next run of regular characters; empty before a delimiter. */
  word(): string {
    this.skipWhite();
    let text = '';
    for (let c = this.bytes[this.at]; c !== undefined && !WHITE.has(c) && !DELIMITERS.has(c); c = this.bytes[++this.at]) text += String.fromCharCode(c);
    return text;
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
    if (depth > DEPTH_MAX) throw new PdfFault('nested too deeply');
    this.skipWhite();
    const c = this.bytes[this.at], next = this.bytes[this.at + 1];
    if (c === 47) return this.#name();
    if (c === 40) return this.#literal();
    if (c === 91) return this.#array(depth);
    if (c === 60) return next === 60 ? this.#dictionary(depth) : this.#hex();
    return this.#plain();
  }

  #name(): PdfName {
    this.at++;
    let text = '';
    for (let c = this.bytes[this.at]; c !== undefined && !WHITE.has(c) && !DELIMITERS.has(c); c = this.bytes[++this.at]) text += String.fromCharCode(c);
    return { name: text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) };
  }

  #literal(): PdfString {
    const out: number[] = [];
    let open = 1;
    for (this.at++; open > 0; this.at++) {
      const c = this.bytes[this.at];
      if (c === undefined) throw new PdfFault('string without end');
      if (c === 92) {
        const escaped = String.fromCharCode(this.bytes[++this.at] ?? 0);
        const known = ESCAPES[escaped];
        if (known === undefined) throw new PdfFault('escape in a string');
        out.push(known);
        continue;
      }
      if (c === 40) open++;
      else if (c === 41) open--;
      if (open > 0) out.push(c);
    }
    return { octets: Uint8Array.from(out) };
  }

  #hex(): PdfString {
    this.at++;
    let digits = '';
    for (let c = this.bytes[this.at++]; c !== 62; c = this.bytes[this.at++]) {
      if (c === undefined) throw new PdfFault('string without end');
      if (!WHITE.has(c)) digits += String.fromCharCode(c);
    }
    if (!/^[0-9A-Fa-f]*$/.test(digits)) throw new PdfFault('hexadecimal string');
    const even = digits.length % 2 === 0 ? digits : `${digits}0`;
    return { octets: concatBytes(...(even.match(/../g) ?? []).map((pair) => Uint8Array.of(Number.parseInt(pair, 16)))) };
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
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) throw new PdfFault('an object was expected');
    if (!/^\d{1,10}$/.test(text)) return Number(text);
    const back = this.at;
    const generation = this.word();
    if (/^\d{1,5}$/.test(generation) && this.word() === 'R') return { object: Number(text), generation: Number(generation) };
    this.at = back;
    return Number(text);
  }
}
