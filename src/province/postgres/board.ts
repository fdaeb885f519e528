import { calendarOf, type SchoolYear, type Wave } from '#domain';
import { compareCodes, compareFullNames, type Instant } from '#kernel';
import { sql } from 'kysely';
import { stateOfKinds } from './registry.ts';
import type { ProvinceTransaction } from './tables.ts';

export interface RosterEntry { readonly pupilId: string; readonly fullName: string; readonly classroom: string; readonly wave2: boolean }
/** How one pupil of the roster stands. */
export interface Standing extends RosterEntry { readonly state: 'missing' | 'refused' | 'admitted' | 'withdrawn' | 'finalized' | 'reported'; readonly reason: string }
export interface SchoolStanding { readonly schoolId: string; readonly code: string; readonly name: string; readonly commune: string; readonly district: string | null; readonly pupils: readonly Standing[]; readonly hasRoster: boolean }

/** The newest school year anybody has sent a roster for. */
export const currentSchoolYear = async (trx: ProvinceTransaction): Promise<SchoolYear | undefined> =>
  (await trx.selectFrom('roster_pupil').select('school_year').orderBy('school_year', 'desc').limit(1).executeTakeFirst())?.school_year as SchoolYear | undefined;

/** Every school with its roster, compared with what has been admitted. */
export async function standings(trx: ProvinceTransaction, schoolYear: SchoolYear, now: Instant, schoolId?: string): Promise<readonly SchoolStanding[]> {
  const schools = await (schoolId ? trx.selectFrom('school_unit').selectAll().where('school_id', '=', schoolId) : trx.selectFrom('school_unit').selectAll()).execute();
  const rosters = await sql<{ school_id: string; pupil_id: string; full_name: string; classroom: string; status: string }>`
    select r.school_id, r.pupil_id, r.full_name, r.classroom, r.status from roster_pupil r
    join (select distinct on (school_id) school_id, message_id from message where kind = 'roster' and school_year = ${schoolYear} and item_count > 0 order by school_id, received_at desc) m using (school_id, message_id)`.execute(trx);
  const listed = new Set((await trx.selectFrom('supplementary_pupil').select(['school_id', 'pupil_id']).where('school_year', '=', schoolYear).execute()).map((row) => `${row.school_id}/${row.pupil_id}`));
  const packets = await trx.selectFrom('packet').select(['school_id', 'pupil_id', 'version_id', 'version_number', 'wave']).where('school_year', '=', schoolYear).orderBy('version_number').execute();
  const events = await trx.selectFrom('registry_event').select(['version_id', 'kind']).where('school_year', '=', schoolYear).execute();
  const kinds = Map.groupBy(events, (event) => event.version_id);
  const newest = new Map(packets.map((packet) => [`${packet.school_id}/${packet.pupil_id}`, packet]));
  const refused = new Map((await trx.selectFrom('message_item').innerJoin('message', (join) => join.onRef('message.school_id', '=', 'message_item.school_id').onRef('message.message_id', '=', 'message_item.message_id'))
    .select(['message_item.school_id', 'message_item.pupil_id', 'message_item.refusals']).where('message.school_year', '=', schoolYear).where('accepted', '=', false).where('message_item.pupil_id', 'is not', null).orderBy('message.received_at').execute())
    .map((row) => [`${row.school_id}/${row.pupil_id}`, row.refusals[0]?.message ?? '']));
  const calendar = calendarOf(schoolYear);
  const standingOf = (row: { school_id: string; pupil_id: string; full_name: string; classroom: string }): Standing => {
    const key = `${row.school_id}/${row.pupil_id}`;
    const packet = newest.get(key);
    const written = packet && stateOfKinds((kinds.get(packet.version_id) ?? []).map(({ kind }) => kind));
    const state = written === 'admitted' && now >= calendar.waves[packet!.wave as Wave].cutOff ? 'finalized' : written;
    const entry = { pupilId: row.pupil_id, fullName: row.full_name, classroom: row.classroom, wave2: listed.has(key) };
    if (state === 'admitted' || state === 'finalized' || state === 'reported') return { ...entry, state, reason: '' };
    if (refused.has(key) && state === undefined) return { ...entry, state: 'refused', reason: refused.get(key)! };
    if (state === 'withdrawn') return { ...entry, state: 'withdrawn', reason: 'Trường đã thu hồi, chưa nộp lại' };
    return { ...entry, state: 'missing', reason: entry.wave2 ? 'Chờ đánh giá bổ sung, đợt 2' : 'Chưa nộp' };
  };
  const bySchool = Map.groupBy(rosters.rows.filter((row) => row.status === 'studying'), (row) => row.school_id);
  return schools.map((school) => {
    const rows = bySchool.get(school.school_id) ?? [];
    const pupils = rows.map(standingOf).sort((a, b) => compareCodes(a.classroom, b.classroom) || compareFullNames(a.fullName, b.fullName));
    return { schoolId: school.school_id, code: school.code, name: school.name, commune: school.commune, district: school.district, pupils, hasRoster: rows.length > 0 };
  });
}
