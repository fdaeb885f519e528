import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { WorkbookFile } from '#workbook';

/** The workbooks of a school: what is brought in before, and what is measured. */
export const PARTS = ['lists', 'results'] as const;
export type Part = (typeof PARTS)[number];

const folderOf = (folder: string, school: number, part: Part): string => join(folder, String(school), part);

/** Has another process write the workbooks of so many schools, so that the memory of this one is that of bringing them in. */
export async function writeSchools(folder: string, schools: number, pupils: number): Promise<void> {
  await promisify(execFile)(process.execPath, [import.meta.filename, folder, String(schools), String(pupils)]);
}

export const filesOf = (folder: string, school: number, part: Part): readonly WorkbookFile[] =>
  readdirSync(folderOf(folder, school, part)).map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folderOf(folder, school, part), name))) }));

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder, schools, pupils] = process.argv.slice(2), { workbooksOf } = await import('./import-school.ts');
  for (let school = 1; school <= Number(schools); school++) {
    const files = await workbooksOf(school, Number(pupils));
    for (const part of PARTS) {
      mkdirSync(folderOf(folder!, school, part), { recursive: true });
      for (const { name, bytes } of files[part]) writeFileSync(join(folderOf(folder!, school, part), name), bytes);
    }
  }
}
