import { CATALOGUE, type Refusal } from '#domain';

const BY_CODE: Readonly<Record<string, number>> = {
  'identity/wrong-credentials': 401,
  'identity/session-needed': 401,
  'identity/second-factor-needed': 401,
  'identity/second-factor-wrong': 401,
  'identity/second-factor-due': 403,
  'identity/second-factor-not-offered': 409,
  'identity/second-factor-is-on': 409,
  'identity/second-factor-not-begun': 409,
  'identity/client-token-needed': 401,
  'identity/wrong-client-secret': 401,
  'identity/foreign-request': 403,
  'identity/role-not-allowed': 403,
  'identity/username-taken': 409,
  'portal/too-many-tries': 429,
  'portal/view-expired': 401,
  'transport/route-not-found': 404,
  'transport/body-too-large': 413,
  'transport/media-type': 415,
  'transport/too-many-requests': 429,
  'transport/input-invalid': 400,
  'transport/body-malformed': 400,
  'transport/server-busy': 503,
  'system/database-unreachable': 503,
  'system/disk-full': 507,
};
const BY_REASON: readonly (readonly [pattern: RegExp, status: number])[] = [
  [/\/(?:.+-)?not-found$/, 404],
  [/\/(?:.+-)?not-ready$/, 404],
  [/\/(?:.+-)?not-allowed$/, 403],
  [/\/(?:.+-)?too-large$/, 413],
  [/\/(?:.+-)?(?:conflict|taken|stale)$/, 409],
];
/** By hundred of the public code: transport, form, signature, content and state, workbook, school desk, portal, upward, system. */
const BY_CLASS: Readonly<Record<string, number>> = { 1: 400, 2: 422, 3: 422, 4: 409, 5: 422, 6: 409, 7: 400, 8: 409, 9: 500 };

/** The HTTP status of a refusal: by its code, else by the last word of its reason, else by the hundred of its public code. */
export function statusOf(refusal: Refusal): number {
  const byReason = BY_REASON.find(([pattern]) => pattern.test(refusal.code))?.[1];
  const publicCode = CATALOGUE[refusal.code]?.publicCode;
  return BY_CODE[refusal.code] ?? byReason ?? BY_CLASS[publicCode?.charAt(4) ?? '9'] ?? 500;
}
