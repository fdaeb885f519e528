import { createWriteStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type PrintRun, schoolDesk } from '#contract';
import type { DeskClient } from '../../client/desk.ts';
import { type Command, type Console, EXIT, type ExitCode, UsageError } from '../command.ts';
import { readArguments } from '../material.ts';
import { serverOf, talking } from '../server.ts';

const POLL_MS = 500;

/**
 * `hocba print CODE --out F.pdf [--extract [--year Y]]`: the official form of a pupil's record as it stands, or the extract of one year, by sector code or look-up code.
 * `hocba print --class 4A2… | --all | --run ID --out F.zip|F.pdf`: whole classes, as a ZIP of single files or as one PDF; `--run` goes on with a run that broke off.
 */
export const print: Command = async (args, console) => {
  const { values, positionals } = readArguments(args, {
    out: { type: 'string' },
    extract: { type: 'boolean' },
    year: { type: 'string' },
    class: { type: 'string', multiple: true },
    all: { type: 'boolean' },
    run: { type: 'string' },
  });
  const { out, extract, year, class: classrooms, all, run } = values;
  const wholeClasses = classrooms !== undefined || all === true || run !== undefined;
  if (out === undefined || positionals.length !== (wholeClasses ? 0 : 1))
    throw new UsageError(
      'Cần một mã (mã học sinh hoặc mã tra cứu) và --out TỆP.pdf; hoặc --class LỚP…, --all, --run MÃ_LƯỢT_IN và --out TỆP.zip hay TỆP.pdf.',
    );
  if (year !== undefined && (wholeClasses || !extract))
    throw new UsageError('--year chỉ đi cùng --extract của một học sinh: bản đầy đủ có mọi năm học.');
  if (wholeClasses && !/\.(zip|pdf)$/i.test(out))
    throw new UsageError('--out phải là tệp .zip (mỗi em một tệp) hoặc .pdf (một tệp cho cả lượt in).');
  const server = serverOf();
  return talking(console, async () => {
    if (wholeClasses)
      return printClasses(server, console, { out, product: extract ? 'extract' : 'hocBa', run, classrooms: all ? undefined : classrooms });
    const params = { pupilId: positionals[0]! };
    const pdf = extract
      ? await server.bytes(schoolDesk.extractPdf, { params, query: year === undefined ? {} : { schoolYear: year } })
      : await server.bytes(schoolDesk.previewPdf, { params });
    await writeFile(out, pdf);
    console.out(`Đã ghi ${out} (${pdf.length} byte).`);
    return EXIT.done;
  });
};

interface ClassesOrder {
  readonly out: string;
  readonly product: PrintRun['product'];
  readonly run: string | undefined /** Every class the person reaches when absent. */;
  readonly classrooms: string[] | undefined;
}

/** Follows the run to its end, then fetches one file. A record that failed is named; the others are there. */
async function printClasses(
  server: DeskClient,
  console: Console,
  { out, product, run: resumed, classrooms }: ClassesOrder,
): Promise<ExitCode> {
  let run =
    resumed === undefined
      ? await server.call(schoolDesk.startPrintRun, { body: { product, ...(classrooms === undefined ? {} : { classrooms }) } })
      : await server.call(schoolDesk.resumePrintRun, { params: { runId: resumed } });
  console.err(`Lượt in ${run.runId}: ${run.total} học bạ.`);
  for (let said = -1; run.state === 'running'; run = await server.call(schoolDesk.printRun, { params: { runId: run.runId } })) {
    if (run.done + run.failed !== said) console.err(`${run.done} xong, ${run.failed} lỗi, ${run.left} còn lại`);
    said = run.done + run.failed;
    await pause(POLL_MS);
  }
  for (const { number, classroom, refusal } of run.items)
    if (refusal !== undefined)
      console.err(`${number}. ${classroom}: ${refusal.publicCode ?? refusal.code}: ${refusal.message} ${refusal.remedy}`);
  const partial = `${out}.part`;
  try {
    await pipeline(
      await server.stream(out.toLowerCase().endsWith('.zip') ? schoolDesk.printRunZip : schoolDesk.printRunPdf, {
        params: { runId: run.runId },
      }),
      createWriteStream(partial),
    );
    await rename(partial, out);
  } finally {
    await rm(partial, { force: true });
  }
  console.out(
    `Đã ghi ${out}: ${run.done} học bạ${run.failed + run.left > 0 ? `, ${run.failed + run.left} chưa in được; sửa rồi chạy lại với --run ${run.runId}` : ''}.`,
  );
  return run.failed + run.left > 0 ? EXIT.refused : EXIT.done;
}
