import { Zip, ZipPassThrough } from 'fflate';
import { Instant } from '#kernel';

export interface ZipEntry {
  /** Plain ASCII: it says nothing of a person. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A ZIP of files that do not get smaller (PDF packs itself), one after the other: what is kept is the table of contents. */
export async function* zipOf(entries: AsyncIterable<ZipEntry>, at: Instant): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  // ZIP tells wall-clock time without a zone (APPNOTE 4.4.6).
  const mtime = `${Instant.toPlainDate(at)}T00:00:00`;
  for await (const { name, bytes } of entries) {
    const file = new ZipPassThrough(name);
    file.mtime = mtime;
    zip.add(file);
    file.push(bytes, true);
    yield* ready;
    ready = [];
  }
  zip.end();
  yield* ready;
}
