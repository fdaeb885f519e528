import type { Certificate } from './certificate.ts';
import { EXTENSION, KEY_PURPOSE, KEY_USAGE } from './oids.ts';

/** What the certificate at the end of a path is asked to be good for. `any` asks nothing beyond the path itself. */
export type Purpose = 'documentSigning' | 'timestamping' | 'ocspSigning' | 'crlSigning' | 'any';

type PurposeFailure = 'key-usage' | 'key-purpose';
type Rule = (certificate: Certificate) => PurposeFailure | undefined;

/** Purposes that alone never make a signer of documents. */
const NOT_FOR_DOCUMENTS: ReadonlySet<string> = new Set([KEY_PURPOSE.serverAuth, KEY_PURPOSE.ocspSigning, KEY_PURPOSE.timeStamping]);

const mayUse = ({ keyUsage }: Certificate, ...bits: readonly number[]): boolean =>
  keyUsage === undefined || bits.some((bit) => keyUsage.has(bit));
const signs = (certificate: Certificate): boolean => mayUse(certificate, KEY_USAGE.digitalSignature, KEY_USAGE.nonRepudiation);
const hasPurpose = (certificate: Certificate, purpose: string): boolean => certificate.keyPurposes?.includes(purpose) ?? false;

const RULES: Readonly<Record<Purpose, Rule>> = {
  any: () => undefined,
  crlSigning: (certificate) => (mayUse(certificate, KEY_USAGE.crlSign) ? undefined : 'key-usage'),
  documentSigning: (certificate) => {
    if (!signs(certificate)) return 'key-usage';
    const { keyPurposes } = certificate;
    return keyPurposes === undefined || keyPurposes.some((purpose) => !NOT_FOR_DOCUMENTS.has(purpose)) ? undefined : 'key-purpose';
  },
  // RFC 3161 §2.3: the extension is critical and names time stamping alone.
  timestamping: (certificate) => {
    if (!signs(certificate)) return 'key-usage';
    const only = certificate.keyPurposes?.length === 1 && hasPurpose(certificate, KEY_PURPOSE.timeStamping);
    return only && certificate.extensions.get(EXTENSION.extendedKeyUsage)?.critical === true ? undefined : 'key-purpose';
  },
  ocspSigning: (certificate) => {
    if (!signs(certificate)) return 'key-usage';
    return hasPurpose(certificate, KEY_PURPOSE.ocspSigning) ? undefined : 'key-purpose';
  },
};

/** Why the certificate may not serve the purpose, if so. */
export const purposeFailure = (certificate: Certificate, purpose: Purpose): PurposeFailure | undefined => RULES[purpose](certificate);

const NEEDED: Readonly<Record<Purpose, (purpose: string) => boolean>> = {
  any: () => true,
  crlSigning: () => true,
  documentSigning: (purpose) => !NOT_FOR_DOCUMENTS.has(purpose),
  timestamping: (purpose) => purpose === KEY_PURPOSE.timeStamping,
  ocspSigning: (purpose) => purpose === KEY_PURPOSE.ocspSigning,
};

/** An authority that limits its purposes passes the limit on to everything below it (as every common verifier reads it). */
export function authorityAllows(authority: Certificate, purpose: Purpose): boolean {
  const { keyPurposes } = authority;
  return keyPurposes === undefined || keyPurposes.some((oid) => oid === KEY_PURPOSE.any || NEEDED[purpose](oid));
}

/** RFC 5280 §6.1.4 (k), (l), (n): whether a certificate may sign other certificates. A version 1 certificate may only as an anchor. */
export function isAuthority(certificate: Certificate, asAnchor: boolean): boolean {
  if (certificate.version < 3) return asAnchor && certificate.subject.key === certificate.issuer.key;
  return certificate.basicConstraints?.ca === true && mayUse(certificate, KEY_USAGE.keyCertSign);
}
