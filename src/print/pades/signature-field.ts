import { concatBytes, toHex, utf8 } from '#kernel';
import { pdf } from '#signature';
import { Revision } from './revision.ts';

/** A file with room for a signature, and what the signature is over. */
export interface PreparedPdf {
  readonly toSign: Uint8Array;
  /** Puts the value in; undefined when it needs more room than was kept. */
  complete(contents: Uint8Array): Uint8Array | undefined;
}

export interface FieldOrder {
  /** Entries of the signature dictionary beside ByteRange and Contents, as PDF text. */
  readonly entries: string;
  readonly contentsBytes: number;
}

/** Ten digits, so that the range can be written in when everything else has its place. */
const RANGE_PLACE = `/ByteRange [0 ${'0'.repeat(10)} ${'0'.repeat(10)} ${'0'.repeat(10)}]`;
/** Print and Locked (ISO 32000-2 §12.5.3): PDF/A wants an annotation to be printable, and one of no size shows nothing. */
const WIDGET_FLAGS = 132;

/** Adds an invisible signature field on the first page, with an empty signature of a fixed size (EN 319 142-1 §5.1, ISO 32000-2 §12.8). */
export function prepareField(file: pdf.PdfFile, { entries, contentsBytes }: FieldOrder): PreparedPdf {
  const revision = new Revision(file);
  const form = file.catalogue.entries.get('AcroForm');
  const formNow = file.resolve(form);
  const fields = pdf.isDictionary(formNow) ? file.array(formNow.entries.get('Fields')) : [];
  const page = firstPage(file, file.catalogue.entries.get('Pages'), 0);
  const names = new Set(pdf.signatureFields(file).map(({ name }) => name));
  let serial = names.size + 1;
  while (names.has(`ChuKy${serial}`)) serial++;
  const place = `${'0'.repeat(contentsBytes * 2)}`;
  const value = revision.add(() => `<<${entries}${RANGE_PLACE}/Contents <${place}>>>`);
  const widget = revision.add(
    () =>
      `<</Type/Annot/Subtype/Widget/FT/Sig/T(ChuKy${serial})/V ${value.object} 0 R/F ${WIDGET_FLAGS}/Rect[0 0 0 0]/P ${page.object} ${page.generation} R>>`,
  );
  const formEntries = { Fields: [...fields, widget], SigFlags: 3 };
  if (pdf.isReference(form)) revision.change(form, formEntries);
  else
    revision.change(file.root, {
      AcroForm: pdf.isDictionary(formNow)
        ? { entries: new Map<string, pdf.PdfValue>([...formNow.entries, ...Object.entries(formEntries)]) }
        : revision.add(() => pdf.pdfText({ entries: new Map<string, pdf.PdfValue>(Object.entries(formEntries)) })),
    });
  revision.change(page, { Annots: [...file.array(file.dictionary(page).entries.get('Annots')), widget] });
  return withRange(revision.toBytes(), file.bytes.length, contentsBytes);
}

function firstPage(file: pdf.PdfFile, node: pdf.PdfValue | undefined, depth: number): pdf.PdfReference {
  if (!pdf.isReference(node) || depth > 16) throw new pdf.PdfFault('tree of pages');
  const dictionary = file.dictionary(node);
  return pdf.nameIn(dictionary, 'Type') === 'Page' ? node : firstPage(file, file.array(dictionary.entries.get('Kids'))[0], depth + 1);
}

function withRange(bytes: Uint8Array, from: number, contentsBytes: number): PreparedPdf {
  const rangeAt = indexOf(bytes, utf8(RANGE_PLACE), from);
  const first = rangeAt + RANGE_PLACE.length + '/Contents '.length;
  const second = first + contentsBytes * 2 + 2;
  const digits = (value: number) => String(value).padStart(10, ' ');
  bytes.set(utf8(`/ByteRange [0 ${digits(first)} ${digits(second)} ${digits(bytes.length - second)}]`), rangeAt);
  return {
    toSign: concatBytes(bytes.subarray(0, first), bytes.subarray(second)),
    complete(contents) {
      if (contents.length > contentsBytes) return undefined;
      const whole = bytes.slice();
      whole.set(utf8(toHex(contents)), first + 1);
      return whole;
    },
  };
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  for (let at = from; ; at++) if (wanted.every((octet, i) => bytes[at + i] === octet)) return at;
}
