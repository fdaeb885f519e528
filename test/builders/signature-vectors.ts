import { constants, generateKeyPairSync, hash, type KeyPairKeyObjectResult, privateEncrypt, sign } from 'node:crypto';
import { concatBytes, fromHex, toHex, unwrap, utf8 } from '#kernel';
import { der, SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from '#signature';

/** One question to `Primitives.verify` and `verifyAnySalt`, and the only right answers. */
export interface SignatureVector {
  readonly name: string;
  readonly algorithm: SignatureAlgorithm;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
  readonly valid: boolean;
  /** An RSASSA-PSS signature whose salt may have another length. */
  readonly anySalt: boolean;
}
type Unnamed = Omit<SignatureVector, 'name'>;
type Digest = 'sha256' | 'sha384' | 'sha512';

const DATA = utf8('học bạ số');
const CURVES = { sha256: 'P-256', sha384: 'P-384', sha512: 'P-521' } as const;
const ODD = ['rsa-sha256', 'rsa-pss-sha256', 'rsa-pss-sha512'] as const;
const digestIn = (algorithm: SignatureAlgorithm): Digest => algorithm.slice(-6) as Digest;
const digestOf = (name: Digest, data: Uint8Array): Uint8Array => new Uint8Array(hash(name, data, 'buffer'));
const spkiOf = ({ publicKey }: KeyPairKeyObjectResult): Uint8Array => new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
const isPss = (algorithm: SignatureAlgorithm): boolean => algorithm.startsWith('rsa-pss');

function signedBy(pair: KeyPairKeyObjectResult, algorithm: SignatureAlgorithm, saltLength: number = constants.RSA_PSS_SALTLEN_DIGEST): Unnamed {
  const options = isPss(algorithm) ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } : algorithm.startsWith('ecdsa') ? { dsaEncoding: 'ieee-p1363' as const } : {};
  return { algorithm, spki: spkiOf(pair), data: DATA, signature: new Uint8Array(sign(digestIn(algorithm), DATA, { key: pair.privateKey, ...options })), valid: saltLength === constants.RSA_PSS_SALTLEN_DIGEST, anySalt: isPss(algorithm) };
}

/** The same key under another algorithm identifier. */
const spkiUnder = ({ publicKey }: KeyPairKeyObjectResult, oid: string, ...parameters: readonly Uint8Array[]): Uint8Array => der.sequence(der.sequence(der.oid(oid), ...parameters), der.bitString(new Uint8Array(publicKey.export({ type: 'pkcs1', format: 'der' }))));

const modulusOf = ({ publicKey }: KeyPairKeyObjectResult): Uint8Array => new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).n!, 'base64url'));

const SHA2_OID = { sha256: '2.16.840.1.101.3.4.2.1', sha384: '2.16.840.1.101.3.4.2.2', sha512: '2.16.840.1.101.3.4.2.3' } as const;
/** RSASSA-PSS-params (RFC 4055 §3.1). */
const pssParameters = (digest: Digest): Uint8Array => {
  const hashed = der.sequence(der.oid(SHA2_OID[digest]), der.nullValue());
  return der.sequence(der.explicit(0, hashed), der.explicit(1, der.sequence(der.oid('1.2.840.113549.1.1.8'), hashed)), der.explicit(2, der.integer(digestOf(digest, DATA).length)));
};

/** Signs an encoded message as it is: what nobody makes who follows RFC 8017. */
const raw = ({ privateKey }: KeyPairKeyObjectResult, encoded: Uint8Array): Uint8Array => new Uint8Array(privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encoded));

/** EMSA-PKCS1-v1_5 (RFC 8017 §9.2): 0 ‖ kind ‖ padding ‖ separator ‖ DigestInfo ‖ behind. */
interface Pkcs1Parts { readonly digest?: Digest; readonly octets?: number; readonly first?: number; readonly kind?: number; readonly fill?: number; readonly separator?: number; readonly info?: Uint8Array; readonly behind?: number }
const infoOf = (digest: Digest, { oid = SHA2_OID[digest], withNull = true } = {}) => der.sequence(der.sequence(der.oid(oid), ...(withNull ? [der.nullValue()] : [])), der.octetString(digestOf(digest, DATA)));
function pkcs1({ digest = 'sha256', octets = 256, first = 0, kind = 1, fill = 0xff, separator = 0, info = infoOf(digest), behind = 0 }: Pkcs1Parts): Uint8Array {
  return concatBytes(Uint8Array.of(first, kind), new Uint8Array(octets - 3 - info.length - behind).fill(fill), Uint8Array.of(separator), info, new Uint8Array(behind).fill(7));
}

/** EMSA-PSS (RFC 8017 §9.1.1), each part as asked; `spare` are the bits of the first octet that must be zero. */
interface PssParts { readonly salt?: number; readonly bits?: number; readonly before?: number; readonly separator?: number; readonly trailer?: number; readonly zeros?: number; readonly spare?: number; readonly mask?: Digest; readonly hashed?: Uint8Array; readonly fill?: number }
function pss({ salt = 32, bits = 2047, before = 0, separator = 1, trailer = 0xbc, zeros = 0, spare = 0, mask = 'sha256', hashed = digestOf('sha256', DATA), fill = 9 }: PssParts): Uint8Array {
  const length = Math.ceil(bits / 8), octets = new Uint8Array(salt).fill(fill), h = digestOf('sha256', concatBytes(new Uint8Array(8).fill(zeros), hashed, octets));
  const block = concatBytes(new Uint8Array(length - salt - 34).fill(before), Uint8Array.of(separator), octets);
  const stream = concatBytes(...Array.from({ length: 9 }, (_, i) => digestOf(mask, concatBytes(h, Uint8Array.of(0, 0, 0, i)))));
  const masked = block.map((octet, i) => octet ^ stream[i]!);
  masked[0] = (masked[0]! & (0xff >> (length * 8 - bits))) | spare;
  return concatBytes(masked, h, Uint8Array.of(trailer));
}

/** The first of the octets that are a number below the modulus: one with its highest bit set often is not. */
function fitting(pair: KeyPairKeyObjectResult, make: (fill: number) => Uint8Array): Uint8Array {
  const fill = Array.from({ length: 256 }, (_, i) => i).find((i) => toHex(make(i)) < toHex(modulusOf(pair)));
  return raw(pair, make(fill!));
}

/** ORDER of P-256 (FIPS 186-5 via SP 800-186 §3.2.1.3). */
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const scalar = (value: bigint): Uint8Array => unwrap(fromHex(value.toString(16).padStart(64, '0')));
const numberOf = (octets: Uint8Array): bigint => BigInt(`0x${toHex(octets)}`);

function ellipticVectors(): readonly SignatureVector[] {
  const curves = { 'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'P-384': generateKeyPairSync('ec', { namedCurve: 'P-384' }), 'P-521': generateKeyPairSync('ec', { namedCurve: 'P-521' }) };
  const algorithms = ['ecdsa-sha256', 'ecdsa-sha384', 'ecdsa-sha512'] as const;
  const good = signedBy(curves['P-256'], 'ecdsa-sha256'), r = good.signature.subarray(0, 32), s = good.signature.subarray(32);
  const point = new Uint8Array(spkiOf(curves['P-256'])).slice(-65);
  const ZERO = scalar(0n), WHOLE = scalar(ORDER);
  return [
    ...Object.entries(curves).flatMap(([curve, pair]) => algorithms.map((algorithm) => ({ ...signedBy(pair, algorithm), name: `${curve} with ${algorithm}: the leftmost bits of the digest (FIPS 186-5 §6.4.2)` }))),
    { ...good, name: 'n − s instead of s', signature: concatBytes(r, scalar(ORDER - numberOf(s))) },
    ...([['r = 0', ZERO, s], ['s = 0', r, ZERO], ['r = s = 0', ZERO, ZERO], ['r = n', WHOLE, s], ['s = n', r, WHOLE], ['s and r', s, r]] as const).map(([what, one, two]) => ({ ...good, name: `ECDSA: ${what} (FIPS 186-5 §6.4.2 step 1)`, signature: concatBytes(one, two), valid: false })),
    { ...good, name: 'ECDSA: a zero octet before', signature: concatBytes(Uint8Array.of(0), good.signature), valid: false },
    { ...good, name: 'ECDSA: a zero octet between', signature: concatBytes(r, Uint8Array.of(0), s), valid: false },
    { ...good, name: 'ECDSA: as a SEQUENCE of DER', signature: der.sequence(der.unsignedInteger(r), der.unsignedInteger(s)), valid: false },
    { ...good, name: 'a point that is not on the curve', spki: der.sequence(der.sequence(der.oid('1.2.840.10045.2.1'), der.oid('1.2.840.10045.3.1.7')), der.bitString(point.map((octet, i) => (i === 64 ? octet ^ 1 : octet)))), valid: false },
    { ...good, name: 'a point at infinity', spki: der.sequence(der.sequence(der.oid('1.2.840.10045.2.1'), der.oid('1.2.840.10045.3.1.7')), der.bitString(Uint8Array.of(0))), valid: false },
    ...(['rsa-sha256', 'rsa-pss-sha256'] as const).map((algorithm) => ({ ...good, name: `${algorithm}: a key on P-256, as many octets as a scalar has`, algorithm, signature: r, valid: false })),
    ...SIGNATURE_ALGORITHMS.map((algorithm) => ({ ...good, name: `${algorithm}: Ed25519`, algorithm, spki: spkiOf(generateKeyPairSync('ed25519')), signature: new Uint8Array(0), valid: false })),
    { ...signedBy(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }), 'ecdsa-sha256'), name: 'a curve outside the list, secp256k1', valid: false },
  ];
}

function rsaVectors(rsa: KeyPairKeyObjectResult): readonly SignatureVector[] {
  // One bit more than whole octets; from 2048 on OpenSSL makes no odd length.
  const odd = generateKeyPairSync('rsa', { modulusLength: 2041 }), small = { 93: generateKeyPairSync('rsa', { modulusLength: 744 }), 94: generateKeyPairSync('rsa', { modulusLength: 752 }) }, tiny = generateKeyPairSync('rsa', { modulusLength: 512 });
  let zeroFirst = signedBy(rsa, 'rsa-pss-sha256');
  while (zeroFirst.signature[0] !== 0) zeroFirst = signedBy(rsa, 'rsa-pss-sha256');
  const plain = signedBy(rsa, 'rsa-sha256'), masked = signedBy(rsa, 'rsa-pss-sha256'), PSS = '1.2.840.113549.1.1.10', OAEP = '1.2.840.113549.1.1.7';
  return [
    ...ODD.map((algorithm) => ({ ...signedBy(odd, algorithm), name: `${algorithm}: a modulus of 2041 bits` })),
    { ...zeroFirst, name: 'a PSS signature that begins with a zero octet' },
    { ...zeroFirst, name: 'the same without that octet', signature: zeroFirst.signature.subarray(1), valid: false, anySalt: false },
    { ...masked, name: 'a key for PSS alone (RFC 4055 §1.2)', spki: spkiUnder(rsa, PSS) },
    { ...plain, name: 'PKCS#1 v1.5 by a key for PSS alone', spki: spkiUnder(rsa, PSS), valid: false },
    ...(['sha256', 'sha512'] as const).map((digest) => ({ ...masked, name: `PSS with SHA-256 by a key for PSS with ${digest} alone`, spki: spkiUnder(rsa, PSS, pssParameters(digest)), valid: digest === 'sha256', anySalt: digest === 'sha256' })),
    ...[plain, masked].map((vector) => ({ ...vector, name: `${vector.algorithm} by a key for encryption (RSAES-OAEP)`, spki: spkiUnder(rsa, OAEP), valid: false, anySalt: false })),
    ...[0, 20, 31, 33, 222].map((length) => ({ ...signedBy(rsa, 'rsa-pss-sha256', length), name: `PSS: a salt of ${length} octets` })),
    ...[32, 48].map((length) => ({ ...signedBy(rsa, 'rsa-pss-sha512', length), name: `PSS with SHA-512: a salt of ${length} octets` })),
    ...[modulusOf(rsa), new Uint8Array(256).fill(0xff)].map((signature, i) => ({ ...plain, name: `RSAVP1: a number not below the modulus (RFC 8017 §5.2.2), ${i}`, signature, valid: false })),
    ...([
      ['as it should be', {}, true], ['another first octet', { first: 0x10, kind: 1 }, false], ['block type 2', { kind: 2 }, false], ['padding that is not FF', { fill: 0xfe }, false], ['no separator', { separator: 0xff }, false],
      ['octets behind the digest (Bleichenbacher 2006)', { behind: 40 }, false], ['eight octets of padding, the rest behind', { behind: 256 - 3 - 8 - 51 }, false], ['DigestInfo without NULL', { info: infoOf('sha256', { withNull: false }) }, false],
      ['DigestInfo that names SHA-512', { info: infoOf('sha256', { oid: SHA2_OID.sha512 }) }, false], ['the digest alone', { info: digestOf('sha256', DATA) }, false], ['another digest', { info: infoOf('sha384') }, false],
    ] as const satisfies readonly (readonly [string, Pkcs1Parts, boolean])[]).map(([what, parts, valid]) => ({ ...plain, name: `EMSA-PKCS1-v1_5 (RFC 8017 §9.2): ${what}`, signature: raw(rsa, pkcs1(parts)), valid })),
    ...([94, 93] as const).map((octets) => ({ ...plain, name: `EMSA-PKCS1-v1_5: ${octets} octets hold SHA-512 (94 at least)`, algorithm: 'rsa-sha512' as const, spki: spkiOf(small[octets]), signature: raw(small[octets], pkcs1({ digest: 'sha512', octets })), valid: octets === 94 })),
    { ...plain, name: 'EMSA-PKCS1-v1_5: a modulus shorter than the digest', algorithm: 'rsa-sha512', spki: spkiOf(tiny), signature: new Uint8Array(64).fill(1), valid: false },
    ...([
      ['as it should be', {}, true, true], ['a shorter salt', { salt: 20 }, false, true], ['another trailer (step 4)', { trailer: 0xcc }, false, false], ['a bit above the modulus (step 6)', { spare: 0x80 }, false, false], ['padding that is not zero (step 10)', { before: 2 }, false, false], ['one octet of padding', { salt: 221 }, false, true],
      ['no 01 before the salt (step 10)', { separator: 2 }, false, false], ['eight octets that are not zero (step 12)', { zeros: 1 }, false, false], ['the digest of something else (step 14)', { hashed: digestOf('sha256', utf8('khác')) }, false, false], ['a mask by another digest', { mask: 'sha512' }, false, false],
    ] as const satisfies readonly (readonly [string, PssParts, boolean, boolean])[]).map(([what, parts, valid, anySalt]) => ({ ...masked, name: `EMSA-PSS (RFC 8017 §9.1.2): ${what}`, signature: fitting(rsa, (fill) => pss({ fill, ...parts })), valid, anySalt })),
    ...([['as it should be', 0, true], ['an octet before it', 1, false]] as const).map(([what, first, valid]) => ({ ...masked, name: `EMSA-PSS, a modulus of 2041 bits: ${what}`, spki: spkiOf(odd), signature: fitting(odd, (fill) => concatBytes(Uint8Array.of(first), pss({ bits: 2040, fill }))), valid, anySalt: valid })),
    ...([528, 520, 512] as const).map((bits) => ({ ...signedBy(generateKeyPairSync('rsa', { modulusLength: bits }), 'rsa-pss-sha256', bits === 512 ? 30 : bits === 520 ? 31 : 32), name: `EMSA-PSS: the longest salt of ${bits} bits`, valid: bits === 528 })),
    { ...masked, name: 'EMSA-PSS: a modulus shorter than the digest (step 3)', algorithm: 'rsa-pss-sha512', spki: spkiOf(tiny), signature: raw(tiny, concatBytes(new Uint8Array(63), Uint8Array.of(0xbc))), valid: false, anySalt: false },
    { ...signedBy(generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }), 'rsa-sha256'), name: 'the exponent 3' },
  ];
}

/** Signatures made by OpenSSL with fresh keys: good ones of every algorithm, each then with other data, cut, changed in an octet, and under every other algorithm; then what the standards say of encodings. */
export function signatureVectors(): readonly SignatureVector[] {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyOf = (algorithm: SignatureAlgorithm) => (algorithm.startsWith('ecdsa') ? generateKeyPairSync('ec', { namedCurve: CURVES[digestIn(algorithm) as keyof typeof CURVES] }) : rsa);
  return [
    ...SIGNATURE_ALGORITHMS.flatMap((algorithm): SignatureVector[] => {
      const good = signedBy(keyOf(algorithm), algorithm), { signature } = good, bad = { ...good, valid: false, anySalt: false };
      return [
        { ...good, name: `${algorithm}: as it was made` },
        { ...bad, name: `${algorithm}: other data`, data: utf8('khác') },
        { ...bad, name: `${algorithm}: without its first octet`, signature: signature.subarray(1) },
        { ...bad, name: `${algorithm}: of no octets`, signature: new Uint8Array(0) },
        { ...bad, name: `${algorithm}: all zeros`, signature: new Uint8Array(signature.length) },
        { ...bad, name: `${algorithm}: all ones`, signature: new Uint8Array(signature.length).fill(0xff) },
        { ...bad, name: `${algorithm}: a key that is none`, spki: Uint8Array.of(1, 2, 3) },
        ...[0, 1, signature.length >> 1, signature.length - 1].map((at) => ({ ...bad, name: `${algorithm}: octet ${at} changed`, signature: signature.map((octet, i) => (i === at ? octet ^ 1 : octet)) })),
        ...SIGNATURE_ALGORITHMS.filter((other) => other !== algorithm).map((other) => ({ ...bad, name: `${algorithm} said to be ${other}`, algorithm: other })),
      ];
    }),
    ...rsaVectors(rsa), ...ellipticVectors(),
  ];
}
