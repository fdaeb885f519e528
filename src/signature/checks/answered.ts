import { FINDINGS, type SubIndication } from '../judge/findings.ts';
import { PDF_FINDINGS } from '../pades/findings.ts';
import { TIMESTAMP_REASONS } from '../timestamp/reasons.ts';
import { PATH_REASONS } from '../x509/path-reasons.ts';
import type { Check } from './check.ts';
import { CHECKS } from './index.ts';

const BY_REASON: ReadonlyMap<string, Check> = new Map(CHECKS.flatMap((check: Check) => check.reasons.map((reason) => [reason, check] as const)));

/** The check that a finding answers: by what a path or token says, else by its code, else by the area of the code. */
export function checkOf({ code, reason }: { readonly code: string; readonly reason?: string }): Check | undefined {
  return BY_REASON.get(reason ?? code) ?? BY_REASON.get(code.slice(0, code.indexOf('/') + 1));
}

/** What every table says about a reason. */
export const SUB_INDICATIONS: ReadonlyMap<string, SubIndication> = new Map(
  [FINDINGS, PDF_FINDINGS, PATH_REASONS, TIMESTAMP_REASONS].flatMap((table) => Object.entries(table).map(([reason, row]) => [reason, row.subIndication] as const)),
);

/** TOTAL-FAILED by EN 319 102-1 §5.1.3, which no policy may soften (§5.1.4.1); and what leaves trust or revocation unknown, which is never valid. */
const DECISIVE: ReadonlySet<SubIndication> = new Set<SubIndication>([
  'FORMAT_FAILURE', 'HASH_FAILURE', 'SIG_CRYPTO_FAILURE', 'REVOKED', 'EXPIRED', 'NOT_YET_VALID', 'NO_SIGNING_CERTIFICATE_FOUND', 'NO_CERTIFICATE_CHAIN_FOUND', 'TRY_LATER',
]);

/** Whether a policy must leave a check at FAIL: what it can find is decisive, or a whole area (form, content). */
export const isDecisive = ({ reasons }: Check): boolean => reasons.some((reason) => reason.endsWith('/') || reason === 'form/item-hash' || DECISIVE.has(SUB_INDICATIONS.get(reason)!));
