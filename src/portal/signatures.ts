import type { HocBa } from '#domain';
import type { Instant } from '#kernel';
import type { PrintedSignature, PrintedYear } from '#print';
import type { PacketJudgement } from '#verifier';

type Judged = PacketJudgement['signatures'][number];

export interface SignatureLine extends PrintedSignature {
  readonly role: 'homeroomTeacher' | 'schoolHead' | 'orgSignature';
  /** Whether `at` is proven by a time-stamp or only claimed. */
  readonly proven: boolean;
}

const VERDICT = { 'TOTAL-PASSED': 'valid', INDETERMINATE: 'undetermined', 'TOTAL-FAILED': 'invalid' } as const;

/** Each signature with the person the signed record names for it, in signing order. */
export function signatureLines(hocBa: HocBa, signatures: readonly Judged[]): readonly SignatureLine[] {
  const names: Readonly<Record<SignatureLine['role'], { readonly fullName: string; readonly position: string }>> = {
    homeroomTeacher: { fullName: hocBa.homeroomTeacher.fullName, position: 'Giáo viên chủ nhiệm' },
    schoolHead: { fullName: hocBa.schoolHead.fullName, position: hocBa.schoolHead.position },
    orgSignature: { fullName: hocBa.school.name, position: 'Con dấu của trường' },
  };
  return signatures.flatMap((judged) => {
    const named = names[judged.role as SignatureLine['role']];
    return named ? [{ role: judged.role as SignatureLine['role'], ...named, at: timeOf(judged), proven: judged.provenTime !== undefined, verdict: VERDICT[judged.verdict] }] : [];
  });
}

const timeOf = (judged: Judged): Instant | undefined => judged.provenTime ?? judged.signingTime;

/** The same for the printed form, by place. */
export function printedSignatures(lines: readonly SignatureLine[]): PrintedYear['signatures'] {
  return Object.fromEntries(lines.map(({ role, proven: _, ...printed }) => [role, printed]));
}
