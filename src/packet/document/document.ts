import { type Refusal, refusal } from '#domain';
import { err, ok, type Result, utf8 } from '#kernel';
import { attributeOf, serializeDocument, type XmlDocument } from '#xml';
import { type Content, NAMESPACE } from '../codec/index.ts';

/** Version of every document of the namespace. */
export const VERSION = '1.0';
/** Most bytes of one message. */
export const MESSAGE_BYTES_MAX = 20 * 1024 * 1024;

export interface DocumentType<T> {
  write(value: T): Result<Uint8Array, Refusal>;
  read(document: XmlDocument): Result<T, Refusal>;
}

const FAMILY = /^urn:vn:edu:hoc-ba-so:\d+$/;

/** Comments, instructions and CDATA are passed over by some readers and not by others: none may stand in a document of the profile. */
function foreignContent(document: XmlDocument): string | undefined {
  if (document.hasComments) return 'chú thích';
  if (document.hasProcessingInstructions) return 'chỉ thị xử lý';
  return document.hasCdata ? 'CDATA' : undefined;
}

/** Is it this document, in a version we read? `pinned`: attributes of the root and what they must be. */
function checkRoot(document: XmlDocument, name: string, pinned: Readonly<Record<string, string>>): Result<void, Refusal> {
  const { root } = document;
  if (root.local !== name || !FAMILY.test(root.ns)) return err(refusal('form/unknown-document', { root: root.name }, '/'));
  if (root.ns !== NAMESPACE) return err(refusal('form/version', { name: 'xmlns', value: root.ns }, `/${name}`));
  if (root.prefix !== '') return err(refusal('form/structure', { name: root.name, fault: 'không được dùng tiền tố không gian tên' }, '/'));
  for (const [attribute, expected] of Object.entries(pinned)) {
    const value = attributeOf(root, attribute);
    if (value !== undefined && value !== expected)
      return err(refusal('form/version', { name: attribute, value: value.slice(0, 60) }, `/${name}`));
  }
  const what = foreignContent(document);
  return what === undefined ? ok(undefined) : err(refusal('form/foreign-content', { what }, `/${name}`));
}

/** A whole document: our namespace as the default one, written as C14N writes, at most 20 MB. */
export function documentType<T>(name: string, pinned: Readonly<Record<string, string>>, root: Content<T>): DocumentType<T> {
  return {
    write: (value) => {
      const tree = root.write(value, '');
      if (!tree.ok) return tree;
      const bytes = utf8(serializeDocument({ ...tree.value, attributes: { xmlns: NAMESPACE, ...tree.value.attributes } }));
      return bytes.length <= MESSAGE_BYTES_MAX
        ? ok(bytes)
        : err(refusal('form/too-large', { size: bytes.length, limit: MESSAGE_BYTES_MAX }, `/${name}`));
    },
    read: (document) => {
      const size = document.bytes.length;
      if (size > MESSAGE_BYTES_MAX) return err(refusal('form/too-large', { size, limit: MESSAGE_BYTES_MAX }, '/'));
      const known = checkRoot(document, name, pinned);
      return known.ok ? root.read(document.root) : known;
    },
  };
}
