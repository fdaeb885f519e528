/** Who asks: accounts, sessions, roles, programs of other organisations. Knows no record. */
export { ACCESS_TOKEN_DAYS_MAX, type AccessToken, TOKEN_USES, type TokenUse } from './access-token.ts';
export * from './account.ts';
export type { Allowance, Budget } from './budget.ts';
export { passwordMatches as verifyPassword } from './password.ts';
export * from './port.ts';
export * from './role.ts';
export type { SecondFactorSetting, SecondFactorState } from './second-factor.ts';
export { schoolIdOf } from './school-id.ts';
export { newSecret, secretDigest } from './secret.ts';
export type { ClientSession, Session } from './session.ts';
export type { TierName } from './tier.ts';
