import {
  checkHocBa,
  type HistoryRow,
  type HocBa,
  type LookupCode,
  type Refusal,
  refusal,
  type SchoolHeadName,
  type Sha256Hex,
  type SchoolYear,
  type StaffName,
  type VersionId,
} from '#domain';
import { err, ok, type PlainDate, type Result } from '#kernel';
import type { PupilYear, School } from '../model.ts';
import type { Outcome } from '../record/outcome.ts';

/** Everything a packet is made of. Names are frozen in it as they stand on this day (R95). */
export interface DraftFacts {
  readonly year: PupilYear;
  readonly outcome: Outcome;
  readonly school: School;
  readonly homeroomTeacher: StaffName;
  readonly schoolHead: SchoolHeadName;
  readonly lookupCode: LookupCode;
  readonly versionId: VersionId;
  readonly versionNumber: number;
  readonly createdOn: PlainDate;
  readonly replaces?: HocBa['replaces'];
  /** The pupil's newest finalized packet of an earlier year; then NAM_TRUOC is a duty. */
  readonly previousYear?: { readonly schoolYear: SchoolYear; readonly versionId: VersionId; readonly sha256: Sha256Hex };
  /** Earlier years at this school, oldest first. */
  readonly earlier: readonly { readonly schoolYear: SchoolYear; readonly classroom: string; readonly entryDate?: PlainDate }[];
}

/** The record of one pupil and one year, ready to be signed; refused when a rule of the content does not hold. */
export function buildHocBa(facts: DraftFacts): Result<HocBa, Refusal> {
  if (facts.outcome.wave === undefined)
    return err(refusal('school/not-signable', { pupil: facts.year.identity.fullName, why: 'chưa xác định được đợt chốt' }));
  const hocBa = composeHocBa(facts);
  const [first] = checkHocBa(hocBa);
  return first === undefined ? ok(hocBa) : err(first);
}

/** The record as the data stand, whether or not it could be signed: what a preview shows. */
export function composeHocBa(facts: DraftFacts): HocBa {
  const { year, outcome, school } = facts;
  const row = (schoolYear: SchoolYear, classroom: string, entryDate: PlainDate | undefined): HistoryRow => ({
    schoolYear,
    classroom,
    schoolName: school.name,
    ...(year.identity.registerNumber === undefined ? {} : { registerNumber: year.identity.registerNumber }),
    ...(entryDate === undefined ? {} : { entryDate }),
  });
  return {
    lookupCode: facts.lookupCode,
    versionId: facts.versionId,
    versionNumber: facts.versionNumber,
    ...(facts.replaces === undefined ? {} : { replaces: facts.replaces }),
    ...(facts.previousYear === undefined ? {} : { previousYear: facts.previousYear }),
    schoolYear: year.schoolYear,
    wave: outcome.wave ?? 1,
    createdOn: facts.createdOn,
    classroom: year.classroom,
    school: {
      provinceDepartmentCode: school.provinceDepartmentCode,
      code: school.code,
      name: school.name,
      commune: school.commune,
      province: school.province,
      issuePlace: school.issuePlace,
      ...(school.district === undefined ? {} : { district: school.district }),
    },
    pupil: year.identity,
    history: [
      ...facts.earlier.map((one) => row(one.schoolYear, one.classroom, one.entryDate)),
      row(year.schoolYear, year.classroom, year.entryDate),
    ],
    assessment: outcome.assessment,
    yearEnd: outcome.yearEnd,
    homeroomTeacher: facts.homeroomTeacher,
    schoolHead: facts.schoolHead,
  };
}
