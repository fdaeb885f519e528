import { utf8 } from '#kernel';

const DECLARED = /^(<\?xml\s[^>]*?\sencoding\s*=\s*["'])([A-Za-z][\w.-]*)(?=["'])/;

/**
 * A document in UTF-16 with its byte order mark, which every XML program reads (XML 1.0 §2.2, §4.3.3), as the same document in UTF-8: digests are of canonical
 * forms, and those are of UTF-8 either way. Octets that are nothing of the kind come back as they are, for the reader to refuse.
 */
export function inUtf8(bytes: Uint8Array): Uint8Array {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  if (encoding === undefined) return bytes;
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    const declared = DECLARED.exec(text);
    if (declared === null) return utf8(text);
    // A document that says it is of another encoding is read otherwise by other programs.
    return /^utf-16(?:le|be)?$/i.test(declared[2]!) ? utf8(text.replace(DECLARED, '$1UTF-8')) : bytes;
  } catch {
    return bytes;
  }
}
