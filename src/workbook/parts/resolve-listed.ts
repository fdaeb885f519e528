import { isTemporary, nextTemporary, type PersonalId, type PupilId } from '#domain';
import { foldText, PlainDate } from '#kernel';
import { type Candidate, type KnownLists, type ReadingOptions, rowKey } from '../model.ts';
import type { Report } from '../problem.ts';
import type { DataRow } from '../sheet/rows.ts';
import { classroomKey } from './classroom.ts';
import { type Found, sameSpelling } from './find-pupil.ts';
import { sourceOf } from './match-pupil.ts';
import { type ListedPupil, named } from './listed-pupil.ts';
import { isSamePerson } from './temporary-code.ts';

type Known = KnownLists['pupils'][number];

const candidateOf = ({ identity, classroom }: Known): Candidate => ({
  pupilId: identity.pupilId,
  fullName: identity.fullName,
  classroom,
  birthDate: identity.birthDate,
});
const described = ({ identity, classroom }: Known): string =>
  `${identity.fullName}, sinh ${PlainDate.toVietnamese(identity.birthDate)}, lớp ${classroom} (${identity.pupilId})`;
const nameAndBirth = (name: string, birthDate: PlainDate) => `${foldText(name)} ${birthDate}`;

/** Whom a row of the list is about among the pupils the school already has; `known` absent: a new pupil, under a temporary code when the sector gave none yet. `personalId`: on file. */
type Resolved = Omit<Found, 'pupil' | 'candidates'> & {
  readonly known?: Known;
  readonly temporary?: PupilId;
  readonly personalId?: PersonalId | undefined;
  readonly candidates: readonly Known[];
  readonly mayBeNew?: true;
};

/**
 * Tells for each row of a pupil list which pupil of the school it speaks about: by code, and without one by số định danh, then by name and
 * birthday. A new code for somebody the school seems to have already, and a code that stands beside another name and birthday than before,
 * are asked for: one would make a second child of one, the other overwrite a child with another. Lớp 1 wait for their codes some weeks after
 * enrolment: who has none and is nobody known gets a temporary code, and keeps the place when the code of the sector comes (R96). `codes` are
 * those of all rows.
 */
export function resolverOf(
  codes: readonly string[],
  { known: { pupils, temporaryCodes = [] } = { staff: [], pupils: [] }, decisions = new Map() }: ReadingOptions,
  report: Report,
): (row: DataRow, pupil: ListedPupil) => ListedPupil | undefined {
  const listed = new Set(codes);
  const byId = new Map(pupils.map((one) => [one.identity.pupilId as string, one]));
  const byPersonalId = Map.groupBy(pupils, ({ identity }) => identity.personalId ?? '');
  const byNameAndBirth = Map.groupBy(pupils, ({ identity }) => nameAndBirth(identity.fullName, identity.birthDate));
  const used = [...temporaryCodes, ...codes, ...byId.keys()];
  /** The code of a pupil who has none of the sector yet; without a name and a birthday nobody would know for whom it is. */
  function temporaryFor({ fullName, birthDate }: ListedPupil): PupilId | undefined {
    if (fullName === '' || birthDate === undefined) return undefined;
    const given = nextTemporary(used);
    used.push(given);
    return given;
  }
  /** Pupils of the school who seem to be the one of the row, and what makes them seem so. */
  const similarTo = ({
    fullName,
    birthDate,
    classroom,
    identity,
  }: ListedPupil): { readonly how: string; readonly found: readonly Known[] } => {
    const free = (some: readonly Known[] = []) => some.filter((one) => !listed.has(one.identity.pupilId));
    const numbered = identity?.personalId ? free(byPersonalId.get(identity.personalId)) : [];
    if (numbered.length > 0) return { how: 'số định danh cá nhân', found: numbered };
    const other = (one: Known) => identity?.personalId !== undefined && one.identity.personalId !== undefined;
    const alike = birthDate ? free(byNameAndBirth.get(nameAndBirth(fullName, birthDate))).filter((one) => !other(one)) : [];
    const narrowed = [
      (one: Known) => classroomKey(one.classroom) === classroomKey(classroom),
      (one: Known) => sameSpelling(one.identity.fullName, fullName),
    ].reduce((left, test) => (left.length > 1 && left.some(test) ? left.filter(test) : left), alike);
    return { how: 'họ tên và ngày sinh', found: narrowed };
  };

  /** The code of the sector has come for somebody under a temporary one, and there is only one such. */
  const getsCode = ({ pupilId, fullName, birthDate, identity }: ListedPupil, [only, ...others]: readonly Known[]): boolean =>
    only !== undefined &&
    others.length === 0 &&
    isTemporary(only.identity.pupilId) &&
    !isTemporary(pupilId as PupilId) &&
    pupils.filter(
      (one) =>
        birthDate !== undefined &&
        isSamePerson(one.identity, { fullName, birthDate, ...(identity?.personalId ? { personalId: identity.personalId } : {}) }),
    ).length === 1;

  function resolve(row: DataRow, pupil: ListedPupil): Resolved {
    const at = (row.cell('pupilId') ?? row.cell('fullName'))!.place;
    const own = byId.get(pupil.pupilId);
    const { how, found } = own ? { how: '', found: [] } : similarTo(pupil);
    const [first] = found;
    if (own) {
      const sameName = foldText(own.identity.fullName) === foldText(pupil.fullName);
      const sameDay = own.identity.birthDate === pupil.birthDate;
      if (sameName && sameDay) return { known: own, how: 'mã học sinh', colour: 'green', candidates: [] };
      if (sameName || sameDay || !pupil.birthDate || pupil.fullName === '')
        return {
          known: own,
          how: `mã học sinh; ${sameName ? 'ngày sinh' : 'họ tên'} khác dữ liệu đang có`,
          colour: 'yellow',
          candidates: [],
        };
      report.problem('workbook/other-person', at, { pupil: pupil.who, known: described(own) });
      return { how: 'mã của một em khác đang có', colour: 'red', candidates: [own] };
    }
    if (pupil.pupilId !== '') {
      if (!first) return { how: 'em mới', colour: 'green', candidates: [], mayBeNew: true };
      if (getsCode(pupil, found))
        return {
          how: `${how}; mã của Bộ thay mã tạm ${first.identity.pupilId}`,
          colour: 'yellow',
          personalId: first.identity.personalId,
          candidates: [],
          mayBeNew: true,
        };
      report.problem('workbook/maybe-known', at, { pupil: pupil.who, candidates: found.map(described).join('; ') });
      return { how: `mã mới, nhưng ${how} giống em đang có`, colour: 'red', candidates: found, mayBeNew: true };
    }
    if (found.length === 1) {
      report.problem('workbook/matched-otherwise', at, { name: pupil.fullName, code: 'không có', pupil: described(first!), how });
      return { known: first!, how, colour: how === 'số định danh cá nhân' ? 'green' : 'yellow', candidates: [] };
    }
    if (first)
      report.problem('workbook/ambiguous-pupil', at, {
        name: pupil.fullName,
        code: 'không có',
        candidates: found.map(described).join('; '),
      });
    const temporary = first ? undefined : temporaryFor(pupil);
    if (temporary !== undefined)
      return { how: 'em mới, tạm dùng mã của trường', colour: 'yellow', temporary, candidates: [], mayBeNew: true };
    if (!first) report.problem('workbook/no-identity', at, { label: 'Mã học sinh', name: pupil.fullName || '(không tên)' });
    return {
      how: first ? 'có thể là nhiều em' : 'không có mã, chưa có trong dữ liệu',
      colour: 'red',
      candidates: found,
      ...(first ? { mayBeNew: true } : {}),
    };
  }

  function answered(row: DataRow, pupil: ListedPupil): Resolved | undefined {
    const decision = decisions.get(rowKey(sourceOf(row)));
    if (!decision) return undefined;
    if (decision.is === 'skip') return { how: 'bỏ qua theo trả lời', colour: 'yellow', candidates: [] };
    const known = decision.is === 'pupil' ? byId.get(decision.pupilId) : undefined;
    if (decision.is === 'new' && !byId.has(pupil.pupilId)) {
      const temporary = pupil.pupilId === '' ? temporaryFor(pupil) : undefined;
      return pupil.pupilId === '' && temporary === undefined
        ? undefined
        : { how: 'em mới, theo trả lời', colour: 'yellow', candidates: [], mayBeNew: true, ...(temporary ? { temporary } : {}) };
    }
    return known && { known, how: 'theo trả lời', colour: 'yellow', candidates: [] };
  }

  return (row, pupil) => {
    const answer = answered(row, pupil);
    const { known, temporary, how, colour, candidates, mayBeNew, personalId = known?.identity.personalId } = answer ?? resolve(row, pupil);
    const pupilId = known?.identity.pupilId ?? temporary ?? pupil.pupilId;
    const decision = answer && decisions.get(rowKey(sourceOf(row)))!.is;
    report.match({
      source: sourceOf(row),
      kind: 'pupils',
      colour,
      how,
      name: pupil.fullName,
      classroom: pupil.classroom,
      ...(pupil.birthDate ? { birthDate: pupil.birthDate } : {}),
      ...(known || (mayBeNew && colour !== 'red') ? { pupilId } : {}),
      candidates: candidates.map(candidateOf),
      mayBeNew: mayBeNew ?? false,
      ...(decision ? { decision } : {}),
    });
    if (colour === 'red' || decision === 'skip') return undefined;
    if (pupil.pupilId === '' && isTemporary(pupilId))
      report.problem('workbook/temporary-code', (row.cell('pupilId') ?? row.cell('fullName'))!.place, {
        pupil: `em ${pupil.fullName}`,
        code: pupilId,
      });
    const numbered =
      pupil.lostPersonalId && pupil.identity && personalId ? { ...pupil, identity: { ...pupil.identity, personalId } } : pupil;
    return pupilId === pupil.pupilId ? numbered : renamed(numbered, pupilId as PupilId);
  };
}

/** The row under the code the school has; rows of other sheets may go on using its own. */
function renamed(pupil: ListedPupil, pupilId: PupilId): ListedPupil {
  const { pupilId: codeInFile, identity, ...rest } = pupil;
  return {
    ...rest,
    pupilId,
    who: named(pupil.fullName, pupilId),
    ...(identity ? { identity: { ...identity, pupilId } } : {}),
    ...(codeInFile === '' ? {} : { codeInFile }),
  };
}
