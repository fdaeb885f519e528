import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { nodePrimitives } from '#signature/node';
import { append, lastStartxref, makePdf, type PdfObjects, PLAIN, stream } from '../../../test/actors/pdf.ts';
import { inflate } from '../../print/pades/open.ts';
import { gatherPdf } from './facts.ts';

const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const many = <T>(count: number, part: (i: number) => T): readonly T[] => Array.from({ length: count }, (_, i) => part(i));
const objects = (from: number, bodies: readonly string[]): PdfObjects => Object.fromEntries(bodies.map((body, i) => [from + i, body]));

/** A signature that is none, at its place: what came after it is looked at all the same. */
function signedBy(nobody: PdfObjects): Uint8Array {
  const base = makePdf({ ...PLAIN, 1: '<</Type/Catalog/Pages 2 0 R/AcroForm 8 0 R>>', 8: '<</Fields[9 0 R]>>', 9: '<</FT/Sig/T(a)/V 10 0 R/Rect[0 0 0 0]>>', 10: `<</Type/Sig/SubFilter/adbe.pkcs7.detached/ByteRange[0 ${'A'.repeat(9)} ${'B'.repeat(9)} ${'C'.repeat(9)}]/Contents<3000>>>`, ...nobody });
  const whole = text(base), at = whole.indexOf('<3000>'), digits = (value: number) => String(value).padStart(9);
  return octets(whole.replace('A'.repeat(9), digits(at)).replace('B'.repeat(9), digits(at + 6)).replace('C'.repeat(9), digits(whole.length - at - 6)));
}

/** Small files that ask for much work. Each took from seconds to hours before there was a bound. */
const BOMBS: readonly (readonly [string, () => Uint8Array])[] = [
  ['8,000 objects, each a string that holds the next', () => {
    const inside = many(8_000, (i) => `${i + 10_000} 0 obj(`).join(''), head = text(append(octets('%PDF-1.7\n/Root 1 0 R\n'), {}, { bare: true }));
    return append(append(octets(`${head}${inside}${')endobj'.repeat(8_000)}\n`), PLAIN, { previous: null, root: 1 }), {}, { pointers: Object.fromEntries(many(8_000, (i) => [i + 10_000, head.length + i * '10000 0 obj('.length])) });
  }],
  ['2,000 objects packed in the same megabyte', () => {
    const head = many(2_000, (i) => `${i + 100} 0 `).join(''), data = deflateSync(Buffer.from(`${head}(${'x'.repeat(1_000_000)})`)).toString('latin1');
    return append(makePdf(), { 20: stream(data, `/Type/ObjStm/N 2000/First ${head.length}/Filter/FlateDecode`) });
  }],
  ['400,000 digits and a letter', () => makePdf({ ...PLAIN, 5: `${'1'.repeat(400_000)}x` })],
  ['12 million rows of cross-reference streams', () => {
    const rows = 199_000, data = deflateSync(Buffer.alloc(rows, 2)).toString('latin1');
    const more = (bytes: Uint8Array) => octets(`${text(bytes)}9 0 obj\n${stream(data, `/Type/XRef/Size 200000/W[1 0 0]/Index[100 ${rows}]/Root 1 0 R/Prev ${lastStartxref(bytes)}/Filter/FlateDecode`)}\nendobj\nstartxref\n${bytes.length}\n%%EOF\n`);
    return many(60, (i) => i).reduce(more, makePdf());
  }],
  ['1,000 new fields that all show the same 20,000 objects', () => append(signedBy({}), {
    8: `<</Fields[9 0 R ${many(1_000, (i) => `${i + 100} 0 R`).join(' ')}]>>`, ...objects(100, many(1_000, (i) => `<</FT/Sig/T(f${i})/Rect[0 0 0 0]/AP<</N 2000 0 R>>>>`)), ...objects(2_000, many(20_000, (i) => (i < 19_999 ? `[${i + 2_001} 0 R]` : '[]'))),
  })],
  ['3,000 pages with one list of 10,000 annotations', () => {
    const list = `[${'5 0 R '.repeat(10_000)}]`;
    return append(signedBy({ 11: list, ...objects(100, many(3_000, () => '<</Type/Page/Annots 11 0 R>>')) }), { 11: `${list.slice(0, -1)} 5 0 R]` });
  }],
];

test.each(BOMBS)('%s', (_, build) => {
  const bytes = build(), from = process.cpuUsage().user;
  const facts = gatherPdf({ bytes, inflate, knownCertificates: [] }, nodePrimitives);
  expect(facts.ok && facts.value.signatures.every(({ findings }) => findings.length === 0)).toBe(false);
  expect((process.cpuUsage().user - from) / 1_000).toBeLessThan(4_000);
});
