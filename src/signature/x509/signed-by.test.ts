import { describe, expect, test } from 'vitest';
import type { Primitives } from '../primitives.ts';
import { der } from '../der/index.ts';
import type { SignatureScheme } from './algorithm-identifier.ts';
import type { PublicKey } from './public-key.ts';
import { checkSignature, rawEcdsa, signedBy } from './signed-by.ts';

const SPKI = Uint8Array.of(1), RAW = Uint8Array.of(2), DATA = Uint8Array.of(3);
const RSA: PublicKey = { kind: 'rsa', spki: SPKI, bits: 2048, exponentUsable: true, pssOnly: false, raw: RAW };
const KEYS = {
  'RSA': RSA, 'RSA for PSS': { ...RSA, pssOnly: true }, 'RSA of 1024 bits': { ...RSA, bits: 1024 }, 'P-256': { kind: 'ec', spki: SPKI, curve: 'P-256', raw: RAW }, 'P-521': { kind: 'ec', spki: SPKI, curve: 'P-521', raw: RAW }, 'Ed25519': { kind: 'other', spki: SPKI, oid: '1.3.101.112', raw: RAW },
} as const satisfies Record<string, PublicKey>;
const SCHEMES = { 'PKCS#1': { family: 'rsa-pkcs1', digest: 'sha256' }, 'PSS': { family: 'rsa-pss', digest: 'sha384' }, 'ECDSA': { family: 'ecdsa', digest: 'sha512' }, 'none of the list': undefined } as const satisfies Record<string, SignatureScheme | undefined>;
const VALUE = der.sequence(der.integer(1), der.integer(2));

/** Accepts whatever it is asked about, and says what that was. */
function credulous(): Primitives & { readonly asked: string[] } {
  const asked: string[] = [];
  return { asked, digest: () => new Uint8Array(), verify: (algorithm, _spki, _data, signature) => { asked.push(`${algorithm} ${signature.length}`); return true; }, verifyAnySalt: () => false };
}

describe('a key is asked only about signatures of its own kind', () => {
  test.each<[key: keyof typeof KEYS, scheme: keyof typeof SCHEMES, answer: string, asked: readonly string[]]>([
    ['RSA', 'PKCS#1', 'yes', ['rsa-sha256 8']], ['RSA', 'PSS', 'yes', ['rsa-pss-sha384 8']], ['RSA', 'ECDSA', 'no', []],
    ['RSA for PSS', 'PSS', 'yes', ['rsa-pss-sha384 8']], ['RSA for PSS', 'PKCS#1', 'no', []],
    ['P-256', 'ECDSA', 'yes', ['ecdsa-sha512 64']], ['P-521', 'ECDSA', 'yes', ['ecdsa-sha512 132']], ['P-256', 'PKCS#1', 'no', []], ['P-256', 'PSS', 'no', []],
    ['RSA of 1024 bits', 'PKCS#1', 'weak-key', []], ['Ed25519', 'ECDSA', 'algorithm-refused', []], ['RSA', 'none of the list', 'algorithm-refused', []], ['RSA of 1024 bits', 'none of the list', 'algorithm-refused', []],
  ])('%s, %s: %s', (key, scheme, answer, asked) => {
    const primitives = credulous();
    expect(checkSignature(DATA, VALUE, SCHEMES[scheme], KEYS[key], primitives)).toBe(answer);
    expect(primitives.asked).toEqual(asked);
  });
  test('a value that is no pair of numbers is not even asked about', () => {
    const primitives = credulous();
    expect(checkSignature(DATA, Uint8Array.of(1), SCHEMES.ECDSA, KEYS['P-256'], primitives)).toBe('no');
    expect(primitives.asked).toEqual([]);
  });
  test('what the primitives deny is denied', () => {
    const denying: Primitives = { digest: () => new Uint8Array(), verify: () => false, verifyAnySalt: () => false };
    expect([KEYS.RSA, KEYS['P-256']].map((key) => checkSignature(DATA, VALUE, key.kind === 'rsa' ? SCHEMES.PSS : SCHEMES.ECDSA, key, denying))).toEqual(['no', 'no']);
  });
  test('one structure and key is asked about once', () => {
    const primitives = credulous();
    const structure = { tbs: DATA, signature: VALUE, signatureAlgorithm: { oid: '1.2.840.113549.1.1.11', parameters: undefined, der: DATA } };
    expect([signedBy(structure, KEYS.RSA, primitives), signedBy(structure, KEYS.RSA, primitives), signedBy({ ...structure }, KEYS.RSA, primitives)]).toEqual(['yes', 'yes', 'yes']);
    expect(primitives.asked).toHaveLength(2);
  });
});

describe('Ecdsa-Sig-Value (RFC 3279 §2.2.3): two positive numbers, no longer than the curve', () => {
  const number = (...octets: readonly number[]) => der.encode(2, Uint8Array.from(octets));
  test.each<[string, Uint8Array, readonly number[]]>([
    ['short numbers are filled up', der.sequence(number(1), number(2)), [0, 0, 0, 1, 0, 0, 0, 2]],
    ['the longest ones, their sign octet dropped', der.sequence(number(0, 0xff, 2, 3, 4), number(0x7f, 6, 7, 8)), [0xff, 2, 3, 4, 0x7f, 6, 7, 8]],
  ])('%s', (_, value, expected) => expect(rawEcdsa(value, 4)).toEqual(Uint8Array.from(expected)));
  test.each<[string, Uint8Array]>([
    ['r is zero', der.sequence(number(0), number(1))], ['s is zero', der.sequence(number(1), number(0))], ['r is negative', der.sequence(number(0x80), number(1))], ['s is negative', der.sequence(number(1), number(0xff))],
    ['r is longer than the curve', der.sequence(number(1, 2, 3, 4, 5), number(1))], ['s is longer than the curve', der.sequence(number(1), number(0, 0xff, 2, 3, 4, 5))], ['one number', der.sequence(number(1))],
    ['three numbers', der.sequence(number(1), number(2), number(3))], ['a padded number', der.sequence(number(0, 1), number(2))], ['octets behind', Uint8Array.of(...VALUE, 0)], ['r ‖ s bare', Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2)], ['nothing', new Uint8Array()],
  ])('refused: %s', (_, value) => expect(rawEcdsa(value, 4)).toBeUndefined());
});
