import { err, fromUtf8, ok, type Result } from '#kernel';
import { DEFAULT_LIMITS, type XmlLimits } from './limits.ts';
import { startsName, unique, type XmlName } from './names.ts';
import { Scanner, XmlFault } from './scanner.ts';
import { XML_NAMESPACE, XMLNS_NAMESPACE, type XmlAttribute, type XmlComment, type XmlDocument, type XmlElement, type XmlInstruction, type XmlNode } from './tree.ts';

export interface XmlError {
  readonly code: `xml/${string}`;
  readonly line: number;
  readonly column: number;
}

type Open = { -readonly [K in keyof XmlElement]: XmlElement[K] } & { children: XmlNode[] };
const NO_ATTRIBUTES: readonly XmlAttribute[] = [];
const NO_DECLARATIONS: XmlElement['declarations'] = [];
interface RawAttribute { readonly name: XmlName; readonly value: string; readonly plain: boolean }
const NO_RAW: RawAttribute[] = [];
const LT = 60, GT = 62, SLASH = 47, BANG = 33, QUESTION = 63;

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
  /** Of the start tag read last. */
  #tag: XmlName | undefined;
  readonly #ids = new Map<string, XmlElement | null>();

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
    const s = this.#in, { bytes } = s;
    const stack: Open[] = [], names: XmlName[] = [];
    const root = this.#startTag(null, 1);
    if (root.end > 0) return root;
    let current = root, name = this.#tag!;
    for (;;) {
      if (s.done) s.fail('malformed');
      if (bytes[s.offset] !== LT) {
        this.#count();
        const text = s.text();
        if (!text.verbatim) current.plain = false;
        this.#append(current, text);
        continue;
      }
      switch (bytes[s.offset + 1]) {
        case SLASH: {
          current.contentEnd = s.offset;
          s.endTag(name);
          current.end = s.offset;
          if (!hasVerbatimEnd(current)) current.plain = false;
          const outer = stack.pop();
          if (outer === undefined) return root;
          if (!current.plain || current.prefix !== outer.prefix) outer.plain = false;
          current = outer;
          name = names.pop()!;
          break;
        }
        case BANG:
          current.plain = false;
          current.children.push(this.#marked());
          break;
        case QUESTION:
          current.plain = false;
          current.children.push(this.#instruction());
          break;
        default: {
          const child = this.#startTag(current, stack.length + 2);
          this.#append(current, child);
          if (child.end !== 0) {
            current.plain = false;
            break;
          }
          stack.push(current);
          names.push(name);
          current = child;
          name = this.#tag!;
        }
      }
    }
  }

  /** Most elements hold one text: a list made for one takes an eighth of the room of a list that may grow. */
  #append(element: Open, child: XmlNode): void {
    if (element.children.length === 0) element.children = [child];
    else element.children.push(child);
  }

  /** `<!` inside the root. */
  #marked(): XmlNode {
    const s = this.#in;
    if (s.at('<!--')) return this.#comment();
    if (!s.at('<![CDATA[')) s.fail('doctype');
    this.#count();
    this.#cdata = true;
    return s.cdata();
  }

  /** Reads a start tag; `end` stays 0 for an element that is still open. */
  #startTag(parent: Open | null, depth: number): Open {
    const s = this.#in, { bytes } = s;
    this.#count();
    if (depth > this.#limits.depthMax) s.fail('too-deep');
    const start = s.offset, name = s.tagName();
    this.#tag = name;
    let raw = NO_RAW;
    let tidy = true;
    while (bytes[s.offset] !== GT) {
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
      if (raw.some((other) => other.name.text === attribute.name.text)) s.fail('duplicate-attribute');
      // Most have one: see #append.
      if (raw.length === 0) raw = [attribute];
      else raw.push(attribute);
    }
    const selfClosing = bytes[s.offset] === SLASH;
    s.skip(selfClosing ? 2 : 1);
    const element = this.#element(parent, name, raw, start, tidy && !selfClosing);
    if (selfClosing) {
      element.contentEnd = s.offset;
      element.end = s.offset;
    }
    return element;
  }

  #element(parent: Open | null, { text: name, qualified }: XmlName, raw: readonly RawAttribute[], start: number, tidy: boolean): Open {
    const s: Scanner = this.#in;
    if (qualified === undefined || qualified.prefix === 'xmlns') s.fail('namespace');
    const { prefix, local } = qualified;
    // Most elements are a bare name under a parent with the same prefix.
    if (raw.length === 0 && parent !== null && parent.prefix === prefix) {
      return { kind: 'element', name, prefix, local, ns: parent.ns, attributes: NO_ATTRIBUTES, declarations: NO_DECLARATIONS, children: [], parent, start, contentStart: s.offset, contentEnd: 0, end: 0, verbatimTags: tidy, plain: tidy };
    }
    return this.#described(parent, name, prefix, local, raw, start, tidy);
  }

  /** An element with attributes, declarations or a prefix of its own. */
  #described(parent: Open | null, name: string, prefix: string, local: string, raw: readonly RawAttribute[], start: number, tidy: boolean): Open {
    const s: Scanner = this.#in;
    let declarations = NO_DECLARATIONS;
    for (const { name: n, value } of raw) if (n.declares) declarations = [...declarations, this.#declaration(n, value)];
    if (declarations.length > 0 && declarations.some((d) => d.uri.length > this.#limits.namespaceLengthMax || (d.prefix === '' && (d.uri === XML_NAMESPACE || d.uri === XMLNS_NAMESPACE)))) s.fail('namespace');
    if (declarations.length > 0 && declarations.length + countInScope(parent) > this.#limits.declarationsInScopeMax) s.fail('too-many-declarations');
    let attributes = NO_ATTRIBUTES;
    for (const { name: n, value } of raw) if (!n.declares) attributes = attributes.length === 0 ? [this.#attribute(n, value, declarations, parent)] : [...attributes, this.#attribute(n, value, declarations, parent)];
    for (let i = 1; i < attributes.length; i++) {
      for (let j = 0; j < i; j++) if (attributes[i]!.local === attributes[j]!.local && attributes[i]!.ns === attributes[j]!.ns) s.fail('duplicate-attribute');
    }
    const verbatimTags = tidy && (raw.length < 2 || canonicalOrder(raw, attributes, declarations.length));
    const element: Open = {
      kind: 'element', name, prefix, local, ns: this.#resolve(prefix, declarations, parent), attributes, declarations, children: [], parent, start, contentStart: s.offset, contentEnd: 0, end: 0,
      verbatimTags, plain: verbatimTags && declarations.length === 0 && attributes.every((attribute) => attribute.prefix === ''),
    };
    this.#noteIds(element);
    return element;
  }

  #attribute({ text, qualified }: XmlName, value: string, declarations: XmlElement['declarations'], parent: Open | null): XmlAttribute {
    if (qualified === undefined) this.#in.fail('namespace');
    const { prefix, local } = qualified;
    return { name: text, prefix, local, ns: prefix === '' ? '' : this.#resolve(prefix, declarations, parent), value };
  }

  #resolve(prefix: string, declarations: XmlElement['declarations'], parent: Open | null): string {
    for (const declaration of declarations) if (declaration.prefix === prefix) return declaration.uri;
    const outer = parent ? inScope(parent, prefix) : prefix === 'xml' ? XML_NAMESPACE : prefix === '' ? '' : undefined;
    return outer ?? this.#in.fail('undeclared-prefix');
  }

  #declaration({ text }: XmlName, uri: string): { prefix: string; uri: string } {
    if (text === 'xmlns') return { prefix: '', uri: unique(uri) };
    const prefix = unique(text.slice(6));
    const wrong = !startsName(prefix) || prefix.includes(':') || prefix === 'xmlns' || uri === '' || uri === XMLNS_NAMESPACE || (prefix === 'xml') !== (uri === XML_NAMESPACE);
    if (wrong) this.#in.fail('namespace');
    return { prefix, uri: unique(uri) };
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
    if (raw[i]!.name.declares !== i < declared) return false;
    if (i > 0 && i < declared && compareCodePoints(raw[i]!.name.text, raw[i - 1]!.name.text) < 0) return false;
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
