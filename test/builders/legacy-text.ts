/** Text as old Vietnamese programs wrote it: the other direction of what `src/workbook` reads. */
import { fromTcvn3 } from '../../src/workbook/legacy/tcvn3.ts';
import { fromVni } from '../../src/workbook/legacy/vni.ts';

const SIGNS = Array.from({ length: 0xff - 0xa1 + 1 }, (_, i) => String.fromCharCode(0xa1 + i));
const VOWELS = [...'aeouyAEOUYôöÔÖ'];
const inverse = (signs: readonly string[], read: (text: string) => string | undefined): ReadonlyMap<string, string> =>
  new Map(signs.flatMap((sign): [string, string][] => {
    const letter = read(sign);
    return letter !== undefined && [...letter].length === 1 && letter !== sign ? [[letter, sign]] : [];
  }));

const TCVN3 = inverse(SIGNS, fromTcvn3);
const VNI = new Map([...inverse(SIGNS, fromVni), ...inverse(VOWELS.flatMap((vowel) => SIGNS.map((sign) => vowel + sign)), fromVni)]);

const each = (text: string, sign: (letter: string) => string) => [...text.normalize('NFC')].map((letter) => (letter < '\u0080' ? letter : sign(letter))).join('');
/** í and ì are themselves in VNI. */
export const toVni = (text: string): string => each(text, (letter) => VNI.get(letter) ?? letter);
/** A capital with a tone exists only in the fonts `.Vn…H`: its small letter stands for it. */
export const toTcvn3 = (text: string): string => each(text, (letter) => TCVN3.get(letter) ?? TCVN3.get(letter.toLowerCase()) ?? letter);

const WINDOWS_1258 = new Map(Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1258').decode(new Uint8Array([byte])), byte]));
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/;

/** Windows-1258: letters with their mark, tones as characters of their own behind them. */
export function toWindows1258(text: string): Uint8Array {
  return new Uint8Array([...text.normalize('NFC')].flatMap((letter) => {
    const whole = WINDOWS_1258.get(letter);
    if (whole !== undefined) return [whole];
    const parts = letter.normalize('NFD'), tone = TONE.exec(parts)?.[0] ?? '';
    const bytes = [parts.replace(TONE, '').normalize('NFC'), tone].map((part) => WINDOWS_1258.get(part));
    if (bytes.some((byte) => byte === undefined)) throw new Error(`Windows-1258 has no ${letter}`);
    return bytes as number[];
  }));
}

const latin1 = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
/** What a spreadsheet program may write into a .csv. */
export const ENCODE: Readonly<Record<string, (text: string) => Uint8Array>> = {
  'UTF-8': (text) => new TextEncoder().encode(text),
  'UTF-8 with BOM': (text) => new TextEncoder().encode(`\ufeff${text}`),
  'UTF-16 LE': (text) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')),
  'UTF-16 BE': (text) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le').swap16()),
  'Windows-1258': toWindows1258,
  'TCVN3 in one byte': (text) => latin1(toTcvn3(text)),
  'VNI in one byte': (text) => latin1(toVni(text)),
};
