import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

/** Bodies of objects by number; `null` frees the object. */
export type PdfObjects = Readonly<Record<number, string | null>>;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const octets = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'latin1'));
export const stream = (data: string, entries = ''): string => `<<${entries}/Length ${data.length}>>\nstream\n${data}\nendstream`;
export const PAGE_TEXT = 'BT /F1 24 Tf 72 720 Td (Diem 9) Tj ET';

/** One page with a text, a font and an attachment; nothing signed. */
export const PLAIN: PdfObjects = {
  1: '<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a.txt) 6 0 R]>>>>>>',
  2: '<</Type/Pages/Kids[3 0 R]/Count 1>>',
  3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
  4: stream(PAGE_TEXT),
  5: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  6: '<</Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F 7 0 R>>>>',
  7: stream('chín', '/Type/EmbeddedFile'),
};

export interface RevisionOrder {
  /** Instead of the last cross-reference; `null` writes none. */
  readonly previous?: number | null;
  /** Instead of where the section really is. */
  readonly startxref?: number;
  readonly trailer?: string;
  /** Another catalogue. */
  readonly root?: number;
  /** Leaves out the cross-reference, trailer and end. */
  readonly bare?: boolean;
  /** Entries for objects that are somewhere else: number → offset. */
  readonly pointers?: Readonly<Record<number, number>>;
}

export const lastStartxref = (bytes: Uint8Array): number => Number([...text(bytes).matchAll(/startxref\s+(\d+)/g)].at(-1)![1]);
const idOf = (bytes: Uint8Array): string => [...text(bytes).matchAll(/\/ID ?\[[^\]]*\]/g)].at(-1)?.[0] ?? '';
const rootOf = (bytes: Uint8Array): string => [...text(bytes).matchAll(/\/Root (\d+ 0 R)/g)].at(-1)![1]!;

/** Appends objects as an incremental update, sound or not. */
export function append(bytes: Uint8Array, objects: PdfObjects, order: RevisionOrder = {}): Uint8Array {
  let out = text(bytes);
  const rows: [number, string][] = Object.entries(order.pointers ?? {}).map(([number, offset]) => [Number(number), `${String(offset).padStart(10, '0')} 00000 n \n`]);
  for (const [number, body] of Object.entries(objects)) {
    if (body === null) rows.push([Number(number), '0000000000 00001 f \n']);
    else {
      rows.push([Number(number), `${String(out.length).padStart(10, '0')} 00000 n \n`]);
      out += `${number} 0 obj\n${body}\nendobj\n`;
    }
  }
  if (order.bare === true) return octets(out);
  const start = out.length, previous = order.previous === undefined ? lastStartxref(bytes) : order.previous;
  out += `xref\n${rows.sort(([a], [b]) => a - b).map(([number, row]) => `${number} 1\n${row}`).join('')}trailer\n<</Size 100/Root ${order.root === undefined ? rootOf(bytes) : `${order.root} 0 R`}${previous === null ? '' : `/Prev ${previous}`}${order.trailer?.includes('/ID') === true ? '' : idOf(bytes)}${order.trailer ?? ''}>>\nstartxref\n${order.startxref ?? start}\n%%EOF\n`;
  return octets(out);
}

/** A whole file of these objects, with a cross-reference table. */
export function makePdf(objects: PdfObjects = PLAIN, trailer = '/ID[<00><00>]'): Uint8Array {
  let out = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
  const rows = Object.entries(objects).map(([number, body]) => {
    const row = `${number} 1\n${String(out.length).padStart(10, '0')} 00000 n \n`;
    out += `${number} 0 obj\n${body}\nendobj\n`;
    return row;
  });
  const start = out.length;
  return octets(`${out}xref\n0 1\n0000000000 65535 f \n${rows.join('')}trailer\n<</Size ${Object.keys(objects).length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${start}\n%%EOF\n`);
}

/** The same with a cross-reference stream; dictionaries packed in an object stream, compressed, with a PNG predictor. */
export function makePackedPdf(objects: PdfObjects = PLAIN): Uint8Array {
  let out = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
  const rows = new Map<number, readonly number[]>([[0, [0, 0, 255]]]);
  const packed = Object.entries(objects).filter(([, body]) => !body!.includes('stream'));
  const numbers = Object.keys(objects).map(Number), container = Math.max(...numbers) + 1, table = container + 1;
  for (const [number, body] of Object.entries(objects)) {
    if (!body!.includes('stream')) continue;
    rows.set(Number(number), [1, out.length, 0]);
    out += `${number} 0 obj\n${body}\nendobj\n`;
  }
  let head = '', rest = '';
  for (const [i, [number, body]] of packed.entries()) {
    head += `${number} ${rest.length} `;
    rest += `${body} `;
    rows.set(Number(number), [2, container, i]);
  }
  const data = deflateSync(Buffer.from(head + rest, 'latin1')).toString('latin1');
  rows.set(container, [1, out.length, 0]);
  out += `${container} 0 obj\n${stream(data, `/Type/ObjStm/N ${packed.length}/First ${head.length}/Filter/FlateDecode`)}\nendobj\n`;
  const start = out.length;
  rows.set(table, [1, start, 0]);
  const plain = [...rows].sort(([a], [b]) => a - b).map(([, [kind, second, third]]) => [kind!, second! >> 8, second! & 0xff, third!]);
  const predicted = plain.flatMap((row, i) => [2, ...row.map((octet, k) => (octet - (i === 0 ? 0 : plain[i - 1]![k]!)) & 0xff)]);
  const rowsData = deflateSync(Buffer.from(predicted)).toString('latin1');
  return octets(`${out}${table} 0 obj\n${stream(rowsData, `/Type/XRef/Size ${table + 1}/W[1 2 1]/Root 1 0 R/ID[<00><00>]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>`)}\nendobj\nstartxref\n${start}\n%%EOF\n`);
}

/**
 * The same as office software writes it (ISO 32000-2 §7.5.8.4): a table in which the `hidden` objects are free, then an empty one that leads to it and to the stream that knows them all;
 * the table may know some of them at other `places`.
 */
export function makeHybridPdf(hidden: readonly number[], objects: PdfObjects = PLAIN, places: Readonly<Record<number, number>> = {}): Uint8Array {
  let out = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
  const offsets = new Map<number, number>();
  for (const [number, body] of Object.entries(objects)) {
    offsets.set(Number(number), out.length);
    out += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const numbers = [...offsets.keys()], size = Math.max(...numbers) + 2, beside = out.length;
  const rows = numbers.map((number) => String.fromCharCode(1, offsets.get(number)! >> 8, offsets.get(number)! & 0xff, 0)).join('');
  out += `${size - 1} 0 obj\n${stream(rows, `/Type/XRef/Size ${size}/W[1 2 1]/Index[${numbers.map((number) => `${number} 1`).join(' ')}]/Root 1 0 R/ID[<00><00>]`)}\nendobj\n`;
  const table = out.length, trailer = `/Size ${size}/Root 1 0 R/ID[<00><00>]`;
  const row = (number: number) => (hidden.includes(number) && places[number] === undefined ? '0000000000 65535 f \n' : `${String(places[number] ?? offsets.get(number)!).padStart(10, '0')} 00000 n \n`);
  out += `xref\n0 1\n0000000000 65535 f \n${numbers.map((number) => `${number} 1\n${row(number)}`).join('')}trailer\n<<${trailer}>>\nstartxref\n${table}\n%%EOF\n`;
  return octets(`${out}xref\n0 0\ntrailer\n<<${trailer}/Prev ${table}/XRefStm ${beside}>>\nstartxref\n${out.length}\n%%EOF`);
}

/** Replaces the last match, octet for octet; what is put in must be as long unless the caller knows better. */
export function replaced(bytes: Uint8Array, wanted: string | RegExp, put: string | ((found: string) => string)): Uint8Array {
  const whole = text(bytes), pattern = typeof wanted === 'string' ? wanted : [...whole.matchAll(new RegExp(wanted, 'g'))].at(-1)![0];
  const at = whole.lastIndexOf(pattern);
  if (at < 0) throw new Error(`not there: ${pattern}`);
  return octets(whole.slice(0, at) + (typeof put === 'string' ? put : put(pattern)) + whole.slice(at + pattern.length));
}
export const offsetOf = (bytes: Uint8Array, wanted: string): number => text(bytes).indexOf(wanted);
export const flipped = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((octet, i) => (i === at ? octet ^ 1 : octet));
/** The object as it stands last in the file. */
export const bodyOf = (bytes: Uint8Array, number: number): string => [...text(bytes).matchAll(new RegExp(`(?:^|\\n)${number} 0 obj\\n([^]*?)\\nendobj`, 'g'))].at(-1)![1]!;
/** ByteRange and Contents of the last signature, as they are written. */
export const contentsOf = (bytes: Uint8Array): Uint8Array => new Uint8Array(Buffer.from([...text(bytes).matchAll(/\/Contents <([0-9a-f]+)>/g)].at(-1)![1]!, 'hex'));

/** Whether the oracle is there; without it its comparisons do not run, and under CI that is a failure. */
export const hasPdfsig: boolean = (() => {
  const there = spawnSync('pdfsig', ['-v']).status === 0;
  if (!there && process.env.CI === 'true') throw new Error('pdfsig is missing, and CI wants every oracle');
  if (!there) process.stderr.write('pdfsig is missing: its comparisons do not run\n');
  return there;
})();

/** What a tool says about a file. */
export function askAbout(bytes: Uint8Array, tool: string, ...args: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-pdf-'));
  try {
    writeFileSync(join(folder, 'a.pdf'), bytes);
    const run = spawnSync(tool, [...args, 'a.pdf'], { cwd: folder, maxBuffer: 1 << 26 });
    return `${run.stdout.toString('latin1')}${run.stderr.toString('latin1')}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
