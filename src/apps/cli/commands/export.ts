import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { EXPORT_LISTS, schoolDesk } from '#contract';
import { type Command, EXIT, UsageError } from '../command.ts';
import { readArguments } from '../material.ts';
import { serverOf, talking } from '../server.ts';

const isOneOf = <const T extends string>(all: readonly T[], value: string | undefined): value is T =>
  (all as readonly (string | undefined)[]).includes(value);

/** `hocba export LIST --out F.xlsx`: a list of the school, written as it comes. A file that did not come whole is not left behind under its name. */
export const exportList: Command = async (args, console) => {
  const {
    values,
    positionals: [list, ...more],
  } = readArguments(args, { out: { type: 'string' }, class: { type: 'string' }, per: { type: 'string', default: 'school' } });
  const { out, per } = values;
  if (!isOneOf(EXPORT_LISTS, list) || more.length > 0 || out === undefined)
    throw new UsageError(`Cần một danh sách (${EXPORT_LISTS.join(', ')}) và --out TỆP.xlsx.`);
  if (!isOneOf(['school', 'class'], per)) throw new UsageError('--per là school (một trang cho cả trường) hoặc class (mỗi lớp một trang).');
  const server = serverOf();
  return talking(console, async () => {
    const bytes = await server.stream(schoolDesk.exportList, { params: { list }, query: { per, classroom: values.class } });
    const partial = `${out}.part`;
    try {
      await pipeline(bytes, createWriteStream(partial));
      await rename(partial, out);
    } finally {
      await rm(partial, { force: true });
    }
    console.out(`Đã ghi ${out}.`);
    return EXIT.done;
  });
};
