import { cleanText, fromBase64, fromHex, Instant, isPlainLine, isPlainText, PlainDate, type Result, toBase64, toHex } from '#kernel';
import type { Sha256Hex } from '#domain';

/** How a value stands as the text of an element or attribute. `read` answers undefined for anything it would not write itself or mean the same. */
export interface TextType<T> {
  /** What is expected, in Vietnamese, for the refusal: `ngày dạng YYYY-MM-DD`. */
  readonly expected: string;
  write(value: T): string;
  read(text: string): T | undefined;
}

/** Control characters, bidirectional overrides, non-characters, lone surrogates: never part of a record. TAB and LF are judged apart. */
const FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]|\p{Cs}/u;
const length = (text: string) => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

/** One line of Vietnamese text as people mean it: NFC, single spaces, nothing invisible. Lengths are characters, as in XSD. */
export function line(max: number): TextType<string> {
  const fits = (text: string) =>
    isPlainLine(text)
      ? text.length <= max
      : text.length > 0 && cleanText(text) === text && !FORBIDDEN.test(text) && !/[\t\n]/.test(text) && length(text) <= max;
  return {
    expected: `một dòng chữ, Unicode dựng sẵn (NFC), 1 đến ${max} ký tự, không có khoảng trắng thừa`,
    write: cleanText,
    read: (text) => (fits(text) ? text : undefined),
  };
}

/** Running text (a remark): NFC, line feeds allowed, not blank. */
export function prose(max: number): TextType<string> {
  const fits = (text: string) =>
    /\S/.test(text) &&
    (isPlainText(text) ? text.length <= max : text.normalize('NFC') === text && !FORBIDDEN.test(text) && length(text) <= max);
  return {
    expected: `văn bản Unicode dựng sẵn (NFC), 1 đến ${max} ký tự, không có ký tự điều khiển`,
    write: (value) => value.normalize('NFC').replace(/\r\n?/g, '\n'),
    read: (text) => (fits(text) ? text : undefined),
  };
}

/** A value with its own parser in the domain. */
export function parsed<T extends string>(expected: string, parse: (text: string) => Result<T, string>): TextType<T> {
  return {
    expected,
    write: (value) => value,
    read: (text) => {
      const result = parse(text);
      return result.ok ? result.value : undefined;
    },
  };
}

/** Official code ⇄ our name, by table. */
export function named<T extends string>(table: { readonly [name in T]: string }): TextType<T> {
  const names = new Map((Object.entries(table) as [T, string][]).map(([name, code]) => [code, name]));
  return { expected: `một trong: ${[...names.keys()].join(', ')}`, write: (value) => table[value], read: (text) => names.get(text) };
}

/** Codes that stand in our values as they stand in the file. */
export function oneOf<T extends string>(codes: readonly T[]): TextType<T> {
  return { expected: `một trong: ${codes.join(', ')}`, write: (value) => value, read: (text) => codes.find((code) => code === text) };
}

/** Whole number in plain decimal digits: no sign, no leading zero. */
export function whole<T extends number = number>(min: NoInfer<T>, max: NoInfer<T>): TextType<T> {
  return {
    expected: `số nguyên từ ${min} đến ${max}`,
    write: String,
    read: (text) => {
      const value = /^(?:0|[1-9]\d{0,9})$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? (value as T) : undefined;
    },
  };
}

/** Positive measure with a point and at most two decimals. */
export function measure(max: number): TextType<number> {
  return {
    expected: `số dương không quá ${max}, tối đa hai chữ số thập phân sau dấu chấm`,
    write: String,
    read: (text) => {
      const value = /^(?:0|[1-9]\d{0,2})(?:\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN;
      return value > 0 && value <= max ? value : undefined;
    },
  };
}

export const flag: TextType<boolean> = {
  expected: 'true hoặc false',
  write: String,
  read: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
};

/** 0 = accepted, 1 = refused: the habit of Vietnamese exchanges (as in the answers to electronic invoices). */
export const acceptance: TextType<boolean> = {
  expected: '0 (nhận) hoặc 1 (từ chối)',
  write: (accepted) => (accepted ? '0' : '1'),
  read: (text) => (text === '0' ? true : text === '1' ? false : undefined),
};

/** Days and moments of records are of the 20th and 21st centuries; anything else is a slip. */
export const day: TextType<PlainDate> = {
  expected: 'ngày dạng YYYY-MM-DD',
  write: (value) => value,
  read: (text) => {
    const result = PlainDate.parse(text);
    return result.ok && /^(?:19|20)/.test(text) ? result.value : undefined;
  },
};

const MOMENT = /^(?:19|20)\d\d-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))$/;

export const moment: TextType<Instant> = {
  expected: 'thời điểm ISO 8601 có múi giờ, ví dụ 2024-05-31T16:05:10+07:00',
  write: Instant.toIso,
  read: (text) => {
    const result = Instant.parse(text);
    return result.ok && MOMENT.test(text) && PlainDate.parse(text.slice(0, 10)).ok ? result.value : undefined;
  },
};

/** Fixed number of bytes: hex in our values, base64 in files. */
function hexBytes<T extends string>(size: number): TextType<T> {
  return {
    expected: `base64 của đúng ${size} byte`,
    write: (hex) => {
      const bytes = fromHex(hex);
      return bytes.ok ? toBase64(bytes.value) : '';
    },
    read: (text) => {
      const bytes = fromBase64(text);
      return bytes.ok && bytes.value.length === size ? (toHex(bytes.value) as T) : undefined;
    },
  };
}
export const sha256: TextType<Sha256Hex> = hexBytes<Sha256Hex>(32);
export const salt: TextType<string> = hexBytes<string>(16);

/** Exact octets as base64; 1..max bytes. */
export function octets(max: number): TextType<Uint8Array> {
  return {
    expected: `base64, tối đa ${max} byte`,
    write: toBase64,
    read: (text) => {
      const bytes = fromBase64(text);
      return bytes.ok && bytes.value.length > 0 && bytes.value.length <= max ? bytes.value : undefined;
    },
  };
}

/** Text of one shape, opaque to us. The pattern is anchored and also stands in the schema. */
export function matching(pattern: RegExp, expected: string): TextType<string> {
  return { expected, write: (value) => value, read: (text) => (pattern.test(text) ? text : undefined) };
}

/**
 * What we say to another system about its message. It may quote what was sent, so whatever may not stand in a document is
 * replaced and a long text is cut: an answer can always be written.
 */
export function statement(max: number): TextType<string> {
  const plain = prose(max);
  const unfit = new RegExp(FORBIDDEN.source, 'gu');
  return {
    ...plain,
    write: (value) => {
      const text = [...plain.write(value).replace(unfit, '\ufffd')];
      const cut = text.length > max ? `${text.slice(0, max - 1).join('')}…` : text.join('');
      return cut.trim() === '' ? '…' : cut;
    },
  };
}
