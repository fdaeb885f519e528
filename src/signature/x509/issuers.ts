import { equalBytes } from '#kernel';
import { parseCertificate, type Certificate } from './certificate.ts';

/** The readable certificates of `inside` and, of all that is known, those that lead upwards from them by name. */
export function withIssuers(inside: readonly Uint8Array[], known: readonly Uint8Array[]): readonly Certificate[] {
  const chain: Certificate[] = [];
  const add = (one: Certificate) => {
    if (!chain.some((other) => equalBytes(other.der, one.der))) chain.push(one);
  };
  read(inside).forEach(add);
  const others = read([...known, ...inside]);
  for (let i = 0; i < chain.length; i++) for (const one of others) if (one.subject.key === chain[i]!.issuer.key) add(one);
  return chain;
}

const read = (list: readonly Uint8Array[]): readonly Certificate[] =>
  list.flatMap((der) => {
    const certificate = parseCertificate(der);
    return certificate.ok ? [certificate.value] : [];
  });
