import { decodeDer, integerBytes, Members, octetsOfBitString, oidOf, readInner } from '../der/index.ts';
import { PUBLIC_KEY } from '../x509/oids.ts';

/** A public key as the verifications here need it. */
export type Key =
  | { readonly kind: 'rsa'; readonly modulus: Uint8Array; readonly exponent: Uint8Array; readonly pssOnly: boolean }
  | { readonly kind: 'ec'; readonly curve: string; readonly point: Uint8Array };

/** Reads SubjectPublicKeyInfo (RFC 5280 §4.1.2.7); undefined for anything that is not an RSA key or a key on a named curve. */
export function readKey(spkiDer: Uint8Array): Key | undefined {
  const read = decodeDer(spkiDer, (node) => {
    const members = Members.of(node, 'public key info');
    const algorithm = Members.of(members.next(), 'algorithm');
    const oid = oidOf(algorithm.next());
    const raw = octetsOfBitString(members.next());
    if (oid === PUBLIC_KEY.ec) return { kind: 'ec' as const, curve: oidOf(algorithm.next()), point: raw };
    if (oid !== PUBLIC_KEY.rsa && oid !== PUBLIC_KEY.rsaPss) return undefined;
    const numbers = Members.of(readInner(raw), 'RSA key');
    return { kind: 'rsa' as const, modulus: integerBytes(numbers.next()), exponent: integerBytes(numbers.next()), pssOnly: oid === PUBLIC_KEY.rsaPss };
  });
  return read.ok ? read.value : undefined;
}
