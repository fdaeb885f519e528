import { decodeDer, integerBytes, isUniversal, Members, octetsOfBitString, oidOf, readInner, TAG } from '../der/index.ts';
import { readAlgorithmIdentifier, schemeOf, type DigestName } from '../x509/algorithm-identifier.ts';
import { PUBLIC_KEY } from '../x509/oids.ts';

/** A public key as the verifications here need it. An RSA key may be for PSS alone, and then for one digest alone (RFC 4055 §1.2). */
export type Key =
  | {
      readonly kind: 'rsa';
      readonly modulus: Uint8Array;
      readonly exponent: Uint8Array;
      readonly pssOnly: boolean;
      readonly digestOnly: DigestName | undefined;
    }
  | { readonly kind: 'ec'; readonly curve: string; readonly point: Uint8Array };

/** Reads SubjectPublicKeyInfo (RFC 5280 §4.1.2.7); undefined for anything that is not an RSA key or a key on a named curve. */
export function readKey(spkiDer: Uint8Array): Key | undefined {
  const read = decodeDer(spkiDer, (node) => {
    const members = Members.of(node, 'public key info');
    const algorithm = readAlgorithmIdentifier(members.next());
    const { oid, parameters } = algorithm;
    const raw = octetsOfBitString(members.next());
    if (oid === PUBLIC_KEY.ec)
      return isUniversal(parameters, TAG.oid) ? { kind: 'ec' as const, curve: oidOf(parameters), point: raw } : undefined;
    const pssOnly = oid === PUBLIC_KEY.rsaPss;
    const only = pssOnly && parameters !== undefined ? schemeOf(algorithm) : undefined;
    if ((oid !== PUBLIC_KEY.rsa && !pssOnly) || (pssOnly && parameters !== undefined && only === undefined)) return undefined;
    const numbers = Members.of(readInner(raw), 'RSA key');
    return {
      kind: 'rsa' as const,
      modulus: integerBytes(numbers.next()),
      exponent: integerBytes(numbers.next()),
      pssOnly,
      digestOnly: only?.digest,
    };
  });
  return read.ok ? read.value : undefined;
}
