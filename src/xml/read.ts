import { err, fromUtf8, ok, type Result } from '#kernel';
import { DEFAULT_LIMITS, type XmlLimits } from './limits.ts';
import { uniqueNamespace, type XmlName } from './names.ts';
import { Attribute, Element } from './nodes.ts';
import { Scanner, XmlFault } from './scanner.ts';
import {
  WSU_NAMESPACE,
  XML_NAMESPACE,
  XMLNS_NAMESPACE,
  type XmlAttribute,
  type XmlComment,
  type XmlDocument,
  type XmlElement,
  type XmlInstruction,
  type XmlNode,
} from './tree.ts';

export interface XmlError {
  readonly code: `xml/${string}`;
  readonly line: number;
  readonly column: number;
}

const NO_ATTRIBUTES: Attribute[] = [];
const NO_DECLARATIONS: XmlElement['declarations'] = [];
const NO_CHILDREN: XmlNode[] = [];
/** An element whose end tag is still to come; `first` is where its children begin among those of all that are open. */
interface Open {
  readonly element: Element;
  readonly name: XmlName;
  readonly first: number;
}
interface RawDeclaration {
  readonly name: XmlName;
  readonly value: string;
}
const NO_RAW: RawDeclaration[] = [];
const LT = 60;
const GT = 62;
const SLASH = 47;
const BANG = 33;
const QUESTION = 63;

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
  /** Of the start tag that is being read. */
  readonly #attributes: Attribute[] = [];
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
      bytes: s.bytes,
      root,
      prolog,
      epilog,
      hasComments: this.#comments,
      hasProcessingInstructions: this.#instructions,
      hasCdata: this.#cdata,
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
    const { bytes } = s;
    const stack: Open[] = [];
    // The children of every open element, those of the innermost last. A list written as a literal for each would be put among the old objects by the runtime once
    // many documents were alive at the same time, and every dead one there keeps the characters of its document until the next full collection.
    const nodes: XmlNode[] = [];
    let count = 0;
    const root = this.#startTag(null, 1);
    if (root.end > 0) return root;
    let current = root;
    let name = this.#tag!;
    let first = 0;
    for (;;) {
      if (s.done) s.fail('malformed');
      if (bytes[s.offset] !== LT) {
        this.#count();
        const text = s.text();
        if (!text.verbatim) current.plain = false;
        nodes[count++] = text;
        continue;
      }
      switch (bytes[s.offset + 1]) {
        case SLASH: {
          current.contentEnd = s.offset;
          s.endTag(name);
          current.end = s.offset;
          if (!hasVerbatimEnd(current)) current.plain = false;
          if (count > first) current.children = nodes.slice(first, count);
          count = first;
          const outer = stack.pop();
          if (outer === undefined) return root;
          if (!current.plain || current.prefix !== outer.element.prefix) outer.element.plain = false;
          nodes[count++] = current;
          ({ element: current, name, first } = outer);
          break;
        }
        case BANG:
          current.plain = false;
          nodes[count++] = this.#marked();
          break;
        case QUESTION:
          current.plain = false;
          nodes[count++] = this.#instruction();
          break;
        default: {
          const child = this.#startTag(current, stack.length + 2);
          if (child.end !== 0) {
            nodes[count++] = child;
            current.plain = false;
            break;
          }
          stack.push({ element: current, name, first });
          current = child;
          name = this.#tag!;
          first = count;
        }
      }
    }
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
  #startTag(parent: Element | null, depth: number): Element {
    const s = this.#in;
    const { bytes } = s;
    this.#count();
    if (depth > this.#limits.depthMax) s.fail('too-deep');
    const start = s.offset;
    const name = s.tagName();
    this.#tag = name;
    const attributes = this.#attributes;
    let count = 0;
    let declared = NO_RAW;
    let tidy = true;
    while (bytes[s.offset] !== GT) {
      const spaces = s.skipSpace();
      if (bytes[s.offset] === GT || (bytes[s.offset] === SLASH && bytes[s.offset + 1] === GT)) {
        if (spaces > 0) tidy = false;
        break;
      }
      if (spaces === 0) s.fail('malformed');
      if (spaces !== 1 || !s.wasPlainSpace) tidy = false;
      const attribute = s.attributeName();
      const value = s.attributeValue();
      if (!s.wasPlainAttribute) tidy = false;
      if (count + declared.length >= this.#limits.attributesPerElementMax) s.fail('too-many-attributes');
      for (let i = 0; i < count; i++) if (attributes[i]!.name === attribute.text) s.fail('duplicate-attribute');
      for (const other of declared) if (other.name.text === attribute.text) s.fail('duplicate-attribute');
      if (attribute.declares) {
        // C14N §2.3: declarations come first.
        if (count > 0) tidy = false;
        declared = [...declared, { name: attribute, value }];
      } else attributes[count++] = new Attribute(attribute, value);
    }
    const selfClosing = bytes[s.offset] === SLASH;
    s.skip(selfClosing ? 2 : 1);
    const element = this.#element(
      parent,
      name,
      count === 0 ? NO_ATTRIBUTES : attributes.slice(0, count),
      declared,
      start,
      tidy && !selfClosing,
    );
    if (selfClosing) {
      element.contentEnd = s.offset;
      element.end = s.offset;
    }
    return element;
  }

  #element(
    parent: Element | null,
    name: XmlName,
    attributes: Attribute[],
    declared: RawDeclaration[],
    start: number,
    tidy: boolean,
  ): Element {
    const s: Scanner = this.#in;
    const { qualified } = name;
    if (qualified === undefined || qualified.prefix === 'xmlns') s.fail('namespace');
    const { prefix, local } = qualified;
    const declarations = declared.length === 0 ? NO_DECLARATIONS : this.#declarations(declared, parent);
    let isPlain = tidy && declarations.length === 0;
    let verbatimTags = tidy;
    for (const attribute of attributes) {
      if (attribute.local === '') s.fail('namespace');
      if (attribute.prefix === '') continue;
      attribute.ns = this.#resolve(attribute.prefix, declarations, parent);
      isPlain = false;
    }
    if (hasTwins(attributes)) s.fail('duplicate-attribute');
    if (!isSorted(attributes, compareAttributes)) verbatimTags = isPlain = false;
    if (!isSorted(declarations, compareDeclarations)) verbatimTags = false;
    const ns =
      declarations.length === 0 && parent !== null && parent.prefix === prefix ? parent.ns : this.#resolve(prefix, declarations, parent);
    const element = new Element(
      name.text,
      prefix,
      local,
      ns,
      attributes,
      declarations,
      NO_CHILDREN,
      parent,
      start,
      s.offset,
      verbatimTags,
      isPlain,
    );
    for (const attribute of attributes) this.#noteId(attribute, element);
    return element;
  }

  #declarations(declared: readonly RawDeclaration[], parent: Element | null): XmlElement['declarations'] {
    const s: Scanner = this.#in;
    const declarations = declared.map(({ name, value }) => this.#declaration(name, value));
    if (
      declarations.some(
        (d) =>
          d.uri.length > this.#limits.namespaceLengthMax || (d.prefix === '' && (d.uri === XML_NAMESPACE || d.uri === XMLNS_NAMESPACE)),
      )
    )
      s.fail('namespace');
    if (declarations.length + countInScope(parent) > this.#limits.declarationsInScopeMax) s.fail('too-many-declarations');
    return declarations;
  }

  #resolve(prefix: string, declarations: XmlElement['declarations'], parent: Element | null): string {
    for (const declaration of declarations) if (declaration.prefix === prefix) return declaration.uri;
    const outer = parent ? inScope(parent, prefix) : prefix === 'xml' ? XML_NAMESPACE : prefix === '' ? '' : undefined;
    return outer ?? this.#in.fail('undeclared-prefix');
  }

  #declaration({ text, qualified }: XmlName, uri: string): { prefix: string; uri: string } {
    if (text === 'xmlns') return { prefix: '', uri: uniqueNamespace(uri) };
    if (qualified === undefined) this.#in.fail('namespace');
    const { local: prefix } = qualified;
    if (prefix === 'xmlns' || uri === '' || uri === XMLNS_NAMESPACE || (prefix === 'xml') !== (uri === XML_NAMESPACE))
      this.#in.fail('namespace');
    return { prefix, uri: uniqueNamespace(uri) };
  }

  /** Every spelling of an Id counts, so a second element can never hide behind another spelling. */
  #noteId({ local, ns, value }: XmlAttribute, element: XmlElement): void {
    if (local.length !== 2 || local.toLowerCase() !== 'id' || (ns !== '' && ns !== XML_NAMESPACE && ns !== WSU_NAMESPACE)) return;
    this.#ids.set(value, this.#ids.has(value) ? null : element);
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

/** Two names that mean the same attribute (Namespaces in XML §6.3). */
function hasTwins(attributes: readonly XmlAttribute[]): boolean {
  for (let i = 1; i < attributes.length; i++) {
    for (let j = 0; j < i; j++) if (attributes[i]!.local === attributes[j]!.local && attributes[i]!.ns === attributes[j]!.ns) return true;
  }
  return false;
}

function isSorted<T>(items: readonly T[], compare: (a: T, b: T) => number): boolean {
  for (let i = 1; i < items.length; i++) if (compare(items[i - 1]!, items[i]!) > 0) return false;
  return true;
}

/** Declarations by prefix, attributes by namespace URI and local name (C14N §2.3). */
const compareDeclarations = (a: { readonly prefix: string }, b: { readonly prefix: string }): number =>
  compareCodePoints(a.prefix, b.prefix);

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
