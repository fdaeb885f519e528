import { fromTimestamptz, toTimestamptz } from '#database';
import { type Refusal, refusal } from '#domain';
import { err, Instant, ok, type Result, toHex } from '#kernel';
import { policyAt, strongToken, verifyTimestampToken } from '#signature';
import { requestTimestamp } from '#signature/remote';
import { renewalDigest, renewalStatement } from '#translog';
import { nodeLogPrimitives } from '#translog/node';
import { HOCBA_POLICY } from '#verifier';
import type { ProvinceTransaction } from '../../postgres/tables.ts';
import type { ProvinceContext } from '../context.ts';
import { certificatesOfToken, needCertificates } from './needs.ts';

const { sha256 } = nodeLogPrimitives;
/** Asked again within a day for the same log, the renewal of that day is the answer: a repeated call costs nothing. */
const SAME_RENEWAL_MS = 24 * 3_600_000;

export interface LogRenewal {
  readonly number: number;
  readonly treeSize: number;
  readonly root: string;
  readonly at: Instant;
}

/** Renewals by number, as the evidence and the next renewal take them. */
export const renewalsFrom = async (trx: ProvinceTransaction, number: number) =>
  (await trx.selectFrom('log_renewal').selectAll().where('number', '>=', number).orderBy('number').execute()).map((row) => ({
    number: row.number,
    origin: row.origin,
    treeSize: row.tree_size,
    root: toHex(row.root),
    ...(row.previous !== null && { previous: row.previous }),
    token: new Uint8Array(row.token),
    at: fromTimestamptz(row.at),
  }));

/**
 * Time-stamps the newest root of the log together with the renewal before it (RFC 4998 §5.2), and asks for the standing of the authority's certificates. Nothing is
 * stored unless the token is good now.
 */
export async function renewLog(context: ProvinceContext, requestedBy: string): Promise<Result<LogRenewal, Refusal>> {
  const scope = { province: true } as const;
  const { head, last } = await context.database.inScope(scope, async (trx) => ({
    head: await trx.selectFrom('log_checkpoint').select(['size', 'root']).orderBy('size', 'desc').limit(1).executeTakeFirst(),
    last: (await renewalsFrom(trx, (await newestNumber(trx)) ?? 1)).at(-1),
  }));
  if (head === undefined) return err(refusal('province/log-empty'));
  if (last !== undefined && last.treeSize === head.size && context.clock.now() < last.at + SAME_RENEWAL_MS) return ok(last);
  const statement = {
    origin: context.logSigner.key.name,
    treeSize: head.size,
    root: toHex(head.root),
    ...(last && { previous: renewalDigest(sha256, last) }),
  };
  const token = await requestTimestamp(context.tsaUrl, renewalStatement(statement));
  if (!token.ok) return err(refusal('signer/timestamp-unavailable', { detail: token.error.code }));
  const trust = await context.trust();
  const now = context.clock.now();
  const judged = strongToken(
    verifyTimestampToken(token.value, renewalStatement(statement), trust, context.primitives, now),
    policyAt(HOCBA_POLICY, now),
  );
  if (judged.verdict !== 'PASSED' || judged.genTime === undefined)
    return err(refusal('signature/timestamp-invalid', { detail: judged.sentence ?? '' }));
  const at = judged.genTime;
  const number = (last?.number ?? 0) + 1;
  const period = Instant.toPlainDate(at);
  return context.database.inScope(scope, async (trx) => {
    const stored = await trx
      .insertInto('log_renewal')
      .values({
        number,
        origin: statement.origin,
        tree_size: head.size,
        root: head.root,
        previous: statement.previous ?? null,
        token: Buffer.from(token.value),
        at: toTimestamptz(at),
        requested_by: requestedBy,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    // Somebody else has renewed at the same moment: his is the one.
    if (stored.numInsertedOrUpdatedRows === 0n) return ok((await renewalsFrom(trx, number)).at(-1)!);
    const certificates = await needCertificates(context, trx, certificatesOfToken(token.value), period, trust);
    await trx
      .insertInto('renewal_certificate')
      .values(certificates.map((certificate_sha256) => ({ number, certificate_sha256, period })))
      .execute();
    return ok({ number, treeSize: head.size, root: statement.root, at });
  });
}

const newestNumber = async (trx: ProvinceTransaction): Promise<number | undefined> =>
  (await trx.selectFrom('log_renewal').select('number').orderBy('number', 'desc').limit(1).executeTakeFirst())?.number;
