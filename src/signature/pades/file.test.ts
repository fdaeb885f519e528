import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { unwrap } from '#kernel';
import { append, lastStartxref, makeHybridPdf, makePackedPdf, makePdf, offsetOf, PLAIN, replaced, stream } from '../../../test/actors/pdf.ts';
import { looksLikeSignature, permissionsOf, signatureFields } from './fields.ts';
import { isPdf, readPdf } from './file.ts';
import { firstMentions, layOut } from './layout.ts';
import { PDF_UNPACKED_BYTES_MAX } from './limits.ts';
import { PdfScanner, type PdfDictionary, type PdfValue } from './syntax.ts';
import { pdfText } from './write.ts';

const octets = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const inflate = (data: Uint8Array, bytesMax: number) => {
  try {
    return new Uint8Array(inflateSync(data, { maxOutputLength: bytesMax }));
  } catch {
    return undefined;
  }
};
const open = (bytes: Uint8Array) => unwrap(readPdf(bytes, inflate));
const refusal = (bytes: Uint8Array): string | undefined => {
  const read = readPdf(bytes, inflate);
  return read.ok ? undefined : read.error;
};
const reference = (object: number, generation = 0) => ({ object, generation });
const TRAILER = /trailer\n<<.*>>\n/;

describe('a file is found from its end (ISO 32000-2 §7.5.5)', () => {
  test('its catalogue', () => {
    const file = open(makePdf());
    expect([file.root, file.catalogue.entries.get('Pages')]).toEqual([reference(1), reference(2)]);
    expect(isPdf(octets('%PDF-1.7'))).toBe(true);
    expect(isPdf(octets('%PDF 1.7'))).toBe(false);
  });
  test.each<[string, Uint8Array, string]>([
    ['no header', makePdf().slice(1), 'not a PDF'], ['no startxref', replaced(makePdf(), 'startxref', 'startxrex'), 'no startxref'], ['something behind the end', octets(`${String.fromCharCode(...makePdf())}x`), 'does not end'], ['no end', replaced(makePdf(), '%%EOF', '%%EOX'), 'does not end'],
    ['a table that is none', replaced(makePdf(), /xref\n0 1/, 'xref\nx 1'), 'cross-reference table'], ['a row of an unknown kind', replaced(makePdf(), /00000 n/, '00000 x'), 'cross-reference table'], ['a number in a table too long', replaced(makePdf(), /\n1 1\n/, '\n12345678 1\n'), 'cross-reference table'],
    ['an object twice in one table', replaced(makePdf(), /\n2 1\n/, '\n1 1\n'), 'twice'], ['an object number beyond all', replaced(makePdf(), /\n7 1\n/, '\n8388608 1\n'), 'too many objects'], ['no catalogue', replaced(makePdf(), '/Root 1 0 R', '/Root 1      '), 'no catalogue'], ['a catalogue that is no dictionary', makePdf({ ...PLAIN, 1: '[]' }), 'dictionary'],
    ['a stream beside a table that is none', replaced(makePdf(), '/ID[<00><00>]', '/XRefStm 9/I[]'), 'no object'], ['encrypted', replaced(makePdf(), '/ID[<00><00>]', '/Encrypt 9/I[]'), 'encrypted'], ['a trailer that is no dictionary', replaced(makePdf(), TRAILER, 'trailer\n[]\n'), 'trailer'],
  ])('refused: %s', (_, bytes, words) => expect(refusal(bytes)).toContain(words));
  test('numbers in a row share one line of a table (§7.5.4)', () => {
    const rows = [...String.fromCharCode(...makePdf()).matchAll(/\n\d 1\n(\d{10} \d{5} n )/g)].map(([, row]) => row);
    const file = open(replaced(makePdf(), /xref\n0 1[\s\S]*?(?=trailer)/, `xref\n0 8\n0000000000 65535 f \n${rows.join('\n')}\n`));
    expect([1, 2, 3, 4, 5, 6, 7].map((number) => file.object(number) === undefined)).toEqual(Array.from({ length: 7 }, () => false));
    expect([...file.entries.keys()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
  test('the end is looked for in the last 1024 octets', () => {
    const tail = (spaces: number) => refusal(octets(String.fromCharCode(...makePdf()) + ' '.repeat(spaces))), end = `startxref\n${lastStartxref(makePdf())}\n%%EOF\n`.length;
    expect([tail(1_024 - end), tail(1_025 - end)]).toEqual([undefined, 'no startxref']);
  });
  test('revisions that lead in a circle', () => {
    const once = makePdf(), start = once.length;
    expect(refusal(append(once, {}, { previous: start }))).toContain('circle');
  });
  describe('hybrids, a stream beside a table (§7.5.8.4)', () => {
    test('objects that are free in the table alone', () => {
      const file = open(makeHybridPdf([5, 6]));
      expect([file.sections.map(({ form }) => form), file.object(5), layOut(file).map(({ number }) => number).sort()]).toEqual([['table', 'beside', 'table'], new PdfScanner(octets(PLAIN[5]!), 0).value(), [1, 2, 3, 4, 5, 6, 7]]);
    });
    test('a later table counts before the stream', () => expect(open(append(makeHybridPdf([5]), { 5: '<</Type/X>>' })).object(5)).toEqual(new PdfScanner(octets('<</Type/X>>'), 0).value()));
    test('another object where readers of tables look', () => expect(refusal(makeHybridPdf([5], PLAIN, { 5: offsetOf(makeHybridPdf([5]), '7 0 obj') }))).toContain('says two things'));
    test('no end of a revision leads to the stream', () => {
      const hybrid = makeHybridPdf([5]), beside = /XRefStm (\d+)/.exec(String.fromCharCode(...hybrid))![1];
      expect(() => layOut(open(append(octets(`${String.fromCharCode(...hybrid)}\nstartxref\n${beside}\n%%EOF\n`), {}, { previous: lastStartxref(hybrid) })))).toThrow('leads elsewhere');
    });
  });
  test('400,000 rows in all sections together, however few octets they unpack from', () => {
    const rows = 199_000, data = deflateSync(Buffer.alloc(rows, 2)).toString('latin1');
    const more = (bytes: Uint8Array) => octets(`${String.fromCharCode(...bytes)}9 0 obj\n${stream(data, `/Type/XRef/Size 200000/W[1 0 0]/Index[100 ${rows}]/Root 1 0 R/Prev ${lastStartxref(bytes)}/Filter/FlateDecode`)}\nendobj\nstartxref\n${bytes.length}\n%%EOF\n`);
    expect([refusal(more(more(makePdf()))), refusal(more(more(more(makePdf()))))]).toEqual([undefined, 'too many objects']);
  });
  test('64 revisions and no more', () => {
    let bytes = makePdf();
    for (let i = 1; i < 64; i++) bytes = append(bytes, {});
    expect(refusal(bytes)).toBeUndefined();
    expect(refusal(append(bytes, {}))).toContain('too many revisions');
  });
});

describe('objects are where the table says (§7.3.10, §7.5.4)', () => {
  const file = () => open(makePdf({ ...PLAIN, 8: '9 0 R', 9: '(a)', 10: '11 0 R', 11: '10 0 R' }));
  test.each<[string, PdfValue | undefined, unknown]>([
    ['a reference to a reference', reference(8), { hexadecimal: false }], ['a direct value', 5, 5], ['nothing', undefined, null], ['an object that is free', reference(0, 65_535), null], ['one that is not there', reference(99), null], ['one of another generation', reference(9, 1), null],
  ])('%s', (_, value, expected) => (typeof expected === 'object' && expected !== null ? expect(file().resolve(value)).toMatchObject(expected) : expect(file().resolve(value)).toBe(expected)));
  test('references to references, nine and no more', () => {
    const chain = open(makePdf({ ...PLAIN, ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [10 + i, i === 9 ? '5' : `${11 + i} 0 R`])) }));
    expect(chain.resolve(reference(11))).toBe(5);
    expect(() => chain.resolve(reference(10))).toThrow('circle');
  });
  test('references in a circle', () => expect(() => file().resolve(reference(10))).toThrow('circle'));
  test('what must be a dictionary or an array', () => {
    expect(file().array(null)).toEqual([]);
    expect(file().array([1])).toEqual([1]);
    expect(() => file().array(reference(9))).toThrow('array');
    expect(() => file().dictionary(reference(9))).toThrow('dictionary');
    expect(() => file().stream(reference(9))).toThrow('stream');
    expect(() => file().stream(reference(99))).toThrow('stream');
    expect(() => file().stream(5)).toThrow('stream');
  });
  test('the newest revision speaks, and the older one can be asked', () => {
    const once = makePdf({ ...PLAIN, 8: '1' }), twice = open(append(once, { 8: '2', 5: null }));
    expect([twice.object(8), twice.object(5), twice.upTo(once.length).object(8)]).toEqual([2, undefined, 1]);
    expect(twice.upTo(once.length).object(5)).toBeDefined();
  });
  test.each<[string, Record<number, number>]>([['another object', { 5: makePdf().indexOf(52) }], ['octets that are no object', { 5: 3 }]])('%s at that place', (_, pointers) => expect(() => open(append(makePdf(), {}, { pointers })).object(5)).toThrow());
});

describe('streams (§7.3.8)', () => {
  const data = (objects: Record<number, string>, number = 8) => String.fromCharCode(...open(makePdf({ ...PLAIN, ...objects })).stream(reference(number)).data);
  test('by a length of their own or by that of another object', () => {
    expect(data({ 8: stream('abc') })).toBe('abc');
    expect(data({ 8: '<</Length 9 0 R>>\nstream\nabc\nendstream', 9: '3' })).toBe('abc');
  });
  test.each<[string, Record<number, string>]>([
    ['a length that leads elsewhere', { 8: '<</Length 2>>\nstream\nabc\nendstream' }], ['a length past the end of the file', { 8: '<</Length 99999>>\nstream\nabc\nendstream' }], ['no length', { 8: '<<>>\nstream\nabc\nendstream' }], ['a negative length', { 8: '<</Length 9 0 R>>\nstream\nabc\nendstream', 9: '-3' }], ['a length that is no number', { 8: '<</Length 9 0 R>>\nstream\nabc\nendstream', 9: '(3)' }], ['a length that is nowhere', { 8: '<</Length 9 0 R>>\nstream\nabc\nendstream' }],
  ])('refused: %s', (_, objects) => expect(() => data(objects)).toThrow());
  test('unpacked once, within a bound', () => {
    const packed = deflateSync('abcabcabc').toString('latin1'), file = open(makePdf({ ...PLAIN, 8: stream(packed, '/Filter/FlateDecode') }));
    expect(() => file.unpacked(reference(8), 8)).toThrow('unpacked');
    expect(String.fromCharCode(...file.unpacked(reference(8), 9))).toBe('abcabcabc');
    expect(file.unpacked(reference(8), 9)).toBe(file.unpacked(reference(8), 9));
  });
});

describe('what is unpacked is asked for within bounds', () => {
  const bounds: number[] = [];
  const noting = (data: Uint8Array, bytesMax: number) => {
    bounds.push(bytesMax);
    return inflate(data, bytesMax);
  };
  const of = (bytes: Uint8Array) => {
    bounds.length = 0;
    return unwrap(readPdf(bytes, noting));
  };
  test('what one stream took, the next of the file has less', () => {
    const packed = (text: string) => stream(deflateSync(text).toString('latin1'), '/Filter/FlateDecode');
    const file = of(makePdf({ ...PLAIN, 8: packed('abcabc'), 9: packed('abc'), 10: packed('a') }));
    for (const number of [8, 9, 8, 10]) file.unpacked(reference(number), PDF_UNPACKED_BYTES_MAX);
    expect(bounds).toEqual([PDF_UNPACKED_BYTES_MAX, PDF_UNPACKED_BYTES_MAX - 6, PDF_UNPACKED_BYTES_MAX - 9]);
    file.upTo(file.bytes.length).unpacked(reference(10), 5);
    expect(bounds).toHaveLength(3);
  });
  test('a cross-reference stream: its rows, one octet more in each for a predictor', () => {
    of(makePackedPdf());
    expect(bounds[0]).toBe(10 * (4 + 1));
  });
});

describe('object streams and cross-reference streams (§7.5.7, §7.5.8)', () => {
  test('say the same as a table', () => {
    const [plain, packed] = [open(makePdf()), open(makePackedPdf())];
    for (const number of [1, 2, 3, 5, 6]) expect(pdfText(packed.object(number)!)).toBe(pdfText(plain.object(number)!));
    expect([packed.object(99), packed.sections[0]!.form, plain.sections[0]!.form]).toEqual([undefined, 'stream', 'table']);
  });
  /** A file whose only section is a stream of these rows: three octets each, kind, offset and the rest. */
  function withRows(rows: readonly (readonly [number, number, number])[], { entries = '', objects = '1 0 obj\n<</Type/Catalog>>\nendobj\n', widths = '[1 2 1]', size = rows.length, type = 'XRef' } = {}) {
    const head = '%PDF-1.7\n', start = head.length + objects.length;
    const raw = rows.map(([kind, second, third]) => String.fromCharCode(kind, second >> 8, second & 255, third)).join('');
    return octets(`${head}${objects}9 0 obj\n${stream(raw, `/Type/${type}/Size ${size}/W${widths}/Root 1 0 R${entries}`)}\nendobj\nstartxref\n${start}\n%%EOF\n`);
  }
  const AT = '%PDF-1.7\n'.length, ROWS = [[0, 0, 255], [1, AT, 0]] as const;
  test.each<[string, Uint8Array, number | undefined]>([
    ['a free object and one in the file', withRows(ROWS), 2], ['with an index of two parts', withRows([[0, 0, 255], [1, AT, 0]], { entries: '/Index[0 1 1 1]' }), 2], ['in another order', withRows([[1, AT, 0], [0, 0, 255]], { entries: '/Index[1 1 0 1]' }), 2],
  ])('%s', (_, bytes, entries) => expect(open(bytes).entries.size).toBe(entries));
  test.each<[string, Uint8Array, string]>([
    ['an unknown kind of row', withRows([[0, 0, 255], [1, AT, 0], [3, 0, 0]]), 'cross-reference stream'], ['more rows than it says', withRows(ROWS, { size: 1 }), 'cross-reference stream'], ['fewer rows', withRows(ROWS, { size: 3 }), 'cross-reference stream'], ['two widths', withRows(ROWS, { widths: '[1 3]' }), 'cross-reference stream'], ['four widths', withRows(ROWS, { widths: '[1 1 1 1]' }), 'cross-reference stream'],
    ['a width of seven', withRows([[0, 0, 0], [0, 0, 0], [0, 0, 0]], { widths: '[1 7 1]', size: 1 }), 'cross-reference stream'], ['no size', replaced(withRows(ROWS, { entries: '/Index[0 2]' }), '/Size 2', '/Sizx 2'), 'cross-reference stream'], ['no widths', withRows(ROWS, { widths: ' 4' }), 'cross-reference stream'], ['a negative width', withRows(ROWS, { widths: '[-1 2 1]' }), 'cross-reference stream'], ['half an index', withRows(ROWS, { entries: '/Index[0 2 1]' }), 'cross-reference stream'], ['an object twice', withRows([[1, AT, 0], [1, AT, 0]], { entries: '/Index[1 1 1 1]' }), 'twice'],
    ['another kind of stream', withRows(ROWS, { type: 'XObject' }), 'no cross-reference'], ['a dictionary without data', octets('%PDF-1.7\n9 0 obj\n<</Type/XRef/Size 1/W[1 2 1]/Length 4/Root 1 0 R>>\nendobj\nstartxref\n9\n%%EOF\n'), 'no cross-reference'], ['no dictionary', octets('%PDF-1.7\n9 0 obj\n[/XRef]\nendobj\nstartxref\n9\n%%EOF\n'), 'no cross-reference'], ['more objects than any file has', withRows(ROWS, { entries: '/Index[0 200001]' }), 'too many objects'],
  ])('refused: %s', (_, bytes, words) => expect(refusal(bytes)).toContain(words));
  test('rows without a kind are objects in the file', () => {
    const head = '%PDF-1.7\n', objects = '1 0 obj\n<</Type/Catalog>>\nendobj\n';
    const bytes = octets(`${head}${objects}9 0 obj\n${stream(String.fromCharCode(0, AT, 0), '/Type/XRef/Size 2/Index[1 1]/W[0 2 1]/Root 1 0 R')}\nendobj\nstartxref\n${head.length + objects.length}\n%%EOF\n`);
    expect(open(bytes).entries.get(1)).toEqual({ kind: 'at', offset: AT, generation: 0 });
  });

  /** Objects 1 and 2 stand in the object stream 3. */
  function packedIn(body: string, entries: string, index = [0, 1]) {
    const container = `3 0 obj\n${stream(body, entries)}\nendobj\n`;
    return open(withRows([[0, 0, 255], [2, 3, index[0]!], [2, 3, index[1]!], [1, AT, 0]], { objects: container }));
  }
  const BODY = '1 0 2 20 <</Type/Catalog>>   (b) ', HEAD = BODY.indexOf('<');
  const SOUND = `/Type/ObjStm/N 2/First ${HEAD}`;
  test('objects inside a stream', () => expect(packedIn(BODY, SOUND).object(2)).toMatchObject({ octets: octets('b') }));
  test.each<[string, string, string, readonly number[]]>([
    ['another object at that index', BODY, SOUND, [1, 0]], ['an index beyond', BODY, SOUND, [0, 2]], ['an object twice', BODY.replace('2 20', '1 20'), SOUND, [0, 1]], ['no number of objects', BODY, `/Type/ObjStm/First ${HEAD}`, [0, 1]], ['no first', BODY, '/Type/ObjStm/N 2', [0, 1]], ['another kind of stream', BODY, SOUND.replace('ObjStm', 'XObject'), [0, 1]],
  ])('refused: %s', (_, body, entries, index) => expect(() => packedIn(body, entries, [...index]).object(2)).toThrow());
});

describe('no octet that no section names', () => {
  const laidOut = (bytes: Uint8Array) => layOut(open(bytes)).map(({ number }) => number);
  test('objects of every revision, packed ones too', () => {
    expect(laidOut(append(makePdf(), { 5: PLAIN[5]! })).sort()).toEqual([1, 2, 3, 4, 5, 5, 6, 7]);
    expect(laidOut(makePackedPdf()).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
  test('an object between two that are named', () => expect(() => laidOut(makePdf({ ...PLAIN, 5: `${PLAIN[5]}\nendobj\n8 0 obj\nnull` }))).toThrow('no cross-reference names'));
  describe('between two revisions', () => {
    const first = makePdf(), end = lastStartxref(first);
    /** Two revisions with this between them. */
    const between = (gap: string) => append(octets(String.fromCharCode(...first) + gap), {}, { previous: end });
    test.each<[string, string]>([['white space', ' \t\r\n\0'], ['a comment', '%abc\r%\n'], ['the comments of qpdf', '%% Original object ID: 5 0\n'], ['the end of a linearized file, which leads nowhere (annex F)', 'startxref\n0\n%%EOF\n'], ['and in one line', 'startxref 0 %%EOF\n']])('%s', (_, gap) => expect(laidOut(between(gap)).sort()).toEqual([1, 2, 3, 4, 5, 6, 7]));
    test.each<[string, string, string]>([
      ['an end that leads elsewhere', 'startxref\n9\n%%EOF\n', 'second startxref'], ['an end that was there before', `startxref\n${end}\n%%EOF\n`, 'second startxref'], ['an end without offset', 'startxref\n%%EOF\n', 'no cross-reference names'], ['a word', 'x\n', 'no cross-reference names'],
      ['a word behind a comment', '%x\nx\n', 'no cross-reference names'], ['an object in a comment', '% 4 0 obj\n', 'no cross-reference names'], ['an object', '4 0 obj\n5\nendobj\n', 'no cross-reference names'],
      ...['4 0 obj', 'endobj', 'xref', 'trailer', 'stream'].map((word): [string, string, string] => [`${word} in a comment`, `%${word}\n`, 'no cross-reference names']),
    ])('refused: %s', (_, gap, words) => expect(() => laidOut(between(gap))).toThrow(words));
    test('64 KiB and no more', () => {
      const room = 64 * 1024 - `\nstartxref\n${end}\n%%EOF\n`.length;
      expect(laidOut(between(' '.repeat(room)))).toHaveLength(7);
      expect(() => laidOut(between(' '.repeat(room + 1)))).toThrow('belong to no object');
    });
  });
  test('a cross-reference stream need not name itself', () => {
    const body = '%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n';
    expect(laidOut(octets(`${body}9 0 obj\n${stream(String.fromCharCode(1, 0, 9, 0), '/Type/XRef/Size 2/Index[1 1]/W[1 2 1]/Root 1 0 R')}\nendobj\nstartxref\n${body.length}\n%%EOF\n`))).toEqual([1]);
  });
  test('objects written inside one another, or packed from the same octets, are not read again and again', () => {
    const inside = (count: number) => octets(`%PDF-1.7\n${Array.from({ length: count }, (_, i) => `${String(i + 10)} 0 obj(`).join('')}${')endobj'.repeat(count)}\n`);
    const table = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [i + 10, offsetOf(inside(count), `${i + 10} 0 obj`)]));
    expect(() => layOut(open(append(append(inside(50), PLAIN, { previous: null, root: 1 }), {}, { pointers: table(50) })))).toThrow('objects overlap');
    const head = Array.from({ length: 50 }, (_, i) => `${i + 100} 0 `).join('');
    expect(() => layOut(open(append(makePdf(), { 20: stream(`${head}(${'x'.repeat(1_000)})`, `/Type/ObjStm/N 50/First ${head.length}`) })))).toThrow('objects overlap');
  });
  test('two objects in the same octets', () => {
    const outer = makePdf({ ...PLAIN, 8: stream('9 0 obj\n5\nendobj\n') });
    expect(() => laidOut(append(outer, {}, { pointers: { 9: offsetOf(outer, '9 0 obj') } }))).toThrow('overlap');
  });
  test('where each object is first mentioned', () => {
    const objects = layOut(open(append(makePdf(), { 2: PLAIN[2]! }))), at = (number: number) => Math.min(...objects.filter((one) => one.number === number).map(({ offset }) => offset));
    const mentions = firstMentions(objects);
    expect([mentions.get(2), mentions.get(3), mentions.get(1), mentions.get(99)]).toEqual([at(1), at(2), undefined, undefined]);
  });
});

describe('signature fields (§12.7.4.2, §12.7.5.5)', () => {
  const form = (fields: string, objects: Record<number, string>) => signatureFields(open(makePdf({ ...PLAIN, 1: `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[${fields}]>>>>`, ...objects }))).map(({ name, object, value }) => [name, object, value?.object]);
  test.each<[string, string, Record<number, string>, readonly (readonly unknown[])[]]>([
    ['none', '', {}, []], ['an empty one', '8 0 R', { 8: '<</FT/Sig/T(A)>>' }, [['A', 8, undefined]]], ['a filled one', '8 0 R', { 8: '<</FT/Sig/T(A)/V 9 0 R>>', 9: '<<>>' }, [['A', 8, 9]]], ['a null value is none', '8 0 R', { 8: '<</FT/Sig/T(A)/V null>>' }, [['A', 8, undefined]]], ['a text field is none', '8 0 R', { 8: '<</FT/Tx/T(A)>>' }, []],
    ['names joined by dots, the type passed on', '8 0 R', { 8: '<</FT/Sig/T(A)/Kids[9 0 R 10 0 R]>>', 9: '<</T(B)>>', 10: '<</T(C)>>' }, [['A.B', 9, undefined], ['A.C', 10, undefined]]], ['a kid of another type', '8 0 R', { 8: '<</FT/Sig/T(A)/Kids[9 0 R]>>', 9: '<</T(B)/FT/Tx>>' }, []], ['a parent without a name', '8 0 R', { 8: '<</FT/Sig/Kids[9 0 R]>>', 9: '<</T(B)>>' }, [['B', 9, undefined]]],
    ['kids without names are widgets', '8 0 R', { 8: '<</FT/Sig/T(A)/Kids[9 0 R]>>', 9: '<</Subtype/Widget>>' }, [['A', 8, undefined]]], ['two in the order of the form', '9 0 R 8 0 R', { 8: '<</FT/Sig/T(A)>>', 9: '<</FT/Sig/T(B)>>' }, [['B', 9, undefined], ['A', 8, undefined]]],
  ])('%s', (_, fields, objects, expected) => expect(form(fields, objects)).toEqual(expected));
  test.each<[string, string, Record<number, string>]>([
    ['a field inside the form', '<</FT/Sig>>', {}], ['a field twice', '8 0 R 8 0 R', { 8: '<</FT/Sig/T(A)>>' }], ['fields in a circle', '8 0 R', { 8: '<</FT/Sig/T(A)/Kids[8 0 R]>>' }], ['a signature inside its field', '8 0 R', { 8: '<</FT/Sig/T(A)/V<<>>>>' }],
    ['nested too deeply', '8 0 R', Object.fromEntries(Array.from({ length: 10 }, (_, i) => [8 + i, `<</FT/Sig/T(A)/Kids[${9 + i} 0 R]>>`]))],
  ])('refused: %s', (_, fields, objects) => expect(() => form(fields, { ...objects, 18: '<</T(A)>>' })).toThrow());
  test('nine fields one inside the other, and no more', () => {
    const nested = (depth: number) => form('20 0 R', Object.fromEntries(Array.from({ length: depth }, (_, i) => [20 + i, `<</FT/Sig/T(A)${i === depth - 1 ? '' : `/Kids[${21 + i} 0 R]`}>>`])));
    expect(nested(9)).toEqual([['A.A.A.A.A.A.A.A.A', 28, undefined]]);
    expect(() => nested(10)).toThrow('fields');
  });
  test('4096 fields and no more', () => {
    const many = (count: number) => form(Array.from({ length: count }, (_, i) => `${20 + i} 0 R`).join(' '), Object.fromEntries(Array.from({ length: count }, (_, i) => [20 + i, '<</FT/Sig>>'])));
    expect(many(4_096)).toHaveLength(4_096);
    expect(() => many(4_097)).toThrow('fields');
  });
  test('a file without a form', () => expect(signatureFields(open(makePdf()))).toEqual([]));

  const value = (text: string) => new PdfScanner(octets(text), 0).value();
  test.each([['<</Type/Sig/Contents<00>>>', true], ['<</Type/DocTimeStamp>>', true], ['<</ByteRange[]>>', true], ['<</Type/Sig>>', false], ['<</Contents<00>>>', false], ['<</Type/Font>>', false], ['[/ByteRange]', false]])('%s looks like a signature: %j', (text, expected) => expect(looksLikeSignature(value(text))).toBe(expected));

  describe('what a signature lets others do (§12.8.2)', () => {
    const permissions = (signature: string, field = '<<>>') => permissionsOf(open(makePdf()), value(signature) as PdfDictionary, value(field) as PdfDictionary);
    const method = (name: string, parameters: string) => `<</Reference[<</TransformMethod/${name}/TransformParams<<${parameters}>>>>]>>`;
    test.each<[string, string, string | undefined, number, readonly string[]]>([
      ['nothing said', '<<>>', undefined, 3, []], ['certified: nothing', method('DocMDP', '/P 1'), undefined, 1, []], ['certified: signatures', method('DocMDP', '/P 2'), undefined, 2, []], ['certified: comments', method('DocMDP', '/P 3'), undefined, 3, []], ['certified, the rest left to the standard', method('DocMDP', ''), undefined, 2, []], ['certified without parameters', '<</Reference[<</TransformMethod/DocMDP>>]>>', undefined, 2, []],
      ['all fields locked', method('FieldMDP', '/Action/All'), undefined, 3, ['A', 'A.B', 'AB', 'C']], ['some', method('FieldMDP', '/Action/Include/Fields[(A)]'), undefined, 3, ['A', 'A.B']], ['all but some', method('FieldMDP', '/Action/Exclude/Fields[(A)]'), undefined, 3, ['AB', 'C']],
      ['by the field itself', '<<>>', '<</Lock<</Action/Include/Fields[(C)]/P 1>>>>', 1, ['C']], ['by the field, without a level', '<<>>', '<</Lock<</Action/All>>>>', 3, ['A', 'A.B', 'AB', 'C']], ['by both: the stricter', method('DocMDP', '/P 2'), '<</Lock<</Action/Include/Fields[(C)]/P 3>>>>', 2, ['C']],
    ])('%s', (_, signature, field, level, locked) => {
      const found = permissions(signature, field);
      expect([found.level, ['A', 'A.B', 'AB', 'C'].filter(found.locks)]).toEqual([level, locked]);
    });
    test('200,000 certifications', () => expect(permissions(`<</Reference[${'<</TransformMethod/DocMDP>>'.repeat(200_000)}]>>`).level).toBe(2));
    test.each<[string, string]>([['a transform nobody knows', method('UR3', '')], ['a level of four', method('DocMDP', '/P 4')], ['an action nobody knows', method('FieldMDP', '/Action/Some')], ['no action', method('FieldMDP', '')]])('refused: %s', (_, signature) => expect(() => permissions(signature)).toThrow());
  });
});
