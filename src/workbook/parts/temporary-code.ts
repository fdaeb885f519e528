import { isTemporary, nextTemporary, type PersonalId, type PupilIdentity } from '#domain';
import { foldText, type PlainDate } from '#kernel';
import type { KnownLists } from '../model.ts';
import { createReport, type Report } from '../problem.ts';
import type { DataRow } from '../sheet/rows.ts';
import { readDate } from '../values/date.ts';
import { readCode, readPersonalId } from '../values/identifier.ts';
import { readText } from '../values/text.ts';

/** What tells one pupil from another when there is no code. */
export interface Person {
  readonly fullName: string;
  readonly birthDate: PlainDate;
  readonly personalId?: PersonalId;
}

/** The same person: by số định danh when both have one, else by name and birthday. */
export function isSamePerson(a: Person, b: Person): boolean {
  return a.personalId !== undefined && b.personalId !== undefined ? a.personalId === b.personalId : a.birthDate === b.birthDate && foldText(a.fullName) === foldText(b.fullName);
}

function personOf(row: DataRow): Person | undefined {
  const silent = createReport();
  const fullName = readText(row.cell('fullName'), '', silent, 'name'), birthDate = readDate(row.cell('birthDate'), '', silent), personalId = readPersonalId(row.cell('personalId'), '', silent);
  return fullName === '' || birthDate === undefined ? undefined : { fullName, birthDate, ...(personalId === undefined ? {} : { personalId }) };
}

/**
 * The code of each row of the pupil list. A row without one is a pupil the school already has, or one who has no code of the sector yet: lớp 1 wait
 * for theirs some weeks after enrolment, and hold a draft under a temporary code until then (R96). Two possible pupils are named and asked for.
 */
export function codesOfRows(rows: readonly DataRow[], known: KnownLists | undefined, report: Report): readonly string[] {
  const identities: readonly PupilIdentity[] = known?.pupils.map(({ identity }) => identity) ?? [];
  const used = [...(known?.temporaryCodes ?? []), ...identities.map(({ pupilId }) => pupilId as string)];
  return rows.map((row) => {
    const code = readCode(row.cell('pupilId'), report);
    if (code !== '') {
      used.push(code);
      return code;
    }
    const person = personOf(row), place = (row.cell('pupilId') ?? row.cell('fullName'))!.place;
    if (person === undefined) {
      report.problem('workbook/no-identity', place, { label: 'Mã học sinh', name: readText(row.cell('fullName'), '', createReport(), 'name') || '(không tên)' });
      return '';
    }
    const same = identities.filter((identity) => isSamePerson(identity, person));
    if (same.length > 1) {
      report.problem('workbook/ambiguous-pupil', place, { name: person.fullName, code: 'không có', candidates: same.map(({ fullName, pupilId }) => `${fullName} (${pupilId})`).join('; ') });
      return '';
    }
    const given = same[0]?.pupilId ?? nextTemporary(used);
    used.push(given);
    if (isTemporary(given)) report.problem('workbook/temporary-code', place, { pupil: `em ${person.fullName}`, code: given });
    return given;
  });
}
