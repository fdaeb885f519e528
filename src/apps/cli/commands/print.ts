import { writeFile } from 'node:fs/promises';
import { schoolDesk } from '#contract';
import { type Command, EXIT, UsageError } from '../command.ts';
import { readArguments } from '../material.ts';
import { serverOf, talking } from '../server.ts';

/** `hocba print CODE --out F.pdf`: the official form of a pupil's record as it stands, by sector code or look-up code. */
export const print: Command = async (args, console) => {
  const { values, positionals: [code, ...more] } = readArguments(args, { out: { type: 'string' } });
  const { out } = values;
  if (code === undefined || more.length > 0 || out === undefined) throw new UsageError('Cần một mã (mã học sinh hoặc mã tra cứu) và --out TỆP.pdf.');
  const server = serverOf();
  return talking(console, async () => {
    const pdf = await server.bytes(schoolDesk.previewPdf, { params: { pupilId: code } });
    await writeFile(out, pdf);
    console.out(`Đã ghi ${out} (${pdf.length} byte).`);
    return EXIT.done;
  });
};
