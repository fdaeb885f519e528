import { concatBytes, equalBytes, err, fromBase64, fromUtf8, ok, type Result, toBase64, toHex, utf8 } from '#kernel';
import type { LogPrimitives } from './primitives.ts';

/** The public key of a log: its name and an Ed25519 key (C2SP signed-note). */
export interface LogKey {
  readonly name: string;
  readonly publicKey: Uint8Array;
}

const ED25519 = Uint8Array.of(1);
const KEY_BYTES = 32;
const ID_BYTES = 4;
const SIGNATURE_BYTES = 64;

/** First four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ key). */
const keyId = (key: LogKey, { sha256 }: Pick<LogPrimitives, 'sha256'>): Uint8Array =>
  sha256(concatBytes(utf8(`${key.name}\n`), ED25519, key.publicKey)).subarray(0, ID_BYTES);

/** `name+1a2b3c4d+AQID…`: the text in which a log publishes its key. */
export const formatLogKey = (key: LogKey, primitives: Pick<LogPrimitives, 'sha256'>): string =>
  `${key.name}+${toHex(keyId(key, primitives))}+${toBase64(concatBytes(ED25519, key.publicKey))}`;

const KEY_TEXT = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u;

export function parseLogKey(text: string, primitives: Pick<LogPrimitives, 'sha256'>): Result<LogKey, 'log/key-malformed'> {
  const match = KEY_TEXT.exec(text.trim());
  if (match === null) return err('log/key-malformed');
  const key = fromBase64(match[3]!);
  if (!key.ok || key.value.length !== KEY_BYTES + 1 || key.value[0] !== ED25519[0]) return err('log/key-malformed');
  const parsed = { name: match[1]!, publicKey: key.value.slice(1) };
  return toHex(keyId(parsed, primitives)) === match[2] ? ok(parsed) : err('log/key-malformed');
}

/** Signs a text (which ends with a line feed) as a note: the text, an empty line, one signature line. `sign` is Ed25519 over the octets. */
export function signNote(
  text: string,
  key: LogKey,
  sign: (data: Uint8Array) => Uint8Array,
  primitives: Pick<LogPrimitives, 'sha256'>,
): string {
  return `${text}\n— ${key.name} ${toBase64(concatBytes(keyId(key, primitives), sign(utf8(text))))}\n`;
}

const SIGNATURE_LINE = /^— (\S+) ([A-Za-z0-9+/]+=*)$/u;

/** The text of a note with exactly one signature, of this key. A line of anybody else is refused: nothing in the file goes unchecked. */
export function openNote(
  bytes: Uint8Array,
  key: LogKey,
  primitives: LogPrimitives,
): Result<string, 'log/note-malformed' | 'log/note-signature'> {
  const note = fromUtf8(bytes);
  if (!note.ok) return err('log/note-malformed');
  const end = note.value.lastIndexOf('\n\n');
  const line = SIGNATURE_LINE.exec(note.value.slice(end + 2, -1));
  if (end < 0 || !note.value.endsWith('\n') || line === null) return err('log/note-malformed');
  const text = note.value.slice(0, end + 1);
  const signature = fromBase64(line[2]!);
  if (!signature.ok || signature.value.length !== ID_BYTES + SIGNATURE_BYTES) return err('log/note-malformed');
  if (line[1] !== key.name || !equalBytes(signature.value.subarray(0, ID_BYTES), keyId(key, primitives))) return err('log/note-signature');
  return primitives.verifyEd25519(key.publicKey, utf8(text), signature.value.subarray(ID_BYTES)) ? ok(text) : err('log/note-signature');
}
