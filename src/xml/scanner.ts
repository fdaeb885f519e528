import type { XmlText } from './tree.ts';

/** Thrown inside the reader only; readXml turns it into a refusal. */
export class XmlFault extends Error {
  readonly reason: string;
  readonly at: number;
  constructor(reason: string, at: number) {
    super(reason);
    this.reason = reason;
    this.at = at;
  }
}

const TAB = 9, LF = 10, CR = 13, SPACE = 32, QUOTE = 34, AMP = 38, APOS = 39, GT = 62, LT = 60, EQUALS = 61;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const NAME_START = /^[:A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}]/u;
const NAME = /^[-.:0-9A-Z_a-z\u00B7\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u037D\u037F-\u1FFF\u200C-\u200D\u203F-\u2040\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}]+$/u;
/** Whether a text begins as a name may; after a colon the local part must do so as well (Namespaces in XML §4). */
export const startsName = (text: string): boolean => NAME_START.test(text);

/** 1 for the ASCII bytes that may stand in a name and for the bytes of longer characters (checked afterwards). */
const NAME_BYTE = new Uint8Array(256);
for (let c = 0; c < 128; c++) if (/[-.:0-9A-Z_a-z]/.test(String.fromCharCode(c))) NAME_BYTE[c] = 1;
NAME_BYTE.fill(1, 128);

const LONG_BYTES = 256;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** 1 for the bytes of character data that mean something or may be illegal; the others need no look. */
const LOOK_AT = new Uint8Array(256).fill(1, 0, SPACE);
for (const c of [AMP, LT, GT, 0xef]) LOOK_AT[c] = 1;

/** A name that was checked, and where its bytes stand. */
interface KnownName { readonly text: string; readonly from: number; readonly to: number }

/** Moves over the bytes of one document and gives back its lexical parts. Byte offsets are kept: the canonicaliser copies slices. */
export class Scanner {
  readonly bytes: Uint8Array;
  offset = 0;
  readonly #text: string;
  /** A byte offset and the index of the same character in the text. */
  #byteMark = 0;
  #textMark = 0;
  /** The last skipped white space was one U+0020. */
  wasPlainSpace = true;
  /** Names seen, by a hash of their bytes: a document repeats few of them. */
  readonly #names = new Map<number, KnownName>();

  /** @param text the same document, decoded */
  constructor(bytes: Uint8Array, text: string) {
    this.bytes = bytes;
    this.#text = text;
  }

  get done(): boolean {
    return this.offset >= this.bytes.length;
  }

  fail(reason: string): never {
    throw new XmlFault(reason, this.offset);
  }

  position(at: number): { line: number; column: number } {
    let line = 1, column = 1;
    for (let i = 0; i < Math.min(at, this.bytes.length); i++) {
      if (this.bytes[i] === LF) {
        line++;
        column = 1;
      } else if ((this.bytes[i]! & 0xc0) !== 0x80) column++;
    }
    return { line, column };
  }

  at(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.bytes[this.offset + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  skip(count: number): void {
    this.offset += count;
  }

  skipSpace(): number {
    const from = this.offset;
    const bytes = this.bytes;
    let c = bytes[this.offset];
    while (c === SPACE || c === LF || c === TAB || c === CR) c = bytes[++this.offset];
    const count = this.offset - from;
    this.wasPlainSpace = count === 1 && bytes[from] === SPACE;
    return count;
  }

  skipByteOrderMark(): void {
    if (this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf) this.offset = 3;
  }

  /** XML declaration, if there is one: a version 1.x, read as 1.0 (XML 1.0 §2.8), and no encoding but UTF-8. */
  xmlDeclaration(): void {
    if (!this.at('<?xml') || !isSpace(this.bytes[this.offset + 5])) return;
    const end = this.#find('?>');
    const text = this.#slice(this.offset, end + 2);
    const match = /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.[0-9]+\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])([A-Za-z][A-Za-z0-9._-]*)\2)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\4)?[ \t\r\n]*\?>$/.exec(text);
    if (!match) this.fail('malformed');
    if (match[3] !== undefined && match[3].toLowerCase() !== 'utf-8') this.fail('not-utf8');
    this.offset = end + 2;
  }

  tagName(): string {
    this.offset++;
    return this.#name();
  }

  endTag(expected: string): void {
    this.offset += 2;
    if (this.#name() !== expected) this.fail('malformed');
    this.skipSpace();
    if (this.bytes[this.offset] !== GT) this.fail('malformed');
    this.offset++;
  }

  /** One attribute; `plain` when it is written `name="value"` and the value is what C14N would write. */
  attribute(): { name: string; value: string; plain: boolean } {
    const name = this.#name();
    let plain = this.skipSpace() === 0;
    if (this.bytes[this.offset] !== EQUALS) this.fail('malformed');
    this.offset++;
    if (this.skipSpace() > 0) plain = false;
    const quote = this.bytes[this.offset];
    if (quote !== QUOTE && quote !== APOS) this.fail('malformed');
    const from = ++this.offset;
    let simple = true;
    for (;;) {
      const c = this.bytes[this.offset];
      if (c === undefined || c === LT) this.fail('malformed');
      if (c === quote) break;
      if (c === AMP || c < SPACE) simple = false;
      if (c < SPACE || c === 0xef) this.#checkChar();
      this.offset++;
    }
    const raw = this.#slice(from, this.offset);
    this.offset++;
    const value = simple ? raw : this.#references(raw.replace(/\r\n?|[\n\t]/g, ' '), from);
    if (!simple || quote === APOS) plain = plain && quote === QUOTE && escapeAttribute(value) === raw;
    return { name, value, plain };
  }

  text(): XmlText {
    const start = this.offset;
    const bytes = this.bytes;
    let verbatim = true;
    let references = false;
    for (;; this.offset++) {
      let at = this.offset;
      while (LOOK_AT[bytes[at]!] === 0) at++;
      this.offset = at;
      const c = bytes[at];
      if (c === undefined || c === LT) break;
      if (c === AMP) references = true;
      else if (c === GT) {
        verbatim = false;
        if (bytes[at - 1] === 93 && bytes[at - 2] === 93 && at - 2 >= start) this.fail('malformed');
      } else if (c === CR) verbatim = false;
      if (c < SPACE || c === 0xef) this.#checkChar();
    }
    const raw = this.#slice(start, this.offset);
    if (!references && verbatim) return { kind: 'text', start, end: this.offset, verbatim, value: raw, cdata: false };
    const value = this.#references(raw.replace(/\r\n?/g, '\n'), start);
    return { kind: 'text', start, end: this.offset, verbatim: verbatim && escapeText(value) === raw, value, cdata: false };
  }

  cdata(): XmlText {
    const start = this.offset;
    this.offset += 9;
    const end = this.#find(']]>');
    this.#checkRange(this.offset, end);
    const value = this.#slice(this.offset, end).replace(/\r\n?/g, '\n');
    this.offset = end + 3;
    return { kind: 'text', start, end: this.offset, verbatim: false, value, cdata: true };
  }

  comment(): string {
    this.offset += 4;
    const end = this.#find('--');
    this.#checkRange(this.offset, end);
    const value = this.#slice(this.offset, end).replace(/\r\n?/g, '\n');
    this.offset = end;
    if (!this.at('-->')) this.fail('malformed');
    this.offset += 3;
    return value;
  }

  instruction(): { target: string; value: string } {
    this.offset += 2;
    const target = this.#name();
    if (target.toLowerCase() === 'xml' || target.includes(':')) this.fail('malformed');
    const spaces = this.skipSpace();
    const end = this.#find('?>');
    if (spaces === 0 && end !== this.offset) this.fail('malformed');
    this.#checkRange(this.offset, end);
    const value = this.#slice(this.offset, end).replace(/\r\n?/g, '\n');
    this.offset = end + 2;
    return { target, value };
  }

  #name(): string {
    const from = this.offset;
    const bytes = this.bytes;
    let to = from, hash = 0;
    for (let byte = bytes[to] ?? 0; NAME_BYTE[byte] !== 0; byte = bytes[++to] ?? 0) hash = (Math.imul(hash, 31) + byte) | 0;
    this.offset = to;
    if (to === from) this.fail('malformed');
    const known = this.#names.get(hash);
    if (known !== undefined && this.#repeats(known, from, to)) return known.text;
    const text = this.#slice(from, to);
    if (!NAME_START.test(text) || !NAME.test(text)) this.fail('malformed');
    this.#names.set(hash, { text, from, to });
    return text;
  }

  #repeats(known: KnownName, from: number, to: number): boolean {
    if (known.to - known.from !== to - from) return false;
    for (let i = from, k = known.from; i < to; i++, k++) if (this.bytes[i] !== this.bytes[k]) return false;
    return true;
  }

  #find(mark: string): number {
    const first = mark.charCodeAt(0);
    for (let i = this.offset; i <= this.bytes.length - mark.length; i++) {
      if (this.bytes[i] !== first) continue;
      let k = 1;
      while (k < mark.length && this.bytes[i + k] === mark.charCodeAt(k)) k++;
      if (k === mark.length) return i;
    }
    return this.fail('malformed');
  }

  /**
   * The characters between two byte offsets. A part of the decoded text costs far less than decoding the part; only long ones (tokens, certificates) are
   * decoded, because whoever reads them character by character is faster on a string of its own.
   */
  #slice(from: number, to: number): string {
    if (to - from > LONG_BYTES) return decoder.decode(this.bytes.subarray(from, to));
    return this.#text.slice(this.#textIndex(from), this.#textIndex(to));
  }

  /** Offsets are asked about in ascending order, so counting goes on from the last one: one unit per character, two beyond U+FFFF. */
  #textIndex(offset: number): number {
    const { bytes } = this;
    let at = this.#byteMark, index = this.#textMark;
    if (offset < at) at = index = 0;
    for (; at < offset; at++) {
      const byte = bytes[at]!;
      if ((byte & 0xc0) !== 0x80) index += byte < 0xf0 ? 1 : 2;
    }
    this.#byteMark = at;
    this.#textMark = index;
    return index;
  }

  /** XML 1.0 §2.2 Char: no control characters but TAB, LF, CR; no U+FFFE, U+FFFF (EF BF BE, EF BF BF). */
  #checkChar(): void {
    const b = this.bytes;
    const c = b[this.offset]!;
    if (c < SPACE ? c !== TAB && c !== LF && c !== CR : b[this.offset + 1] === 0xbf && (b[this.offset + 2] === 0xbe || b[this.offset + 2] === 0xbf)) this.fail('illegal-character');
  }

  #checkRange(from: number, to: number): void {
    const back = this.offset;
    for (this.offset = from; this.offset < to; this.offset++) {
      const c = this.bytes[this.offset]!;
      if (c < SPACE || c === 0xef) this.#checkChar();
    }
    this.offset = back;
  }

  #references(text: string, from: number): string {
    if (!text.includes('&')) return text;
    return text.replace(/&(#x[0-9A-Fa-f]+|#[0-9]+|[A-Za-z]+)?(;)?/g, (_whole, name: string | undefined, semicolon: string | undefined) => {
      if (name === undefined || semicolon === undefined) throw new XmlFault('malformed', from);
      if (!name.startsWith('#')) {
        const value = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
        if (value === undefined) throw new XmlFault('entity', from);
        return value;
      }
      const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
      const legal = code === TAB || code === LF || code === CR || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
      if (!legal) throw new XmlFault('illegal-character', from);
      return String.fromCodePoint(code);
    });
  }
}

const isSpace = (c: number | undefined): boolean => c === SPACE || c === LF || c === TAB || c === CR;

/** Character data as C14N writes it (Canonical XML 1.0 §2.3). */
export function escapeText(text: string): string {
  return /[&<>\r]/.test(text) ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\r/g, '&#xD;') : text;
}

/** An attribute value as C14N writes it (Canonical XML 1.0 §2.3). */
export function escapeAttribute(text: string): string {
  return /[&<"\t\n\r]/.test(text)
    ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;').replace(/\t/g, '&#x9;').replace(/\n/g, '&#xA;').replace(/\r/g, '&#xD;')
    : text;
}
