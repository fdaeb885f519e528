import { type SchoolCode, type SignerEnding, type StaffId, timelineOf } from '#domain';
import type { PlainDate } from '#kernel';
import type { RegisteredSigner, SignerRole } from '#packet';
import type { ProvinceTransaction } from './tables.ts';

const joined = (trx: ProvinceTransaction) =>
  trx
    .selectFrom('signer_standing as s')
    .innerJoin('signer', (join) => join.onRef('signer.school_id', '=', 's.school_id').onRef('signer.signer_id', '=', 's.signer_id'))
    .innerJoin('school_unit', 'school_unit.school_id', 's.school_id')
    .selectAll('s')
    .select(['signer.certificate', 'signer.delegation', 'school_unit.code', 'school_unit.name']);
export type SignerRow = Awaited<ReturnType<ReturnType<typeof joined>['execute']>>[number];

/** One page of the register at most: the screens ask for a school or a state. */
const LINES_MAX = 1_000;
export interface SignerFilter {
  readonly schools?: readonly string[] | undefined;
  readonly signerIds?: readonly string[];
  readonly state?: 'waiting' | 'approved' | 'refused' | 'ended' | undefined;
  readonly today: PlainDate;
}

/** Certificates schools have named, those that wait first. */
export async function listSigners(
  trx: ProvinceTransaction,
  { schools, signerIds, state, today }: SignerFilter,
): Promise<readonly SignerRow[]> {
  if (schools?.length === 0 || signerIds?.length === 0) return [];
  let query = joined(trx);
  if (schools) query = query.where('s.school_id', 'in', [...schools]);
  if (signerIds) query = query.where('s.signer_id', 'in', [...signerIds]);
  if (state === 'ended')
    query = query
      .where((where) =>
        where.or([where('s.last_day', '<', today), where.and([where('s.closed', '=', true), where('s.decision', '=', 'waiting')])]),
      )
      .where('s.decision', '<>', 'refused');
  else if (state)
    query = query
      .where('s.decision', '=', state)
      .where('s.last_day', '>=', today)
      .where((where) => where.or([where('s.closed', '=', false), where('s.decision', '<>', 'waiting')]));
  return query
    .orderBy((order) => order.case().when('s.decision', '=', 'waiting').then(0).else(1).end())
    .orderBy('school_unit.name')
    .orderBy('s.role')
    .orderBy('s.full_name')
    .limit(LINES_MAX)
    .execute();
}

export interface RecordedEnding extends SignerEnding {
  readonly endingId: string;
  readonly schoolId: string;
  readonly reason: string | null;
  readonly decisionNumber: string | null;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

/** What ended these entries, the earliest first; what was taken back is not among it. */
export async function endingsOf(trx: ProvinceTransaction, signerIds: readonly string[]): Promise<readonly RecordedEnding[]> {
  if (signerIds.length === 0) return [];
  const rows = await trx
    .selectFrom('signer_ending as e')
    .selectAll()
    .where('e.signer_id', 'in', [...signerIds])
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('signer_ending_undone as u')
            .select('u.ending_id')
            .whereRef('u.school_id', '=', 'e.school_id')
            .whereRef('u.ending_id', '=', 'e.ending_id'),
        ),
      ),
    )
    .orderBy('e.last_day')
    .orderBy('e.recorded_at')
    .execute();
  return rows.map((row) => ({
    endingId: row.ending_id,
    schoolId: row.school_id,
    signerId: row.signer_id,
    cause: row.cause,
    lastDay: row.last_day as PlainDate,
    reason: row.reason,
    decisionNumber: row.decision_number,
    recordedBy: row.recorded_by,
    recordedAt: row.recorded_at,
  }));
}

/** Signers an officer has approved, as they count: at every day one answer for a person, role and certificate. Of one school when its id is given. */
export async function approvedSigners(trx: ProvinceTransaction, schoolId?: string): Promise<readonly RegisteredSigner[]> {
  const query = joined(trx)
    .innerJoin('message', (join) => join.onRef('message.school_id', '=', 's.school_id').onRef('message.message_id', '=', 's.message_id'))
    .where('s.decision', '=', 'approved');
  const rows = await (schoolId === undefined ? query : query.where('s.school_id', '=', schoolId))
    .orderBy('message.received_at')
    .orderBy('s.signer_id')
    .execute();
  return [...Map.groupBy(rows, (row) => row.code).values()].flatMap((own) => {
    const byId = new Map(own.map((row) => [row.signer_id, row]));
    return timelineOf(
      own.map((row) => ({
        signerId: row.signer_id,
        staffId: row.staff_id,
        role: row.role,
        certificateSha256: row.certificate_sha256,
        classrooms: row.classrooms,
        decision: row.decision,
        firstDay: row.first_day as PlainDate,
        lastDay: row.last_day as PlainDate,
      })),
    ).map(({ signerId, classrooms, from, until }) => ({ ...registered(byId.get(signerId)!), classrooms, from, until }));
  });
}
const registered = (row: SignerRow): Omit<RegisteredSigner, 'classrooms' | 'from' | 'until'> => ({
  schoolCode: row.code as SchoolCode,
  staffId: row.staff_id as StaffId,
  fullName: row.full_name,
  role: row.role as SignerRole,
  certificate: new Uint8Array(row.certificate),
  ...(row.delegation === null ? {} : { delegation: { number: row.delegation.number, date: row.delegation.date as PlainDate } }),
});

/**
 * Seals the school has named, approved or waiting; those refused, and those something ended before the day, are not among them. That the stated time has run out keeps no message away: what the
 * seal then signs is judged for itself.
 */
export async function namedSeals(
  trx: ProvinceTransaction,
  schoolId: string,
  on: PlainDate,
): Promise<readonly { readonly certificate: Uint8Array; readonly approved: boolean }[]> {
  const rows = await joined(trx)
    .where('s.school_id', '=', schoolId)
    .where('s.role', '=', 'orgSignature')
    .where('s.decision', '<>', 'refused')
    .execute();
  return rows
    .filter(({ decision, closed, last_day, valid_until }) =>
      decision === 'approved' ? on <= last_day || last_day === valid_until : !closed,
    )
    .map(({ certificate, decision }) => ({ certificate: new Uint8Array(certificate), approved: decision === 'approved' }));
}

export interface SignerWithdrawal {
  readonly staffId: string;
  readonly role: string;
  readonly certificateSha256: string;
  readonly lastDay: PlainDate;
}

/** What officers have taken back at a school, the earliest first. */
export async function withdrawalsOf(trx: ProvinceTransaction, schoolId: string): Promise<readonly SignerWithdrawal[]> {
  const rows = await trx
    .selectFrom('signer_standing')
    .select(['signer_id', 'staff_id', 'role', 'certificate_sha256'])
    .where('school_id', '=', schoolId)
    .where('decision', '=', 'approved')
    .execute();
  const byId = new Map(rows.map((row) => [row.signer_id, row]));
  return (await endingsOf(trx, [...byId.keys()]))
    .filter(({ cause }) => cause === 'withdrawn')
    .map(({ signerId, lastDay }) => {
      const row = byId.get(signerId)!;
      return { staffId: row.staff_id, role: row.role, certificateSha256: row.certificate_sha256, lastDay };
    });
}
