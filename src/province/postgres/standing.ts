import { calendarOf, type RegistryState, type SchoolYear } from '#domain';
import { compareCodes, compareFullNames, type Instant } from '#kernel';
import { type RawBuilder, sql } from 'kysely';
import { stateOfEvents } from './state.ts';
import type { ProvinceTransaction } from './tables.ts';

/** Where one pupil of a school's newest roster stands; `missing` when nothing has ever been admitted. */
export type StandingState = 'missing' | 'refused' | 'admitted' | 'withdrawn' | 'finalized' | 'reported';
export interface PupilStanding {
  readonly pupilId: string;
  readonly fullName: string;
  readonly classroom: string;
  readonly wave2: boolean;
  readonly state: StandingState;
  readonly reason: string;
}
export interface SchoolTally {
  readonly schoolId: string;
  readonly code: string;
  readonly name: string;
  readonly commune: string;
  readonly district: string | null;
  /** Pupils of the newest roster who study; 0 while none has come. */
  readonly roster: number;
  readonly refused: number;
  readonly withdrawn: number;
  readonly admitted: number;
  /** Final, reported to the ministry or not. */
  readonly finalized: number;
  /** Neither admitted nor final, by the wave they belong to: on the list 140 is wave 2. */
  readonly openWave1: number;
  readonly openWave2: number;
}

/** The newest school year anybody has sent a roster for. */
export const currentSchoolYear = async (trx: ProvinceTransaction): Promise<SchoolYear | undefined> =>
  (await trx.selectFrom('roster_pupil').select('school_year').orderBy('school_year', 'desc').limit(1).executeTakeFirst())?.school_year as
    | SchoolYear
    | undefined;

/**
 * The roster compared with the registry, a row per pupil, worked out by the database: a province has 130,000 of them. Everything that is known of a
 * pupil is piled up and grouped once. There is no join to choose: the planner cannot see through row-level security how many rows to expect, and a
 * wrong guess would cost minutes.
 */
function standing(schoolYear: SchoolYear, now: Instant, schools: readonly string[] | undefined): RawBuilder<unknown> {
  const { waves } = calendarOf(schoolYear);
  const own = schools === undefined ? sql`` : sql`and school_id = any(${schools}::uuid[])`;
  return sql`
    newest_roster as (select distinct on (school_id) school_id, message_id from message where kind = 'roster' and school_year = ${schoolYear} and item_count > 0 ${own} order by school_id, received_at desc),
    of_this_year as (select school_id, message_id from message where school_year = ${schoolYear} ${own}),
    known as (
      select school_id, pupil_id, full_name, classroom, null as kind, null::int[] as version, false as listed, false as refused from roster_pupil
        where school_year = ${schoolYear} and status = 'studying' ${own} and ((school_id, message_id) in (select school_id, message_id from newest_roster)) is true
      union all select school_id, pupil_id, null, null, null, array[version_number, wave], false, false from packet where school_year = ${schoolYear} ${own}
      union all select school_id, pupil_id, null, null, kind, null, false, false from registry_event where school_year = ${schoolYear} ${own}
      union all select school_id, pupil_id, null, null, null, null, true, false from supplementary_pupil where school_year = ${schoolYear} ${own}
      union all select school_id, pupil_id, null, null, null, null, false, true from message_item where not accepted and pupil_id is not null ${own} and ((school_id, message_id) in (select school_id, message_id from of_this_year)) is true),
    added_up as (
      select school_id, pupil_id, max(full_name) as full_name, max(classroom) as classroom, bool_or(listed) as wave2, bool_or(refused) as refused, bool_or(kind is not null) as ever, bool_or(kind = 'finalized') as finalized, bool_or(kind = 'reported') as reported,
        count(*) filter (where kind = 'admitted') > count(*) filter (where kind in ('withdrawn', 'replaced')) as admitted, (max(version))[2] as newest_wave
      from known group by school_id, pupil_id),
    standing as (
      select school_id, pupil_id, full_name, classroom, wave2,
        case when reported then 'reported' when finalized then 'finalized' when admitted and (case newest_wave when 1 then ${now >= waves[1].cutOff}::boolean else ${now >= waves[2].cutOff}::boolean end) then 'finalized'
          when admitted then 'admitted' when ever then 'withdrawn' when refused then 'refused' else 'missing' end as state
      from added_up where full_name is not null)`;
}

/** A tally per school (of all or of those named), whether or not it has sent a roster; in the order of their codes. */
export async function schoolTallies(
  trx: ProvinceTransaction,
  schoolYear: SchoolYear,
  now: Instant,
  schools?: readonly string[],
): Promise<readonly SchoolTally[]> {
  const { rows } = await sql<SchoolTally>`
    with ${standing(schoolYear, now, schools)}
    select u.school_id as "schoolId", u.code, u.name, u.commune, u.district, count(s.pupil_id)::int as roster,
      (count(*) filter (where s.state = 'refused'))::int as refused, (count(*) filter (where s.state = 'withdrawn'))::int as withdrawn, (count(*) filter (where s.state = 'admitted'))::int as admitted,
      (count(*) filter (where s.state in ('finalized', 'reported')))::int as finalized,
      (count(*) filter (where s.state in ('missing', 'refused', 'withdrawn') and not s.wave2))::int as "openWave1", (count(*) filter (where s.state in ('missing', 'refused', 'withdrawn') and s.wave2))::int as "openWave2"
    from school_unit u left join standing s using (school_id) ${schools === undefined ? sql`` : sql`where u.school_id = any(${schools}::uuid[])`}
    group by u.school_id, u.code, u.name, u.commune, u.district order by u.code`.execute(trx);
  return rows;
}

/** Every pupil of a school's newest roster, by class and name. */
export async function pupilStandings(
  trx: ProvinceTransaction,
  schoolYear: SchoolYear,
  now: Instant,
  schoolId: string,
): Promise<readonly PupilStanding[]> {
  const { rows } = await sql<{
    pupil_id: string;
    full_name: string;
    classroom: string;
    wave2: boolean;
    state: StandingState;
  }>`with ${standing(schoolYear, now, [schoolId])} select pupil_id, full_name, classroom, wave2, state from standing`.execute(trx);
  const refusals = await sql<{ pupil_id: string; reason: string }>`
    select distinct on (i.pupil_id) i.pupil_id, i.refusals -> 0 ->> 'message' as reason from message_item i join message m using (school_id, message_id)
    where i.school_id = ${schoolId}::uuid and m.school_year = ${schoolYear} and not i.accepted and i.pupil_id is not null order by i.pupil_id, m.received_at desc`.execute(
    trx,
  );
  const refused = new Map(refusals.rows.map(({ pupil_id, reason }) => [pupil_id, reason]));
  const reasonOf = ({ state, pupil_id, wave2 }: (typeof rows)[number]): string =>
    ({
      refused: refused.get(pupil_id) ?? '',
      withdrawn: 'Trường đã thu hồi, chưa nộp lại',
      missing: wave2 ? 'Chờ đánh giá bổ sung, đợt 2' : 'Chưa nộp',
      admitted: '',
      finalized: '',
      reported: '',
    })[state];
  return rows
    .map((row) => ({
      pupilId: row.pupil_id,
      fullName: row.full_name,
      classroom: row.classroom,
      wave2: row.wave2,
      state: row.state,
      reason: reasonOf(row),
    }))
    .sort((a, b) => compareCodes(a.classroom, b.classroom) || compareFullNames(a.fullName, b.fullName));
}

export interface WaveTally {
  readonly wave: 1 | 2;
  readonly admitted: number;
  readonly finalized: number;
  readonly reported: number;
  readonly confirmed: number;
}

/** What the registry holds of a year, per wave; withdrawn and replaced versions count for nothing, `finalized` includes `reported`. */
export async function waveTallies(
  trx: ProvinceTransaction,
  schoolYear: SchoolYear,
  now: Instant,
): Promise<readonly [WaveTally, WaveTally]> {
  const { waves } = calendarOf(schoolYear);
  const { rows } = await sql<{ wave: 1 | 2; state: RegistryState; packets: number; confirmed: number }>`
    with written as (select version_id, ${stateOfEvents} as state from registry_event where school_year = ${schoolYear} group by version_id)
    select p.wave, w.state, count(*)::int as packets, count(c.version_id)::int as confirmed
    from packet p join written w on w.version_id = p.version_id left join confirmation c on c.version_id = p.version_id and c.event = 'finalized'
    where p.school_year = ${schoolYear} group by p.wave, w.state`.execute(trx);
  const tally = (wave: 1 | 2): WaveTally => {
    const held = (state: RegistryState) => rows.find((row) => row.wave === wave && row.state === state)?.packets ?? 0;
    const passed = now >= waves[wave].cutOff;
    const admitted = held('admitted');
    const reported = held('reported');
    return {
      wave,
      admitted: passed ? 0 : admitted,
      finalized: held('finalized') + reported + (passed ? admitted : 0),
      reported,
      confirmed: rows.filter((row) => row.wave === wave).reduce((sum, { confirmed }) => sum + confirmed, 0),
    };
  };
  return [tally(1), tally(2)];
}
