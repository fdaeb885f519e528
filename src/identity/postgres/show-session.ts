import type { SchoolCode, StaffId } from '#domain';
import type { Selectable } from 'kysely';
import type { Role } from '../role.ts';
import { schoolIdOf } from '../school-id.ts';
import type { SecondFactorState } from '../second-factor.ts';
import type { Session } from '../session.ts';
import type { TierName } from '../tier.ts';
import type { IdentityTables } from './tables.ts';

/** An account, and when its second factor was confirmed if it has one. */
export type AccountRow = Selectable<IdentityTables['account']> & { readonly confirmed_at: Date | null };
export type ShowSession = (row: AccountRow) => Session;

/** The account as a session shows it. The school of a person is the code kept here, never anything the request says. */
export function showSession(tier: TierName, requiredOf: readonly Role[]): ShowSession {
  return (row) => {
    const role = row.role as Role;
    const school =
      tier === 'school'
        ? { schoolCode: row.organisation_code as SchoolCode, schoolId: schoolIdOf(row.organisation_code as SchoolCode) }
        : {};
    const secondFactor: SecondFactorState = row.confirmed_at !== null ? 'on' : requiredOf.includes(role) ? 'due' : 'off';
    return {
      accountId: row.account_id,
      username: row.username,
      fullName: row.full_name,
      role,
      tier,
      organisation: { code: row.organisation_code, name: row.organisation_name },
      ...school,
      classrooms: row.classrooms,
      ...(row.staff_id === null ? {} : { staffId: row.staff_id as StaffId }),
      ...(row.area === null ? {} : { area: row.area }),
      secondFactor,
    };
  };
}
