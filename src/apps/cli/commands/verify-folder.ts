import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, refusal } from '#domain';
import type { Result } from '#kernel';
import type { FileAnswer } from '#verifier';
import { openWorkers, type WorkFailure, type Workers } from '#workers';
import { EXIT, UsageError, type Console, type ExitCode } from '../command.ts';
import { readInput } from '../material.ts';
import type { FolderSetting } from './verify-worker.ts';

/** What is said about one file of many. */
type Line = Pick<FileAnswer, 'verdict' | 'errors'> & Partial<FileAnswer>;

/**
 * `hocba verify FOLDER`: every XML and PDF file below it, judged side by side and answered one line each, in the order of their names. A file that stops its
 * judge is undecided and keeps no other from its answer.
 */
export async function verifyFolder(
  folder: string,
  setting: FolderSetting,
  show: (file: string, line: Line) => string,
  console: Console,
): Promise<ExitCode> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => /\.(xml|pdf)$/i.test(name)).sort();
  if (files.length === 0) throw new UsageError(`Thư mục ${folder} không có tệp XML hay PDF nào.`);
  const workers: Workers<FolderSetting, Uint8Array, FileAnswer> = openWorkers(new URL('./verify-worker.ts', import.meta.url), {
    threads: availableParallelism(),
  });
  const verdicts = new Set<FileAnswer['verdict']>();
  let next = 0;
  async function* contents() {
    for (const file of files) yield await readInput(join(folder, file));
  }
  try {
    for await (const outcome of workers.answers(setting, contents())) {
      const line = lineOf(outcome);
      verdicts.add(line.verdict);
      console.out(show(files[next++]!, line));
    }
  } finally {
    await workers.close();
  }
  return verdicts.has('TOTAL-FAILED') ? EXIT.refused : verdicts.has('INDETERMINATE') ? EXIT.indeterminate : EXIT.done;
}

function lineOf(outcome: Result<FileAnswer, WorkFailure>): Line {
  if (outcome.ok) return outcome.value;
  const { publicCode, code, message, remedy } = describe(refusal('system/packet-not-judged'));
  return { verdict: 'INDETERMINATE', errors: [{ code: publicCode ?? code, message, remedy }] };
}
