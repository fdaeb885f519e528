import { hash } from 'node:crypto';
import { concatBytes, utf8 } from '#kernel';
import { pdf } from '#signature';

/** An object to write: its body, in parts. */
export type Body = string | readonly (string | Uint8Array)[];

const dictionary = (entries: readonly (readonly [string, pdf.PdfValue])[]): pdf.PdfDictionary => ({ entries: new Map(entries) });
const FILE_ID_BYTES = 16;

/** A new revision of a PDF in the making (ISO 32000-2 §7.5.6): objects that are added or written anew, behind everything that is there. */
export class Revision {
  readonly file: pdf.PdfFile;
  readonly #bodies = new Map<number, Body>();
  #next: number;

  constructor(file: pdf.PdfFile) {
    this.file = file;
    this.#next = pdf.wholeIn(file.trailer, 'Size') ?? 0;
    for (const number of file.entries.keys()) this.#next = Math.max(this.#next, number + 1);
  }

  add(body: (self: pdf.PdfReference) => Body): pdf.PdfReference {
    const reference = { object: this.#next++, generation: 0 };
    this.#bodies.set(reference.object, body(reference));
    return reference;
  }

  addStream(data: Uint8Array): pdf.PdfReference {
    return this.add(() => [`<</Length ${data.length}>>\nstream\n`, data, '\nendstream']);
  }

  /** Writes a dictionary that is an object of its own anew, with other values for some keys. */
  change(reference: pdf.PdfReference, values: Readonly<Record<string, pdf.PdfValue>>): void {
    const { entries } = this.file.dictionary(reference);
    this.#bodies.set(reference.object, pdf.pdfText(dictionary([...entries, ...Object.entries(values)])));
  }

  /** The whole file. Same input, same octets: the second part of its identifier is made from what is in it (§14.4). */
  toBytes(): Uint8Array {
    const { bytes, trailer, sections } = this.file;
    const parts: Uint8Array[] = [bytes];
    const offsets = new Map<number, number>();
    let at = bytes.length;
    const write = (...items: readonly (string | Uint8Array)[]) => {
      for (const item of items) {
        const part = typeof item === 'string' ? utf8(item) : item;
        parts.push(part);
        at += part.length;
      }
    };
    if (bytes[bytes.length - 1] !== 10) write('\n');
    const numbers = [...this.#bodies.keys()].sort((a, b) => a - b);
    for (const number of numbers) {
      const body = this.#bodies.get(number)!;
      offsets.set(number, at);
      write(`${number} ${this.#generation(number)} obj\n`, ...(typeof body === 'string' ? [body] : body), '\nendobj\n');
    }
    const start = at;
    write(
      'xref\n',
      ...this.#rows(numbers, offsets),
      `trailer\n${pdf.pdfText(this.#trailer(trailer, sections[0]!.start, concatBytes(...parts)))}\nstartxref\n${start}\n%%EOF\n`,
    );
    return concatBytes(...parts);
  }

  #generation(number: number): number {
    const entry = this.file.entries.get(number);
    return entry?.kind === 'at' ? entry.generation : 0;
  }

  /** §7.5.4: twenty octets a row, consecutive numbers in one subsection. */
  #rows(numbers: readonly number[], offsets: ReadonlyMap<number, number>): readonly string[] {
    const runs: number[][] = [];
    for (const number of numbers) {
      const run = runs[runs.length - 1];
      if (run !== undefined && run[run.length - 1] === number - 1) run.push(number);
      else runs.push([number]);
    }
    const digits = (value: number, length: number) => String(value).padStart(length, '0');
    return runs.map(
      (run) =>
        `${run[0]} ${run.length}\n${run.map((number) => `${digits(offsets.get(number)!, 10)} ${digits(this.#generation(number), 5)} n \n`).join('')}`,
    );
  }

  #trailer({ entries }: pdf.PdfDictionary, previous: number, content: Uint8Array): pdf.PdfDictionary {
    const id = this.file.array(entries.get('ID'));
    const changed: pdf.PdfString = {
      octets: new Uint8Array(hash('sha256', content, 'buffer').subarray(0, FILE_ID_BYTES)),
      start: 0,
      end: 0,
      hexadecimal: true,
    };
    const kept = [...entries].filter(([key]) => key === 'Root' || key === 'Info');
    return dictionary([['Size', this.#next], ...kept, ['ID', [id[0] ?? changed, changed]], ['Prev', previous]]);
  }
}
