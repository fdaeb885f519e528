import { freshBytes, utf8 } from '#kernel';
import { joinBases } from './base.ts';
import { declaration, declarationOctets } from './declaration.ts';
import { CANONICAL_BYTES_MAX } from './limits.ts';
import { compareAttributes, compareCodePoints, hasVerbatimEnd } from './read.ts';
import { escapeAttribute, escapeText } from './scanner.ts';
import { namespaceInScope, XML_NAMESPACE, type XmlAttribute, type XmlDocument, type XmlElement, type XmlNode } from './tree.ts';

/** Canonical XML 1.0 and 1.1, Exclusive XML Canonicalization 1.0; each with and without comments. */
export const C14N = {
  exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  exclusiveWithComments: 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
  inclusive: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  inclusiveWithComments: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments',
  inclusive11: 'http://www.w3.org/2006/12/xml-c14n11',
  inclusive11WithComments: 'http://www.w3.org/2006/12/xml-c14n11#WithComments',
} as const;
export type C14nUri = (typeof C14N)[keyof typeof C14N];
const C14N_URIS: ReadonlySet<string> = new Set(Object.values(C14N));
export const isC14nUri = (uri: string): uri is C14nUri => C14N_URIS.has(uri);

export interface C14nOptions {
  readonly algorithm: C14nUri;
  /** InclusiveNamespaces PrefixList of exclusive C14N; `#default` is the default namespace. */
  readonly inclusivePrefixes?: readonly string[];
  /** Subtrees left out: the signature itself under the enveloped-signature transform. */
  readonly omit?: ReadonlySet<XmlElement>;
}

/** The canonical form would be longer than `CANONICAL_BYTES_MAX`. */
export class CanonicalTooLong extends Error {}

/** The canonical octets of an element's subtree, or of the whole document when the document is given; those of the document itself, not a copy, where it is canonical already. Throws `CanonicalTooLong` and nothing else. */
export function canonicalize(document: XmlDocument, apex: XmlElement | 'document', options: C14nOptions): Uint8Array {
  const writer = new Canonicalizer(document.bytes, options);
  if (apex === 'document') writer.wholeDocument(document);
  else writer.subtree(apex);
  return writer.bytes();
}

type Rendered = ReadonlyMap<string, string>;
const NOTHING: Rendered = new Map();
const NO_DECLARATIONS: readonly never[] = [];
/** Characters that wait to be encoded together. */
const TEXT_KEPT = 65_536;

class Canonicalizer {
  readonly #source: Uint8Array;
  readonly #exclusive: boolean;
  readonly #comments: boolean;
  readonly #is11: boolean;
  readonly #inclusivePrefixes: readonly string[];
  readonly #omit: ReadonlySet<XmlElement> | undefined;
  /** Nothing inside a plain subtree is left out or declared beyond what its own tags say. */
  readonly #copiesWhole: boolean;
  readonly #parts: Uint8Array[] = [];
  #length = 0;
  #text = '';
  /** A run of source bytes not yet copied: neighbouring runs join, so a document already canonical is one copy. */
  #runStart = 0;
  #runEnd = 0;

  constructor(source: Uint8Array, options: C14nOptions) {
    this.#source = source;
    this.#exclusive = options.algorithm.startsWith(C14N.exclusive);
    this.#comments = options.algorithm.endsWith('#WithComments');
    this.#is11 = options.algorithm.startsWith(C14N.inclusive11);
    this.#inclusivePrefixes = (options.inclusivePrefixes ?? []).map((prefix) => (prefix === '#default' ? '' : prefix));
    this.#omit = options.omit;
    this.#copiesWhole = options.omit === undefined && this.#inclusivePrefixes.length === 0;
  }

  bytes(): Uint8Array {
    this.#flushText();
    this.#flushRun();
    if (this.#parts.length === 1) return this.#parts[0]!;
    const out = freshBytes(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  wholeDocument(document: XmlDocument): void {
    for (const node of document.prolog) if (this.#node(node, NOTHING)) this.#write('\n');
    this.#element(document.root, NOTHING, true);
    for (const node of document.epilog) {
      if (node.kind === 'comment' && !this.#comments) continue;
      this.#write('\n');
      this.#node(node, NOTHING);
    }
  }

  subtree(apex: XmlElement): void {
    this.#element(apex, NOTHING, true);
  }

  #node(node: XmlNode, rendered: Rendered): boolean {
    if (node.kind === 'element') {
      this.#element(node, rendered, false);
      return true;
    }
    if (node.kind === 'text') {
      if (node.verbatim) this.#copy(node.start, node.end);
      else this.#write(escapeText(node.value));
      return true;
    }
    if (node.kind === 'comment') {
      if (!this.#comments) return false;
      this.#write(`<!--${node.value}-->`);
      return true;
    }
    this.#write(`<?${node.target}${node.value === '' ? '' : ` ${node.value.replace(/\r/g, '&#xD;')}`}?>`);
    return true;
  }

  #element(element: XmlElement, rendered: Rendered, apex: boolean): void {
    if (this.#omit?.has(element) === true) return;
    const declarations = this.#exclusive
      ? this.#exclusiveDeclarations(element, rendered)
      : this.#inclusiveDeclarations(element, rendered, apex);
    const attributes = apex && !this.#exclusive && element.parent !== null ? this.#apexAttributes(element) : element.attributes;
    if (!element.verbatimTags || attributes !== element.attributes) this.#startTag(element.name, declarations, attributes);
    else if (sameDeclarations(declarations, element)) this.#copy(element.start, element.contentStart);
    else if (element.declarations.length === 0 && hasVerbatimEnd(element)) this.#declaring(element, declarations);
    else this.#startTag(element.name, declarations, attributes);
    const below = declarations.length === 0 ? rendered : new Map([...rendered, ...declarations]);
    for (const child of element.children) {
      if (child.kind === 'element' && child.plain && child.prefix === element.prefix && this.#copiesWhole)
        this.#copy(child.start, child.end);
      else this.#node(child, below);
    }
    if (element.verbatimTags && hasVerbatimEnd(element)) this.#copy(element.contentEnd, element.end);
    else this.#write(`</${element.name}>`);
  }

  /** A start tag that is canonical but for declarations that come from outside; they stand behind its name. */
  #declaring({ name, start, contentStart }: XmlElement, declarations: readonly (readonly [string, string])[]): void {
    const behindName = start + 1 + name.length;
    this.#copy(start, behindName);
    for (const [prefix, uri] of declarations) this.#insert(declarationOctets(prefix, uri));
    this.#copy(behindName, contentStart);
  }

  #startTag(name: string, declarations: readonly (readonly [string, string])[], attributes: readonly XmlAttribute[]): void {
    let tag = `<${name}`;
    for (const [prefix, uri] of declarations) tag += declaration(prefix, uri);
    for (const attribute of attributes.toSorted(compareAttributes)) tag += ` ${attribute.name}="${escapeAttribute(attribute.value)}"`;
    this.#write(`${tag}>`);
  }

  /** Exclusive C14N §3: only prefixes visibly utilised here, unless the output already has them so. */
  #exclusiveDeclarations(element: XmlElement, rendered: Rendered): readonly (readonly [string, string])[] {
    // Nearly every element uses one prefix, and the output has it already.
    if (
      rendered.get(element.prefix) === element.ns &&
      this.#inclusivePrefixes.length === 0 &&
      element.attributes.every(({ prefix }) => prefix === '')
    )
      return NO_DECLARATIONS;
    const wanted = new Map<string, string>([[element.prefix, element.ns]]);
    for (const attribute of element.attributes) if (attribute.prefix !== '') wanted.set(attribute.prefix, attribute.ns);
    for (const prefix of this.#inclusivePrefixes) {
      const uri = namespaceInScope(element, prefix);
      if (uri !== undefined) wanted.set(prefix, uri);
    }
    return this.#fresh(wanted, rendered);
  }

  /** Canonical XML §2.3: every namespace in scope, unless the output already has it so. */
  #inclusiveDeclarations(element: XmlElement, rendered: Rendered, apex: boolean): (readonly [string, string])[] {
    const wanted = new Map<string, string>();
    for (let at: XmlElement | null = element; at; at = apex ? at.parent : null) {
      for (const declaration of at.declarations) if (!wanted.has(declaration.prefix)) wanted.set(declaration.prefix, declaration.uri);
    }
    return this.#fresh(wanted, rendered);
  }

  #fresh(wanted: ReadonlyMap<string, string>, rendered: Rendered): (readonly [string, string])[] {
    const fresh: (readonly [string, string])[] = [];
    for (const [prefix, uri] of wanted) {
      if (prefix === 'xml') continue;
      const shown = rendered.get(prefix);
      if (shown === uri || (shown === undefined && prefix === '' && uri === '')) continue;
      fresh.push([prefix, uri]);
    }
    return fresh.sort((a, b) => compareCodePoints(a[0], b[0]));
  }

  /** Canonical XML 1.0 §2.4 carries every xml: attribute of left-out ancestors; 1.1 §2.4 only xml:lang and xml:space, joins every xml:base and leaves xml:id where it is. */
  #apexAttributes(apex: XmlElement): readonly XmlAttribute[] {
    const found: XmlAttribute[] = [];
    const own = new Set(apex.attributes.filter(({ ns }) => ns === XML_NAMESPACE).map(({ local }) => local));
    let base = apex.attributes.find(isBase);
    let isJoined = false;
    for (let at = apex.parent; at; at = at.parent) {
      for (const attribute of at.attributes) {
        if (attribute.ns !== XML_NAMESPACE) continue;
        if (this.#is11 && isBase(attribute)) {
          base = base === undefined ? attribute : { ...base, value: joinBases(attribute.value, base.value) };
          isJoined = true;
        } else if (!own.has(attribute.local) && (!this.#is11 || attribute.local === 'lang' || attribute.local === 'space')) {
          own.add(attribute.local);
          found.push(attribute);
        }
      }
    }
    if (!isJoined) return found.length === 0 ? apex.attributes : [...apex.attributes, ...found];
    const joined = base!.value === '' ? [] : [base!];
    return [...apex.attributes.filter((attribute) => !isBase(attribute)), ...found, ...joined];
  }

  #write(text: string): void {
    this.#flushRun();
    this.#text += text;
    if (this.#text.length > TEXT_KEPT) this.#flushText();
  }

  #copy(from: number, to: number): void {
    if (this.#runEnd === from && this.#runEnd > this.#runStart) {
      this.#runEnd = to;
      return;
    }
    this.#flushRun();
    this.#flushText();
    this.#runStart = from;
    this.#runEnd = to;
  }

  #insert(octets: Uint8Array): void {
    this.#flushRun();
    this.#flushText();
    this.#parts.push(octets);
    this.#lengthen(octets.length);
  }

  #flushRun(): void {
    if (this.#runEnd > this.#runStart) {
      this.#parts.push(this.#source.subarray(this.#runStart, this.#runEnd));
      this.#lengthen(this.#runEnd - this.#runStart);
    }
    this.#runStart = this.#runEnd = 0;
  }

  #flushText(): void {
    if (this.#text === '') return;
    const part = utf8(this.#text);
    this.#text = '';
    this.#parts.push(part);
    this.#lengthen(part.length);
  }

  #lengthen(count: number): void {
    this.#length += count;
    if (this.#length > CANONICAL_BYTES_MAX) throw new CanonicalTooLong();
  }
}

const isBase = ({ ns, local }: XmlAttribute): boolean => ns === XML_NAMESPACE && local === 'base';

function sameDeclarations(declarations: readonly (readonly [string, string])[], element: XmlElement): boolean {
  if (declarations.length !== element.declarations.length) return false;
  return declarations.every(([prefix, uri]) => element.declarations.some((d) => d.prefix === prefix && d.uri === uri));
}
