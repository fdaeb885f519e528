import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface OracleAnswer {
  readonly status: number;
  readonly out: Buffer;
  readonly err: string;
}
export const isThere = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** Runs a program in a folder that holds the files. */
export const ask = (program: string, args: readonly string[], files: Readonly<Record<string, Uint8Array | string>>): OracleAnswer =>
  askAll(program, [args], files)[0]!;

/** The same several times over the same files. */
export function askAll(
  program: string,
  runs: readonly (readonly string[])[],
  files: Readonly<Record<string, Uint8Array | string>>,
): readonly OracleAnswer[] {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-fuzz-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return runs.map((args) => {
      const run = spawnSync(program, args, { cwd: folder, maxBuffer: 1 << 28 });
      return { status: run.status ?? -1, out: run.stdout ?? Buffer.alloc(0), err: run.stderr?.toString() ?? '' };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
