import { equalBytes, err, ok, type Instant, type Result } from '#kernel';
import {
  decodeDer,
  der,
  enumeratedOf,
  explicitOf,
  integerBytes,
  Members,
  octetStringOf,
  sequenceOf,
  type DerError,
  type DerNode,
} from '../der/index.ts';
import type { Primitives } from '../primitives.ts';
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import type { Certificate } from '../x509/certificate.ts';
import { readExtensions } from '../x509/extensions.ts';
import { sha1 } from '../x509/sha1.ts';
import { parseOcspResponse, type OcspCertificateId } from './ocsp.ts';
import { isAbout } from './ocsp-match.ts';

const SHA1 = '1.3.14.3.2.26';
const NONCE = '1.3.6.1.5.5.7.48.1.2';
/** RFC 9654 §2.1 asks for 32 octets. */
export const OCSP_NONCE_BYTES = 32;
const CERTIFICATES_PER_REQUEST_MAX = 16;

/** OCSPRequest (RFC 6960 §4.1.1) for one certificate. SHA-1 only names the issuer here, as every responder understands it (RFC 5019 §2.1.1); it protects nothing. */
export function buildOcspRequest(certificate: Certificate, issuer: Certificate, nonce: Uint8Array): Uint8Array {
  const id = der.sequence(
    der.sequence(der.oid(SHA1), der.nullValue()),
    der.octetString(sha1(certificate.issuer.der)),
    der.octetString(sha1(issuer.publicKey.raw)),
    der.encode(0x02, certificate.serial),
  );
  const extension = der.sequence(der.oid(NONCE), der.octetString(der.octetString(nonce)));
  return der.sequence(der.sequence(der.sequence(der.sequence(id)), der.explicit(2, der.sequence(extension))));
}

export interface OcspRequest {
  readonly ids: readonly OcspCertificateId[];
  readonly nonce: Uint8Array | undefined;
}

/** Reads a request, as a responder does. The value of the nonce extension is kept as it stands. */
export const parseOcspRequest = (bytes: Uint8Array): Result<OcspRequest, DerError> =>
  decodeDer(bytes, (node: DerNode): OcspRequest => {
    const data = Members.of(Members.of(node, 'OCSP request').next(), 'request data');
    data.optionalContext(0);
    data.optionalContext(1);
    const ids = sequenceOf(data.next(), 'request list')
      .slice(0, CERTIFICATES_PER_REQUEST_MAX)
      .map((entry) => {
        const id = Members.of(Members.of(entry, 'request').next(), 'certificate id');
        return {
          hashAlgorithm: readAlgorithmIdentifier(id.next()),
          issuerNameHash: octetStringOf(id.next()),
          issuerKeyHash: octetStringOf(id.next()),
          serial: integerBytes(id.next()),
        };
      });
    const extensions = data.optionalContext(2);
    return { ids, nonce: extensions === undefined ? undefined : readExtensions(explicitOf(extensions, 'extensions')).get(NONCE)?.value };
  });

export interface OcspResponseError {
  readonly code: 'ocsp/malformed' | 'ocsp/refused' | 'ocsp/about-another' | 'ocsp/nonce-differs' | 'ocsp/not-fresh' | 'ocsp/unknown';
  readonly detail: string;
}

/** What was asked, to hold an answer against. */
export interface OcspExpectation {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly nonce: Uint8Array;
  readonly now: Instant;
}

const STATUS: Readonly<Record<number, string>> = {
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
};
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** An answer without an end is taken for as long (RFC 6960 §4.2.2.1 leaves it to the client). */
const WITHOUT_END_MS_MAX = 24 * 3_600_000;

/**
 * Holds an answer against the question (RFC 6960 §3.2): status, certificate, nonce, freshness. A responder may leave the nonce out, as those that sign beforehand do
 * (RFC 5019 §4); another nonce is never accepted. Who signed it is judged where it is used.
 */
export function checkOcspResponse(
  bytes: Uint8Array,
  { certificate, issuer, nonce, now }: OcspExpectation,
  primitives: Primitives,
): Result<Uint8Array, OcspResponseError> {
  const refused = (code: OcspResponseError['code'], detail: string): Result<never, OcspResponseError> => err({ code, detail });
  const status = decodeDer(bytes, (node) => enumeratedOf(Members.of(node, 'OCSP response').next(), 'response status'));
  if (!status.ok) return refused('ocsp/malformed', status.error.what);
  if (status.value !== 0) return refused('ocsp/refused', STATUS[status.value] ?? `status ${status.value}`);
  const parsed = parseOcspResponse(bytes);
  if (!parsed.ok) return refused('ocsp/malformed', parsed.error.what);
  const answer = parsed.value.answers.find((candidate) => isAbout(candidate, certificate, issuer, primitives));
  if (answer === undefined) return refused('ocsp/about-another', certificate.serialHex);
  if (parsed.value.nonce !== undefined && !equalBytes(parsed.value.nonce, der.octetString(nonce)))
    return refused('ocsp/nonce-differs', certificate.serialHex);
  const end = answer.nextUpdate ?? answer.thisUpdate + WITHOUT_END_MS_MAX;
  if (answer.thisUpdate > now + CLOCK_TOLERANCE_MS || end < now) return refused('ocsp/not-fresh', certificate.serialHex);
  return answer.status.kind === 'unknown' ? refused('ocsp/unknown', certificate.serialHex) : ok(bytes.slice());
}
