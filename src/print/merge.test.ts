import { beforeAll, describe, expect, test } from 'vitest';
import { concatBytes, unwrap } from '#kernel';
import { attachmentsOf, PDF_A_3A, ReadPdf, textOf } from '../../test/actors/pdf-a.ts';
import { askAbout } from '../../test/actors/pdf.ts';
import { CONFIRMATION, PACKET, SAMPLE_PRINTS } from '../../test/builders/printed.ts';
import { createPrinter } from './index.ts';
import { mergePdfs } from './merge.ts';

const gather = async (parts: readonly Uint8Array[]): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of mergePdfs(parts, 'Học bạ & trích lục')) chunks.push(chunk);
  return concatBytes(...chunks);
};

describe('several records in one file', () => {
  let parts: Uint8Array[], merged: Uint8Array, pdf: ReadPdf;
  beforeAll(async () => {
    const printer = createPrinter();
    parts = [];
    for (const name of ['lop-5', 'trich-luc', 'nam-nam-hoc']) parts.push(unwrap(await printer.print(SAMPLE_PRINTS[name]!())));
    merged = await gather(parts);
    pdf = new ReadPdf(merged);
  });
  test('each page looks and reads as in its own file', () => {
    expect(textOf(merged)).toBe(parts.map(textOf).join(''));
    expect(pdf.pages).toHaveLength(5 + 3 + 13);
  });
  test('is still PDF/A-3a by every rule', () => {
    expect(Object.entries(PDF_A_3A).flatMap(([rule, check]) => [...new Set(check(pdf))].map((problem) => `${rule}: ${problem}`))).toEqual([]);
    expect(askAbout(merged, 'qpdf', '--check')).toContain('No syntax or stream encoding errors');
  });
  test('every attachment is there, under a name of its own', () => {
    const files = attachmentsOf(pdf);
    expect([...files.keys()].slice(0, 4)).toEqual(['0001-hoc-ba-2023-2024.xml', '0001-xac-nhan-2023-2024.xml', '0002-hoc-ba-2023-2024.xml', '0002-xac-nhan-2023-2024.xml']);
    expect(files.size).toBe(2 + 2 + 10);
    for (const [name, bytes] of files) expect(bytes).toEqual(Buffer.from(name.includes('hoc-ba') ? PACKET : CONFIRMATION));
  });
  test('its title is its own, and of no pupil', () => {
    expect(pdf.data(pdf.root['/Metadata']).toString('utf8')).toContain('>Học bạ &amp; trích lục<');
    expect(Object.keys(pdf.trailer)).not.toContain('/Info');
  });
  test('header cells keep names of their own', () => {
    const ids = pdf.dictionaries.flatMap((own) => (own['/S'] === '/TH' ? [String(own['/ID'])] : []));
    expect(new Set(ids).size).toBe(ids.length);
  });
  test('same parts, same octets; one part alone too', async () => {
    expect(await gather(parts)).toEqual(merged);
    expect(textOf(await gather(parts.slice(0, 1)))).toBe(textOf(parts[0]!));
  });
  test('nothing in, nothing out', async () => expect((await gather([])).length).toBeLessThan(20));
});
