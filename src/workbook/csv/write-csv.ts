import { utf8 } from '#kernel';
import { looksLive } from '../export/text.ts';

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
/** A text a spreadsheet would carry out stands behind an apostrophe (CWE-1236). */
const harmless = (text: string): string => (looksLive(text) ? `'${text}` : text);

/** Rows of texts as CSV (RFC 4180) in UTF-8 with the mark Excel needs to read Vietnamese. */
export const writeCsv = (rows: readonly (readonly string[])[]): Uint8Array =>
  utf8(`\ufeff${rows.map((row) => row.map((text) => quoted(harmless(text))).join(',')).join('\r\n')}\r\n`);
