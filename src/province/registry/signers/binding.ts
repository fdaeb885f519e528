import { Instant, PlainDate } from '#kernel';
import type { RegisteredSigner } from '#packet';
import { type Binding, bindingOfSigners } from '#verifier';
import type { SignerWithdrawal } from '../../postgres/signers.ts';

/**
 * Binding by the register of a school: a signature is of the person, role and class for which its certificate was registered at the proven moment of signing
 * (R30). What has ended since does not touch it; what was made after a withdrawal is told apart from a stranger's.
 */
export function registerBinding(registered: readonly RegisteredSigner[], withdrawals: readonly SignerWithdrawal[]): Binding {
  const binding = bindingOfSigners(registered);
  return (question) => {
    const answer = binding(question);
    if (answer.kind === 'bound') return answer;
    const { staffId, role, certificateSha256, at } = question;
    const found = withdrawals.find(
      (one) =>
        one.staffId === staffId &&
        one.role === role &&
        one.certificateSha256 === certificateSha256 &&
        one.lastDay < Instant.toPlainDate(at),
    );
    return found === undefined ? answer : { kind: 'withdrawn', from: PlainDate.addDays(found.lastDay, 1) };
  };
}
