import { toTimestamptz } from '#database';
import { foldText, type Instant, type PlainDate } from '#kernel';
import { calendarOf, type HocBa, type LookupCode, type PupilId, type RegistryEvent, type RegistryVersion, type SchoolYear, type Sha256Hex, type VersionId, type Wave } from '#domain';
import { sql } from 'kysely';
import { stateOfKinds } from './state.ts';
import { json, type ProvinceTransaction } from './tables.ts';

/** Locks a pupil's year: everything about it is decided one at a time. */
export async function lockHead(trx: ProvinceTransaction, schoolId: string, pupilId: string, schoolYear: string): Promise<void> {
  await trx.insertInto('head').values({ school_id: schoolId, pupil_id: pupilId, school_year: schoolYear, touch: 0 }).onConflict((conflict) => conflict.doNothing()).execute();
  await trx.updateTable('head').set({ touch: sql<number>`touch + 1` }).where('school_id', '=', schoolId).where('pupil_id', '=', pupilId).where('school_year', '=', schoolYear).execute();
}

/** All versions of a pupil and year, oldest first. */
export async function versionsOf(trx: ProvinceTransaction, schoolId: string, pupilId: string, schoolYear: string): Promise<readonly RegistryVersion[]> {
  const rows = await trx.selectFrom('packet').select(['version_id', 'version_number', 'sha256', 'wave']).where('school_id', '=', schoolId).where('pupil_id', '=', pupilId).where('school_year', '=', schoolYear).orderBy('version_number').execute();
  const events = await trx.selectFrom('registry_event').select(['version_id', 'kind']).where('school_id', '=', schoolId).where('pupil_id', '=', pupilId).where('school_year', '=', schoolYear).execute();
  return rows.map((row) => ({
    versionId: row.version_id as VersionId, versionNumber: row.version_number, sha256: row.sha256 as Sha256Hex, wave: row.wave as Wave,
    state: stateOfKinds(events.filter((event) => event.version_id === row.version_id).map(({ kind }) => kind)),
  }));
}

/** The pupil's newest final packet of an earlier year, whichever school issued it. */
export async function previousYearOf(trx: ProvinceTransaction, pupilId: string, schoolYear: SchoolYear) {
  const row = await trx.selectFrom('finalization').innerJoin('packet', (join) => join.onRef('packet.school_id', '=', 'finalization.school_id').onRef('packet.version_id', '=', 'finalization.version_id'))
    .select(['finalization.school_year', 'packet.version_id', 'packet.sha256']).where('finalization.pupil_id', '=', pupilId).where('finalization.school_year', '<', schoolYear).orderBy('finalization.school_year', 'desc').limit(1).executeTakeFirst();
  return row && { schoolYear: row.school_year as SchoolYear, versionId: row.version_id as VersionId, sha256: row.sha256 as Sha256Hex };
}

export async function codeFacts(trx: ProvinceTransaction, code: string, pupilId: string): Promise<{ codeBelongsTo?: PupilId; codeOfPupil?: LookupCode }> {
  const rows = await trx.selectFrom('lookup_code').select(['lookup_code', 'pupil_id']).where((where) => where.or([where('lookup_code', '=', code), where('pupil_id', '=', pupilId)])).execute();
  const owner = rows.find((row) => row.lookup_code === code), own = rows.find((row) => row.pupil_id === pupilId);
  return { ...(owner && { codeBelongsTo: owner.pupil_id as PupilId }), ...(own && { codeOfPupil: own.lookup_code as LookupCode }) };
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

export async function insertPacket(trx: ProvinceTransaction, { schoolId, hocBa, bytes, sha256, signers, messageId, receivedAt }: AdmittedPacket): Promise<void> {
  await trx.insertInto('packet').values({
    school_id: schoolId, version_id: hocBa.versionId, version_number: hocBa.versionNumber, pupil_id: hocBa.pupil.pupilId, school_year: hocBa.schoolYear, lookup_code: hocBa.lookupCode, wave: hocBa.wave,
    grade: hocBa.assessment.grade, classroom: hocBa.classroom, full_name: hocBa.pupil.fullName, search_key: foldText(`${hocBa.pupil.fullName} ${hocBa.pupil.pupilId}`), birth_date: hocBa.pupil.birthDate, school_name: hocBa.school.name,
    overall_result: hocBa.yearEnd.overallResult ?? null, bytes: Buffer.from(bytes), sha256, signers: json(signers), message_id: messageId, received_at: toTimestamptz(receivedAt),
  }).execute();
  await trx.insertInto('lookup_code').values({ lookup_code: hocBa.lookupCode, school_id: schoolId, pupil_id: hocBa.pupil.pupilId }).onConflict((conflict) => conflict.column('lookup_code').doNothing()).execute();
}

export interface EventPlace {
  readonly schoolId: string; readonly pupilId: string; readonly schoolYear: SchoolYear; readonly wave: Wave; readonly at: Instant; readonly eventId: string;
  /** The message that asked for it, where the answer to that message may have to be given a second time. */
  readonly askedBy?: string;
}

/** Writes an event; a finalization also gets its unique row and the effective date of the wave, or of its own day when it is early or late. */
export async function insertEvent(trx: ProvinceTransaction, event: RegistryEvent | { readonly kind: 'reported'; readonly versionId: VersionId }, { schoolId, pupilId, schoolYear, wave, at, eventId, askedBy }: EventPlace, effectiveDate?: PlainDate): Promise<void> {
  const effective = event.kind === 'finalized' ? (effectiveDate ?? calendarOf(schoolYear).waves[wave].effectiveDate) : null;
  if (event.kind === 'finalized') {
    const row = { school_id: schoolId, pupil_id: pupilId, school_year: schoolYear, version_id: event.versionId, effective_date: effective!, at: toTimestamptz(at) };
    await trx.insertInto('finalization').values(row).execute();
  }
  await trx.insertInto('registry_event').values({
    school_id: schoolId, event_id: eventId, version_id: event.versionId, pupil_id: pupilId, school_year: schoolYear, kind: event.kind, at: toTimestamptz(at), effective_date: effective,
    reason: event.kind === 'withdrawn' ? event.reason : null, detail: event.kind === 'replaced' ? event.by : (askedBy ?? null),
  }).execute();
}

/** Admitted packets of a wave whose cut-off has passed and that have no finalization yet. */
export const dueForFinality = (trx: ProvinceTransaction, schoolYear: string, wave: Wave, limit: number) =>
  trx.selectFrom('packet').select(['school_id', 'version_id', 'pupil_id', 'school_year', 'wave']).where('school_year', '=', schoolYear).where('wave', '=', wave)
    .where((where) => where.not(where.exists(where.selectFrom('registry_event as e').select(sql`1`.as('one')).whereRef('e.school_id', '=', 'packet.school_id').whereRef('e.version_id', '=', 'packet.version_id').where('e.kind', 'in', ['withdrawn', 'replaced', 'finalized']))))
    .limit(limit).execute();

export const schoolYearsHeld = async (trx: ProvinceTransaction): Promise<readonly SchoolYear[]> => (await trx.selectFrom('packet').select('school_year').distinct().execute()).map((row) => row.school_year as SchoolYear);

