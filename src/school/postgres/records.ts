import { fromTimestamptz, isUniqueViolation, toTimestamptz } from '#database';
import { type PupilId, type Refusal, refusal, type SchoolYear, type Sha256Hex, type VersionId, type Wave } from '#domain';
import { err, type Instant, type Result } from '#kernel';
import type { RecordVersion, SlotName, VersionStage } from '../model.ts';
import type { RecordEvent, RecordHappening } from '../record/events.ts';
import { anyOf } from './parts.ts';
import type { SchoolScope } from './tables.ts';

/** The events of pupils, oldest first, by pupil. */
export async function loadEvents(
  { trx, schoolId }: SchoolScope,
  year: SchoolYear,
  pupilIds: readonly string[],
): Promise<ReadonlyMap<string, readonly RecordEvent[]>> {
  const rows = await trx
    .selectFrom('record_events')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('school_year', '=', year)
    .where('pupil_id', '=', anyOf(pupilIds))
    .orderBy('pupil_id')
    .orderBy('number')
    .execute();
  const events = new Map<string, RecordEvent[]>();
  for (const row of rows) {
    const event = {
      ...(row.detail as object),
      kind: row.kind,
      number: row.number,
      at: fromTimestamptz(row.happened_at),
      who: row.who,
      ...(row.version_id === null ? {} : { versionId: row.version_id }),
    };
    // The row was written from a RecordHappening by appendEvents.
    const list = events.get(row.pupil_id);
    if (list) list.push(event as RecordEvent);
    else events.set(row.pupil_id, [event as RecordEvent]);
  }
  return events;
}

export interface NewEvent {
  readonly pupilId: PupilId;
  /** How many events the decision was made on; the new one gets the next number. */
  readonly after: number;
  readonly happening: RecordHappening;
}

/** Adds events. When another writer was first for one of the pupils, nothing of the transaction may be kept: throws RecordChangedError. */
export async function appendEvents(
  { trx, schoolId }: SchoolScope,
  year: SchoolYear,
  events: readonly NewEvent[],
  at: Instant,
  who: string,
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ pupilId, after, happening }) => {
    const { kind, ...rest } = happening;
    const { versionId, ...detail } = 'versionId' in rest ? rest : { versionId: null, ...rest };
    return {
      school_id: schoolId,
      school_year: year,
      pupil_id: pupilId,
      number: after + 1,
      kind,
      version_id: versionId,
      detail: JSON.stringify(detail),
      happened_at: toTimestamptz(at),
      who,
    };
  });
  try {
    await trx.insertInto('record_events').values(rows).execute();
  } catch (error) {
    throw isUniqueViolation(error) ? new RecordChangedError() : error;
  }
}

/** Somebody else changed the record between our look and our write. */
export class RecordChangedError extends Error {
  constructor() {
    super('the record was changed by somebody else in the meantime');
  }
}

/** Turns the one expected collision into a refusal. */
export async function orChanged<T>(work: () => Promise<Result<T, Refusal>>): Promise<Result<T, Refusal>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RecordChangedError) return err(refusal('school/changed-meanwhile'));
    throw error;
  }
}

export async function loadVersions(
  { trx, schoolId }: SchoolScope,
  year: SchoolYear,
  pupilIds: readonly string[],
): Promise<readonly RecordVersion[]> {
  const rows = await trx
    .selectFrom('record_versions')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('school_year', '=', year)
    .where('pupil_id', 'in', [...pupilIds, ''])
    .orderBy('pupil_id')
    .orderBy('version_number')
    .execute();
  return rows.map((row) => ({
    pupilId: row.pupil_id as PupilId,
    versionNumber: row.version_number,
    versionId: row.version_id as VersionId,
    classroom: row.classroom,
    wave: row.wave as Wave,
    ...(row.replaces_version_id === null || row.replaces_sha256 === null
      ? {}
      : {
          replaces: { versionId: row.replaces_version_id as VersionId, sha256: row.replaces_sha256 as Sha256Hex, reason: row.reason ?? '' },
        }),
  }));
}

export async function insertVersion(
  { trx, schoolId }: SchoolScope,
  year: SchoolYear,
  version: RecordVersion,
  at: Instant,
  by: string,
): Promise<void> {
  await trx
    .insertInto('record_versions')
    .values({
      school_id: schoolId,
      school_year: year,
      pupil_id: version.pupilId,
      version_number: version.versionNumber,
      version_id: version.versionId,
      classroom: version.classroom,
      wave: version.wave,
      replaces_version_id: version.replaces?.versionId ?? null,
      replaces_sha256: version.replaces?.sha256 ?? null,
      reason: version.replaces?.reason ?? null,
      created_at: toTimestamptz(at),
      created_by: by,
    })
    .execute();
}

export async function insertStage({ trx, schoolId }: SchoolScope, pupilId: PupilId, stage: VersionStage): Promise<void> {
  await trx
    .insertInto('version_stages')
    .values({
      school_id: schoolId,
      pupil_id: pupilId,
      version_id: stage.versionId,
      slot: stage.slot,
      bytes: Buffer.from(stage.bytes),
      sha256: stage.sha256,
      signed_at: toTimestamptz(stage.signedAt),
      certificate_sha256: stage.certificateSha256,
    })
    .execute();
}

/** The stages of versions in one slot: exact bytes. */
export async function loadStages(
  { trx, schoolId }: SchoolScope,
  versionIds: readonly string[],
  slot: SlotName,
): Promise<ReadonlyMap<string, VersionStage>> {
  const rows = await trx
    .selectFrom('version_stages')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('version_id', 'in', [...versionIds, ''])
    .where('slot', '=', slot)
    .execute();
  return new Map(
    rows.map((row) => [
      row.version_id,
      {
        versionId: row.version_id as VersionId,
        slot,
        bytes: new Uint8Array(row.bytes),
        sha256: row.sha256 as Sha256Hex,
        signedAt: fromTimestamptz(row.signed_at),
        certificateSha256: row.certificate_sha256 as Sha256Hex,
      },
    ]),
  );
}

/** The newest finalized packet of each pupil in an earlier school year: what NAM_TRUOC must name. */
export async function loadPreviousYears(
  { trx, schoolId }: SchoolScope,
  year: SchoolYear,
  pupilIds: readonly string[],
): Promise<ReadonlyMap<string, { schoolYear: SchoolYear; versionId: VersionId; sha256: Sha256Hex }>> {
  const rows = await trx
    .selectFrom('record_events as event')
    .innerJoin('version_stages as stage', (join) =>
      join
        .onRef('stage.school_id', '=', 'event.school_id')
        .onRef('stage.version_id', '=', 'event.version_id')
        .on('stage.slot', '=', 'orgSignature'),
    )
    .select(['event.pupil_id', 'event.school_year', 'stage.version_id', 'stage.sha256'])
    .where('event.school_id', '=', schoolId)
    .where('event.kind', '=', 'finalized')
    .where('event.school_year', '<', year)
    .where('event.pupil_id', 'in', [...pupilIds, ''])
    .orderBy('event.school_year')
    .execute();
  return new Map(
    rows.map((row) => [
      row.pupil_id,
      { schoolYear: row.school_year as SchoolYear, versionId: row.version_id as VersionId, sha256: row.sha256 as Sha256Hex },
    ]),
  );
}

/** The versions of a pupil that were finalized in earlier school years, oldest first. */
export async function loadFinalizedBefore(
  { trx, schoolId }: SchoolScope,
  year: SchoolYear,
  pupilId: string,
): Promise<readonly VersionId[]> {
  const rows = await trx
    .selectFrom('record_events')
    .select(['school_year', 'version_id'])
    .where('school_id', '=', schoolId)
    .where('kind', '=', 'finalized')
    .where('school_year', '<', year)
    .where('pupil_id', '=', pupilId)
    .orderBy('school_year')
    .execute();
  return rows.flatMap(({ version_id }) => (version_id === null ? [] : [version_id as VersionId]));
}
