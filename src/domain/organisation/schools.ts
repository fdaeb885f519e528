import type { PlainDate } from '#kernel';
import type { SchoolCode } from '../record/identifiers.ts';
import organisation from '../../../policies/organisation.json' with { type: 'json' };

export interface Commune {
  readonly code: string;
  readonly name: string;
  readonly district?: string;
  readonly from: string;
  readonly until?: string;
}
/** Where a school stands on a day: the names that are frozen in a record on the day of issue (R95). */
export interface SchoolAddress {
  readonly commune: string;
  readonly district?: string;
  readonly province: string;
  readonly issuePlace: string;
  readonly provinceDepartmentCode: string;
}
export interface ListedSchool {
  readonly code: string;
  readonly name: string;
  readonly communes: readonly {
    readonly commune: string;
    readonly district?: string;
    readonly issuePlace: string;
    readonly from: string;
    readonly until?: string;
  }[];
}

const COMMUNES: readonly Commune[] = organisation.communes;
const SCHOOLS: readonly ListedSchool[] = organisation.schools;
const within = ({ from, until }: { readonly from: string; readonly until?: string }, date: PlainDate) =>
  from <= date && (until === undefined || date <= until);

/** Province of this installation. */
export const PROVINCE = {
  code: organisation.province.code,
  name: organisation.province.name,
  department: organisation.province.department,
} as const;

/** Communes of the province on a day. A bare code means nothing without a date: codes were used again for other areas. */
export const communesOn = (date: PlainDate): readonly Commune[] => COMMUNES.filter((commune) => within(commune, date));
/** Districts until 30/6/2025; none from 01/7/2025 on (two-tier local government). */
export const districtsOn = (date: PlainDate): readonly { readonly code: string; readonly name: string }[] =>
  organisation.districts.filter((district) => within(district, date));

/** A school of the list; undefined when it is not listed. */
export const schoolOf = (code: SchoolCode): ListedSchool | undefined => SCHOOLS.find((school) => school.code === code);

/** The address of a listed school on a day, or the demonstration commune's for one that is not listed. */
export function addressOf(code: SchoolCode, date: PlainDate): SchoolAddress {
  const at =
    (schoolOf(code)?.communes ?? organisation.defaultAddress).find((one) => within(one, date)) ??
    organisation.defaultAddress.find((one) => within(one, date)) ??
    organisation.defaultAddress.at(-1)!;
  return {
    commune: at.commune,
    ...(at.district === undefined ? {} : { district: at.district }),
    province: PROVINCE.name,
    issuePlace: at.issuePlace,
    provinceDepartmentCode: PROVINCE.code,
  };
}
