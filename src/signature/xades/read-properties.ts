import { Instant, fromBase64, toHex } from '#kernel';
import { childElements, type XmlElement } from '#xml';
import { readIssuerSerial } from '../cms/signing-certificate.ts';
import { decodeDer } from '../der/index.ts';
import { DS, XADES, XADES_141 } from './names.ts';
import { base64Of, Children, Fault, leafText, octetsOf, required } from './parts.ts';
import type { TransformStep } from './read.ts';

/** A certificate the signer names: digest, and the serial number when it is given (decimal in version 1); with the issuer in version 2, whose name is comparable. */
export interface CertificateReference {
  readonly digestUri: string;
  readonly digest: Uint8Array;
  readonly serial: bigint | undefined;
  readonly issuerKey: string | undefined;
}

export interface TimestampProperty {
  readonly element: XmlElement;
  readonly canonicalization: TransformStep;
  readonly tokens: readonly Uint8Array[];
}

/** XAdES properties of one signature (EN 319 132-1 §5). Unsigned ones are help offered by anybody; each proves itself or counts for nothing. */
export interface QualifyingProperties {
  readonly signedProperties: XmlElement;
  readonly signedPropertiesId: string;
  readonly signingTime: Instant | undefined;
  /** Empty when the signer names no certificate. */
  readonly signingCertificates: readonly CertificateReference[];
  readonly claimedRoles: readonly string[];
  /** SignatureTimeStamp: over the signature value. */
  readonly timestamps: readonly TimestampProperty[];
  /** ArchiveTimeStamp: over everything before it. */
  readonly archiveTimestamps: readonly TimestampProperty[];
  readonly certificateValues: readonly Uint8Array[];
  readonly crlValues: readonly Uint8Array[];
  readonly ocspValues: readonly Uint8Array[];
  /** Properties whose meaning is not judged here: other time-stamps among them. */
  readonly others: readonly XmlElement[];
}

/** XML-DSig's default when a time-stamp does not say how its input was written (EN 319 132-1 §5.3). */
const DEFAULT_C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';

export function readProperties(element: XmlElement): QualifyingProperties {
  const children = new Children(element, XADES);
  const signed = children.next('SignedProperties');
  const unsigned = children.nextIf('UnsignedProperties');
  children.done();
  const parts = new Children(signed, XADES);
  const signatureProperties = parts.nextIf('SignedSignatureProperties');
  const dataProperties = parts.nextIf('SignedDataObjectProperties');
  parts.done();
  const own = signatureProperties === undefined ? [] : unique(childElements(signatureProperties));
  const find = (...locals: readonly string[]): XmlElement | undefined =>
    own.find(({ ns, local }) => ns === XADES && locals.includes(local));
  const time = find('SigningTime');
  const certificates = [find('SigningCertificate'), find('SigningCertificateV2')].filter((item) => item !== undefined);
  if (certificates.length > 1) throw new Fault('có cả hai dạng SigningCertificate', signed);
  const role = find('SignerRoleV2', 'SignerRole');
  const help = unsigned === undefined ? [] : readUnsigned(unsigned);
  const plain = help.filter(isPlainTimestamp);
  const values = help.filter((item) => !isTimestampProperty(item) && !isCounterSignature(item));
  const encapsulatedIn = (local: string) =>
    atMost(
      VALUES_MAX,
      values.flatMap((item) => encapsulated(item, local)),
      element,
    );
  const dataTimestamps =
    dataProperties === undefined ? [] : childElements(dataProperties).filter(({ local }) => local.endsWith('TimeStamp'));
  return {
    signedProperties: signed,
    signedPropertiesId: required(signed, 'Id'),
    signingTime: time === undefined ? undefined : readTime(time),
    signingCertificates: certificates.flatMap((item) => atMost(VALUES_MAX, readCertificateReferences(item), item)),
    claimedRoles: role === undefined ? [] : readRoles(role),
    timestamps: atMost(
      TOKENS_MAX,
      plain.filter(({ local }) => local === 'SignatureTimeStamp'),
      element,
    ).map(readTimestamp),
    archiveTimestamps: atMost(
      TOKENS_MAX,
      plain.filter(({ local }) => local === 'ArchiveTimeStamp'),
      element,
    ).map(readTimestamp),
    certificateValues: encapsulatedIn('EncapsulatedX509Certificate'),
    crlValues: encapsulatedIn('EncapsulatedCRLValue'),
    ocspValues: encapsulatedIn('EncapsulatedOCSPValue'),
    others: [...dataTimestamps, ...help.filter((item) => !plain.includes(item) && (isTimestampProperty(item) || !isKnown(item)))],
  };
}

/** More time-stamps, certificates or lists than any honest signature carries only slow a judge down. */
export const TOKENS_MAX = 16;
export const VALUES_MAX = 256;
function atMost<T>(max: number, values: readonly T[], at: XmlElement): readonly T[] {
  if (values.length > max) throw new Fault('quá nhiều dữ liệu kèm theo chữ ký', at);
  return values;
}

const KNOWN: ReadonlySet<string> = new Set(['CertificateValues', 'RevocationValues', 'TimeStampValidationData', 'CounterSignature']);
const isKnown = ({ ns, local }: XmlElement): boolean => (ns === XADES || ns === XADES_141) && KNOWN.has(local);
/** A signature about this one (EN 319 132-1 §5.2.7.2); it is read as a signature, its help is its own. */
const isCounterSignature = ({ ns, local }: XmlElement): boolean => ns === XADES && local === 'CounterSignature';

/** What a time-stamp covers is implied, and it is a token of RFC 3161; lists of what it covers and XML tokens (EN 319 132-1 §4.4) are not judged. */
const isPlainTimestamp = (element: XmlElement): boolean =>
  ((element.ns === XADES && element.local === 'SignatureTimeStamp') ||
    (isTimestampProperty(element) && element.local === 'ArchiveTimeStamp')) &&
  childElements(element).every(({ local }) => PLAIN_PARTS.has(local));
const PLAIN_PARTS: ReadonlySet<string> = new Set(['CanonicalizationMethod', 'EncapsulatedTimeStamp']);

function unique(elements: readonly XmlElement[]): readonly XmlElement[] {
  const seen = new Set<string>();
  for (const element of elements) {
    const name = `${element.local} ${element.ns}`;
    if (seen.has(name)) throw new Fault(`${element.name} có hai lần`, element);
    seen.add(name);
  }
  return elements;
}

/** xs:dateTime may lack its zone; such a time claims no moment. */
function readTime(element: XmlElement): Instant | undefined {
  const text = leafText(element).trim();
  const instant = Instant.parse(text);
  if (!instant.ok && Instant.parse(`${text}Z`).ok) return undefined;
  if (!instant.ok) throw new Fault('SigningTime không phải thời điểm', element);
  return instant.value;
}

/** SigningCertificate (V1: issuer name and serial number) and SigningCertificateV2 (optional IssuerSerialV2) have the same digests. */
function readCertificateReferences(element: XmlElement): readonly CertificateReference[] {
  const references = childElements(element).map((cert) => {
    const children = new Children(cert, XADES);
    const digest = new Children(children.next('CertDigest'));
    const method = digest.next('DigestMethod');
    const value = digest.next('DigestValue');
    digest.done();
    const issuerSerial = children.nextIf('IssuerSerial');
    const issuerSerialV2 = children.nextIf('IssuerSerialV2');
    children.done();
    const { serial, issuerKey } =
      issuerSerialV2 === undefined
        ? { serial: issuerSerial && readSerial(issuerSerial), issuerKey: undefined }
        : readIssuerSerialV2(issuerSerialV2);
    return { digestUri: required(method, 'Algorithm'), digest: base64Of(value), serial, issuerKey };
  });
  if (references.length === 0) throw new Fault('không nêu chứng thư số nào', element);
  return references;
}

function readSerial(element: XmlElement): bigint {
  const children = new Children(element);
  children.next('X509IssuerName');
  const serial = leafText(children.next('X509SerialNumber')).trim();
  children.done();
  if (!/^\d{1,60}$/.test(serial)) throw new Fault('số sê-ri không phải số thập phân', element);
  return BigInt(serial);
}

/** DER in base64 (EN 319 132-1 §5.2.2). What is no such structure names nothing: the certificate is named by its digest, and this only repeats it. */
function readIssuerSerialV2(element: XmlElement): Pick<CertificateReference, 'serial' | 'issuerKey'> {
  const octets = octetsOf(element);
  const read = octets && decodeDer(octets, readIssuerSerial);
  return read?.ok === true
    ? { serial: BigInt(`0x${toHex(read.value.serial)}`), issuerKey: read.value.issuerKey }
    : { serial: undefined, issuerKey: undefined };
}

/** A role may be said in elements of anybody's making (EN 319 132-1 §5.2.6); such a one is none of those that are asked for. */
function readRoles(role: XmlElement): readonly string[] {
  return childElements(role)
    .filter(({ ns, local }) => ns === XADES && local === 'ClaimedRoles')
    .flatMap(childElements)
    .map((claimed) => (claimed.children.every(({ kind }) => kind === 'text') ? leafText(claimed) : ''));
}

function readUnsigned(element: XmlElement): readonly XmlElement[] {
  const children = new Children(element, XADES);
  const properties = children.nextIf('UnsignedSignatureProperties');
  const ofData = children.nextIf('UnsignedDataObjectProperties');
  children.done();
  return [...(properties === undefined ? [] : childElements(properties)), ...(ofData === undefined ? [] : childElements(ofData))];
}

function readTimestamp(element: XmlElement): TimestampProperty {
  const children = new Children(element, XADES);
  const method = children.nextIf('CanonicalizationMethod', DS);
  const tokens: Uint8Array[] = [];
  for (let token = children.nextIf('EncapsulatedTimeStamp'); token !== undefined; token = children.nextIf('EncapsulatedTimeStamp'))
    tokens.push(base64Of(token));
  children.done();
  if (tokens.length === 0) throw new Fault('dấu thời gian rỗng', element);
  atMost(TOKENS_MAX, tokens, element);
  if (method !== undefined && childElements(method).length > 0) throw new Fault('dấu thời gian có tham số không nhận biết được', method);
  return { element, canonicalization: { uri: method === undefined ? DEFAULT_C14N : required(method, 'Algorithm'), prefixes: [] }, tokens };
}

/** Values of that name at any depth below, whatever holds them (TimeStampValidationData among others); what is not base64 helps nobody and is left out. */
function encapsulated(element: XmlElement, local: string): readonly Uint8Array[] {
  return childElements(element).flatMap((child) => {
    if (child.local !== local) return encapsulated(child, local);
    const bytes = fromBase64(leafText(child));
    return bytes.ok ? [bytes.value] : [];
  });
}

/** Whether a property that is not judged is a time-stamp, which must never be passed over; those of EN 319 132-2 about references end in V2. */
export const isTimestampProperty = ({ ns, local }: XmlElement): boolean =>
  (ns === XADES || ns === XADES_141) && (local.endsWith('TimeStamp') || local.endsWith('TimeStampV2'));
