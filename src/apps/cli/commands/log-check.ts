import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { checkLog, type LogFault, type LogReport, parseLogKey, type PublishedLog, readCheckpoint, tilePath, tilesOf } from '#translog';
import { nodeLogPrimitives } from '#translog/node';
import { EXIT, JSON_INDENT, UsageError, type Command, type ExitCode } from '../command.ts';
import { readArguments, readInput } from '../material.ts';

const OPTIONS = { key: { type: 'string' }, checkpoint: { type: 'string' }, json: { type: 'boolean' } } as const;
const TILES_AT_ONCE = 8;

const SENTENCE: Readonly<Record<LogFault['code'], string>> = {
  missing: 'thiếu tệp',
  unexpected: 'tệp lạ, không thuộc nhật ký',
  signature: 'chữ ký không phải của khoá nhật ký này',
  malformed: 'sai định dạng',
  length: 'sai độ dài',
  differs: 'nội dung khác với cây băm',
  root: 'gốc đã ký khác với gốc tính từ các lá',
  shrunk: 'nhật ký ngắn hơn điểm kiểm tra đã giữ',
  rewritten: 'lịch sử đã bị viết lại so với điểm kiểm tra đã giữ',
  beyond: 'nằm ngoài cây đã ký',
};

/** `hocba log check DIR|URL`: the log judged from its published files alone. Without a key nothing can be said (exit 2). */
export const logCheck: Command = async (args, console) => {
  const {
    values,
    positionals: [place, ...more],
  } = readArguments(args, OPTIONS);
  if (place === undefined || more.length > 0) throw new UsageError('Cần đúng một thư mục hoặc địa chỉ của nhật ký.');
  const answer = (code: ExitCode, verdict: string, message: string, report?: LogReport): ExitCode => {
    console.out(
      values.json === true
        ? JSON.stringify(
            {
              verdict,
              message,
              size: report?.size ?? null,
              rootHash: report?.rootHash ?? null,
              filesChecked: report?.filesChecked ?? 0,
              faults: report?.faults ?? [],
            },
            null,
            JSON_INDENT,
          )
        : [message, ...(report?.faults ?? []).map(({ path, code: fault }) => `  ${path}: ${SENTENCE[fault]}`)].join('\n'),
    );
    return code;
  };
  if (values.key === undefined)
    return answer(EXIT.indeterminate, 'INDETERMINATE', 'CHƯA XÁC ĐỊNH: chưa có khoá công khai của nhật ký (--key).');
  const key = parseLogKey(new TextDecoder().decode(await readInput(values.key)), nodeLogPrimitives);
  if (!key.ok) throw new UsageError(`Tệp ${values.key} không phải khoá công khai của nhật ký.`);
  const isAddress = /^https?:\/\//.test(place);
  const published = isAddress ? await fetchLog(place, (bytes) => readCheckpoint(bytes, key.value, nodeLogPrimitives)) : folderLog(place);
  if (published === undefined) return answer(EXIT.indeterminate, 'INDETERMINATE', `CHƯA XÁC ĐỊNH: không lấy được nhật ký từ ${place}.`);
  const previous = values.checkpoint === undefined ? {} : { previousCheckpoint: await readInput(values.checkpoint) };
  const report = checkLog({ log: published, key: key.value, ...previous }, nodeLogPrimitives);
  return report.faults.length === 0
    ? answer(
        EXIT.done,
        'VALID',
        `HỢP LỆ: nhật ký ${key.value.name} có ${report.size} sự kiện, gốc ${report.rootHash}; đã kiểm tra ${report.filesChecked} tệp.`,
        report,
      )
    : answer(EXIT.refused, 'INVALID', `KHÔNG HỢP LỆ: nhật ký ${key.value.name} có ${report.faults.length} chỗ sai.`, report);
};

function folderLog(folder: string): PublishedLog {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw new UsageError(`Không có thư mục ${folder}.`);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.split(sep).join('/'));
  const present = new Set(paths);
  return { read: (path) => (present.has(path) ? new Uint8Array(readFileSync(join(folder, path))) : undefined), list: () => paths };
}

/** The files a log of that checkpoint must have; an address tells no list. Undefined when nobody answers. */
async function fetchLog(
  address: string,
  open: (bytes: Uint8Array) => ReturnType<typeof readCheckpoint>,
): Promise<PublishedLog | undefined> {
  const files = new Map<string, Uint8Array>();
  const get = async (path: string): Promise<void> => {
    const response = await fetch(`${address.replace(/\/+$/, '')}/${path}`, { signal: AbortSignal.timeout(20_000) });
    if (response.ok) files.set(path, new Uint8Array(await response.arrayBuffer()));
    else if (response.status >= 500) throw new Error(`${path}: ${response.status}`);
  };
  try {
    await get('checkpoint');
    const checkpoint = open(files.get('checkpoint') ?? new Uint8Array());
    const paths = checkpoint.ok ? tilesOf(checkpoint.value.size).map(tilePath) : [];
    for (let i = 0; i < paths.length; i += TILES_AT_ONCE) await Promise.all(paths.slice(i, i + TILES_AT_ONCE).map(get));
  } catch {
    return undefined;
  }
  return { read: (path) => files.get(path) };
}
