import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unwrap, utf8 } from '#kernel';
import { writePacket } from '#packet';
import { validateXsd } from '#packet/xsd';
import { readXml } from '#xml';
import { anyHocBa } from '../../../test/builders/any-hoc-ba.ts';
import { DOCUMENTS } from '../../../test/builders/documents.ts';

type Sample = (typeof DOCUMENTS)[number];
const SIGNATURE = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"></ds:Signature>';

/** Both verdicts on a text: undefined is "yes", else the code. */
function verdicts({ kind, read }: Sample, text: string): { readonly reader: string | undefined; readonly schema: string | undefined } {
  const bytes = utf8(text);
  const schema = validateXsd(kind, bytes);
  const document = readXml(bytes);
  const value = document.ok ? read(document.value) : ({ ok: false, error: { code: 'form/not-xml' } } as const);
  return { reader: value.ok ? undefined : value.error.code, schema: schema.ok ? undefined : schema.error.code };
}

/** What only the reader can say: equal values, numbering, uniqueness, comments; see the head of types.xsd. */
const BEYOND_SCHEMA = new Set(['form/mismatch', 'form/duplicate', 'form/count', 'form/item-size', 'form/version', 'form/foreign-content']);

const TAGS = /<\/?[A-Z][A-Z0-9_]*[^>]*>/g;
const VALUES = ['', ' ', 'x', '0', '1', '2', '11', '-1', '01', '+1', '1.5', '60', '61', 'true', 'false', 'T', 'H', 'C', 'Đ', 'Ð', 'D', 'HT', '2024-05-31', '2024-02-30', '2024-05-31Z', '1899-01-01', '2023-2024',
  '2024-05-31T10:00:00+07:00', '2024-05-31T24:00:00Z', '2024-05-31T10:00:00', '2024-02-30T10:00:00Z', 'AAAA', 'A A A A', 'AB==', '=', 'data', 'diem-1', 'TOAN', 'NL.TUCHU', 'a  b', ' a', 'x'.repeat(201), 'x'.repeat(2001), 'en'];

/** One change of a document: a tag taken away, doubled or renamed; a value or an attribute replaced; something put in between. */
const anyChange = (text: string): fc.Arbitrary<string> => {
  const tags = [...text.matchAll(TAGS)].map((match) => ({ at: match.index, tag: match[0] }));
  const texts = [...text.matchAll(/>([^<>]+)</g)].map((match) => ({ at: match.index + 1, length: match[1]!.length }));
  const attributes = [...text.matchAll(/ ([A-Za-z]+)="([^"]*)"/g)].filter(({ 1: name }) => name !== 'xmlns').map((match) => ({ at: match.index, length: match[0].length, name: match[1]! }));
  const elements = [...text.matchAll(/<([A-Z][A-Z0-9_]*)[^>]*>[^<]*<\/\1>/g)].map((match) => ({ at: match.index, text: match[0] }));
  const splice = (at: number, length: number, insert: string) => text.slice(0, at) + insert + text.slice(at + length);
  return fc.oneof(
    fc.constantFrom(...elements).map(({ at, text: element }) => splice(at, element.length, '')),
    fc.constantFrom(...elements).map(({ at, text: element }) => splice(at, 0, element)),
    fc.tuple(fc.constantFrom(...elements), fc.constantFrom(...elements)).map(([a, b]) => splice(a.at, a.text.length, b.text)),
    fc.tuple(fc.constantFrom(...texts), fc.constantFrom(...VALUES)).map(([{ at, length }, value]) => splice(at, length, value)),
    fc.tuple(fc.constantFrom(...attributes), fc.constantFrom(...VALUES)).map(([{ at, length, name }, value]) => splice(at, length, ` ${name}="${value}"`)),
    fc.constantFrom(...attributes).map(({ at, length }) => splice(at, length, '')),
    fc.tuple(fc.constantFrom(...tags), fc.constantFrom(SIGNATURE, 'x', ' \n', '<LA></LA>')).map(([{ at, tag }, put]) => splice(at + tag.length, 0, put)),
    fc.constantFrom(...tags.filter(({ tag }) => !tag.startsWith('</'))).map(({ at, tag }) => splice(at + tag.length - 1, 0, ' La="1"')),
  );
};

/** White space around a value is taken off by XSD types that collapse it; rules of the receiver stand between optional fields. */
const READER_IS_STRICTER = /^form\/(value|structure)$/;

describe.each(DOCUMENTS)('schema and reader of $kind', (sample) => {
  test('both accept the sample', () => {
    expect(verdicts(sample, sample.text)).toEqual({ reader: undefined, schema: undefined });
  });

  test('what the reader accepts, the schema accepts; what only the reader refuses, is of a kind a schema cannot say', () => {
    fc.assert(fc.property(anyChange(sample.text), (text) => {
      const { reader, schema } = verdicts(sample, text);
      if (reader === undefined) expect(schema).toBeUndefined();
      else if (schema === undefined && !BEYOND_SCHEMA.has(reader)) expect(reader).toMatch(READER_IS_STRICTER);
    }), { numRuns: 400 });
  });
});

test('any record that is written satisfies the schema', () => {
  fc.assert(fc.property(anyHocBa, (record) => {
    expect(validateXsd('packet', unwrap(writePacket(record)))).toEqual({ ok: true, value: undefined });
  }), { numRuns: 60 });
});
