import { readFileSync } from 'node:fs';
import {
  type ErrorDetail,
  ParseOption,
  XmlBufferInputProvider,
  XmlDocument,
  XmlLibError,
  xmlRegisterInputProvider,
  XsdValidator,
} from 'libxml2-wasm';
import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { type DocumentKind, MESSAGE_BYTES_MAX } from '#packet';

/** One schema per document: XSD 1.0 cannot tell the lists of a `GOI_TIN` apart by its type number. */
const FILES: Readonly<Record<DocumentKind, string>> = {
  packet: 'hbs-1',
  batch: 'goi-tin-100',
  roster: 'goi-tin-130',
  supplementary: 'goi-tin-140',
  signers: 'goi-tin-150',
  earlyFinalization: 'goi-tin-160',
  upwardBatch: 'goi-tin-200',
  receipt: 'bien-nhan',
  result: 'ket-qua',
  confirmation: 'xac-nhan-so',
  signersExtract: 'danh-sach-nguoi-ky',
};

/** Names the parser can ask for: only these, from memory. It has no file system and no network. */
const BASE = 'hoc-ba-so-xsd/';
const schemaText = (name: string) => readFileSync(new URL(`./schemas/${name}.xsd`, import.meta.url));
xmlRegisterInputProvider(new XmlBufferInputProvider({ [`${BASE}types.xsd`]: schemaText('types') }));

const SAFE =
  ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_SYS_CATALOG | ParseOption.XML_PARSE_BIG_LINES;

const validators = new Map<DocumentKind, XsdValidator>();

/** Compiled once per kind and kept as long as the process: there are eleven. */
function validatorOf(kind: DocumentKind): XsdValidator {
  const known = validators.get(kind);
  if (known) return known;
  const schema = XmlDocument.fromBuffer(schemaText(FILES[kind]), { url: `${BASE}${FILES[kind]}.xsd`, option: SAFE });
  try {
    const validator = XsdValidator.fromDoc(schema);
    validators.set(kind, validator);
    return validator;
  } finally {
    schema.dispose();
  }
}

/** Parts of a libxml2 message that say nothing to people. */
const shown = (message: string) => message.replaceAll('{urn:vn:edu:hoc-ba-so:1}', '').trim().slice(0, 300);

function refused(details: readonly ErrorDetail[], fallback: string): Refusal {
  const first = details[0];
  return refusal('form/xsd', { line: first?.line ?? 0, detail: shown(first?.message ?? fallback) }, first?.xpath ?? '/');
}

/**
 * Validates a document against the schema of its kind with a second, independent parser. A document type declaration is
 * refused before anything is expanded; the text must be UTF-8 for both parsers.
 */
export function validateXsd(kind: DocumentKind, bytes: Uint8Array): Result<void, Refusal> {
  if (bytes.length > MESSAGE_BYTES_MAX) return err(refusal('form/too-large', { size: bytes.length, limit: MESSAGE_BYTES_MAX }, '/'));
  const validator = validatorOf(kind);
  let document: XmlDocument | undefined;
  try {
    document = XmlDocument.fromBuffer(bytes, { option: SAFE });
    if (document.dtd) return err(refusal('form/not-xml', { reason: 'DTD', line: 1, column: 1 }, '/'));
    validator.validate(document);
    return ok(undefined);
  } catch (fault) {
    if (fault instanceof XmlLibError) return err(refused(fault.details, fault.message));
    throw fault;
  } finally {
    document?.dispose();
  }
}
