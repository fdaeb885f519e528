import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex, unwrap, utf8 } from '#kernel';
import { der } from '#signature';
import { nodePrimitives } from '#signature/node';
import { signatureVectors } from '../../../test/builders/signature-vectors.ts';
import { noblePrimitives } from './index.ts';

/** The same vectors are put to OpenSSL (node.test.ts) and run in a real browser (test/browser/core.test.ts). */
test.each(signatureVectors())('$name: $valid, $anySalt', ({ algorithm, spki, data, signature, valid, anySalt }) =>
  expect([noblePrimitives.verify(algorithm, spki, data, signature), noblePrimitives.verifyAnySalt(algorithm, spki, data, signature)]).toEqual([valid, anySalt]));

test.each(['sha256', 'sha384', 'sha512'] as const)('%s', (name) => {
  for (const data of [utf8('học bạ số'), new Uint8Array(0), new Uint8Array(1_000).fill(7)]) expect(noblePrimitives.digest(name, data)).toEqual(nodePrimitives.digest(name, data));
});

describe('RSA keys that only keep a verifier busy, or need no private half, say nothing', () => {
  const DATA = utf8('học bạ số');
  const bytes = (value: bigint, length: number): Uint8Array => unwrap(fromHex(value.toString(16).padStart(length * 2, '0')));
  const number = (octets: Uint8Array): bigint => BigInt(`0x${toHex(octets)}`);
  /** EMSA-PKCS1-v1_5 (RFC 8017 §9.2) with SHA-256. */
  const encoded = (length: number): bigint => {
    const info = der.sequence(der.sequence(der.oid('2.16.840.1.101.3.4.2.1'), der.nullValue()), der.octetString(new Uint8Array(createHash('sha256').update(DATA).digest())));
    return number(concatBytes(Uint8Array.of(0, 1), new Uint8Array(length - 3 - info.length).fill(0xff), Uint8Array.of(0), info));
  };
  const verifies = (n: bigint, e: bigint, signature: bigint, length: number): boolean => {
    const spki = der.sequence(der.sequence(der.oid('1.2.840.113549.1.1.1'), der.nullValue()), der.bitString(der.sequence(...[n, e].map((value) => der.unsignedInteger(bytes(value, Math.ceil(value.toString(16).length / 2)))))));
    return noblePrimitives.verify('rsa-sha256', spki, DATA, bytes(signature, length));
  };

  const { n, p, q } = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const [N, P, Q] = [n, p, q].map((text) => number(new Uint8Array(Buffer.from(text!, 'base64url')))) as [bigint, bigint, bigint];
  const power = (base: bigint, exponent: bigint): bigint => {
    let result = 1n;
    for (let rest = exponent, square = base; rest > 0n; rest >>= 1n, square = (square * square) % N) if ((rest & 1n) === 1n) result = (result * square) % N;
    return result;
  };
  /** The private exponent, by Euclid. */
  const inverse = (e: bigint): bigint => {
    const phi = (P - 1n) * (Q - 1n);
    let [a, b, x, y] = [phi, e, 0n, 1n];
    while (b > 1n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
    return ((y % phi) + phi) % phi;
  };
  test.each<[string, bigint, boolean]>([
    ['1: the signature is the message', 1n, false], ['65537', 65_537n, true], ['of five octets', 0x1_0000_000fn, true], ['of six octets', 0x100_0000_000fn, false],
  ])('an exponent: %s', (_, exponent, expected) => {
    // The first at or above that has an inverse.
    const e = exponent === 1n ? 1n : [0n, 2n, 4n, 6n, 8n, 10n].map((step) => exponent + step).find((candidate) => [P, Q].every((prime) => (prime - 1n) % candidate !== 0n && power(power(3n, candidate), inverse(candidate)) === 3n))!;
    expect(verifies(N, e, power(encoded(256), inverse(e)), 256)).toBe(expected);
  });

  /** A modulus of as many octets under which the cube of a known number is the message. */
  const cubic = (length: number): { readonly n: bigint; readonly s: bigint } => {
    let s = 0n;
    for (let bit = 1n << BigInt(Math.ceil((length * 8) / 3)); bit > 0n; bit >>= 1n) if ((s + bit) ** 3n < 1n << BigInt(length * 8)) s += bit;
    return { n: s ** 3n - encoded(length), s };
  };
  test.each<[number, boolean]>([[256, true], [1024, true], [1025, false]])('a modulus of %i octets: %j', (length, expected) => {
    const key = cubic(length);
    expect(verifies(key.n, 3n, key.s, length)).toBe(expected);
  });
});
