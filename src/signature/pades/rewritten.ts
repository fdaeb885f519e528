import { equalBytes } from '#kernel';
import type { PdfFile } from './file.ts';
import { PDF_METADATA_BYTES_MAX } from './limits.ts';
import { isDictionary, nameIn, type PdfDictionary, type PdfReference, type PdfValue } from './syntax.ts';
import { sameValue } from './write.ts';

/** Whether an object that a later revision wrote again says octet for octet what it said: common software writes more than it changed. */
export function isSameObject(before: PdfFile, after: PdfFile, number: number): boolean {
  const [was, is] = [before, after].map((file) => partsOf(file, number));
  if (was === undefined || is === undefined || was.generation !== is.generation) return false;
  if (typeof was.value !== 'object' || was.value === null) return isSame(was, is);
  const known = answers.get(was.value);
  if (known?.is === is.value) return known.answer;
  const answer = isSame(was, is);
  answers.set(was.value, { is: is.value, answer });
  return answer;
}

/** Each signature of a file asks about the same two writings of an object, and each was read once. */
const answers = new WeakMap<object, { readonly is: PdfValue; readonly answer: boolean }>();

const isSame = (was: Parts, is: Parts): boolean =>
  sameValue(was.value, is.value) &&
  (was.data === undefined || is.data === undefined ? was.data === is.data : equalBytes(was.data, is.data));

interface Parts {
  readonly value: PdfValue;
  readonly generation: number;
  readonly data: Uint8Array | undefined;
}

function partsOf(file: PdfFile, number: number): Parts | undefined {
  const entry = file.entries.get(number);
  const value = file.object(number);
  if (entry === undefined || entry.kind === 'free' || value === undefined) return undefined;
  if (entry.kind === 'in') return { value, generation: 0, data: undefined };
  const { generation } = entry;
  const isStream = file.rawAt(entry.offset, number, generation).dataAt !== undefined;
  return { value, generation, data: isStream ? file.stream({ object: number, generation }).data : undefined };
}

/** When and by what the file was saved, and the name of this saving (XMP specification part 1 §8.4, part 2 §1.1). */
const SAVED = 'xmp:ModifyDate|xmp:MetadataDate|pdf:Producer|xmpMM:InstanceID';
const AS_ELEMENT = new RegExp(`<(${SAVED})>[^<]*</\\1>`, 'g');
const AS_ATTRIBUTE = new RegExp(`\\s(?:${SAVED})="[^"]*"`, 'g');

/** Whether the metadata of the document (ISO 32000-2 §14.3.2) say the same apart from who saved the file last, and when. */
export function saysSame(before: PdfFile, after: PdfFile, metadata: PdfReference): boolean {
  const [was, is] = [before, after].map((file) => file.resolve(metadata));
  if (!isMetadata(was) || !isMetadata(is)) return false;
  const [textWas, textIs] = [before, after].map((file) => {
    let text = '';
    for (const octet of file.unpacked(metadata, PDF_METADATA_BYTES_MAX)) text += String.fromCharCode(octet);
    return text.replace(AS_ELEMENT, '').replace(AS_ATTRIBUTE, '').replace(/\s+/g, ' ').replaceAll('> <', '><');
  });
  return textWas === textIs;
}

const isMetadata = (value: PdfValue | undefined): value is PdfDictionary =>
  isDictionary(value) && nameIn(value, 'Type') === 'Metadata' && nameIn(value, 'Subtype') === 'XML';
