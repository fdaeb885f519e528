import { constants, createPrivateKey, hash, privateEncrypt, randomBytes } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { der } from '#signature';

const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/**
 * Signs a SHA-256 hash as it is, as tokens and services do that never see what was hashed: RSA with PKCS#1 v1.5 or PSS (RFC 8017 §9), P-256 as ECDSA-Sig-Value.
 * The library of Node always hashes by itself, so the padding is made here.
 */
export function signHash(pkcs8: Uint8Array, digest: Uint8Array, padding: 'pkcs1' | 'pss' = 'pkcs1'): Uint8Array {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  if (key.asymmetricKeyType === 'ec') {
    const secret = new Uint8Array(Buffer.from(key.export({ format: 'jwk' }).d!, 'base64url'));
    const raw = p256.sign(digest, secret, { prehash: false });
    return der.sequence(der.unsignedInteger(raw.subarray(0, 32)), der.unsignedInteger(raw.subarray(32)));
  }
  if (padding === 'pkcs1') return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.concat([DIGEST_INFO, digest]));
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, pssEncoded(digest, key.asymmetricKeyDetails!.modulusLength! / 8));
}

/** EMSA-PSS-ENCODE (RFC 8017 §9.1.1) with SHA-256 and a salt of 32 octets, for a modulus of whole octets. */
function pssEncoded(digest: Uint8Array, length: number): Buffer {
  const salt = randomBytes(32);
  const h = hash('sha256', Buffer.concat([Buffer.alloc(8), digest, salt]), 'buffer');
  const db = Buffer.concat([Buffer.alloc(length - 66), Buffer.of(1), salt]);
  const mask = Buffer.concat(Array.from({ length: Math.ceil(db.length / 32) }, (_, i) => hash('sha256', Buffer.concat([h, Buffer.of(0, 0, 0, i)]), 'buffer')));
  const masked = db.map((octet, i) => octet ^ mask[i]!);
  masked[0]! &= 0x7f;
  return Buffer.concat([masked, h, Buffer.of(0xbc)]);
}
