import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromUtf8, toBase64, unwrap, utf8 } from '#kernel';
import { GENERAL_POLICY, INTEGRITY_POLICY, policyAt } from '#signature';
import { nodePrimitives } from '#signature/node';
import { C14N, readXml } from '#xml';
import { hasXmlsec, xmlsecSign } from '../../test/actors/xmlsec.ts';
import { JUDGED_AT, openSigningRoom, type SigningRoom } from '../../test/builders/signed-record.ts';
import { verifyForeign, verifyIntegrity } from './general.ts';

let room: SigningRoom;
beforeAll(async () => { room = await openSigningRoom(); });
afterAll(() => room.stop());

const DS = 'http://www.w3.org/2000/09/xmldsig#', XADES = 'http://uri.etsi.org/01903/v1.3.2#';
const ENVELOPED = `${DS}enveloped-signature`;
const SIGNED = [`${XADES}:SignedProperties`, 'van-ban', 'phan'];

interface Foreign {
  readonly uri: string;
  readonly transforms: readonly string[];
  readonly canonicalization?: string;
  readonly method?: string;
  /** No XAdES properties at all. */
  readonly plain?: boolean;
  /** The document, with `SIG` where the signature goes. */
  readonly body?: string;
}

/** Somebody else's software signs somebody else's document. */
function foreign({ uri, transforms, canonicalization = C14N.exclusive, method = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', plain = false, body = '<van-ban Id="goc"><phan>nội dung</phan>SIG</van-ban>' }: Foreign): string {
  const credential = room.pki.credential('22');
  const reference = (target: string, steps: readonly string[], type = '') => `<ds:Reference${type} URI="${target}">${steps.length === 0 ? '' : `<ds:Transforms>${steps.map((step) => `<ds:Transform Algorithm="${step}"/>`).join('')}</ds:Transforms>`}`
    + '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference>';
  const certificate = `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"/><ds:DigestValue>${toBase64(nodePrimitives.digest('sha512', credential.certificate))}</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>`;
  const properties = plain ? '' : `<ds:Object><xades:QualifyingProperties xmlns:xades="${XADES}" Target="#s"><xades:SignedProperties Id="p"><xades:SignedSignatureProperties><xades:SigningTime>2024-05-31T16:00:00Z</xades:SigningTime>${certificate}</xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties></ds:Object>`;
  const signature = `<ds:Signature xmlns:ds="${DS}" Id="s"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${canonicalization}"/><ds:SignatureMethod Algorithm="${method}"/>`
    + `${reference(uri, transforms)}${plain ? '' : reference('#p', [C14N.exclusive], ' Type="http://uri.etsi.org/01903#SignedProperties"')}</ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo>${properties}</ds:Signature>`;
  return unwrap(fromUtf8(xmlsecSign({ template: `<?xml version="1.0" encoding="UTF-8"?>${body.replace('SIG', signature)}`, signatureId: 's', pkcs8: credential.pkcs8, certificate: credential.certificate, idElements: SIGNED })));
}

const judge = (text: string, trust = room.trust) => verifyForeign({ document: unwrap(readXml(utf8(text))), trust, at: JUDGED_AT, policy: policyAt(GENERAL_POLICY, JUDGED_AT) }, nodePrimitives);
const integrity = (text: string) => verifyIntegrity(unwrap(readXml(utf8(text))), policyAt(INTEGRITY_POLICY, JUDGED_AT), nodePrimitives);
const SIBLING = '<van-ban xmlns:x="urn:x" xml:lang="vi"><phan Id="goc" x:a="1">nội dung</phan>SIG</van-ban>';

describe.runIf(hasXmlsec)('documents of others under the general policy', () => {
  test.each<readonly [string, Foreign]>([
    ['enveloped, the whole document', { uri: '', transforms: [ENVELOPED, C14N.exclusive] }],
    ['enveloped, by Id', { uri: '#goc', transforms: [ENVELOPED, C14N.exclusive] }],
    ['enveloped without a canonicalisation of its own', { uri: '', transforms: [ENVELOPED] }],
    ['Canonical XML 1.0', { uri: '', transforms: [ENVELOPED, C14N.inclusive], canonicalization: C14N.inclusive }],
    ['Canonical XML 1.1', { uri: '', transforms: [ENVELOPED, C14N.inclusive11], canonicalization: C14N.inclusive11 }],
    ['a part beside the signature', { uri: '#goc', transforms: [C14N.exclusive], body: SIBLING }],
    ['a part beside it, Canonical XML 1.0 with the namespaces around it', { uri: '#goc', transforms: [C14N.inclusive], body: SIBLING }],
    ['no transform at all', { uri: '#goc', transforms: [], body: SIBLING }],
    ['RSA with SHA-512', { uri: '', transforms: [ENVELOPED, C14N.exclusive], method: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512' }],
  ])('%s: accepted', (_, order) => {
    expect(judge(foreign(order))).toMatchObject({ verdict: 'TOTAL-PASSED', errors: [], signatures: [{ verdict: 'TOTAL-PASSED', level: 'B-B', role: null }] });
  });

  test.each<readonly [string, Foreign, string, string]>([
    ['plain XML Signature', { uri: '', transforms: [ENVELOPED], plain: true }, 'SIG_CONSTRAINTS_FAILURE', 'HBS-309'],
    ['RSA with SHA-1', { uri: '', transforms: [ENVELOPED], method: `${DS}rsa-sha1` }, 'CRYPTO_CONSTRAINTS_FAILURE', 'HBS-304'],
    ['text beside the signed part', { uri: '#goc', transforms: [C14N.exclusive], body: '<van-ban><phan Id="goc">a</phan><phan>b</phan>SIG</van-ban>' }, 'FORMAT_FAILURE', 'HBS-309'],
    ['the signed part is a child, the parent has text', { uri: '#goc', transforms: [C14N.exclusive], body: '<van-ban>chữ<phan Id="goc">a</phan>SIG</van-ban>' }, 'FORMAT_FAILURE', 'HBS-309'],
  ])('%s: refused', (_, order, subIndication, code) => {
    const answer = judge(foreign(order));
    expect(answer).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication });
    expect(answer.errors.map((error) => error.code)).toContain(code);
  });

  test('an empty element beside the signed part has nothing to hide', () => {
    expect(judge(foreign({ uri: '#goc', transforms: [C14N.exclusive], body: '<van-ban><phan Id="goc">a</phan><ngan><cach/></ngan>SIG</van-ban>' })).verdict).toBe('TOTAL-PASSED');
  });

  test.each<readonly [string, (text: string) => string, string]>([
    ['a changed text', (t) => t.replace('nội dung', 'nội dunG'), 'HASH_FAILURE'],
    ['a comment that splits a text', (t) => t.replace('nội dung', 'nội <!-- -->dung'), 'FORMAT_FAILURE'],
    ['a second element of the Id', (t) => t.replace('</van-ban>', '<phan Id="goc"/></van-ban>'), 'FORMAT_FAILURE'],
    ['an element added under the document', (t) => t.replace('</van-ban>', '<phan>thêm</phan></van-ban>'), 'HASH_FAILURE'],
    ['another value', (t) => t.replace(/<ds:SignatureValue>(.)/, (_, c: string) => `<ds:SignatureValue>${c === 'A' ? 'B' : 'A'}`), 'SIG_CRYPTO_FAILURE'],
  ])('%s: refused without any trust', (_, change, subIndication) => {
    const text = foreign({ uri: '#goc', transforms: [ENVELOPED, C14N.exclusive] });
    expect(judge(change(text), { anchors: [], intermediates: [], crls: [], ocsps: [] })).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication });
  });

  test('an object added to an enveloped signature is covered by nobody: its own transform leaves it out', () => {
    const text = foreign({ uri: '', transforms: [ENVELOPED, C14N.exclusive] });
    expect(judge(text.replace('</ds:Signature>', '<ds:Object>Điểm 10</ds:Object></ds:Signature>'))).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE', errors: [{ code: 'HBS-309' }] });
  });
  test('a no-break space is text', () => {
    expect(judge(foreign({ uri: '#goc', transforms: [C14N.exclusive], body: '<van-ban>\u00a0<phan Id="goc">a</phan>SIG</van-ban>' }))).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE' });
  });

  test('nothing is trusted: undecided', () => {
    expect(judge(foreign({ uri: '', transforms: [ENVELOPED] }), { anchors: [], intermediates: [], crls: [], ocsps: [] })).toMatchObject({ verdict: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
  });

  test('no signature', () => {
    expect(judge('<van-ban>chữ</van-ban>')).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE', errors: [{ code: 'HBS-301' }] });
  });

  test('a signature over nothing but its own properties', () => {
    const text = foreign({ uri: '#goc', transforms: [C14N.exclusive], body: '<van-ban><phan Id="goc"/>SIG</van-ban>' });
    expect(judge(text).verdict).toBe('TOTAL-PASSED');
    expect(judge(text.replace('<van-ban>', '<van-ban>chữ')).errors[0]?.code).toBe('HBS-309');
  });
});

describe.runIf(hasXmlsec)('integrity alone', () => {
  test.each([['XAdES', false], ['plain XML Signature', true]] as const)('%s is intact', (_, plain) => {
    expect(integrity(foreign({ uri: '', transforms: [ENVELOPED], plain }))).toMatchObject({ verdict: 'TOTAL-PASSED', errors: [], signatures: [{ verdict: 'TOTAL-PASSED', level: plain ? 'XMLDSig' : 'B-B' }] });
  });
  test('and broken after a change', () => {
    expect(integrity(foreign({ uri: '', transforms: [ENVELOPED], plain: true }).replace('nội dung', 'khác'))).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE' });
  });
});
