import { createPrivateKey, hash, sign, type KeyObject } from 'node:crypto';
import { equalBytes, fromHex, type Instant, unwrap } from '#kernel';
import { der, type OcspRequest, parseCertificate, parseOcspRequest, REVOCATION_REASONS } from '#signature';
import { issueCertificate, type Revocation } from './certificates.ts';
import type { DemoPki } from './demo-pki.ts';
import { generateKey, toSigningKeys } from './keys.ts';
import { type AuthorityName, authoritySubject, responderSubject, VALIDITY } from './profile.ts';

const SHA1 = '1.3.14.3.2.26';
const RSA_SHA256 = '1.2.840.113549.1.1.11';
const BASIC = '1.3.6.1.5.5.7.48.1.1';
const NONCE = '1.3.6.1.5.5.7.48.1.2';
const LIFETIME_MS = 24 * 3_600_000;
const sha1 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash('sha1', bytes, 'buffer'));
const seconds = (at: Instant): Uint8Array => der.generalizedTime((Math.floor(at / 1000) * 1000) as Instant);

/** A responder to whom an authority has delegated its answers: its own key and certificate. */
export interface OcspResponder {
  readonly key: KeyObject;
  readonly certificate: Uint8Array;
  readonly authority: Uint8Array;
  revocations(): readonly Revocation[];
}

export async function openOcspResponder(pki: DemoPki, name: AuthorityName): Promise<OcspResponder> {
  const own = pki.state().authorities[name];
  const pkcs8 = await generateKey('rsa-2048');
  const { publicKey } = await toSigningKeys(pkcs8);
  const certificate = await issueCertificate(
    { subject: responderSubject, validity: VALIDITY.authority, publicKey, usage: 'ocsp' },
    { subject: authoritySubject(name), keys: await toSigningKeys(own.pkcs8) },
  );
  return {
    key: createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }),
    certificate,
    authority: own.certificate,
    revocations: () => pki.state().authorities[name].revocations,
  };
}

/** A response without an answer: 1 malformedRequest, 2 internalError, 3 tryLater (RFC 6960 §4.2.1). */
export const ocspError = (status: number): Uint8Array => der.sequence(der.encode(0x0a, Uint8Array.of(status)));

/** Answers an OCSPRequest as of a moment: good, revoked by then, or unknown when the certificate is of another issuer. */
export function answerOcspRequest(responder: OcspResponder, bytes: Uint8Array, at: Instant): Uint8Array {
  const request = parseOcspRequest(bytes);
  return request.ok ? ocspResponse(responder, request.value, at) : ocspError(1);
}

/** The signed answer to a request that has been read. */
export function ocspResponse(
  { key, certificate, authority, revocations }: OcspResponder,
  { ids, nonce }: OcspRequest,
  at: Instant,
): Uint8Array {
  const issuer = unwrap(parseCertificate(authority));
  const answers = ids.map(({ hashAlgorithm, issuerNameHash, issuerKeyHash, serial }) => {
    const isOurs =
      hashAlgorithm.oid === SHA1 &&
      equalBytes(issuerNameHash, sha1(issuer.subject.der)) &&
      equalBytes(issuerKeyHash, sha1(issuer.publicKey.raw));
    const revoked = revocations().find((one) => one.at <= at && equalBytes(unwrap(fromHex(one.serialHex)), serial));
    const status = !isOurs
      ? der.implicit(2, new Uint8Array(0))
      : revoked === undefined
        ? der.implicit(0, new Uint8Array(0))
        : der.explicit(
            1,
            seconds(revoked.at),
            der.explicit(
              0,
              der.encode(0x0a, Uint8Array.of(Number(Object.entries(REVOCATION_REASONS).find(([, name]) => name === revoked.reason)![0]))),
            ),
          );
    const id = der.sequence(
      der.sequence(der.oid(hashAlgorithm.oid), der.nullValue()),
      der.octetString(issuerNameHash),
      der.octetString(issuerKeyHash),
      der.encode(0x02, serial),
    );
    return der.sequence(id, status, seconds(at), der.explicit(0, seconds((at + LIFETIME_MS) as Instant)));
  });
  const own = unwrap(parseCertificate(certificate));
  const tbs = der.sequence(
    der.explicit(1, own.subject.der),
    seconds(at),
    der.sequence(...answers),
    ...(nonce === undefined ? [] : [der.explicit(1, der.sequence(der.sequence(der.oid(NONCE), der.octetString(nonce))))]),
  );
  const basic = der.sequence(
    tbs,
    der.sequence(der.oid(RSA_SHA256), der.nullValue()),
    der.bitString(new Uint8Array(sign('sha256', tbs, key))),
    der.explicit(0, der.sequence(certificate)),
  );
  return der.sequence(der.encode(0x0a, Uint8Array.of(0)), der.explicit(0, der.sequence(der.oid(BASIC), der.octetString(basic))));
}
