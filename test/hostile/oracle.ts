import { toBase64, unwrap } from '#kernel';
import { isSignatureElement, parseCertificate, parseTimestampToken } from '#signature';
import { C14N, canonicalize, descendants, readXml, type XmlDocument, type XmlElement } from '#xml';

/**
 * When a changed document may still be accepted. Both must hold:
 *
 * 1. Each signed part stands once at the place (names from the root) where it stood, with the same canonical octets (exc-C14N): the elements that data
 *    references name, `ds:SignedInfo`, `xades:SignedProperties`, and the counter-signed `ds:SignatureValue`.
 * 2. Outside these parts nothing was added: every element, attribute and text that is there was there, under the same names from the root. White space
 *    (XML 1.0 §2.3), order, repetition, namespace declarations of prefixes nobody uses and the Ids of parts of a signature are nothing. A value in base64 is
 *    compared as octets, a token as what its authority signed, and any certificate may stand in `ds:X509Certificate`: it proves itself or counts for nothing.
 *
 * So what is offered as help (tokens, certificates of the path) may be taken away; the judge then has less to go by and says so in the level.
 */
export interface Footing { readonly signed: ReadonlyMap<string, string>; readonly unsigned: ReadonlySet<string> }

/** What a value in base64 says, however it is written. */
const VALUES: Readonly<Record<string, (octets: Uint8Array) => string>> = {
  SignatureValue: toBase64,
  X509Certificate: (octets) => (parseCertificate(octets).ok ? 'a certificate' : toBase64(octets)),
  EncapsulatedTimeStamp: (octets) => {
    const token = parseTimestampToken(octets);
    return token.ok ? `${toBase64(token.value.content)} ${toBase64(token.value.signer.signature)}` : toBase64(octets);
  },
};
const canonicalText = (document: XmlDocument, element: XmlElement): string => new TextDecoder().decode(canonicalize(document, element, { algorithm: C14N.exclusive }));

export function footingOf(bytes: Uint8Array): Footing {
  const document = unwrap(readXml(bytes));
  const all = [...descendants(document.root)];
  const targets = new Set(all.filter(({ local }) => local === 'Reference').map((reference) => reference.attributes.find(({ name }) => name === 'URI')?.value.slice(1)).map((id) => id && document.elementById(id)));
  const isSigned = (element: XmlElement): boolean => targets.has(element) || (element.local === 'SignedInfo' && element.parent !== null && isSignatureElement(element.parent));
  const signed = new Map<string, string>(), unsigned = new Set<string>();
  const walk = (element: XmlElement): void => {
    const place = placeOf(element);
    if (isSigned(element)) signed.set(place, `${signed.get(place) ?? ''}${canonicalText(document, element)}`);
    if (targets.has(element) && element.local !== 'SignatureValue') return;
    if (element.local === 'SignedInfo') return;
    unsigned.add(place);
    for (const { name, ns, value } of element.attributes) if (name !== 'Id' || !isOfSignature(element)) unsigned.add(`${place} @${ns}${name}=${value}`);
    const text = textOf(element);
    if (text !== '') unsigned.add(`${place} ${text}`);
    for (const child of element.children) {
      if (child.kind === 'element') walk(child);
      else if (child.kind !== 'text') unsigned.add(`${place} ?${child.kind} ${child.value}`);
    }
  };
  walk(document.root);
  return { signed, unsigned };
}

const isOfSignature = ({ ns }: XmlElement): boolean => ns === 'http://www.w3.org/2000/09/xmldsig#' || ns.startsWith('http://uri.etsi.org/01903/');

/** Names and namespaces: a prefix more or less is nothing outside the canonical octets. */
const placeOf = (element: XmlElement): string => `${element.parent === null ? '' : placeOf(element.parent)}/{${element.ns}}${element.local}`;

function textOf(element: XmlElement): string {
  const text = element.children.map((child) => (child.kind === 'text' ? child.value : '')).join('');
  if (/^[\t\n\r ]*$/.test(text)) return '';
  return VALUES[element.local]?.(new Uint8Array(Buffer.from(text, 'base64'))) ?? text;
}

/** Why a document must not be accepted in place of the genuine one; undefined when it may. */
export function objection(genuine: Footing, bytes: Uint8Array): string | undefined {
  const changed = footingOf(bytes);
  for (const [place, octets] of genuine.signed) if (changed.signed.get(place) !== octets) return `signed part changed: ${place}`;
  for (const place of changed.signed.keys()) if (!genuine.signed.has(place)) return `signed part elsewhere: ${place}`;
  for (const item of changed.unsigned) if (!genuine.unsigned.has(item)) return `added: ${item.slice(-200)}`;
  return undefined;
}

/**
 * The same for the general policy, which does not say where parts stand: every referenced part is one of the genuine ones, octet for octet, and outside
 * them and the signatures there is no text.
 */
export function generalObjection(genuine: Footing, bytes: Uint8Array): string | undefined {
  const known = new Set(genuine.signed.values()), changed = footingOf(bytes);
  for (const [place, octets] of changed.signed) if (!known.has(octets)) return `signed part changed: ${place}`;
  const bare = [...changed.unsigned].find((item) => !item.includes('}Signature') && /^\S+ [^@?]/.test(item.slice(item.lastIndexOf('}'))));
  return bare === undefined ? undefined : `text nobody signed: ${bare.slice(-200)}`;
}
