import { toTimestamptz } from '#database';
import { foldText, type Instant, type PlainDate } from '#kernel';
import {
  calendarOf,
  type HocBa,
  type RegistryEvent,
  type RegistryVersion,
  type SchoolYear,
  type Sha256Hex,
  type VersionId,
  type Wave,
} from '#domain';
import { sql } from 'kysely';
import { stateOfKinds } from './state.ts';
import { json, type ProvinceTransaction } from './tables.ts';

/** Locks a pupil's year: everything about it is decided one at a time. */
export const lockHead = (trx: ProvinceTransaction, schoolId: string, pupilId: string, schoolYear: string): Promise<void> =>
  lockHeads(trx, schoolId, [{ pupilId, schoolYear }]);

/** The same for many pupils, always in one order: two that want the same pupils wait for each other and never both. */
export async function lockHeads(
  trx: ProvinceTransaction,
  schoolId: string,
  pupils: readonly { readonly pupilId: string; readonly schoolYear: string }[],
): Promise<void> {
  const years = [...Map.groupBy(pupils, ({ schoolYear }) => schoolYear)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [schoolYear, group] of years) {
    const pupilIds = [...new Set(group.map(({ pupilId }) => pupilId))].sort();
    await trx
      .insertInto('head')
      .values(pupilIds.map((pupilId) => ({ school_id: schoolId, pupil_id: pupilId, school_year: schoolYear, touch: 0 })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await trx
      .selectFrom('head')
      .select('pupil_id')
      .where('school_id', '=', schoolId)
      .where('school_year', '=', schoolYear)
      .where('pupil_id', 'in', pupilIds)
      .orderBy('pupil_id')
      .forUpdate()
      .execute();
  }
}

/** All versions of a pupil and year, oldest first. */
export async function versionsOf(
  trx: ProvinceTransaction,
  schoolId: string,
  pupilId: string,
  schoolYear: string,
): Promise<readonly RegistryVersion[]> {
  const rows = await trx
    .selectFrom('packet')
    .select(['version_id', 'version_number', 'sha256', 'wave'])
    .where('school_id', '=', schoolId)
    .where('pupil_id', '=', pupilId)
    .where('school_year', '=', schoolYear)
    .orderBy('version_number')
    .execute();
  const events = await trx
    .selectFrom('registry_event')
    .select(['version_id', 'kind'])
    .where('school_id', '=', schoolId)
    .where('pupil_id', '=', pupilId)
    .where('school_year', '=', schoolYear)
    .execute();
  return rows.map((row) => ({
    versionId: row.version_id as VersionId,
    versionNumber: row.version_number,
    sha256: row.sha256 as Sha256Hex,
    wave: row.wave as Wave,
    state: stateOfKinds(events.filter((event) => event.version_id === row.version_id).map(({ kind }) => kind)),
  }));
}

export interface AdmittedPacket {
  readonly schoolId: string;
  readonly hocBa: HocBa;
  readonly bytes: Uint8Array;
  readonly sha256: Sha256Hex;
  readonly signers: readonly { readonly role: string; readonly certificateSha256: string }[];
  readonly messageId: string;
  readonly receivedAt: Instant;
}

/** Stores packets, and the look-up codes that are new with them. */
export async function insertPackets(trx: ProvinceTransaction, packets: readonly AdmittedPacket[]): Promise<void> {
  if (packets.length === 0) return;
  await trx
    .insertInto('packet')
    .values(
      packets.map(({ schoolId, hocBa, bytes, sha256, signers, messageId, receivedAt }) => ({
        school_id: schoolId,
        version_id: hocBa.versionId,
        version_number: hocBa.versionNumber,
        pupil_id: hocBa.pupil.pupilId,
        school_year: hocBa.schoolYear,
        lookup_code: hocBa.lookupCode,
        wave: hocBa.wave,
        grade: hocBa.assessment.grade,
        classroom: hocBa.classroom,
        full_name: hocBa.pupil.fullName,
        search_key: foldText(`${hocBa.pupil.fullName} ${hocBa.pupil.pupilId}`),
        birth_date: hocBa.pupil.birthDate,
        school_name: hocBa.school.name,
        overall_result: hocBa.yearEnd.overallResult ?? null,
        bytes: Buffer.from(bytes),
        sha256,
        signers: json(signers),
        message_id: messageId,
        received_at: toTimestamptz(receivedAt),
      })),
    )
    .execute();
  await trx
    .insertInto('lookup_code')
    .values(packets.map(({ schoolId, hocBa }) => ({ lookup_code: hocBa.lookupCode, school_id: schoolId, pupil_id: hocBa.pupil.pupilId })))
    .onConflict((conflict) => conflict.column('lookup_code').doNothing())
    .execute();
}

export interface EventPlace {
  readonly schoolId: string;
  readonly pupilId: string;
  readonly schoolYear: SchoolYear;
  readonly wave: Wave;
  readonly at: Instant;
  readonly eventId: string;
  /** The message that asked for it, where the answer to that message may have to be given a second time. */
  readonly askedBy?: string;
}

/** What happened, where and when. `effectiveDate` of a finalization: the wave's unless given (an early or late one has its own day). */
export interface PlacedEvent {
  readonly event: RegistryEvent | { readonly kind: 'reported'; readonly versionId: VersionId };
  readonly place: EventPlace;
  readonly effectiveDate?: PlainDate;
}

export const insertEvent = (
  trx: ProvinceTransaction,
  event: PlacedEvent['event'],
  place: EventPlace,
  effectiveDate?: PlainDate,
): Promise<void> => insertEvents(trx, [{ event, place, ...(effectiveDate && { effectiveDate }) }]);

/** Writes events in their order; a finalization also gets its unique row, after which nothing but a report may follow. */
export async function insertEvents(trx: ProvinceTransaction, events: readonly PlacedEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ event, place: { schoolId, pupilId, schoolYear, wave, at, eventId, askedBy }, effectiveDate }) => ({
    school_id: schoolId,
    event_id: eventId,
    version_id: event.versionId,
    pupil_id: pupilId,
    school_year: schoolYear,
    kind: event.kind,
    at: toTimestamptz(at),
    effective_date: event.kind === 'finalized' ? (effectiveDate ?? calendarOf(schoolYear).waves[wave].effectiveDate) : null,
    reason: event.kind === 'withdrawn' ? event.reason : null,
    detail: event.kind === 'replaced' ? event.by : (askedBy ?? null),
  }));
  await trx.insertInto('registry_event').values(rows).execute();
  const final = rows
    .filter(({ kind }) => kind === 'finalized')
    .map(({ school_id, pupil_id, school_year, version_id, effective_date, at }) => ({
      school_id,
      pupil_id,
      school_year,
      version_id,
      effective_date: effective_date!,
      at,
    }));
  if (final.length > 0) await trx.insertInto('finalization').values(final).execute();
}

/** Admitted packets of a wave whose cut-off has passed and that have no finalization yet. */
export const dueForFinality = (trx: ProvinceTransaction, schoolYear: string, wave: Wave, limit: number) =>
  trx
    .selectFrom('packet')
    .select(['school_id', 'version_id', 'pupil_id', 'school_year', 'wave'])
    .where('school_year', '=', schoolYear)
    .where('wave', '=', wave)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('registry_event as e')
            .select(sql`1`.as('one'))
            .whereRef('e.school_id', '=', 'packet.school_id')
            .whereRef('e.version_id', '=', 'packet.version_id')
            .where('e.kind', 'in', ['withdrawn', 'replaced', 'finalized']),
        ),
      ),
    )
    .limit(limit)
    .execute();

export const schoolYearsHeld = async (trx: ProvinceTransaction): Promise<readonly SchoolYear[]> =>
  (await trx.selectFrom('packet').select('school_year').distinct().execute()).map((row) => row.school_year as SchoolYear);
