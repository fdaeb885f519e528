import type { SchoolYear, SignerFacts } from '#domain';
import type { PlainDate } from '#kernel';
import { type RawBuilder, sql } from 'kysely';
import type { ProvinceTransaction } from './tables.ts';

export interface RolesAsked {
  readonly schoolYear: SchoolYear;
  readonly today: PlainDate;
  readonly deadline: PlainDate | undefined /** Undefined: every school. */;
  readonly schools: readonly string[] | undefined;
}

/**
 * Every role a school must fill (a homeroom teacher for each class of the newest roster, the head, the seal: KH 1154/KH-SGDĐT II.3) with the approved entry that fills it best: one that counts
 * today, of these the one that lasts longest. `usable` is the last day of entry and certificate together.
 */
const roles = ({ schoolYear, today, schools }: RolesAsked): RawBuilder<unknown> => sql`
  units as (select * from school_unit ${schools === undefined ? sql`` : sql`where school_id = any(${[...schools]}::uuid[])`}),
  rosters as (select distinct on (m.school_id) m.school_id, m.message_id from message m join units u using (school_id) where m.kind = 'roster' and m.school_year = ${schoolYear} and m.item_count > 0 order by m.school_id, m.received_at desc),
  classes as (select r.school_id, r.classroom from rosters n join roster_pupil r on r.school_id = n.school_id and r.school_year = ${schoolYear} and r.message_id = n.message_id where r.status = 'studying' group by r.school_id, r.classroom),
  required as (select school_id, 'homeroomTeacher' as role, classroom from classes union all select school_id, role, null from units, unnest(array['schoolHead', 'orgSignature']) as role),
  entries as materialized (
    select s.school_id, s.role, s.classrooms, s.full_name, s.first_day, s.withdrawn_after, s.certificate_name, (s.revoked_at at time zone 'Asia/Ho_Chi_Minh')::date as revoked_on,
      least(s.last_day, s.certificate_until, (s.revoked_at at time zone 'Asia/Ho_Chi_Minh')::date - 1) as usable
    from signer_standing s join units using (school_id) where s.decision = 'approved' and not (s.closed and s.last_day < ${today}::date)),
  filled as (
    select distinct on (q.school_id, q.role, q.classroom) q.school_id, q.role, q.classroom, e.full_name, e.certificate_name, e.first_day, e.usable, e.revoked_on, e.withdrawn_after
    from required q left join entries e on e.school_id = q.school_id and e.role = q.role and (q.classroom is null or cardinality(e.classrooms) = 0 or q.classroom = any(e.classrooms))
    order by q.school_id, q.role, q.classroom, (e.first_day <= ${today}::date and e.usable >= ${today}::date) desc nulls last, e.usable desc nulls last)`;

export interface RoleOfSchool extends SignerFacts {
  readonly school: {
    readonly schoolId: string;
    readonly code: string;
    readonly name: string;
    readonly commune: string;
    readonly district: string | null;
  };
}

/** The roles of schools with what is known of their certificates, by school. */
export async function rolesOf(trx: ProvinceTransaction, asked: RolesAsked): Promise<readonly RoleOfSchool[]> {
  const { rows } = await sql<{
    school_id: string;
    code: string;
    name: string;
    commune: string;
    district: string | null;
    role: string;
    classroom: string | null;
    full_name: string | null;
    certificate_name: string | null;
    usable: string | null;
    revoked_on: string | null;
    withdrawn_after: string | null;
  }>`with ${roles(asked)} select f.*, u.code, u.name, u.commune, u.district from filled f join units u using (school_id) order by u.name, u.code, f.role desc, f.classroom`.execute(
    trx,
  );
  return rows.map((row) => ({
    school: { schoolId: row.school_id, code: row.code, name: row.name, commune: row.commune, district: row.district },
    role: row.role,
    fullName: row.full_name ?? undefined,
    classrooms: row.classroom === null ? [] : [row.classroom],
    // Entries from before names were read say nothing about them.
    certificate:
      row.usable === null
        ? undefined
        : {
            subject: row.certificate_name ?? row.full_name ?? '',
            lastDay: row.usable as PlainDate,
            revokedOn: (row.revoked_on as PlainDate | null) ?? undefined,
          },
    ...(row.withdrawn_after === null ? {} : { withdrawnAfter: row.withdrawn_after as PlainDate }),
  }));
}

interface Share {
  readonly required: number;
  readonly today: number;
  readonly deadline: number;
}
export interface CoverageRow {
  readonly level: 'school' | 'commune' | 'district' | 'total';
  readonly code: string | null;
  readonly name: string | null;
  readonly commune: string | null;
  readonly district: string | null;
  readonly schools: number;
  readonly teachers: Share;
  readonly heads: Share;
  readonly seals: Share;
}

/** How many of the required roles have a certificate that may be used today and on the day of the deadline: a row for each school, each commune, each district and for all together. */
export async function coverageOf(trx: ProvinceTransaction, asked: RolesAsked): Promise<readonly CoverageRow[]> {
  const { today, deadline } = asked;
  const holds = (day: PlainDate) => sql`f.first_day <= ${day}::date and f.usable >= ${day}::date`;
  const share = (role: string) =>
    sql`json_build_object('required', count(*) filter (where f.role = ${role}), 'today', count(*) filter (where f.role = ${role} and ${holds(today)}), 'deadline', count(*) filter (where f.role = ${role} and ${holds(deadline ?? today)}))`;
  return (
    await sql<CoverageRow>`with ${roles(asked)}
    select case when grouping(u.code) = 0 then 'school' when grouping(u.commune) = 0 then 'commune' when grouping(u.district) = 0 then 'district' else 'total' end as level, u.code, u.name, u.commune, u.district, count(distinct u.school_id)::int as schools, ${share('homeroomTeacher')} as teachers, ${share('schoolHead')} as heads, ${share('orgSignature')} as seals
    from filled f join units u using (school_id) group by grouping sets ((u.code, u.name, u.commune, u.district), (u.commune), (u.district), ()) order by u.name, u.code, u.commune, u.district`.execute(
      trx,
    )
  ).rows;
}
