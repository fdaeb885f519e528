import { assert } from '#kernel';
import { CMS, der, DIGEST_OID, parseCertificate, PDF_CMS, type Primitives, type SignatureAlgorithm } from '#signature';

const RSA_OIDS = { sha256: '1.2.840.113549.1.1.11', sha384: '1.2.840.113549.1.1.12', sha512: '1.2.840.113549.1.1.13' } as const;
const ECDSA_OIDS = { sha256: '1.2.840.10045.4.3.2', sha384: '1.2.840.10045.4.3.3', sha512: '1.2.840.10045.4.3.4' } as const;
const RSA_PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';
const SALT_BYTES = { sha256: 32, sha384: 48, sha512: 64 } as const;
type Digest = keyof typeof RSA_OIDS;

const digestOf = (algorithm: SignatureAlgorithm): Digest => algorithm.slice(-6) as Digest;
const identifier = (oid: string): Uint8Array => der.sequence(der.oid(oid), der.nullValue());
const attribute = (type: string, value: Uint8Array): Uint8Array => der.sequence(der.oid(type), der.setOfSorted(value));

/** AlgorithmIdentifier of a signature (RFC 4055 §3.1, RFC 5754 §3). */
function signatureIdentifier(algorithm: SignatureAlgorithm): Uint8Array {
  const digest = digestOf(algorithm);
  if (algorithm.startsWith('ecdsa')) return der.sequence(der.oid(ECDSA_OIDS[digest]));
  if (!algorithm.startsWith('rsa-pss')) return identifier(RSA_OIDS[digest]);
  const hash = identifier(DIGEST_OID[digest]);
  return der.sequence(
    der.oid(RSA_PSS),
    der.sequence(
      der.explicit(0, hash),
      der.explicit(1, der.sequence(der.oid(MGF1), hash)),
      der.explicit(2, der.integer(SALT_BYTES[digest])),
    ),
  );
}

/** A detached CMS signature in the making: `toSign` is the DER of its signed attributes. */
export interface PreparedCms {
  readonly toSign: Uint8Array;
  readonly digest: Uint8Array;
  /** What a signature time-stamp is over, given the signature. */
  timestampInput(signature: Uint8Array): Uint8Array;
  complete(signature: Uint8Array, token?: Uint8Array): Uint8Array;
}

/**
 * The CMS of the PAdES baseline (EN 319 142-1 §6.3, EN 319 122-1): content type, message digest and signing-certificate-v2 are signed; a signing time is
 * forbidden there and stands in the signature dictionary instead.
 * @param certificates DER, the signer's own first
 */
export function prepareCms(
  content: Uint8Array,
  certificates: readonly Uint8Array[],
  algorithm: SignatureAlgorithm,
  primitives: Primitives,
): PreparedCms {
  const own = parseCertificate(certificates[0]!);
  assert(own.ok, 'the signer’s certificate has been read before');
  const digest = digestOf(algorithm);
  const attributes = [
    attribute(CMS.contentType, der.oid(PDF_CMS.data)),
    attribute(CMS.messageDigest, der.octetString(primitives.digest(digest, content))),
    // ESSCertIDv2 with SHA-256, its default (RFC 5035 §4).
    attribute(
      CMS.signingCertificateV2,
      der.sequence(der.sequence(der.sequence(der.octetString(primitives.digest('sha256', own.value.der))))),
    ),
  ];
  const toSign = der.setOfSorted(...attributes);
  const written = (signature: Uint8Array): Uint8Array => (algorithm.startsWith('ecdsa') ? ecdsaDer(signature) : signature);
  return {
    toSign,
    digest: primitives.digest(digest, toSign),
    timestampInput: written,
    complete(signature, token) {
      const signer = der.sequence(
        der.integer(1),
        der.sequence(own.value.issuer.der, der.encode(0x02, own.value.serial)),
        identifier(DIGEST_OID[digest]),
        der.encode(0xa0, toSign.subarray(toSign.length - contentLength(attributes))),
        signatureIdentifier(algorithm),
        der.octetString(written(signature)),
        ...(token === undefined ? [] : [der.encode(0xa1, attribute(PDF_CMS.signatureTimestamp, token))]),
      );
      return der.sequence(
        der.oid(CMS.signedData),
        der.explicit(
          0,
          der.sequence(
            der.integer(1),
            der.setOfSorted(identifier(DIGEST_OID[digest])),
            der.sequence(der.oid(PDF_CMS.data)),
            der.encode(0xa0, ...[...certificates].sort(der.compareEncodings)),
            der.setOfSorted(signer),
          ),
        ),
      );
    },
  };
}

const contentLength = (members: readonly Uint8Array[]): number => members.reduce((sum, { length }) => sum + length, 0);

function ecdsaDer(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2;
  return der.sequence(der.unsignedInteger(signature.subarray(0, half)), der.unsignedInteger(signature.subarray(half)));
}
