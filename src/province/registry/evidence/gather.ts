import { toTimestamptz } from '#database';
import { Instant, toHex, unwrap } from '#kernel';
import { type Certificate, parseCertificate, type RevocationStatus, validatePath } from '#signature';
import type { RevocationData } from '#signature/remote';
import { sql } from 'kysely';
import type { ProvinceContext } from '../context.ts';

const AT_ONCE = 100;
const IN_PARALLEL = 8;
const MINUTE_MS = 60_000;
const REST_MS_MAX = 6 * 60 * MINUTE_MS;

interface Need {
  readonly sha256: string;
  readonly period: string;
  readonly attempts: number;
  readonly certificate: Certificate;
  readonly issuer: Certificate | undefined;
}
type Asked = Need & { readonly issuer: Certificate };

/**
 * Asks for the standing of certificates whose need is due, and keeps what proves itself. A source that is down or answers nonsense is asked again later, ever
 * more rarely. Answers how many needs were met.
 */
export async function gatherRevocation(context: ProvinceContext): Promise<number> {
  const { revocation } = context;
  if (revocation === undefined) return 0;
  const needs = await dueNeeds(context);
  let met = 0;
  for (let from = 0; from < needs.length; from += IN_PARALLEL) {
    const outcomes = await Promise.all(
      needs.slice(from, from + IN_PARALLEL).map(async (need) => {
        const { issuer } = need;
        if (issuer === undefined) return { need, trouble: 'its issuer is not among the trusted certificates' };
        const answer = await revocation.ask(need.certificate, issuer, context.clock.now());
        if (!answer.ok) return { need, trouble: answer.error.detail };
        const status = statusIn(context, { ...need, issuer }, answer.value);
        return status === undefined ? { need, trouble: 'the answer does not prove itself' } : { need, data: answer.value, status };
      }),
    );
    await context.database.inScope({ province: true }, async (trx) => {
      for (const {
        need: { sha256, period, attempts },
        data,
        status,
        trouble,
      } of outcomes) {
        if (data === undefined) {
          const next_at = toTimestamptz(Instant.of(context.clock.now() + Math.min(REST_MS_MAX, MINUTE_MS * 2 ** Math.min(attempts, 10))));
          await trx
            .updateTable('revocation_need')
            .set({ attempts: attempts + 1, next_at, trouble: trouble ?? '' })
            .where('certificate_sha256', '=', sha256)
            .where('period', '=', period)
            .execute();
          continue;
        }
        const blob = toHex(context.primitives.digest('sha256', data.der));
        await trx
          .insertInto('revocation_blob')
          .values({ sha256: blob, kind: data.kind, bytes: Buffer.from(data.der), fetched_at: toTimestamptz(context.clock.now()) })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await trx
          .insertInto('revocation_data')
          .values({ certificate_sha256: sha256, period, blob_sha256: blob })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        if (status?.kind === 'revoked')
          await trx
            .insertInto('certificate_revocation')
            .values({
              certificate_sha256: sha256,
              revoked_at: toTimestamptz(status.revokedAt),
              found_at: toTimestamptz(context.clock.now()),
            })
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        met++;
      }
    });
  }
  return met;
}

/** Needs that are due, each with its certificate and that of its issuer among the kept ones. */
async function dueNeeds(context: ProvinceContext): Promise<readonly Need[]> {
  const rows = await context.database.inScope({ province: true }, (trx) =>
    trx
      .selectFrom('revocation_need as n')
      .innerJoin('validation_certificate as c', 'c.sha256', 'n.certificate_sha256')
      .select(['c.sha256', 'c.der', 'n.period', 'n.attempts'])
      .where('n.next_at', '<=', toTimestamptz(context.clock.now()))
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('revocation_data as d')
              .select(sql`1`.as('one'))
              .whereRef('d.certificate_sha256', '=', 'n.certificate_sha256')
              .whereRef('d.period', '=', 'n.period'),
          ),
        ),
      )
      .orderBy('n.next_at')
      .limit(AT_ONCE)
      .execute(),
  );
  if (rows.length === 0) return [];
  const { anchors, intermediates } = await context.trust();
  const known = [...anchors, ...intermediates].map((der) => unwrap(parseCertificate(der)));
  return rows.map(({ sha256, der, period, attempts }) => {
    const certificate = unwrap(parseCertificate(new Uint8Array(der)));
    const issuer = known.find(
      (one) => one.subject.key === certificate.issuer.key && pathTo(context, { certificate, issuer: one }).chain.length > 1,
    );
    return { sha256, period, attempts, certificate, issuer };
  });
}

/** The certificate judged as if its issuer were trusted, which the judge of the packet decides; with that evidence and no other. */
function pathTo(
  { clock, primitives }: ProvinceContext,
  { certificate, issuer }: Pick<Asked, 'certificate' | 'issuer'>,
  data?: RevocationData,
) {
  return validatePath(
    {
      certificate: certificate.der,
      anchors: [issuer.der],
      intermediates: [],
      crls: data?.kind === 'crl' ? [data.der] : [],
      ocsps: data?.kind === 'ocsp' ? [data.der] : [],
      at: Instant.of(Math.min(clock.now(), certificate.notAfter)),
      validationTime: clock.now(),
      purpose: 'any',
    },
    primitives,
  );
}

/** What a genuine answer says about this certificate now; undefined: it says nothing. */
function statusIn(context: ProvinceContext, need: Asked, data: RevocationData): RevocationStatus | undefined {
  const [status] = pathTo(context, need, data).revocation;
  return status !== undefined && status.kind !== 'unknown' && status.kind !== 'stale' ? status : undefined;
}
