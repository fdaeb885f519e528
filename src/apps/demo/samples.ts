import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchoolCode, type SchoolYear } from '#domain';
import { unwrap } from '#kernel';
import { readWorkbooks, type SchoolYearData, type WorkbookFile } from '#workbook';

/** The workbooks of one school, as a school would hand them in. */
export interface SampleSchool {
  readonly code: SchoolCode;
  /** `a`, `b`, … in the order of the codes: the end of its demo accounts. */
  readonly letter: string;
  readonly name: string;
  readonly files: readonly WorkbookFile[];
  readonly staff: SchoolYearData['staff'];
}

/** The schools whose workbooks lie in a folder (`CODE_….xlsx`), by code. */
export async function readSamples(folder: string, schoolYear: SchoolYear): Promise<readonly SampleSchool[]> {
  const names = readdirSync(folder)
    .filter((name) => /^[A-Za-z0-9]+_.+\.xlsx$/i.test(name))
    .sort();
  const byCode = Map.groupBy(names, (name) => name.slice(0, name.indexOf('_')));
  const schools: SampleSchool[] = [];
  for (const [code, own] of byCode) {
    const files = own.map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }));
    const schoolCode = unwrap(SchoolCode.parse(code));
    const reading = await readWorkbooks(files, { schoolCode, schoolYear });
    schools.push({
      code: schoolCode,
      letter: String.fromCharCode(97 + schools.length),
      name: reading.school.name ?? `Trường ${code}`,
      files,
      staff: reading.data.staff,
    });
  }
  return schools;
}

export const isSupplementary = ({ name }: WorkbookFile): boolean => /_DanhGiaBoSung/i.test(name);
