import { type Clock, toTimestamptz } from '#database';
import { refusal } from '#domain';
import { assert, err, ok } from '#kernel';
import type { Kysely } from 'kysely';
import { normaliseUsername } from '../account.ts';
import { type Budget, CODE_PER_ACCOUNT } from '../budget.ts';
import type { Identity } from '../port.ts';
import {
  newDeviceSecret,
  newRecoveryCodes,
  offerOf,
  openSecret,
  readCode,
  type SecondFactorSetting,
  sealSecret,
  stepOf,
} from '../second-factor.ts';
import { secretDigest } from '../secret.ts';
import { endSessions } from './accounts.ts';
import type { IdentityTables } from './tables.ts';

type SecondFactors = Pick<
  Identity,
  'secondFactor' | 'offerSecondFactor' | 'confirmSecondFactor' | 'endSecondFactor' | 'resetSecondFactor'
> & {
  /** Takes the code of a log-in: each device step and each recovery code once. `missing`: the account has a second factor and nothing was typed. */
  readonly pass: (accountId: string, typed: string | undefined) => Promise<'passed' | 'missing' | 'wrong'>;
};

export function secondFactors(
  db: Kysely<IdentityTables>,
  clock: Clock,
  budget: Budget,
  setting: SecondFactorSetting | undefined,
): SecondFactors {
  const rowOf = (accountId: string) => db.selectFrom('second_factor').selectAll().where('account_id', '=', accountId).executeTakeFirst();

  /** Whether the code is the device's, now and for the first time. The row is the lock: of two at once one gets through. */
  async function takeStep(
    { account_id: accountId, sealed_secret }: { account_id: string; sealed_secret: Buffer },
    code: string,
  ): Promise<boolean> {
    assert(setting !== undefined, 'a tier that has second factors has their key');
    const step = stepOf(openSecret(setting.key, accountId, sealed_secret), code, clock.now());
    if (step === undefined) return false;
    const taken = await db
      .updateTable('second_factor')
      .set({ last_step: step })
      .where('account_id', '=', accountId)
      .where('last_step', '<', String(step))
      .executeTakeFirst();
    return taken.numUpdatedRows === 1n;
  }
  async function takeRecoveryCode(accountId: string, code: string): Promise<boolean> {
    const taken = await db
      .deleteFrom('recovery_code')
      .where('account_id', '=', accountId)
      .where('code_sha256', '=', secretDigest(code))
      .executeTakeFirst();
    return taken.numDeletedRows === 1n;
  }
  async function take(row: { account_id: string; sealed_secret: Buffer }, typed: string): Promise<boolean> {
    const { kind, code } = readCode(typed);
    return kind === 'device' ? takeStep(row, code) : takeRecoveryCode(row.account_id, code);
  }
  /** The same for somebody who is logged in: every try is paid for, and a right one is no guess. */
  async function guarded(accountId: string, attempt: () => Promise<boolean>): Promise<boolean> {
    const bucket = `second-factor/${accountId}`;
    if (!(await budget.spend(bucket, CODE_PER_ACCOUNT)) || !(await attempt())) return false;
    await budget.refund(bucket, CODE_PER_ACCOUNT);
    return true;
  }

  return {
    async pass(accountId, typed) {
      const row = await rowOf(accountId);
      if (row === undefined || row.confirmed_at === null) return 'passed';
      if (typed === undefined) return 'missing';
      return (await take(row, typed)) ? 'passed' : 'wrong';
    },

    async secondFactor(accountId) {
      const row = await rowOf(accountId);
      const left = await db
        .selectFrom('recovery_code')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('account_id', '=', accountId)
        .executeTakeFirstOrThrow();
      return {
        offered: setting !== undefined,
        isOn: row !== undefined && row.confirmed_at !== null,
        recoveryCodesLeft: Number(left.count),
      };
    },

    async offerSecondFactor(accountId) {
      if (setting === undefined) return err(refusal('identity/second-factor-not-offered'));
      const { username } = await db.selectFrom('account').select('username').where('account_id', '=', accountId).executeTakeFirstOrThrow();
      const secret = newDeviceSecret();
      const fresh = { sealed_secret: sealSecret(setting.key, accountId, secret), created_at: toTimestamptz(clock.now()) };
      const kept = await db
        .insertInto('second_factor')
        .values({ account_id: accountId, ...fresh, confirmed_at: null, last_step: 0 })
        .onConflict((conflict) => conflict.column('account_id').doUpdateSet(fresh).where('second_factor.confirmed_at', 'is', null))
        .executeTakeFirst();
      return kept.numInsertedOrUpdatedRows === 1n ? ok(offerOf(secret, username)) : err(refusal('identity/second-factor-is-on'));
    },

    async confirmSecondFactor(accountId, typed, token) {
      const row = await rowOf(accountId);
      if (row === undefined) return err(refusal('identity/second-factor-not-begun'));
      if (row.confirmed_at !== null) return err(refusal('identity/second-factor-is-on'));
      const { kind, code } = readCode(typed);
      if (kind !== 'device' || !(await guarded(accountId, () => takeStep(row, code)))) return err(refusal('identity/second-factor-wrong'));
      const recoveryCodes = newRecoveryCodes();
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('recovery_code')
          .values(recoveryCodes.map((one) => ({ account_id: accountId, code_sha256: secretDigest(readCode(one).code) })))
          .execute();
        await trx
          .updateTable('second_factor')
          .set({ confirmed_at: toTimestamptz(clock.now()) })
          .where('account_id', '=', accountId)
          .execute();
        await trx.deleteFrom('session').where('account_id', '=', accountId).where('token_sha256', '!=', secretDigest(token)).execute();
        await trx.deleteFrom('access_token').where('account_id', '=', accountId).execute();
      });
      return ok({ recoveryCodes });
    },

    async endSecondFactor(accountId, typed) {
      const row = await rowOf(accountId);
      if (row === undefined || row.confirmed_at === null) return err(refusal('identity/second-factor-not-begun'));
      if (!(await guarded(accountId, () => take(row, typed)))) return err(refusal('identity/second-factor-wrong'));
      await db.deleteFrom('second_factor').where('account_id', '=', accountId).execute();
      return ok(undefined);
    },

    async resetSecondFactor(name) {
      const username = normaliseUsername(name);
      const account = await db.selectFrom('account').select('account_id').where('username', '=', username).executeTakeFirst();
      if (account === undefined) return err(refusal('identity/account-not-found', { username }));
      await db.deleteFrom('second_factor').where('account_id', '=', account.account_id).execute();
      await endSessions(db, username);
      return ok(undefined);
    },
  };
}
