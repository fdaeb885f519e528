import { equalBytes, type Instant } from '#kernel';
import type { SignatureSlot } from '#packet';
import {
  finding,
  gatherSlots,
  judgeSignatures,
  orderFindings,
  policyAt,
  weigh,
  worst,
  type Finding,
  type PathCache,
  type PolicyInForce,
  type Primitives,
  type SignatureJudgement,
  type SubIndication,
  type TrustMaterial,
  type Verdict,
} from '#signature';
import type { XmlDocument } from '#xml';
import { FREE_ATTRIBUTES, messagePlaces } from './places.ts';
import { HOCBA_POLICY } from './policy.ts';
import { refusalOf, type JudgedRefusal } from './refusals.ts';
import { displaySigner } from './signer-name.ts';

export interface SealedInput {
  readonly document: XmlDocument;
  /** The signature of the message; for a message with several, all of them in signing order. */
  readonly slot: SignatureSlot | readonly SignatureSlot[];
  readonly trust: TrustMaterial;
  readonly at: Instant;
  /** Certificates (DER) that may have made the signature. Without it the caller must look at the certificate itself. */
  readonly expectedCertificates?: readonly Uint8Array[];
  readonly cache?: PathCache;
  /** In force at `at`, unless given. */
  readonly policy?: PolicyInForce;
}

export interface SealedJudgement {
  readonly verdict: Verdict;
  readonly subIndication?: SubIndication;
  readonly signatures: readonly SignatureJudgement[];
  /** Empty iff the verdict is TOTAL-PASSED. */
  readonly refusals: readonly JudgedRefusal[];
  /** What the policy only wants told. */
  readonly notices: readonly Finding[];
}

/** Judges the signature over the content of a message: form, coverage, integrity, signer, path, revocation, time. */
export function verifySealed(input: SealedInput, primitives: Primitives): SealedJudgement {
  const slots = Array.isArray(input.slot) ? (input.slot as readonly SignatureSlot[]) : [input.slot as SignatureSlot];
  const { document, trust, at, cache, policy = policyAt(HOCBA_POLICY, at) } = input;
  const gathered = gatherSlots(
    {
      document,
      slots,
      places: messagePlaces(document, slots),
      freeAttributes: FREE_ATTRIBUTES,
      knownCertificates: [...trust.intermediates, ...trust.anchors],
      rules: policy.rules,
    },
    primitives,
  );
  if (!gathered.ok) return summary([], gathered.error);
  const signatures = judgeSignatures(
    { document, facts: gathered.value.map(({ facts }) => facts), trust, at, policy, ...(cache && { cache }) },
    primitives,
  );
  const about = signatures.map((judgement, i) =>
    weigh(
      [
        ...(judgement.facts.findings.length === 0 ? signerFindings(judgement, slots[i]!, input) : []),
        ...(i > 0 ? orderFindings(signatures[i - 1]!, judgement, policy) : []),
      ],
      policy,
    ),
  );
  return summary(
    signatures,
    signatures.flatMap(({ findings }, i) => [...findings, ...about[i]!.findings]),
    signatures.flatMap(({ notices }, i) => [...notices, ...about[i]!.notices]),
  );
}

function signerFindings(judgement: SignatureJudgement, slot: SignatureSlot, { expectedCertificates }: SealedInput): readonly Finding[] {
  const { certificate, where } = judgement;
  const isExpected =
    expectedCertificates === undefined ||
    (certificate !== undefined && expectedCertificates.some((der) => equalBytes(der, certificate.der)));
  const wrong = isExpected
    ? []
    : [
        finding('signature/wrong-signer', where, {
          slot: slot.claimedRole,
          signer: displaySigner(certificate),
          detail: 'chứng thư số không thuộc đơn vị phải ký',
        }),
      ];
  return [...wrong, ...timestampFindings(judgement, slot)];
}

/** A slot that must prove its time has a token of its own; whether that is worth anything is judged with the signature. */
export const timestampFindings = ({ where, level }: SignatureJudgement, { claimedRole, timestamped }: SignatureSlot): readonly Finding[] =>
  timestamped === true && level === 'B-B' ? [finding('signature/timestamp-missing', where, { slot: claimedRole })] : [];

function summary(
  signatures: readonly SignatureJudgement[],
  findings: readonly Finding[],
  notices: readonly Finding[] = [],
): SealedJudgement {
  return { ...worst(findings), signatures, refusals: findings.map(refusalOf), notices };
}
