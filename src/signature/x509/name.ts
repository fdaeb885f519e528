import {
  bitStringOf,
  bytesOf,
  decodeDer,
  expectType,
  fail,
  Members,
  oidOf,
  sequenceOf,
  setOf,
  TAG,
  textOf,
  toHexOf,
  type DerNode,
} from '../der/index.ts';
import { interned } from '../der/interned.ts';
import { NAME_ATTRIBUTE } from './oids.ts';

export interface NameAttribute {
  readonly oid: string;
  /** As written in the certificate; `#hex` of the encoding when the value is not a string. */
  readonly text: string;
}

/** A distinguished name. Two names are the same exactly when their `key`s are equal. */
export interface DistinguishedName {
  readonly der: Uint8Array;
  /** Relative names from the root of the tree downwards, each a set of attributes. */
  readonly relativeNames: readonly (readonly NameAttribute[])[];
  /** Comparison keys of the relative names, for prefix comparison by name constraints. */
  readonly relativeKeys: readonly string[];
  readonly key: string;
}

const RELATIVE_NAMES_MAX = 64;

const NAMES_KEPT = 4_000;
const NAME_BYTES_MAX = 4 * 1024;

/** Reads a Name (RFC 5280 §4.1.2.4). Certificates and tokens repeat few names, so the same bytes are read once while they are remembered. */
export function readName(node: DerNode): DistinguishedName {
  if (node.end - node.start > NAME_BYTES_MAX) return readNew(node);
  const name = remembered(bytesOf(node));
  return name.ok ? name.value : fail(name.error.what, node.start + name.error.offset, name.error.code);
}

const remembered = interned(NAMES_KEPT, NAME_BYTES_MAX, (der) => decodeDer(der, readNew));

function readNew(node: DerNode): DistinguishedName {
  const relativeNames = sequenceOf(node, 'name').map(readRelativeName);
  if (relativeNames.length > RELATIVE_NAMES_MAX) fail('name has too many parts', node.start);
  return nameOf(bytesOf(node), relativeNames);
}

export function nameOf(der: Uint8Array, relativeNames: readonly (readonly NameAttribute[])[]): DistinguishedName {
  const relativeKeys = relativeNames.map((attributes) => JSON.stringify(attributes.map(({ oid, text }) => [oid, foldValue(text)]).sort()));
  return { der, relativeNames, relativeKeys, key: JSON.stringify(relativeKeys) };
}

export function readRelativeName(node: DerNode): readonly NameAttribute[] {
  const attributes = setOf(expectType(node, TAG.set, 'relative name'), 'relative name').map(readAttribute);
  return attributes.length > 0 ? attributes : fail('relative name is empty', node.start);
}

function readAttribute(node: DerNode): NameAttribute {
  const members = Members.of(node, 'name attribute');
  const oid = oidOf(members.next());
  const value = members.next();
  members.done();
  return { oid, text: textOf(value) ?? bitsOf(value) };
}

/** Names are strings, and now and then a unique identifier (RFC 4519 §2.41). Anything else has no text that could tell two names apart. */
function bitsOf(value: DerNode): string {
  bitStringOf(value);
  return `#${toHexOf(value)}`;
}

/** RFC 5280 §7.1: string types, letter case, Unicode composition and runs of spaces do not tell names apart. */
const foldValue = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

export const isEmptyName = (name: DistinguishedName): boolean => name.relativeNames.length === 0;

/** All values of one attribute type, outermost first. */
export function valuesOf(name: DistinguishedName, oid: string): readonly string[] {
  return name.relativeNames
    .flat()
    .filter((attribute) => attribute.oid === oid)
    .map(({ text }) => text);
}

/** The name people call the holder by: common name, else organisation, else the first attribute there is. */
export function displayName(name: DistinguishedName): string {
  const [common] = valuesOf(name, NAME_ATTRIBUTE.commonName).slice(-1);
  const [organisation] = valuesOf(name, NAME_ATTRIBUTE.organization).slice(-1);
  return common ?? organisation ?? name.relativeNames.flat()[0]?.text ?? '';
}

const SHORT: Readonly<Record<string, string>> = {
  [NAME_ATTRIBUTE.commonName]: 'CN',
  [NAME_ATTRIBUTE.serialNumber]: 'serialNumber',
  [NAME_ATTRIBUTE.country]: 'C',
  [NAME_ATTRIBUTE.locality]: 'L',
  [NAME_ATTRIBUTE.stateOrProvince]: 'ST',
  [NAME_ATTRIBUTE.organization]: 'O',
  [NAME_ATTRIBUTE.organizationalUnit]: 'OU',
  [NAME_ATTRIBUTE.title]: 'T',
  [NAME_ATTRIBUTE.userId]: 'UID',
  [NAME_ATTRIBUTE.domainComponent]: 'DC',
  [NAME_ATTRIBUTE.emailAddress]: 'E',
  [NAME_ATTRIBUTE.surname]: 'SN',
  [NAME_ATTRIBUTE.givenName]: 'G',
};

/** RFC 4514 text (most specific part first), for X509IssuerSerial and for people. */
export function toRfc4514(name: DistinguishedName): string {
  const escape = (text: string) =>
    text
      .replace(/[,+"\\<>;=]/g, '\\$&')
      .replace(/^[ #]/, '\\$&')
      .replace(/ $/, '\\ ');
  return [...name.relativeNames]
    .reverse()
    .map((attributes) => attributes.map(({ oid, text }) => `${SHORT[oid] ?? oid}=${escape(text)}`).join('+'))
    .join(',');
}
