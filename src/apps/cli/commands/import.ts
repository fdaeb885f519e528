import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { schoolDesk } from '#contract';
import type { z } from 'zod';
import { renderProblems } from '#workbook';
import { type DeskClient, DeskRefusal } from '../../client/desk.ts';
import { type Command, EXIT, JSON_INDENT, UsageError } from '../command.ts';
import { readArguments, readInput } from '../material.ts';
import { serverOf, talking } from '../server.ts';

type Run = z.infer<typeof schoolDesk.dryRunImport.answer>;

/**
 * `hocba import FILE…`: a dry run on the server, then, unless `--dry-run`, the commit of exactly that. With one error nothing is stored, unless
 * `--accepted` says to leave out the rows that have one; `--refused DIR` gets those rows as workbooks to be corrected.
 */
export const importWorkbooks: Command = async (args, console) => {
  const { values, positionals: paths } = readArguments(args, { school: { type: 'string' }, year: { type: 'string' }, 'dry-run': { type: 'boolean' }, accepted: { type: 'boolean' }, refused: { type: 'string' }, json: { type: 'boolean' } });
  if (paths.length === 0) throw new UsageError('Cần ít nhất một tệp Excel.');
  if (values.school === undefined || values.year === undefined) throw new UsageError('Cần --school (mã trường) và --year (năm học, ví dụ 2023-2024).');
  const server = serverOf();
  const form = new FormData();
  form.append('schoolCode', values.school);
  form.append('schoolYear', values.year);
  for (const path of paths) form.append('files', new Blob([await readInput(path) as Uint8Array<ArrayBuffer>]), basename(path));
  return talking(console, async () => {
    const tried = await server.call(schoolDesk.dryRunImport, { form });
    const hasErrors = tried.problems.some(({ severity }) => severity === 'error'), acceptedOnly = values.accepted === true;
    const commit = tried.state === 'dryRun' && values['dry-run'] !== true && (acceptedOnly || !hasErrors) && tried.counts.added + tried.counts.changed > 0;
    const run = commit ? await server.call(schoolDesk.commitImport, { params: { importId: tried.importId }, body: { acceptedOnly } }) : tried;
    if (values.refused !== undefined) await saveRefused(server, run, values.refused);
    console.out(values.json === true ? JSON.stringify({ state: hasErrors && run.state === 'dryRun' ? 'refused' : run.state, importId: run.importId, counts: run.counts, problems: run.problems.map(listed), changes: await changesOf(server, run.importId) }, null, JSON_INDENT) : forPeople(run, hasErrors));
    return hasErrors ? EXIT.refused : EXIT.done;
  });
};

/** One workbook of refused rows for each file that has some. */
async function saveRefused(server: DeskClient, { importId, files }: Run, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [number, { name }] of files.entries()) {
    try {
      const bytes = await server.bytes(schoolDesk.refusedRows, { params: { importId, number } });
      await writeFile(join(folder, `${name.replace(/\.[^.]+$/, '')}_dong-bi-tu-choi.xlsx`), bytes);
    } catch (cause) {
      if (!(cause instanceof DeskRefusal) || cause.problem.code !== 'school/import-no-refused-rows') throw cause;
    }
  }
}

/** Every pupil of whom something changes, page by page. */
async function changesOf(server: DeskClient, importId: string) {
  const changes = [];
  for (const change of ['added', 'changed', 'left'] as const) {
    for (let page = 1, pages = 1; page <= pages; page++) {
      const answer = await server.call(schoolDesk.importPupils, { params: { importId }, query: { change, page } });
      pages = answer.pages;
      changes.push(...answer.items.map(({ pupilId, fullName, classroom, fields }) => ({ pupilId, fullName, classroom, kind: change, fields })));
    }
  }
  return changes;
}

const listed = ({ file, sheet, row, column, value, code, publicCode, message, remedy, severity }: Run['problems'][number]) => ({ file, sheet, row, column, value, code: publicCode ?? code, message: `${message} ${remedy}`, severity });

const STATE: Readonly<Record<Run['state'], string>> = { dryRun: 'Chạy thử, chưa ghi gì.', committed: 'Đã ghi vào dữ liệu của trường.', refused: 'Có lỗi nên chưa ghi gì.', discarded: 'Đã bỏ.', undone: 'Đã hoàn tác.' };

function forPeople({ state, counts, problems, problemsLeftOff }: Run, hasErrors: boolean): string {
  const said = hasErrors && state === 'dryRun' ? `${STATE.refused} Thêm --accepted để ghi phần đúng và bỏ qua ${counts.refusedRows} dòng lỗi.` : STATE[state];
  return [
    renderProblems(problems).trimEnd(),
    problemsLeftOff > 0 ? `Còn ${problemsLeftOff} chỗ nữa.` : '',
    `${counts.pupils} học sinh, ${counts.left} em đã chuyển đi; ${counts.added} thêm, ${counts.changed} đổi, ${counts.unchanged} không đổi. ${said}`,
  ].filter((text) => text !== '').join('\n\n');
}
