import type { SchoolCode } from '#domain';
import { foldText } from '#kernel';
import type { ReadingOptions } from '../model.ts';
import type { Report } from '../problem.ts';
import { isBlank } from '../sheet/read-sheets.ts';
import { shown, type Table } from '../sheet/rows.ts';

const SCHOOL_NAME = /(?:^|[\s:–-])(trường\s+(?!học)\p{L}.*)$/iu;
const SCHOOL_CODE = /mã trường\s*:?\s*([A-Za-z0-9._-]{4,20})/iu;
const SCHOOL_YEAR = /năm học\s*:?\s*(20\d\d)\s*[-–/]\s*(20\d\d)/iu;
/** What stands behind a school's name in the same title. */
const TAIL = /\s*[-–—|,(]\s*(?:lớp|khối|học k[ỳì]|k[ỳì]|giữa|cuối|gvcn)(?!\p{L}).*$|\s*(?:[-–—|,(]\s*)?(?:năm học|mã trường|\().*$/iu;

/** `22205411_C1-HocSinh.xlsx`: schools name files after their code. Eight digits that are a day (`20240531_…`) are no code. */
export function codeInFileName(name: string): string | undefined {
  const code = /^(\d{8})[_-]/.exec(name)?.[1];
  return code && !/^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(code) ? code : undefined;
}

export const schoolNameIn = (title: string): string | undefined => SCHOOL_NAME.exec(title.replace(TAIL, ''))?.[1]?.trim() || undefined;

function reportCode(code: string | undefined, expected: SchoolCode, place: { file: string; sheet?: string }, report: Report): void {
  if (code !== undefined && code !== expected) report.problem('workbook/wrong-school', place, { found: code, expected });
}

/**
 * Title rows, file names and a `Mã trường` column must speak of the school and the year that is being imported: the seal of one school
 * never goes on the pupils of another. Returns the school's name, from the first title that has one.
 */
export function checkTitles(tables: readonly Table[], options: ReadingOptions, report: Report): string | undefined {
  let name: string | undefined;
  for (const file of new Set(tables.map(({ sheet }) => sheet.file))) reportCode(codeInFileName(file), options.schoolCode, { file }, report);
  for (const table of tables) {
    const place = { file: table.sheet.file, sheet: table.sheet.name };
    for (const title of table.titles) {
      reportCode(SCHOOL_CODE.exec(title)?.[1], options.schoolCode, place, report);
      const year = SCHOOL_YEAR.exec(title);
      if (year && `${year[1]}-${year[2]}` !== options.schoolYear)
        report.problem('workbook/wrong-school-year', place, { found: `${year[1]}-${year[2]}`, expected: options.schoolYear });
      const found = schoolNameIn(title);
      if (found && name && foldText(found) !== foldText(name)) report.problem('workbook/two-schools', place, { found, other: name });
      name ??= found;
    }
    for (const row of table.rows) {
      const cell = row.cell('schoolCode');
      if (cell && !isBlank(cell.raw) && shown(cell.raw).trim() !== options.schoolCode)
        report.problem('workbook/wrong-school', cell.place, { found: shown(cell.raw), expected: options.schoolCode });
    }
  }
  return name;
}
