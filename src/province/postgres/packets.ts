import { calendarOf, type RegistryState, type SchoolYear, type Wave } from '#domain';
import { foldText, type Instant } from '#kernel';
import { type RawBuilder, sql } from 'kysely';
import { outweighing, stateOfEvents } from './state.ts';
import type { ProvinceTransaction } from './tables.ts';

export interface FoundPacket {
  readonly school_id: string;
  readonly version_id: string;
  readonly version_number: number;
  readonly pupil_id: string;
  readonly school_year: string;
  readonly wave: Wave;
  readonly classroom: string;
  readonly full_name: string;
  readonly school_name: string;
  readonly sha256: string;
  readonly state: RegistryState;
  readonly effectiveDate: string | null;
}
type Row = Omit<FoundPacket, 'state' | 'effectiveDate'> & { readonly written: RegistryState; readonly written_date: string | null };

const COLUMNS = sql`p.school_id, p.version_id, p.version_number, p.pupil_id, p.school_year, p.wave, p.classroom, p.full_name, p.school_name, p.sha256, e.written, e.written_date`;
/** The events of each packet that is shown; `packets` is the table or a page of it. */
const foundIn = (packets: RawBuilder<unknown>): RawBuilder<unknown> => sql`select ${COLUMNS} from ${packets} p
  cross join lateral (select ${stateOfEvents} as written, max(effective_date)::text as written_date from registry_event where registry_event.school_id = p.school_id and registry_event.version_id = p.version_id) e`;
/** From the cut-off on an admitted packet is final, written down or not (architecture: the moment of finality). */
function standing({ written, written_date, ...row }: Row, now: Instant): FoundPacket {
  const wave = calendarOf(row.school_year as SchoolYear).waves[row.wave];
  const state = written === 'admitted' && now >= wave.cutOff ? 'finalized' : written;
  return { ...row, state, effectiveDate: written_date ?? (state === 'finalized' ? wave.effectiveDate : null) };
}

/** One version, as it stands now. */
export async function findVersion(trx: ProvinceTransaction, versionId: string, now: Instant): Promise<FoundPacket | undefined> {
  const { rows } = await sql<Row>`${foundIn(sql`packet`)} where p.version_id = ${versionId} limit 1`.execute(trx);
  return rows[0] && standing(rows[0], now);
}

/** All versions of a pupil and year as they stand now, newest first. */
export async function versionsOfPupil(
  trx: ProvinceTransaction,
  { schoolId, pupilId, schoolYear }: { readonly schoolId: string; readonly pupilId: string; readonly schoolYear: string },
  now: Instant,
): Promise<readonly FoundPacket[]> {
  const { rows } =
    await sql<Row>`${foundIn(sql`packet`)} where p.school_id = ${schoolId}::uuid and p.pupil_id = ${pupilId} and p.school_year = ${schoolYear} order by p.version_number desc`.execute(
      trx,
    );
  return rows.map((row) => standing(row, now));
}

/** Whether a packet has an event of one of these kinds. The database gathers the kinds once and looks each packet up: asked packet by packet it would go into the index 130,000 times. */
const has = (kinds: readonly string[]): RawBuilder<boolean> =>
  sql`(p.school_id, p.version_id) in (select x.school_id, x.version_id from registry_event x where x.kind = any(${kinds}::text[]))`;

/** Whether a packet stands at a state now: what is written and nothing that outweighs it; `passed` is whether its cut-off is over, from when on an admitted one is final. */
function standsAt(state: string, passed: RawBuilder<boolean>): RawBuilder<boolean> {
  const heavier = outweighing(state);
  const lasts = heavier.length === 0 ? sql<boolean>`true` : sql<boolean>`not ${has(heavier)}`;
  if (state === 'admitted') return sql`not ${passed} and ${lasts}`;
  return state === 'finalized'
    ? sql`${lasts} and (${has([state])} or ${passed} and not ${has(['withdrawn', 'replaced'])})`
    : sql`${has([state])} and ${lasts}`;
}

/** The registry a page at a time, found by name without marks or by a code of the pupil; `total` counts them all. */
export async function searchPackets(
  trx: ProvinceTransaction,
  filter: { readonly q?: string; readonly schoolId?: string; readonly state?: string; readonly from: number; readonly limit: number },
  now: Instant,
): Promise<{ readonly packets: readonly FoundPacket[]; readonly total: number }> {
  const passed = (await trx.selectFrom('packet').select('school_year').distinct().execute()).flatMap(({ school_year }) =>
    ([1, 2] as const)
      .filter((wave) => now >= calendarOf(school_year as SchoolYear).waves[wave].cutOff)
      .map((wave) => `${school_year}/${wave}`),
  );
  const conditions = [
    ...(filter.q ? [sql`p.search_key like ${`%${foldText(filter.q).replace(/[\\%_]/g, '\\$&')}%`}`] : []),
    ...(filter.schoolId ? [sql`p.school_id = ${filter.schoolId}::uuid`] : []),
    ...(filter.state ? [standsAt(filter.state, sql<boolean>`p.school_year || '/' || p.wave = any(${passed}::text[])`)] : []),
  ];
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  const {
    rows: [counted],
  } = await sql<{ total: number }>`select count(*)::int as total from packet p ${where}`.execute(trx);
  const order = sql`order by p.search_key, p.version_number desc, p.version_id`;
  const page = sql`(select * from packet p ${where} ${order} limit ${filter.limit} offset ${filter.from})`;
  const { rows } = await sql<Row>`${foundIn(page)} ${order}`.execute(trx);
  return { packets: rows.map((row) => standing(row, now)), total: counted!.total };
}
