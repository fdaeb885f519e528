import type { Sha256Hex } from '#domain';
import { equalBytes, fromHex, type Instant, unwrap } from '#kernel';
import { type EvidenceFile, readEvidence, type Renewal, type RenewedLeaf } from '#packet';
import {
  expiredFindings,
  finding,
  strongToken,
  verifyTimestampToken,
  type Finding,
  type JudgePolicy,
  type Primitives,
  type SignatureJudgement,
  type TrustMaterial,
} from '#signature';
import { eventLeafHash, renewalDigest, renewalStatement, rootOfInclusion } from '#translog';
import { readXml } from '#xml';
import { refusalOf } from './refusals.ts';
import type { SealedJudgement } from './sealed.ts';

/** Evidence files as the caller lends them, read. What cannot be read is left out and said. */
export interface Preserved {
  readonly files: readonly EvidenceFile[];
  readonly judgements: readonly SealedJudgement[];
}

export function openPreserved(lent: readonly Uint8Array[]): Preserved {
  const read = lent.map((bytes) => {
    const document = readXml(bytes);
    return document.ok ? readEvidence(document.value) : document;
  });
  return {
    files: read.flatMap((one) => (one.ok ? [one.value] : [])),
    judgements: read.flatMap((one) => {
      if (one.ok) return [];
      const found = finding('signature/evidence-unreadable', undefined, { detail: one.error.code });
      return [{ verdict: found.verdict, subIndication: found.subIndication, signatures: [], refusals: [refusalOf(found)], notices: [] }];
    }),
  };
}

/** Every part of an evidence file proves itself, so all of them help wherever they fit; anchors are the caller's alone. */
export function withPreserved(trust: TrustMaterial, files: readonly EvidenceFile[]): TrustMaterial {
  if (files.length === 0) return trust;
  return {
    anchors: trust.anchors,
    intermediates: [...trust.intermediates, ...files.flatMap(({ certificates }) => certificates)],
    crls: [...trust.crls, ...files.flatMap(({ crls }) => crls)],
    ocsps: [...trust.ocsps, ...files.flatMap(({ ocsps }) => ocsps)],
  };
}

interface Question {
  readonly sha256: Sha256Hex;
  readonly signatures: readonly SignatureJudgement[];
  readonly files: readonly EvidenceFile[];
  readonly trust: TrustMaterial;
  readonly at: Instant;
  readonly policy: JudgePolicy;
}

/**
 * What time has done to a packet: a time-stamp whose authority's certificate has expired proves nothing by itself any more (EN 319 102-1 §5.6.2.3),
 * unless a renewal proves that the packet was there before.
 */
export function preservationFindings(
  { sha256, signatures, files, trust, at, policy }: Question,
  primitives: Primitives,
): readonly Finding[] {
  const own = files.filter((file) => file.sha256 === sha256);
  const findings: Finding[] =
    files.length > 0 && own.length === 0 ? [finding('signature/evidence-other-packet', undefined, { sha256 })] : [];
  const proofs = own.flatMap(({ renewed }) =>
    renewed === undefined ? [] : [judgeRenewals(sha256, renewed, { trust, at, policy }, primitives)],
  );
  findings.push(
    ...proofs.flatMap((proof) =>
      proof.kind === 'broken' ? [finding('signature/renewal-invalid', undefined, { detail: proof.detail })] : [],
    ),
  );
  const proven = Math.min(...proofs.flatMap((proof) => (proof.kind === 'proven' ? [proof.at] : [])));
  return [...findings, ...signatures.flatMap(({ timestamps, where }) => expiredFindings(timestamps, at, where, proven))];
}

type RenewalProof = { readonly kind: 'proven'; readonly at: Instant } | { readonly kind: 'broken'; readonly detail: string };
const broken = (detail: string): RenewalProof => ({ kind: 'broken', detail });

/**
 * The leaf leads to the first root, each renewal covers the one before, every token is good, and each authority's certificate was still valid when
 * the next renewal was stamped (the last one: still is). Then the packet existed at the first token's time.
 */
function judgeRenewals(
  sha256: Sha256Hex,
  { versionId, event, at: instant, index, salt, path, renewals }: RenewedLeaf,
  { trust, at, policy }: Pick<Question, 'trust' | 'at' | 'policy'>,
  primitives: Primitives,
): RenewalProof {
  const hash = (octets: Uint8Array) => primitives.digest('sha256', octets);
  const [first] = renewals;
  const leaf = eventLeafHash(hash, hex(salt), { type: event, versionId, packetSha256: sha256, instant });
  const root = rootOfInclusion(hash, leaf, index, first!.treeSize, path.map(hex));
  if (root === undefined || !equalBytes(root, hex(first!.root))) return broken('gói tin không có trong gốc nhật ký được gia hạn');
  if (renewals.some((renewal, i) => i > 0 && !follows(renewal, renewals[i - 1]!, hash)))
    return broken('lần gia hạn sau không nối tiếp lần trước');
  const tokens = renewals.map((renewal) =>
    strongToken(verifyTimestampToken(renewal.token, renewalStatement(renewal), trust, primitives, at), policy),
  );
  const bad = tokens.find(({ verdict }) => verdict !== 'PASSED');
  if (bad !== undefined) return broken(bad.sentence?.replace(/\.$/, '') ?? 'dấu thời gian không được chấp nhận');
  const late = tokens.some(({ tsaCertificate }, i) => tsaCertificate!.notAfter < (tokens[i + 1]?.genTime ?? at));
  return late
    ? broken('có lần gia hạn sau khi chứng thư số của dấu thời gian trước đó hết hạn, hoặc lần cuối đã hết hạn')
    : { kind: 'proven', at: tokens[0]!.genTime! };
}

const hex = (text: string): Uint8Array => unwrap(fromHex(text));

const follows = (renewal: Renewal, before: Renewal, hash: (octets: Uint8Array) => Uint8Array): boolean =>
  renewal.previous === renewalDigest(hash, before) && renewal.origin === before.origin && renewal.treeSize >= before.treeSize;
