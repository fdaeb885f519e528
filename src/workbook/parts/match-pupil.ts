import { cleanText, foldText, PlainDate } from '#kernel';
import type { Report } from '../problem.ts';
import { type Cell, type DataRow, shown } from '../sheet/rows.ts';
import { readDate } from '../values/date.ts';
import { readCode } from '../values/identifier.ts';
import { readText } from '../values/text.ts';
import { classroomKey } from './classroom.ts';
import { findWithoutCode, type Matching, sameSpelling } from './find-pupil.ts';
import type { ListedPupil } from './pupils.ts';

function checkName(row: DataRow, pupil: ListedPupil, report: Report): boolean {
  const cell = row.cell('fullName');
  const name = readText(cell, pupil.who, report, 'name');
  if (name === '' || pupil.fullName === '' || sameSpelling(name, pupil.fullName)) return true;
  const same = foldText(name) === foldText(pupil.fullName);
  report.problem(same ? 'workbook/name-spelling' : 'workbook/name-mismatch', cell!.place, { pupil: pupil.who, name, listed: pupil.fullName });
  return same;
}

function checkClassroom(row: DataRow, pupil: ListedPupil, { byClassroom, report }: Matching): boolean {
  const cell = row.cell('classroom');
  const inCell = readText(cell, pupil.who, report);
  const stated = inCell !== '' ? inCell : (row.classroomAbove ?? '');
  if (stated === '' || classroomKey(stated) === classroomKey(pupil.classroom)) {
    if (inCell !== '' && cleanText(inCell) !== pupil.classroom) report.change(cell!.place, inCell, pupil.classroom, 'tên lớp viết thống nhất');
    return true;
  }
  report.problem(byClassroom.has(classroomKey(stated)) ? 'workbook/classroom-mismatch' : 'workbook/unknown-classroom', inCell !== '' ? cell!.place : row.place, {
    pupil: pupil.who, classroom: stated, listed: pupil.classroom, listedRow: pupil.source.row,
  });
  return false;
}

/** Where a row says who it is about. */
export const identityPlace = (row: DataRow): Cell['place'] => (row.cell('pupilId') ?? row.cell('personalId') ?? row.cell('fullName'))!.place;

function byCode(cell: Cell | undefined, code: string, { roster, bare, report }: Matching): ListedPupil | undefined {
  const listed = roster.get(code);
  if (listed || !cell || code === '') return listed;
  const restored = typeof cell.raw === 'number' || cell.untyped ? bare.get(code) : undefined;
  if (restored) report.change(cell.place, code, restored.pupilId, 'mã học sinh thêm lại số 0 ở đầu');
  return restored ?? undefined;
}

/**
 * The pupil of the list whom a row of another sheet speaks about: by code, and when the code is missing or unknown by what else tells
 * a pupil apart. Name, classroom and birthday must not contradict the list: rows that slipped by one would give a child the marks of
 * another.
 */
export function matchPupil(row: DataRow, matching: Matching): ListedPupil | undefined {
  const { report } = matching;
  const cell = row.cell('pupilId'), code = readCode(cell, report), coded = byCode(cell, code, matching);
  const name = row.cell('fullName'), written = name ? cleanText(shown(name.raw)) : '';
  const born = row.cell('birthDate'), birthDate = readDate(born, coded?.who ?? `em ${written || '(không tên)'}`, report);
  const stated = row.cell('classroom'), classroom = (stated && cleanText(shown(stated.raw))) || (row.classroomAbove ?? '');
  const pupil = coded ?? findWithoutCode(row, code, { name: written, birthDate, classroom }, matching);
  if (!pupil) return undefined;
  const named = checkName(row, pupil, report), placed = checkClassroom(row, pupil, matching);
  if (birthDate && pupil.birthDate && birthDate !== pupil.birthDate) {
    report.problem('workbook/birth-date-differs', born!.place, { pupil: pupil.who, listed: PlainDate.toVietnamese(pupil.birthDate) });
  }
  return named && placed ? pupil : undefined;
}
