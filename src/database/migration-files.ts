import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isTierName, type LoginKind, roleName, type TierName } from './tier-name.ts';

/** One forward-only step. Its text never changes once it is released: `sha256` (of the text with LF line ends) is kept and compared. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly tiers: readonly TierName[];
  readonly sql: string;
  readonly sha256: string;
}

const SOURCES = join(import.meta.dirname, '..');
const FILE_NAME = /^(\d{4})-([a-z0-9]+(?:-[a-z0-9]+)*)\.sql$/;
const TIERS_LINE = /^-- tiers: ([a-z]+(?:, [a-z]+)*)$/;

/** All migrations of the program, `NNNN-name.sql` in any `postgres` folder under src, by number. Throws when two share a number or one is malformed. */
export function findMigrations(folder = SOURCES): readonly Migration[] {
  const migrations = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sql') && path.split(sep).at(-2) === 'postgres')
    .map((path) => readMigration(path.split(sep).at(-1) ?? path, readFileSync(join(folder, path), 'utf8')))
    .sort((a, b) => a.number - b.number);
  for (const [index, migration] of migrations.entries()) {
    const next = migrations[index + 1];
    if (next?.number === migration.number)
      throw new Error(`two migrations have the number ${fourDigits(migration.number)}: ${migration.name}, ${next.name}`);
  }
  return migrations;
}

/** Reads one file: its name gives number and name, its first line `-- tiers: school, province` the databases it belongs to. */
export function readMigration(fileName: string, text: string): Migration {
  const named = FILE_NAME.exec(fileName);
  if (!named?.[1] || !named[2]) throw new Error(`${fileName}: a migration is named NNNN-name.sql`);
  const sql = text.replaceAll('\r\n', '\n');
  const tiers = TIERS_LINE.exec(sql.split('\n', 1)[0] ?? '')?.[1]?.split(', ') ?? [];
  if (tiers.length === 0 || !tiers.every(isTierName))
    throw new Error(`${fileName}: the first line must be "-- tiers: " and names of tiers (school, province, ministry)`);
  return { number: Number(named[1]), name: named[2], tiers, sql, sha256: createHash('sha256').update(sql).digest('hex') };
}

/**
 * The text as one tier's database runs it: `:app`, `:read`, `:owner` become the names of its logins (psql's variable syntax, so
 * a file also runs by hand: `psql -v app=hocba_school_app …`). `::type` casts are left alone.
 */
export const sqlFor = (migration: Migration, tier: TierName): string =>
  migration.sql.replace(/(?<![:\w]):(owner|app|read)\b/g, (_, kind: LoginKind) => roleName(tier, kind));

export const fourDigits = (number: number): string => String(number).padStart(4, '0');
