import { type Refusal, refusal } from '#domain';
import { err, type Instant, ok, type Result } from '#kernel';
import { parseCertificate, pdf, type Primitives, type SignatureAlgorithm } from '#signature';
import { requestTimestamp } from '#signature/remote';
import { prepareCms } from './cms.ts';
import { openPdf } from './open.ts';
import { prepareField } from './signature-field.ts';

/** Signs hashes with a key that is somewhere else: the port every signer of the house fits. RSA as it is, ECDSA as r ‖ s. */
export interface PdfSigner {
  /** DER, the signer's own first, then its issuing authorities. */
  readonly certificates: readonly Uint8Array[];
  readonly algorithm: SignatureAlgorithm;
  sign(
    hashes: readonly { readonly digest: Uint8Array; readonly data: Uint8Array }[],
  ): Promise<readonly Result<Uint8Array, { readonly code: string; readonly detail: string }>[]>;
}

export interface PdfSignOptions {
  readonly signer: PdfSigner;
  readonly signingTime: Instant;
  readonly primitives: Primitives;
  /** Address of a time-stamping authority: with it the signature is of level B-T, without it B-B. */
  readonly tsaUrl?: string;
}

/** Room for attributes, names and a signature of up to 4096 bits, and for a token with the certificates of its authority. */
const CMS_BYTES = 2_048;
const TOKEN_BYTES = 10_240;

/**
 * Signs a PDF as a new revision (PAdES B-B or B-T, EN 319 142-1), invisibly and so that PDF/A stays PDF/A. Everything that was there stays as it is, earlier
 * signatures included. Nothing comes back that does not verify with the signer's certificate.
 */
export async function signPdf(
  bytes: Uint8Array,
  { signer, signingTime, primitives, tsaUrl }: PdfSignOptions,
): Promise<Result<Uint8Array, Refusal>> {
  const file = openPdf(bytes);
  if (!file.ok) return file;
  const own = signer.certificates[0] === undefined ? undefined : parseCertificate(signer.certificates[0]);
  if (own?.ok !== true) return err(refusal('signer/wrong-certificate', { detail: 'không đọc được chứng thư số' }));
  // Signing software checks the certificate before it signs (Thông tư 15/2025/TT-BKHCN Điều 5).
  if (signingTime < own.value.notBefore || signingTime > own.value.notAfter) return err(refusal('signer/certificate-out-of-dates'));
  const prepared = pdf.guardPdf(() =>
    prepareField(file.value, {
      entries: `/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(${pdf.pdfDate(signingTime)})`,
      contentsBytes: signer.certificates.reduce((sum, { length }) => sum + length, CMS_BYTES) + (tsaUrl === undefined ? 0 : TOKEN_BYTES),
    }),
  );
  if (!prepared.ok) return err(refusal('signature/pdf-unreadable', { reason: prepared.error }));
  const cms = prepareCms(prepared.value.toSign, signer.certificates, signer.algorithm, primitives);
  const [value] = await signer.sign([{ data: cms.toSign, digest: cms.digest }]);
  if (value?.ok !== true)
    return err(
      value === undefined
        ? refusal('signer/unavailable', { detail: 'không có trả lời' })
        : refusal(value.error.code, { detail: value.error.detail }),
    );
  if (!primitives.verify(signer.algorithm, own.value.publicKey.spki, cms.toSign, value.value))
    return err(refusal('signer/wrong-signature', { detail: 'chữ ký không khớp với chứng thư số' }));
  const token = tsaUrl === undefined ? undefined : await requestTimestamp(tsaUrl, cms.timestampInput(value.value));
  if (token?.ok === false) return err(refusal('signer/timestamp-unavailable', { detail: token.error.detail ?? token.error.code }));
  return fits(prepared.value.complete(cms.complete(value.value, token?.value)));
}

/** Adds a document time-stamp over everything that is there (EN 319 142-1 §5.4.3): with evidence before it the signatures are of level B-LTA. */
export async function stampPdf(bytes: Uint8Array, tsaUrl: string): Promise<Result<Uint8Array, Refusal>> {
  const file = openPdf(bytes);
  if (!file.ok) return file;
  const prepared = pdf.guardPdf(() =>
    prepareField(file.value, { entries: '/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161', contentsBytes: TOKEN_BYTES }),
  );
  if (!prepared.ok) return err(refusal('signature/pdf-unreadable', { reason: prepared.error }));
  const token = await requestTimestamp(tsaUrl, prepared.value.toSign);
  return token.ok
    ? fits(prepared.value.complete(token.value))
    : err(refusal('signer/timestamp-unavailable', { detail: token.error.detail ?? token.error.code }));
}

const fits = (bytes: Uint8Array | undefined): Result<Uint8Array, Refusal> =>
  bytes === undefined ? err(refusal('signature/pdf-not-extendable', { reason: 'chữ ký lớn hơn chỗ dành sẵn' })) : ok(bytes);
