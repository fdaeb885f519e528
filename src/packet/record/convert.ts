import type { HocBa, TraitLevels } from '#domain';
import type { SignedWire } from './document.ts';
import { SUBJECT_NAMES } from './subjects.ts';

/** The property with that name, or no property at all: absent stays absent. */
function present<K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [key in K]?: V };
}

/** A record as `THONG_TIN_HOC_BA` lays it out. */
export function toSigned(record: HocBa): SignedWire {
  const { assessment, school, pupil, yearEnd } = record;
  const { excused, unexcused } = assessment.absence;
  return {
    header: {
      lookupCode: record.lookupCode,
      versionId: record.versionId,
      versionNumber: record.versionNumber,
      ...present('replaces', record.replaces),
      ...present('previousYear', record.previousYear),
      educationLevel: '02',
      schoolYear: record.schoolYear,
      grade: assessment.grade,
      classroom: record.classroom,
      departmentCode: school.provinceDepartmentCode,
      schoolCode: school.code,
      schoolName: school.name,
      commune: school.commune,
      ...present('district', school.district),
      province: school.province,
      issuePlace: school.issuePlace,
      createdOn: record.createdOn,
      wave: record.wave,
    },
    pupil: { ...pupil, notAssessed: assessment.notAssessed },
    history: { rows: record.history },
    health: assessment.health,
    subjects: {
      blocks: assessment.subjects.map((row, i) => ({
        id: `diem-${i + 1}`,
        versionId: record.versionId,
        pupilId: pupil.pupilId,
        schoolYear: record.schoolYear,
        name: SUBJECT_NAMES[row.subject],
        ...row,
      })),
    },
    traits: {
      levels: Object.entries(assessment.traits) as SignedWire['traits']['levels'],
      ...present('qualityRemark', assessment.qualityRemark),
      ...present('generalCompetencyRemark', assessment.generalCompetencyRemark),
      ...present('specificCompetencyRemark', assessment.specificCompetencyRemark),
    },
    // An empty cell of absence is refused by the writer: the form of an issued record has both numbers.
    yearEnd: { ...yearEnd, excused: excused as number, unexcused: unexcused as number, awards: assessment.awards },
    homeroomTeacher: record.homeroomTeacher,
    schoolHead: record.schoolHead,
  };
}

/** The way back. Repeated values have been compared before. */
export function fromSigned({ header, pupil, history, health, subjects, traits, yearEnd, homeroomTeacher, schoolHead }: SignedWire): HocBa {
  const { notAssessed, ...identity } = pupil;
  const { excused, unexcused, awards, ...outcome } = yearEnd;
  const { levels, ...remarks } = traits;
  return {
    lookupCode: header.lookupCode,
    versionId: header.versionId,
    versionNumber: header.versionNumber,
    ...present('replaces', header.replaces),
    ...present('previousYear', header.previousYear),
    schoolYear: header.schoolYear,
    wave: header.wave,
    createdOn: header.createdOn,
    classroom: header.classroom,
    school: {
      provinceDepartmentCode: header.departmentCode,
      code: header.schoolCode,
      name: header.schoolName,
      commune: header.commune,
      ...present('district', header.district),
      province: header.province,
      issuePlace: header.issuePlace,
    },
    pupil: identity,
    history: history.rows,
    assessment: {
      grade: header.grade,
      notAssessed,
      subjects: subjects.blocks.map(({ id, versionId, pupilId, schoolYear, name, ...row }) => row),
      traits: Object.fromEntries(levels) as TraitLevels,
      ...remarks,
      health,
      absence: { excused, unexcused },
      awards,
    },
    yearEnd: outcome,
    homeroomTeacher,
    schoolHead,
  };
}
