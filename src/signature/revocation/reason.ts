import { enumeratedOf, fail, type DerNode } from '../der/index.ts';

/** RFC 5280 §5.3.1; the number is the code on the wire. */
export const REVOCATION_REASONS = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
} as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[keyof typeof REVOCATION_REASONS];

export function readReason(node: DerNode): RevocationReason {
  const code = enumeratedOf(node, 'reason code');
  return isReasonCode(code) ? REVOCATION_REASONS[code] : fail('reason code', node.start);
}

const isReasonCode = (code: number): code is keyof typeof REVOCATION_REASONS => Object.hasOwn(REVOCATION_REASONS, code);
