import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  X509CrlGenerator,
} from '@peculiar/x509';
import { assert, unwrap, type Instant } from '#kernel';
import { parseCertificate, REVOCATION_REASONS, type RevocationReason } from '#signature';
import type { SigningKeys } from './keys.ts';
import type { SubjectParts, Validity } from './profile.ts';

export interface CertificateRequest {
  readonly subject: SubjectParts;
  readonly validity: Validity;
  readonly publicKey: webcrypto.CryptoKey;
  readonly usage: 'authority' | 'holder' | 'timestamping' | 'ocsp';
  /** How many authorities may follow below this one; only for authorities. */
  readonly pathLength?: number;
  /** Address of the issuer's revocation list; the root has none. */
  readonly crlUrl?: string;
  /** Address of the issuer's responder. */
  readonly ocspUrl?: string;
}

export interface Issuer {
  readonly subject: SubjectParts;
  readonly keys: SigningKeys;
}

const PURPOSES = {
  emailProtection: '1.3.6.1.5.5.7.3.4',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const;

const OCSP_NO_CHECK = '1.3.6.1.5.5.7.48.1.5';

const toName = (parts: SubjectParts): Name => new Name(parts.map(([type, value]) => ({ [type]: [value] })));

/** A positive serial number of 16 random octets. */
function serialNumber(): string {
  const octets = randomBytes(16);
  octets[0] = (octets[0]! & 0x3f) | 0x40;
  return octets.toString('hex');
}

/** Issues a certificate; written by another library than the one that reads it, so that each checks the other. */
export async function issueCertificate(request: CertificateRequest, issuer: Issuer): Promise<Uint8Array> {
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: toName(request.subject),
      issuer: toName(issuer.subject),
      notBefore: new Date(request.validity.from),
      notAfter: new Date(request.validity.to),
      publicKey: request.publicKey,
      signingKey: issuer.keys.privateKey,
      signingAlgorithm: issuer.keys.algorithm,
      extensions: [
        ...usageExtensions(request),
        await SubjectKeyIdentifierExtension.create(request.publicKey, false, webcrypto),
        await AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey, false, webcrypto),
        ...(request.crlUrl === undefined ? [] : [new CRLDistributionPointsExtension([request.crlUrl])]),
        ...(request.ocspUrl === undefined ? [] : [new AuthorityInfoAccessExtension({ ocsp: [request.ocspUrl] })]),
      ],
    },
    webcrypto,
  );
  return new Uint8Array(certificate.rawData);
}

function usageExtensions({ usage, pathLength }: CertificateRequest): readonly Extension[] {
  switch (usage) {
    case 'authority':
      return [
        new BasicConstraintsExtension(true, pathLength, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ];
    case 'holder':
      return [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true),
        new ExtendedKeyUsageExtension([PURPOSES.emailProtection, PURPOSES.clientAuth], false),
      ];
    case 'timestamping':
      return [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true),
        new ExtendedKeyUsageExtension([PURPOSES.timeStamping], true),
      ];
    // RFC 6960 §4.2.2.2: delegated by the issuer itself, and never asked about.
    case 'ocsp':
      return [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([PURPOSES.ocspSigning], false),
        new Extension(OCSP_NO_CHECK, false, Uint8Array.of(0x05, 0)),
      ];
  }
}

export interface Revocation {
  readonly serialHex: string;
  readonly at: Instant;
  readonly reason: RevocationReason;
}

/** The reason is always written: its absence would void every token of a revoked time-stamping certificate (RFC 3161 §4). */
function reasonExtension(reason: RevocationReason): Extension {
  const code = Object.entries(REVOCATION_REASONS).find(([, name]) => name === reason)?.[0];
  assert(code !== undefined, 'every reason has a code');
  return new Extension('2.5.29.21', false, Uint8Array.of(0x0a, 1, Number(code)));
}

export interface CrlRequest {
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant;
  readonly revocations: readonly Revocation[];
}

/** Issues a complete revocation list with what had been revoked by its date. */
export async function issueCrl(request: CrlRequest, issuer: Issuer): Promise<Uint8Array> {
  const crl = await X509CrlGenerator.create(
    {
      issuer: toName(issuer.subject).toString(),
      thisUpdate: new Date(request.thisUpdate),
      nextUpdate: new Date(request.nextUpdate),
      entries: request.revocations
        .filter(({ at }) => at <= request.thisUpdate)
        .map(({ serialHex, at, reason }) => ({
          serialNumber: serialHex,
          revocationDate: new Date(at),
          extensions: [reasonExtension(reason)],
        })),
      extensions: [await AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey, false, webcrypto)],
      signingKey: issuer.keys.privateKey,
      signingAlgorithm: issuer.keys.algorithm,
    },
    webcrypto,
  );
  return new Uint8Array(crl.rawData);
}

/** The serial number of a certificate, as its revocation names it. */
export const serialOf = (certificate: Uint8Array): string => unwrap(parseCertificate(certificate)).serialHex;
