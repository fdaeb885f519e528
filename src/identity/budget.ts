/** So many tries per window of real time. */
export interface Allowance {
  readonly limit: number;
  readonly windowMs: number;
}

/**
 * A shared purse of tries, kept in the database so that several servers count together. A try is paid for before it is looked
 * at: of a hundred at once only `limit` get through.
 */
export interface Budget {
  /** Pays for one try; false when the purse of this window is empty. */
  spend(bucket: string, allowance: Allowance): Promise<boolean>;
  /** Gives a try back, when it turned out to be no guess. */
  refund(bucket: string, allowance: Allowance): Promise<void>;
}

const MINUTE_MS = 60_000;
export const LOG_IN_PER_NAME: Allowance = { limit: 8, windowMs: 15 * MINUTE_MS };
export const LOG_IN_PER_ADDRESS: Allowance = { limit: 120, windowMs: 15 * MINUTE_MS };
/** A million codes, three of them right at any moment. */
export const CODE_PER_ACCOUNT: Allowance = { limit: 8, windowMs: 15 * MINUTE_MS };
export const TOKEN_PER_CLIENT: Allowance = { limit: 20, windowMs: 15 * MINUTE_MS };
