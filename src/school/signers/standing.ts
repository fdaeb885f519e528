import { SignerStanding } from '#contract';
import { fromTimestamptz, toTimestamptz } from '#database';
import { type Refusal, refusal, type SchoolCode } from '#domain';
import { err, type Instant, ok, type Result } from '#kernel';
import { inSchool, type SchoolContext } from '../context.ts';
import type { SchoolScope } from '../postgres/tables.ts';

export interface KnownStanding {
  readonly standing: SignerStanding;
  readonly askedAt: Instant;
}

/** What the province said last about the signers of the school. */
export async function knownStanding({ trx, schoolId }: SchoolScope): Promise<KnownStanding | undefined> {
  const row = await trx
    .selectFrom('signer_standings')
    .select(['standing', 'asked_at'])
    .where('school_id', '=', schoolId)
    .executeTakeFirst();
  const read = SignerStanding.safeParse(row?.standing);
  return row !== undefined && read.success ? { standing: read.data, askedAt: fromTimestamptz(row.asked_at) } : undefined;
}

const FRESH_MS = 600_000;
const FRESH_WHILE_BLOCKED_MS = 60_000;

/** How long what the province said is taken for true: shorter while it keeps somebody from signing, as an approval is what the school waits for. */
export const freshMsOf = ({ warnings }: Pick<SignerStanding, 'warnings'>): number =>
  warnings.some(({ weight }) => weight === 'blocking') ? FRESH_WHILE_BLOCKED_MS : FRESH_MS;

/** Asks the province what its register says and keeps the answer, unless what is known is fresh; `anew` asks in any case. Answers 1 when something was learnt. */
export async function refreshStanding(context: SchoolContext, code: SchoolCode, anew?: 'anew'): Promise<Result<number, Refusal>> {
  const now = context.clock.now();
  const known = await inSchool(context, code, async (scope) => ok(await knownStanding(scope)));
  if (!known.ok) return known;
  if (anew === undefined && known.value !== undefined && now - known.value.askedAt < freshMsOf(known.value.standing)) return ok(0);
  const answer = await context.gateway.signerStanding(code);
  if (!answer.ok)
    return err(
      refusal('school/gateway-unreachable', { why: answer.error.kind === 'unreachable' ? answer.error.why : answer.error.problem.detail }),
    );
  const row = { standing: JSON.stringify(answer.value), asked_at: toTimestamptz(now) };
  return inSchool(context, code, async ({ trx, schoolId }) => {
    await trx
      .insertInto('signer_standings')
      .values({ school_id: schoolId, ...row })
      .onConflict((conflict) => conflict.column('school_id').doUpdateSet(row))
      .execute();
    return ok(1);
  });
}
