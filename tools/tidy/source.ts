import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { AREAS } from './arrows.ts';

export interface Import {
  readonly specifier: string;
  readonly line: number;
}
export interface SourceFile {
  /** `src/domain/index.ts` */
  readonly path: string;
  readonly text: string;
}

const IMPORT =
  /(?:^|\n)[ \t]*(?:import|export)\b[^;'"=()]*?\bfrom\s*(['"])([^'"\n]+)\1|(?:^|\n)[ \t]*import\s*(['"])([^'"\n]+)\3|\bimport\(\s*(['"])([^'"\n]+)\5\s*\)/g;

/** What a file imports, types included. */
export function importsOf(text: string): readonly Import[] {
  return [...text.matchAll(IMPORT)].map((match) => ({
    specifier: match[2] ?? match[4] ?? match[6]!,
    line: text.slice(0, match.index + match[0].length).split('\n').length,
  }));
}

/** `src/packet/xsd/x.ts` → `packet/xsd`; undefined outside src. */
export function areaOf(path: string): string | undefined {
  if (!path.startsWith('src/')) return undefined;
  const inside = path.slice(4);
  return AREAS.find((area) => inside.startsWith(`${area}/`));
}

/** The area an import leads to, or undefined for packages and node modules. */
export function targetArea(path: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (!specifier.startsWith('.')) return undefined;
  return areaOf(normalize(join(dirname(path), specifier)));
}

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);

/** Every TypeScript file below the folders, as the repository has them. */
export function readTree(root: string, folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts') && !path.includes('node_modules'))
      .map((path) => ({ path: `${folder}/${path}`, text: readFileSync(join(root, folder, path), 'utf8') })),
  );
}
