import type { AssessmentPoint } from '#domain';
import { cleanText, foldText, PlainDate } from '#kernel';
import { type RowDecision, type RowMatch, rowKey, type RowSource } from '../model.ts';
import type { Report } from '../problem.ts';
import { type Cell, type DataRow, shown } from '../sheet/rows.ts';
import { readDate } from '../values/date.ts';
import { readCode } from '../values/identifier.ts';
import { readText } from '../values/text.ts';
import { candidateOf, type Description, findWithoutCode, type Found, type Matching, nearTo, sameSpelling } from './find-pupil.ts';
import { classroomKey } from './classroom.ts';
import type { ListedPupil } from './listed-pupil.ts';

type Agreement = 'same' | 'doubtful' | 'other';

function checkName(row: DataRow, pupil: ListedPupil, report: Report): Agreement {
  const cell = row.cell('fullName');
  // What could be two names is the one that the list has.
  const listed = [cell?.doubt?.reading, cell?.doubt && cleanText(shown(cell.raw))].find(
    (text) => text !== undefined && sameSpelling(text, pupil.fullName),
  );
  if (listed !== undefined) {
    report.change(cell!.place, shown(cell!.raw), pupil.fullName, `${cell!.doubt!.encoding} hay Unicode: theo danh sách`);
    return 'same';
  }
  const name = readText(cell, pupil.who, report, 'name');
  if (name === '' || pupil.fullName === '' || sameSpelling(name, pupil.fullName)) return 'same';
  const same = foldText(name) === foldText(pupil.fullName);
  report.problem(same ? 'workbook/name-spelling' : 'workbook/name-mismatch', cell!.place, {
    pupil: pupil.who,
    name,
    listed: pupil.fullName,
  });
  return same ? 'doubtful' : 'other';
}

function checkClassroom(row: DataRow, pupil: ListedPupil, { byClassroom, report }: Matching): Agreement {
  const cell = row.cell('classroom');
  const inCell = readText(cell, pupil.who, report);
  const stated = inCell !== '' ? inCell : (row.classroomAbove ?? '');
  if (stated === '' || classroomKey(stated) === classroomKey(pupil.classroom)) {
    if (inCell !== '' && cleanText(inCell) !== pupil.classroom)
      report.change(cell!.place, inCell, pupil.classroom, 'tên lớp viết thống nhất');
    return 'same';
  }
  report.problem(
    byClassroom.has(classroomKey(stated)) ? 'workbook/classroom-mismatch' : 'workbook/unknown-classroom',
    inCell !== '' ? cell!.place : row.place,
    {
      pupil: pupil.who,
      classroom: stated,
      listed: pupil.classroom,
      listedRow: pupil.source.row,
    },
  );
  return 'other';
}

function checkBirthDate(cell: Cell | undefined, birthDate: PlainDate | undefined, pupil: ListedPupil, report: Report): Agreement {
  if (!birthDate || !pupil.birthDate || birthDate === pupil.birthDate) return 'same';
  report.problem('workbook/birth-date-differs', cell!.place, { pupil: pupil.who, listed: PlainDate.toVietnamese(pupil.birthDate) });
  return 'doubtful';
}

/** Where a row says who it is about. */
export const identityPlace = (row: DataRow): Cell['place'] =>
  (row.cell('pupilId') ?? row.cell('personalId') ?? row.cell('fullName'))!.place;
export const sourceOf = (row: DataRow): RowSource => ({ file: row.place.file, sheet: row.place.sheet!, row: row.number });

function byCode(cell: Cell | undefined, code: string, { roster, bare, report }: Matching): ListedPupil | undefined {
  const listed = roster.get(code);
  if (listed || !cell || code === '') return listed;
  const restored = typeof cell.raw === 'number' || cell.untyped ? bare.get(code) : undefined;
  if (restored) report.change(cell.place, code, restored.pupilId, 'mã học sinh thêm lại số 0 ở đầu');
  return restored ?? undefined;
}

/** Somebody answered whom the row is about: what else it says is compared, and only said. */
function decided(row: DataRow, decision: Exclude<RowDecision, { is: 'new' }>, matching: Matching): Found {
  const pupil = decision.is === 'pupil' ? matching.roster.get(decision.pupilId) : undefined;
  if (decision.is === 'pupil' && !pupil)
    matching.report.problem('workbook/unknown-pupil', identityPlace(row), { pupil: `em đã chọn (${decision.pupilId})` });
  else if (pupil) matching.report.problem('workbook/matched-by-answer', identityPlace(row), { pupil: pupil.who });
  return {
    ...(pupil ? { pupil } : {}),
    how: decision.is === 'skip' ? 'bỏ qua theo trả lời' : 'theo trả lời',
    colour: pupil || decision.is === 'skip' ? 'yellow' : 'red',
    candidates: [],
  };
}

/**
 * The pupil of the list whom a row of another sheet speaks about: as somebody answered, by code, and when the code is missing or unknown
 * by what else tells a pupil apart. Name, classroom and birthday must not contradict the list: rows that slipped by one would give a child
 * the marks of another. What is red is asked for.
 */
export function matchPupil(
  row: DataRow,
  kind: RowMatch['kind'],
  matching: Matching,
  point: AssessmentPoint = 'yearEnd',
): ListedPupil | undefined {
  const { report } = matching;
  const cell = row.cell('pupilId');
  const code = readCode(cell, report);
  const decision = matching.decisions.get(rowKey(sourceOf(row)));
  const coded = byCode(cell, code, matching);
  const name = row.cell('fullName');
  const written = name ? cleanText(shown(name.raw)) : '';
  const born = row.cell('birthDate');
  const birthDate = readDate(born, coded?.who ?? `em ${written || '(không tên)'}`, report);
  const stated = row.cell('classroom');
  const classroom = (stated && cleanText(shown(stated.raw))) || (row.classroomAbove ?? '');
  const about: Description = { name: written, birthDate, classroom };
  const said = (found: Found) =>
    report.match({
      source: sourceOf(row),
      kind,
      ...(point === 'yearEnd' ? {} : { point }),
      colour: found.colour,
      how: found.how,
      name: written,
      classroom,
      ...(birthDate ? { birthDate } : {}),
      ...(found.pupil ? { pupilId: found.pupil.pupilId } : {}),
      candidates: found.candidates.map(candidateOf),
      mayBeNew: false,
      ...(decision ? { decision: decision.is } : {}),
    });
  if (decision && decision.is !== 'new') {
    const found = decided(row, decision, matching);
    said(found);
    return found.pupil;
  }
  const found: Found = coded
    ? { pupil: coded, how: 'mã học sinh', colour: 'green', candidates: [] }
    : findWithoutCode(row, code, about, matching);
  const { pupil } = found;
  if (!pupil) {
    said(found);
    return undefined;
  }
  const named = checkName(row, pupil, report);
  const placed = checkClassroom(row, pupil, matching);
  const aged = checkBirthDate(born, birthDate, pupil, report);
  if (named === 'other' || placed === 'other') {
    said({
      how: named === 'other' ? 'mã và họ tên là của hai em' : 'lớp khác với danh sách',
      colour: 'red',
      candidates: [...new Set([pupil, ...nearTo(about, matching)])],
    });
    return undefined;
  }
  said(
    named === 'same' && aged === 'same'
      ? found
      : { ...found, how: `${found.how}, ${named === 'same' ? 'ngày sinh' : 'họ tên'} viết khác danh sách`, colour: 'yellow' },
  );
  return pupil;
}
