export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
/** Its `Id` is an Id too (WS-Security 1.1 §4.2): signed SOAP messages have no other. */
export const WSU_NAMESPACE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
export const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

export interface XmlAttribute {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  /** Namespace URI; empty without a prefix. */
  readonly ns: string;
  /** Normalised value (XML 1.0 §3.3.3, CDATA attribute). */
  readonly value: string;
}

/** Character data. `start`/`end` are byte offsets of the source; `verbatim` says the source is already what C14N writes. */
export interface XmlText {
  readonly kind: 'text';
  readonly source: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly verbatim: boolean;
  readonly value: string;
  readonly cdata: boolean;
}
export interface XmlComment {
  readonly kind: 'comment';
  readonly value: string;
}
export interface XmlInstruction {
  readonly kind: 'instruction';
  readonly target: string;
  readonly value: string;
}
export type XmlNode = XmlElement | XmlText | XmlComment | XmlInstruction;

export interface XmlElement {
  readonly kind: 'element';
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  readonly ns: string;
  readonly attributes: readonly XmlAttribute[];
  /** Namespace declarations of this start tag: prefix (empty = default) and URI. */
  readonly declarations: readonly { readonly prefix: string; readonly uri: string }[];
  readonly children: readonly XmlNode[];
  readonly parent: XmlElement | null;
  /** Byte offsets: `<` of the start tag, after its `>`, `<` of the end tag, after its `>`. */
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly end: number;
  /** The start and end tags are written exactly as C14N writes their names, attributes and order (declarations aside). */
  readonly verbatimTags: boolean;
  /** The whole subtree is written as C14N writes it below an element of the same prefix: no declarations, no prefixed attributes, one prefix throughout. */
  readonly plain: boolean;
}

export interface XmlDocument {
  readonly bytes: Uint8Array;
  readonly root: XmlElement;
  /** Comments and instructions around the root, in order. */
  readonly prolog: readonly (XmlComment | XmlInstruction)[];
  readonly epilog: readonly (XmlComment | XmlInstruction)[];
  readonly hasComments: boolean;
  readonly hasProcessingInstructions: boolean;
  readonly hasCdata: boolean;
  /** Values that more than one Id-like attribute carries (Id, ID, id, xml:id). */
  readonly duplicateIds: readonly string[];
  /** The element whose Id-like attribute has this value; undefined when there is none or more than one. */
  elementById(id: string): XmlElement | undefined;
}

/** White space as XML means it (XML 1.0 §2.3): a no-break space is text. */
export const isBlank = (text: string): boolean => /^[\t\n\r ]*$/.test(text);

/** Whether character data other than white space stands directly inside the element. */
export function hasText(element: XmlElement): boolean {
  for (const child of element.children) if (child.kind === 'text' && !isBlank(child.value)) return true;
  return false;
}

export const isElement = (node: XmlNode): node is XmlElement => node.kind === 'element';

export function childElements(element: XmlElement): readonly XmlElement[] {
  const { children } = element;
  // What a program wrote has no white space between elements: then they are all there is.
  return children.every(isElement) ? children : children.filter(isElement);
}

/** The only child element of that name; undefined when there is none or more than one. */
export function childNamed(element: XmlElement, local: string, ns: string = element.ns): XmlElement | undefined {
  let found: XmlElement | undefined;
  for (const child of element.children) {
    if (child.kind !== 'element' || child.local !== local || child.ns !== ns) continue;
    if (found) return undefined;
    found = child;
  }
  return found;
}

export function childrenNamed(element: XmlElement, local: string, ns: string = element.ns): readonly XmlElement[] {
  return element.children.filter((child): child is XmlElement => child.kind === 'element' && child.local === local && child.ns === ns);
}

/** All character data directly inside the element, joined. */
export function textOf(element: XmlElement): string {
  let text = '';
  for (const child of element.children) if (child.kind === 'text') text += child.value;
  return text;
}

/** Value of an attribute without namespace. */
export function attributeOf(element: XmlElement, local: string): string | undefined {
  for (const attribute of element.attributes) if (attribute.local === local && attribute.ns === '') return attribute.value;
  return undefined;
}

/** `/HOC_BA/DU_LIEU_HOC_BA[1]`: a place people can find. */
export function pathOf(element: XmlElement): string {
  const steps: string[] = [];
  for (let at: XmlElement | null = element; at; at = at.parent) {
    const self = at;
    const twins: readonly XmlElement[] = self.parent ? childElements(self.parent).filter((e) => e.name === self.name) : [self];
    steps.unshift(twins.length > 1 ? `${self.name}[${twins.indexOf(self) + 1}]` : self.name);
  }
  return `/${steps.join('/')}`;
}

/** Every element of the subtree, the element itself first, in document order. */
export function descendants(element: XmlElement): readonly XmlElement[] {
  const found: XmlElement[] = [];
  const waiting = [element];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    found.push(next);
    for (let i = next.children.length - 1; i >= 0; i--) {
      const child = next.children[i]!;
      if (child.kind === 'element') waiting.push(child);
    }
  }
  return found;
}

/** The first element of the subtree, in document order, that is wanted; the element itself comes first. */
export function findElement(element: XmlElement, isWanted: (element: XmlElement) => boolean): XmlElement | undefined {
  if (isWanted(element)) return element;
  for (const child of element.children) {
    if (child.kind !== 'element') continue;
    const found = findElement(child, isWanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The namespace URI a prefix stands for at this element; empty text for the undeclared default namespace. */
export function namespaceInScope(element: XmlElement, prefix: string): string | undefined {
  if (prefix === 'xml') return XML_NAMESPACE;
  for (let at: XmlElement | null = element; at; at = at.parent) {
    const declaration = at.declarations.find((d) => d.prefix === prefix);
    if (declaration) return declaration.uri;
  }
  return prefix === '' ? '' : undefined;
}
