import { writeFile } from 'node:fs/promises';
import { schoolDesk } from '#contract';
import { type Command, EXIT, UsageError } from '../command.ts';
import { readArguments } from '../material.ts';
import { serverOf, talking } from '../server.ts';

/** `hocba print CODE --out F.pdf [--extract [--year Y]]`: the official form of a pupil's record as it stands, or the extract of one year, by sector code or look-up code. */
export const print: Command = async (args, console) => {
  const { values, positionals: [code, ...more] } = readArguments(args, { out: { type: 'string' }, extract: { type: 'boolean' }, year: { type: 'string' } });
  const { out, extract, year } = values;
  if (code === undefined || more.length > 0 || out === undefined) throw new UsageError('Cần một mã (mã học sinh hoặc mã tra cứu) và --out TỆP.pdf.');
  if (year !== undefined && !extract) throw new UsageError('--year chỉ đi cùng --extract: bản đầy đủ có mọi năm học.');
  const server = serverOf();
  return talking(console, async () => {
    const params = { pupilId: code };
    const pdf = extract ? await server.bytes(schoolDesk.extractPdf, { params, query: year === undefined ? {} : { schoolYear: year } }) : await server.bytes(schoolDesk.previewPdf, { params });
    await writeFile(out, pdf);
    console.out(`Đã ghi ${out} (${pdf.length} byte).`);
    return EXIT.done;
  });
};
