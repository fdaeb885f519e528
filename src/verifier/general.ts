import type { Instant } from '#kernel';
import {
  CRYPTO_ONLY, documentFindings, expiredFindings, gatherAll, GENERAL, judgeSignatures, worst, type Finding, type Primitives, type SignatureFacts, type SignatureJudgement, type SignatureRules, type TrustMaterial,
} from '#signature';
import type { XmlDocument } from '#xml';
import { errorAnswer, signatureAnswer, type FileAnswer } from './answer.ts';
import { refusalOf } from './refusals.ts';

export interface GeneralInput { readonly document: XmlDocument; readonly trust: TrustMaterial; readonly at: Instant }

/** Judges a document of somebody else's form: every signature must pass, and together they must cover everything that has text. */
export function verifyForeign({ document, trust, at }: GeneralInput, primitives: Primitives): FileAnswer {
  const facts = gather(document, GENERAL, trust, primitives);
  if (!facts.ok) return answer([], facts.error);
  const judgements = judgeSignatures({ document, facts: facts.value, trust, at }, primitives);
  return answer(judgements, [...judgements.flatMap(({ findings }) => findings), ...judgements.flatMap(({ timestamps, where }) => expiredFindings(timestamps, at, where)), ...documentFindings({ document }, facts.value)]);
}

/** Only whether each signature is intact; who signed, when and whether they may is not asked. */
export function verifyIntegrity(document: XmlDocument, primitives: Primitives): FileAnswer {
  const facts = gather(document, CRYPTO_ONLY, { anchors: [], intermediates: [], crls: [], ocsps: [] }, primitives);
  if (!facts.ok) return answer([], facts.error);
  return answer(facts.value.map(toIntegrity), facts.value.flatMap(({ findings }) => findings));
}

const gather = (document: XmlDocument, rules: SignatureRules, { intermediates, anchors }: TrustMaterial, primitives: Primitives) =>
  gatherAll({ document, rules, knownCertificates: [...intermediates, ...anchors] }, primitives);

function toIntegrity(facts: SignatureFacts): SignatureJudgement {
  const { findings, where, certificate, algorithm, covered, signature } = facts;
  const level = signature.properties === undefined ? 'XMLDSig' : signature.properties.timestamps.length === 0 ? 'B-B' : 'B-T';
  return { ...worst(findings), findings, where, certificate, algorithm, level, signingTime: signature.properties?.signingTime, provenTime: undefined, timestamps: [], covered, facts };
}

function answer(judgements: readonly SignatureJudgement[], findings: readonly Finding[]): FileAnswer {
  const { verdict, subIndication } = worst(findings);
  return { verdict, subIndication: subIndication ?? null, kind: 'document', signatures: judgements.map(signatureAnswer), packets: [], errors: findings.map((one) => errorAnswer(refusalOf(one))), notes: [] };
}
