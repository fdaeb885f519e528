import { concatBytes } from '#kernel';
import { isArray, isString, type PdfDictionary, type PdfString } from './syntax.ts';
import { isRevisionEnd } from './layout.ts';

/** What a signature covers: everything up to `end` except the hexadecimal string of its own value. */
export interface Coverage {
  readonly range: readonly [number, number, number, number];
  readonly contents: PdfString;
  readonly end: number;
}

/**
 * The only ByteRange that means anything (ISO 32000-2 §12.8.1, EN 319 142-1 §5.1): two parts, the first from the first octet to the value, the second from
 * behind it to the end of a revision. A larger hole is room for content that nobody signed (signature wrapping), a missing one signs nothing (USF).
 * @returns why it is something else, in Vietnamese
 */
export function coverageOf({ entries }: PdfDictionary, bytes: Uint8Array): Coverage | string {
  const range = entries.get('ByteRange');
  const contents = entries.get('Contents');
  if (!isString(contents) || !contents.hexadecimal) return 'thiếu giá trị chữ ký (Contents)';
  if (
    !isArray(range) ||
    range.length !== 4 ||
    !range.every((item): item is number => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0)
  )
    return 'thiếu phạm vi ký (ByteRange) hoặc phạm vi không gồm hai phần';
  const [from, first, second, last] = range as unknown as [number, number, number, number];
  const end = second + last;
  if (from !== 0) return 'phạm vi ký không bắt đầu từ đầu tệp';
  if (first !== contents.start || second !== contents.end) return 'phần không ký không phải đúng giá trị chữ ký';
  if (end > bytes.length || !isRevisionEnd(bytes, end)) return 'phạm vi ký không kết thúc ở cuối một phiên bản của tệp';
  if (!isDense(bytes.subarray(contents.start + 1, contents.end - 1))) return 'giá trị chữ ký có ký tự thừa';
  return { range: [from, first, second, last], contents, end };
}

/** Of a hexadecimal string, which has digits and white space: two digits for each octet and nothing between them, for that would be room for something. */
const isDense = (text: Uint8Array): boolean => text.length % 2 === 0 && text.every((c) => c > 32);

export const signedOctets = (bytes: Uint8Array, { range: [from, first, second, last] }: Coverage): Uint8Array =>
  concatBytes(bytes.subarray(from, from + first), bytes.subarray(second, second + last));

/** The DER value at the start of the padded Contents; undefined when there is none or anything but zeros follows it. */
export function unpadded(octets: Uint8Array): Uint8Array | undefined {
  const first = octets[1] ?? 0;
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (octets[0] !== 0x30 || first === 0x80 || count > 4) return undefined;
  let length = count === 0 ? first : 0;
  for (let i = 0; i < count; i++) length = length * 256 + (octets[2 + i] ?? 0);
  const end = 2 + count + length;
  return end <= octets.length && octets.subarray(end).every((octet) => octet === 0) ? octets.subarray(0, end) : undefined;
}
