import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LayoutAnswers, schoolDesk } from '#contract';
import { z } from 'zod';
import { renderProblems } from '#workbook';
import { type DeskClient, DeskRefusal } from '../../client/desk.ts';
import { type Command, EXIT, JSON_INDENT, UsageError } from '../command.ts';
import { readArguments, readInput } from '../material.ts';
import { serverOf, talking } from '../server.ts';

type Run = z.infer<typeof schoolDesk.dryRunImport.answer>;
type Mapping = z.infer<typeof LayoutAnswers>['layouts'];

/**
 * `hocba import FILE…`: a dry run on the server, then, unless `--dry-run`, the commit of exactly that. With one error nothing is stored, unless
 * `--accepted` says to leave out the rows that have one; `--refused DIR` gets those rows as workbooks to be corrected. `--mapping FILE` answers what the
 * columns of unknown layouts are: the `layouts` of a `--json` output, corrected, with `header` where the header stands in other rows and `constants` for what every row says.
 */
export const importWorkbooks: Command = async (args, console) => {
  const { values, positionals: paths } = readArguments(args, {
    school: { type: 'string' },
    year: { type: 'string' },
    'dry-run': { type: 'boolean' },
    accepted: { type: 'boolean' },
    refused: { type: 'string' },
    mapping: { type: 'string' },
    json: { type: 'boolean' },
  });
  if (paths.length === 0) throw new UsageError('Cần ít nhất một tệp Excel.');
  if (values.school === undefined || values.year === undefined)
    throw new UsageError('Cần --school (mã trường) và --year (năm học, ví dụ 2023-2024).');
  const mapping = values.mapping === undefined ? [] : answersIn(values.mapping, await readInput(values.mapping));
  const server = serverOf();
  const form = new FormData();
  form.append('schoolCode', values.school);
  form.append('schoolYear', values.year);
  for (const path of paths) form.append('files', new Blob([(await readInput(path)) as Uint8Array<ArrayBuffer>]), basename(path));
  return talking(console, async () => {
    const tried = await withMapping(server, await server.call(schoolDesk.dryRunImport, { form }), mapping);
    const hasErrors = tried.problems.some(({ severity }) => severity === 'error');
    const acceptedOnly = values.accepted === true;
    const commit =
      tried.state === 'dryRun' &&
      values['dry-run'] !== true &&
      (acceptedOnly || !hasErrors) &&
      tried.counts.added + tried.counts.changed > 0;
    const run = commit
      ? await server.call(schoolDesk.commitImport, { params: { importId: tried.importId }, body: { acceptedOnly } })
      : tried;
    if (values.refused !== undefined) await saveRefused(server, run, values.refused);
    console.out(
      values.json === true
        ? JSON.stringify(
            {
              state: hasErrors && run.state === 'dryRun' ? 'refused' : run.state,
              importId: run.importId,
              counts: run.counts,
              problems: run.problems.map(listed),
              layouts: run.layouts,
              changes: await changesOf(server, run.importId),
            },
            null,
            JSON_INDENT,
          )
        : forPeople(run, hasErrors),
    );
    return hasErrors ? EXIT.refused : EXIT.done;
  });
};

/** Answers in a file of `{layouts: […]}`; what else stands in it is a `--json` output and of no concern. */
function answersIn(path: string, bytes: Uint8Array): Mapping {
  try {
    return LayoutAnswers.parse(JSON.parse(new TextDecoder().decode(bytes))).layouts;
  } catch (cause) {
    const where = cause instanceof z.ZodError ? `: ${cause.issues[0]?.path.join('.')}` : '';
    throw new UsageError(`Tệp ${basename(path)} không phải là bảng cột dạng {"layouts": […]} mà --json in ra${where}.`);
  }
}

/** The files read again with those answers that are about them. A header that was chosen makes another layout, about which the file may say more. */
async function withMapping(server: DeskClient, tried: Run, mapping: Mapping): Promise<Run> {
  const here = new Set(tried.layouts.map(({ fingerprint }) => fingerprint));
  const layouts = mapping.filter(({ fingerprint }) => here.has(fingerprint));
  const pending = tried.state === 'dryRun' || tried.state === 'refused';
  if (!pending || layouts.length === 0) return tried;
  const answered = await server.call(schoolDesk.answerLayouts, { params: { importId: tried.importId }, body: { layouts } });
  return withMapping(
    server,
    answered,
    mapping.filter((answer) => !layouts.includes(answer)),
  );
}

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
      changes.push(
        ...answer.items.map(({ pupilId, fullName, classroom, fields }) => ({ pupilId, fullName, classroom, kind: change, fields })),
      );
    }
  }
  return changes;
}

const listed = ({ file, sheet, row, column, value, code, publicCode, message, remedy, severity }: Run['problems'][number]) => ({
  file,
  sheet,
  row,
  column,
  value,
  code: publicCode ?? code,
  message: `${message} ${remedy}`,
  severity,
});

const STATE: Readonly<Record<Run['state'], string>> = {
  dryRun: 'Chạy thử, chưa ghi gì.',
  committed: 'Đã ghi vào dữ liệu của trường.',
  refused: 'Có lỗi nên chưa ghi gì.',
  discarded: 'Đã bỏ.',
  undone: 'Đã hoàn tác.',
};

/** Sheets that are asked about, for whom there is no screen. */
const askedFor = ({ layouts }: Run): string =>
  layouts.some(({ state }) => state === 'asked')
    ? 'Có trang tính chưa rõ cột nào là gì: in bảng cột bằng --dry-run --json, sửa "field" của từng cột (hàng tiêu đề ở dòng khác thì thêm "header": {"from": 3, "to": 3}; mọi dòng như nhau thì thêm vào "constants") rồi chạy lại với --mapping TỆP; hoặc trả lời trên màn hình Dữ liệu.'
    : '';

function forPeople(run: Run, hasErrors: boolean): string {
  const { state, counts, problems, problemsLeftOff } = run;
  const said =
    hasErrors && state === 'dryRun'
      ? `${STATE.refused} Thêm --accepted để ghi phần đúng và bỏ qua ${counts.refusedRows} dòng lỗi.`
      : STATE[state];
  return [
    renderProblems(problems).trimEnd(),
    askedFor(run),
    problemsLeftOff > 0 ? `Còn ${problemsLeftOff} chỗ nữa.` : '',
    `${counts.pupils} học sinh, ${counts.left} em đã chuyển đi; ${counts.added} thêm, ${counts.changed} đổi, ${counts.unchanged} không đổi. ${said}`,
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}
