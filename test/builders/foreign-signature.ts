import { fromUtf8, toBase64, unwrap, utf8 } from '#kernel';
import { der, parseCertificate, toRfc4514 } from '#signature';
import { nodePrimitives } from '#signature/node';
import { C14N, canonicalize, descendants, readXml } from '#xml';
import { xmlsecSign } from '../actors/xmlsec.ts';
import type { SigningRoom } from './signed-record.ts';

/** Pieces of signatures as other software writes them: a template for `xmlsec1 --sign` is put together from them. */

export const DS = 'http://www.w3.org/2000/09/xmldsig#', XADES = 'http://uri.etsi.org/01903/v1.3.2#', MORE = 'http://www.w3.org/2001/04/xmldsig-more#', SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256', SHA512 = 'http://www.w3.org/2001/04/xmlenc#sha512';
export const ENVELOPED = `${DS}enveloped-signature`, PROPERTIES = 'http://uri.etsi.org/01903#SignedProperties';

export type ForeignSigner = ReturnType<typeof foreignSigner>;

/** A holder of the room with what other software writes of the certificate. */
export function foreignSigner(room: SigningRoom, id: string) {
  const credential = room.pki.credential(id), certificate = unwrap(parseCertificate(credential.certificate));
  const serial = der.unsignedInteger(certificate.serial);
  return {
    ...credential, digest: (name: 'sha256' | 'sha512') => toBase64(nodePrimitives.digest(name, credential.certificate)), issuer: toRfc4514(certificate.issuer), serial: BigInt(`0x${certificate.serialHex}`).toString(),
    issuerSerial: toBase64(der.sequence(der.sequence(der.explicit(4, certificate.issuer.der)), serial)),
  };
}

/** Other software's names of the same things, by prefix. */
export const written = (prefix: string) => {
  const p = prefix === '' ? '' : `${prefix}:`;
  const transforms = (...steps: readonly string[]) => `<${p}Transforms>${steps.map((step) => (step.startsWith('<') ? step : `<${p}Transform Algorithm="${step}"/>`)).join('')}</${p}Transforms>`;
  return {
    p, transforms,
    reference: (attributes: string, steps: readonly string[], digest = SHA256) => `<${p}Reference ${attributes}>${steps.length === 0 ? '' : transforms(...steps)}<${p}DigestMethod Algorithm="${digest}"/><${p}DigestValue/></${p}Reference>`,
    info: (c14n: string, method: string, ...references: readonly string[]) => `<${p}SignedInfo><${p}CanonicalizationMethod Algorithm="${c14n}"/><${p}SignatureMethod Algorithm="${method}"/>${references.join('')}</${p}SignedInfo>`,
  };
};
export const ds = written('ds');
/** The certificate as version 2 names it; `issuerSerial` in base64. */
export const v2 = (signer: ForeignSigner, issuerSerial = signer.issuerSerial) => `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="${SHA512}"/><ds:DigestValue>${signer.digest('sha512')}</ds:DigestValue></xades:CertDigest><xades:IssuerSerialV2>${issuerSerial}</xades:IssuerSerialV2></xades:Cert></xades:SigningCertificateV2>`;
export const v1 = (signer: ForeignSigner) => `<xades:SigningCertificate><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="${SHA256}"/><ds:DigestValue>${signer.digest('sha256')}</ds:DigestValue></xades:CertDigest><xades:IssuerSerial><ds:X509IssuerName>${signer.issuer}</ds:X509IssuerName><ds:X509SerialNumber>${signer.serial}</ds:X509SerialNumber></xades:IssuerSerial></xades:Cert></xades:SigningCertificate>`;
/** The properties of the signature `id`, theirs being `xades-id`. */
export const properties = (id: string, own: string, time = '2024-05-31T16:00:00Z', data = '') =>
  `<xades:QualifyingProperties xmlns:xades="${XADES}" Target="#${id}"><xades:SignedProperties Id="xades-${id}"><xades:SignedSignatureProperties><xades:SigningTime>${time}</xades:SigningTime>${own}</xades:SignedSignatureProperties>${data}</xades:SignedProperties></xades:QualifyingProperties>`;
export const format = (reference: string) => `<xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference="#${reference}"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties>`;

export interface ForeignOrder {
  readonly references?: readonly string[];
  readonly method?: string;
  /** The whole of ds:KeyInfo; one certificate unless given. */
  readonly keyInfo?: string;
  readonly id?: string;
  readonly own?: string;
}

/** A whole XAdES signature to be filled by its software: enveloped in the whole document unless other references are given. */
export const signatureTemplate = (signer: ForeignSigner, { references = [ds.reference('URI=""', [ENVELOPED, C14N.exclusive])], method = `${MORE}rsa-sha256`, keyInfo = '<ds:KeyInfo><ds:X509Data/></ds:KeyInfo>', id = 's', own = v2(signer) }: ForeignOrder = {}) =>
  `<ds:Signature xmlns:ds="${DS}" Id="${id}">${ds.info(C14N.exclusive, method, ...references, ds.reference(`Type="${PROPERTIES}" URI="#xades-${id}"`, [C14N.exclusive]))}<ds:SignatureValue Id="sv-${id}"/>${keyInfo}<ds:Object>${properties(id, own)}</ds:Object></ds:Signature>`;

/** Elements whose `Id` is an Id, for xmlsec1. */
export const ID_ELEMENTS: readonly string[] = ['DU_LIEU', `${XADES}:SignedProperties`, `${DS}:Object`, `${DS}:SignatureValue`];

/** `xmlsec1` signs a template. */
export const fill = (template: string, { pkcs8, certificate }: Pick<ForeignSigner, 'pkcs8' | 'certificate'>): string =>
  unwrap(fromUtf8(xmlsecSign({ template, pkcs8, certificate, idElements: ID_ELEMENTS })));

/** Another value for the only signature of a document, over its SignedInfo as that stands now. */
export function withValue(text: string, make: (signedInfo: Uint8Array) => Uint8Array): string {
  const document = unwrap(readXml(utf8(text))), info = descendants(document.root).find(({ local }) => local === 'SignedInfo')!;
  return text.replace(/(<ds:SignatureValue[^>]*>)[^<]*/, (_, tag: string) => tag + toBase64(make(canonicalize(document, info, { algorithm: C14N.exclusive }))));
}
