import { strToU8, zipSync } from 'fflate';
import { err, fromUtf8, ok, type Result } from '#kernel';
import { LIMITS } from '../limits.ts';
import { type ArchiveFault, inflateEntry, readDirectory } from './directory.ts';
import { defaultFont, type LegacyFonts, mentionsLegacyFont } from './fonts.ts';
import { countTags, hasDocumentType, screenSheet, withoutBlanks } from './screen.ts';

export type OpenFault = ArchiveFault | 'empty-file' | 'password-protected' | 'old-xls' | 'macros' | 'external-links';

export interface OpenedArchive {
  /** A container of our own with nothing in it but screened parts: what the spreadsheet library may see. */
  readonly bytes: Uint8Array;
  readonly fonts: LegacyFonts;
}

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const startsWith = (bytes: Uint8Array, magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte);
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** Whether the bytes are a container at all: a zip, or the OLE file of an encrypted or an old workbook. */
export const isContainer = (bytes: Uint8Array): boolean => startsWith(bytes, OLE) || startsWith(bytes, ZIP);

/** The parts a reader of cell values needs. Drawings, comments, printers, macros and links stay outside. */
const NEEDED =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/_rels\/workbook\.xml\.rels|xl\/workbook\.xml|xl\/sharedStrings\.xml|xl\/styles\.xml|xl\/worksheets\/[^/]+\.xml)$/i;
const SHEET = /^xl\/worksheets\//i;
const CHART_SHEET = /^xl\/chartsheets\/[^/]+\.xml$/i;
const RELATIONS = 'xl/_rels/workbook.xml.rels';
/** What the library sees of a sheet that is a chart: it takes a workbook that lists a sheet without cells for damaged. */
const NO_CELLS = strToU8('<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>');
const chartsAsSheets = (relations: string): string => relations.replaceAll('/relationships/chartsheet"', '/relationships/worksheet"');

/** An OLE container is either an encrypted .xlsx or a workbook of Excel 97–2003. */
const oleFault = (bytes: Uint8Array): OpenFault =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(utf16('EncryptedPackage')) ? 'password-protected' : 'old-xls';

/** Content that acts or reaches elsewhere. The values of a record do not come from a program or from another file. */
const ACTIVE: readonly (readonly [RegExp, OpenFault])[] = [
  [/(?:^|\/)vbaProject\.bin$|^xl\/(?:macrosheets|dialogsheets)\//i, 'macros'],
  [/^xl\/externalLinks\//i, 'external-links'],
];

interface Screened {
  readonly cells: number;
  readonly rectangle: number;
  readonly xml: string;
  /** The text is not that of the file any more. */
  readonly isLean: boolean;
}

function screenPart(name: string, bytes: Uint8Array): Result<Screened, ArchiveFault> {
  const text = fromUtf8(bytes);
  if (!text.ok || text.value.includes('\0') || hasDocumentType(text.value)) return err('unsafe-content');
  const xml = text.value;
  if (!SHEET.test(name))
    return countTags(xml, LIMITS.treeTags) > LIMITS.treeTags ? err('too-large') : ok({ cells: 0, rectangle: 0, xml, isLean: false });
  const first = screenSheet(xml);
  const lean = first === 'too-large' ? withoutBlanks(xml) : xml;
  const screening = lean === xml ? first : screenSheet(lean);
  return typeof screening === 'string'
    ? err(screening)
    : ok({ cells: screening.cells, rectangle: screening.rows * screening.columns, xml: lean, isLean: lean !== xml });
}

/** Opens an .xlsx that may be hostile. What comes back is small, free of document types, and complete. */
export function openArchive(bytes: Uint8Array): Result<OpenedArchive, OpenFault> {
  if (bytes.length === 0) return err('empty-file');
  if (bytes.length > LIMITS.fileBytes) return err('too-large');
  if (startsWith(bytes, OLE)) return err(oleFault(bytes));
  const directory = readDirectory(bytes);
  if (!directory.ok) return directory;
  const names = directory.value.map((entry) => entry.name);
  if (!names.includes('xl/workbook.xml') || !names.includes('[Content_Types].xml')) return err('not-xlsx');
  if (names.filter((name) => SHEET.test(name)).length > LIMITS.sheets) return err('too-large');
  const active = ACTIVE.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
  if (active) return err(active);
  const parts: Record<string, Uint8Array> = {};
  let cells = 0;
  let rectangle = 0;
  let legacy = false;
  let byDefault: string | undefined;
  for (const entry of directory.value.filter(({ name }) => NEEDED.test(name))) {
    const part = inflateEntry(entry);
    if (!part.ok) return part;
    const screened = screenPart(entry.name, part.value);
    if (!screened.ok) return screened;
    cells += screened.value.cells;
    rectangle += screened.value.rectangle;
    if (cells > LIMITS.cells || rectangle > LIMITS.rectangle) return err('too-large');
    parts[entry.name] =
      entry.name === RELATIONS
        ? strToU8(chartsAsSheets(screened.value.xml))
        : screened.value.isLean
          ? strToU8(screened.value.xml)
          : part.value;
    legacy ||= mentionsLegacyFont(screened.value.xml);
    if (entry.name === 'xl/styles.xml') byDefault = defaultFont(screened.value.xml);
  }
  for (const name of names.filter((one) => CHART_SHEET.test(one))) parts[name] = NO_CELLS;
  if (legacy && cells > LIMITS.styledCells) return err('too-large');
  return ok({ bytes: zipSync(parts, { level: 0 }), fonts: { legacy, byDefault } });
}
