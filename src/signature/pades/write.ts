import { toHex } from '#kernel';
import { isArray, isDictionary, isName, isReference, isString, type PdfValue } from './syntax.ts';

/** Writes a value as a PDF has it; strings in hexadecimal, which needs no escapes. */
export function pdfText(value: PdfValue, order: (keys: readonly string[]) => readonly string[] = (keys) => keys): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return plainNumber(value);
  if (isArray(value)) return `[${value.map((item) => pdfText(item, order)).join(' ')}]`;
  if (isReference(value)) return `${value.object} ${value.generation} R`;
  if (isString(value)) return `<${toHex(value.octets)}>`;
  if (isName(value)) return `/${escapedName(value.name)}`;
  if (isDictionary(value))
    return `<<${order([...value.entries.keys()])
      .map((key) => `/${escapedName(key)} ${pdfText(value.entries.get(key)!, order)}`)
      .join(' ')}>>`;
  return 'null';
}

/** §7.3.3 knows no exponents. */
const plainNumber = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(10).replace(/\.?0+$/, ''));

/** §7.3.5: anything but regular printable characters as `#xx`. */
const escapedName = (name: string): string =>
  name.replace(/[^!-~]|[#()<>[\]{}/%]/g, (character) => `#${character.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** Whether two values say the same, references compared as they stand and keys in any order. */
export const sameValue = (a: PdfValue | undefined, b: PdfValue | undefined): boolean =>
  a === b || pdfText(a ?? null, (keys) => [...keys].sort()) === pdfText(b ?? null, (keys) => [...keys].sort());
