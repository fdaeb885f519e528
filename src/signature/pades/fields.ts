import type { PdfFile } from './file.ts';
import { PDF_FIELDS_MAX } from './limits.ts';
import {
  isDictionary,
  isName,
  isReference,
  isString,
  nameIn,
  PdfFault,
  textOf,
  type PdfDictionary,
  type PdfReference,
  type PdfValue,
} from './syntax.ts';

/** A signature field of the form (ISO 32000-2 §12.7.5.5). */
export interface SignatureField {
  /** Full name, parts joined by dots. */
  readonly name: string;
  /** Number of the field object. */
  readonly object: number;
  readonly dictionary: PdfDictionary;
  /** The signature dictionary; undefined when the field is empty. */
  readonly value: PdfReference | undefined;
}

const FIELD_DEPTH_MAX = 8;

/** The terminal signature fields of a view, in the order of the form. */
export function signatureFields(file: PdfFile): readonly SignatureField[] {
  const form = file.resolve(file.catalogue.entries.get('AcroForm'));
  if (!isDictionary(form)) return [];
  const found: SignatureField[] = [];
  const seen = new Set<number>();
  const walk = (item: PdfValue, prefix: string, inherited: string | undefined, depth: number): void => {
    if (!isReference(item)) throw new PdfFault('a field that is no object of its own');
    if (depth > FIELD_DEPTH_MAX || seen.size >= PDF_FIELDS_MAX || seen.has(item.object)) throw new PdfFault('fields of the form');
    seen.add(item.object);
    const dictionary = file.dictionary(item);
    const own = file.resolve(dictionary.entries.get('T'));
    const part = isString(own) ? textOf(own) : '';
    const name = [prefix, part].filter((text) => text !== '').join('.');
    const type = file.resolve(dictionary.entries.get('FT'));
    const kind = isName(type) ? type.name : inherited;
    // Kids without a name of their own are the field's widgets.
    const kids = file.array(dictionary.entries.get('Kids')).filter((kid) => isString(file.resolve(file.dictionary(kid).entries.get('T'))));
    for (const kid of kids) walk(kid, name, kind, depth + 1);
    if (kids.length === 0 && kind === 'Sig') found.push({ name, object: item.object, dictionary, value: valueOf(dictionary) });
  };
  for (const item of file.array(form.entries.get('Fields'))) walk(item, '', undefined, 0);
  return found;
}

function valueOf({ entries }: PdfDictionary): PdfReference | undefined {
  const value = entries.get('V') ?? null;
  if (value === null) return undefined;
  if (!isReference(value)) throw new PdfFault('a signature that is no object of its own');
  return value;
}

/** Whether a dictionary looks like a signature, wherever it stands (§12.8.1). */
export function looksLikeSignature(value: PdfValue): value is PdfDictionary {
  if (!isDictionary(value)) return false;
  const type = nameIn(value, 'Type');
  return type === 'DocTimeStamp' || value.entries.has('ByteRange') || (type === 'Sig' && value.entries.has('Contents'));
}

/** What a certifying or locking signature lets others do afterwards (§12.8.2.2, §12.8.2.4, §12.7.5.5). */
export interface Permissions {
  /** 1: nothing but evidence; 2 and 3: more signatures. */
  readonly level: 1 | 2 | 3;
  /** Whether a field of this name must stay as it is. */
  readonly locks: (field: string) => boolean;
}

export function permissionsOf(file: PdfFile, signature: PdfDictionary, field: PdfDictionary): Permissions {
  const locks: ((name: string) => boolean)[] = [];
  let level = 3;
  for (const item of file.array(signature.entries.get('Reference'))) {
    const reference = file.dictionary(item);
    const method = nameIn(reference, 'TransformMethod');
    const given = file.resolve(reference.entries.get('TransformParams'));
    const parameters: PdfDictionary = isDictionary(given) ? given : { entries: new Map() };
    if (method === 'DocMDP') level = Math.min(level, levelIn(file, parameters, 2));
    else if (method === 'FieldMDP') locks.push(lockOf(file, parameters));
    else throw new PdfFault('transform method of a signature');
  }
  const lock = file.resolve(field.entries.get('Lock'));
  if (isDictionary(lock)) {
    level = Math.min(level, levelIn(file, lock, 3));
    locks.push(lockOf(file, lock));
  }
  return { level: level as Permissions['level'], locks: (name) => locks.some((one) => one(name)) };
}

function levelIn(file: PdfFile, { entries }: PdfDictionary, otherwise: number): number {
  const level = file.resolve(entries.get('P'));
  if (level === null) return otherwise;
  if (level !== 1 && level !== 2 && level !== 3) throw new PdfFault('permissions of a signature');
  return level;
}

function lockOf(file: PdfFile, parameters: PdfDictionary): (name: string) => boolean {
  const action = nameIn(parameters, 'Action');
  const names = file.array(parameters.entries.get('Fields')).map((item) => {
    const text = file.resolve(item);
    return isString(text) ? textOf(text) : '';
  });
  const isNamed = (field: string) => names.some((name) => field === name || field.startsWith(`${name}.`));
  if (action === 'All') return () => true;
  if (action === 'Include') return isNamed;
  if (action === 'Exclude') return (field) => !isNamed(field);
  throw new PdfFault('lock of a signature');
}
