import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Value = string | number | boolean | null | readonly Value[] | Dictionary;
interface Dictionary { readonly [key: string]: Value }
type Stored = { readonly value?: Value; readonly stream?: { readonly dict: Dictionary; readonly data?: string } };

/** A PDF as qpdf reads it: a reader we have not written. Names begin with `/`, texts with `u:`, references end in ` R`. */
export class ReadPdf {
  readonly bytes: Uint8Array;
  readonly #objects: Readonly<Record<string, Stored>>;
  readonly trailer: Dictionary;
  readonly root: Dictionary;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    const folder = mkdtempSync(join(tmpdir(), 'pdf-')), file = join(folder, 'a.pdf');
    writeFileSync(file, bytes);
    const json = execFileSync('qpdf', ['--json=2', '--json-stream-data=inline', '--decode-level=generalized', file], { maxBuffer: 1 << 29, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    this.#objects = (JSON.parse(json) as { qpdf: [unknown, Record<string, Stored>] }).qpdf[1];
    this.trailer = this.#objects['trailer']!.value as Dictionary;
    this.root = this.dictionary(this.trailer['/Root']);
  }

  #stored(value: Value | undefined): Stored | undefined {
    return typeof value === 'string' && / \d+ R$/.test(value) ? this.#objects[`obj:${value}`] : undefined;
  }
  get(value: Value | undefined): Value | undefined {
    const stored = this.#stored(value);
    return stored === undefined ? value : (stored.stream?.dict ?? stored.value);
  }
  dictionary(value: Value | undefined): Dictionary {
    const found = this.get(value);
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Dictionary) : {};
  }
  array(value: Value | undefined): readonly Value[] {
    const found = this.get(value);
    return Array.isArray(found) ? found : found === undefined ? [] : [found as Value];
  }
  /** The text of a string; undefined when it is none. */
  text(value: Value | undefined): string | undefined {
    const found = this.get(value);
    return typeof found === 'string' && found.startsWith('u:') ? found.slice(2) : undefined;
  }
  data(value: Value | undefined): Buffer {
    return Buffer.from(this.#stored(value)?.stream?.data ?? '', 'base64');
  }
  /** Every dictionary of the file, those of streams too. */
  get dictionaries(): readonly Dictionary[] {
    const found: Dictionary[] = [];
    const walk = (value: Value | undefined): void => {
      if (Array.isArray(value)) value.forEach(walk);
      else if (typeof value === 'object' && value !== null) {
        found.push(value as Dictionary);
        Object.values(value).forEach(walk);
      }
    };
    for (const { value, stream } of Object.values(this.#objects)) walk(stream?.dict ?? value);
    return found;
  }
  get pages(): readonly Dictionary[] {
    const leaves = (node: Value): readonly Dictionary[] => {
      const page = this.dictionary(node);
      return page['/Type'] === '/Pages' ? this.array(page['/Kids']).flatMap(leaves) : [page];
    };
    return leaves(this.root['/Pages']!);
  }
  /** The structure tree in order of reading: each element with its type after the role map, its depth and itself. */
  get elements(): readonly { readonly type: string; readonly parent: string; readonly own: Dictionary }[] {
    const tree = this.dictionary(this.root['/StructTreeRoot']), roles = this.dictionary(tree['/RoleMap']);
    const walk = (kid: Value, parent: string): readonly { type: string; parent: string; own: Dictionary }[] => {
      const own = this.dictionary(kid), name = own['/S'];
      if (typeof name !== 'string') return [];
      const type = String(roles[name] ?? name);
      return [{ type, parent, own }, ...this.array(own['/K']).flatMap((each) => walk(each, type))];
    };
    return this.array(tree['/K']).flatMap((kid) => walk(kid, ''));
  }
}

/** What goes on in a content stream: operators, and within which marked content they stand. */
function operatorsOf(content: string): readonly { readonly name: string; readonly marked: boolean }[] {
  // Strings and inline dictionaries may hold anything; nothing in them is an operator.
  const bare = content.replace(/\((?:\\.|[^\\()])*\)/gs, '()').replace(/<<.*?>>/gs, ' ').replace(/<[0-9A-Fa-f\s]*>/g, '<>');
  let depth = 0;
  return bare.split(/\s+/).flatMap((token) => {
    if (/^(BDC|BMC)$/.test(token)) depth++;
    if (token === 'EMC') depth--;
    return /^(TJ|Tj|'|"|S|s|f|F|f\*|B|B\*|b|b\*|Do|sh|EI|Tr)$/.test(token) ? [{ name: token, marked: depth > 0 }] : [];
  });
}

const STANDARD = new Set('Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Figure Formula Form'.split(' ').map((name) => `/${name}`));
const CONTAINS: Readonly<Record<string, readonly string[]>> = {
  '/Table': ['/TR', '/THead', '/TBody', '/TFoot', '/Caption'], '/THead': ['/TR'], '/TBody': ['/TR'], '/TR': ['/TH', '/TD'], '/L': ['/LI', '/Caption'], '/LI': ['/Lbl', '/LBody'],
};
const broken = (condition: boolean, problem: string): readonly string[] => (condition ? [problem] : []);

/** The rules of PDF/A-3a (ISO 19005-3) that a product made by a program can break, each answering what is wrong. No proof of conformance: that takes a validator. */
export const PDF_A_3A: Readonly<Record<string, (pdf: ReadPdf) => readonly string[]>> = {
  '6.1.2 header with a comment of four octets above 127': ({ bytes }) => {
    const head = Buffer.from(bytes.subarray(0, 20));
    return [...broken(!/^%PDF-1\.[0-7]\n/.test(head.toString('latin1')), 'header'), ...broken(head[9] !== 37 || ![10, 11, 12, 13].every((at) => head[at]! > 127), 'comment')];
  },
  '6.1.3 identifier, no encryption, nothing after the end': ({ bytes, trailer }) => [
    ...broken(!Array.isArray(trailer['/ID']) || trailer['/ID'].length !== 2 || trailer['/ID'].some((one) => String(one).length < 18), 'ID'), ...broken('/Encrypt' in trailer, 'Encrypt'),
    ...broken(!/%%EOF\r?\n?$/.test(Buffer.from(bytes.subarray(-8)).toString('latin1')), 'octets after %%EOF'),
  ],
  '6.1.7 no LZW, no external streams, no private encryption': (pdf) => pdf.dictionaries.flatMap((own) => [...broken(pdf.array(own['/Filter']).some((name) => name === '/LZWDecode' || name === '/Crypt'), 'filter'), ...broken('/FFilter' in own || '/FDecodeParms' in own, 'external stream')]),
  '6.2.3 one output intent of PDF/A with an ICC profile of its colours': (pdf) => {
    const [intent, ...more] = pdf.array(pdf.root['/OutputIntents']).map((one) => pdf.dictionary(one));
    const profile = pdf.data(intent?.['/DestOutputProfile']), { '/N': components } = pdf.dictionary(intent?.['/DestOutputProfile']);
    return [
      ...broken(intent?.['/S'] !== '/GTS_PDFA1' || more.length > 0, 'OutputIntent'), ...broken(pdf.text(intent?.['/OutputConditionIdentifier']) === undefined, 'OutputConditionIdentifier'),
      ...broken(profile.subarray(36, 40).toString('latin1') !== 'acsp' || profile.readUInt32BE(0) !== profile.length, 'ICC profile'), ...broken(profile.subarray(16, 20).toString('latin1') !== 'RGB ' || components !== 3, 'colours of the profile'),
    ];
  },
  '6.2.5 no transparency': (pdf) => pdf.dictionaries.flatMap((own) => [
    ...broken(own['/Type'] === '/Page' && '/Group' in own, 'transparency group'), ...broken('/SMask' in own && own['/SMask'] !== '/None', 'soft mask'), ...broken(['/CA', '/ca'].some((key) => key in own && own[key] !== 1), 'opacity'),
    ...broken('/BM' in own && own['/BM'] !== '/Normal' && own['/BM'] !== '/Compatible', 'blend mode'),
  ]),
  '6.2.11 every font embedded as a subset, with widths and a way back to text': (pdf) => {
    const fonts = pdf.dictionaries.filter((own) => own['/Type'] === '/Font');
    return [...broken(fonts.length === 0, 'no fonts'), ...fonts.flatMap((font) => {
      const name = String(font['/BaseFont']);
      if (font['/Subtype'] === '/Type0') return broken(pdf.data(font['/ToUnicode']).length === 0 || font['/Encoding'] !== '/Identity-H', `${name}: ToUnicode`);
      const descriptor = pdf.dictionary(font['/FontDescriptor']);
      return [...broken(pdf.data(descriptor['/FontFile2']).length + pdf.data(descriptor['/FontFile3']).length === 0, `${name}: not embedded`), ...broken(!/^\/[A-Z]{6}\+/.test(name), `${name}: no subset`), ...broken(!('/W' in font), `${name}: widths`), ...broken(!('/CIDToGIDMap' in font), `${name}: CIDToGIDMap`)];
    })];
  },
  '6.3 annotations are signatures or links that are printed': (pdf) => pdf.dictionaries.filter((own) => own['/Type'] === '/Annot').flatMap((own) => [
    ...broken(own['/Subtype'] !== '/Widget' && own['/Subtype'] !== '/Link', String(own['/Subtype'])), ...broken((Number(own['/F']) & 4) === 0 || (Number(own['/F']) & 0b100011) !== 0, 'flags'),
  ]),
  '6.5 no actions': (pdf) => pdf.dictionaries.flatMap((own) => ['/AA', '/OpenAction', '/JS', '/JavaScript', '/XFA', '/NeedAppearances'].filter((key) => key in own)),
  '6.6 metadata: XMP, not packed, saying part 3 level A, title, language and what the document information says': (pdf) => {
    const xmp = pdf.data(pdf.root['/Metadata']).toString('utf8'), info = pdf.dictionary(pdf.trailer['/Info']), title = pdf.text(info['/Title']) ?? '[^<]+';
    const own = pdf.dictionary(pdf.root['/Metadata']);
    return [
      ...broken('/Filter' in own || own['/Subtype'] !== '/XML', 'packed'), ...broken(!/<\?xpacket begin/.test(xmp), 'xpacket'), ...broken(!/<pdfaid:part>3</.test(xmp) || !/<pdfaid:conformance>A</.test(xmp), 'pdfaid'),
      ...broken(!new RegExp(`<dc:title>.*>${title}<`, 's').test(xmp), 'dc:title'), ...broken(!/<dc:language>.*vi/s.test(xmp), 'dc:language'), ...broken('/CreationDate' in info && !/<xmp:CreateDate>/.test(xmp), 'xmp:CreateDate'),
    ];
  },
  '6.7 tagged, with a language': (pdf) => [
    ...broken(pdf.dictionary(pdf.root['/MarkInfo'])['/Marked'] !== true, 'MarkInfo'), ...broken(!/^vi/.test(pdf.text(pdf.root['/Lang']) ?? ''), 'Lang'), ...broken(pdf.elements[0]?.type !== '/Document', 'StructTreeRoot'),
  ],
  '6.7.3 structure: standard types, in their places; headings that skip no level': (pdf) => {
    const headings = pdf.elements.flatMap(({ type }) => (/^\/H[1-6]$/.test(type) ? [Number(type[2])] : []));
    return [
      ...pdf.elements.flatMap(({ type, parent }) => [...broken(!STANDARD.has(type), type), ...broken(CONTAINS[parent] !== undefined && !CONTAINS[parent].includes(type), `${type} in ${parent}`)]),
      ...broken(headings[0] !== 1 || headings.filter((level) => level === 1).length !== pdf.elements.filter(({ type }) => type === '/Document').length, 'one title'), ...headings.flatMap((level, i) => broken(level > (headings[i - 1] ?? 0) + 1, `H${level} after H${headings[i - 1]}`)),
    ];
  },
  '6.7.3 tables have header cells with a scope, pictures an alternative text': (pdf) => [
    ...pdf.elements.filter(({ type }) => type === '/TH').flatMap(({ own }) => broken(!pdf.array(own['/A']).some((one) => '/Scope' in pdf.dictionary(one)), 'TH without Scope')),
    ...broken(pdf.elements.filter(({ type }) => type === '/Table').length > pdf.elements.filter(({ type }) => type === '/THead').length, 'table without a header'),
    ...pdf.elements.filter(({ type }) => type === '/Figure').flatMap(({ own }) => broken((pdf.text(own['/Alt']) ?? '') === '', 'Figure without Alt')),
  ],
  '6.7.2 everything on a page is marked, as content of the structure or as decoration': (pdf) => {
    const tree = pdf.dictionary(pdf.root['/StructTreeRoot']), numbers = pdf.array(pdf.dictionary(tree['/ParentTree'])['/Nums']);
    return pdf.pages.flatMap((page, i) => {
      const content = pdf.array(page['/Contents']).length === 1 ? pdf.data(page['/Contents']).toString('latin1') : '';
      const marks = [...content.matchAll(/\/MCID (\d+)/g)].map((found) => Number(found[1])), at = numbers.indexOf(page['/StructParents'] ?? -1);
      const parents = at < 0 ? [] : pdf.array(numbers[at + 1]);
      return [
        ...broken(content === '', `page ${i + 1}: no content`), ...operatorsOf(content).flatMap(({ name, marked }) => broken(!marked, `page ${i + 1}: ${name} outside of marked content`)),
        ...broken(marks.length === 0 || marks.some((mark) => !('/S' in pdf.dictionary(parents[mark]))), `page ${i + 1}: content without a place in the structure`),
      ];
    });
  },
  '6.8 attachments: associated, with relationship, names, kind and size': (pdf) => {
    const names = pdf.array(pdf.dictionary(pdf.dictionary(pdf.root['/Names'])['/EmbeddedFiles'])['/Names']), associated = pdf.array(pdf.root['/AF']);
    return names.filter((_, i) => i % 2 === 1).flatMap((one, i) => {
      const file = pdf.dictionary(one), stream = pdf.dictionary(file['/EF'])['/F'], own = pdf.dictionary(stream);
      return [
        ...broken(!associated.includes(one), 'not in AF'), ...broken(!['/Data', '/Supplement'].includes(String(file['/AFRelationship'])), 'AFRelationship'), ...broken(pdf.text(file['/F']) === undefined || pdf.text(file['/UF']) !== pdf.text(names[2 * i]), 'names'),
        ...broken((pdf.text(file['/Desc']) ?? '') === '', 'Desc'), ...broken(own['/Subtype'] !== '/application/xml', 'Subtype'), ...broken(pdf.dictionary(own['/Params'])['/Size'] !== pdf.data(stream).length || !('/ModDate' in pdf.dictionary(own['/Params'])), 'Params'),
      ];
    });
  },
};

/** The attached files by name. */
export function attachmentsOf(pdf: ReadPdf): ReadonlyMap<string, Buffer> {
  const names = pdf.array(pdf.dictionary(pdf.dictionary(pdf.root['/Names'])['/EmbeddedFiles'])['/Names']);
  return new Map(names.flatMap((one, i): [string, Buffer][] => (i % 2 === 0 ? [] : [[pdf.text(pdf.dictionary(one)['/UF']) ?? '', pdf.data(pdf.dictionary(pdf.dictionary(one)['/EF'])['/F'])]])));
}

export const textOf = (bytes: Uint8Array): string => execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8', maxBuffer: 1 << 26 });
