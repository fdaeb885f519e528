import { err, type Result } from '#kernel';
import { pdf } from '#signature';
import { inflate } from './inflate.ts';

export interface Attachment {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A packet and a confirmation for every year of every pupil of a class, and room. */
const ATTACHMENTS_MAX = 1_024;
const ATTACHMENT_BYTES_MAX = 8 * 1024 * 1024;
const TREE_DEPTH_MAX = 8;

/**
 * The files attached to a PDF (ISO 32000-2 §7.11.4), read strictly: one catalogue, one name tree, each name and each stream once. It is the reader that judges the
 * signatures, so what is read here is what they cover.
 */
export function readAttachments(bytes: Uint8Array): Result<readonly Attachment[], string> {
  const file = pdf.readPdf(bytes, inflate);
  return file.ok ? pdf.guardPdf(() => attachmentsOf(file.value)) : err(file.error);
}

function attachmentsOf(file: pdf.PdfFile): readonly Attachment[] {
  const names = file.catalogue.entries.get('Names');
  const tree = names === undefined ? undefined : file.dictionary(names).entries.get('EmbeddedFiles');
  const found = tree === undefined ? [] : leaves(file, tree).map((specification) => located(file, specification));
  for (const key of ['name', 'object'] as const)
    if (new Set(found.map((one) => one[key])).size !== found.length) throw new pdf.PdfFault(`two attachments with one ${key}`);
  return found.map(({ name, stream }) => ({ name, bytes: contentOf(file, stream) }));
}

/** The specifications in the order of the tree. Each node is reached once, so that the work stays below the size of the file. */
function leaves(file: pdf.PdfFile, root: pdf.PdfValue): readonly pdf.PdfValue[] {
  const found: pdf.PdfValue[] = [];
  const reached = new Set<number>();
  const walk = (node: pdf.PdfValue, depth: number): void => {
    if (depth > TREE_DEPTH_MAX) throw new pdf.PdfFault('name tree is too deep');
    const { entries } = file.dictionary(node);
    for (const kid of file.array(entries.get('Kids'))) {
      if (!pdf.isReference(kid) || reached.has(kid.object)) throw new pdf.PdfFault('name tree with a node twice');
      reached.add(kid.object);
      walk(kid, depth + 1);
    }
    for (const [i, value] of file.array(entries.get('Names')).entries()) if (i % 2 === 1) found.push(value);
    if (found.length > ATTACHMENTS_MAX) throw new pdf.PdfFault('too many attachments');
  };
  walk(root, 0);
  return found;
}

function located(
  file: pdf.PdfFile,
  specification: pdf.PdfValue,
): { readonly name: string; readonly object: number; readonly stream: pdf.PdfReference } {
  const { entries } = file.dictionary(specification);
  const stream = file.dictionary(entries.get('EF')).entries.get('F');
  const name = file.resolve(entries.get('UF') ?? entries.get('F'));
  if (!pdf.isReference(stream)) throw new pdf.PdfFault('attachment without a stream');
  if (!pdf.isString(name)) throw new pdf.PdfFault('name of an attachment');
  return { name: pdf.textOf(name), object: stream.object, stream };
}

/** The declared size bounds the memory, and must be the true one. */
function contentOf(file: pdf.PdfFile, stream: pdf.PdfReference): Uint8Array {
  const { dictionary, data } = file.stream(stream);
  if (!dictionary.entries.has('Filter')) return data.slice();
  const declared = dictionary.entries.get('Params');
  const size = pdf.isDictionary(declared) ? pdf.wholeIn(declared, 'Size') : undefined;
  if (size === undefined || size > ATTACHMENT_BYTES_MAX) throw new pdf.PdfFault('size of an attachment');
  const bytes = file.unpacked(stream, size);
  if (bytes.length !== size) throw new pdf.PdfFault('size of an attachment');
  return bytes;
}
