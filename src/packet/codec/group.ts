import type { Refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { attributeOf, childElements, element, hasText, pathOf, type XmlElement, type XmlTree } from '#xml';
import { badStructure, badValue, type Content, type Field, NAMESPACE, once, onlyAttributes, writeText } from './field.ts';
import type { TextType } from './text-type.ts';

type Fields = Readonly<Record<string, Field<unknown, boolean>>>;
type AttributeTypes = Readonly<Record<string, { readonly name: string; readonly type: TextType<unknown> }>>;
type ValueOfField<F> = F extends { read(elements: readonly XmlElement[], from: number, to: number): Result<infer T, Refusal> } ? T : never;
type ValueOfText<A> = A extends { readonly type: TextType<infer T> } ? T : never;
type Merge<T> = { readonly [K in keyof T]: T[K] };

/** The value a group of fields stands for: optional fields become optional properties. */
export type ValueOf<F, A = unknown> = Merge<
  { [K in keyof F as F[K] extends Field<infer _T, true> ? never : K]: ValueOfField<F[K]> } & {
    [K in keyof F as F[K] extends Field<infer _T, true> ? K : never]?: ValueOfField<F[K]>;
  } & { [K in keyof A]: ValueOfText<A[K]> }
>;

interface Options<A extends AttributeTypes> {
  /** Attributes that always have the same value, such as `Id`. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** Attributes that carry a property. */
  readonly attributes?: A;
}

/** Attribute that carries a property of a group. */
export const attribute = <T>(name: string, type: TextType<T>) => ({ name, type });

/** The content of an element: its attributes and a sequence of fields in this order, nothing else. */
export function content<const F extends Fields, const A extends AttributeTypes = Record<never, never>>(
  name: string,
  fields: F,
  options: Options<A> = {},
): Content<ValueOf<F, A>> {
  const fixed = options.fixed ?? {};
  const attributes: AttributeTypes = options.attributes ?? {};
  const attributeNames = [...Object.keys(fixed), ...Object.values(attributes).map((a) => a.name)];
  const inOrder = { fixed: Object.entries(fixed), attributes: Object.entries(attributes), fields: Object.entries(fields) };
  return {
    write: (value, path) => writeGroup(name, fields, fixed, attributes, value as Readonly<Record<string, unknown>>, path),
    read: (e) => {
      const exact = onlyAttributes(e, attributeNames);
      if (!exact.ok) return exact;
      const values: Record<string, unknown> = {};
      const read = readAttributes(e, inOrder.fixed, inOrder.attributes, values);
      if (!read.ok) return read;
      const rest = readFields(e, inOrder.fields, values);
      return rest.ok ? ok(values as ValueOf<F, A>) : rest;
    },
  };
}

/** An element that holds a group, exactly once. */
export function group<const F extends Fields, const A extends AttributeTypes = Record<never, never>>(
  name: string,
  fields: F,
  options: Options<A> = {},
): Field<ValueOf<F, A>> {
  return once(name, content(name, fields, options));
}

function writeGroup(
  name: string,
  fields: Fields,
  fixed: Readonly<Record<string, string>>,
  attributes: AttributeTypes,
  value: Readonly<Record<string, unknown>>,
  path: string,
): Result<XmlTree, Refusal> {
  const here = `${path}/${name}`;
  const written: Record<string, string> = { ...fixed };
  for (const [key, { name: attributeName, type }] of Object.entries(attributes)) {
    const text = writeText(`@${attributeName}`, value[key], type, here);
    if (!text.ok) return text;
    written[attributeName] = text.value;
  }
  const sorted = Object.fromEntries(Object.entries(written).sort(([a], [b]) => (a < b ? -1 : 1)));
  const children: XmlTree[] = [];
  for (const [key, field] of Object.entries(fields)) {
    const held = value[key];
    if (held === undefined && field.absent) continue;
    const trees = field.write(held, here);
    if (!trees.ok) return trees;
    children.push(...trees.value);
  }
  return ok(element(name, sorted, children));
}

type InOrder<T> = readonly (readonly [key: string, value: T])[];

function readAttributes(
  e: XmlElement,
  fixed: InOrder<string>,
  attributes: InOrder<AttributeTypes[string]>,
  values: Record<string, unknown>,
): Result<void, Refusal> {
  for (const [name, expected] of fixed) {
    const text = attributeOf(e, name) ?? '';
    if (text !== expected) return err(badValue(`@${name}`, text, expected, pathOf(e)));
  }
  for (const [key, { name, type }] of attributes) {
    const text = attributeOf(e, name) ?? '';
    const value = type.read(text);
    if (value === undefined) return err(badValue(`@${name}`, text, type.expected, pathOf(e)));
    values[key] = value;
  }
  return DONE;
}

const DONE = ok(undefined);

function readFields(e: XmlElement, fields: InOrder<Field<unknown, boolean>>, values: Record<string, unknown>): Result<void, Refusal> {
  const elements = childElements(e);
  if (elements !== e.children && hasText(e)) return err(badStructure('#text', 'thừa', pathOf(e)));
  let at = 0;
  for (const [key, field] of fields) {
    const from = at;
    while (at < elements.length && isOfField(elements[at]!, field)) at++;
    if (at - from < field.min) return err(badStructure(field.name, 'thiếu hoặc sai thứ tự', pathOf(e)));
    if (at - from > field.max) return err(badStructure(field.name, `quá ${field.max} phần tử`, pathOf(e)));
    if (at === from && field.absent) continue;
    const value = field.read(elements, from, at);
    if (!value.ok) return value;
    values[key] = value.value;
  }
  const stranger = elements[at];
  return stranger ? err(badStructure(stranger.name, 'thừa hoặc sai thứ tự', pathOf(stranger))) : DONE;
}

const isOfField = (element: XmlElement, field: Field<unknown, boolean>): boolean =>
  element.local === field.name && element.prefix === '' && element.ns === NAMESPACE;
