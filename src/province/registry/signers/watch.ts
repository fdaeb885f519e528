import { Instant, PlainDate } from '#kernel';
import { needCertificates } from '../evidence/needs.ts';
import type { ProvinceContext } from '../context.ts';

const AT_ONCE = 500;
const MONDAY = PlainDate.parse('2024-01-01');
const WEEK = 7;

/** The Monday of the week of a day. */
const weekOf = (day: PlainDate): PlainDate =>
  MONDAY.ok ? PlainDate.addDays(day, -(((PlainDate.daysBetween(MONDAY.value, day) % WEEK) + WEEK) % WEEK)) : day;

/**
 * Asks once a week for the standing of every approved certificate that still counts (R30), beside what the evidence of packets asks for anyway. Answers how many
 * certificates were noted; the gatherer of evidence does the asking.
 */
export async function noteRegistered(context: ProvinceContext): Promise<number> {
  if (context.revocation === undefined) return 0;
  const today = Instant.toPlainDate(context.clock.now());
  const period = weekOf(today);
  const trust = await context.trust();
  return context.database.inScope({ province: true }, async (trx) => {
    const rows = await trx
      .selectFrom('signer_standing as s')
      .innerJoin('signer', (join) => join.onRef('signer.school_id', '=', 's.school_id').onRef('signer.signer_id', '=', 's.signer_id'))
      .select(['s.certificate_sha256', 'signer.certificate'])
      .where('s.decision', '=', 'approved')
      .where('s.last_day', '>=', today)
      .where('s.revoked_at', 'is', null)
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('revocation_need as n')
              .select('n.period')
              .whereRef('n.certificate_sha256', '=', 's.certificate_sha256')
              .where('n.period', '=', period),
          ),
        ),
      )
      .distinctOn('s.certificate_sha256')
      .limit(AT_ONCE)
      .execute();
    await needCertificates(
      context,
      trx,
      rows.map(({ certificate }) => new Uint8Array(certificate)),
      period,
      trust,
    );
    return rows.length;
  });
}

const REST_MS = 3_600_000;

/** The same as a step of the background: what has nothing to note rests an hour. */
export function registeredWatch(context: ProvinceContext): () => Promise<void> {
  let restUntil = -Infinity;
  return async () => {
    if (context.clock.now() >= restUntil && (await noteRegistered(context)) === 0) restUntil = context.clock.now() + REST_MS;
  };
}
