import { createHash } from 'node:crypto';
import { concatBytes, utf8 } from '#kernel';
import { pdf } from '#signature';
import { inflate } from './pades/open.ts';

/** Objects 1 to 6 of the merged file; those of the parts follow. */
const CATALOGUE = 1;
const PAGES = 2;
const STRUCTURE = 3;
const NUMBERS = 4;
const ATTACHMENTS = 5;
const FIRST_FREE = 6;
const HEADER = concatBytes(utf8('%PDF-1.7\n%'), new Uint8Array([0xe2, 0xe3, 0xcf, 0xd3, 10]));

const dictionary = (entries: readonly (readonly [string, pdf.PdfValue])[]): pdf.PdfDictionary => ({ entries: new Map(entries) });
const reference = (object: number): pdf.PdfReference => ({ object, generation: 0 });
const text = (value: string): pdf.PdfString => ({ octets: utf8(value), start: 0, end: 0, hexadecimal: true });

/** What is remembered of a part that has been written. */
interface Part {
  readonly pages: number;
  readonly pageTree: pdf.PdfReference;
  readonly structure: readonly pdf.PdfValue[];
  /** Structure parents by number, already shifted. */
  readonly numbers: readonly pdf.PdfValue[];
  /** Name and specification of each attachment. */
  readonly files: readonly (readonly [string, pdf.PdfReference])[];
}

/**
 * Puts PDFs of our own printer one after the other into one file, still tagged and with every attachment, its name led by the number of its part. The parts
 * flow through: what is kept is a few numbers for each, so a whole school takes no more memory than a pupil.
 */
export async function* mergePdfs(parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, title: string): AsyncGenerator<Uint8Array> {
  const offsets: number[] = [];
  const written: Part[] = [];
  const digest = createHash('sha256');
  let at = 0;
  let shared: SharedEntries | undefined;
  const out = (chunk: Uint8Array): Uint8Array => {
    at += chunk.length;
    digest.update(chunk);
    return chunk;
  };
  const object = (number: number, body: readonly (string | Uint8Array)[]): Uint8Array => {
    offsets[number] = at;
    return out(
      concatBytes(...[`${number} 0 obj\n`, ...body, '\nendobj\n'].map((piece) => (typeof piece === 'string' ? utf8(piece) : piece))),
    );
  };
  yield out(HEADER);
  let next = FIRST_FREE;
  let structureNumber = 0;
  for await (const bytes of parts) {
    const read = pdf.readPdf(bytes, inflate);
    if (!read.ok) throw new Error(`a printed record cannot be read: ${read.error}`);
    const part = new Renumbering(read.value, next, structureNumber, written.length + 1);
    // Only the first part's colours and roles are taken over; they are the same in all.
    shared ??= part.shared();
    for (const [number, body] of part.objects()) yield object(number, body);
    written.push(part.summary());
    next = part.next;
    structureNumber += part.structureParents;
  }
  if (shared === undefined) return;
  const files = written.flatMap((part) => part.files);
  yield object(PAGES, [
    pdf.pdfText(
      dictionary([
        ['Type', { name: 'Pages' }],
        ['Count', written.reduce((sum, { pages }) => sum + pages, 0)],
        ['Kids', written.map(({ pageTree }) => pageTree)],
      ]),
    ),
  ]);
  yield object(NUMBERS, [pdf.pdfText(dictionary([['Nums', written.flatMap(({ numbers }) => numbers)]]))]);
  yield object(STRUCTURE, [
    pdf.pdfText(
      dictionary([
        ['Type', { name: 'StructTreeRoot' }],
        ['K', written.flatMap(({ structure }) => structure)],
        ['ParentTree', reference(NUMBERS)],
        ['ParentTreeNextKey', structureNumber],
        ...(shared.roles === undefined ? [] : [['RoleMap', shared.roles] as const]),
      ]),
    ),
  ]);
  yield object(ATTACHMENTS, [pdf.pdfText(dictionary([['Names', files.flatMap(([name, file]) => [text(name), file])]]))]);
  const metadata = xmpOf(title);
  yield object(next, [`<</Type/Metadata/Subtype/XML/Length ${metadata.length}>>\nstream\n`, metadata, '\nendstream']);
  yield object(CATALOGUE, [
    pdf.pdfText(
      dictionary([
        ['Type', { name: 'Catalog' }],
        ['Pages', reference(PAGES)],
        ['StructTreeRoot', reference(STRUCTURE)],
        ['Metadata', reference(next)],
        ['OutputIntents', shared.outputIntents],
        ['MarkInfo', dictionary([['Marked', true]])],
        ['Lang', text('vi-VN')],
        ['Names', dictionary([['EmbeddedFiles', reference(ATTACHMENTS)]])],
        ['AF', files.map(([, file]) => file)],
      ]),
    ),
  ]);
  const start = at;
  const rows = Array.from(
    { length: next },
    (_, i) => `${String(offsets[i + 1] ?? 0).padStart(10, '0')} ${offsets[i + 1] === undefined ? '65535 f' : '00000 n'} \n`,
  );
  const id = { ...text(''), octets: new Uint8Array(digest.copy().digest().subarray(0, 16)) };
  yield out(
    utf8(
      `xref\n0 ${next + 1}\n0000000000 65535 f \n${rows.join('')}trailer\n${pdf.pdfText(
        dictionary([
          ['Size', next + 1],
          ['Root', reference(CATALOGUE)],
          ['ID', [id, id]],
        ]),
      )}\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
}

interface SharedEntries {
  readonly outputIntents: pdf.PdfValue;
  readonly roles: pdf.PdfValue | undefined;
}

const escaped = (value: string): string => value.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;' })[character] ?? '&gt;');
/** What the file says of itself (ISO 19005-3 6.6): part and level, title, language. */
const xmpOf = (title: string): Uint8Array =>
  utf8(`<?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(title)}</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`);

/** One part with its objects under new numbers; names that must be unique are led by the number of the part. */
class Renumbering {
  readonly #file: pdf.PdfFile;
  readonly #base: number;
  readonly #parentBase: number;
  readonly #label: string;
  readonly #tree: pdf.PdfDictionary;
  readonly #pageRoot: number;
  readonly #treeNumber: number;
  readonly #dropped: ReadonlySet<number>;
  readonly next: number;

  constructor(file: pdf.PdfFile, base: number, parentBase: number, serial: number) {
    this.#file = file;
    this.#base = base;
    this.#parentBase = parentBase;
    this.#label = String(serial).padStart(4, '0');
    const numberOf = (value: pdf.PdfValue | undefined): number => (pdf.isReference(value) ? value.object : -1);
    const { entries } = file.catalogue;
    this.#tree = file.dictionary(entries.get('StructTreeRoot'));
    this.#treeNumber = numberOf(entries.get('StructTreeRoot'));
    this.#pageRoot = numberOf(entries.get('Pages'));
    this.#dropped = new Set([
      numberOf(file.root),
      this.#treeNumber,
      numberOf(entries.get('Metadata')),
      numberOf(file.trailer.entries.get('Info')),
      ...this.#outlines(),
    ]);
    this.next = base + Math.max(0, ...file.entries.keys()) + 1;
  }

  /** Bookmarks are of one record; they go. */
  #outlines(): readonly number[] {
    const found: number[] = [];
    const walk = (item: pdf.PdfValue | undefined): void => {
      if (!pdf.isReference(item) || found.includes(item.object)) return;
      found.push(item.object);
      for (const key of ['First', 'Next']) walk(this.#file.dictionary(item).entries.get(key));
    };
    walk(this.#file.catalogue.entries.get('Outlines'));
    return found;
  }

  get structureParents(): number {
    return pdf.wholeIn(this.#tree, 'ParentTreeNextKey') ?? 0;
  }

  #moved(value: pdf.PdfValue): pdf.PdfValue {
    if (pdf.isArray(value)) return value.map((item) => this.#moved(item));
    if (pdf.isReference(value)) return reference(value.object === this.#treeNumber ? STRUCTURE : this.#base + value.object);
    if (!pdf.isDictionary(value)) return value;
    const moved = new Map([...value.entries].map(([key, item]) => [key, this.#moved(item)]));
    const type = value.entries.get('Type');
    const name = pdf.isName(type) ? type.name : '';
    if (name === 'Page') moved.set('StructParents', this.#parentBase + (pdf.wholeIn(value, 'StructParents') ?? 0));
    const id = moved.get('ID');
    const headers = moved.get('Headers');
    if (id !== undefined && pdf.isString(id)) moved.set('ID', this.#own(id));
    if (headers !== undefined && pdf.isArray(headers))
      moved.set(
        'Headers',
        headers.map((one) => (pdf.isString(one) ? this.#own(one) : one)),
      );
    if (name === 'Filespec') for (const key of ['F', 'UF']) moved.set(key, text(this.#fileName(value)));
    return { entries: moved };
  }

  #own(value: pdf.PdfString): pdf.PdfString {
    return { ...value, octets: concatBytes(utf8(`${this.#label}-`), value.octets), hexadecimal: true };
  }

  #fileName(specification: pdf.PdfDictionary): string {
    const name = this.#file.resolve(specification.entries.get('UF') ?? specification.entries.get('F'));
    return `${this.#label}-${pdf.isString(name) ? pdf.textOf(name) : ''}`;
  }

  *objects(): Generator<readonly [number, readonly (string | Uint8Array)[]]> {
    for (const number of [...this.#file.entries.keys()].sort((a, b) => a - b)) {
      if (this.#dropped.has(number)) continue;
      const value = this.#file.object(number);
      if (value === undefined) continue;
      const moved = this.#moved(value);
      const isPageRoot = number === this.#pageRoot;
      const body =
        isPageRoot && pdf.isDictionary(moved) ? { entries: new Map([...moved.entries, ['Parent', reference(PAGES)] as const]) } : moved;
      const data = this.#dataOf(number, value);
      yield [this.#base + number, data === undefined ? [pdf.pdfText(body)] : [pdf.pdfText(body), '\nstream\n', data, '\nendstream']];
    }
  }

  #dataOf(number: number, value: pdf.PdfValue): Uint8Array | undefined {
    return pdf.isDictionary(value) && value.entries.has('Length') ? this.#file.stream(reference(number)).data : undefined;
  }

  summary(): Part {
    const file = this.#file;
    const names = file.array(
      file
        .dictionary(file.dictionary(file.catalogue.entries.get('Names') ?? dictionary([])).entries.get('EmbeddedFiles') ?? dictionary([]))
        .entries.get('Names'),
    );
    const numbers = file.array(file.dictionary(this.#tree.entries.get('ParentTree')).entries.get('Nums'));
    return {
      pages: pdf.wholeIn(file.dictionary(file.catalogue.entries.get('Pages')), 'Count') ?? 0,
      pageTree: reference(this.#base + this.#pageRoot),
      structure: file.array(this.#tree.entries.get('K')).map((kid) => this.#moved(kid)),
      numbers: numbers.map((value) => (typeof value === 'number' ? value + this.#parentBase : this.#moved(value))),
      files: names.flatMap((value, i): (readonly [string, pdf.PdfReference])[] => {
        const moved = i % 2 === 1 ? this.#moved(value) : undefined;
        return moved !== undefined && pdf.isReference(moved) ? [[this.#fileName(file.dictionary(value)), moved]] : [];
      }),
    };
  }

  shared(): SharedEntries {
    const roles = this.#tree.entries.get('RoleMap');
    return {
      outputIntents: this.#moved(this.#file.catalogue.entries.get('OutputIntents') ?? []),
      roles: roles === undefined ? undefined : this.#moved(roles),
    };
  }
}
