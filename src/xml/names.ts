/** XML 1.0 §2.3 NameStartChar, NameChar. */
const NAME_START =
  /^[:A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}]/u;
const NAME =
  /^[-.:0-9A-Z_a-z\u00B7\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u037D\u037F-\u1FFF\u200C-\u200D\u203F-\u2040\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}]+$/u;

/** Whether a text begins as a name may; after a colon the local part must do so as well (Namespaces in XML §4). */
const startsName = (text: string): boolean => NAME_START.test(text);

/** 1 for the ASCII bytes that may stand in a name, 2 for the bytes of longer characters (checked afterwards). */
export const NAME_BYTE = new Uint8Array(256);
for (let c = 0; c < 128; c++) if (/[-.:0-9A-Z_a-z]/.test(String.fromCharCode(c))) NAME_BYTE[c] = 1;
NAME_BYTE.fill(2, 128);

/** A name as it is written, and what it means under namespaces: prefix and local part, or undefined when it is no qualified name. */
export interface XmlName {
  readonly text: string;
  readonly octets: Uint8Array;
  readonly qualified: { readonly prefix: string; readonly local: string } | undefined;
  /** As the name of an attribute it declares a namespace. */
  readonly declares: boolean;
}

/** Documents of a kind repeat the same few names, so each is decoded and looked at once while it is remembered. A name may push out another; that costs time and nothing else. */
const remembered: (XmlName | undefined)[] = new Array<undefined>(4096).fill(undefined);
const KEPT_BYTES_MAX = 64;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The name in `bytes` from one offset to another; undefined when it is none. */
export function nameIn(bytes: Uint8Array, from: number, to: number): XmlName | undefined {
  const length = to - from;
  if (length > KEPT_BYTES_MAX) return readName(bytes.slice(from, to));
  // Names of one document differ at both ends and in the middle far more often than not.
  const place =
    (length * 37 + bytes[from]! * 5 + bytes[from + (length >> 1)]! * 89 + bytes[from + (length >> 2)]! * 177 + bytes[to - 1]! * 359) & 4095;
  const known = remembered[place];
  if (known !== undefined && repeats(known.octets, bytes, from, length)) return known;
  const name = readName(bytes.slice(from, to));
  if (name !== undefined) remembered[place] = name;
  return name;
}

function repeats(octets: Uint8Array, bytes: Uint8Array, from: number, length: number): boolean {
  if (octets.length !== length) return false;
  for (let i = 0; i < length; i++) if (octets[i] !== bytes[from + i]) return false;
  return true;
}

function readName(octets: Uint8Array): XmlName | undefined {
  const text = unique(decoder.decode(octets));
  return NAME_START.test(text) && NAME.test(text)
    ? { text, octets, qualified: qualify(text), declares: text === 'xmlns' || text.startsWith('xmlns:') }
    : undefined;
}

function qualify(name: string): XmlName['qualified'] {
  const colon = name.indexOf(':');
  if (colon < 0) return { prefix: '', local: name };
  const local = name.slice(colon + 1);
  return colon === 0 || local.includes(':') || !startsName(local)
    ? undefined
    : { prefix: unique(name.slice(0, colon)), local: unique(local) };
}

const NAMESPACES_KEPT = 256;
const NAMESPACE_LENGTH_KEPT = 128;
const namespaces = new Map<string, string>();

/** The same for a namespace name: documents of a kind repeat few of them, and looking one up costs a tenth of making it a property key. */
export function uniqueNamespace(uri: string): string {
  const known = namespaces.get(uri);
  if (known !== undefined || uri.length > NAMESPACE_LENGTH_KEPT) return known ?? unique(uri);
  if (namespaces.size >= NAMESPACES_KEPT) namespaces.clear();
  const kept = unique(uri);
  namespaces.set(kept, kept);
  return kept;
}

/** The same characters as a property key, which the runtime keeps once: comparing it with a name written in the program is then comparing two addresses. */
const unique = (text: string): string => Object.keys({ [text]: true })[0]!;
