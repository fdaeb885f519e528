import { Instant } from '#kernel';
import type { SignatureAlgorithm } from '../algorithms.ts';
import { refused, type TimestampJudgement, withPath } from '../timestamp/verify.ts';
import type { RevocationSource } from '../revocation/status.ts';
import { type Certificate, PATH_REASONS, type PathJudgement, type PathReason, type PublicKey, schemeOf } from '../x509/index.ts';
import { algorithmNamed } from '../x509/scheme-names.ts';
import { finding, type Finding } from './findings.ts';
import type { AlgorithmRule, JudgePolicy } from './policy.ts';

export interface Strength {
  readonly algorithm: SignatureAlgorithm;
  readonly digests: readonly string[];
  readonly certificate: Pick<Certificate, 'publicKey'>;
  /** The earliest moment at which the signature is known to have existed: what was strong enough then is strong enough (EN 319 102-1 §5.5.4 step 4c). */
  readonly at: Instant;
  readonly where: string;
}

const CURVE_BITS = { 'P-256': 256, 'P-384': 384, 'P-521': 521 } as const;
const isOver = ({ until }: AlgorithmRule, at: Instant): boolean => until !== undefined && at > until;
const isShort = ({ keyBitsMin = 0 }: AlgorithmRule, key: PublicKey): boolean => bitsOf(key) < keyBitsMin;
const bitsOf = (key: PublicKey): number => (key.kind === 'rsa' ? key.bits : key.kind === 'ec' ? CURVE_BITS[key.curve] : 0);

/** Whether the policy accepts algorithms and key of a signature at a moment (EN 319 102-1 §5.2.8.4.1). What the program cannot verify at all was refused before. */
export function strengthFindings(
  { algorithm, digests, certificate, at, where }: Strength,
  { algorithms }: JudgePolicy,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const name of new Set([algorithm, ...digests])) {
    const rule = algorithms.get(name);
    if (rule === undefined) findings.push(finding('signature/algorithm-refused', where, { algorithm: name }));
    else if (rule.until !== undefined && at > rule.until)
      findings.push(finding('signature/algorithm-outdated', where, { algorithm: name, until: Instant.toVietnamese(rule.until) }));
  }
  const bits = bitsOf(certificate.publicKey);
  const { keyBitsMin = 0 } = algorithms.get(algorithm) ?? {};
  if (bits < keyBitsMin) findings.push(finding('signature/algorithm-refused', where, { algorithm: `${algorithm}, ${bits} bit` }));
  // RSASSA-PKCS1-v1_5 is verified and said: many tokens make nothing else.
  if (/^rsa-sha/.test(algorithm)) findings.push(finding('signature/padding', where, { algorithm }));
  return findings;
}

/**
 * An accepted path by what the policy accepts (EN 319 102-1 §5.2.6.4 step 6): no authority of it certified with an algorithm or a key that is refused at that moment, and what says that
 * a certificate is not revoked is signed by an algorithm that is accepted; without such evidence nothing is known. What an anchor says of itself is not asked, because it is trusted as it
 * stands; its key is.
 */
export function strongPath(path: PathJudgement, at: Instant, { algorithms }: Pick<JudgePolicy, 'algorithms'>): PathJudgement {
  if (path.verdict !== 'PASSED') return path;
  const weak = (reason: PathReason, about: Certificate): PathJudgement => ({ ...path, ...PATH_REASONS[reason], reason, about });
  for (const [i, certificate] of path.chain.slice(0, -1).entries()) {
    const scheme = schemeOf(certificate.signatureAlgorithm);
    const rule = scheme && algorithms.get(algorithmNamed(scheme));
    const authority = path.chain[i + 1]!;
    if (rule === undefined) return weak('algorithm-refused', certificate);
    if (isOver(rule, at)) return weak('algorithm-outdated', certificate);
    if (isShort(rule, authority.publicKey)) return weak('weak-key', authority);
  }
  const unproven = path.revocation.findIndex((status) => 'source' in status && !isAccepted(status.source, at, algorithms));
  return unproven < 0 ? path : weak('revocation-unknown', path.chain[unproven]!);
}

/** A list or an answer that was made after the moment in question is measured by its own day. */
function isAccepted(source: RevocationSource, at: Instant, algorithms: JudgePolicy['algorithms']): boolean {
  const { signatureAlgorithm, thisUpdate } =
    source.type === 'crl' ? source.crl : { ...source.answer, signatureAlgorithm: source.response.signatureAlgorithm };
  const scheme = schemeOf(signatureAlgorithm);
  const rule = scheme && algorithms.get(algorithmNamed(scheme));
  return rule !== undefined && !isOver(rule, Instant.of(Math.max(at, thisUpdate)));
}

/** An accepted token by what the policy accepts, of its own signature and of its authorities, at its own time (EN 319 102-1 §5.4.4). */
export function strongToken(judgement: TimestampJudgement, policy: Pick<JudgePolicy, 'algorithms'>): TimestampJudgement {
  const { verdict, genTime, algorithm, tsaCertificate, path } = judgement;
  if (verdict !== 'PASSED' || genTime === undefined || algorithm === undefined || tsaCertificate === undefined || path === undefined)
    return judgement;
  const rule = policy.algorithms.get(algorithm);
  if (rule === undefined || isOver(rule, genTime) || isShort(rule, tsaCertificate.publicKey))
    return refused(judgement, 'timestamp-algorithm-refused');
  const strong = strongPath(path, genTime, policy);
  return strong === path ? judgement : withPath(judgement, strong);
}
