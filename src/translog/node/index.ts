import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { assert } from '#kernel';
import type { LogPrimitives } from '../primitives.ts';
import type { LogKey } from '../note.ts';

/** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410) up to the 32 bytes of the key itself. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** What a log needs, over the cryptographic library of Node. */
export const nodeLogPrimitives: LogPrimitives = {
  sha256: (data) => new Uint8Array(createHash('sha256').update(data).digest()),
  verifyEd25519(publicKey, data, signature) {
    try {
      return verify(null, data, createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' }), signature);
    } catch {
      return false;
    }
  },
};

/** The private side of a log: signs its checkpoints. */
export interface LogSigner {
  readonly key: LogKey;
  readonly sign: (data: Uint8Array) => Uint8Array;
}

/** @param pkcs8 an Ed25519 key, unencrypted PKCS#8 DER. @param name the origin of the log, e.g. `hoc-ba-so/22`. */
export function logSigner(name: string, pkcs8: Uint8Array): LogSigner {
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  assert(privateKey.asymmetricKeyType === 'ed25519', 'the key of a log is Ed25519');
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    key: { name, publicKey: new Uint8Array(spki.subarray(SPKI_PREFIX.length)) },
    sign: (data) => new Uint8Array(sign(null, data, privateKey)),
  };
}
