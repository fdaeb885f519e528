import { escapeAttribute, escapeText } from './scanner.ts';

/** A tree to be written. Text is given as it is; escaping happens once, here. */
export interface XmlTree {
  readonly name: string;
  /** In the order given; callers give declarations first and attributes in canonical order. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlTree | string)[];
}

type Child = XmlTree | string | undefined | null | false | readonly (XmlTree | string | undefined | null | false)[];

/** Builds a node; children that are absent are left out, lists are flattened. */
export function element(name: string, attributes: Readonly<Record<string, string>> = {}, ...children: readonly Child[]): XmlTree {
  const kept = children
    .flatMap((child) => (Array.isArray(child) ? child : [child]))
    .filter((child): child is XmlTree | string => child !== undefined && child !== null && child !== false);
  return { name, attributes, children: kept };
}

/** Writes the tree the way C14N would: no self-closing tags, double quotes, canonical escapes, no white space between elements. */
export function serialize(tree: XmlTree): string {
  let out = `<${tree.name}`;
  for (const [name, value] of Object.entries(tree.attributes)) out += ` ${name}="${escapeAttribute(value)}"`;
  out += '>';
  for (const child of tree.children) out += typeof child === 'string' ? escapeText(child) : serialize(child);
  return `${out}</${tree.name}>`;
}

/** A whole document: declaration, newline, root. */
export const serializeDocument = (tree: XmlTree): string => `<?xml version="1.0" encoding="UTF-8"?>\n${serialize(tree)}`;
