import { StaffId, type SubjectCode } from '#domain';
import { foldText } from '#kernel';
import { foldHeader } from '../labels/fold-header.ts';
import { subjectNamed } from '../labels/subjects.ts';
import type { KnownLists, RowSource, StaffRole, StaffRow } from '../model.ts';
import type { Report } from '../problem.ts';
import type { DataRow, Table } from '../sheet/rows.ts';
import { readCode } from '../values/identifier.ts';
import { readText } from '../values/text.ts';

/** First match wins: `Phó hiệu trưởng` before `Hiệu trưởng`. */
const ROLES: readonly (readonly [RegExp, StaffRole])[] = [
  [/^pho hieu truong/, 'deputyHead'],
  [/^hieu truong/, 'schoolHead'],
  [/van thu/, 'clerk'],
  [/giao vien|tong phu trach/, 'teacher'],
];
const WORKING = /^(?:dang lam viec|dang cong tac|chuyen den|hop dong|bien che)/;

const roleOf = (...positions: readonly string[]): StaffRole =>
  positions.map((position) => ROLES.find(([pattern]) => pattern.test(foldText(position)))?.[1]).find((role) => role !== undefined) ??
  'other';

function subjectsOf(row: DataRow, who: string, report: Report): readonly SubjectCode[] {
  const cell = row.cell('teaches');
  return readText(cell, who, report)
    .split(/[,;]/)
    .map((name) => foldHeader(name))
    .filter((name) => name !== '')
    .flatMap((name) => {
      const subject = subjectNamed(name);
      if (!subject) report.problem('workbook/unknown-teaching', cell!.place, { pupil: who, subject: name });
      return subject ? [subject] : [];
    });
}

function readStaffRow(row: DataRow, report: Report): StaffRow | undefined {
  const fullName = readText(row.cell('fullName'), `dòng ${row.number}`, report, 'name');
  const who = `thầy/cô ${fullName || `ở dòng ${row.number}`}`;
  const staffId = StaffId.parse(readCode(row.cell('staffId'), report));
  if (!staffId.ok) report.problem('workbook/bad-code', row.cell('staffId')!.place, { pupil: who, label: 'Mã cán bộ' });
  if (fullName === '') report.problem('workbook/missing-value', row.cell('fullName')!.place, { pupil: who, label: 'Họ tên' });
  const position = readText(row.cell('position'), who, report);
  const group = readText(row.cell('positionGroup'), who, report);
  const workState = readText(row.cell('workState'), who, report);
  if (!staffId.ok || fullName === '') return undefined;
  return {
    staffId: staffId.value,
    fullName,
    position: position || group,
    role: roleOf(group, position),
    working: workState === '' || WORKING.test(foldText(workState)),
    homeroomClassrooms: readText(row.cell('homeroom'), who, report)
      .split(/[,;]/)
      .map((text) => text.trim())
      .filter((text) => text !== ''),
    subjects: subjectsOf(row, who, report),
    source: { file: row.place.file, sheet: row.place.sheet!, row: row.number },
  };
}

/** The staff the school already has, when their list is not among the files. */
export const knownStaff = (known: KnownLists['staff'], source: RowSource): readonly StaffRow[] =>
  known.map((person) => ({ ...person, role: roleOf(person.position), subjects: [], source }));

/** The staff list: one row per person, a code once. */
export function readStaff(tables: readonly Table[], report: Report): readonly StaffRow[] {
  const staff = new Map<string, StaffRow>();
  for (const row of tables.flatMap(({ rows }) => rows)) {
    const person = readStaffRow(row, report);
    if (!person) continue;
    const before = staff.get(person.staffId);
    if (before)
      report.problem(
        'workbook/duplicate-staff',
        row.cell('staffId')!.place,
        { pupil: person.fullName, other: before.fullName, otherRow: before.source.row },
        [before.source],
      );
    else staff.set(person.staffId, person);
  }
  if (staff.size > 0 && ![...staff.values()].some(({ role, working }) => role === 'schoolHead' && working))
    report.problem('workbook/no-school-head', { file: tables[0]!.sheet.file, sheet: tables[0]!.sheet.name });
  return [...staff.values()];
}
