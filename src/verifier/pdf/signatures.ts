import { equalBytes, Instant, ok, type Result } from '#kernel';
import {
  gatherPdf,
  judgePdf,
  pdfFinding,
  pdfIntegrity,
  weigh,
  worst,
  type Finding,
  type PdfSignatureJudgement,
  type PolicyInForce,
  type Primitives,
  type TrustMaterial,
} from '#signature';
import { errorAnswer, type DocumentAnswer, type SignatureAnswer } from '../answer.ts';
import { refusalOf } from '../refusals.ts';
import { pdfReport } from '../report/kinds.ts';
import { displaySigner } from '../signer-name.ts';
import { inflate } from './inflate.ts';

/** The signatures of a PDF itself, judged. */
export interface PdfSignatures {
  /** Some revision holds a signature, even one that was taken out again. */
  readonly isSigned: boolean;
  readonly judgements: readonly PdfSignatureJudgement[];
  /** About the file as a whole. */
  readonly findings: readonly Finding[];
}

export interface PdfSignaturesInput {
  readonly trust: TrustMaterial;
  readonly at: Instant;
  readonly cryptoOnly: boolean;
  readonly policy: PolicyInForce;
}

export function judgePdfSignatures(
  bytes: Uint8Array,
  { trust, at, cryptoOnly, policy }: PdfSignaturesInput,
  primitives: Primitives,
): Result<PdfSignatures, string> {
  const facts = gatherPdf({ bytes, inflate, knownCertificates: [...trust.intermediates, ...trust.anchors] }, primitives);
  if (!facts.ok) return facts;
  const { signatures, findings } = facts.value;
  return ok({
    isSigned: signatures.length + findings.length > 0,
    judgements: cryptoOnly ? pdfIntegrity(facts.value) : judgePdf({ facts: facts.value, trust, at, policy }, primitives),
    findings,
  });
}

/**
 * Anybody with a certificate can attach a genuine packet to pages of their own and sign the whole. So the pages of a học bạ count only under the seal that
 * is on each attached packet, or under a certificate the caller trusts as it stands (the province).
 */
export function signerFindings(
  { judgements }: PdfSignatures,
  seals: readonly (Uint8Array | undefined)[],
  anchors: readonly Uint8Array[],
): readonly Finding[] {
  if (seals.length === 0) return [pdfFinding('signature/pdf-without-packet', 'PDF')];
  const mayShow = ({ certificate }: PdfSignatureJudgement): boolean =>
    certificate !== undefined &&
    (anchors.some((anchor) => equalBytes(anchor, certificate.der)) ||
      seals.every((seal) => seal !== undefined && equalBytes(seal, certificate.der)));
  return judgements.flatMap((one) =>
    one.kind === 'timestamp' || one.facts.findings.length > 0 || mayShow(one)
      ? []
      : [pdfFinding('signature/pdf-signer', one.where, { signer: displaySigner(one.certificate) })],
  );
}

export function pdfAnswer({ judgements, findings }: PdfSignatures, signers: readonly Finding[], policy: PolicyInForce): DocumentAnswer {
  const { findings: more, notices: told } = weigh(signers, policy);
  const all = [...findings, ...judgements.flatMap((one) => one.findings), ...more];
  const refusals = all.map(refusalOf);
  const notices = [...judgements.flatMap((one) => one.notices), ...told];
  const { verdict, subIndication } = worst(all);
  return {
    verdict,
    subIndication: subIndication ?? null,
    kind: 'pdf',
    signatures: judgements.map((one) => signatureAnswer(one, more)),
    packets: [],
    errors: refusals.map((one) => errorAnswer(one)),
    warnings: notices.map((one) => errorAnswer(one)),
    checks: pdfReport({ signatures: judgements, refusals, notices }, policy),
    notes: judgements
      .filter(({ kind, facts }) => kind === 'signature' && facts.findings.length === 0 && !facts.cms.bound)
      .map(({ where }) => `Chữ ký ${where} trên tệp PDF không ràng buộc chứng thư số bằng thuộc tính đã ký (không phải PAdES).`),
  };
}

const time = (instant: Instant | undefined): string | null => (instant === undefined ? null : Instant.toIso(instant));

function signatureAnswer(judgement: PdfSignatureJudgement, more: readonly Finding[]): SignatureAnswer {
  const {
    kind,
    certificate,
    algorithm,
    level,
    signingTime,
    provenTime,
    where,
    facts: { coverage, findings },
  } = judgement;
  const { verdict, subIndication } = worst([...judgement.findings, ...more.filter((one) => one.where === where)]);
  return {
    role: null,
    signer: displaySigner(certificate),
    verdict,
    subIndication: subIndication ?? null,
    signingTime: time(signingTime),
    bestSignatureTime: time(provenTime),
    covers: coverage === undefined || findings.length > 0 ? [] : [`ByteRange ${coverage.range.join(' ')}`],
    where,
    counterSigns: [],
    algorithm: algorithm ?? (kind === 'timestamp' ? 'RFC 3161' : ''),
    level,
  };
}
