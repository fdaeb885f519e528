import type { PersonalId } from '#domain';
import { cleanText, foldText, PlainDate } from '#kernel';
import type { Candidate, MatchColour, RowDecision } from '../model.ts';
import type { Report } from '../problem.ts';
import type { DataRow } from '../sheet/rows.ts';
import { readPersonalId } from '../values/identifier.ts';
import { withDStroke } from '../values/text.ts';
import { classroomKey } from './classroom.ts';
import type { ListedPupil, Roster } from './listed-pupil.ts';

type Index = ReadonlyMap<string, readonly ListedPupil[]>;

/** The pupils of the list by everything that may tell them apart. */
export interface Matching {
  readonly roster: Roster;
  /** The codes without their leading zeros, as a number cell of another sheet shows them; null when two would look alike. */
  readonly bare: ReadonlyMap<string, ListedPupil | null>;
  readonly byPersonalId: Index;
  /** Most files say every code, so it is made when a row has none. */
  readonly byNameAndBirth: () => Index;
  readonly byClassroom: Index;
  readonly decisions: ReadonlyMap<string, RowDecision>;
  readonly report: Report;
}

/** Whom a row was found to speak about, and how sure that is. */
export interface Found {
  readonly pupil?: ListedPupil;
  readonly how: string;
  readonly colour: MatchColour;
  readonly candidates: readonly ListedPupil[];
}

export const candidateOf = ({ pupilId, fullName, classroom, birthDate }: ListedPupil): Candidate => ({
  pupilId,
  fullName,
  classroom,
  ...(birthDate ? { birthDate } : {}),
});

const nameAndBirth = (name: string, birthDate: PlainDate) => `${foldText(name)} ${birthDate}`;

function indexBy(pupils: readonly ListedPupil[], key: (pupil: ListedPupil) => string | undefined): Index {
  const index = Map.groupBy(pupils, (pupil) => key(pupil) ?? '');
  index.delete('');
  return index;
}

export function matchingOf(pupils: readonly ListedPupil[], decisions: Matching['decisions'], report: Report): Matching {
  const bare = new Map<string, ListedPupil | null>();
  let names: Index | undefined;
  for (const pupil of pupils) {
    const key = pupil.pupilId.replace(/^0+/, '');
    bare.set(key, bare.has(key) ? null : pupil);
  }
  return {
    // A row that somebody said is about a pupil the school already has keeps the code the files use.
    roster: new Map(
      pupils.flatMap((pupil): [string, ListedPupil][] => [
        [pupil.pupilId, pupil],
        ...(pupil.codeInFile === undefined ? [] : [[pupil.codeInFile, pupil] as [string, ListedPupil]]),
      ]),
    ),
    bare,
    decisions,
    report,
    byPersonalId: indexBy(pupils, ({ identity }) => identity?.personalId),
    byNameAndBirth: () => (names ??= indexBy(pupils, ({ fullName, birthDate }) => birthDate && nameAndBirth(fullName, birthDate))),
    byClassroom: indexBy(pupils, ({ classroom }) => classroomKey(classroom)),
  };
}

/** Letters with their tones, wherever the tone mark was put: `Hoà` and `Hòa` are one name, `Bảo` and `Báo` are two. */
const foldTones = (name: string) =>
  withDStroke(cleanText(name))
    .toLowerCase()
    .split(' ')
    .map((word) => [...word.normalize('NFD')].toSorted().join(''))
    .join(' ');
export const sameSpelling = (a: string, b: string): boolean => a === b || foldTones(a) === foldTones(b);

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
function candidates(
  { name, birthDate, classroom }: Description,
  personalId: PersonalId | undefined,
  matching: Matching,
): Candidates | undefined {
  const numbered = personalId ? (matching.byPersonalId.get(personalId) ?? []) : [];
  if (numbered.length > 0) return { how: 'số định danh cá nhân', pupils: numbered };
  if (name === '') return undefined;
  // A pupil of the list with another number is somebody else.
  const possible = (pupil: ListedPupil) => !personalId || !pupil.identity?.personalId;
  const sameClass = (pupil: ListedPupil) => classroomKey(pupil.classroom) === classroomKey(classroom);
  const spelled = (pupil: ListedPupil) => sameSpelling(pupil.fullName, name);
  if (birthDate)
    return {
      how: 'họ tên và ngày sinh',
      pupils: narrowed((matching.byNameAndBirth().get(nameAndBirth(name, birthDate)) ?? []).filter(possible), [sameClass, spelled]),
    };
  if (classroom === '') return undefined;
  const classmates = (matching.byClassroom.get(classroomKey(classroom)) ?? []).filter(
    (pupil) => possible(pupil) && foldText(pupil.fullName) === foldText(name),
  );
  const exact = classmates.filter(spelled);
  return { how: 'họ tên và lớp', pupils: exact.length > 0 ? exact : classmates };
}

const described = ({ fullName, birthDate, classroom, pupilId }: ListedPupil) =>
  `${fullName}${birthDate ? `, sinh ${PlainDate.toVietnamese(birthDate)}` : ''}, lớp ${classroom} (${pupilId})`;

const NEAR = 5;
const TYPOS = 2;

/** Pupils whom somebody who wrote this may have meant: the birthday or the name in the class nearly agree. Only to be offered, never to be taken. */
export function nearTo({ name, birthDate, classroom }: Description, { roster, byClassroom }: Matching): readonly ListedPupil[] {
  const folded = foldText(name);
  const given = folded.split(' ').at(-1)!;
  if (folded === '') return [];
  const classmates = byClassroom.get(classroomKey(classroom)) ?? [];
  const pool = classmates.length > 0 ? classmates : [...new Set(roster.values())];
  const near = (pupil: ListedPupil) => {
    const other = foldText(pupil.fullName);
    return (
      other === folded ||
      (birthDate !== undefined && pupil.birthDate === birthDate && other.split(' ').at(-1) === given) ||
      (classmates.length > 0 && typosBetween(folded, other) <= TYPOS)
    );
  };
  return pool.filter(near).slice(0, NEAR);
}

/** How many letters have to be put in, taken out or changed; more than `TYPOS` are not counted on. */
function typosBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > TYPOS) return TYPOS + 1;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/**
 * The pupil of a row whose code is missing or in no list. One match is taken and said; several are named and asked for, and so is a
 * name whose marks differ when nothing but the class supports it.
 */
export function findWithoutCode(row: DataRow, code: string, about: Description, matching: Matching): Found {
  const { report } = matching;
  const { name, birthDate } = about;
  const label = name || '(không tên)';
  const codeCell = row.cell('pupilId');
  const at = (codeCell ?? row.cell('fullName') ?? row.cell('personalId'))!.place;
  const personalId = readPersonalId(row.cell('personalId'), `em ${label}`, report);
  const found = candidates(about, personalId, matching);
  const asked = (how: string, some: readonly ListedPupil[]): Found => ({ how, colour: 'red', candidates: some });
  if (!found && code === '') {
    report.problem('workbook/no-identity', at, { label: 'Mã học sinh', name: label });
    return asked('không có mã, không đủ thông tin khác', nearTo(about, matching));
  }
  const pupils = found?.pupils ?? [];
  const [pupil] = pupils;
  const params = {
    name: [
      label,
      ...(birthDate ? [`sinh ${PlainDate.toVietnamese(birthDate)}`] : []),
      ...(about.classroom ? [`lớp ${about.classroom}`] : []),
    ].join(', '),
    code: code || 'không có',
  };
  if (!pupil) {
    report.problem('workbook/unknown-pupil', at, { pupil: code === '' ? `em ${params.name} (không có mã)` : `em ${label} (${code})` });
    return asked('không có trong danh sách', nearTo(about, matching));
  }
  if (pupils.length > 1 || (found!.how === 'họ tên và lớp' && !sameSpelling(pupil.fullName, name))) {
    report.problem('workbook/ambiguous-pupil', at, { ...params, candidates: pupils.slice(0, 5).map(described).join('; ') });
    return asked('có thể là nhiều em', pupils);
  }
  report.problem('workbook/matched-otherwise', at, { ...params, pupil: described(pupil), how: found!.how });
  return { pupil, how: found!.how, colour: found!.how === 'số định danh cá nhân' ? 'green' : 'yellow', candidates: [] };
}
