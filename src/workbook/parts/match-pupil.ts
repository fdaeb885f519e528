import { cleanText, foldText, PlainDate } from '#kernel';
import type { Report } from '../problem.ts';
import { type DataRow, shown } from '../sheet/rows.ts';
import { readDate } from '../values/date.ts';
import { readCode } from '../values/identifier.ts';
import { readText } from '../values/text.ts';
import { classroomKey, looksLikeClassroom } from './classroom.ts';
import type { ListedPupil, Roster } from './pupils.ts';

/** The codes of the list without their leading zeros, as a number cell of another sheet shows them; null when two would look alike. */
export type BareCodes = ReadonlyMap<string, ListedPupil | null>;

export interface Matching {
  readonly roster: Roster;
  readonly bare: BareCodes;
  readonly classrooms: ReadonlySet<string>;
  readonly report: Report;
}

export function matchingOf(pupils: readonly ListedPupil[], report: Report): Matching {
  const bare = new Map<string, ListedPupil | null>();
  for (const pupil of pupils) {
    const key = pupil.pupilId.replace(/^0+/, '');
    bare.set(key, bare.has(key) ? null : pupil);
  }
  return { roster: new Map(pupils.map((pupil) => [pupil.pupilId, pupil])), bare, classrooms: new Set(pupils.map(({ classroom }) => classroomKey(classroom))), report };
}

const sameSpelling = (a: string, b: string) => foldTones(a) === foldTones(b);
/** Letters with their tones, wherever the tone mark was put: `Hoà` and `Hòa` are one name, `Bảo` and `Báo` are two. */
const foldTones = (name: string) => cleanText(name).toLowerCase().split(' ').map((word) => [...word.normalize('NFD')].toSorted().join('')).join(' ');

function checkName(row: DataRow, pupil: ListedPupil, report: Report): boolean {
  const cell = row.cell('fullName');
  const name = readText(cell, pupil.who, report, 'name');
  if (name === '' || sameSpelling(name, pupil.fullName)) return true;
  const same = foldText(name) === foldText(pupil.fullName);
  report.problem(same ? 'workbook/name-spelling' : 'workbook/name-mismatch', cell!.place, { pupil: pupil.who, name, listed: pupil.fullName });
  return same;
}

function checkClassroom(row: DataRow, pupil: ListedPupil, { classrooms, report }: Matching): boolean {
  const cell = row.cell('classroom');
  const inCell = readText(cell, pupil.who, report);
  const stated = inCell !== '' ? inCell : looksLikeClassroom(row.place.sheet!) ? row.place.sheet! : '';
  if (stated === '' || classroomKey(stated) === classroomKey(pupil.classroom)) {
    if (inCell !== '' && cleanText(inCell) !== pupil.classroom) report.change(cell!.place, inCell, pupil.classroom, 'tên lớp viết thống nhất');
    return true;
  }
  report.problem(classrooms.has(classroomKey(stated)) ? 'workbook/classroom-mismatch' : 'workbook/unknown-classroom', inCell !== '' ? cell!.place : row.place, {
    pupil: pupil.who, classroom: stated, listed: pupil.classroom, listedRow: pupil.source.row,
  });
  return false;
}

/**
 * The pupil of the list whom a row of another sheet speaks about, by code. Name, classroom and birthday must not contradict the list:
 * rows that slipped by one would give a child the marks of another.
 */
export function matchPupil(row: DataRow, matching: Matching): ListedPupil | undefined {
  const { roster, bare, report } = matching;
  const cell = row.cell('pupilId')!;
  const code = readCode(cell, report);
  const restored = !roster.has(code) && typeof cell.raw === 'number' ? bare.get(code) : undefined;
  const pupil = roster.get(code) ?? restored;
  if (restored) report.change(cell.place, code, restored.pupilId, 'mã học sinh thêm lại số 0 ở đầu');
  if (!pupil) {
    const name = row.cell('fullName');
    report.problem('workbook/unknown-pupil', cell.place, { pupil: `em ${(name && cleanText(shown(name.raw))) || '(không tên)'} (${code})` });
    return undefined;
  }
  const named = checkName(row, pupil, report), placed = checkClassroom(row, pupil, matching);
  const born = row.cell('birthDate'), birthDate = readDate(born, pupil.who, report);
  if (birthDate && pupil.birthDate && birthDate !== pupil.birthDate) {
    report.problem('workbook/birth-date-differs', born!.place, { pupil: pupil.who, listed: PlainDate.toVietnamese(pupil.birthDate) });
  }
  return named && placed ? pupil : undefined;
}
