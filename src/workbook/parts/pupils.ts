import { type Gender, type Grade, ethnicityCode, nationalityCode, personalIdDoubt, PupilId, SchoolYear } from '#domain';
import { cleanText, foldText } from '#kernel';
import type { KnownLists, PupilStatus, ReadingOptions, RowSource } from '../model.ts';
import type { Report } from '../problem.ts';
import { type Cell, type DataRow, shown, type Table } from '../sheet/rows.ts';
import { readFlag } from '../values/assessment.ts';
import { readDate } from '../values/date.ts';
import { hasLostDigits, readCode, readPersonalId } from '../values/identifier.ts';
import { readText } from '../values/text.ts';
import { type ListedPupil, named } from './listed-pupil.ts';
import { resolverOf } from './resolve-listed.ts';
import { canonicalSpellings, classroomKey, gradeInCode, gradeInText } from './classroom.ts';

const GENDERS: Readonly<Record<string, Gender>> = { nam: 1, nu: 2 };
const FEMALE: Readonly<Record<string, Gender>> = { x: 2, v: 2, '✓': 2, '✔': 2, '1': 2, nu: 2, '0': 1, nam: 1 };
/** About twelve statuses of the sector database, by how they begin. */
const STATUSES: readonly (readonly [RegExp, PupilStatus])[] = [
  [/^(?:dang hoc|hoc lai|nghi hoc xin hoc lai|luu ban)/, 'studying'],
  [/^chuyen den/, 'arrived'],
  [/^(?:chuyen di|thoi hoc|bo hoc|da chuyen|buoc thoi hoc|qua doi|da mat|chuyen truong)/, 'left'],
];
export const statusNamed = (text: string): PupilStatus | undefined => STATUSES.find(([pattern]) => pattern.test(foldText(text)))?.[1];
const NO_DISABILITY = /^(?:khong|khong khuyet tat|binh thuong)$/;
const AGES = { from: 5, to: 16 };

function coded<T>(cell: Cell | undefined, who: string, report: Report, code: string, find: (text: string) => T | undefined): T | undefined {
  const text = readText(cell, who, report);
  const found = text === '' ? undefined : find(text);
  if (found === undefined && cell)
    report.problem(text === '' ? 'workbook/missing-value' : code, cell.place, { label: cell.label, pupil: who });
  return found;
}

/** A column `Giới tính`, or one `Nữ` that is crossed for girls alone. */
function readGender(row: DataRow, who: string, report: Report): Gender | undefined {
  const female = row.cell('female');
  if (row.cell('gender') || !female)
    return coded(row.cell('gender'), who, report, 'workbook/bad-gender', (text) => GENDERS[foldText(text)]);
  return cleanText(shown(female.raw)) === ''
    ? GENDERS['nam']
    : coded(female, who, report, 'workbook/bad-gender', (text) => FEMALE[foldText(text)]);
}

function readGrade(row: DataRow, classroom: string, who: string, report: Report): Grade | undefined {
  const stated = row.cell('grade');
  const text = readText(stated, who, report);
  const inCode = gradeInCode(classroom);
  const inText = text === '' ? undefined : gradeInText(text);
  if (text !== '' && (inText === undefined || (inCode !== undefined && inCode !== inText))) {
    report.problem('workbook/unknown-grade', stated!.place, { pupil: who, classroom });
    return undefined;
  }
  if (classroom !== '' && inText === undefined && inCode === undefined)
    report.problem('workbook/unknown-grade', row.cell('classroom')!.place, { pupil: who, classroom });
  return inText ?? inCode;
}

/** Blank nationality of a pupil of one of the 54 peoples is taken as Vietnamese, and said. */
function readNationality(row: DataRow, ethnicity: string | undefined, who: string, report: Report): string | undefined {
  const cell = row.cell('nationality');
  const text = readText(cell, who, report);
  if (text !== '') return coded(cell, who, report, 'workbook/bad-nationality', nationalityCode);
  if (ethnicity === undefined || ethnicity === '55') {
    report.problem('workbook/missing-value', cell?.place ?? row.place, { label: 'Quốc tịch', pupil: who });
    return undefined;
  }
  if (cell) report.problem('workbook/nationality-assumed', cell.place, { pupil: who });
  return 'VN';
}

const optional = <Key extends string>(key: Key, text: string) => (text === '' ? {} : { [key]: text }) as { readonly [k in Key]?: string };

/** The pupils the school already has, when their list is not among the files. */
export function knownPupils(known: KnownLists['pupils'], source: RowSource): readonly ListedPupil[] {
  return known.map(({ identity, ...rest }) => {
    const { pupilId, fullName, birthDate } = identity;
    return {
      pupilId,
      fullName,
      birthDate,
      identity,
      who: named(fullName, pupilId),
      classroomPlace: { file: source.file },
      source,
      ...rest,
    };
  });
}

function readPupil(row: DataRow, options: ReadingOptions, report: Report): ListedPupil {
  const code = readCode(row.cell('pupilId'), report);
  const fullName = readText(row.cell('fullName'), code, report, 'name');
  const who = named(fullName, code);
  const pupilId = PupilId.parse(code);
  if (!pupilId.ok && code !== '') report.problem('workbook/bad-code', row.cell('pupilId')!.place, { label: 'Mã học sinh', pupil: who });
  for (const key of ['fullName', 'classroom', 'birthDate']) {
    const cell = row.cell(key)!;
    if (cell.raw === null || cleanText(String(cell.raw)) === '')
      report.problem('workbook/missing-value', cell.place, { label: cell.label, pupil: who });
  }
  const classroomCell = row.cell('classroom')!;
  const classroom = readText(classroomCell, who, report);
  const grade = readGrade(row, classroom, who, report);
  const birthDate = readDate(row.cell('birthDate'), who, report);
  const statusDate = readDate(row.cell('statusDate'), who, report);
  const gender = readGender(row, who, report);
  const status = coded(row.cell('status'), who, report, 'workbook/bad-status', statusNamed);
  const ethnicity = coded(row.cell('ethnicity'), who, report, 'workbook/bad-ethnicity', ethnicityCode);
  const nationality = readNationality(row, ethnicity, who, report);
  const personalId = readPersonalId(row.cell('personalId'), who, report);
  const notAssessed = readFlag(row.cell('notAssessed'), who, report);
  const text = (key: string) => readText(row.cell(key), who, report, 'name');
  const disability = text('disability');
  if (birthDate && personalId && gender !== undefined) {
    const doubt = personalIdDoubt(personalId, birthDate, gender);
    if (doubt !== undefined) report.problem('workbook/personal-id-doubt', row.cell('personalId')!.place, { pupil: who, doubt });
  }
  if (birthDate) {
    const age = SchoolYear.firstYear(options.schoolYear) - Number(birthDate.slice(0, 4));
    if (age < AGES.from || age > AGES.to) report.problem('workbook/age-doubt', row.cell('birthDate')!.place, { pupil: who, age });
  }
  const identity =
    (pupilId.ok || code === '') &&
    fullName !== '' &&
    birthDate &&
    gender !== undefined &&
    ethnicity !== undefined &&
    nationality !== undefined
      ? {
          // A row without a code gets the one of the pupil it turns out to be about, or stays out.
          pupilId: pupilId.ok ? pupilId.value : ('' as PupilId),
          ...(personalId ? { personalId } : {}),
          fullName,
          birthDate,
          gender,
          ethnicity,
          nationality,
          ...optional('birthPlace', text('birthPlace')),
          ...optional('queQuan', text('queQuan')),
          ...optional('residence', text('residence')),
          ...optional('fatherName', text('fatherName')),
          ...optional('motherName', text('motherName')),
          ...optional('guardianName', text('guardianName')),
          ...optional('registerNumber', readText(row.cell('registerNumber'), who, report)),
          ...optional('disability', NO_DISABILITY.test(foldText(disability)) ? '' : disability),
        }
      : undefined;
  return {
    pupilId: code,
    fullName,
    who,
    classroom,
    classroomPlace: classroomCell.place,
    source: { file: row.place.file, sheet: row.place.sheet!, row: row.number },
    ...(grade ? { grade } : {}),
    ...(status ? { status } : {}),
    ...(statusDate ? { statusDate } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(identity ? { identity } : {}),
    ...(notAssessed === undefined ? {} : { notAssessed }),
    ...(hasLostDigits(row.cell('personalId')) ? { lostPersonalId: true as const } : {}),
  };
}

/** One pupil twice, by sector code or by số định danh, is an error; the same name and birthday twice is a doubt. */
function reportDoubles(
  pupils: readonly ListedPupil[],
  cellOf: (pupil: ListedPupil, key: string) => Cell | undefined,
  report: Report,
): void {
  const rules: readonly (readonly [string, string, (pupil: ListedPupil) => string | undefined])[] = [
    ['workbook/duplicate-pupil', 'pupilId', (pupil) => pupil.pupilId],
    ['workbook/duplicate-personal-id', 'personalId', (pupil) => pupil.identity?.personalId],
    ['workbook/same-person-doubt', 'fullName', (pupil) => pupil.birthDate && `${foldText(pupil.fullName)} ${pupil.birthDate}`],
  ];
  for (const [code, column, key] of rules) {
    const first = new Map<string, ListedPupil>();
    for (const pupil of pupils) {
      const value = key(pupil);
      if (value === undefined || value === '') continue;
      const other = first.get(value);
      if (!other) first.set(value, pupil);
      else if (code === 'workbook/duplicate-pupil' || other.pupilId !== pupil.pupilId)
        report.problem(
          code,
          cellOf(pupil, column)!.place,
          { pupil: pupil.who, other: other.who, otherRow: other.source.row, otherSheet: other.source.sheet },
          code === 'workbook/same-person-doubt' ? [] : [other.source],
        );
    }
  }
}

/** The pupil list, every row a pupil, classrooms in one spelling. Rows that nobody can tell whom they are about are asked for and stay out. */
export function readPupils(tables: readonly Table[], options: ReadingOptions, report: Report): readonly ListedPupil[] {
  const rows = tables.flatMap((table) => table.rows);
  const resolve = resolverOf(
    rows.map((row) => cleanText(shown(row.cell('pupilId')?.raw ?? null))),
    options,
    report,
  );
  const rowOf = new Map<ListedPupil, DataRow>();
  for (const row of rows) {
    const pupil = resolve(row, readPupil(row, options, report));
    if (pupil) rowOf.set(pupil, row);
  }
  const read = [...rowOf.keys()];
  reportDoubles(read, (pupil, key) => rowOf.get(pupil)!.cell(key), report);
  const spelling = canonicalSpellings(read.map(({ classroom }) => classroom).filter((text) => text !== ''));
  return read.map((pupil) => {
    const classroom = spelling.get(classroomKey(pupil.classroom)) ?? '';
    if (classroom !== pupil.classroom)
      report.change(rowOf.get(pupil)!.cell('classroom')!.place, pupil.classroom, classroom, 'tên lớp viết thống nhất');
    return { ...pupil, classroom };
  });
}
