import type { Grade, SchoolCode, SchoolYear, StaffId } from '#domain';
import type { Classroom, School, StaffMember } from '../model.ts';
import type { SchoolScope, SchoolTables, SchoolTransaction } from './tables.ts';

type SchoolRow = SchoolTables['schools'];

const readSchool = (row: SchoolRow): School => ({
  code: row.code as SchoolCode,
  name: row.name,
  commune: row.commune,
  province: row.province,
  provinceDepartmentCode: row.province_department_code,
  issuePlace: row.issue_place,
  ...(row.district === null ? {} : { district: row.district }),
  ...(row.current_school_year === null ? {} : { currentSchoolYear: row.current_school_year as SchoolYear }),
});

/** The school of the scope; undefined when it is not registered here. */
export async function findSchool({ trx, schoolId }: SchoolScope): Promise<School | undefined> {
  const row = await trx.selectFrom('schools').selectAll().where('school_id', '=', schoolId).executeTakeFirst();
  return row && readSchool(row);
}

/** Every school of this desk: names only, no pupil. */
export async function listSchools(trx: SchoolTransaction): Promise<readonly School[]> {
  return (await trx.selectFrom('schools').selectAll().orderBy('code').execute()).map(readSchool);
}

export async function saveSchool({ trx, schoolId }: SchoolScope, school: School): Promise<void> {
  const values = {
    code: school.code,
    name: school.name,
    commune: school.commune,
    district: school.district ?? null,
    province: school.province,
    province_department_code: school.provinceDepartmentCode,
    issue_place: school.issuePlace,
    current_school_year: school.currentSchoolYear ?? null,
  };
  await trx
    .insertInto('schools')
    .values({ school_id: schoolId, ...values })
    .onConflict((conflict) => conflict.column('school_id').doUpdateSet(values))
    .execute();
}

export async function loadStaff({ trx, schoolId }: SchoolScope, year: SchoolYear): Promise<readonly StaffMember[]> {
  const rows = await trx
    .selectFrom('staff')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('school_year', '=', year)
    .orderBy('staff_id')
    .execute();
  return rows.map((row) => ({ staffId: row.staff_id as StaffId, fullName: row.full_name, position: row.position, working: row.working }));
}

export async function loadClassrooms({ trx, schoolId }: SchoolScope, year: SchoolYear): Promise<readonly Classroom[]> {
  const rows = await trx
    .selectFrom('classrooms')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('school_year', '=', year)
    .orderBy('classroom')
    .execute();
  return rows.map((row) => ({
    classroom: row.classroom,
    grade: row.grade as Grade,
    ...(row.homeroom_staff_id === null ? {} : { homeroomStaffId: row.homeroom_staff_id as StaffId }),
  }));
}

export async function saveStaff({ trx, schoolId }: SchoolScope, year: SchoolYear, members: readonly StaffMember[]): Promise<void> {
  if (members.length === 0) return;
  await trx
    .insertInto('staff')
    .values(
      members.map((one) => ({
        school_id: schoolId,
        school_year: year,
        staff_id: one.staffId,
        full_name: one.fullName,
        position: one.position,
        working: one.working,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['school_id', 'school_year', 'staff_id']).doUpdateSet((eb) => ({
        full_name: eb.ref('excluded.full_name'),
        position: eb.ref('excluded.position'),
        working: eb.ref('excluded.working'),
      })),
    )
    .execute();
}

export async function saveClassrooms({ trx, schoolId }: SchoolScope, year: SchoolYear, classrooms: readonly Classroom[]): Promise<void> {
  if (classrooms.length === 0) return;
  await trx
    .insertInto('classrooms')
    .values(
      classrooms.map((one) => ({
        school_id: schoolId,
        school_year: year,
        classroom: one.classroom,
        grade: one.grade,
        homeroom_staff_id: one.homeroomStaffId ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['school_id', 'school_year', 'classroom']).doUpdateSet((eb) => ({
        grade: eb.ref('excluded.grade'),
        homeroom_staff_id: eb.ref('excluded.homeroom_staff_id'),
      })),
    )
    .execute();
}

/** Takes members of staff away again whom an import had brought in. */
export async function removeStaff({ trx, schoolId }: SchoolScope, year: SchoolYear, members: readonly StaffMember[]): Promise<void> {
  if (members.length > 0)
    await trx
      .deleteFrom('staff')
      .where('school_id', '=', schoolId)
      .where('school_year', '=', year)
      .where(
        'staff_id',
        'in',
        members.map(({ staffId }) => staffId),
      )
      .execute();
}

/** Takes classes away again that an import had brought in. */
export async function removeClassrooms({ trx, schoolId }: SchoolScope, year: SchoolYear, classrooms: readonly Classroom[]): Promise<void> {
  if (classrooms.length > 0)
    await trx
      .deleteFrom('classrooms')
      .where('school_id', '=', schoolId)
      .where('school_year', '=', year)
      .where(
        'classroom',
        'in',
        classrooms.map(({ classroom }) => classroom),
      )
      .execute();
}
