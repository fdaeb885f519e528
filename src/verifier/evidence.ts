import type { Refusal } from '#domain';
import { equalBytes, type Result } from '#kernel';
import {
  CONFIRMATION_SLOT,
  readConfirmation,
  readSignersExtract,
  SIGNERS_EXTRACT_SLOT,
  type Confirmation,
  type SignatureSlot,
  type SignersExtract,
} from '#packet';
import { finding, weigh, worst, type Finding, type PolicyInForce, type Primitives, type SignatureJudgement } from '#signature';
import { readXml, type XmlDocument } from '#xml';
import type { FileContext } from './file.ts';
import { refusalOf, xmlRefusal, type JudgedRefusal } from './refusals.ts';
import { verifySealed, type SealedJudgement } from './sealed.ts';
import { displaySigner } from './signer-name.ts';

/** A document of the province, judged: its value counts only with an accepted signature of a certificate the caller trusts directly. */
export interface ProvinceWord<T> {
  readonly judgement: SealedJudgement;
  readonly value: T | undefined;
}

export const confirmationIn = (bytes: Uint8Array, context: FileContext, primitives: Primitives): ProvinceWord<Confirmation> =>
  provinceWord(bytes, CONFIRMATION_SLOT, readConfirmation, context, primitives);
export const extractIn = (bytes: Uint8Array, context: FileContext, primitives: Primitives): ProvinceWord<SignersExtract> =>
  provinceWord(bytes, SIGNERS_EXTRACT_SLOT, readSignersExtract, context, primitives);

function provinceWord<T>(
  bytes: Uint8Array,
  slot: SignatureSlot,
  read: (document: XmlDocument) => Result<T, Refusal>,
  context: FileContext,
  primitives: Primitives,
): ProvinceWord<T> {
  const document = readXml(bytes);
  if (!document.ok) return unreadable(xmlRefusal(document.error));
  const value = read(document.value);
  if (!value.ok) return unreadable({ ...value.error, subIndication: 'FORMAT_FAILURE' });
  const judgement = sealedByTrusted(document.value, [slot], context, primitives);
  return { judgement, value: judgement.verdict === 'TOTAL-PASSED' ? value.value : undefined };
}

const unreadable = (refusal: JudgedRefusal): ProvinceWord<never> => ({
  judgement: { verdict: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE', signatures: [], refusals: [refusal], notices: [] },
  value: undefined,
});

/** A message whose sender must be named by the caller's own trust: any other certificate below an anchor may belong to anybody. */
export function sealedByTrusted(
  document: XmlDocument,
  slots: readonly SignatureSlot[],
  { trust, at, cache, policy }: FileContext,
  primitives: Primitives,
): SealedJudgement {
  const judgement = verifySealed({ document, slot: slots, trust, at, cache, policy }, primitives);
  return withFindings(
    judgement,
    judgement.signatures.flatMap((signature, i) => (isTrusted(signature, trust.anchors) ? [] : [unbound(signature, slots[i]!)])),
    policy,
  );
}

const isTrusted = ({ certificate, facts }: SignatureJudgement, anchors: readonly Uint8Array[]): boolean =>
  facts.findings.length > 0 || (certificate !== undefined && anchors.some((anchor) => equalBytes(anchor, certificate.der)));

const unbound = ({ certificate, where }: SignatureJudgement, { claimedRole }: Pick<SignatureSlot, 'claimedRole'>): Finding =>
  finding('signature/signer-unbound', where, { slot: claimedRole, signer: displaySigner(certificate) });

function withFindings(judgement: SealedJudgement, all: readonly Finding[], policy: PolicyInForce): SealedJudgement {
  const { findings, notices } = weigh(all, policy);
  return {
    ...judgement,
    ...worst([judgement, ...findings]),
    refusals: [...judgement.refusals, ...findings.map(refusalOf)],
    notices: [...judgement.notices, ...notices],
  };
}
