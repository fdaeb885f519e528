import type { Refusal } from '#domain';
import type { Result } from '#kernel';
import type { AccessToken, TokenUse } from './access-token.ts';
import type { NewAccount } from './account.ts';
import type { Budget } from './budget.ts';
import type { SecondFactorOffer } from './second-factor.ts';
import type { ClientSession, Session } from './session.ts';
import type { TierName } from './tier.ts';

export interface OpenedSession {
  /** Shown once, to the browser or program that logged in; only its digest is kept. */
  readonly token: string;
  readonly session: Session;
}

/** Accounts, sessions and programs of one tier. */
export interface Identity {
  readonly tier: TierName;
  readonly budget: Budget;
  createAccount(account: NewAccount): Promise<Result<{ readonly accountId: string }, Refusal>>;
  /** Changes the password and ends every session of the account. */
  setPassword(username: string, password: string): Promise<Result<void, Refusal>>;
  /** A person who has left: no further log-in, open sessions end at their next request. */
  setActive(username: string, active: boolean): Promise<Result<void, Refusal>>;
  /**
   * Wrong name, wrong password, closed account and too many tries are one and the same refusal, given in the same time. Whoever knows the password is told
   * when a code is needed besides, or was wrong.
   */
  logIn(credentials: {
    readonly username: string;
    readonly password: string;
    readonly code?: string | undefined;
    readonly address: string;
  }): Promise<Result<OpenedSession, Refusal>>;
  /** The session behind a token, or undefined when there is none that counts. */
  resume(token: string): Promise<Session | undefined>;
  logOut(token: string): Promise<void>;
  /** How a person's second factor stands; `offered` is whether this tier has any. */
  secondFactor(accountId: string): Promise<{ readonly offered: boolean; readonly isOn: boolean; readonly recoveryCodesLeft: number }>;
  /** A secret for a device, shown this once. It counts only when a first code has confirmed it; another offer replaces it. */
  offerSecondFactor(accountId: string): Promise<Result<SecondFactorOffer, Refusal>>;
  /** Turns it on, in the session of `token`: every other session of the account and every token of a program ends, as the password alone opened them. The recovery codes are shown this once. */
  confirmSecondFactor(
    accountId: string,
    code: string,
    token: string,
  ): Promise<Result<{ readonly recoveryCodes: readonly string[] }, Refusal>>;
  /** Turns it off again, with a code of it. */
  endSecondFactor(accountId: string, code: string): Promise<Result<void, Refusal>>;
  /** For the operator, when somebody has lost device and recovery codes: ends the sessions too. */
  resetSecondFactor(username: string): Promise<Result<void, Refusal>>;
  /** Gives a person a token for a program of their own, for named uses and at most 30 days. The token is shown this once. */
  issueAccessToken(
    accountId: string,
    uses: readonly [TokenUse, ...TokenUse[]],
    days: number,
  ): Promise<AccessToken & { readonly token: string }>;
  /** The tokens of a person that still count, newest first. */
  accessTokens(accountId: string): Promise<readonly AccessToken[]>;
  revokeAccessToken(accountId: string, tokenId: string): Promise<void>;
  /** The person behind a program's token, when it was given for this use. */
  resumeFor(token: string, use: TokenUse): Promise<Session | undefined>;
  /** Gives a program of an organisation a new secret beside those it has. */
  createClient(clientId: string): Promise<{ readonly secret: string }>;
  /** Takes effect at once: all secrets and tokens of the program are gone. */
  revokeClient(clientId: string): Promise<void>;
  issueToken(credentials: {
    readonly clientId: string;
    readonly secret: string;
  }): Promise<Result<{ readonly token: string; readonly expiresInSeconds: number }, Refusal>>;
  clientOf(token: string): Promise<ClientSession | undefined>;
  /** Removes what has expired. */
  sweep(): Promise<void>;
}
