import type { LookupCode, SchoolYear, Sha256Hex, VersionId } from '#domain';
import type { Instant, PlainDate } from '#kernel';
import type { RegistryReader, RegistryRecord, RegistryYear } from '#portal';
import { findVersion, type FoundPacket, versionsOfPupil } from './packets.ts';
import type { ProvinceDatabase, ProvinceTransaction } from './tables.ts';

const province = { province: true } as const;

/** Puts the evidence of a packet together: the registry's business, handed in. */
export type EvidenceSource = (
  trx: ProvinceTransaction,
  schoolId: string,
  versionId: VersionId,
  now: Instant,
) => Promise<Uint8Array | undefined>;

/** The province's registry as its portal may read it. Hand in a database under the read-only login. */
export function provinceRegistryReader(database: ProvinceDatabase, evidence: EvidenceSource): RegistryReader {
  const read = (code: LookupCode, now: Instant, birthDate?: PlainDate) =>
    database.inScope(
      province,
      async (trx): Promise<RegistryRecord | undefined> => {
        const owner = await trx
          .selectFrom('lookup_code')
          .select(['school_id', 'pupil_id'])
          .where('lookup_code', '=', code)
          .executeTakeFirst();
        if (!owner) return undefined;
        const rows = await trx
          .selectFrom('packet')
          .select(['version_id', 'school_year', 'birth_date', 'version_number'])
          .where('lookup_code', '=', code)
          .orderBy('school_year', 'desc')
          .orderBy('version_number', 'desc')
          .execute();
        if (rows.length === 0 || (birthDate !== undefined && rows[0]!.birth_date !== birthDate)) return undefined;
        const years: RegistryYear[] = [];
        for (const schoolYear of [...new Set(rows.map((row) => row.school_year))].sort()) {
          const versions = await versionsOfPupil(trx, { schoolId: owner.school_id, pupilId: owner.pupil_id, schoolYear }, now);
          const counts = versions.find(({ state }) => state !== 'withdrawn' && state !== 'replaced') ?? versions[0];
          if (counts) years.push(await yearOf(trx, counts));
        }
        const [first, ...others] = years;
        return first && { lookupCode: code, years: [first, ...others] };
      },
      { readOnly: true },
    );
  return {
    find: (code, birthDate, now) => read(code, now, birthDate),
    read: (code, now) => read(code, now),
    standingOf: (sha256, now) =>
      database.inScope(
        province,
        async (trx) => {
          const row = await trx.selectFrom('packet').select('version_id').where('sha256', '=', sha256).limit(1).executeTakeFirst();
          const found = row && (await findVersion(trx, row.version_id, now));
          return found && standing(found);
        },
        { readOnly: true },
      ),
    evidenceOf: (versionId, now) =>
      database.inScope(
        province,
        async (trx) => {
          const row = await trx.selectFrom('packet').select('school_id').where('version_id', '=', versionId).limit(1).executeTakeFirst();
          return row && (await evidence(trx, row.school_id, versionId, now));
        },
        { readOnly: true },
      ),
  };
}

const standing = (found: FoundPacket) => ({
  versionId: found.version_id as VersionId,
  versionNumber: found.version_number,
  schoolYear: found.school_year as SchoolYear,
  wave: found.wave,
  state: found.state,
  ...(found.effectiveDate === null ? {} : { effectiveDate: found.effectiveDate as PlainDate }),
});

async function yearOf(trx: ProvinceTransaction, found: FoundPacket): Promise<RegistryYear> {
  const { bytes } = await trx
    .selectFrom('packet')
    .select('bytes')
    .where('school_id', '=', found.school_id)
    .where('version_id', '=', found.version_id)
    .executeTakeFirstOrThrow();
  const confirmation = await trx
    .selectFrom('confirmation')
    .select('xml')
    .where('school_id', '=', found.school_id)
    .where('version_id', '=', found.version_id)
    .orderBy('leaf_index', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    ...standing(found),
    packet: { bytes: new Uint8Array(bytes), sha256: found.sha256 as Sha256Hex },
    ...(confirmation && { confirmation: new Uint8Array(confirmation.xml) }),
  };
}
