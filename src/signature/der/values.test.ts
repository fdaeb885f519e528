import { describe, expect, test } from 'vitest';
import { Instant, unwrap } from '#kernel';
import { bitStringOf, booleanOf, childrenOf, decodeDer, der, explicitOf, integerBytes, Members, octetStringOf, oidOf, smallInteger, textOf, timeOf, type DerNode } from './index.ts';
import { ia5Of, toHexOf } from './text.ts';
import { checkAny, equalNodes, namedBits, octetsOfBitString, sequenceOf, setOf } from './values.ts';

const hex = (text: string) => Uint8Array.from(text.replace(/ /g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const read = <T>(text: string, how: (node: DerNode) => T) => decodeDer(hex(text), how);
const written = (tag: number, text: string) => der.encode(tag, new TextEncoder().encode(text));

describe('lengths are in their shortest form (X.690 §10.1)', () => {
  const SHORTEST = 'length is not in its shortest form', PAST = 'length reaches past the enclosing value';
  test.each([
    ['04 81 7f', SHORTEST], ['04 81 80', PAST], ['04 81 ff', PAST], ['04 82 00 ff', SHORTEST], ['04 82 01 00', PAST], ['04 82 ff ff', PAST], ['04 83 00 ff ff', SHORTEST], ['04 83 01 00 00', PAST], ['04 83 ff ff ff', PAST], ['04 84 00 ff ff ff', SHORTEST], ['04 84 01 00 00 00', PAST], ['04 84 00 00', 'length is cut off'], ['04 81', 'length is cut off'],
  ])('%s: %s', (text, what) => expect(read(text, () => true)).toMatchObject({ error: { what } }));
});

describe('bit strings (X.690 §11.2)', () => {
  test.each<readonly [string, readonly number[]]>([['03 01 00', []], ['03 02 00 80', [0]], ['03 02 00 01', [7]], ['03 02 05 a0', [0, 2]], ['03 03 00 80 01', [0, 15]], ['03 03 07 00 80', [8]], ['03 03 00 00 00', []]])('named bits of %s are %j', (text, bits) => expect([...unwrap(read(text, (node) => namedBits(node)))]).toEqual(bits));
  test.each(['03 02 01 01', '03 02 07 40', '03 02 03 04', '03 02 03 07'])('padding of %s is not zero', (text) => expect(read(text, (node) => bitStringOf(node))).toMatchObject({ error: { what: 'padding bits are not zero' } }));
  test('keys and signatures are whole octets', () => {
    expect(unwrap(read('03 03 00 05 06', octetsOfBitString))).toEqual(hex('05 06'));
    expect(read('03 02 01 00', octetsOfBitString)).toMatchObject({ error: { what: 'bit string does not hold whole octets' } });
  });
});

describe('an IMPLICIT tag says nothing of the type, and a constructed one is still refused', () => {
  test.each<readonly [string, string, string, (node: DerNode) => unknown, unknown]>([
    ['boolean', '80 01 ff', 'a0 01 ff', (node) => booleanOf(node, true), true], ['integer', '80 01 05', 'a0 01 05', (node) => integerBytes(node, true), hex('05')], ['small integer', '80 01 05', 'a0 01 05', (node) => smallInteger(node, true), 5],
    ['bit string', '80 02 00 ff', 'a0 02 00 ff', (node) => bitStringOf(node, true), { bytes: hex('ff'), unused: 0 }], ['named bits', '80 02 06 40', 'a0 02 06 40', (node) => namedBits(node, true), new Set([1])], ['object identifier', '80 01 2a', 'a0 01 2a', (node) => oidOf(node, true), '1.2'], ['name in ASCII', '82 02 61 2e', 'a2 02 61 2e', ia5Of, 'a.'],
  ])('%s', (_, primitive, constructed, how, value) => {
    expect(unwrap(read(primitive, how))).toEqual(value);
    expect(read(constructed, how)).toMatchObject({ error: { code: 'der/malformed', offset: 0 } });
  });
  test.each<readonly [string, (node: DerNode) => unknown]>([['boolean', (node) => booleanOf(node)], ['integer', (node) => integerBytes(node)], ['small integer', (node) => smallInteger(node)], ['bit string', (node) => bitStringOf(node)], ['object identifier', (node) => oidOf(node)], ['octet string', octetStringOf]])('without it the type must be there: %s', (_, how) => expect(read('80 02 00 ff', how)).toMatchObject({ error: { code: 'der/malformed' } }));
});

describe('integers of 31 bits', () => {
  test.each<readonly [string, number | undefined]>([['02 01 7f', 127], ['02 02 00 ff', 255], ['02 03 01 00 00', 65_536], ['02 04 7f ff ff ff', 0x7fffffff], ['02 05 00 80 00 00 00', undefined], ['02 05 01 00 00 00 00', undefined], ['02 09 01 00 00 00 00 00 00 00 00', undefined], ['02 01 80', undefined], ['0a 01 02', undefined], ['04 01 02', undefined]])('%s: %j', (text, value) => {
    const found = read(text, (node) => smallInteger(node));
    expect(found.ok ? found.value : undefined).toBe(value);
  });
});

describe('text of names (X.680 §41)', () => {
  test.each<readonly [string, string, string | undefined]>([
    ['UTF8String', '0c 03 e1 bb 91', 'ố'], ['PrintableString', '13 04 41 2a 40 5f', 'A*@_'], ['NumericString', '12 03 31 20 39', '1 9'], ['IA5String', '16 02 61 7f', 'a\u007f'], ['VisibleString', '1a 01 61', 'a'], ['T61String, an octet a character', '14 02 61 e9', 'aé'], ['BMPString', '1e 04 00 41 1e d1', 'Aố'], ['BMPString up to the surrogates', '1e 02 d7 ff', '\ud7ff'], ['and behind them', '1e 02 e0 00', '\ue000'],
    ['UniversalString', '1c 04 00 01 f6 00', '😀'], ['the last character there is', '1c 04 00 10 ff ff', '\u{10ffff}'], ['an empty one', '1e 00', ''], ['no string', '02 01 05', undefined], ['an object identifier', '06 01 2a', undefined], ['a tag of its own', '8c 01 61', undefined], ['a sequence', '30 00', undefined],
  ])('%s', (_, text, value) => expect(unwrap(read(text, textOf))).toBe(value));
  test.each(['13 01 21', '13 01 3b', '12 01 61', '12 01 2d', '16 01 80', '1a 01 80', '0c 01 e1', '1e 03 00 41 00', '1e 02 d8 00', '1e 02 df ff', '1c 04 00 11 00 00', '1c 03 00 00 41', '1c 04 00 00 d8 00'])('refused: %s', (text) => expect(read(text, textOf)).toMatchObject({ error: { code: 'der/malformed' } }));
  test('a general name is ASCII', () => expect(read('82 01 80', ia5Of)).toMatchObject({ error: { code: 'der/malformed' } }));
  test('what is no text is shown in hexadecimal, whole', () => expect(unwrap(read('30 03 02 01 05', toHexOf))).toBe('3003020105'));
});

describe('times (RFC 5280 §4.1.2.5, RFC 3161 §2.4.2)', () => {
  const ms = (tag: number, text: string, fraction: boolean) => {
    const found = decodeDer(written(tag, text), (node) => timeOf(node, fraction));
    return found.ok ? found.value - Date.UTC(2024, 1, 29) : undefined;
  };
  test.each<readonly [string, number | undefined]>([['20240229000000Z', 0], ['20240229000000.5Z', 500], ['20240229000000.05Z', 50], ['20240229000000.123456789Z', 123], ['20240229000000.0001Z', 0], ['20240229000000.9999Z', 999], ['20240229000000.50Z', undefined], ['20240229000000.0Z', undefined], ['20240229000000.Z', undefined], ['20240229000000.1234567891Z', undefined], ['20240229000001Z', 1_000], ['20240229235959Z', 86_399_000], ['20240229240000Z', undefined], ['20240229006000Z', undefined], ['20240230000000Z', undefined], ['240229000000Z', undefined]])('GeneralizedTime %s', (text, value) => expect(ms(0x18, text, true)).toBe(value));
  test.each<readonly [string, number | undefined]>([['240229000000Z', 0], ['20240229000000Z', undefined], ['240229000000.5Z', undefined]])('UTCTime %s', (text, value) => expect(ms(0x17, text, true)).toBe(value));
  test('no other type is a time', () => expect(ms(0x16, '240229000000Z', true)).toBeUndefined());
  test('years of four digits', () => expect(Instant.toIso(unwrap(decodeDer(written(0x18, '00990101000000Z'), (node) => timeOf(node))))).toMatch(/^0099-01-01T07:00:00/));
});

test.each([0n, 127n, 128n, 2n ** 49n - 1n, 2n ** 49n, 2n ** 53n - 1n, 2n ** 53n + 1n, 2n ** 56n - 1n, 2n ** 56n, 2n ** 63n + 1n])('the arc %d is read as it was written', (arc) => {
  for (const dotted of [`2.25.${arc}`, `1.2.${arc}.3`, `2.${arc}.1`]) expect(unwrap(decodeDer(der.oid(dotted), (node) => oidOf(node)))).toBe(dotted);
});
test('an object identifier has 64 octets at most', () => {
  const long = (arcs: number) => decodeDer(der.oid(`1.2${'.3'.repeat(arcs)}`), (node) => oidOf(node)).ok;
  expect([long(63), long(64)]).toEqual([true, false]);
});

describe('members of a sequence', () => {
  const members = <T>(text: string, how: (members: Members) => T) => unwrap(read(text, (node) => how(Members.of(node, 'a pair'))));
  test('one with a tag of its own may be there or not', () => {
    const how = (of: Members) => [of.optionalContext(1) !== undefined, of.optionalContext(0) !== undefined, of.peek() === undefined];
    expect([members('30 00', how), members('30 02 80 00', how), members('30 02 81 00', how), members('30 04 81 00 80 00', how), members('30 02 41 00', how)]).toEqual([[false, false, true], [false, true, true], [true, false, true], [true, true, true], [false, false, false]]);
  });
  test('one of a type may be there or not', () => {
    const how = (of: Members) => [of.optionalType(2) !== undefined, of.nextIf(false), of.peek() === undefined];
    expect([members('30 03 02 01 05', how), members('30 03 82 01 05', how), members('30 03 0a 01 05', how)]).toEqual([[true, undefined, true], [false, undefined, false], [false, undefined, false]]);
  });
  test('sequence and set are two things, and must be there', () => {
    expect([read('30 02 05 00', (node) => sequenceOf(node, 'x').length), read('31 02 05 00', (node) => setOf(node, 'x').length)]).toEqual([{ ok: true, value: 1 }, { ok: true, value: 1 }]);
    expect([read('31 00', (node) => sequenceOf(node, 'x')), read('30 00', (node) => setOf(node, 'x')), read('30 00', () => sequenceOf(undefined, 'x'))]).toMatchObject([{ error: { offset: 0 } }, { error: { offset: 0 } }, { error: { what: 'x is missing', offset: 0 } }]);
  });
  test('an EXPLICIT tag holds one value', () => {
    expect(unwrap(read('a0 02 05 00', (node) => equalNodes(explicitOf(node, 'x'), hex('05 00'))))).toBe(true);
    expect(read('a0 04 05 00 05 00', (node) => explicitOf(node, 'x'))).toMatchObject({ error: { what: 'x must hold one value' } });
  });
});

describe('a value of unknown meaning is DER all the same, at any depth (X.690 §8, §11)', () => {
  test.each(['01 01 ff', '02 01 05', '0a 01 05', '03 02 04 f0', '06 01 2a', '05 00', '04 01 00', '30 00', '80 01 01', '81 01 01', '82 02 00 05', '86 01 80', '41 01 01', '16 01 61'])('%s', (text) => {
    const whole = hex(text);
    for (const outer of [whole, der.sequence(whole), der.encode(0xa0, der.sequence(whole))]) expect(decodeDer(outer, checkAny).ok).toBe(true);
  });
  test.each(['01 01 01', '02 02 00 05', '02 00', '0a 02 00 05', '03 02 04 ff', '06 02 2a 86', '05 01 00', '17 01 30', '18 01 30'])('refused: %s', (text) => {
    const whole = hex(text);
    for (const outer of [whole, der.sequence(whole), der.encode(0xa0, der.nullValue(), der.sequence(whole))]) expect(decodeDer(outer, checkAny).ok).toBe(false);
  });
  test('with times of both kinds', () => { for (const time of [written(0x17, '240229000000Z'), written(0x18, '20240229000000.5Z')]) expect(decodeDer(der.sequence(time), checkAny).ok).toBe(true); });
  test('what is primitive has no members', () => expect(read('80 02 05 00', childrenOf)).toMatchObject({ error: { what: 'a constructed value was expected' } }));
});
