import { fromTimestamptz, toTimestamptz } from '#database';
import { calendarOf, type RegisterEntry, type SchoolYear, type SignerEnding, type Wave } from '#domain';
import { type Instant, Instant as InstantOf, type PlainDate } from '#kernel';
import { sql } from 'kysely';
import { endingsOf } from './signers.ts';
import type { ProvinceTransaction } from './tables.ts';

/** Locks the register of a school: lists and decisions about it come one at a time. */
export async function lockRegister(trx: ProvinceTransaction, schoolId: string): Promise<void> {
  await trx.selectFrom('school_unit').select('school_id').where('school_id', '=', schoolId).forUpdate().execute();
}

/** Keeps the register as it is until the transaction ends. Others may lean on it too, and the school's messages still come in. */
export async function holdRegister(trx: ProvinceTransaction, schoolId: string): Promise<void> {
  await trx.selectFrom('school_unit').select('school_id').where('school_id', '=', schoolId).forShare().execute();
}

/**
 * The list that says who signs for the school now: the newest of the newest year that an approved seal has sealed. Before any seal is approved there is nothing to lean
 * on but the newest.
 */
export async function listInForce(
  trx: ProvinceTransaction,
  schoolId: string,
): Promise<{ readonly receivedAt: Date; readonly schoolYear: SchoolYear; readonly messageId: string } | undefined> {
  const approved = (
    await trx
      .selectFrom('signer_standing')
      .select('certificate_sha256')
      .where('school_id', '=', schoolId)
      .where('role', '=', 'orgSignature')
      .where('decision', '=', 'approved')
      .execute()
  ).map((row) => row.certificate_sha256);
  const query = trx.selectFrom('signer_list').select(['message_id', 'school_year', 'received_at']).where('school_id', '=', schoolId);
  const row = await (approved.length === 0
    ? query
    : query.where((where) => where.or([where('seal_sha256', 'is', null), where('seal_sha256', 'in', approved)]))
  )
    .orderBy('school_year', 'desc')
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { messageId: row.message_id, receivedAt: row.received_at, schoolYear: row.school_year as SchoolYear };
}

/** Every entry of a school, in the order they came. Listed is who the list in force names, or one that came after it and waits for its seal. */
export async function loadRegister(trx: ProvinceTransaction, schoolId: string): Promise<readonly RegisterEntry[]> {
  const inForce = await listInForce(trx, schoolId);
  const rows = await trx
    .selectFrom('signer_standing as s')
    .innerJoin('message as m', (join) => join.onRef('m.school_id', '=', 's.school_id').onRef('m.message_id', '=', 's.message_id'))
    .selectAll('s')
    .select(
      sql<boolean>`exists (select 1 from signer_naming n join signer_list l on l.school_id = n.school_id and l.message_id = n.message_id
      where n.school_id = s.school_id and n.signer_id = s.signer_id and (l.message_id = ${inForce?.messageId ?? ''} or l.received_at > ${inForce?.receivedAt ?? null}))`.as(
        'listed',
      ),
    )
    .where('s.school_id', '=', schoolId)
    .orderBy('m.received_at')
    .orderBy('s.signer_id')
    .execute();
  const endings = Map.groupBy(
    await endingsOf(
      trx,
      rows.map((row) => row.signer_id),
    ),
    ({ signerId }) => signerId,
  );
  return rows.map((row) => ({
    signerId: row.signer_id,
    staffId: row.staff_id,
    fullName: row.full_name,
    role: row.role,
    certificateSha256: row.certificate_sha256,
    classrooms: row.classrooms,
    from: row.valid_from as PlainDate,
    until: row.valid_until as PlainDate,
    firstDay: row.first_day as PlainDate,
    decision: row.decision,
    endings: endings.get(row.signer_id) ?? [],
    listed: row.listed,
  }));
}

export interface EndingRecord {
  readonly by: string;
  readonly at: Instant;
  readonly reason?: string;
  readonly decisionNumber?: string | undefined;
  readonly newId: () => string;
}

export async function insertEndings(
  trx: ProvinceTransaction,
  schoolId: string,
  endings: readonly SignerEnding[],
  { by, at, reason, decisionNumber, newId }: EndingRecord,
): Promise<void> {
  if (endings.length === 0) return;
  await trx
    .insertInto('signer_ending')
    .values(
      endings.map(({ signerId, cause, lastDay }) => ({
        school_id: schoolId,
        ending_id: newId(),
        signer_id: signerId,
        cause,
        last_day: lastDay,
        reason: reason ?? null,
        decision_number: decisionNumber ?? null,
        recorded_by: by,
        recorded_at: toTimestamptz(at),
      })),
    )
    .execute();
}

export interface SignedRecord {
  readonly receivedOn: PlainDate;
  readonly isFinal: boolean;
}

/** Records of the school that carry a signature of this certificate in this role and still count; admitted after its cut-off means final, whether or not that has been written. */
export async function signedRecords(
  trx: ProvinceTransaction,
  { schoolId, role, certificateSha256 }: { readonly schoolId: string; readonly role: string; readonly certificateSha256: string },
  now: Instant,
): Promise<readonly SignedRecord[]> {
  const rows = await trx
    .selectFrom('packet as p')
    .select([
      'p.received_at',
      'p.school_year',
      'p.wave',
      sql<string[]>`array(select e.kind from registry_event e where e.school_id = p.school_id and e.version_id = p.version_id)`.as('kinds'),
    ])
    .where('p.school_id', '=', schoolId)
    .where(sql<boolean>`p.signers @> ${JSON.stringify([{ role, certificateSha256 }])}::jsonb`)
    .execute();
  return rows
    .filter(({ kinds }) => !kinds.includes('withdrawn') && !kinds.includes('replaced'))
    .map(({ received_at, school_year, wave, kinds }) => ({
      receivedOn: InstantOf.toPlainDate(fromTimestamptz(received_at)),
      isFinal: kinds.includes('finalized') || now >= calendarOf(school_year as SchoolYear).waves[wave as Wave].cutOff,
    }));
}
