import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { attributeOf, element, pathOf, textOf, type XmlElement, type XmlTree } from '#xml';
import type { TextType } from './text-type.ts';

/** Namespace of every document of the profile. The name carries the major version. */
export const NAMESPACE = 'urn:vn:edu:hoc-ba-so:1';

/**
 * One element name inside a sequence, both ways. A description written with fields is the writer, the strict reader and the
 * order of elements at once, so what we write we read, and what we read has nothing else in it.
 * `Absent` is true for a field that may be missing as a whole.
 */
export interface Field<T, Absent extends boolean = false> {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly absent: Absent;
  /** `path` is the place of the parent, for the refusal. */
  write(value: T, path: string): Result<readonly XmlTree[], Refusal>;
  /** The consecutive elements of that name are those from `from` to before `to`; their number is already within bounds. */
  read(elements: readonly XmlElement[], from: number, to: number): Result<T, Refusal>;
}

/** Content of one element. */
export interface Content<T> {
  write(value: T, path: string): Result<XmlTree, Refusal>;
  read(element: XmlElement): Result<T, Refusal>;
}

const shown = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** `form/value`: the text of an element or attribute is not what it must be. */
export const badValue = (name: string, text: string, expected: string, where: string): Refusal =>
  refusal('form/value', { name, value: shown(text), expected }, where);

/** `form/structure`: an element or attribute is missing, misplaced, repeated or not known. */
export const badStructure = (name: string, fault: string, where: string): Refusal => refusal('form/structure', { name, fault }, where);

const EXACT = ok(undefined);

/** Exactly these attributes, no other; no namespace of its own. */
export function onlyAttributes(e: XmlElement, names: readonly string[]): Result<void, Refusal> {
  for (const attribute of e.attributes)
    if (attribute.ns !== '' || !names.includes(attribute.local)) return err(badStructure(`@${attribute.name}`, 'thừa', pathOf(e)));
  for (const name of names) if (attributeOf(e, name) === undefined) return err(badStructure(`@${name}`, 'thiếu', pathOf(e)));
  return EXACT;
}

export function readText<T>(e: XmlElement, type: TextType<T>): Result<T, Refusal> {
  for (const child of e.children) if (child.kind === 'element') return err(badStructure(child.name, 'thừa', pathOf(child)));
  const text = textOf(e);
  const value = type.read(text);
  return value === undefined ? err(badValue(e.local, text, type.expected, pathOf(e))) : ok(value);
}

/** The text of a value, or the refusal its reader would give: what is written can always be read. */
export function writeText<T>(name: string, value: T, type: TextType<T>, path: string): Result<string, Refusal> {
  const text = type.write(value);
  return type.read(text) === undefined ? err(badValue(name, text, type.expected, `${path}/${name}`)) : ok(text);
}

/** An element with text only. */
export function leaf<T>(name: string, type: TextType<T>): Field<T> {
  return once(name, {
    write: (value, path) => {
      const text = writeText(name, value, type, path);
      return text.ok ? ok(element(name, {}, text.value)) : text;
    },
    read: (e) => {
      const plain = onlyAttributes(e, []);
      return plain.ok ? readText(e, type) : plain;
    },
  });
}

/** Exactly one element. */
export function once<T>(name: string, content: Content<T>): Field<T> {
  return {
    name,
    min: 1,
    max: 1,
    absent: false,
    write: (value, path) => {
      const tree = content.write(value, path);
      return tree.ok ? ok([tree.value]) : tree;
    },
    read: (elements, from, to) => (from < to ? content.read(elements[from]!) : err(badStructure(name, 'thiếu', '/'))),
  };
}

/** At most one element; the property is absent when the element is. */
export function optional<T>(field: Field<T>): Field<T, true> {
  return { ...field, min: 0, absent: true };
}

/** A list of elements of one name. */
export function many<T>(field: Field<T>, min: number, max: number): Field<readonly T[]> {
  return {
    name: field.name,
    min,
    max,
    absent: false,
    write: (values, path) => {
      if (values.length < min || values.length > max)
        return err(badStructure(field.name, `phải có từ ${min} đến ${max}, đang có ${values.length}`, path));
      const trees: XmlTree[] = [];
      for (const value of values) {
        const written = field.write(value, path);
        if (!written.ok) return written;
        trees.push(...written.value);
      }
      return ok(trees);
    },
    read: (elements, from, to) => {
      const values: T[] = [];
      for (let at = from; at < to; at++) {
        const value = field.read(elements, at, at + 1);
        if (!value.ok) return value;
        values.push(value.value);
      }
      return ok(values);
    },
  };
}
