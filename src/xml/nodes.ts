import type { XmlName } from './names.ts';
import type { XmlAttribute, XmlElement, XmlNode, XmlText } from './tree.ts';

/** Character data. */
export class Text implements XmlText {
  readonly kind = 'text';
  readonly source: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly verbatim: boolean;
  readonly value: string;
  readonly cdata: boolean;

  constructor(source: Uint8Array, start: number, end: number, verbatim: boolean, value: string, cdata: boolean) {
    this.source = source;
    this.start = start;
    this.end = end;
    this.verbatim = verbatim;
    this.value = value;
    this.cdata = cdata;
  }
}

/** An attribute whose namespace is found when the tag has been read; prefix and local part are empty when its name is no qualified one. */
export class Attribute implements XmlAttribute {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  ns = '';
  readonly value: string;

  constructor({ text, qualified }: XmlName, value: string) {
    this.name = text;
    this.prefix = qualified === undefined ? '' : qualified.prefix;
    this.local = qualified === undefined ? '' : qualified.local;
    this.value = value;
  }
}

/** An element that is being read. */
export class Element implements XmlElement {
  readonly kind = 'element';
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  readonly ns: string;
  readonly attributes: readonly XmlAttribute[];
  readonly declarations: XmlElement['declarations'];
  children: XmlNode[];
  readonly parent: XmlElement | null;
  readonly start: number;
  readonly contentStart: number;
  contentEnd = 0;
  end = 0;
  readonly verbatimTags: boolean;
  plain: boolean;

  constructor(
    name: string,
    prefix: string,
    local: string,
    ns: string,
    attributes: readonly XmlAttribute[],
    declarations: XmlElement['declarations'],
    children: XmlNode[],
    parent: XmlElement | null,
    start: number,
    contentStart: number,
    verbatimTags: boolean,
    plain: boolean,
  ) {
    this.name = name;
    this.prefix = prefix;
    this.local = local;
    this.ns = ns;
    this.attributes = attributes;
    this.declarations = declarations;
    this.children = children;
    this.parent = parent;
    this.start = start;
    this.contentStart = contentStart;
    this.verbatimTags = verbatimTags;
    this.plain = plain;
  }
}
