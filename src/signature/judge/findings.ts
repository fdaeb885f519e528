import type { PathJudgement, PathSubIndication, PathVerdict } from '../x509/index.ts';
import type { TimestampJudgement, TimestampSubIndication } from '../timestamp/index.ts';
import type { SignatureRefusal } from '../xades/slot.ts';

/** ETSI EN 319 102-1 §5.1.3. */
export type Verdict = 'TOTAL-PASSED' | 'INDETERMINATE' | 'TOTAL-FAILED';
export type SubIndication = PathSubIndication | TimestampSubIndication | 'REVOKED_NO_POE' | 'OUT_OF_BOUNDS_NO_POE';

/** Something that keeps a signature from being accepted. */
export interface Finding extends SignatureRefusal {
  readonly verdict: Exclude<Verdict, 'TOTAL-PASSED'>;
  readonly subIndication: SubIndication;
  /** What a path or a token itself says; several reasons may share one code. */
  readonly reason?: NonNullable<TimestampJudgement['reason']>;
}

export interface FindingRow<P extends string = string> {
  readonly verdict: Finding['verdict'];
  readonly subIndication: SubIndication;
  /** What the sentence must be told. */
  readonly params: readonly P[];
}
export const failed = <const P extends readonly string[]>(subIndication: SubIndication, ...params: P): FindingRow<P[number]> => ({
  verdict: 'TOTAL-FAILED',
  subIndication,
  params,
});
export const open = <const P extends readonly string[]>(subIndication: SubIndication, ...params: P): FindingRow<P[number]> => ({
  verdict: 'INDETERMINATE',
  subIndication,
  params,
});

/**
 * What each finding means, and what its sentence must be told. TOTAL-FAILED = nothing can heal it; INDETERMINATE = more trust, revocation data or time may. The sentence for people
 * stands in the catalogue of refusals under the same code.
 */
export const FINDINGS = {
  'signature/none': failed('FORMAT_FAILURE'),
  'signature/slot-missing': failed('FORMAT_FAILURE', 'slot'),
  'signature/slot-empty': failed('FORMAT_FAILURE', 'slot'),
  'signature/malformed': failed('FORMAT_FAILURE', 'detail'),
  'signature/duplicate-id': failed('FORMAT_FAILURE', 'id'),
  'signature/foreign-content': failed('FORMAT_FAILURE'),
  'signature/unsigned-content': failed('FORMAT_FAILURE', 'element'),
  'signature/stray-signature': failed('FORMAT_FAILURE'),
  'signature/moved-content': failed('FORMAT_FAILURE', 'id'),
  'signature/coverage': failed('FORMAT_FAILURE', 'slot'),
  'signature/reference-refused': failed('FORMAT_FAILURE', 'detail'),
  'signature/not-xades': failed('SIG_CONSTRAINTS_FAILURE'),
  'signature/hash': failed('HASH_FAILURE', 'target'),
  'signature/value': failed('SIG_CRYPTO_FAILURE'),
  'signature/algorithm-refused': failed('CRYPTO_CONSTRAINTS_FAILURE', 'algorithm'),
  'signature/algorithm-outdated': open('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', 'algorithm', 'until'),
  'signature/padding': open('SIG_CONSTRAINTS_FAILURE', 'algorithm'),
  'signature/certificate-missing': open('NO_SIGNING_CERTIFICATE_FOUND'),
  'signature/certificate-differs': failed('SIG_CONSTRAINTS_FAILURE'),
  'signature/role-claim': failed('SIG_CONSTRAINTS_FAILURE', 'slot'),
  'signature/slot-attribute': failed('SIG_CONSTRAINTS_FAILURE', 'attribute'),
  'signature/wrong-signer': failed('SIG_CONSTRAINTS_FAILURE', 'signer', 'slot', 'detail'),
  'signature/signer-withdrawn': failed('SIG_CONSTRAINTS_FAILURE', 'signer', 'slot', 'date'),
  'signature/same-person': failed('SIG_CONSTRAINTS_FAILURE', 'slot', 'other'),
  'signature/signer-unbound': open('SIG_CONSTRAINTS_FAILURE', 'signer', 'slot'),
  'signature/signing-time-invalid': failed('SIG_CONSTRAINTS_FAILURE', 'time'),
  'signature/signing-time-future': open('SIG_CONSTRAINTS_FAILURE', 'time'),
  'signature/time-gap': failed('TIMESTAMP_ORDER_FAILURE', 'time', 'hours'),
  'signature/order': failed('TIMESTAMP_ORDER_FAILURE'),
  'signature/timestamp-missing': failed('SIG_CONSTRAINTS_FAILURE', 'slot'),
  'signature/timestamp-not-judged': open('SIG_CONSTRAINTS_FAILURE'),
  'signature/timestamp-expired': open('OUT_OF_BOUNDS_NO_POE', 'time'),
  'signature/evidence-unreadable': open('TRY_LATER', 'detail'),
  'signature/evidence-other-packet': open('TRY_LATER', 'sha256'),
  'signature/renewal-invalid': open('OUT_OF_BOUNDS_NO_POE', 'detail'),
  'signature/expired-unproven': open('OUT_OF_BOUNDS_NO_POE'),
  'signature/revoked-unproven': open('REVOKED_NO_POE'),
} as const satisfies Readonly<Record<string, FindingRow>>;
export type FindingCode = keyof typeof FINDINGS;

/** What must be given for a row of such a table: nothing, or a value for each name its sentence has. */
export type ParamsOf<R extends FindingRow> = [R['params'][number]] extends [never]
  ? readonly [params?: undefined]
  : readonly [params: Readonly<Record<R['params'][number], string | number>>];

export function finding<C extends FindingCode>(code: C, where: string | undefined, ...[params]: ParamsOf<(typeof FINDINGS)[C]>): Finding {
  return findingOf(code, FINDINGS[code], where, params);
}

export const findingOf = (
  code: string,
  { verdict, subIndication }: FindingRow,
  where: string | undefined,
  params: SignatureRefusal['params'],
): Finding => ({ code, verdict, subIndication, ...(params !== undefined && { params }), ...(where !== undefined && { where }) });

/** Code of the catalogue for what a path or a time-stamp says; every other reason is one of the chain (or of the token) itself. */
const PATH_CODES: Readonly<Partial<Record<NonNullable<PathJudgement['reason']>, string>>> = {
  expired: 'signature/expired',
  'not-yet-valid': 'signature/expired',
  revoked: 'signature/revoked',
  'authority-revoked': 'signature/revoked',
  'in-doubt': 'signature/revoked',
  'on-hold': 'signature/revocation-unavailable',
  'revocation-unknown': 'signature/revocation-unavailable',
  'revocation-stale': 'signature/revocation-unavailable',
  'algorithm-refused': 'signature/chain-algorithm',
  'algorithm-outdated': 'signature/chain-algorithm',
  'weak-key': 'signature/chain-algorithm',
};

/**
 * What a path or token that is not accepted means for the signature. A path is definitely wrong at one moment (RFC 5280 §6.1.3); for the signature a proof of
 * existence may still show an earlier one (`…_NO_POE`, EN 319 102-1 §5.5.4), so that stays open.
 */
export const toVerdict = (verdict: PathVerdict, subIndication: SubIndication): Finding['verdict'] =>
  verdict === 'FAILED' && !subIndication.endsWith('_NO_POE') ? 'TOTAL-FAILED' : 'INDETERMINATE';

/**
 * A path that is not accepted; one that is has no reason. Without a proof that the signature existed earlier, dates and revocation at the moment of judging do not condemn a
 * signature that may be older (EN 319 102-1 §5.2.6.4, §5.5.4).
 */
export function pathFinding(path: PathJudgement, isTimeProven: boolean, where: string): Finding | undefined {
  const { reason, subIndication, sentence } = path;
  if (reason === undefined || subIndication === undefined) return undefined;
  if (!isTimeProven && reason === 'expired') return { ...finding('signature/expired-unproven', where), reason };
  if (!isTimeProven && reason === 'revoked') return { ...finding('signature/revoked-unproven', where), reason };
  return {
    code: PATH_CODES[reason] ?? 'signature/chain',
    verdict: toVerdict(path.verdict, subIndication),
    subIndication,
    params: { detail: sentence ?? '' },
    where,
    reason,
  };
}

/** A time-stamp that is there and does not verify; undefined when it does. */
export function tokenFinding(
  { verdict, subIndication = 'SIG_CONSTRAINTS_FAILURE', reason, sentence }: TimestampJudgement,
  where: string,
): Finding | undefined {
  if (verdict === 'PASSED') return undefined;
  const code =
    reason === 'revocation-unknown' || reason === 'revocation-stale' || reason === 'on-hold'
      ? 'signature/revocation-unavailable'
      : 'signature/timestamp-invalid';
  return {
    code,
    verdict: toVerdict(verdict, subIndication),
    subIndication,
    params: { detail: sentence ?? '' },
    where,
    ...(reason !== undefined && { reason }),
  };
}

const WEIGHT: Readonly<Record<Verdict, number>> = { 'TOTAL-PASSED': 0, INDETERMINATE: 1, 'TOTAL-FAILED': 2 };

/** The worst of several verdicts decides; among equals the first found. */
export function worst<T extends { readonly verdict: Verdict; readonly subIndication?: SubIndication }>(
  items: readonly T[],
): { readonly verdict: Verdict; readonly subIndication?: SubIndication } {
  let out: { verdict: Verdict; subIndication?: SubIndication } = { verdict: 'TOTAL-PASSED' };
  for (const { verdict, subIndication } of items)
    if (WEIGHT[verdict] > WEIGHT[out.verdict]) out = { verdict, ...(subIndication !== undefined && { subIndication }) };
  return out;
}
