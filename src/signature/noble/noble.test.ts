import { constants, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { utf8 } from '#kernel';
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from '#signature';
import { nodePrimitives } from '#signature/node';
import { noblePrimitives } from './index.ts';

const data = utf8('học bạ số');
const CURVES = { sha256: 'P-256', sha384: 'P-384', sha512: 'P-521' } as const;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const odd = generateKeyPairSync('rsa', { modulusLength: 2049 });

function signed(algorithm: SignatureAlgorithm, key = rsa): { readonly spki: Uint8Array; readonly signature: Uint8Array } {
  const digest = algorithm.slice(-6) as keyof typeof CURVES;
  if (algorithm.startsWith('ecdsa')) {
    const pair = generateKeyPairSync('ec', { namedCurve: CURVES[digest] });
    return { spki: new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' })), signature: new Uint8Array(sign(digest, data, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' })) };
  }
  const options = algorithm.startsWith('rsa-pss') ? { key: key.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : { key: key.privateKey };
  return { spki: new Uint8Array(key.publicKey.export({ type: 'spki', format: 'der' })), signature: new Uint8Array(sign(digest, data, options)) };
}

describe('the two libraries agree', () => {
  test.each(SIGNATURE_ALGORITHMS)('%s: a good signature, other data, every flipped octet of a few', (algorithm) => {
    const { spki, signature } = signed(algorithm);
    for (const primitives of [nodePrimitives, noblePrimitives]) {
      expect(primitives.verify(algorithm, spki, data, signature)).toBe(true);
      expect(primitives.verify(algorithm, spki, utf8('khác'), signature)).toBe(false);
      expect(primitives.verify(algorithm, spki, data, signature.subarray(1))).toBe(false);
      for (const at of [0, 1, signature.length >> 1, signature.length - 1]) expect(primitives.verify(algorithm, spki, data, signature.map((octet, i) => (i === at ? octet ^ 1 : octet)))).toBe(false);
    }
  });

  test.each(SIGNATURE_ALGORITHMS)('%s answers for no other algorithm', (algorithm) => {
    const { spki, signature } = signed(algorithm);
    for (const other of SIGNATURE_ALGORITHMS) expect(noblePrimitives.verify(other, spki, data, signature)).toBe(nodePrimitives.verify(other, spki, data, signature));
  });

  test.each(['rsa-sha256', 'rsa-pss-sha256', 'rsa-pss-sha512'] as const)('%s with a modulus of 2049 bits', (algorithm) => {
    const { spki, signature } = signed(algorithm, odd);
    expect([nodePrimitives, noblePrimitives].map((primitives) => primitives.verify(algorithm, spki, data, signature))).toEqual([true, true]);
  });

  test('a PSS signature that begins with a zero octet does not count without it', () => {
    let one = signed('rsa-pss-sha256');
    while (one.signature[0] !== 0) one = signed('rsa-pss-sha256');
    expect([nodePrimitives, noblePrimitives].map((primitives) => primitives.verify('rsa-pss-sha256', one.spki, data, one.signature))).toEqual([true, true]);
    expect([nodePrimitives, noblePrimitives].map((primitives) => primitives.verify('rsa-pss-sha256', one.spki, data, one.signature.subarray(1)))).toEqual([false, false]);
  });
  test('rubbish is no key', () => expect(noblePrimitives.verify('rsa-sha256', Uint8Array.of(1, 2, 3), data, Uint8Array.of(1))).toBe(false));
  test.each(['sha256', 'sha384', 'sha512'] as const)('%s', (name) => expect(noblePrimitives.digest(name, data)).toEqual(nodePrimitives.digest(name, data)));
});
