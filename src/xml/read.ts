import { err, fromUtf8, ok, type Result } from '#kernel';
import { DEFAULT_LIMITS, type XmlLimits } from './limits.ts';
import { Scanner, startsName, XmlFault } from './scanner.ts';
import { XML_NAMESPACE, XMLNS_NAMESPACE, type XmlAttribute, type XmlComment, type XmlDocument, type XmlElement, type XmlInstruction, type XmlNode } from './tree.ts';

export interface XmlError {
  readonly code: `xml/${string}`;
  readonly line: number;
  readonly column: number;
}

type Open = { -readonly [K in keyof XmlElement]: XmlElement[K] } & { children: XmlNode[] };
const NO_ATTRIBUTES: readonly XmlAttribute[] = [];
const NO_DECLARATIONS: XmlElement['declarations'] = [];
interface RawAttribute { readonly name: string; readonly value: string; readonly plain: boolean }

/**
 * Reads a well-formed UTF-8 XML 1.0 document with namespaces. A document type declaration is always refused, so there are no
 * entities beyond the five of XML and no defaulted attributes. Never throws on input.
 */
export function readXml(bytes: Uint8Array, limits: Partial<XmlLimits> = {}): Result<XmlDocument, XmlError> {
  const bounds = { ...DEFAULT_LIMITS, ...limits };
  if (bytes.length > bounds.bytesMax) return err({ code: 'xml/too-large', line: 1, column: 1 });
  const text = fromUtf8(bytes);
  if (!text.ok) return err({ code: 'xml/not-utf8', line: 1, column: 1 });
  const scanner = new Scanner(bytes, text.value);
  try {
    return ok(new Reader(scanner, bounds).document());
  } catch (fault) {
    if (fault instanceof XmlFault) return err({ code: `xml/${fault.reason}`, ...scanner.position(fault.at) });
    throw fault;
  }
}

class Reader {
  readonly #in: Scanner;
  readonly #limits: XmlLimits;
  #nodes = 0;
  #comments = false;
  #instructions = false;
  #cdata = false;
  readonly #ids = new Map<string, XmlElement | null>();
  readonly #splits = new Map<string, readonly [prefix: string, local: string]>();

  constructor(scanner: Scanner, limits: XmlLimits) {
    this.#in = scanner;
    this.#limits = limits;
  }

  document(): XmlDocument {
    const s = this.#in;
    s.skipByteOrderMark();
    s.xmlDeclaration();
    const prolog = this.#around();
    if (!s.at('<')) s.fail('malformed');
    const root = this.#tree();
    const epilog = this.#around();
    if (!s.done) s.fail('malformed');
    const ids = this.#ids;
    return {
      bytes: s.bytes, root, prolog, epilog, hasComments: this.#comments, hasProcessingInstructions: this.#instructions, hasCdata: this.#cdata,
      duplicateIds: [...ids].filter(([, element]) => element === null).map(([id]) => id),
      elementById: (id) => ids.get(id) ?? undefined,
    };
  }

  /** White space, comments and instructions before or after the root. */
  #around(): (XmlComment | XmlInstruction)[] {
    const s = this.#in;
    const found: (XmlComment | XmlInstruction)[] = [];
    for (;;) {
      s.skipSpace();
      if (s.at('<!--')) found.push(this.#comment());
      else if (s.at('<?')) found.push(this.#instruction());
      else if (s.at('<!')) s.fail('doctype');
      else return found;
    }
  }

  #count(): void {
    if (++this.#nodes > this.#limits.nodesMax) this.#in.fail('too-many-nodes');
  }

  #comment(): XmlComment {
    this.#count();
    this.#comments = true;
    return { kind: 'comment', value: this.#in.comment() };
  }

  #instruction(): XmlInstruction {
    this.#count();
    this.#instructions = true;
    return { kind: 'instruction', ...this.#in.instruction() };
  }

  /** The root element and everything in it, without recursion: depth is bounded by the limit, not by the stack. */
  #tree(): XmlElement {
    const s = this.#in;
    const stack: Open[] = [];
    let current = this.#startTag(null, 1);
    const root = current;
    if (current.end > 0) return root;
    stack.push(current);
    for (;;) {
      if (s.done) s.fail('malformed');
      if (!s.at('<')) {
        this.#count();
        const text = s.text();
        if (!text.verbatim) current.plain = false;
        // Most elements hold one text: a list made for one takes an eighth of the room of a list that may grow.
        if (current.children.length === 0) current.children = [text];
        else current.children.push(text);
      } else if (s.at('</')) {
        current.contentEnd = s.offset;
        s.endTag(current.name);
        current.end = s.offset;
        if (!hasVerbatimEnd(current)) current.plain = false;
        stack.pop();
        const outer = stack[stack.length - 1];
        if (!outer) return root;
        if (!current.plain || current.prefix !== outer.prefix) outer.plain = false;
        current = outer;
      } else if (s.at('<!--')) {
        current.plain = false;
        current.children.push(this.#comment());
      } else if (s.at('<![CDATA[')) {
        this.#count();
        this.#cdata = true;
        current.plain = false;
        current.children.push(s.cdata());
      } else if (s.at('<?')) {
        current.plain = false;
        current.children.push(this.#instruction());
      } else if (s.at('<!')) s.fail('doctype');
      else {
        const child = this.#startTag(current, stack.length + 1);
        current.children.push(child);
        if (child.end === 0) {
          stack.push(child);
          current = child;
        } else current.plain = false;
      }
    }
  }

  /** Reads a start tag; `end` stays 0 for an element that is still open. */
  #startTag(parent: Open | null, depth: number): Open {
    const s = this.#in;
    this.#count();
    if (depth > this.#limits.depthMax) s.fail('too-deep');
    const start = s.offset;
    const name = s.tagName();
    const raw: RawAttribute[] = [];
    let tidy = true;
    for (;;) {
      const spaces = s.skipSpace();
      if (s.at('>') || s.at('/>')) {
        if (spaces > 0) tidy = false;
        break;
      }
      if (spaces === 0) s.fail('malformed');
      if (spaces !== 1 || !s.wasPlainSpace) tidy = false;
      const attribute = s.attribute();
      if (!attribute.plain) tidy = false;
      if (raw.length >= this.#limits.attributesPerElementMax) s.fail('too-many-attributes');
      if (raw.some((other) => other.name === attribute.name)) s.fail('duplicate-attribute');
      raw.push(attribute);
    }
    const selfClosing = s.at('/>');
    s.skip(selfClosing ? 2 : 1);
    const element = this.#element(parent, name, raw, start, tidy && !selfClosing);
    if (selfClosing) {
      element.contentEnd = s.offset;
      element.end = s.offset;
    }
    return element;
  }

  #element(parent: Open | null, name: string, raw: readonly RawAttribute[], start: number, tidy: boolean): Open {
    const s: Scanner = this.#in;
    const [prefix, local] = this.#split(name);
    if (prefix === 'xmlns') s.fail('namespace');
    // Most elements are a bare name under a parent with the same prefix.
    if (raw.length === 0 && parent !== null && parent.prefix === prefix) {
      return { kind: 'element', name, prefix, local, ns: parent.ns, attributes: NO_ATTRIBUTES, declarations: NO_DECLARATIONS, children: [], parent, start, contentStart: s.offset, contentEnd: 0, end: 0, verbatimTags: tidy, plain: tidy };
    }
    return this.#described(parent, name, raw, start, tidy);
  }

  /** An element with attributes, declarations or a prefix of its own. */
  #described(parent: Open | null, name: string, raw: readonly RawAttribute[], start: number, tidy: boolean): Open {
    const s: Scanner = this.#in;
    const [prefix, local] = this.#split(name);
    const declarations: { prefix: string; uri: string }[] = [];
    for (const { name: n, value } of raw) {
      if (n === 'xmlns') declarations.push({ prefix: '', uri: value });
      else if (n.startsWith('xmlns:')) declarations.push(this.#declaration(n.slice(6), value));
    }
    if (declarations.some((d) => d.uri.length > this.#limits.namespaceLengthMax || (d.prefix === '' && (d.uri === XML_NAMESPACE || d.uri === XMLNS_NAMESPACE)))) s.fail('namespace');
    if (declarations.length > 0 && declarations.length + countInScope(parent) > this.#limits.declarationsInScopeMax) s.fail('too-many-declarations');
    const resolve = (prefix: string): string => {
      const own = declarations.find((d) => d.prefix === prefix);
      if (own) return own.uri;
      const outer = parent ? inScope(parent, prefix) : prefix === 'xml' ? XML_NAMESPACE : prefix === '' ? '' : undefined;
      if (outer === undefined) s.fail('undeclared-prefix');
      return outer;
    };
    const attributes: XmlAttribute[] = [];
    for (const { name: n, value } of raw) {
      if (n === 'xmlns' || n.startsWith('xmlns:')) continue;
      const [own, localName] = this.#split(n);
      attributes.push({ name: n, prefix: own, local: localName, ns: own === '' ? '' : resolve(own), value });
    }
    for (let i = 1; i < attributes.length; i++) {
      for (let j = 0; j < i; j++) if (attributes[i]!.local === attributes[j]!.local && attributes[i]!.ns === attributes[j]!.ns) s.fail('duplicate-attribute');
    }
    const verbatimTags = tidy && canonicalOrder(raw, attributes, declarations.length);
    const element: Open = {
      kind: 'element', name, prefix, local, ns: resolve(prefix), attributes, declarations, children: [], parent, start, contentStart: s.offset, contentEnd: 0, end: 0,
      verbatimTags, plain: verbatimTags && declarations.length === 0 && attributes.every((attribute) => attribute.prefix === ''),
    };
    this.#noteIds(element);
    return element;
  }

  #declaration(prefix: string, uri: string): { prefix: string; uri: string } {
    const wrong = !startsName(prefix) || prefix.includes(':') || prefix === 'xmlns' || uri === '' || uri === XMLNS_NAMESPACE || (prefix === 'xml') !== (uri === XML_NAMESPACE);
    if (wrong) this.#in.fail('namespace');
    return { prefix, uri };
  }

  /** Prefix and local part; a document repeats few names, so each is looked at once. */
  #split(name: string): readonly [prefix: string, local: string] {
    const known = this.#splits.get(name);
    if (known !== undefined) return known;
    const split = this.#splitNew(name);
    this.#splits.set(name, split);
    return split;
  }

  #splitNew(name: string): readonly [prefix: string, local: string] {
    const colon = name.indexOf(':');
    if (colon < 0) return ['', name];
    if (colon === 0 || name.includes(':', colon + 1) || !startsName(name.slice(colon + 1))) this.#in.fail('namespace');
    return [name.slice(0, colon), name.slice(colon + 1)];
  }

  /** Every spelling of an Id counts, so a second element can never hide behind another spelling. */
  #noteIds(element: XmlElement): void {
    for (const attribute of element.attributes) {
      const isId = attribute.local.toLowerCase() === 'id' && (attribute.ns === '' || attribute.ns === XML_NAMESPACE);
      if (isId) this.#ids.set(attribute.value, this.#ids.has(attribute.value) ? null : element);
    }
  }
}

/** The end tag is `</name>` and nothing else; names beyond ASCII are longer in bytes and are written anew. */
export const hasVerbatimEnd = (element: XmlElement): boolean => element.end - element.contentEnd === element.name.length + 3;

function countInScope(element: XmlElement | null): number {
  let count = 0;
  for (let at = element; at; at = at.parent) count += at.declarations.length;
  return count;
}

function inScope(element: XmlElement, prefix: string): string | undefined {
  if (prefix === 'xml') return XML_NAMESPACE;
  for (let at: XmlElement | null = element; at; at = at.parent) {
    for (const declaration of at.declarations) if (declaration.prefix === prefix) return declaration.uri;
  }
  return prefix === '' ? '' : undefined;
}

/** C14N §2.3: declarations first by prefix, then attributes by namespace URI and local name. */
function canonicalOrder(raw: readonly RawAttribute[], attributes: readonly XmlAttribute[], declared: number): boolean {
  for (let i = 0; i < raw.length; i++) {
    const isDeclaration = raw[i]!.name === 'xmlns' || raw[i]!.name.startsWith('xmlns:');
    if (isDeclaration !== i < declared) return false;
    if (i > 0 && i < declared && compareCodePoints(raw[i]!.name, raw[i - 1]!.name) < 0) return false;
  }
  for (let i = 1; i < attributes.length; i++) if (compareAttributes(attributes[i - 1]!, attributes[i]!) > 0) return false;
  return true;
}

export function compareAttributes(a: XmlAttribute, b: XmlAttribute): number {
  if (a.ns !== b.ns) return compareCodePoints(a.ns, b.ns);
  return compareCodePoints(a.local, b.local);
}

/** Order by code point, which for text outside the basic plane is not the order of UTF-16 units. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === length) return a.length - b.length;
  // Where the second halves of two pairs differ, the first halves are the same and decide nothing.
  return a.codePointAt(i)! - b.codePointAt(i)!;
}
