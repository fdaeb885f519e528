import { constants, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { toHex, utf8 } from '#kernel';
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from '../algorithms.ts';
import { signatureVectors } from '../../../test/builders/signature-vectors.ts';
import { nodePrimitives } from './index.ts';

const keys = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }), p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  p384: generateKeyPairSync('ec', { namedCurve: 'P-384' }), ed25519: generateKeyPairSync('ed25519'),
};
const spki = (name: keyof typeof keys) => new Uint8Array(createPublicKey(keys[name].privateKey).export({ type: 'spki', format: 'der' }));
const DATA = utf8('Hoà bình');

function signed(algorithm: SignatureAlgorithm): { key: keyof typeof keys; signature: Uint8Array } {
  const digest = `sha${algorithm.slice(-3)}`;
  const name = algorithm.startsWith('ecdsa') ? 'p256' : 'rsa';
  const key = createPrivateKey(keys[name].privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const options = name === 'p256' ? { key, dsaEncoding: 'ieee-p1363' as const }
    : algorithm.includes('pss') ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : { key };
  return { key: name, signature: new Uint8Array(sign(digest, DATA, options)) };
}

describe.each(SIGNATURE_ALGORITHMS)('%s', (algorithm) => {
  const { key, signature } = signed(algorithm);
  test('its own signature, and no other algorithm’s', () => {
    for (const other of SIGNATURE_ALGORITHMS) expect(nodePrimitives.verify(other, spki(key), DATA, signature)).toBe(other === algorithm);
  });
  test('other data, another key, other keys’ kinds', () => {
    expect(nodePrimitives.verify(algorithm, spki(key), utf8('khác'), signature)).toBe(false);
    for (const name of ['rsa', 'p256', 'p384', 'ed25519'] as const) if (name !== key) expect(nodePrimitives.verify(algorithm, spki(name), DATA, signature)).toBe(false);
  });
  test.each([0, 1, 63, 64, 65, 128, 256, 5000])('a signature of %i zero octets', (length) => {
    expect(nodePrimitives.verify(algorithm, spki(key), DATA, new Uint8Array(length))).toBe(false);
  });
  test('a key that is none', () => {
    for (const bad of [new Uint8Array(0), utf8('khoá'), spki(key).slice(0, -1)]) expect(nodePrimitives.verify(algorithm, bad, DATA, signature)).toBe(false);
  });
});

/** What RFC 8017 and FIPS 186-5 say of encodings. */
test.each(signatureVectors())('$name: $valid, $anySalt', ({ algorithm, spki, data, signature, valid, anySalt }) =>
  expect([nodePrimitives.verify(algorithm, spki, data, signature), nodePrimitives.verifyAnySalt(algorithm, spki, data, signature)]).toEqual([valid, anySalt]));

test('digests', () => {
  expect(toHex(nodePrimitives.digest('sha256', utf8('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect([nodePrimitives.digest('sha384', DATA).length, nodePrimitives.digest('sha512', DATA).length]).toEqual([48, 64]);
});
