import { describe, expect, test } from 'vitest';
import { Instant, utf8 } from '#kernel';
import { instant } from '../../../test/actors/authority.ts';
import { dateOf, pdfDate } from './date.ts';
import { PDF_DEPTH_MAX } from './limits.ts';
import { PdfScanner, referencesIn, textOf, wholeIn, type PdfDictionary, type PdfString, type PdfValue } from './syntax.ts';
import { pdfText, sameValue } from './write.ts';

const octets = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const read = (text: string): PdfValue => new PdfScanner(octets(text), 0).value();
/** Values without the places they were read from. */
const plain = (value: PdfValue): unknown => {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  if ('entries' in value && value.entries instanceof Map) return Object.fromEntries([...(value as PdfDictionary).entries].map(([key, item]) => [key, plain(item)]));
  if ('octets' in value) return `(${String.fromCharCode(...value.octets)})`;
  if ('name' in value) return `/${value.name}`;
  return 'object' in value ? `${value.object} ${value.generation} R` : value;
};

describe('objects (ISO 32000-2 §7.3)', () => {
  test.each<[string, string, unknown]>([
    ['null', 'null', null], ['true', 'true', true], ['false', 'false ', false], ['a number', '17', 17], ['a negative one', '-3', -3], ['one with a sign', '+17', 17], ['a real one', '-.002', -0.002], ['one that ends in its point', '4.', 4],
    ['a name', '/Name1', '/Name1'], ['an empty name', '/ ', '/'], ['a name with an escape', '/A#42#2f', '/AB/'], ['a name with a number sign alone', '/A#4', '/A#4'], ['a name ends at a delimiter', '/A(b)', '/A'],
    ['a string', '(abc)', '(abc)'], ['an empty string', '()', '()'], ['balanced parentheses', '(a(b)c)', '(a(b)c)'], ['escaped parentheses', '(a\\)\\(b)', '(a)(b)'], ['every known escape', '(\\n\\r\\t\\b\\f\\\\)', '(\n\r\t\b\f\\)'],
    ['octal: three digits', '(\\101\\1011)', '(AA1)'], ['two digits', '(\\53a)', '(+a)'], ['one digit', '(\\5a)', '(\u0005a)'], ['no more than an octet', '(\\501)', '(A)'], ['an eight is no octal digit', '(\\08)', '(\u00008)'],
    ['an escape nobody knows', '(C:\\x\\9)', '(C:x9)'],
    ['the end of a line, escaped: LF', '(a\\\nb)', '(ab)'], ['CR', '(a\\\rb)', '(ab)'], ['CR LF', '(a\\\r\nb)', '(ab)'],
    ['hexadecimal', '<4aFf>', '(J\u00ff)'], ['with white space', '<4 a\nF f>', '(J\u00ff)'], ['an odd digit counts for sixteens', '<4a5>', '(JP)'], ['nothing', '<>', '()'], ['every digit', '<0123456789abcdefABCDEF>', '(\u0001\u0023\u0045\u0067\u0089\u00ab\u00cd\u00ef\u00ab\u00cd\u00ef)'],
    ['an array', '[1/A(b)[2]]', [1, '/A', '(b)', [2]]], ['an empty array', '[ ]', []], ['a dictionary', '<</A 1/B<</C[2]>>>>', { A: 1, B: { C: [2] } }], ['an empty dictionary', '<< >>', {}], ['a reference', '12 3 R', '12 3 R'], ['a reference to a late generation', '12 65535 R', '12 65535 R'], ['no generation', '[12 123456 3]', [12, 123_456, 3]],
    ['numbers that are no reference', '[12 3 4]', [12, 3, 4]], ['references among numbers', '[1 2 0 R 3]', [1, '2 0 R', 3]], ['comments', '%a\n[1%b\r2]', [1, 2]], ['a comment up to CR LF', '[1%b]\r\n2]', [1, 2]], ['every white space', '\0\t\n\f\r 7', 7],
  ])('%s', (_, text, expected) => expect(plain(read(text))).toEqual(expected));

  test.each<[string, string]>([
    ['nothing', ' '], ['a string without end', '(a'], ['one that ends in an escape', '(a\\'], ['parentheses that do not balance', '(a(b)'], ['hexadecimal without end', '<4a'], ['a letter beyond F', '<4g>'], ['an array without end', '[1'], ['a dictionary without end', '<</A 1'],
    ['a dictionary whose key is no name', '<<1 2>>'], ['a dictionary with a key alone', '<</A>>'], ['a key twice', '<</A 1/A 2>>'], ['a word nobody knows', 'nul'], ['a closing bracket', ']'], ['a number of two points', '1.2.3'], ['an exponent', '1e3'], ['a comment without end', '%a'],
  ])('refused: %s', (_, text) => expect(() => read(text)).toThrow());

  test('as deep as allowed and no deeper', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(() => read(nested(PDF_DEPTH_MAX + 1))).not.toThrow();
    expect(() => read(nested(PDF_DEPTH_MAX + 2))).toThrow('deep');
  });
  test('a string knows where it stands and how it is written', () => expect([read(' (a\\)b) '), read(' <4a>')]).toMatchObject([{ start: 1, end: 7, hexadecimal: false }, { start: 1, end: 5, hexadecimal: true }]));
  test.each([[-1], [3], [0.5], [Number.NaN]])('offset %d is outside', (at) => expect(() => new PdfScanner(octets('abc'), at)).toThrow('outside'));
});

describe('words between objects', () => {
  test('one after the other', () => {
    const scanner = new PdfScanner(octets('obj 0012 %c\nendobj<'), 0);
    scanner.keyword('obj');
    expect([scanner.whole(), scanner.word(), scanner.word()]).toEqual([12, 'endobj', '']);
  });
  test.each([['-1'], ['1.0'], ['12345678901'], ['a'], ['']])('%j is no whole number', (text) => expect(() => new PdfScanner(octets(`${text} `), 0).whole()).toThrow('number'));
  test('another keyword', () => expect(() => new PdfScanner(octets('endobj'), 0).keyword('endstream')).toThrow('endstream'));
});

test.each<[string, unknown]>([['<</N 3>>', 3], ['<</N 0>>', 0], ['<</M 3>>', undefined]])('a whole number in %s', (text, expected) => expect(wholeIn(read(text) as PdfDictionary, 'N')).toBe(expected));
test.each([['<</N -1>>'], ['<</N 1.5>>'], ['<</N(3)>>'], ['<</N 1 0 R>>']])('no whole number in %s', (text) => expect(() => wholeIn(read(text) as PdfDictionary, 'N')).toThrow('N'));
test('references at any depth', () => expect(referencesIn(read('[1 0 R<</A 2 0 R/B[3 1 R 4]>>]')).map(({ object }) => object)).toEqual([1, 2, 3]));
test.each<[string, string]>([['(Tr\\374\\340)', 'Trüà'], ['<FEFF01A0006E>', 'Ơn'], ['<FEFF01A000>', 'Ơ'], ['<FE41>', 'þA'], ['<41FF>', 'Aÿ'], ['()', '']])('text of %s', (text, expected) => expect(textOf(read(text) as PdfString)).toBe(expected));

describe('written again', () => {
  test.each<[string, string]>([
    ['null', 'null'], ['true', 'true'], ['12', '12'], ['-0.5', '-0.5'], ['0.0000001', '0.0000001'], ['/A#20b', '/A#20b'], ['/A#23', '/A#23'], ['(a)', '<61>'], ['[1 2 0 R /A]', '[1 2 0 R /A]'], ['<</B 1/A[]>>', '<</B 1 /A []>>'],
  ])('%s', (text, expected) => {
    expect(pdfText(read(text))).toBe(expected);
    expect(plain(read(pdfText(read(text))))).toEqual(plain(read(text)));
  });
  test.each<[string, string, boolean]>([['<</A 1/B 2>>', '<</B 2/A 1>>', true], ['(a)', '<61>', true], ['1.0', '1', true], ['1 0 R', '1 1 R', false], ['[1 2]', '[2 1]', false], ['/a', '(a)', false]])('%s and %s say the same: %j', (a, b, expected) => expect(sameValue(read(a), read(b))).toBe(expected));
  test('what is not there is null', () => expect([sameValue(undefined, null), sameValue(undefined, 0)]).toEqual([true, false]));
});

describe('dates (§7.9.4)', () => {
  test.each<[string, string | undefined]>([
    ["(D:20240531160000+07'00')", '2024-05-31T09:00:00Z'], ["(D:20240531160000+07'00)", '2024-05-31T09:00:00Z'], ['(D:20240531160000+0700)', '2024-05-31T09:00:00Z'], ["(D:20240531160000-07'30')", '2024-05-31T23:30:00Z'], ['(D:20240531160000Z)', '2024-05-31T16:00:00Z'], ["(D:20240531160000Z00'00')", '2024-05-31T16:00:00Z'],
    ['(D:20240531160000)', undefined], ['(D:202405311600Z)', undefined], ['(20240531160000Z)', undefined], ['(D:20241331160000Z)', undefined], ['(xD:20240531160000Z)', undefined], ["(D:20240531160000Z01'00')", undefined], ['/D:20240531160000Z', undefined],
  ])('%s', (text, expected) => expect(dateOf(read(text))).toBe(expected === undefined ? undefined : instant(expected)));
  test('a moment is written in Vietnam time, whole seconds, and read again', () => {
    const at = Instant.of(instant('2024-05-31T18:00:00Z') + 999);
    expect(pdfDate(at)).toBe("D:20240601010000+07'00'");
    expect(dateOf({ octets: utf8(pdfDate(at)), start: 0, end: 0, hexadecimal: false })).toBe(instant('2024-05-31T18:00:00Z'));
  });
});
