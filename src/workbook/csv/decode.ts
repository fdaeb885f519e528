import { err, ok, type Result } from '#kernel';
import { readAs, type Sense, senseOf } from '../legacy/readings.ts';

/** `windows-1252` stands for the signs of old fonts, one byte each. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258' | 'windows-1252';
export type TextFault = 'not-text' | 'unknown-encoding' | 'lost-letters';

export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncoding;
}

const MARKS: readonly (readonly [readonly number[], TextEncoding])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];
const CONTROL = /[\u0000-\u0008\u000e-\u001f]/;
/** Shares of the words with marks: nearly all must be Vietnamese in one reading, and most of them not in the other. */
const NEARLY_ALL = 0.95;
const FEW = 0.5;
/** How much of a file is weighed: some thousand words. */
const SAMPLE_CHARS = 128 * 1024;

function decoded(bytes: Uint8Array, encoding: TextEncoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const share = ({ words, good }: Sense): number => (words === 0 ? 0 : good / words);

/** The share of words that are Vietnamese in the better of the old one-byte encodings; a line with a sign the encoding lacks has none. */
function legacyShare(text: string): number {
  const lines = text.split(/[\r\n]+/).filter((line) => /[\u00a1-\u00ff]/.test(line));
  return Math.max(
    ...(['tcvn3', 'vni'] as const).map((encoding) => {
      const senses = lines.map((line) => readAs(encoding, line)?.sense ?? { words: senseOf(line).words, good: 0 });
      return share({ words: senses.reduce((sum, { words }) => sum + words, 0), good: senses.reduce((sum, { good }) => sum + good, 0) });
    }),
  );
}

/** Bytes of no Unicode encoding: Windows-1258 or the signs of an old font; undecided when both or neither make sense. */
function decodeOneByte(bytes: Uint8Array): Result<DecodedText, TextFault> {
  const vietnamese = decoded(bytes, 'windows-1258')!.normalize('NFC');
  const western = decoded(bytes, 'windows-1252')!;
  const as1258 = share(senseOf(vietnamese.slice(0, SAMPLE_CHARS)));
  const asLegacy = legacyShare(western.slice(0, SAMPLE_CHARS));
  if (as1258 >= NEARLY_ALL && asLegacy < FEW) return ok({ text: vietnamese, encoding: 'windows-1258' });
  if (asLegacy >= NEARLY_ALL && as1258 < FEW) return ok({ text: western, encoding: 'windows-1252' });
  return err('unknown-encoding');
}

/** `Nguy?n V?n ?n`: Excel wrote letters that its code page lacks as question marks. Nobody can bring them back. */
const hasLostLetters = (text: string): boolean =>
  (text.match(/\p{L}\?\p{L}/gu)?.length ?? 0) >= 3 && !/[\u0100-\u024f\u1e00-\u1eff]/.test(text);

/**
 * The text of a .csv: by its byte order mark, else UTF-8 if it is that without a fault, else Windows-1258 or an old font if nearly every
 * word is Vietnamese in it. Never a best guess.
 */
export function decodeText(bytes: Uint8Array): Result<DecodedText, TextFault> {
  const marked = MARKS.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))?.[1];
  const text = decoded(bytes, marked ?? 'utf-8');
  if (text === undefined && (marked !== undefined || bytes.includes(0))) return err(marked ? 'unknown-encoding' : 'not-text');
  const read = text === undefined ? decodeOneByte(bytes) : ok({ text, encoding: marked ?? 'utf-8' } as const);
  if (!read.ok) return CONTROL.test(decoded(bytes, 'windows-1252')!) ? err('not-text') : read;
  if (CONTROL.test(read.value.text)) return err('not-text');
  return hasLostLetters(read.value.text) ? err('lost-letters') : read;
}
