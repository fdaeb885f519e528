import type { PersonalId } from '#domain';
import { cleanText, foldText, PlainDate } from '#kernel';
import type { Report } from '../problem.ts';
import type { DataRow } from '../sheet/rows.ts';
import { readPersonalId } from '../values/identifier.ts';
import { withDStroke } from '../values/text.ts';
import { classroomKey } from './classroom.ts';
import type { ListedPupil, Roster } from './pupils.ts';

type Index = ReadonlyMap<string, readonly ListedPupil[]>;

/** The pupils of the list by everything that may tell them apart. */
export interface Matching {
  readonly roster: Roster;
  /** The codes without their leading zeros, as a number cell of another sheet shows them; null when two would look alike. */
  readonly bare: ReadonlyMap<string, ListedPupil | null>;
  readonly byPersonalId: Index;
  readonly byNameAndBirth: Index;
  readonly byClassroom: Index;
  readonly report: Report;
}

const nameAndBirth = (name: string, birthDate: PlainDate) => `${foldText(name)} ${birthDate}`;

function indexBy(pupils: readonly ListedPupil[], key: (pupil: ListedPupil) => string | undefined): Index {
  const index = Map.groupBy(pupils, (pupil) => key(pupil) ?? '');
  index.delete('');
  return index;
}

export function matchingOf(pupils: readonly ListedPupil[], report: Report): Matching {
  const bare = new Map<string, ListedPupil | null>();
  for (const pupil of pupils) {
    const key = pupil.pupilId.replace(/^0+/, '');
    bare.set(key, bare.has(key) ? null : pupil);
  }
  return {
    roster: new Map(pupils.map((pupil) => [pupil.pupilId, pupil])), bare, report,
    byPersonalId: indexBy(pupils, ({ identity }) => identity?.personalId),
    byNameAndBirth: indexBy(pupils, ({ fullName, birthDate }) => birthDate && nameAndBirth(fullName, birthDate)),
    byClassroom: indexBy(pupils, ({ classroom }) => classroomKey(classroom)),
  };
}

/** Letters with their tones, wherever the tone mark was put: `Hoà` and `Hòa` are one name, `Bảo` and `Báo` are two. */
const foldTones = (name: string) => withDStroke(cleanText(name)).toLowerCase().split(' ').map((word) => [...word.normalize('NFD')].toSorted().join('')).join(' ');
export const sameSpelling = (a: string, b: string): boolean => foldTones(a) === foldTones(b);

/** What a row says of its pupil besides the code. */
export interface Description {
  readonly name: string;
  readonly birthDate: PlainDate | undefined;
  readonly classroom: string;
}

type Candidates = { readonly how: string; readonly pupils: readonly ListedPupil[] };

/** The first of several that narrows a list down without emptying it. */
function narrowed(pupils: readonly ListedPupil[], tests: readonly ((pupil: ListedPupil) => boolean)[]): readonly ListedPupil[] {
  return tests.reduce((left, test) => (left.length > 1 && left.some(test) ? left.filter(test) : left), pupils);
}

/** By số định danh, else by name and birthday, else by a name in its class with all its marks: two things that agree, never one. */
function candidates({ name, birthDate, classroom }: Description, personalId: PersonalId | undefined, matching: Matching): Candidates | undefined {
  const numbered = personalId ? (matching.byPersonalId.get(personalId) ?? []) : [];
  if (numbered.length > 0) return { how: 'số định danh cá nhân', pupils: numbered };
  if (name === '') return undefined;
  // A pupil of the list with another number is somebody else.
  const possible = (pupil: ListedPupil) => !personalId || !pupil.identity?.personalId;
  const sameClass = (pupil: ListedPupil) => classroomKey(pupil.classroom) === classroomKey(classroom);
  const spelled = (pupil: ListedPupil) => sameSpelling(pupil.fullName, name);
  if (birthDate) return { how: 'họ tên và ngày sinh', pupils: narrowed((matching.byNameAndBirth.get(nameAndBirth(name, birthDate)) ?? []).filter(possible), [sameClass, spelled]) };
  if (classroom === '') return undefined;
  const classmates = (matching.byClassroom.get(classroomKey(classroom)) ?? []).filter((pupil) => possible(pupil) && foldText(pupil.fullName) === foldText(name));
  const exact = classmates.filter(spelled);
  return { how: 'họ tên và lớp', pupils: exact.length > 0 ? exact : classmates };
}

const described = ({ fullName, birthDate, classroom, pupilId }: ListedPupil) =>
  `${fullName}${birthDate ? `, sinh ${PlainDate.toVietnamese(birthDate)}` : ''}, lớp ${classroom} (${pupilId})`;

/**
 * The pupil of a row whose code is missing or in no list. One match is taken and said; several are named and asked for, and so is a
 * name whose marks differ when nothing but the class supports it.
 */
export function findWithoutCode(row: DataRow, code: string, about: Description, matching: Matching): ListedPupil | undefined {
  const { report } = matching;
  const { name, birthDate } = about, label = name || '(không tên)', codeCell = row.cell('pupilId');
  const at = (codeCell ?? row.cell('fullName') ?? row.cell('personalId'))!.place;
  const personalId = readPersonalId(row.cell('personalId'), `em ${label}`, report);
  const found = candidates(about, personalId, matching);
  if (!found && code === '') {
    report.problem('workbook/no-identity', at, { label: 'Mã học sinh', name: label });
    return undefined;
  }
  const pupils = found?.pupils ?? [], [pupil] = pupils;
  const params = { name: [label, ...(birthDate ? [`sinh ${PlainDate.toVietnamese(birthDate)}`] : []), ...(about.classroom ? [`lớp ${about.classroom}`] : [])].join(', '), code: code || 'không có' };
  if (!pupil) report.problem('workbook/unknown-pupil', at, { pupil: code === '' ? `em ${params.name} (không có mã)` : `em ${label} (${code})` });
  else if (pupils.length > 1 || (found!.how === 'họ tên và lớp' && !sameSpelling(pupil.fullName, name))) {
    report.problem('workbook/ambiguous-pupil', at, { ...params, candidates: pupils.slice(0, 5).map(described).join('; ') });
  } else {
    report.problem('workbook/matched-otherwise', at, { ...params, pupil: described(pupil), how: found!.how });
    return pupil;
  }
  return undefined;
}
