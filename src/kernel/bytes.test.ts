import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, equalBytes, freshBytes, fromBase64, fromBase64Digits, fromHex, fromUtf8, toBase64, toHex, unwrap, utf8 } from './index.ts';

const octets = fc.uint8Array({ maxLength: 200 });

describe('base64 (RFC 4648 §10)', () => {
  test.each([['', ''], ['f', 'Zg=='], ['fo', 'Zm8='], ['foo', 'Zm9v'], ['foob', 'Zm9vYg=='], ['fooba', 'Zm9vYmE='], ['foobar', 'Zm9vYmFy']])('`%s` is `%s`', (text, encoded) => {
    expect(toBase64(utf8(text))).toBe(encoded);
    expect(unwrap(fromBase64(encoded))).toEqual(utf8(text));
  });
  test.each([
    ['a lone digit', 'Z'], ['no padding', 'Zm8'], ['too much padding', 'Zm9v===='], ['padding only', '===='], ['three pads', 'Z==='], ['padding inside', 'Zg==Zg=='], ['one pad too many', 'Zm9v='],
    ['pad bits that are not zero, one pad', 'Zm9='], ['pad bits that are not zero, two pads', 'Zh=='], ['the URL alphabet', '-_-_'], ['a letter outside ASCII', 'Zm9đ'], ['a full stop', 'Zm9.'], ['a form feed', 'Zm\f9v'], ['a no-break space', 'Zm9v\u00a0'], ['NUL', 'Zm9\0'],
  ])('refused: %s', (_, text) => expect(fromBase64(text)).toEqual({ ok: false, error: 'bytes/not-base64' }));
  test('XML white space between the digits is allowed, as in xs:base64Binary', () => expect(unwrap(fromBase64(' Zm9v\r\n\tYg = =\n'))).toEqual(utf8('foob')));
  test('agrees with Node, both ways', () => {
    fc.assert(fc.property(octets, (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(unwrap(fromBase64(toBase64(bytes)))).toEqual(bytes);
    }));
  });
  test('no two texts without white space are the same octets', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'ABgwZhm9+/='), minLength: 4, maxLength: 8 }), (text) => {
      const read = fromBase64(text);
      if (read.ok) expect(toBase64(read.value)).toBe(text);
    }), { numRuns: 2000 });
  });
});

describe('hexadecimal', () => {
  test('agrees with Node and is lower case', () => {
    fc.assert(fc.property(octets, (bytes) => {
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
      expect(unwrap(fromHex(toHex(bytes).toUpperCase()))).toEqual(bytes);
    }));
  });
  test.each(['0', 'abc', '0g', ' 00', '0x00', '0 0 ', '-1', '１０'])('refused: `%s`', (text) => expect(fromHex(text)).toEqual({ ok: false, error: 'bytes/not-hex' }));
});

describe('UTF-8', () => {
  test.each([
    ['an overlong slash', [0xc0, 0xaf]], ['an overlong NUL', [0xc0, 0x80]], ['an overlong three-octet form', [0xe0, 0x80, 0xaf]], ['half a surrogate pair', [0xed, 0xa0, 0x80]], ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]], ['a continuation alone', [0x80]],
    ['a letter cut short', [0xe1, 0xba]], ['0xFF', [0xff]], ['UTF-16 with its mark', [0xff, 0xfe, 0x3c, 0]], ['windows-1258 ê', [0x74, 0xea, 0x6e]],
  ])('refused: %s', (_, bytes) => expect(fromUtf8(Uint8Array.from(bytes))).toEqual({ ok: false, error: 'bytes/not-utf8' }));
  test('a byte order mark stays visible', () => expect(unwrap(fromUtf8(Uint8Array.from([0xef, 0xbb, 0xbf, 0x61])))).toBe('\ufeffa'));
  test('any text is read back, NFC and NFD apart', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => { expect(unwrap(fromUtf8(utf8(text)))).toBe(text); }));
    expect(utf8('ế'.normalize('NFC'))).not.toEqual(utf8('ế'.normalize('NFD')));
  });
});

describe('joining and comparing', () => {
  test('a joint text has every octet in order', () => {
    fc.assert(fc.property(fc.array(octets, { maxLength: 5 }), (parts) => { expect(concatBytes(...parts)).toEqual(Uint8Array.from(parts.flatMap((part) => [...part]))); }));
  });
  test.each([['', '', true], ['abc', 'abc', true], ['abc', 'abd', false], ['bbc', 'abc', false], ['abc', 'ab', false], ['', 'a', false]])('`%s` and `%s` are equal: %s', (a, b, equal) => expect(equalBytes(utf8(a), utf8(b))).toBe(equal));
});

describe('octets that are made by the thousand', () => {
  test.each([0, 1, 64, 65, 5_000, 16_384, 16_385, 100_000])('%i zeros', (length) => expect(freshBytes(length)).toEqual(new Uint8Array(length)));
  test('no two share an octet, however many are made', () => {
    const pieces = Array.from({ length: 300 }, (_, i) => freshBytes(100 + i * 7).fill(i % 251));
    for (const [i, piece] of pieces.entries()) expect(piece.every((octet) => octet === i % 251), String(i)).toBe(true);
    expect(freshBytes(1_000)).toEqual(new Uint8Array(1_000));
  });
});

describe('base64 that stands among other octets', () => {
  test('means what it means alone, wherever it stands', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 9 }), fc.uint8Array({ maxLength: 9 }), (bytes, before, after) => {
      const digits = utf8(toBase64(bytes)), all = concatBytes(before, digits, after);
      expect(fromBase64Digits(all, before.length, before.length + digits.length)).toEqual(bytes);
    }));
  });
  test.each([
    ['white space', 'Zm9v\nYg=='], ['a reference', 'Zm9v&#89;g=='], ['an octet beyond ASCII', 'Zm9vYđ=='], ['a length that is none', 'Zm9vY'], ['nothing but padding', '===='], ['bits behind the end', 'Zm9vYh=='], ['padding in the middle', 'Zg==Zm9v'],
  ])('refused: %s', (_, text) => {
    const digits = utf8(text);
    expect(fromBase64Digits(digits, 0, digits.length)).toBeUndefined();
  });
});
