import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, Instant, toHex, unwrap } from '#kernel';
import { bitStringOf, booleanOf, childrenOf, decodeDer, der, enumeratedOf, explicitOf, integerBytes, Members, octetStringOf, oidOf, readInner, sequenceOf, smallInteger, textOf, timeOf, type DerNode } from './index.ts';
import { DER_BYTES_MAX } from './limits.ts';

const hex = (text: string) => Uint8Array.from(text.replace(/ /g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const walk = (node: DerNode): void => { if (node.constructed) childrenOf(node).forEach(walk); };

describe('what is not DER is refused', () => {
  test.each([
    ['nothing at all', '', 'identifier or length is cut off'],
    ['an identifier without length', '30', 'identifier or length is cut off'],
    ['indefinite length', '30 80 00 00', 'indefinite length'],
    ['a long length where a short one fits', '04 81 01 00', 'length is not in its shortest form'],
    ['a padded length', '04 82 00 80', 'length is not in its shortest form'],
    ['a length that is cut off', '04 82 01', 'length is cut off'],
    ['a length of five octets', '04 85 01 00 00 00 00', 'length of more than four octets'],
    ['a length past the end', '04 05 00', 'length reaches past the enclosing value'],
    ['a length of almost 4 GiB', '04 84 ff ff ff ff', 'length reaches past the enclosing value'],
    ['a child longer than its parent', '30 03 04 05 00 00 00', 'bytes after the value'],
    ['bytes after the value', '05 00 00', 'bytes after the value'],
    ['a constructed octet string', '24 03 04 01 00', 'primitive or constructed form is wrong for the type'],
    ['a primitive sequence', '10 00', 'primitive or constructed form is wrong for the type'],
    ['a tag above 30', '1f 81 00 00', 'tag number above 30'],
    ['end of contents', '00 00', 'end-of-contents octets'],
  ])('%s', (_, bytes, what) => {
    expect(decodeDer(hex(bytes), walk)).toMatchObject({ ok: false, error: { what } });
  });

  test('a child that reaches past its parent', () => {
    expect(decodeDer(hex('30 02 04 05'), walk)).toMatchObject({ ok: false, error: { what: 'length reaches past the enclosing value' } });
  });

  test('nesting deeper than 32', () => {
    const nest = (depth: number) => Array.from({ length: depth }).reduce<Uint8Array>((inner) => der.sequence(inner), der.nullValue());
    expect(decodeDer(nest(32), walk).ok).toBe(true);
    expect(decodeDer(nest(33), walk)).toMatchObject({ ok: false, error: { code: 'der/too-deep' } });
  });

  test.each([
    ['boolean that is neither 00 nor FF', '01 01 01', booleanOf],
    ['boolean of two octets', '01 02 ff ff', booleanOf],
    ['empty integer', '02 00', integerBytes],
    ['integer with a padding zero', '02 02 00 7f', integerBytes],
    ['integer with a padding FF', '02 02 ff 80', integerBytes],
    ['small integer that is negative', '02 01 ff', smallInteger],
    ['small integer that is enumerated', '0a 01 03', smallInteger],
    ['enumerated one that is an integer', '02 01 03', (node: DerNode) => enumeratedOf(node, 'reason')],
    ['small integer above 31 bits', '02 05 00 80 00 00 00', smallInteger],
    ['empty bit string', '03 00', bitStringOf],
    ['bit string with eight unused bits', '03 02 08 00', bitStringOf],
    ['bit string with unused bits and no octets', '03 01 03', bitStringOf],
    ['bit string whose padding is not zero', '03 02 04 ff', bitStringOf],
    ['empty object identifier', '06 00', oidOf],
    ['object identifier that is cut off', '06 02 2a 86', oidOf],
    ['object identifier with a padded arc', '06 03 2a 80 01', oidOf],
    ['UTF-8 that is not', '0c 02 c3 28', textOf],
    ['PrintableString with a line break', '13 01 0a', textOf],
    ['BMPString of odd length', '1e 03 00 41 00', textOf],
    ['BMPString with half a surrogate pair', '1e 02 d8 00', textOf],
  ] as const)('%s', (_, bytes, read) => {
    expect(decodeDer<unknown>(hex(bytes), (node) => read(node))).toMatchObject({ ok: false, error: { code: 'der/malformed' } });
  });

  test.each([
    '240230010000Z', '2402290100Z', '240229010000', '240229010000+0700', '241301000000Z', '240229240000Z', '240229016000Z', '24022901000aZ', '230229000000Z',
  ])('UTCTime %s', (text) => {
    expect(decodeDer(der.encode(0x17, new TextEncoder().encode(text)), (node) => timeOf(node)).ok).toBe(false);
  });

  test.each(['20240229010000.5Z', '20240229010000.50Z', '20240229010000,5Z', '2024022901Z', '20240229010000.Z', '21000229000000Z'])('GeneralizedTime %s of a certificate', (text) => {
    expect(decodeDer(der.encode(0x18, new TextEncoder().encode(text)), (node) => timeOf(node)).ok).toBe(false);
  });

  test('random octets never throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const result = decodeDer(bytes, walk);
      return result.ok || result.error.code.startsWith('der/');
    }), { numRuns: 2000 });
  });
});

describe('values at their limits', () => {
  test.each<[string, string, (node: DerNode) => unknown, unknown]>([
    ['zero', '02 01 00', integerBytes, hex('00')], ['128 needs a zero in front', '02 02 00 80', integerBytes, hex('00 80')], ['−1', '02 01 ff', integerBytes, hex('ff')], ['−129 needs an FF in front', '02 02 ff 7f', integerBytes, hex('ff 7f')],
    ['the largest small integer', '02 04 7f ff ff ff', smallInteger, 0x7fffffff], ['an enumerated one', '0a 01 03', (node: DerNode) => enumeratedOf(node, 'reason'), 3],
    ['no bits', '03 01 00', bitStringOf, { bytes: hex(''), unused: 0 }], ['one bit', '03 02 07 80', bitStringOf, { bytes: hex('80'), unused: 7 }],
    ['true', '01 01 ff', booleanOf, true], ['false', '01 01 00', booleanOf, false],
    ['application', '41 00', ({ tagClass }) => tagClass, 'application'], ['context', '81 00', ({ tagClass }) => tagClass, 'context'], ['private', 'c1 00', ({ tagClass }) => tagClass, 'private'], ['universal', '04 00', ({ tagClass }) => tagClass, 'universal'],
  ])('read: %s', (_, bytes, read, value) => expect(unwrap(decodeDer(hex(bytes), (node) => read(node)))).toEqual(value));

  test.each([['', '02 01 00'], ['00', '02 01 00'], ['00 00', '02 01 00'], ['00 01', '02 01 01'], ['7f', '02 01 7f'], ['80', '02 02 00 80'], ['00 00 80', '02 02 00 80']])('written: the magnitude %j', (magnitude, encoded) => {
    expect(der.unsignedInteger(hex(magnitude))).toEqual(hex(encoded));
  });
  test.each([-1, 0.5, 2 ** 53, Number.NaN])('%d is no integer to write', (value) => expect(() => der.integer(value)).toThrow('non-negative safe integer'));

  test('a sequence says what is missing, too much or of another type', () => {
    const two = (node: DerNode) => {
      const members = Members.of(node, 'a pair');
      const pair = [smallInteger(members.next()), members.optionalType(0x01) === undefined ? undefined : true, smallInteger(members.next())];
      members.done();
      return pair;
    };
    expect(unwrap(decodeDer(hex('30 06 02 01 01 02 01 02'), two))).toEqual([1, undefined, 2]);
    expect(unwrap(decodeDer(hex('30 09 02 01 01 01 01 ff 02 01 02'), two))).toEqual([1, true, 2]);
    expect(decodeDer(hex('30 03 02 01 01'), two)).toMatchObject({ error: { what: 'a pair ends too early', offset: 5 } });
    expect(decodeDer(hex('30 09 02 01 01 02 01 02 02 01 03'), two)).toMatchObject({ error: { what: 'a pair has a member that does not belong there', offset: 8 } });
    expect(decodeDer(hex('31 06 02 01 01 02 01 02'), two)).toMatchObject({ error: { what: 'a pair has another type', offset: 0 } });
    expect(decodeDer(hex('30 00'), (node) => explicitOf(node, 'a tag'))).toMatchObject({ error: { what: 'a tag must hold one value' } });
    expect(decodeDer(hex('02 01 00'), childrenOf)).toMatchObject({ error: { what: 'a constructed value was expected' } });
  });

  test('as many bytes as are allowed, and one more', () => {
    const octets = (length: number) => der.octetString(new Uint8Array(length));
    const whole = DER_BYTES_MAX - (octets(DER_BYTES_MAX).length - DER_BYTES_MAX);
    expect(decodeDer(octets(whole), () => true)).toEqual({ ok: true, value: true });
    expect(decodeDer(octets(whole + 1), () => true)).toMatchObject({ error: { code: 'der/too-large' } });
  });
});

describe('what is written is read again', () => {
  test('times, at both forms and their boundary years', () => {
    const read = (tag: number, text: string, fraction = false) => unwrap(decodeDer(der.encode(tag, new TextEncoder().encode(text)), (node) => timeOf(node, fraction)));
    expect(Instant.toIso(read(0x17, '491231235959Z'))).toBe('2050-01-01T06:59:59+07:00');
    expect(Instant.toIso(read(0x17, '500101000000Z'))).toBe('1950-01-01T07:00:00+07:00');
    expect(Instant.toIso(read(0x18, '20240229000000Z'))).toBe('2024-02-29T07:00:00+07:00');
    expect(read(0x18, '20240229000000.123999Z', true) % 1000).toBe(123);
  });

  test('integers', () => {
    fc.assert(fc.property(fc.nat({ max: 0x7fffffff }), (value) => unwrap(decodeDer(der.integer(value), (node) => smallInteger(node))) === value));
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (magnitude) => {
      const content = unwrap(decodeDer(der.unsignedInteger(magnitude), (node) => integerBytes(node)));
      return BigInt(`0x${toHex(content)}`) === BigInt(`0x${toHex(magnitude)}`) && content[0]! < 0x80;
    }));
  });

  test('object identifiers', () => {
    const arc = fc.bigInt({ min: 0n, max: 1n << 128n });
    fc.assert(fc.property(fc.constantFrom(0n, 1n, 2n), fc.bigInt({ min: 0n, max: 39n }), fc.array(arc, { maxLength: 3 }), (top, second, rest) => {
      const dotted = [top, second, ...rest].join('.');
      return unwrap(decodeDer(der.oid(dotted), (node) => oidOf(node))) === dotted;
    }));
    expect(unwrap(decodeDer(der.oid('2.999.3'), (node) => oidOf(node)))).toBe('2.999.3');
  });

  test('moments to the millisecond', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => unwrap(decodeDer(der.generalizedTime(Instant.of(ms)), (node) => timeOf(node, true))) === ms));
  });

  test('octet strings of every length form, nested', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
      const bytes = new Uint8Array(length).fill(7);
      const inner = unwrap(decodeDer(der.sequence(der.octetString(der.octetString(bytes))), (node) => octetStringOf(readInner(octetStringOf(sequenceOf(node, 'outer')[0]!)))));
      expect(inner).toEqual(bytes);
    }
  });

  test('a set is sorted by encoding', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 10 }), (members) => {
      const encoded = members.map((member) => der.octetString(member));
      return toHex(der.setOfSorted(...encoded)) === toHex(der.setOfSorted(...encoded.reverse()));
    }));
    expect(toHex(der.setOfSorted(hex('0401ff'), hex('040100'), hex('0500')))).toBe(toHex(concatBytes(hex('3108'), hex('040100'), hex('0401ff'), hex('0500'))));
  });
});
