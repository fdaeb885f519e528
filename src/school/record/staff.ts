import type { StaffName } from '#domain';
import type { Classroom, StaffMember } from '../model.ts';

/** The head of the school: the one who signs records and decides on promotion. */
export function headOf(staff: readonly StaffMember[]): StaffMember | undefined {
  return staff.find((one) => one.working && /^hiệu trưởng$/i.test(one.position.trim()));
}

/** The homeroom teacher of a class; undefined when the class has none who works at the school. */
export function homeroomTeacherOf(classroom: Classroom | undefined, staff: readonly StaffMember[]): StaffName | undefined {
  const found = staff.find((one) => one.staffId === classroom?.homeroomStaffId && one.working);
  return found && { staffId: found.staffId, fullName: found.fullName };
}
