import { setImmediate } from 'node:timers/promises';
import { Zip, ZipDeflate } from 'fflate';
import type { ExportSheet } from './model.ts';
import { sheetXml } from './sheet-xml.ts';
import { STYLES_XML } from './styles.ts';
import { sheetName, xmlText } from './text.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** Parts are sheets unless said otherwise, so that this part can stand first, as programs that tell file types expect, before the sheets are known. */
const CONTENT_TYPES = `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="${TYPE}.worksheet+xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`;
const relations = (rows: readonly (readonly [type: string, target: string])[]) =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${rows.map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

/** Characters gathered before they are packed; also how long others wait for their turn. */
const PIECE = 1 << 18;
const LEVEL = 4;
/** The same content gives the same octets. ZIP knows no day before this one (APPNOTE 4.4.6). */
const MTIME = '1980-01-01T00:00:00';

/**
 * An .xlsx as it is made: octets come out while rows go in, and nothing of a row stays. Every string is text whatever it begins with.
 * An exception of the source breaks the file off; what came before is no workbook.
 */
export async function* writeWorkbook(sheets: Iterable<ExportSheet> | AsyncIterable<ExportSheet>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const names: string[] = [];
  const taken = new Set<string>();
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  async function* part(name: string, content: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Uint8Array> {
    const file = new ZipDeflate(name, { level: LEVEL });
    file.mtime = MTIME;
    zip.add(file);
    let text = '';
    for await (const piece of content) {
      text += piece;
      if (text.length < PIECE) continue;
      file.push(encoder.encode(text));
      text = '';
      yield* ready;
      ready = [];
      await setImmediate();
    }
    file.push(encoder.encode(text), true);
    yield* ready;
    ready = [];
  }
  yield* part('[Content_Types].xml', [CONTENT_TYPES]);
  yield* part('_rels/.rels', [relations([['officeDocument', 'xl/workbook.xml']])]);
  for await (const sheet of sheets) {
    names.push(sheetName(sheet.name, taken));
    yield* part(`xl/worksheets/sheet${names.length}.xml`, sheetXml(sheet));
  }
  // A workbook without a sheet is none.
  if (names.length === 0)
    yield* part(`xl/worksheets/sheet${names.push(sheetName('Trang', taken))}.xml`, sheetXml({ name: '', head: [], rows: [] }));
  yield* part('xl/styles.xml', [STYLES_XML]);
  yield* part('xl/workbook.xml', [
    `${HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><sheets>${names.map((name, i) => `<sheet name="${xmlText(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
  ]);
  yield* part('xl/_rels/workbook.xml.rels', [
    relations([...names.map((_, i): [string, string] => ['worksheet', `worksheets/sheet${i + 1}.xml`]), ['styles', 'styles.xml']]),
  ]);
  zip.end();
  yield* ready;
}

/** The whole file at once, for one that is known to be small. */
export async function workbookBytes(sheets: Iterable<ExportSheet> | AsyncIterable<ExportSheet>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of writeWorkbook(sheets)) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}
