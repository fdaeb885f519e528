import 'reflect-metadata';
import { X509Certificate } from '@peculiar/x509';
import { toSigningKeys } from '../../src/apps/demo/pki/keys.ts';
import type { TrialPki } from '../builders/tiers.ts';
import { type Actor, type CertificateOrder, makeActor, signerExtensions } from './authority.ts';
import { type Signer, softSigner } from '#signature/signers';

/** A signer with a certificate of the trial authority with the dates ordered, or with one that vouches for itself. */
export async function issueSigner({ pki }: TrialPki, { selfSigned = false, ...order }: Omit<CertificateOrder, 'extensions' | 'issuer'> & { readonly selfSigned?: boolean }): Promise<Signer> {
  const { certificate, pkcs8 } = pki.state().authorities.issuing;
  const issuer: Actor = { subject: new X509Certificate(certificate).subject, der: certificate, pkcs8, keys: await toSigningKeys(pkcs8) };
  const actor = await makeActor({ ...(!selfSigned && { issuer }), extensions: signerExtensions, ...order });
  return softSigner(actor.pkcs8, selfSigned ? [actor.der] : [actor.der, certificate]);
}
