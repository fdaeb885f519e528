import { crc32, inflateRawSync } from 'node:zlib';
import { err, ok, type Result } from '#kernel';
import { LIMITS } from '../limits.ts';

/** Why a container cannot be opened; each is the reason part of a catalogue code `workbook/…`. */
export type ArchiveFault = 'not-xlsx' | 'damaged' | 'too-large' | 'unsafe-content';

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly compressed: Uint8Array;
  readonly size: number;
}

const END_RECORD = 0x06054b50;
const CENTRAL_RECORD = 0x02014b50;
const LOCAL_RECORD = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED_FLAG = 1;
const decoder = new TextDecoder('utf-8', { fatal: true });

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** APPNOTE 4.3.16: the end record, at most 65,535 bytes of comment before the end of the file. */
function endRecordAt(data: DataView): number {
  for (let at = data.byteLength - 22; at >= Math.max(0, data.byteLength - 22 - 65_535); at--) {
    if (data.getUint32(at, true) === END_RECORD && at + 22 + data.getUint16(at + 20, true) === data.byteLength) return at;
  }
  return -1;
}

const unsafeName = (name: string) =>
  name === '' || name.startsWith('/') || /[\\:\0]/.test(name) || name.split('/').some((part) => part === '..' || part === '.');

/**
 * The directory of a zip container, trusted in nothing: sizes, ratio, count, names and overlaps are checked before a byte is inflated.
 * Zip64, encryption and methods other than stored and deflate do not occur in workbooks and are refused.
 */
export function readDirectory(bytes: Uint8Array): Result<readonly ZipEntry[], ArchiveFault> {
  const data = view(bytes);
  if (bytes.length < 22 || data.getUint32(0, true) !== LOCAL_RECORD) return err('not-xlsx');
  const end = endRecordAt(data);
  if (end < 0) return err('damaged');
  const count = data.getUint16(end + 10, true);
  if (data.getUint16(end + 4, true) !== 0 || count !== data.getUint16(end + 8, true) || count === 0xffff) return err('unsafe-content');
  if (count > LIMITS.entries) return err('too-large');
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  const ranges: [number, number][] = [];
  let inflated = 0;
  let at = data.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || data.getUint32(at, true) !== CENTRAL_RECORD) return err('damaged');
    const flags = data.getUint16(at + 8, true);
    const method = data.getUint16(at + 10, true);
    const crc = data.getUint32(at + 16, true);
    const packed = data.getUint32(at + 20, true);
    const size = data.getUint32(at + 24, true);
    const nameLength = data.getUint16(at + 28, true);
    const local = data.getUint32(at + 42, true);
    const next = at + 46 + nameLength + data.getUint16(at + 30, true) + data.getUint16(at + 32, true);
    if (next > end || local + 30 > bytes.length) return err('damaged');
    if (flags & ENCRYPTED_FLAG || (method !== STORED && method !== DEFLATED)) return err('unsafe-content');
    let name: string;
    try {
      name = decoder.decode(bytes.subarray(at + 46, at + 46 + nameLength));
    } catch {
      return err('unsafe-content');
    }
    if (unsafeName(name) || names.has(name.toLowerCase())) return err('unsafe-content');
    names.add(name.toLowerCase());
    inflated += size;
    if (size > LIMITS.partBytes || inflated > LIMITS.inflatedBytes) return err('too-large');
    if (size > LIMITS.ratioFrom && size > packed * LIMITS.ratio) return err('too-large');
    if (data.getUint32(local, true) !== LOCAL_RECORD) return err('damaged');
    const start = local + 30 + data.getUint16(local + 26, true) + data.getUint16(local + 28, true);
    if (start + packed > bytes.length || (method === STORED && packed !== size)) return err('damaged');
    ranges.push([local, start + packed]);
    if (!name.endsWith('/')) entries.push({ name, method, crc, compressed: bytes.subarray(start, start + packed), size });
    at = next;
  }
  ranges.sort((a, b) => a[0] - b[0]);
  if (ranges.some(([from], i) => i > 0 && from < ranges[i - 1]![1])) return err('unsafe-content');
  return ok(entries);
}

/** The bytes of one entry; refused when they are not exactly what the directory promised. */
export function inflateEntry(entry: ZipEntry): Result<Uint8Array, ArchiveFault> {
  try {
    const bytes =
      entry.method === STORED ? entry.compressed : inflateRawSync(entry.compressed, { maxOutputLength: Math.max(1, entry.size) });
    return bytes.length === entry.size && crc32(bytes) === entry.crc ? ok(bytes) : err('damaged');
  } catch (error) {
    return err((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged');
  }
}
