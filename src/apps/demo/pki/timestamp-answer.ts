import { createPrivateKey, hash, randomBytes, sign, type KeyObject } from 'node:crypto';
import { assert, concatBytes, unwrap, type Instant } from '#kernel';
import { CMS, der, DIGEST_OID, parseCertificate, parseTimestampRequest } from '#signature';
import type { Credential } from './demo-pki.ts';

/** A policy identifier of our own, made from a random UUID (ITU-T X.667), since no authority's policy is claimed. */
const POLICY = '2.25.212303764189263519017042351684112094031';
const RSA_SHA256 = '1.2.840.113549.1.1.11';

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(hash('sha256', data, 'buffer'));
const algorithm = (oid: string): Uint8Array => der.sequence(der.oid(oid), der.nullValue());
const attribute = (oid: string, value: Uint8Array): Uint8Array => der.sequence(der.oid(oid), der.setOfSorted(value));

/** A time-stamping authority ready to answer: RSA key, its certificate first in `chain`. */
export interface TimestampAuthority {
  readonly key: KeyObject;
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly issuerDer: Uint8Array;
  readonly serial: Uint8Array;
}

export function openTimestampAuthority({
  certificate,
  chain,
  pkcs8,
}: Pick<Credential, 'certificate' | 'chain' | 'pkcs8'>): TimestampAuthority {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  assert(key.asymmetricKeyType === 'rsa', 'the trial time-stamping key is RSA');
  const { issuer, serial } = unwrap(parseCertificate(certificate));
  return { key, certificate, chain, issuerDer: issuer.der, serial };
}

export interface TokenContent {
  readonly imprint: Uint8Array;
  readonly nonce: Uint8Array | undefined;
  readonly at: Instant;
  readonly withCertificates: boolean;
}

/** Answers a TimeStampReq (RFC 3161 §2.4): granted for SHA-256 imprints, refused with `badAlg` or `badDataFormat` otherwise. */
export function answerTimestampRequest(authority: TimestampAuthority, request: Uint8Array, at: Instant): Uint8Array {
  const parsed = parseTimestampRequest(request);
  if (!parsed.ok) return refusal(5);
  const { imprintAlgorithm, imprint, nonce, wantsCertificate } = parsed.value;
  if (imprintAlgorithm !== DIGEST_OID.sha256 || imprint.length !== 32) return refusal(0);
  return granted(issueToken(authority, { imprint, nonce, at, withCertificates: wantsCertificate }));
}

export const granted = (token: Uint8Array): Uint8Array => der.sequence(der.sequence(der.integer(0)), token);

/** Status 2 (rejection) with one PKIFailureInfo bit. */
export function refusal(failureBit: number): Uint8Array {
  const octets = new Uint8Array((failureBit >> 3) + 1);
  octets[failureBit >> 3] = 0x80 >> (failureBit & 7);
  const unused = 7 - (failureBit & 7);
  return der.sequence(der.sequence(der.integer(2), der.encode(0x03, Uint8Array.of(unused), octets)));
}

/** A signed token: CMS signed data over TSTInfo, bound to the certificate by ESSCertIDv2 (RFC 5816). */
export function issueToken(authority: TimestampAuthority, content: TokenContent): Uint8Array {
  const info = der.sequence(
    der.integer(1),
    der.oid(POLICY),
    der.sequence(algorithm(DIGEST_OID.sha256), der.octetString(content.imprint)),
    der.unsignedInteger(randomBytes(16)),
    der.generalizedTime(content.at),
    der.sequence(der.integer(1)),
    ...(content.nonce === undefined ? [] : [der.encode(0x02, content.nonce)]),
  );
  const attributes = der.setOfSorted(
    attribute(CMS.contentType, der.oid(CMS.tstInfo)),
    attribute(CMS.messageDigest, der.octetString(sha256(info))),
    attribute(CMS.signingCertificateV2, der.sequence(der.sequence(der.sequence(der.octetString(sha256(authority.certificate)))))),
  );
  const signature = new Uint8Array(sign('sha256', attributes, authority.key));
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(authority.issuerDer, der.encode(0x02, authority.serial)),
    algorithm(DIGEST_OID.sha256),
    concatBytes(Uint8Array.of(0xa0), attributes.subarray(1)),
    algorithm(RSA_SHA256),
    der.octetString(signature),
  );
  const certificates = content.withCertificates ? [concatBytes(Uint8Array.of(0xa0), der.setOfSorted(...authority.chain).subarray(1))] : [];
  const signedData = der.sequence(
    der.integer(3),
    der.setOfSorted(algorithm(DIGEST_OID.sha256)),
    der.sequence(der.oid(CMS.tstInfo), der.explicit(0, der.octetString(info))),
    ...certificates,
    der.setOfSorted(signerInfo),
  );
  return der.sequence(der.oid(CMS.signedData), der.explicit(0, signedData));
}
