import type { Instant } from '#kernel';
import {
  documentFindings,
  expiredFindings,
  gatherAll,
  judgeSignatures,
  looseAttributes,
  worst,
  type Finding,
  type PolicyInForce,
  type Primitives,
  type SignatureFacts,
  type SignatureJudgement,
  type TrustMaterial,
} from '#signature';
import { pathOf, type XmlDocument } from '#xml';
import { errorAnswer, signatureAnswer, type DocumentAnswer } from './answer.ts';
import { refusalOf } from './refusals.ts';
import { foreignReport } from './report/kinds.ts';

export interface GeneralInput {
  readonly document: XmlDocument;
  readonly trust: TrustMaterial;
  readonly at: Instant;
  readonly policy: PolicyInForce;
}

/** Nobody reads more places than this. */
const NOTES_MAX = 64;

/** Judges a document of somebody else's form: every signature must pass, and together they must cover everything that says something. */
export function verifyForeign({ document, trust, at, policy }: GeneralInput, primitives: Primitives): DocumentAnswer {
  const facts = gather(document, policy, trust, primitives);
  if (!facts.ok) return answer([], facts.error, policy);
  const judgements = judgeSignatures({ document, facts: facts.value, trust, at, policy }, primitives);
  const loose = looseAttributes(facts.value);
  const notes = loose
    .slice(0, NOTES_MAX)
    .map(
      ({ element, names }) =>
        `Thuộc tính ${names.join(', ')} của ${pathOf(element)} nằm ngoài phạm vi mọi chữ ký: không dựa vào giá trị này.`,
    );
  if (loose.length > NOTES_MAX) notes.push(`Còn ${loose.length - NOTES_MAX} phần tử khác có thuộc tính nằm ngoài phạm vi mọi chữ ký.`);
  return answer(
    judgements,
    [
      ...judgements.flatMap(({ findings }) => findings),
      ...judgements.flatMap(({ timestamps, where }) => expiredFindings(timestamps, at, where)),
      ...documentFindings({ document }, facts.value),
    ],
    policy,
    notes,
  );
}

/** Only whether each signature is intact; who signed, when and whether they may is not asked. */
export function verifyIntegrity(document: XmlDocument, policy: PolicyInForce, primitives: Primitives): DocumentAnswer {
  const facts = gather(document, policy, { anchors: [], intermediates: [], crls: [], ocsps: [] }, primitives);
  if (!facts.ok) return answer([], facts.error, policy);
  return answer(
    facts.value.map(toIntegrity),
    facts.value.flatMap(({ findings }) => findings),
    policy,
  );
}

const gather = (document: XmlDocument, { rules }: PolicyInForce, { intermediates, anchors }: TrustMaterial, primitives: Primitives) =>
  gatherAll({ document, rules, knownCertificates: [...intermediates, ...anchors] }, primitives);

function toIntegrity(facts: SignatureFacts): SignatureJudgement {
  const { findings, where, certificate, algorithm, covered, signature } = facts;
  const level = signature.properties === undefined ? 'XMLDSig' : signature.properties.timestamps.length === 0 ? 'B-B' : 'B-T';
  return {
    ...worst(findings),
    findings,
    notices: [],
    where,
    certificate,
    path: undefined,
    algorithm,
    level,
    signingTime: signature.properties?.signingTime,
    provenTime: undefined,
    timestamps: [],
    covered,
    facts,
  };
}

function answer(
  signatures: readonly SignatureJudgement[],
  findings: readonly Finding[],
  policy: PolicyInForce,
  notes: readonly string[] = [],
): DocumentAnswer {
  const { verdict, subIndication } = worst(findings);
  const refusals = findings.map(refusalOf);
  const notices = signatures.flatMap((one) => one.notices);
  return {
    verdict,
    subIndication: subIndication ?? null,
    kind: 'document',
    signatures: signatures.map(signatureAnswer),
    packets: [],
    errors: refusals.map((one) => errorAnswer(one)),
    warnings: notices.map((one) => errorAnswer(one)),
    checks: foreignReport({ signatures, refusals, notices }, policy),
    notes,
  };
}
