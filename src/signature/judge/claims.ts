import { Instant } from '#kernel';
import type { Certificate } from '../x509/index.ts';
import { finding, type Finding } from './findings.ts';
import type { JudgePolicy } from './policy.ts';

export interface Claim {
  /** What the signer says. */
  readonly time: Instant;
  /** Times of the signature's own tokens. */
  readonly provenTimes: readonly Instant[];
  readonly certificate: Pick<Certificate, 'notBefore' | 'notAfter'>;
  /** The moment of judging. */
  readonly at: Instant;
  readonly where: string;
}

/** A claimed time proves nothing, but it must be possible (EN 319 102-1 §5.2.8.4.2.2, §5.5.4 step 5). */
export function claimFindings(
  { time, provenTimes, certificate: { notBefore, notAfter }, at, where }: Claim,
  { claimGapMs, clockToleranceMs }: JudgePolicy,
): readonly Finding[] {
  const findings: Finding[] = [];
  const shown = () => ({ time: Instant.toVietnamese(time) });
  if (time < notBefore || time > notAfter) findings.push(finding('signature/signing-time-invalid', where, shown()));
  if (time > at + clockToleranceMs) findings.push(finding('signature/signing-time-future', where, shown()));
  if (provenTimes.some((proven) => Math.abs(proven - time) > claimGapMs))
    findings.push(finding('signature/time-gap', where, { ...shown(), hours: claimGapMs / 3_600_000 }));
  return findings;
}
