import { algorithmAccepted } from './algorithm-accepted.ts';
import { algorithmCurrent } from './algorithm-current.ts';
import { authoritiesEntitled } from './authorities-entitled.ts';
import { authoritiesInDate } from './authorities-in-date.ts';
import { authoritiesNotRevoked } from './authorities-not-revoked.ts';
import { certificateBound } from './certificate-bound.ts';
import { certificateFound } from './certificate-found.ts';
import { certificateInDate } from './certificate-in-date.ts';
import { certificateNamed } from './certificate-named.ts';
import { certificateReadable } from './certificate-readable.ts';
import { chainAlgorithms } from './chain-algorithms.ts';
import { contentInPlace } from './content-in-place.ts';
import { contentRules } from './content-rules.ts';
import { coverageExact } from './coverage-exact.ts';
import { dataIntact } from './data-intact.ts';
import { documentReadable } from './document-readable.ts';
import { evidenceUsable } from './evidence-usable.ts';
import { extensionsKnown } from './extensions-known.ts';
import { issuerSigned } from './issuer-signed.ts';
import { itemsIntact } from './items-intact.ts';
import { keyPurpose } from './key-purpose.ts';
import { keyUsage } from './key-usage.ts';
import { labelMatches } from './label-matches.ts';
import { namesPermitted } from './names-permitted.ts';
import { noForeignContent } from './no-foreign-content.ts';
import { noStraySignatures } from './no-stray-signatures.ts';
import { notRevoked } from './not-revoked.ts';
import { notSuspended } from './not-suspended.ts';
import { nothingUnsigned } from './nothing-unsigned.ts';
import { paddingRecommended } from './padding-recommended.ts';
import { pathFound } from './path-found.ts';
import { pathLength } from './path-length.ts';
import { pdfCertificatesWhole } from './pdf-certificates-whole.ts';
import { pdfCoversFile } from './pdf-covers-file.ts';
import { pdfHoldsPacket } from './pdf-holds-packet.ts';
import { pdfNoOverlay } from './pdf-no-overlay.ts';
import { pdfPermitted } from './pdf-permitted.ts';
import { pdfSignatureKind } from './pdf-signature-kind.ts';
import { pdfSignerKnown } from './pdf-signer-known.ts';
import { pdfUnchanged } from './pdf-unchanged.ts';
import { personsDiffer } from './persons-differ.ts';
import { policiesSatisfied } from './policies-satisfied.ts';
import { referencesAllowed } from './references-allowed.ts';
import { renewalsUnbroken } from './renewals-unbroken.ts';
import { revocationFresh } from './revocation-fresh.ts';
import { revocationKnown } from './revocation-known.ts';
import { rolesClaimed } from './roles-claimed.ts';
import { signatureForm } from './signature-form.ts';
import { signaturesPresent } from './signatures-present.ts';
import { signerAuthorised } from './signer-authorised.ts';
import { signingOrder } from './signing-order.ts';
import { timeNearToken } from './time-near-token.ts';
import { timeNotInFuture } from './time-not-in-future.ts';
import { timeWithinCertificate } from './time-within-certificate.ts';
import { timestampPresent } from './timestamp-present.ts';
import { timestampsKnown } from './timestamps-known.ts';
import { timestampsLasting } from './timestamps-lasting.ts';
import { tokenAlgorithm } from './token-algorithm.ts';
import { tokenAuthorityBound } from './token-authority-bound.ts';
import { tokenAuthorityFound } from './token-authority-found.ts';
import { tokenAuthorityTrusted } from './token-authority-trusted.ts';
import { tokenForm } from './token-form.ts';
import { tokenImprint } from './token-imprint.ts';
import { tokenInOrder } from './token-in-order.ts';
import { tokenIntact } from './token-intact.ts';
import { tokenNotInFuture } from './token-not-in-future.ts';
import { uniqueIds } from './unique-ids.ts';
import { valueCorrect } from './value-correct.ts';

export { BLOCKS, isAsked, type Block, type Scope, type SubjectKind } from './blocks.ts';
export type { Check } from './check.ts';

/** Every check a verification can answer, in the order of the report; one line for each block. */
export const CHECKS = [
  documentReadable,
  noForeignContent,
  uniqueIds,
  signaturesPresent,
  signatureForm,
  noStraySignatures,
  rolesClaimed,
  coverageExact,
  contentInPlace,
  nothingUnsigned,
  itemsIntact,
  contentRules,
  evidenceUsable,
  renewalsUnbroken,
  algorithmAccepted,
  referencesAllowed,
  certificateBound,
  dataIntact,
  valueCorrect,
  certificateFound,
  certificateNamed,
  pdfSignatureKind,
  pdfCoversFile,
  pdfUnchanged,
  pdfPermitted,
  pdfNoOverlay,
  pdfCertificatesWhole,
  pdfSignerKnown,
  pdfHoldsPacket,
  labelMatches,
  timeWithinCertificate,
  timeNotInFuture,
  timeNearToken,
  timestampsKnown,
  algorithmCurrent,
  paddingRecommended,
  timestampsLasting,
  timestampPresent,
  signerAuthorised,
  personsDiffer,
  signingOrder,
  tokenForm,
  tokenAlgorithm,
  tokenImprint,
  tokenAuthorityFound,
  tokenAuthorityBound,
  tokenIntact,
  tokenNotInFuture,
  tokenInOrder,
  tokenAuthorityTrusted,
  certificateReadable,
  pathFound,
  issuerSigned,
  chainAlgorithms,
  extensionsKnown,
  authoritiesEntitled,
  pathLength,
  namesPermitted,
  policiesSatisfied,
  keyUsage,
  keyPurpose,
  certificateInDate,
  authoritiesInDate,
  revocationKnown,
  revocationFresh,
  notRevoked,
  authoritiesNotRevoked,
  notSuspended,
] as const;
export type CheckId = (typeof CHECKS)[number]['id'];
