import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkbookFile } from '#workbook';

/** The workbooks of a school: what is brought in before, and what is measured. */
const PARTS = ['lists', 'results'] as const;
export type Part = (typeof PARTS)[number];

/** What one process measured of a row of schools. */
export interface Lap {
  readonly readSeconds: readonly number[];
  readonly understandSeconds: readonly number[];
  readonly storeSeconds: readonly number[];
  readonly peakRssMb: number;
}

const folderOf = (folder: string, school: number, part: Part): string => join(folder, String(school), part);

export function writeFiles(folder: string, school: number, files: Readonly<Record<Part, readonly WorkbookFile[]>>): void {
  for (const part of PARTS) {
    mkdirSync(folderOf(folder, school, part), { recursive: true });
    for (const { name, bytes } of files[part]) writeFileSync(join(folderOf(folder, school, part), name), bytes);
  }
}

export const filesOf = (folder: string, school: number, part: Part): readonly WorkbookFile[] =>
  readdirSync(folderOf(folder, school, part)).map((name) => ({
    name,
    bytes: new Uint8Array(readFileSync(join(folderOf(folder, school, part), name))),
  }));
