import { checkHocBa, type HocBa, type Sha256Hex } from '#domain';
import { equalBytes, PlainDate, toHex, type Instant } from '#kernel';
import { packetSlots, readPacket, type SignerRole } from '#packet';
import {
  certificateDigest,
  finding,
  gatherSlots,
  judgeSignatures,
  NAME_ATTRIBUTE,
  orderFindings,
  policyAt,
  valuesOf,
  weigh,
  worst,
  type Certificate,
  type FilledSlot,
  type Finding,
  type PathCache,
  type PolicyInForce,
  type Primitives,
  type SignatureJudgement,
  type SubIndication,
  type TrustMaterial,
  type Verdict,
} from '#signature';
import { attributeOf, readXml, type XmlDocument } from '#xml';
import type { Binding } from './binding.ts';
import { FREE_ATTRIBUTES, packetPlaces } from './places.ts';
import { HOCBA_POLICY } from './policy.ts';
import { refusalOf, xmlRefusal, type JudgedRefusal } from './refusals.ts';
import { timestampFindings } from './sealed.ts';
import { displaySigner } from './signer-name.ts';

export interface PacketInput {
  /** The exact octets. */
  readonly bytes: Uint8Array;
  readonly trust: TrustMaterial;
  /** The moment of judging. */
  readonly at: Instant;
  /** Who may sign in which role. Without it no signer is known, and the verdict is at best INDETERMINATE. */
  readonly binding?: Binding;
  /** Shared by the packets of one call with the same trust and moment. */
  readonly cache?: PathCache;
  /** In force at `at`, unless given. */
  readonly policy?: PolicyInForce;
}

export interface RoleJudgement extends SignatureJudgement {
  readonly role: SignerRole;
  readonly slot: string;
}

export interface PacketJudgement {
  readonly verdict: Verdict;
  readonly subIndication?: SubIndication;
  /** SHA-256 of the octets. */
  readonly sha256: Sha256Hex;
  /** What was signed; given only when every signature is intact over exactly what was read. */
  readonly hocBa?: HocBa;
  /** In signing order. */
  readonly signatures: readonly RoleJudgement[];
  /** Empty iff the verdict is TOTAL-PASSED. */
  readonly refusals: readonly JudgedRefusal[];
  /** What the policy only wants told. */
  readonly notices: readonly Finding[];
}

/** Signing order of a học bạ (KH 1154/KH-SGDĐT II.3). */
const ORDER = ['homeroomTeacher', 'schoolHead', 'orgSignature'] as const satisfies readonly SignerRole[];
type Role = (typeof ORDER)[number];

/**
 * Judges a học bạ packet: form → slots and coverage → digests and values → signers bound to roles → path and revocation → time → content rules.
 * The first stage that fails ends the judgement as far as later stages would lean on it.
 */
export function verifyPacket(input: PacketInput, primitives: Primitives): PacketJudgement {
  const sha256 = toHex(primitives.digest('sha256', input.bytes)) as Sha256Hex;
  const document = readXml(input.bytes);
  if (!document.ok) return failed(sha256, [xmlRefusal(document.error)]);
  return verifyPacketDocument(document.value, sha256, input, primitives);
}

/** The same for a document that has been read already; `sha256` is of its whole octets. */
export function verifyPacketDocument(
  document: XmlDocument,
  sha256: Sha256Hex,
  input: Omit<PacketInput, 'bytes'>,
  primitives: Primitives,
): PacketJudgement {
  const read = readPacket(document);
  if (!read.ok) return failed(sha256, [{ ...read.error, subIndication: 'FORMAT_FAILURE' }]);
  const hocBa = read.value;
  const { trust, at, cache, policy = policyAt(HOCBA_POLICY, at) } = input;
  const all = packetSlots(hocBa);
  const slots = ORDER.map((role) => all[role]);
  const gathered = gatherSlots(
    {
      document,
      slots,
      places: packetPlaces(document),
      freeAttributes: FREE_ATTRIBUTES,
      knownCertificates: trust.intermediates,
      rules: policy.rules,
    },
    primitives,
  );
  if (!gathered.ok) return failed(sha256, gathered.error.map(refusalOf), worst(gathered.error));
  const judged = judgeSignatures(
    { document, facts: gathered.value.map(({ facts }) => facts), trust, at, policy, ...(cache && { cache }) },
    primitives,
  );
  const signatures = judged.map(
    (judgement, i): RoleJudgement => ({ ...judgement, role: ORDER[i]!, slot: gathered.value[i]!.slot.claimedRole }),
  );
  const intact = signatures.every(({ facts }) => facts.findings.length === 0);
  const together = !intact
    ? []
    : [
        ...signatures.flatMap((judgement, i) => (i === 0 ? [] : orderFindings(signatures[i - 1]!, judgement, policy))),
        ...signatures.flatMap((judgement) => bindingFindings(judgement, hocBa, sha256, input, primitives)),
        ...personFindings(signatures),
        ...signatures.flatMap((judgement, i) => timestampFindings(judgement, slots[i]!)),
      ];
  const { findings, notices: told } = weigh(
    [...signatures.flatMap((judgement) => judgement.findings), ...attributeFindings(gathered.value, hocBa), ...together],
    policy,
  );
  const notices = [...signatures.flatMap((judgement) => judgement.notices), ...told];
  if (!intact) return { ...worst(findings), sha256, signatures, refusals: findings.map(refusalOf), notices };
  const content = checkHocBa(hocBa);
  const verdict = worst([...findings, ...(content.length > 0 ? [CONTENT] : [])]);
  return { ...verdict, sha256, hocBa, signatures, refusals: [...findings.map(refusalOf), ...content], notices };
}

/** A record that breaks a rule of the form is not valid, however well it is signed. */
const CONTENT = { verdict: 'TOTAL-FAILED', subIndication: 'SIG_CONSTRAINTS_FAILURE' } as const;

function failed(
  sha256: Sha256Hex,
  refusals: readonly JudgedRefusal[],
  verdict: { readonly verdict: Verdict; readonly subIndication?: SubIndication } = {
    verdict: 'TOTAL-FAILED',
    subIndication: 'FORMAT_FAILURE',
  },
): PacketJudgement {
  return { ...verdict, sha256, signatures: [], refusals, notices: [] };
}

const personOf: Readonly<Record<Role, (hocBa: HocBa) => string>> = {
  homeroomTeacher: ({ homeroomTeacher }) => homeroomTeacher.staffId,
  schoolHead: ({ schoolHead }) => schoolHead.staffId,
  orgSignature: ({ school }) => school.code,
};
const ATTRIBUTE: Readonly<Record<Role, string>> = { homeroomTeacher: 'MaCanBo', schoolHead: 'MaCanBo', orgSignature: 'MaDonVi' };

/** The label on a slot is not signed, so it must repeat what is. */
function attributeFindings(filled: readonly FilledSlot[], hocBa: HocBa): readonly Finding[] {
  return ORDER.flatMap((role, i) => {
    const { element, slot } = filled[i]!;
    return attributeOf(element, ATTRIBUTE[role]) === personOf[role](hocBa)
      ? []
      : [finding('signature/slot-attribute', slot.path, { attribute: ATTRIBUTE[role] })];
  });
}

function bindingFindings(
  { certificate, role, slot, where, provenTime, signingTime }: RoleJudgement,
  hocBa: HocBa,
  packetSha256: Sha256Hex,
  { binding, at }: Omit<PacketInput, 'bytes'>,
  primitives: Primitives,
): readonly Finding[] {
  if (certificate === undefined) return [];
  const answer = binding?.({
    role,
    staffId: personOf[role as Role](hocBa),
    schoolCode: hocBa.school.code,
    classroom: hocBa.classroom,
    certificate: certificate.der,
    certificateSha256: toHex(certificateDigest(certificate.der, 'sha256', primitives)) as Sha256Hex,
    packetSha256,
    at: provenTime ?? signingTime ?? at,
  }) ?? { kind: 'unknown' };
  if (answer.kind === 'bound') return [];
  const params = { slot, signer: displaySigner(certificate) };
  if (answer.kind === 'withdrawn')
    return [finding('signature/signer-withdrawn', where, { ...params, date: PlainDate.toVietnamese(answer.from) })];
  return [
    answer.kind === 'unknown'
      ? finding('signature/signer-unbound', where, params)
      : finding('signature/wrong-signer', where, { ...params, detail: answer.detail }),
  ];
}

/** One person, one slot (policy of hbs-1): by certificate, key and the identity number of the subject. */
function personFindings(signatures: readonly RoleJudgement[]): readonly Finding[] {
  return signatures.flatMap((later, i) =>
    signatures
      .slice(0, i)
      .filter(
        (earlier) =>
          later.certificate !== undefined && earlier.certificate !== undefined && isSamePerson(earlier.certificate, later.certificate),
      )
      .map((earlier) => finding('signature/same-person', later.where, { slot: earlier.slot, other: later.slot })),
  );
}

function isSamePerson(a: Certificate, b: Certificate): boolean {
  if (equalBytes(a.publicKey.spki, b.publicKey.spki)) return true;
  const ids = valuesOf(a.subject, NAME_ATTRIBUTE.userId);
  return valuesOf(b.subject, NAME_ATTRIBUTE.userId).some((id) => ids.includes(id));
}
