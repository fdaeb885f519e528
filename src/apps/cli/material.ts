import { existsSync, readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Instant, PlainDate } from '#kernel';
import { parseCertificate, type TrustMaterial } from '#signature';
import { derBlocks } from '../pem.ts';
import { UsageError } from './command.ts';

/** Options of every command that judges. */
export const JUDGE_OPTIONS = {
  trust: { type: 'string', multiple: true },
  intermediates: { type: 'string', multiple: true },
  crl: { type: 'string', multiple: true },
  ocsp: { type: 'string', multiple: true },
  at: { type: 'string' },
  json: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

export interface JudgeValues {
  readonly trust?: string[];
  readonly intermediates?: string[];
  readonly crl?: string[];
  readonly ocsp?: string[];
}

/** Parses arguments; anything unknown is a mistake of the caller. */
export function readArguments<T extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause));
  }
}

export async function readInput(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch {
    throw new UsageError(`Không đọc được tệp ${path}.`);
  }
}

/** Structures of a file: every PEM block, or the file itself as DER. */
export async function readDer(path: string): Promise<readonly Uint8Array[]> {
  try {
    return derBlocks(await readInput(path));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new UsageError(`Tệp ${path} không phải PEM đúng chuẩn.`);
    throw cause;
  }
}

/** What the caller lends for judging. A file of trust that is no certificate is a mistake; other evidence that cannot be read just proves nothing. */
export async function readTrust(values: JudgeValues): Promise<TrustMaterial> {
  const all = async (paths: readonly string[] = []) => (await Promise.all(paths.map(readDer))).flat();
  const [anchors, intermediates, crls, ocsps] = await Promise.all([
    all(values.trust),
    all(values.intermediates),
    all(values.crl),
    all(values.ocsp),
  ]);
  if (anchors.some((der) => !parseCertificate(der).ok)) throw new UsageError('Tệp --trust có nội dung không phải chứng thư số.');
  return { anchors, intermediates, crls, ocsps };
}

/** `--evidence`: each a file, or a folder (`evidenceIn`). */
export async function readEvidence(paths: readonly string[], packets: () => readonly string[]): Promise<readonly Uint8Array[]> {
  const files = await Promise.all(
    paths.map(async (path) => ((await isFolder(path)) ? evidenceIn(path, packets()) : [await readInput(path)])),
  );
  return files.flat();
}

/** The evidence for packets in a folder, where it is called by the digest of the packet (`<sha256>.xml`). A packet without a file there has none. */
export function evidenceIn(folder: string, packets: readonly string[]): readonly Uint8Array[] {
  return packets
    .map((sha256) => join(folder, `${sha256}.xml`))
    .filter((path) => existsSync(path))
    .map((path) => new Uint8Array(readFileSync(path)));
}

export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** `--at`: a moment with offset, or a day (its first moment in Việt Nam). Now when it is not given. */
export function readMoment(text: string | undefined, now: Instant): Instant {
  if (text === undefined) return now;
  const instant = Instant.parse(text);
  if (instant.ok) return instant.value;
  const day = PlainDate.parse(text);
  if (!day.ok) throw new UsageError(`--at phải là thời điểm ISO 8601 có múi giờ, ví dụ 2024-07-01T08:00:00+07:00, không phải "${text}".`);
  return PlainDate.startInVietnam(day.value);
}
