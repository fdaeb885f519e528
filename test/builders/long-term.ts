import { createHash, createPrivateKey, sign } from 'node:crypto';
import { XmlC14NMode, XmlDocument as Libxml } from 'libxml2-wasm';
import { toBase64, utf8 } from '#kernel';
import { issueToken, openTimestampAuthority } from '../../src/apps/demo/pki/timestamp-answer.ts';
import { authorityExtensions, instant, makeActor, makeCrl, signerExtensions, timestampExtensions, type Actor, type CrlOrder } from '../actors/authority.ts';

/** Somebody else's XAdES signatures up to B-LTA (EN 319 132-1): text templates, libxml2 for canonical form and node:crypto, nothing of the product's own reading or writing of XML. */
export interface LongTerm {
  readonly text: string;
  /** What each reference digests, when nodes that no transform wrote are written so. */
  readonly referenced: (unwritten: Mode) => readonly string[];
}

type Mode = keyof typeof MODES;
const MODES = { inclusive: XmlC14NMode.XML_C14N_1_0, inclusive11: XmlC14NMode.XML_C14N_1_1, exclusive: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 } as const;
const URI: Readonly<Record<Mode, string>> = { inclusive: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315', inclusive11: 'http://www.w3.org/2006/12/xml-c14n11', exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#' };
export const DS = 'http://www.w3.org/2000/09/xmldsig#', XADES = 'http://uri.etsi.org/01903/v1.3.2#', XADES_141 = 'http://uri.etsi.org/01903/v1.4.1#';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256', ECDSA = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';

const sha256 = (text: string | Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());
const encoded = (text: string | Uint8Array): string => toBase64(sha256(text));

function withDocument<T>(text: string, use: (document: Libxml) => T): T {
  const document = Libxml.fromString(text);
  try {
    return use(document);
  } finally {
    document.dispose();
  }
}
/** Canonical text of everything an XPath expression finds, in document order. */
const canonical = (text: string, xpath: string, mode: Mode): readonly string[] => withDocument(text, (document) => document.find(xpath).map((node) => node.canonicalizeToString({ mode: MODES[mode] })));
const whole = (text: string, mode: Mode): string => withDocument(text, (document) => document.canonicalizeToString({ mode: MODES[mode] }));
const local = (name: string): string => `*[local-name()='${name}']`;

export interface SignOrder {
  readonly by: Actor;
  /** Certificates of KeyInfo after the signer's own. */
  readonly chain?: readonly Actor[];
  /** The document with `SIG` where the signature goes. */
  readonly body?: string;
  readonly uri?: string;
  /** Of the reference to the data. */
  readonly type?: string;
  /** Transforms of the data, as they are written; what they come to must be `canonicalization`, or nothing. */
  readonly transforms?: string;
  readonly canonicalization?: Mode;
  readonly signingTime?: string;
  /** Beside the properties: text of a ds:Object that nothing refers to. */
  readonly beside?: string;
  readonly id?: string;
}

export const BODY = '<van-ban xmlns="urn:van-ban" xmlns:k="urn:khac"><phan Id="data" k:a="1">nội dung</phan>SIG</van-ban>';
export const transform = (uri: string, inner = ''): string => `<ds:Transform Algorithm="${uri}">${inner}</ds:Transform>`;
export const ENVELOPED = transform(`${DS}enveloped-signature`);
export const written = (mode: Mode): string => transform(URI[mode]);

/** Level B-B. */
export function signLongTerm(order: SignOrder): LongTerm {
  const { by, chain = [], body = BODY, uri = '#data', canonicalization: mode = 'exclusive', signingTime = '2024-05-31T09:00:00Z', id = 's' } = order;
  const transforms = order.transforms ?? written(mode), leaves = order.transforms !== undefined && !transforms.includes(URI[mode]);
  const reference = (to: string, steps: string, digest: string, type = '') => `<ds:Reference${type} URI="${to}"><ds:Transforms>${steps}</ds:Transforms><ds:DigestMethod Algorithm="${SHA256}"/><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`;
  const properties = `<xades:QualifyingProperties Target="#${id}"><xades:SignedProperties Id="${id}-p"><xades:SignedSignatureProperties><xades:SigningTime>${signingTime}</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>`
    + `<ds:DigestMethod Algorithm="${SHA256}"/><ds:DigestValue>${encoded(by.der)}</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties>`;
  const signature = (data: string, own: string, value: string) => `<ds:Signature xmlns:ds="${DS}" xmlns:xades="${XADES}" Id="${id}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${URI[mode]}"/><ds:SignatureMethod Algorithm="${ECDSA}"/>`
    + `${reference(uri, transforms, data, order.type === undefined ? '' : ` Type="${order.type}"`)}${reference(`#${id}-p`, written(mode), own, ' Type="http://uri.etsi.org/01903#SignedProperties"')}</ds:SignedInfo>\n<ds:SignatureValue Id="${id}-v">${value}</ds:SignatureValue>\n`
    + `<ds:KeyInfo><ds:X509Data>${[by, ...chain].map((actor) => `<ds:X509Certificate>${toBase64(actor.der)}</ds:X509Certificate>`).join('')}</ds:X509Data></ds:KeyInfo><ds:Object>${properties}</ds:Object>${order.beside === undefined ? '' : `<ds:Object Id="${id}-o">${order.beside}</ds:Object>`}</ds:Signature>`;
  const put = (data: string, own: string, value: string) => body.replace('SIG', () => signature(data, own, value));
  const empty = put('', '', '');
  // Without the signature there is nothing to leave out.
  const data = (unwritten: Mode) => (uri === '' ? whole(body.replace('SIG', ''), leaves ? unwritten : mode) : canonical(empty, `//*[@Id='${uri.slice(1)}']`, leaves ? unwritten : mode)[0]!);
  const own = canonical(empty, `//*[@Id='${id}-p']`, mode)[0]!;
  const unsigned = put(encoded(data('inclusive')), encoded(own), '');
  const info = canonical(unsigned, `//*[@Id='${id}']/${local('SignedInfo')}`, mode)[0]!;
  const key = createPrivateKey({ key: Buffer.from(by.pkcs8), format: 'der', type: 'pkcs8' });
  const value = toBase64(new Uint8Array(sign('sha256', utf8(info), { key, dsaEncoding: 'ieee-p1363' })));
  return { text: put(encoded(data('inclusive')), encoded(own), value), referenced: (unwritten) => [data(unwritten), own] };
}

/** A counter-signature: a ds:Signature over the value of another, or over what `uri` says, to stand in a CounterSignature property. */
export function counterSign(signed: LongTerm, { uri = '#s-v', id = 'c', ...order }: Pick<SignOrder, 'by' | 'chain' | 'uri' | 'type' | 'id'>): string {
  const marked = addProperty(signed, '<xades:CounterSignature>SIG</xades:CounterSignature>').text;
  const { text } = signLongTerm({ ...order, body: marked, uri, id, signingTime: '2024-06-01T09:00:00Z' });
  return new RegExp(`<ds:Signature [^>]*Id="${id}">.*?</ds:Signature>`, 's').exec(text)![0];
}

/** Adds an unsigned property behind those there are; counter-signatures inside have none of their own. */
export function addProperty(signed: LongTerm, property: string): LongTerm {
  const { text } = signed, end = '</xades:UnsignedSignatureProperties></xades:UnsignedProperties></xades:QualifyingProperties>', at = text.lastIndexOf(end);
  if (at >= 0) return { ...signed, text: text.slice(0, at) + property + text.slice(at) };
  return { ...signed, text: text.replace('</xades:QualifyingProperties>', () => `<xades:UnsignedProperties><xades:UnsignedSignatureProperties>${property}${end}`) };
}

export interface StampOrder {
  readonly by: Actor;
  readonly at: string;
  /** Written into the property; absent: left to the default. */
  readonly canonicalization?: Mode;
  /** What is stamped instead of what must be. */
  readonly over?: (sound: string) => string;
  /** `xades`: the property of version 1.3.2. */
  readonly version?: 'xades' | 'xades141';
  readonly inside?: string;
}

function stamp(signed: LongTerm, name: string, octets: string, { by, at, canonicalization, over = (sound) => sound, inside = '' }: StampOrder): LongTerm {
  const authority = openTimestampAuthority({ certificate: by.der, chain: [by.der], pkcs8: by.pkcs8 });
  const token = issueToken(authority, { imprint: sha256(over(octets)), nonce: undefined, at: instant(at), withCertificates: true });
  const method = canonicalization === undefined ? '' : `<ds:CanonicalizationMethod Algorithm="${URI[canonicalization]}"/>`;
  const declared = name.startsWith('xades141:') ? ` xmlns:xades141="${XADES_141}"` : '';
  return addProperty(signed, `<${name}${declared}>${inside}${method}<xades:EncapsulatedTimeStamp>${toBase64(token)}</xades:EncapsulatedTimeStamp></${name}>`);
}

/** Level B-T. */
export const stampSignature = (signed: LongTerm, order: StampOrder): LongTerm =>
  stamp(signed, 'xades:SignatureTimeStamp', canonical(signed.text, `//*[@Id='s-v']`, order.canonicalization ?? 'inclusive')[0]!, order);

/** Level B-LTA: EN 319 132-1 §5.5.2.2 over the document as it stands. */
export function stampArchive(signed: LongTerm, order: StampOrder): LongTerm {
  const mode = order.canonicalization ?? 'inclusive', of = (xpath: string) => canonical(signed.text, `//*[@Id='s']/${xpath}`, mode);
  const octets = [
    ...signed.referenced(mode), ...of(local('SignedInfo')), ...of(local('SignatureValue')), ...of(local('KeyInfo')),
    ...of(`${local('Object')}/${local('QualifyingProperties')}/${local('UnsignedProperties')}/${local('UnsignedSignatureProperties')}/*`), ...of(`${local('Object')}[not(${local('QualifyingProperties')})]`),
  ].join('');
  return stamp(signed, `${order.version ?? 'xades141'}:ArchiveTimeStamp`, octets, order);
}

const values = (certificates: readonly Actor[], crls: readonly Uint8Array[]): string =>
  `<xades:CertificateValues>${certificates.map(({ der }) => `<xades:EncapsulatedX509Certificate>${toBase64(der)}</xades:EncapsulatedX509Certificate>`).join('')}</xades:CertificateValues>`
  + `<xades:RevocationValues><xades:CRLValues>${crls.map((crl) => `<xades:EncapsulatedCRLValue>${toBase64(crl)}</xades:EncapsulatedCRLValue>`).join('')}</xades:CRLValues></xades:RevocationValues>`;

/** Level B-LT. */
export const addValues = (signed: LongTerm, certificates: readonly Actor[], crls: readonly Uint8Array[]): LongTerm => addProperty(signed, values(certificates, crls));
export const addValidationData = (signed: LongTerm, certificates: readonly Actor[], crls: readonly Uint8Array[]): LongTerm =>
  addProperty(signed, `<xades141:TimeStampValidationData xmlns:xades141="${XADES_141}">${values(certificates, crls)}</xades141:TimeStampValidationData>`);

/** A root, an issuing authority, a signer until 2025, and time-stamping authorities that follow each other. */
export interface LongTermPki {
  readonly root: Actor; readonly issuing: Actor; readonly signer: Actor; readonly other: Actor;
  /** Until 2026, 2029 and 2035; the last is under a root nobody trusts. */
  readonly tsa: { readonly first: Actor; readonly second: Actor; readonly third: Actor; readonly stranger: Actor };
  /** Lists of the root and of the issuing authority, current from that day for a month. */
  lists(day: string, order?: CrlOrder): Promise<readonly [Uint8Array, Uint8Array]>;
}

export async function openLongTermPki(): Promise<LongTermPki> {
  const root = await makeActor({ subject: 'CN=Gốc lâu dài', extensions: authorityExtensions(), from: '2015-01-01', to: '2060-01-01' });
  const issuing = await makeActor({ subject: 'CN=Cấp lâu dài', issuer: root, extensions: authorityExtensions(0), from: '2015-01-01', to: '2050-01-01' });
  const person = (subject: string) => makeActor({ subject, issuer: issuing, extensions: signerExtensions, from: '2023-01-01', to: '2025-01-01' });
  const authority = (subject: string, from: string, to: string, more: Partial<Parameters<typeof makeActor>[0]> = {}) => makeActor({ subject, issuer: root, key: 'rsa-2048', extensions: timestampExtensions, from, to, ...more });
  const first = await authority('CN=Dấu thời gian 1', '2023-01-01', '2026-01-01');
  const unknown = await makeActor({ subject: 'CN=Gốc lạ', extensions: authorityExtensions(), from: '2015-01-01', to: '2060-01-01' });
  const tsa = {
    first, second: await authority('CN=Dấu thời gian 2', '2024-01-01', '2029-01-01', { sameKeyAs: first }), third: await authority('CN=Dấu thời gian 3', '2027-01-01', '2035-01-01', { sameKeyAs: first }),
    stranger: await authority('CN=Dấu thời gian lạ', '2023-01-01', '2035-01-01', { sameKeyAs: first, issuer: unknown }),
  };
  const lists = async (day: string, order: CrlOrder = {}): Promise<readonly [Uint8Array, Uint8Array]> => {
    const next = new Date(instant(day) + 30 * 86_400_000).toISOString().slice(0, 10);
    return [await makeCrl(root, { thisUpdate: day, nextUpdate: next, ...order }), await makeCrl(issuing, { thisUpdate: day, nextUpdate: next })];
  };
  return { root, issuing, signer: await person('CN=Cô Hoa'), other: await person('CN=Thầy Bình'), tsa, lists };
}
