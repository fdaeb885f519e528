import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { coverageOf, unpadded } from './byte-range.ts';
import { decodeStream, readObject, streamEnd } from './stream.ts';
import { PdfScanner, type PdfDictionary } from './syntax.ts';

const octets = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const dictionary = (text: string) => new PdfScanner(octets(text), 0).value() as PdfDictionary;
const inflate = (data: Uint8Array, bytesMax: number) => {
  try {
    return new Uint8Array(inflateSync(data, { maxOutputLength: bytesMax }));
  } catch {
    return undefined;
  }
};

describe('indirect objects (ISO 32000-2 §7.3.10)', () => {
  test.each<[string, string, object]>([
    ['a value', '7 0 obj 5 endobj ', { number: 7, generation: 0, value: 5, dataAt: undefined, end: 16 }], ['of another generation', '7 3 obj[]endobj', { generation: 3 }],
    ['a stream behind LF', '7 0 obj<<>>stream\nab', { dataAt: 18 }], ['behind CR LF', '7 0 obj<<>>stream\r\nab', { dataAt: 19 }],
  ])('%s', (_, text, expected) => expect(readObject(octets(text), 0)).toMatchObject(expected));
  test.each<[string, string]>([
    ['white space where the object begins', ' 7 0 obj 5 endobj'], ['another word', '7 0 objx 5 endobj'], ['no end', '7 0 obj 5 6'], ['a stream that is no dictionary', '7 0 obj 5 stream\nab'], ['a stream behind CR alone', '7 0 obj<<>>stream\rab'], ['a stream on the same line', '7 0 obj<<>>stream ab'], ['a letter', 'a 0 obj 5 endobj'],
  ])('refused: %s', (_, text) => expect(() => readObject(octets(text), 0)).toThrow());
  test('a stream ends where its length says', () => {
    const text = octets('abc\nendstream\nendobj\n');
    expect(streamEnd(text, 0, 3)).toBe(20);
    for (const length of [2, 5]) expect(() => streamEnd(text, 0, length)).toThrow();
  });
});

describe('data of a stream (§7.4)', () => {
  const decode = (raw: Uint8Array, entries: string, bytesMax = 1_000) => decodeStream(raw, dictionary(`<<${entries}>>`), inflate, bytesMax);
  const packed = (...values: readonly number[]) => new Uint8Array(deflateSync(Uint8Array.from(values)));
  const PNG = (columns: number, more = '') => `/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns ${columns}${more}>>`;
  test.each<[string, Uint8Array, string, readonly number[]]>([
    ['no filter', Uint8Array.of(1, 2), '', [1, 2]], ['Flate', packed(1, 2), '/Filter/FlateDecode', [1, 2]], ['Flate in an array', packed(1, 2), '/Filter[/FlateDecode]/DecodeParms[null]', [1, 2]], ['no filter in an array', Uint8Array.of(1, 2), '/Filter[]', [1, 2]], ['no predictor, said', packed(1, 2), '/Filter/FlateDecode/DecodeParms<</Predictor 1>>', [1, 2]],
    ['PNG: none', packed(0, 1, 2), PNG(2), [1, 2]], ['PNG: left', packed(1, 1, 2, 3), PNG(3), [1, 3, 6]], ['PNG: up', packed(0, 1, 2, 2, 3, 4), PNG(2), [1, 2, 4, 6]], ['PNG: average', packed(0, 10, 20, 3, 1, 1), PNG(2), [10, 20, 6, 14]],
    ['PNG: up and average over nothing', packed(2, 1, 2, 3, 4, 4), PNG(2), [1, 2, 4, 7]], ['PNG: Paeth, each neighbour', packed(0, 10, 20, 30, 40, 4, 1, 1, 1, 1), PNG(4), [10, 20, 30, 40, 11, 21, 31, 41]], ['PNG: Paeth, left and corner', packed(0, 50, 10, 12, 4, 0, 0, 0), PNG(3), [50, 10, 12, 50, 10, 12]], ['PNG: Paeth, the corner nearest', packed(0, 10, 15, 4, 250, 1), PNG(2), [10, 15, 4, 11]], ['PNG: Paeth in the first row is left', packed(4, 5, 1, 1), PNG(3), [5, 6, 7]],
    ['PNG: octets go round', packed(1, 255, 2), PNG(2), [255, 1]], ['PNG: one column unless it is said', packed(0, 7, 2, 1), '/Filter/FlateDecode/DecodeParms<</Predictor 10>>', [7, 8]], ['one colour of eight bits, said', packed(0, 7), PNG(1, '/Colors 1/BitsPerComponent 8'), [7]],
  ])('%s', (_, raw, entries, expected) => expect([...decode(raw, entries)]).toEqual(expected));
  test.each<[string, Uint8Array, string]>([
    ['another filter', Uint8Array.of(1), '/Filter/LZWDecode'], ['two filters', packed(1), '/Filter[/ASCIIHexDecode/FlateDecode]'], ['a filter that is no name', packed(1), '/Filter(FlateDecode)'], ['damaged', Uint8Array.of(1, 2, 3), '/Filter/FlateDecode'],
    ['a TIFF predictor', packed(1, 2), '/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns 1>>'], ['three colours', packed(0, 1), PNG(1, '/Colors 3')], ['four bits', packed(0, 1), PNG(1, '/BitsPerComponent 4')], ['no columns', packed(0), PNG(0)], ['rows cut off', packed(0, 1, 2, 0), PNG(2)], ['a row of an unknown kind', packed(5, 1), PNG(1)],
  ])('refused: %s', (_, raw, entries) => expect(() => decode(raw, entries)).toThrow());
  test('what unpacks to more than is allowed', () => {
    expect(decode(packed(1, 2, 3), '/Filter/FlateDecode', 3)).toHaveLength(3);
    expect(() => decode(packed(1, 2, 3, 4), '/Filter/FlateDecode', 3)).toThrow('unpacked');
  });
});

describe('what a signature covers (§12.8.1, EN 319 142-1 §5.1)', () => {
  const END = 'rest\n%%EOF\n';
  /** A file that is only a signature dictionary, with this value and range. */
  function coverage(contents: string, rangeOf: (first: number, second: number, last: number) => string, end = END) {
    const head = '<</Contents ', whole = (range: string) => `${head}${contents}/ByteRange ${range}>>${end}`;
    const first = head.length, second = first + contents.length;
    // The numbers are as wide as they come, so the length is known once the range is written.
    let range = rangeOf(first, second, 0);
    for (let i = 0; i < 3; i++) range = rangeOf(first, second, whole(range).length - second);
    const bytes = octets(whole(range));
    return coverageOf(new PdfScanner(bytes, 0).value() as PdfDictionary, bytes);
  }
  const sound = (first: number, second: number, last: number) => `[0 ${first} ${second} ${last}]`;
  test.each([['\n'], [''], ['\r\n'], ['\r']])('everything but its value, up to an end of line of %j', (eol) => expect(coverage('<4aFF>', sound, `rest\n%%EOF${eol}`)).toMatchObject({ range: [0, 12, 18, expect.any(Number)], contents: { start: 12, end: 18 } }));
  test.each<[string, string, (first: number, second: number, last: number) => string, string, string?]>([
    ['the value is no hexadecimal string', '(abcd)', sound, 'Contents'], ['white space in the value', '<4a F>', sound, 'ký tự thừa'], ['between two octets', '<4a  FF>', sound, 'ký tự thừa'], ['a line end', '<4aF\n>', sound, 'ký tự thừa'], ['an odd number of digits', '<4aF>', sound, 'ký tự thừa'],
    ['one part', '<4aFF>', (a, b) => `[0 ${a + b}]`, 'hai phần'], ['three parts', '<4aFF>', (a, b, c) => `[0 ${a} ${b} ${c} ${b + c} 1]`, 'hai phần'], ['a negative number', '<4aFF>', (a, b, c) => `[0 ${a} ${b} -${c}]`, 'hai phần'], ['half an octet', '<4aFF>', (a, b, c) => `[0 ${a} ${b} ${c}.5]`, 'hai phần'], ['no array', '<4aFF>', (a) => `${a}`, 'hai phần'],
    ['a late beginning', '<4aFF>', (a, b, c) => `[1 ${a} ${b} ${c}]`, 'đầu tệp'], ['a hole that begins early', '<4aFF>', (a, b, c) => `[0 ${a - 1} ${b} ${c}]`, 'đúng giá trị'], ['a hole that ends late', '<4aFF>', (a, b, c) => `[0 ${a} ${b + 1} ${c - 1}]`, 'đúng giá trị'],
    ['past the end of the file', '<4aFF>', (a, b, c) => `[0 ${a} ${b} ${c + 1}]`, 'cuối một phiên bản'], ['an end before the revision’s', '<4aFF>', (a, b, c) => `[0 ${a} ${b} ${c - 2}]`, 'cuối một phiên bản'], ['an end that is no revision’s', '<4aFF>', sound, 'cuối một phiên bản', 'rest\n%EOF\n'],
  ])('refused: %s', (_, contents, rangeOf, words, end) => expect(coverage(contents, rangeOf, end)).toContain(words));

  test.each<[string, readonly number[], readonly number[] | undefined]>([
    ['a value and zeros', [0x30, 1, 5, 0, 0], [0x30, 1, 5]], ['a value alone', [0x30, 1, 5], [0x30, 1, 5]], ['an empty one', [0x30, 0], [0x30, 0]], ['of two octets of length', [0x30, 0x82, 0, 1, 5, 0], [0x30, 0x82, 0, 1, 5]], ['of four', [0x30, 0x84, 0, 0, 0, 1, 5], [0x30, 0x84, 0, 0, 0, 1, 5]],
    ['something in the padding', [0x30, 1, 5, 0, 1], undefined], ['cut off', [0x30, 2, 5], undefined], ['no sequence', [0x31, 1, 5], undefined], ['of no length', [0x30, 0x80, 0, 0], undefined], ['of five octets of length', [0x30, 0x85, 0, 0, 0, 0, 1, 5], undefined], ['nothing', [], undefined], ['zeros', [0, 0], undefined],
  ])('the value in its padding: %s', (_, given, expected) => expect(unpadded(Uint8Array.from(given))).toEqual(expected && Uint8Array.from(expected)));
});
