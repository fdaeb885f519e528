import { describe, expect, test } from 'vitest';
import { unwrap } from '#kernel';
import { decodeDer, der } from '../der/index.ts';
import { readPublicKey, weaknessOf } from './public-key.ts';

const read = (spki: Uint8Array) => unwrap(decodeDer(spki, readPublicKey));
const RSA = '1.2.840.113549.1.1.1', PSS = '1.2.840.113549.1.1.10', EC = '1.2.840.10045.2.1';
/** 2^(bits − 1) + 1. */
const modulus = (bits: number): Uint8Array => {
  const octets = new Uint8Array(Math.ceil(bits / 8));
  octets[0] = 1 << ((bits - 1) % 8);
  octets[octets.length - 1]! |= 1;
  return der.unsignedInteger(octets);
};
const EXPONENT = der.integer(65_537), SHA256 = der.sequence(der.oid('2.16.840.1.101.3.4.2.1'));
const rsa = (n: Uint8Array, e: Uint8Array = EXPONENT, oid = RSA, ...more: readonly Uint8Array[]) => der.sequence(der.sequence(der.oid(oid), der.nullValue()), der.bitString(der.sequence(n, e, ...more)));
const ec = (curve: Uint8Array, point: readonly number[], oid = EC) => der.sequence(der.sequence(der.oid(oid), curve), der.bitString(Uint8Array.from(point)));
const P256 = der.oid('1.2.840.10045.3.1.7'), P384 = der.oid('1.3.132.0.34'), P521 = der.oid('1.3.132.0.35');
const point = (form: number, length: number) => [form, ...new Uint8Array(length - 1).fill(9)];

describe('RSA keys (RFC 3279 §2.3.1), how long and how good', () => {
  test.each([[1024], [2047], [2048], [2049], [3072], [8191], [8192], [8193]])('a modulus of %i bits has as many', (bits) => expect(read(rsa(modulus(bits)))).toMatchObject({ kind: 'rsa', bits, exponentUsable: true, pssOnly: false }));
  test.each<[string, Uint8Array, string | undefined]>([
    ['2047 bits', rsa(modulus(2047)), 'weak-key'], ['2048 bits', rsa(modulus(2048)), undefined], ['8192 bits', rsa(modulus(8192)), undefined], ['8193 bits keep a machine busy', rsa(modulus(8193)), 'unsupported-key'],
    ['exponent 3', rsa(modulus(2048), der.integer(3)), undefined], ['exponent 1 signs nothing', rsa(modulus(2048), der.integer(1)), 'weak-key'], ['exponent 2', rsa(modulus(2048), der.integer(2)), 'weak-key'], ['an even exponent', rsa(modulus(2048), der.integer(65_538)), 'weak-key'],
    ['exponent 2^32 − 1', rsa(modulus(2048), der.integer(2 ** 32 - 1)), undefined], ['exponent 2^40 + 1', rsa(modulus(2048), der.integer(2 ** 40 + 1)), 'weak-key'], ['a negative exponent', rsa(modulus(2048), Uint8Array.of(2, 1, 0xff)), 'weak-key'], ['exponent 0', rsa(modulus(2048), der.integer(0)), 'weak-key'],
    ['a negative modulus', rsa(der.encode(2, new Uint8Array(256).fill(0x81))), 'weak-key'], ['modulus 0', rsa(der.integer(0)), 'weak-key'],
  ])('%s: %j', (_, spki, expected) => expect(weaknessOf(read(spki))).toBe(expected));
  /** RSASSA-PSS-params (RFC 4055 §3.1) by SHA-256. */
  const parameters = (salt: number) => der.sequence(der.explicit(0, SHA256), der.explicit(1, der.sequence(der.oid('1.2.840.113549.1.1.8'), SHA256)), der.explicit(2, der.integer(salt)));
  test.each<[string, readonly Uint8Array[], object]>([
    ['for whatever digest', [], { kind: 'rsa', pssOnly: true }], ['for SHA-256', [parameters(32)], { kind: 'rsa', pssOnly: true }], ['with a salt of another length', [parameters(20)], { kind: 'other', oid: PSS }],
    ['for SHA-1, the default', [der.sequence()], { kind: 'other', oid: PSS }], ['with NULL for parameters', [der.nullValue()], { kind: 'other', oid: PSS }],
  ])('a key for RSASSA-PSS alone (RFC 4055 §1.2), %s', (_, given, expected) => {
    const spki = der.sequence(der.sequence(der.oid(PSS), ...given), der.bitString(der.sequence(modulus(2048), EXPONENT)));
    expect(read(spki)).toMatchObject(expected);
  });
  test('a third number does not belong there', () => expect(decodeDer(rsa(modulus(2048), EXPONENT, RSA, EXPONENT), readPublicKey)).toMatchObject({ ok: false }));
});

describe('elliptic-curve keys (RFC 5480 §2): named curves, points written whole', () => {
  test.each<[string, Uint8Array, object]>([
    ['P-256', ec(P256, point(4, 65)), { kind: 'ec', curve: 'P-256' }], ['P-384', ec(P384, point(4, 97)), { kind: 'ec', curve: 'P-384' }], ['P-521', ec(P521, point(4, 133)), { kind: 'ec', curve: 'P-521' }],
    ['a compressed point', ec(P256, point(2, 33)), { kind: 'other' }], ['a point that only says it is compressed', ec(P256, point(3, 65)), { kind: 'other' }], ['a point of another curve', ec(P256, point(4, 97)), { kind: 'other' }], ['a point cut off', ec(P384, point(4, 96)), { kind: 'other' }],
    ['secp256k1', ec(der.oid('1.3.132.0.10'), point(4, 65)), { kind: 'other' }], ['a curve written out', ec(der.sequence(der.integer(1)), point(4, 65)), { kind: 'other' }], ['Ed25519', ec(P256, point(4, 65), '1.3.101.112'), { kind: 'other', oid: '1.3.101.112' }],
  ])('%s', (_, spki, expected) => expect(read(spki)).toMatchObject({ ...expected, spki }));
  test.each<[string, Uint8Array, string | undefined]>([['P-256', ec(P256, point(4, 65)), undefined], ['another key', ec(P256, point(2, 33)), 'unsupported-key']])('%s is good enough: %j', (_, spki, expected) => expect(weaknessOf(read(spki))).toBe(expected));
});
