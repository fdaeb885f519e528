import type { ROLES } from '#contract';
import type { TierName } from './tier.ts';

export type Role = (typeof ROLES)[number];

/** What people call themselves, as on the signature line and in the corner of each screen. */
export const ROLE_LABEL: Readonly<Record<Role, string>> = {
  homeroomTeacher: 'GVCN',
  subjectTeacher: 'GVBM',
  schoolHead: 'Hiệu trưởng',
  deputyHead: 'Phó hiệu trưởng',
  clerk: 'Văn thư',
  schoolAdmin: 'Quản trị trường',
  districtOfficer: 'Chuyên viên Phòng GD&ĐT',
  provinceOfficer: 'Chuyên viên Sở GD&ĐT',
  provinceAdmin: 'Quản trị Sở GD&ĐT',
  ministryOfficer: 'Chuyên viên Bộ GD&ĐT',
};

/** Which roles an account of a tier may have: a school can never make an officer of the province. */
export const TIER_ROLES: Readonly<Record<TierName, readonly Role[]>> = {
  school: ['homeroomTeacher', 'subjectTeacher', 'schoolHead', 'deputyHead', 'clerk', 'schoolAdmin'],
  province: ['districtOfficer', 'provinceOfficer', 'provinceAdmin'],
  ministry: ['ministryOfficer'],
};

/** `GVCN 4A2`, `Hiệu trưởng`. */
export const roleLabel = (role: Role, classrooms: readonly string[]): string => [ROLE_LABEL[role], ...classrooms].join(' ');
