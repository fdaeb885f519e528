import { describe, expect, test } from 'vitest';
import { unwrap } from '#kernel';
import { decodeDer, der } from '../der/index.ts';
import { algorithmNamed } from './scheme-names.ts';
import { digestOf, readAlgorithmIdentifier, schemeOf } from './algorithm-identifier.ts';

const SHA1 = '1.3.14.3.2.26', SHA256 = '2.16.840.1.101.3.4.2.1', SHA384 = '2.16.840.1.101.3.4.2.2', SHA512 = '2.16.840.1.101.3.4.2.3', MGF1 = '1.2.840.113549.1.1.8', PSS = '1.2.840.113549.1.1.10';
const NULL = der.nullValue();
const algorithm = (oid: string, ...parameters: readonly Uint8Array[]) => der.sequence(der.oid(oid), ...parameters);
const read = (encoded: Uint8Array) => unwrap(decodeDer(encoded, (node) => readAlgorithmIdentifier(node)));
const schemeNamed = (encoded: Uint8Array) => decodeDer(encoded, (node) => {
  const scheme = schemeOf(readAlgorithmIdentifier(node));
  return scheme && algorithmNamed(scheme);
});

test.each<[string, Uint8Array, string | undefined]>([
  ['SHA-256', algorithm(SHA256), 'sha256'], ['SHA-384', algorithm(SHA384), 'sha384'], ['SHA-512', algorithm(SHA512), 'sha512'],
  ['with NULL, as RFC 5754 §2 wants it accepted', algorithm(SHA256, NULL), 'sha256'], ['with other parameters', algorithm(SHA256, der.integer(1)), undefined], ['with NULL under a tag of its own', algorithm(SHA256, der.implicit(5, new Uint8Array())), undefined],
  ['SHA-1', algorithm(SHA1), undefined], ['MD5', algorithm('1.2.840.113549.2.5'), undefined], ['SHA-224', algorithm('2.16.840.1.101.3.4.2.4'), undefined],
])('a digest algorithm: %s', (_, encoded, expected) => expect(digestOf(read(encoded))).toBe(expected));

test('an algorithm identifier is an OID and parameters, nothing more', () => {
  expect(decodeDer(algorithm(SHA256, NULL, NULL), (node) => readAlgorithmIdentifier(node))).toMatchObject({ ok: false, error: { what: 'algorithm identifier has a member that does not belong there' } });
  expect(read(algorithm(SHA256, NULL))).toMatchObject({ oid: SHA256, der: algorithm(SHA256, NULL) });
  expect(read(algorithm(SHA256)).parameters).toBeUndefined();
});

describe('signature algorithms of certificates, lists and CMS', () => {
  test.each<[string, Uint8Array, string | undefined]>([
    ['sha256WithRSAEncryption', algorithm('1.2.840.113549.1.1.11', NULL), 'rsa-sha256'], ['sha384WithRSAEncryption', algorithm('1.2.840.113549.1.1.12', NULL), 'rsa-sha384'], ['sha512WithRSAEncryption', algorithm('1.2.840.113549.1.1.13', NULL), 'rsa-sha512'],
    ['RSA without the NULL (RFC 4055 §5: must be accepted)', algorithm('1.2.840.113549.1.1.11'), 'rsa-sha256'], ['RSA with other parameters', algorithm('1.2.840.113549.1.1.11', der.integer(1)), undefined],
    ['ecdsa-with-SHA256', algorithm('1.2.840.10045.4.3.2'), 'ecdsa-sha256'], ['ecdsa-with-SHA384', algorithm('1.2.840.10045.4.3.3'), 'ecdsa-sha384'], ['ecdsa-with-SHA512', algorithm('1.2.840.10045.4.3.4'), 'ecdsa-sha512'],
    ['ECDSA with a NULL (RFC 5758 §3.2: parameters are absent)', algorithm('1.2.840.10045.4.3.2', NULL), undefined],
    ['sha1WithRSAEncryption', algorithm('1.2.840.113549.1.1.5', NULL), undefined], ['md5WithRSAEncryption', algorithm('1.2.840.113549.1.1.4', NULL), undefined], ['ecdsa-with-SHA1', algorithm('1.2.840.10045.4.1'), undefined], ['dsa-with-sha256', algorithm('2.16.840.1.101.3.4.3.2'), undefined],
  ])('%s', (_, encoded, expected) => expect(schemeNamed(encoded)).toEqual({ ok: true, value: expected }));
});

describe('RSASSA-PSS-params (RFC 4055 §3.1): one digest for message and mask, a salt as long as it', () => {
  interface Pss { hash?: Uint8Array | null; mask?: Uint8Array | null; salt?: number | null; trailer?: number; more?: Uint8Array }
  const pss = ({ hash = algorithm(SHA256), mask = algorithm(MGF1, algorithm(SHA256)), salt = 32, trailer, more }: Pss) => algorithm(PSS, der.sequence(
    ...(hash === null ? [] : [der.explicit(0, hash)]), ...(mask === null ? [] : [der.explicit(1, mask)]), ...(salt === null ? [] : [der.explicit(2, der.integer(salt))]),
    ...(trailer === undefined ? [] : [der.explicit(3, der.integer(trailer))]), ...(more === undefined ? [] : [more]),
  ));
  test.each<[string, Pss, string | undefined]>([
    ['SHA-256', {}, 'rsa-pss-sha256'], ['SHA-384', { hash: algorithm(SHA384), mask: algorithm(MGF1, algorithm(SHA384)), salt: 48 }, 'rsa-pss-sha384'], ['SHA-512', { hash: algorithm(SHA512), mask: algorithm(MGF1, algorithm(SHA512)), salt: 64 }, 'rsa-pss-sha512'],
    ['digests with NULL', { hash: algorithm(SHA256, NULL), mask: algorithm(MGF1, algorithm(SHA256, NULL)) }, 'rsa-pss-sha256'], ['the trailer written out', { trailer: 1 }, 'rsa-pss-sha256'],
    ['the default digest, SHA-1', { hash: null }, undefined], ['the default mask, SHA-1', { mask: null }, undefined], ['the default salt of 20', { salt: null }, undefined],
    ['SHA-1 by name', { hash: algorithm(SHA1), mask: algorithm(MGF1, algorithm(SHA1)), salt: 20 }, undefined], ['another digest in the mask', { mask: algorithm(MGF1, algorithm(SHA384)) }, undefined],
    ['a mask function nobody knows', { mask: algorithm('1.2.3', algorithm(SHA256)) }, undefined], ['a mask function without its digest', { mask: algorithm(MGF1) }, undefined],
    ['a shorter salt', { salt: 20 }, undefined], ['a longer salt', { salt: 48 }, undefined], ['no salt', { salt: 0 }, undefined],
  ])('%s', (_, given, expected) => expect(schemeNamed(pss(given))).toEqual({ ok: true, value: expected }));
  test.each<[string, Uint8Array]>([['another trailer', pss({ trailer: 2 })], ['a fifth member', pss({ trailer: 1, more: der.explicit(4, NULL) })]])('not well formed: %s', (_, encoded) => {
    expect(schemeNamed(encoded)).toMatchObject({ ok: false, error: { code: 'der/malformed' } });
  });
  test.each<[string, Uint8Array]>([['no parameters, which means SHA-1', algorithm(PSS)], ['NULL for parameters', algorithm(PSS, NULL)]])('%s', (_, encoded) => expect(schemeNamed(encoded)).toEqual({ ok: true, value: undefined }));
});
