/** Signs that XML 1.0 has no place for. */
const UNSPEAKABLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** ECMA-376 Part 1 §22.9.2.19: `_x0041_` in a text means the letter A, so an underscore that would begin such a sign is written as one. */
const ESCAPE_LIKE = /_(?=x[0-9A-Fa-f]{4}_)/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text as the content of an element or an attribute; what XML cannot say becomes U+FFFD. */
export const xmlText = (text: string): string => text.replace(UNSPEAKABLE, '\ufffd').replace(/[&<>"\t\n\r]/g, (sign) => ENTITIES[sign]!);

/** The text of a cell. */
export const cellText = (text: string): string => xmlText(text.replace(ESCAPE_LIKE, '_x005F_'));

/**
 * A text that a spreadsheet would take for a formula if somebody typed it, or if a program wrote it to a .csv: it begins with one of
 * `= + - @`, with their full-width forms, or with a tab or line break before them (CWE-1236).
 */
export const looksLive = (text: string): boolean =>
  /^[\s'"\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/.test(text) || /^[\t\r\n]/.test(text);

const NAME_MAX = 31;
/** A name that Excel takes for a sheet (no `[]:*?/\`, at most 31 characters) and that no other sheet of the workbook has; it joins `taken`. */
export function sheetName(wanted: string, taken: Set<string>): string {
  const plain =
    wanted
      .replace(/[[\]:*?/\\\u0000-\u001f]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim()
      .slice(0, NAME_MAX) || 'Trang';
  let name = plain;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain.slice(0, NAME_MAX - String(n).length - 3)} (${n})`;
  taken.add(name.toLowerCase());
  return name;
}
