import { createHash, createPrivateKey, randomUUID, sign } from 'node:crypto';

/**
 * Another vendor's school software, in small: it shares no code with the product and knows only the published contract (the XML form, the
 * signature order, the HTTP paths). It writes every document in canonical form by hand, so that what it signs is what it sends.
 */
export interface VendorKey {
  /** PKCS#8, DER. */
  readonly pkcs8: Uint8Array;
  /** DER; the signer's own certificate first. */
  readonly chain: readonly Uint8Array[];
}

/** Asks the time-stamping authority for a token (DER) over these octets. */
export type Stamper = (octets: Uint8Array) => Promise<Uint8Array>;

const NS = 'urn:vn:edu:hoc-ba-so:1';
const DS = 'http://www.w3.org/2000/09/xmldsig#';
const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
const EXC = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const ALGORITHM = {
  rsa: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  ec: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
} as const;

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const digest = (text: string | Uint8Array) => createHash('sha256').update(text).digest('base64');
const text = (value: string) => value.normalize('NFC').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

export interface SignOrder {
  readonly key: VendorKey;
  readonly role: string;
  readonly signatureId: string;
  /** Ids the signature refers to, in order, with the Type attribute where there is one. */
  readonly references: readonly { readonly id: string; readonly type?: string }[];
  readonly signedAt: string;
  readonly stamp?: Stamper;
}

/** Puts a XAdES signature into the empty element `<SLOT …></SLOT>` of a document that stands in canonical form. */
export async function signInto(document: string, slotTag: string, order: SignOrder): Promise<string> {
  const signature = await xades(document, order);
  const hole = `${slotTag}</${/^<(\w+)/.exec(slotTag)![1]!}>`;
  if (document.split(hole).length !== 2) throw new Error(`the document has one empty ${slotTag}`);
  return document.replace(hole, () => hole.replace('><', `>${signature}<`));
}

/** The octets of the element with that Id as exclusive canonicalization writes it: our text is canonical, only the inherited namespace is missing. */
function octetsOf(document: string, id: string): string {
  const start = new RegExp(`<((?:\\w+:)?\\w+)((?: [^<>]*)?) Id="${id}"`).exec(document);
  if (!start) throw new Error(`the document has an element with Id ${id}`);
  const name = start[1]!;
  const close = `</${name}>`;
  const end = document.indexOf(close, start.index) + close.length;
  const whole = document.slice(start.index, end);
  if (whole.slice(0, whole.indexOf('>')).includes('xmlns')) return whole;
  const [prefix] = name.includes(':') ? name.split(':') : [''];
  const declaration = prefix === 'ds' ? ` xmlns:ds="${DS}"` : prefix === 'xades' ? ` xmlns:xades="${XADES}"` : ` xmlns="${NS}"`;
  return whole.replace(`<${name}`, `<${name}${declaration}`);
}

function reference(referenceId: string, id: string, octets: string, type?: string): string {
  return `<ds:Reference Id="${referenceId}"${type ? ` Type="${type}"` : ''} URI="#${id}"><ds:Transforms><ds:Transform Algorithm="${EXC}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod><ds:DigestValue>${digest(octets)}</ds:DigestValue></ds:Reference>`;
}

async function xades(document: string, { key, role, signatureId, references, signedAt, stamp }: SignOrder): Promise<string> {
  const [own] = key.chain;
  const named = references.map(({ id, type }) => ({ id, type, octets: octetsOf(document, id), referenceId: `r-${signatureId}-${id}` }));
  const properties =
    `<xades:SignedProperties Id="sp-${signatureId}"><xades:SignedSignatureProperties><xades:SigningTime>${signedAt}</xades:SigningTime>` +
    `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod><ds:DigestValue>${digest(own!)}</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>` +
    `<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>${role}</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRoleV2></xades:SignedSignatureProperties>` +
    `<xades:SignedDataObjectProperties>${named
      .filter(({ type }) => !type)
      .map(
        ({ referenceId }) =>
          `<xades:DataObjectFormat ObjectReference="#${referenceId}"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat>`,
      )
      .join('')}</xades:SignedDataObjectProperties></xades:SignedProperties>`;
  // Exclusive canonicalization declares a prefix on the outermost element that uses it visibly.
  const canonicalProperties = properties
    .replace('<xades:SignedProperties', `<xades:SignedProperties xmlns:xades="${XADES}"`)
    .replaceAll('<ds:DigestMethod', `<ds:DigestMethod xmlns:ds="${DS}"`)
    .replaceAll('<ds:DigestValue', `<ds:DigestValue xmlns:ds="${DS}"`);
  const privateKey = createPrivateKey({ key: Buffer.from(key.pkcs8), format: 'der', type: 'pkcs8' });
  const isEc = privateKey.asymmetricKeyType === 'ec';
  const signedInfo =
    `<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${EXC}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${isEc ? ALGORITHM.ec : ALGORITHM.rsa}"></ds:SignatureMethod>` +
    `${named.map(({ referenceId, id, octets, type }) => reference(referenceId, id, octets, type)).join('')}${reference(`r-sp-${signatureId}`, `sp-${signatureId}`, canonicalProperties, 'http://uri.etsi.org/01903#SignedProperties')}</ds:SignedInfo>`;
  const toSign = Buffer.from(signedInfo.replace('<ds:SignedInfo', `<ds:SignedInfo xmlns:ds="${DS}"`));
  const value = base64(sign('sha256', toSign, isEc ? { key: privateKey, dsaEncoding: 'ieee-p1363' } : privateKey));
  const signatureValue = `<ds:SignatureValue Id="sv-${signatureId}">${value}</ds:SignatureValue>`;
  const token = stamp
    ? base64(await stamp(Buffer.from(signatureValue.replace('<ds:SignatureValue', `<ds:SignatureValue xmlns:ds="${DS}"`))))
    : undefined;
  const unsigned =
    token === undefined
      ? ''
      : `<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:SignatureTimeStamp Id="ts-${signatureId}"><ds:CanonicalizationMethod Algorithm="${EXC}"></ds:CanonicalizationMethod><xades:EncapsulatedTimeStamp>${token}</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp></xades:UnsignedSignatureProperties></xades:UnsignedProperties>`;
  return (
    `<ds:Signature xmlns:ds="${DS}" Id="${signatureId}">${signedInfo}${signatureValue}` +
    `<ds:KeyInfo><ds:X509Data>${key.chain.map((der) => `<ds:X509Certificate>${base64(der)}</ds:X509Certificate>`).join('')}</ds:X509Data></ds:KeyInfo>` +
    `<ds:Object><xades:QualifyingProperties xmlns:xades="${XADES}" Target="#${signatureId}">${properties}${unsigned}</xades:QualifyingProperties></ds:Object></ds:Signature>`
  );
}

export interface VendorSchool {
  readonly code: string;
  readonly provinceCode: string;
  readonly clientSecret: string;
  readonly seal: VendorKey;
}

export interface VendorItem {
  readonly action: 'MOI' | 'THAY_THE' | 'THU_HOI';
  readonly lookupCode: string;
  readonly versionId: string;
  readonly reason?: string;
  /** Absent for THU_HOI. */
  readonly packet?: Uint8Array;
}

/** A batch (type 100) of the vendor, sealed. `sentAt` with offset. */
export async function makeBatch(
  school: VendorSchool,
  header: { sentAt: string; schoolYear: string; wave: 1 | 2 },
  items: readonly VendorItem[],
  stamp: Stamper,
): Promise<{ messageId: string; bytes: Uint8Array }> {
  const messageId = `${school.code}${randomUUID().replaceAll('-', '')}`;
  const files = items.map(
    (item, i) =>
      `<TEP Stt="${i + 1}"><MA_TRA_CUU>${item.lookupCode}</MA_TRA_CUU><MA_PHIEN_BAN>${item.versionId}</MA_PHIEN_BAN><HANH_DONG>${item.action}</HANH_DONG>` +
      `${item.reason ? `<LY_DO>${text(item.reason)}</LY_DO>` : ''}${item.packet ? `<BAM_SHA256>${digest(item.packet)}</BAM_SHA256><KICH_THUOC>${item.packet.length}</KICH_THUOC><NOI_DUNG_TEP>${base64(item.packet)}</NOI_DUNG_TEP>` : ''}</TEP>`,
  );
  const document =
    `<?xml version="1.0" encoding="UTF-8"?>\n<GOI_TIN xmlns="${NS}" PhienBan="1.0"><NOI_DUNG Id="goitin"><THONG_TIN_CHUNG><LOAI_THONG_DIEP>100</LOAI_THONG_DIEP><MA_THONG_DIEP>${messageId}</MA_THONG_DIEP>` +
    `<MA_GUI>${school.code}</MA_GUI><MA_NHAN>${school.provinceCode}</MA_NHAN><THOI_DIEM>${header.sentAt}</THOI_DIEM><NAM_HOC>${header.schoolYear}</NAM_HOC><DOT_CHOT>${header.wave}</DOT_CHOT><SO_LUONG>${items.length}</SO_LUONG></THONG_TIN_CHUNG>` +
    `<DANH_SACH>${files.join('')}</DANH_SACH></NOI_DUNG><KY_DON_VI></KY_DON_VI></GOI_TIN>`;
  const sealed = await signInto(document, '<KY_DON_VI>', {
    key: school.seal,
    role: 'KY_DON_VI',
    signatureId: 'sig-donvi',
    references: [{ id: 'goitin' }],
    signedAt: header.sentAt,
    stamp,
  });
  return { messageId, bytes: Buffer.from(sealed) };
}

/** Sends a batch and waits for the signed result. Answers the public codes of its refused items (or of the refused message). */
export async function sendBatch(
  baseUrl: string,
  school: VendorSchool,
  batch: { messageId: string; bytes: Uint8Array },
): Promise<{ receipt: string; refusals: readonly { code: string; message: string }[] }> {
  const gateway = `${baseUrl}/api/gateway/v1`;
  const granted = await fetch(`${gateway}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: school.code, client_secret: school.clientSecret }),
  });
  if (!granted.ok) throw new Error(`the gateway gave no token: ${granted.status}`);
  const { access_token: token } = (await granted.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token}` };
  const posted = await fetch(`${gateway}/batches`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/xml' },
    body: new Uint8Array(batch.bytes),
  });
  const receipt = await posted.text();
  if (posted.status !== 202) {
    const problem = JSON.parse(receipt) as { publicCode: string; detail: string };
    return { receipt, refusals: [{ code: problem.publicCode, message: problem.detail }] };
  }
  const refusedAtOnce = reasonsOf(receipt, 'LDO');
  if (refusedAtOnce.length > 0) return { receipt, refusals: refusedAtOnce };
  for (let attempt = 0; attempt < 600; attempt++) {
    const answer = await fetch(`${gateway}/batches/${batch.messageId}/result`, { headers });
    if (answer.status === 200) return { receipt, refusals: reasonsOf(await answer.text(), 'LOI') };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the province did not answer the batch within a minute');
}

function reasonsOf(xml: string, element: string): { code: string; message: string }[] {
  return [...xml.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))].map((match) => ({
    code: /<MA>(.*?)<\/MA>/.exec(match[1]!)?.[1] ?? '',
    message: /<MO_TA>(.*?)<\/MO_TA>/s.exec(match[1]!)?.[1] ?? '',
  }));
}
