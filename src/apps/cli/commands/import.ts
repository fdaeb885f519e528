import { basename } from 'node:path';
import { schoolDesk } from '#contract';
import type { z } from 'zod';
import { renderProblems } from '#workbook';
import { type Command, EXIT, JSON_INDENT, UsageError } from '../command.ts';
import { readArguments, readInput } from '../material.ts';
import { serverOf, talking } from '../server.ts';

type Run = z.infer<typeof schoolDesk.dryRunImport.answer>;

/** `hocba import FILE…`: a dry run on the server, then, unless `--dry-run`, the commit of exactly that. With one error nothing is stored. */
export const importWorkbooks: Command = async (args, console) => {
  const { values, positionals: paths } = readArguments(args, { school: { type: 'string' }, year: { type: 'string' }, 'dry-run': { type: 'boolean' }, json: { type: 'boolean' } });
  if (paths.length === 0) throw new UsageError('Cần ít nhất một tệp Excel.');
  if (values.school === undefined || values.year === undefined) throw new UsageError('Cần --school (mã trường) và --year (năm học, ví dụ 2023-2024).');
  const server = serverOf();
  const form = new FormData();
  form.append('schoolCode', values.school);
  form.append('schoolYear', values.year);
  for (const path of paths) form.append('files', new Blob([await readInput(path) as Uint8Array<ArrayBuffer>]), basename(path));
  return talking(console, async () => {
    const tried = await server.call(schoolDesk.dryRunImport, { form });
    const commit = tried.state === 'dryRun' && values['dry-run'] !== true && tried.counts.added + tried.counts.changed > 0;
    const run = commit ? await server.call(schoolDesk.commitImport, { params: { importId: tried.importId } }) : tried;
    console.out(values.json === true ? JSON.stringify({ state: run.state, counts: run.counts, problems: run.problems.map(listed), changes: run.changes }, null, JSON_INDENT) : forPeople(run));
    return run.state === 'refused' ? EXIT.refused : EXIT.done;
  });
};

const listed = ({ file, sheet, row, column, value, code, publicCode, message, remedy, severity }: Run['problems'][number]) => ({ file, sheet, row, column, value, code: publicCode ?? code, message: `${message} ${remedy}`, severity });

const STATE: Readonly<Record<Run['state'], string>> = { dryRun: 'Chạy thử, chưa ghi gì.', committed: 'Đã ghi vào dữ liệu của trường.', refused: 'Có lỗi nên chưa ghi gì.', discarded: 'Đã bỏ.' };

function forPeople({ state, counts, problems }: Run): string {
  return [
    renderProblems(problems).trimEnd(),
    `${counts.pupils} học sinh, ${counts.left} em đã chuyển đi; ${counts.added} thêm, ${counts.changed} đổi, ${counts.unchanged} không đổi. ${STATE[state]}`,
  ].filter((text) => text !== '').join('\n\n');
}
