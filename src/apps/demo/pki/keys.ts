import { createPrivateKey, createPublicKey, generateKeyPair, webcrypto } from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

export type KeyKind = 'ec-p256' | 'rsa-2048';

/** A fresh private key, PKCS#8 DER. Keys are made on the thread pool, so several at once cost little more than one. */
export async function generateKey(kind: KeyKind): Promise<Uint8Array> {
  const { privateKey } =
    kind === 'ec-p256' ? await generate('ec', { namedCurve: 'P-256' }) : await generate('rsa', { modulusLength: 2048 });
  return new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }));
}

/** The same key as the certificate library wants it. */
export interface SigningKeys {
  readonly privateKey: webcrypto.CryptoKey;
  readonly publicKey: webcrypto.CryptoKey;
  readonly algorithm: { readonly name: string; readonly hash: string };
}

export async function toSigningKeys(pkcs8: Uint8Array): Promise<SigningKeys> {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const isRsa = key.asymmetricKeyType === 'rsa';
  const algorithm = isRsa ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } : { name: 'ECDSA', hash: 'SHA-256' };
  const imported = isRsa ? algorithm : { name: 'ECDSA', namedCurve: 'P-256' };
  const [privateKey, publicKey] = await Promise.all([
    webcrypto.subtle.importKey('pkcs8', Uint8Array.from(pkcs8), imported, true, ['sign']),
    webcrypto.subtle.importKey('spki', Uint8Array.from(spki), imported, true, ['verify']),
  ]);
  return { privateKey, publicKey, algorithm };
}
