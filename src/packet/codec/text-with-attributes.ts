import type { Refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { attributeOf, element, pathOf, type XmlElement, type XmlTree } from '#xml';
import { badValue, type Content, onlyAttributes, readText, writeText } from './field.ts';
import type { TextType } from './text-type.ts';

/** An element with one attribute and text: `<MUC Ma="PC.NHANAI">T</MUC>`. */
export function labelled<K, V>(
  name: string,
  attributeName: string,
  keyType: TextType<K>,
  valueType: TextType<V>,
): Content<readonly [K, V]> {
  return {
    write: ([key, value], path): Result<XmlTree, Refusal> => {
      const label = writeText(`@${attributeName}`, key, keyType, `${path}/${name}`);
      const text = writeText(name, value, valueType, path);
      return label.ok ? (text.ok ? ok(element(name, { [attributeName]: label.value }, text.value)) : text) : label;
    },
    read: (e: XmlElement) => {
      const exact = onlyAttributes(e, [attributeName]);
      if (!exact.ok) return exact;
      const label = attributeOf(e, attributeName) ?? '';
      const key = keyType.read(label);
      if (key === undefined) return err(badValue(`@${attributeName}`, label, keyType.expected, pathOf(e)));
      const value = readText(e, valueType);
      return value.ok ? ok([key, value.value] as const) : value;
    },
  };
}
