import type { HocBa } from '#domain';
import type { Instant } from '#kernel';
import type { Verdict } from '#signature';
import type { PrintedSignature, PrintedYear } from './model.ts';

export interface SignatureLine extends PrintedSignature {
  readonly role: keyof PrintedYear['signatures'];
}

/** What a judge says of one signature of a packet. */
export interface JudgedSignature {
  readonly role: string;
  readonly verdict: Verdict;
  readonly provenTime?: Instant | undefined;
  readonly signingTime?: Instant | undefined;
}

const VERDICT = { 'TOTAL-PASSED': 'valid', INDETERMINATE: 'undetermined', 'TOTAL-FAILED': 'invalid' } as const satisfies Readonly<
  Record<Verdict, PrintedSignature['verdict']>
>;

/** Each judged signature with the person the signed record names for it, in signing order. */
export function signatureLines(hocBa: HocBa, signatures: readonly JudgedSignature[]): readonly SignatureLine[] {
  const names: Readonly<Record<SignatureLine['role'], { readonly fullName: string; readonly position: string }>> = {
    homeroomTeacher: { fullName: hocBa.homeroomTeacher.fullName, position: 'Giáo viên chủ nhiệm' },
    schoolHead: { fullName: hocBa.schoolHead.fullName, position: hocBa.schoolHead.position },
    orgSignature: { fullName: hocBa.school.name, position: 'Con dấu của trường' },
  };
  return signatures.flatMap(({ role, verdict, provenTime, signingTime }) => {
    const named = names[role as SignatureLine['role']];
    return named
      ? [
          {
            role: role as SignatureLine['role'],
            fullName: named.fullName,
            position: named.position,
            at: provenTime ?? signingTime,
            proven: provenTime !== undefined,
            verdict: VERDICT[verdict],
          },
        ]
      : [];
  });
}

/** The same by place on the form. */
export const printedSignatures = (lines: readonly SignatureLine[]): PrintedYear['signatures'] =>
  Object.fromEntries(lines.map(({ role, ...printed }) => [role, printed]));
