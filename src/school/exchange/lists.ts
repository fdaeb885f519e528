import { PlainDate, type Instant, Instant as InstantOf, unwrap } from '#kernel';
import { SchoolYear, type SubjectCode, type TraitCode } from '#domain';
import type { RosterPupil, SignerEntry, SupplementaryPupil } from '#packet';
import { parseCertificate } from '#signature';
import type { Examined } from '../desk/examine.ts';
import type { Classroom, School, StaffMember } from '../model.ts';
import { resultOf } from '../record/outcome.ts';
import { assessmentOf } from '../record/assessment.ts';
import { headOf, homeroomTeacherOf } from '../record/staff.ts';

/** Who is enrolled (type 130): everybody of the year; those who moved away are said to have moved. */
export function rosterOf(pupils: readonly Examined[]): readonly RosterPupil[] {
  return pupils.map(({ file: { year, lookupCode, events } }) => ({
    pupilId: year.identity.pupilId,
    fullName: year.identity.fullName,
    birthDate: year.identity.birthDate,
    grade: year.frame.grade,
    classroom: year.classroom,
    status: year.status === 'left' ? 'transferredOut' : 'studying',
    ...(year.identity.personalId === undefined ? {} : { personalId: year.identity.personalId }),
    ...(lookupCode !== undefined && events.some((event) => event.kind === 'admitted') ? { lookupCode } : {}),
  }));
}

/** Lowest mark of a reached subject (TT 27/2020 Điều 9: from 5). */
const MARK_REACHED = 5;

/** Who is assessed once more in summer, and in what (type 140). */
export function supplementaryListOf(pupils: readonly Examined[]): readonly SupplementaryPupil[] {
  return pupils
    .filter(({ outcome }) => !outcome.left && resultOf(outcome.first) === 'CHT')
    .map(({ file: { year } }) => {
      const assessment = assessmentOf(year, 'yearEnd');
      const subjects = assessment.subjects
        .filter(({ level, mark }) => level === 'C' || (mark !== undefined && mark < MARK_REACHED))
        .map(({ subject }) => subject);
      const traits = Object.entries(assessment.traits)
        .filter(([, level]) => level === 'C')
        .map(([code]) => code as TraitCode);
      return {
        pupilId: year.identity.pupilId,
        classroom: year.classroom,
        notReached: [...subjects, ...traits] satisfies (SubjectCode | TraitCode)[],
      };
    });
}

export interface SignerSource {
  readonly school: School;
  readonly schoolYear: SchoolYear;
  readonly staff: readonly StaffMember[];
  readonly classrooms: readonly Classroom[];
  /** Certificates (DER) at hand, by staff id or `seal`. */
  readonly certificates: ReadonlyMap<string, Uint8Array>;
}

export interface SignerRole extends Pick<SignerEntry, 'staffId' | 'fullName' | 'role' | 'classrooms'> {
  /** Staff id, or `seal`. */ readonly who: string;
}

/** Whose signature the school needs (KH 1154/KH-SGDĐT II.3): homeroom teachers for their classes, the head, and the seal. */
export function signerRolesOf({ school, staff, classrooms }: Pick<SignerSource, 'school' | 'staff' | 'classrooms'>): readonly SignerRole[] {
  const teachers = [
    ...Map.groupBy(
      classrooms.flatMap((one) => {
        const teacher = homeroomTeacherOf(one, staff);
        return teacher === undefined ? [] : [{ teacher, classroom: one.classroom }];
      }),
      ({ teacher }) => teacher.staffId,
    ),
  ].map(([staffId, own]) => ({
    who: staffId as string,
    staffId,
    fullName: own[0]?.teacher.fullName ?? '',
    role: 'homeroomTeacher' as const,
    classrooms: own.map(({ classroom }) => classroom),
  }));
  const head = headOf(staff);
  return [
    ...teachers,
    ...(head === undefined
      ? []
      : [{ who: head.staffId as string, staffId: head.staffId, fullName: head.fullName, role: 'schoolHead' as const, classrooms: [] }]),
    {
      who: 'seal',
      staffId: school.code as string as SignerEntry['staffId'],
      fullName: school.name,
      role: 'orgSignature' as const,
      classrooms: [],
    },
  ];
}

/** Who signs for the school (type 150). `missing` names who has no certificate. */
export function signersOf({ schoolYear, certificates, ...source }: SignerSource): {
  signers: readonly SignerEntry[];
  missing: readonly string[];
} {
  const wanted = signerRolesOf(source);
  const signers = wanted.flatMap(({ who, ...entry }): SignerEntry[] => {
    const certificate = certificates.get(who);
    const period = certificate && periodOf(certificate, schoolYear);
    return certificate && period ? [{ ...entry, certificate, ...period }] : [];
  });
  return { signers, missing: wanted.filter(({ who }) => !certificates.has(who)).map(({ fullName }) => fullName) };
}

/** From the beginning of the school year until the end of the calendar year in which it is finalized, within the life of the certificate. */
function periodOf(certificate: Uint8Array, schoolYear: SchoolYear): { from: PlainDate; until: PlainDate } | undefined {
  const parsed = parseCertificate(certificate);
  if (!parsed.ok) return undefined;
  const first = SchoolYear.firstYear(schoolYear);
  const day = (instant: Instant) => InstantOf.toPlainDate(instant);
  const [start, end] = [unwrap(PlainDate.of(first, 9, 1)), unwrap(PlainDate.of(first + 1, 12, 31))];
  const [notBefore, notAfter] = [day(parsed.value.notBefore), day(parsed.value.notAfter)];
  return { from: [notBefore, start].toSorted()[1]!, until: [notAfter, end].toSorted()[0]! };
}
