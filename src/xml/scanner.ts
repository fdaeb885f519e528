import { NAME_BYTE, nameIn, type XmlName } from './names.ts';
import { Text } from './nodes.ts';

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

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const AMP = 38;
const APOS = 39;
const GT = 62;
const LT = 60;
const EQUALS = 61;
const RIGHT_BRACKET = 93;
const EF = 0xef;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const DECLARATION =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.[0-9]+\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])([A-Za-z][A-Za-z0-9._-]*)\2)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\4)?[ \t\r\n]*\?>$/;

/** Bytes of character data and attribute values: 0 needs no look, 1 means something or may be illegal, 2 belongs to a longer character. */
const TEXT_BYTE = new Uint8Array(256).fill(1, 0, SPACE).fill(2, 128);
for (const c of [AMP, LT, GT, QUOTE, APOS, EF]) TEXT_BYTE[c] = 1;

/** No byte: the end of the document. */
const END = -1;

/** Texts of that length (tokens, certificates) are read octet by octet by whoever wants them, which is faster on a string of its own. */
const LONG_BYTES = 256;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** How much further a character's octets take the bytes than the text: one for each octet but the first, one less beyond U+FFFF (two units). */
const LAG = new Int8Array(256).fill(1, 0x80, 0xc0).fill(-1, 0xf0);

/** Moves over the bytes of one document and gives back its lexical parts. Byte offsets are kept: the canonicaliser copies slices. */
export class Scanner {
  readonly bytes: Uint8Array;
  offset = 0;
  /** The last skipped white space was one U+0020. */
  wasPlainSpace = true;
  /** The last attribute was written `name="value"` with the value as C14N would write it. */
  wasPlainAttribute = true;
  readonly #text: string;
  /** `offset` in the bytes less the index of the same character in the text: a part of the decoded text costs far less than decoding a part. */
  #lag = 0;

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
    let line = 1;
    let column = 1;
    for (let i = 0; i < at; i++) {
      if (this.bytes[i] === LF) {
        line++;
        column = 1;
      } else if ((this.bytes[i]! & 0xc0) !== 0x80) column++;
    }
    return { line, column };
  }

  /** Whether ASCII stands here. */
  at(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.bytes[this.offset + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  /** Passes over ASCII. */
  skip(count: number): void {
    this.offset += count;
  }

  skipSpace(): number {
    const { bytes, offset: from } = this;
    let at = from;
    while (at < bytes.length && isSpace(bytes[at]!)) at++;
    this.offset = at;
    this.wasPlainSpace = at === from + 1 && bytes[from] === SPACE;
    return at - from;
  }

  skipByteOrderMark(): void {
    if (this.bytes[0] === EF && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf) this.#passTo(3);
  }

  /** XML declaration, if there is one: a version 1.x, read as 1.0 (XML 1.0 §2.8), and no encoding but UTF-8. */
  xmlDeclaration(): void {
    const from = this.offset;
    if (!this.at('<?xml') || !isSpace(this.bytes[from + 5] ?? 0)) return;
    const match = DECLARATION.exec(this.#upTo(this.#find('?>') + 2));
    if (!match) throw new XmlFault('malformed', from);
    if (match[3] !== undefined && match[3].toLowerCase() !== 'utf-8') throw new XmlFault('not-utf8', from);
  }

  tagName(): XmlName {
    this.offset++;
    return this.#name();
  }

  endTag(name: XmlName): void {
    const { bytes, offset } = this;
    const { octets, text } = name;
    const end = offset + 2 + octets.length;
    let at = 0;
    while (at < octets.length && bytes[offset + 2 + at] === octets[at]) at++;
    if (at === octets.length && bytes[end] === GT) {
      this.#lag += octets.length - text.length;
      this.offset = end + 1;
      return;
    }
    this.offset += 2;
    if (this.#name().text !== text) this.fail('malformed');
    this.skipSpace();
    if (bytes[this.offset] !== GT) this.fail('malformed');
    this.offset++;
  }

  attributeName(): XmlName {
    return this.#name();
  }

  /** From behind the name to behind the quote. */
  attributeValue(): string {
    const { bytes } = this;
    let plain = this.skipSpace() === 0;
    if (bytes[this.offset] !== EQUALS) this.fail('malformed');
    this.offset++;
    if (this.skipSpace() > 0) plain = false;
    const quote = bytes[this.offset];
    if (quote !== QUOTE && quote !== APOS) this.fail('malformed');
    const from = ++this.offset;
    const lag = this.#lag;
    let simple = true;
    for (; ; this.offset++) {
      const c = this.#nextToLookAt();
      if (c === LT || c === END) this.fail('malformed');
      if (c === quote) break;
      if (c === AMP || c < SPACE) simple = false;
      this.#checkChar(c);
    }
    const raw = this.#since(from, lag);
    this.offset++;
    const value = simple ? raw : this.#references(raw.replace(/\r\n?|[\n\t]/g, ' '), from);
    if (!simple || quote === APOS) plain = plain && quote === QUOTE && escapeAttribute(value) === raw;
    this.wasPlainAttribute = plain;
    return value;
  }

  text(): Text {
    const start = this.offset;
    const lag = this.#lag;
    const { bytes } = this;
    let verbatim = true;
    let references = false;
    for (; ; this.offset++) {
      const c = this.#nextToLookAt();
      const at = this.offset;
      if (c === LT || c === END) break;
      if (c === AMP) references = true;
      else if (c === GT) {
        verbatim = false;
        // What stands before a text is a `>`, so both brackets are its own.
        if (bytes[at - 1] === RIGHT_BRACKET && bytes[at - 2] === RIGHT_BRACKET) this.fail('malformed');
      } else if (c === CR) verbatim = false;
      this.#checkChar(c);
    }
    const raw = this.#since(start, lag);
    if (!references && verbatim) return new Text(bytes, start, this.offset, true, raw, false);
    const value = this.#references(raw.replace(/\r\n?/g, '\n'), start);
    return new Text(bytes, start, this.offset, verbatim && escapeText(value) === raw, value, false);
  }

  cdata(): Text {
    const start = this.offset;
    this.offset += 9;
    const value = this.#checkedUpTo(this.#find(']]>')).replace(/\r\n?/g, '\n');
    this.offset += 3;
    return new Text(this.bytes, start, this.offset, false, value, true);
  }

  comment(): string {
    this.offset += 4;
    const value = this.#checkedUpTo(this.#find('--')).replace(/\r\n?/g, '\n');
    if (!this.at('-->')) this.fail('malformed');
    this.offset += 3;
    return value;
  }

  instruction(): { target: string; value: string } {
    this.offset += 2;
    const target = this.#name().text;
    if (target.toLowerCase() === 'xml' || target.includes(':')) this.fail('malformed');
    const spaces = this.skipSpace();
    const end = this.#find('?>');
    if (spaces === 0 && end !== this.offset) this.fail('malformed');
    const value = this.#checkedUpTo(end).replace(/\r\n?/g, '\n');
    this.offset += 2;
    return { target, value };
  }

  #name(): XmlName {
    const { bytes, offset: from } = this;
    let at = from;
    let kinds = 0;
    for (let kind = 1; at < bytes.length && (kind = NAME_BYTE[bytes[at]!]!) !== 0; at++) kinds |= kind;
    const name = at === from ? undefined : nameIn(bytes, from, at);
    if ((kinds & 2) === 0) this.offset = at;
    else this.#passTo(at);
    return name ?? this.fail('malformed');
  }

  /** Goes on to the next byte that needs a look and answers it; `END` when there is none. */
  #nextToLookAt(): number {
    const { bytes } = this;
    const { length } = bytes;
    let at = this.offset;
    let lag = this.#lag;
    for (; at < length; at++) {
      const kind = TEXT_BYTE[bytes[at]!]!;
      if (kind === 0) continue;
      if (kind === 1) break;
      lag += LAG[bytes[at]!]!;
    }
    this.offset = at;
    this.#lag = lag;
    return at < length ? bytes[at]! : END;
  }

  #find(mark: string): number {
    const first = mark.charCodeAt(0);
    for (let i = this.bytes.indexOf(first, this.offset); i >= 0; i = this.bytes.indexOf(first, i + 1)) {
      let k = 1;
      while (k < mark.length && this.bytes[i + k] === mark.charCodeAt(k)) k++;
      if (k === mark.length) return i;
    }
    return this.fail('malformed');
  }

  #passTo(offset: number): void {
    for (let at = this.offset; at < offset; at++) this.#lag += LAG[this.bytes[at]!]!;
    this.offset = offset;
  }

  /** Passes to that offset and answers what stands before it. */
  #upTo(offset: number): string {
    const from = this.offset;
    const lag = this.#lag;
    this.#passTo(offset);
    return this.#since(from, lag);
  }

  #checkedUpTo(offset: number): string {
    const from = this.offset;
    for (; this.offset < offset; this.offset++) this.#checkChar(this.bytes[this.offset]!);
    this.offset = from;
    return this.#upTo(offset);
  }

  /** The characters since an offset and the lag there. */
  #since(from: number, lag: number): string {
    return this.offset - from > LONG_BYTES
      ? decoder.decode(this.bytes.subarray(from, this.offset))
      : this.#text.slice(from - lag, this.offset - this.#lag);
  }

  /** XML 1.0 §2.2 Char: no control characters but TAB, LF, CR; no U+FFFE, U+FFFF (EF BF BE, EF BF BF). `c` is the byte here. */
  #checkChar(c: number): void {
    const b = this.bytes;
    if (
      c === EF
        ? b[this.offset + 1] === 0xbf && (b[this.offset + 2] === 0xbe || b[this.offset + 2] === 0xbf)
        : c < SPACE && c !== TAB && c !== LF && c !== CR
    )
      this.fail('illegal-character');
  }

  #references(text: string, from: number): string {
    return text.replace(/&(#x[0-9A-Fa-f]+|#[0-9]+|[A-Za-z]+)?(;)?/g, (_whole, name: string | undefined, semicolon: string | undefined) => {
      if (name === undefined || semicolon === undefined) throw new XmlFault('malformed', from);
      if (!name.startsWith('#')) {
        const value = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
        if (value === undefined) throw new XmlFault('entity', from);
        return value;
      }
      const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
      const legal =
        code === TAB ||
        code === LF ||
        code === CR ||
        (code >= 0x20 && code <= 0xd7ff) ||
        (code >= 0xe000 && code <= 0xfffd) ||
        (code >= 0x10000 && code <= 0x10ffff);
      if (!legal) throw new XmlFault('illegal-character', from);
      return String.fromCodePoint(code);
    });
  }
}

const isSpace = (c: number): boolean => c === SPACE || c === LF || c === TAB || c === CR;

/** Character data as C14N writes it (Canonical XML 1.0 §2.3). */
export function escapeText(text: string): string {
  return /[&<>\r]/.test(text) ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\r/g, '&#xD;') : text;
}

/** An attribute value as C14N writes it (Canonical XML 1.0 §2.3). */
export function escapeAttribute(text: string): string {
  return /[&<"\t\n\r]/.test(text)
    ? text
        .replace(/&/g, '&amp;')
        .replace(/</g, '&lt;')
        .replace(/"/g, '&quot;')
        .replace(/\t/g, '&#x9;')
        .replace(/\n/g, '&#xA;')
        .replace(/\r/g, '&#xD;')
    : text;
}
