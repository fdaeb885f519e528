import { unwrap } from '#kernel';
import { pdf } from '#signature';
import { inflate } from '../../src/verifier/pdf/inflate.ts';

/** What later revisions may add without changing what people see: evidence, the form (its signatures are judged), the version of the format and what saved the file. */
const BESIDE: ReadonlySet<string> = new Set(['DSS', 'AcroForm', 'Extensions', 'Version']);

/**
 * Everything a viewer reaches from the catalogue, written out: pages, contents, fonts, annotations that show something, names, attachments. Two revisions with the
 * same text look the same. Nothing of the judge's comparison of revisions is used, only its reading of objects.
 */
export function seenIn(bytes: Uint8Array): string {
  const file = unwrap(pdf.readPdf(bytes, inflate));
  const out: string[] = [];
  const reached = new Map<number, number>();
  const write = (value: pdf.PdfValue, skipped: ReadonlySet<string> = new Set()): void => {
    if (pdf.isReference(value)) {
      const known = reached.get(value.object);
      if (known !== undefined) return void out.push(`#${known}`);
      reached.set(value.object, reached.size);
      const target = file.resolve(value);
      write(target);
      const entry = file.entries.get(value.object);
      if (pdf.isDictionary(target) && (target.entries.get('Length') ?? null) !== null && entry?.kind === 'at')
        out.push(Buffer.from(file.stream(value).data).toString('hex'));
    } else if (pdf.isString(value)) out.push(`(${Buffer.from(value.octets).toString('hex')})`);
    else if (pdf.isArray(value)) {
      out.push('[');
      for (const item of value) if (!showsNothing(file.resolve(item))) write(item);
      out.push(']');
    } else if (pdf.isDictionary(value)) {
      out.push('<<');
      for (const [key, item] of [...value.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
        // An entry of null is one that is not there (ISO 32000-2 §7.3.7).
        if (item === null || skipped.has(key) || (key === 'Annots' && file.array(item).every((one) => showsNothing(file.resolve(one)))))
          continue;
        out.push(key);
        write(item);
      }
      out.push('>>');
    } else out.push(JSON.stringify(value));
  };
  const showsNothing = (value: pdf.PdfValue): boolean => {
    if (!pdf.isDictionary(value) || pdf.nameIn(value, 'Subtype') !== 'Widget' || pdf.nameIn(value, 'FT') !== 'Sig') return false;
    const [left, bottom, right, top] = file.array(value.entries.get('Rect')).map((item) => file.resolve(item));
    return left === right || bottom === top;
  };
  write(file.catalogue, BESIDE);
  return out.join(' ');
}

/** Where the revision ends that the first signature of the file covers; undefined when there is none. */
export function firstSignedEnd(bytes: Uint8Array): number | undefined {
  const ends = [
    ...Buffer.from(bytes)
      .toString('latin1')
      .matchAll(/\/ByteRange \[(\d+) +(\d+) +(\d+) +(\d+) *\]/g),
  ]
    .map(([, , , second, last]) => Number(second) + Number(last))
    .filter((end) => end <= bytes.length);
  return ends.length === 0 ? undefined : Math.min(...ends);
}
