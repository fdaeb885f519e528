import { isArray, isDictionary, isName, PdfFault, PdfScanner, wholeIn, type PdfDictionary, type PdfValue } from './syntax.ts';

/** Unpacks zlib data to at most `bytesMax` octets; undefined when it is damaged or larger. This area has no library of its own for it. */
export type Inflate = (data: Uint8Array, bytesMax: number) => Uint8Array | undefined;

/** An indirect object as it stands in the file. */
export interface RawObject {
  readonly number: number;
  readonly generation: number;
  readonly value: PdfValue;
  /** Where the data of a stream begins; undefined for every other object. */
  readonly dataAt: number | undefined;
  /** Behind `endobj`, for a stream behind `stream`. */
  readonly end: number;
}

/** Reads the object that begins exactly at `offset` (ISO 32000-2 §7.3.10). */
export function readObject(bytes: Uint8Array, offset: number): RawObject {
  const scanner = new PdfScanner(bytes, offset);
  const first = bytes[offset]!;
  if (first < 48 || first > 57) throw new PdfFault('no object where the table says');
  const number = scanner.whole();
  const generation = scanner.whole();
  scanner.keyword('obj');
  const value = scanner.value();
  const word = scanner.word();
  if (word === 'endobj') return { number, generation, value, dataAt: undefined, end: scanner.at };
  if (word !== 'stream' || !isDictionary(value)) throw new PdfFault(`object ${number} has no end`);
  // §7.3.8.1: CR LF or LF alone; after a CR alone readers would disagree about the first octet.
  const dataAt = scanner.at + (bytes[scanner.at] === 13 ? 2 : 1);
  if (bytes[dataAt - 1] !== 10) throw new PdfFault('stream');
  return { number, generation, value, dataAt, end: scanner.at };
}

/** Behind `endobj` of a stream of this length; a length that leads elsewhere is refused. */
export function streamEnd(bytes: Uint8Array, dataAt: number, length: number): number {
  const end = new PdfScanner(bytes, dataAt + length);
  end.keyword('endstream');
  end.keyword('endobj');
  return end.at;
}

/** The data of a stream, unpacked: no filter, or Flate with or without a PNG predictor (§7.4.4). Anything else is refused. */
export function decodeStream(raw: Uint8Array, dictionary: PdfDictionary, inflate: Inflate, bytesMax: number): Uint8Array {
  const filter = single(dictionary.entries.get('Filter'));
  const parameters = single(dictionary.entries.get('DecodeParms'));
  if (filter === undefined) return raw.slice();
  if (!isName(filter) || filter.name !== 'FlateDecode') throw new PdfFault('filter of a stream');
  const data = inflate(raw, bytesMax);
  if (data === undefined) throw new PdfFault('stream cannot be unpacked');
  return isDictionary(parameters) ? unpredict(data, parameters) : data;
}

function single(value: PdfValue | undefined): PdfValue | undefined {
  if (!isArray(value)) return value ?? undefined;
  if (value.length > 1) throw new PdfFault('filter of a stream');
  return value[0] ?? undefined;
}

function unpredict(data: Uint8Array, parameters: PdfDictionary): Uint8Array {
  const predictor = wholeIn(parameters, 'Predictor') ?? 1;
  if (predictor === 1) return data;
  const columns = wholeIn(parameters, 'Columns') ?? 1;
  const oneOctet = (wholeIn(parameters, 'Colors') ?? 1) === 1 && (wholeIn(parameters, 'BitsPerComponent') ?? 8) === 8;
  if (predictor < 10 || !oneOctet || columns < 1 || data.length % (columns + 1) !== 0) throw new PdfFault('predictor of a stream');
  const out = new Uint8Array((data.length / (columns + 1)) * columns);
  for (let row = 0; row * columns < out.length; row++) {
    const kind = data[row * (columns + 1)]!;
    const from = row * (columns + 1) + 1;
    const to = row * columns;
    for (let i = 0; i < columns; i++) {
      const left = i === 0 ? 0 : out[to + i - 1]!;
      const up = row === 0 ? 0 : out[to - columns + i]!;
      const corner = i === 0 || row === 0 ? 0 : out[to - columns + i - 1]!;
      out[to + i] = data[from + i]! + predicted(kind, left, up, corner);
    }
  }
  return out;
}

/** PNG filter types (RFC 2083 §6). */
function predicted(kind: number, left: number, up: number, corner: number): number {
  if (kind === 0) return 0;
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  if (kind !== 4) throw new PdfFault('predictor of a stream');
  const estimate = left + up - corner;
  const a = Math.abs(estimate - left);
  const b = Math.abs(estimate - up);
  const c = Math.abs(estimate - corner);
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
