import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, ExtendedKeyUsageExtension, Extension, KeyUsageFlags, KeyUsagesExtension, Name,
  SubjectKeyIdentifierExtension, X509CertificateGenerator, X509CrlGenerator, X509CrlReason,
} from '@peculiar/x509';
import { Instant, unwrap } from '#kernel';
import { generateKey, toSigningKeys, type KeyKind, type SigningKeys } from '../../src/apps/demo/pki/keys.ts';

/** Somebody with a certificate and its key: an authority, a signer, an impostor. */
export interface Actor { readonly subject: string; readonly der: Uint8Array; readonly keys: SigningKeys; readonly pkcs8: Uint8Array }

export interface CertificateOrder {
  readonly subject: string;
  /** Self-signed when absent. */
  readonly issuer?: Actor;
  /** Another name than the issuer's own, for forged certificates. */
  readonly issuerName?: string;
  /** The key of another actor instead of a fresh one. */
  readonly sameKeyAs?: Actor;
  readonly key?: KeyKind;
  readonly from?: string;
  readonly to?: string;
  readonly serial?: string;
  readonly extensions?: readonly Extension[];
  readonly keyIdentifiers?: boolean;
  readonly hash?: string;
}

export const instant = (text: string): Instant => unwrap(Instant.parse(text.length === 10 ? `${text}T00:00:00Z` : text));
const date = (text: string): Date => new Date(instant(text));
const serial = (): string => `4a${randomBytes(15).toString('hex')}`;

export const authorityExtensions = (pathLength?: number): readonly Extension[] => [
  new BasicConstraintsExtension(true, pathLength, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
];
export const signerExtensions: readonly Extension[] = [
  new BasicConstraintsExtension(false, undefined, true), new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true),
];
export const timestampExtensions: readonly Extension[] = [
  new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true), new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.8'], true),
];

/** Issues exactly what is ordered, sound or not. */
export async function makeActor(order: CertificateOrder): Promise<Actor> {
  const pkcs8 = order.sameKeyAs?.pkcs8 ?? await generateKey(order.key ?? 'ec-p256');
  const keys = await toSigningKeys(pkcs8);
  const signing = order.issuer?.keys ?? keys;
  const identifiers = order.keyIdentifiers === false ? [] : [
    await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto), await AuthorityKeyIdentifierExtension.create(signing.publicKey, false, webcrypto),
  ];
  const certificate = await X509CertificateGenerator.create({
    serialNumber: order.serial ?? serial(), subject: order.subject, issuer: order.issuerName ?? order.issuer?.subject ?? order.subject,
    notBefore: date(order.from ?? '2023-01-01'), notAfter: date(order.to ?? '2030-01-01'),
    publicKey: keys.publicKey, signingKey: signing.privateKey, signingAlgorithm: { ...signing.algorithm, hash: order.hash ?? 'SHA-256' },
    extensions: [...(order.extensions ?? []), ...identifiers],
  }, webcrypto);
  return { subject: new Name(order.subject).toString(), der: new Uint8Array(certificate.rawData), keys, pkcs8 };
}

export interface CrlOrder {
  readonly thisUpdate?: string;
  readonly nextUpdate?: string;
  readonly revoked?: readonly { /** Serial number, hexadecimal. */ readonly who: string; readonly at: string; readonly reason?: X509CrlReason; /** Authority of the certificate, in an indirect list. */ readonly of?: Uint8Array; readonly more?: readonly Extension[] }[];
  readonly issuerName?: string;
  readonly extensions?: readonly Extension[];
}

export async function makeCrl(signer: Actor, order: CrlOrder = {}): Promise<Uint8Array> {
  const crl = await X509CrlGenerator.create({
    issuer: order.issuerName ?? signer.subject, thisUpdate: date(order.thisUpdate ?? '2024-05-20'), nextUpdate: date(order.nextUpdate ?? '2024-07-01'),
    entries: (order.revoked ?? []).map(({ who, at, reason, of, more = [] }) => {
      const extensions = [...(reason === undefined ? [] : [new Extension('2.5.29.21', false, Uint8Array.of(0x0a, 1, reason))]), ...(of === undefined ? [] : [new Extension('2.5.29.29', true, Uint8Array.from(of))]), ...more];
      return { serialNumber: who, revocationDate: date(at), ...(extensions.length > 0 && { extensions }) };
    }),
    extensions: [...(order.extensions ?? []), await AuthorityKeyIdentifierExtension.create(signer.keys.publicKey, false, webcrypto)],
    signingKey: signer.keys.privateKey, signingAlgorithm: signer.keys.algorithm,
  }, webcrypto);
  return new Uint8Array(crl.rawData);
}
export { X509CrlReason };
