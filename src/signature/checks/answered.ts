import { BLOCKS } from './blocks.ts';
import type { Check } from './check.ts';
import { CHECKS } from './index.ts';

const BY_REASON: ReadonlyMap<string, Check> = new Map(
  CHECKS.flatMap((check: Check) => check.reasons.map((reason) => [reason, check] as const)),
);

/** The check that a finding answers: by what a path or token says, else by its code, else by the area of the code. */
export function checkOf({ code, reason }: { readonly code: string; readonly reason?: string }): Check | undefined {
  return BY_REASON.get(reason ?? code) ?? BY_REASON.get(code.slice(0, code.indexOf('/') + 1));
}

/** Whether a policy must leave a check at FAIL. */
export const isDecisive = ({ block }: Pick<Check, 'block'>): boolean => !('lowerable' in BLOCKS[block]);
