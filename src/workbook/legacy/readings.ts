import { remembered } from '../remembered.ts';
import { isSyllable } from './syllable.ts';
import { fromTcvn3 } from './tcvn3.ts';
import { fromVni } from './vni.ts';

export const LEGACY_NAME = { tcvn3: 'TCVN3 (ABC)', vni: 'VNI' } as const;
export type LegacyEncoding = keyof typeof LEGACY_NAME;
const CONVERT: Readonly<Record<LegacyEncoding, (word: string) => string | undefined>> = {
  tcvn3: remembered(fromTcvn3),
  vni: remembered(fromVni),
};

/** Letters that no old encoding has: such text is Unicode, whatever its font says. */
const UNICODE_ONLY = /[\u0100-\u024f\u1e00-\u1eff\p{M}]/u;
const SIGN = /[\u00a1-\u00ff]/;
/** A word with the signs that old fonts draw as letters; digits and punctuation part words. */
const WORD = /[A-Za-z\u00a1-\u024f\u1e00-\u1eff\p{M}]+/gu;
/** `3 × 4`, `½`, `§ 2`: one symbol that stands alone is a symbol. */
const SYMBOL = /^[\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7]$/;

/** `Đ`, `KTĐK`, `QĐ`: capitals without a vowel. */
const ABBREVIATION = /^[BCDĐGHKLMNPQRSTVX]{1,6}$/;
const isWord = remembered((word) => ABBREVIATION.test(word) || isSyllable(word));

/** How much of a text makes sense: its words with marks, and how many of them are Vietnamese. */
export interface Sense {
  readonly words: number;
  readonly good: number;
}

const sense = (text: string, counts: (word: string) => boolean, good: (word: string) => boolean): Sense => {
  const words = [...text.matchAll(WORD)].map(([word]) => word).filter(counts);
  return { words: words.length, good: words.filter(good).length };
};

export const senseOf = (text: string): Sense =>
  sense(text.normalize('NFC'), (word) => /[^A-Za-z]/.test(word) && !SYMBOL.test(word), isWord);

export const makesSense = ({ words, good }: Sense): boolean => words === good;
const mostly = ({ words, good }: Sense): boolean => words >= 3 && good >= words * 0.7;

export const isUnicodeOnly = (text: string): boolean => UNICODE_ONLY.test(text);
/** Letters of an old font, maybe: anything else is Unicode and no question. */
export const needsWeighing = (text: string): boolean => SIGN.test(text) && !UNICODE_ONLY.test(text);
export const signCount = (text: string): number => text.match(/[\u00a1-\u00ff]/g)?.length ?? 0;

/** Words in capitals whose marked letters the encoding keeps small: `NGUYễN` is NGUYỄN. */
function withCapitals(text: string): string {
  const plain = (word: string) => word.replace(/[^A-Za-z]/g, '');
  const isCapital = (word: string) => plain(word).length > 1 && plain(word) === plain(word).toUpperCase();
  const telling = [...text.matchAll(WORD)].map(([word]) => word).filter((word) => plain(word).length > 1);
  const all = telling.length > 0 && telling.every(isCapital);
  return text.replace(WORD, (word) => (all || isCapital(word) ? word.toUpperCase() : word));
}

export interface LegacyReading {
  readonly encoding: LegacyEncoding;
  readonly text: string;
  readonly sense: Sense;
}

const hasSignedWord = (text: string): boolean => [...text.matchAll(WORD)].some(([word]) => SIGN.test(word) && !SYMBOL.test(word));

/** What the text would be in an old encoding; undefined when it has signs the encoding does not know. */
export function readAs(encoding: LegacyEncoding, text: string): LegacyReading | undefined {
  if (isUnicodeOnly(text)) return undefined;
  let whole = true;
  const converted = text.replace(WORD, (word) => {
    const letters = CONVERT[encoding](word);
    whole &&= letters !== undefined;
    return letters ?? word;
  });
  if (!whole || converted === text) return undefined;
  return { encoding, text: withCapitals(converted), sense: sense(converted, (word) => isUnicodeOnly(word) || SIGN.test(word), isWord) };
}

export type Verdict =
  | { readonly is: 'unicode' }
  | { readonly is: 'legacy'; readonly reading: LegacyReading }
  /** Two readings, or one that is not quite a text: a person has to say. */
  | { readonly is: 'doubtful'; readonly readings: readonly LegacyReading[] };

const UNICODE: Verdict = { is: 'unicode' };

/** By the bytes alone. `both`: it reads as Unicode and as an old encoding; what stands around it decides, or nobody. */
export function judgeBytes(text: string): Verdict | { readonly is: 'both'; readonly readings: readonly LegacyReading[] } {
  if (!needsWeighing(text)) return UNICODE;
  const readings = hasSignedWord(text) ? (['tcvn3', 'vni'] as const).flatMap((encoding) => readAs(encoding, text) ?? []) : [];
  const fitting = readings.filter((reading) => makesSense(reading.sense));
  if (makesSense(senseOf(text))) return fitting.length > 0 ? { is: 'both', readings: fitting } : UNICODE;
  if (fitting.length === 1) return { is: 'legacy', reading: fitting[0]! };
  const near = fitting.length > 1 ? fitting : readings.filter((reading) => mostly(reading.sense));
  return near.length > 0 ? { is: 'doubtful', readings: near } : UNICODE;
}

/** By the font that shows the text. Unicode that somebody typed into an old font reads as Unicode and as nothing else. */
export function judgeByFont(text: string, encoding: LegacyEncoding): Verdict {
  if (!SIGN.test(text)) return UNICODE;
  const reading = readAs(encoding, text);
  if (!reading) return UNICODE;
  if (makesSense(reading.sense)) return { is: 'legacy', reading };
  // The font says one thing and the text another: VNI in a font of TCVN3, or Unicode.
  const bytes = judgeBytes(text);
  if (bytes.is === 'legacy') return bytes;
  return makesSense(senseOf(text)) ? UNICODE : { is: 'legacy', reading };
}

/** `.VnTime`, `.VnTimeH`, `VNI-Times`: the encoding a font draws, and whether it draws small letters as capitals. */
export function encodingOfFont(font: string | undefined): { readonly encoding: LegacyEncoding; readonly capitals: boolean } | undefined {
  if (font === undefined) return undefined;
  if (/^\.vn/i.test(font)) return { encoding: 'tcvn3', capitals: /H$/.test(font) };
  return /^vni[- ]/i.test(font) ? { encoding: 'vni', capitals: false } : undefined;
}
