import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { fromUtf8, unwrap, utf8 } from '#kernel';
import { gatherSlots, judgeSignatures, worst, type Finding } from '#signature';
import { nodePrimitives } from '#signature/node';
import { descendants, pathOf, readXml, textOf } from '#xml';
import { JUDGED_AT, openSigningRoom, POLICY, RECORD, recordPlaces, type SigningRoom, signRecord, SLOTS } from '../../../test/builders/signed-record.ts';

let room: SigningRoom, signed: string, other: string, plain: string;
beforeAll(async () => {
  room = await openSigningRoom();
  [signed, other, plain] = [unwrap(fromUtf8(await signRecord(room))), unwrap(fromUtf8(await signRecord(room, RECORD.replace('<DIEM>9', '<DIEM>5')))), RECORD];
});
afterAll(() => room.stop());

const FREE = new Set(['PhienBan', 'HoSo', 'MaCanBo', 'MaDonVi']);

/** What is found about the document as a whole or its signatures; `xml/…` when it cannot even be read. */
function findingsOf(text: string | Uint8Array): { readonly verdict: string; readonly codes: readonly string[] } {
  const document = readXml(typeof text === 'string' ? utf8(text) : text);
  if (!document.ok) return { verdict: 'TOTAL-FAILED', codes: [document.error.code] };
  const filled = gatherSlots({ document: document.value, slots: SLOTS, places: recordPlaces(document.value), freeAttributes: FREE, knownCertificates: [], rules: POLICY.rules }, nodePrimitives);
  const findings: readonly Finding[] = filled.ok
    ? judgeSignatures({ document: document.value, facts: filled.value.map(({ facts }) => facts), trust: room.trust, at: JUDGED_AT, policy: POLICY }, nodePrimitives).flatMap((judgement) => judgement.findings) : filled.error;
  return { verdict: worst(findings).verdict, codes: [...new Set(findings.map(({ code }) => code))] };
}

const DATA = /<DU_LIEU_HOC_BA Id="data">.*<\/DU_LIEU_HOC_BA>/;
const CONTENT = /<THONG_TIN_HOC_BA Id="thongtinhocba">.*<\/THONG_TIN_HOC_BA>/;
const signature = (text: string, id: string): string => new RegExp(`<ds:Signature [^>]*Id="${id}">.*?</ds:Signature>`).exec(text)![0];
const forged = (text: string): string => text.replace('<DIEM>9</DIEM>', '<DIEM>10</DIEM>');

type Attack = readonly [name: string, change: (text: string) => string, expected: string];

const ATTACKS: readonly Attack[] = [
  ['a mark is changed', forged, 'signature/hash'],
  ['one letter of a name is composed otherwise (NFD)', (t) => t.replace('Hoà', 'Hoà'.normalize('NFD')), 'signature/hash'],
  ['the seal is stripped', (t) => t.replace(signature(t, 'sig-phathanh'), ''), 'signature/slot-empty'],
  ['the teacher’s signature is stripped', (t) => t.replace(signature(t, 'sig-gvcn'), ''), 'signature/slot-empty'],
  ['a slot is taken out', (t) => t.replace(/<KY_PHAT_HANH .*<\/KY_PHAT_HANH>/, ''), 'signature/slot-missing'],
  ['the head’s signature comes from another record', (t) => t.replace(signature(t, 'sig-cbql'), signature(other, 'sig-cbql')), 'signature/hash'],
  ['seal and head change places', (t) => t.replace(signature(t, 'sig-cbql'), '@').replace(signature(t, 'sig-phathanh'), signature(t, 'sig-cbql')).replace('@', signature(t, 'sig-phathanh')), 'signature/malformed'],
  ['the slot claims another role', (t) => t.replace('<xades:ClaimedRole>CBQL', '<xades:ClaimedRole>GVCN'), 'signature/role-claim'],
  ['wrapping: the signed part moves into a signature, a forged one takes its place', (t) => {
    const part = CONTENT.exec(t)![0];
    return t.replace(part, forged(part)).replace('<ds:KeyInfo>', `<ds:Object>${part}</ds:Object><ds:KeyInfo>`);
  }, 'signature/duplicate-id'],
  ['wrapping with the Id taken off the forged part', (t) => {
    const part = CONTENT.exec(t)![0];
    return t.replace(part, forged(part).replace(' Id="thongtinhocba"', '')).replace('</PHAT_HANH_HOC_BA>', `${part}</PHAT_HANH_HOC_BA>`);
  }, 'signature/moved-content'],
  ['wrapping: the whole data moves behind', (t) => {
    const part = DATA.exec(t)![0];
    return t.replace(part, forged(part).replace(' Id="data"', ' Id="data2"').replace('Id="thongtinhocba"', 'Id="t2"').replace(/sig-gvcn/g, 'sig-gvcn2')).replace('</HOC_BA>', `<X>${part}</X></HOC_BA>`);
  }, 'signature/malformed'],
  ['the Id in another spelling', (t) => t.replace('<DIEM>', '<DIEM id="data">'), 'signature/duplicate-id'],
  ['xml:id beside Id', (t) => t.replace('<DIEM>', '<DIEM xml:id="thongtinhocba">'), 'signature/duplicate-id'],
  ['a comment inside a name', (t) => t.replace('Nguyễn Thị', 'Nguyễn <!-- -->Thị'), 'signature/foreign-content'],
  ['an instruction instead of a mark', (t) => t.replace('<DIEM>9', '<DIEM><?x 9?>9'), 'signature/foreign-content'],
  ['CDATA for text', (t) => t.replace('<DIEM>9', '<DIEM><![CDATA[9]]>'), 'signature/foreign-content'],
  ['a document type', (t) => t.replace('<HOC_BA', '<!DOCTYPE HOC_BA [<!ENTITY x "9">]><HOC_BA'), 'xml/doctype'],
  ['an unsigned element', (t) => t.replace('</PHAT_HANH_HOC_BA>', '<GHI_CHU>đã sửa</GHI_CHU></PHAT_HANH_HOC_BA>'), 'signature/unsigned-content'],
  ['unsigned text', (t) => t.replace('</PHAT_HANH_HOC_BA>', 'đã sửa</PHAT_HANH_HOC_BA>'), 'signature/unsigned-content'],
  ['an unsigned attribute', (t) => t.replace('<HOC_BA ', '<HOC_BA Diem="10" '), 'signature/unsigned-content'],
  ['an unsigned attribute with a namespace', (t) => t.replace('<PHAT_HANH_HOC_BA', '<PHAT_HANH_HOC_BA xml:lang="vi"'), 'signature/unsigned-content'],
  ['an attribute on a signed part', (t) => t.replace('<DIEM>', '<DIEM sua="1">'), 'signature/hash'],
  ['a signature outside every slot', (t) => t.replace('</HOC_BA>', `${signature(t, 'sig-gvcn').replaceAll('sig-gvcn', 'sig-x')}</HOC_BA>`), 'signature/stray-signature'],
  ['two signatures in one slot', (t) => t.replace('</CBQL>', `${signature(t, 'sig-gvcn').replaceAll('sig-gvcn', 'sig-x')}</CBQL>`), 'signature/malformed'],
  ['two SignedInfo', (t) => t.replace(/(<ds:SignedInfo>.*?<\/ds:SignedInfo>)/, '$1$1'), 'signature/duplicate-id'],
  ['a comment inside a digest', (t) => t.replace('<ds:DigestValue>', '<ds:DigestValue><!---->'), 'signature/foreign-content'],
  ['the reference set is smaller: the seal without the head’s signature', (t) => t.replace(/<ds:Reference Id="[^"]*" Type="[^"]*CountersignedSignature".*?<\/ds:Reference>/, ''), 'signature/coverage'],
  ['a reference with another type', (t) => t.replace('#CountersignedSignature', '#X'), 'signature/coverage'],
  ['a reference that leaves the document', (t) => t.replace('URI="#data"', 'URI="http://example.invalid/"'), 'signature/coverage'],
  ['an XPath transform', (t) => t.replace('<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">', '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">'), 'signature/reference-refused'],
  ['inclusive canonicalisation', (t) => t.replace('<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">', '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315">'), 'signature/reference-refused'],
  ['RSA with SHA-1', (t) => t.replaceAll('xmldsig-more#rsa-sha256', 'x').replaceAll('http://www.w3.org/2001/04/x', 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'), 'signature/algorithm-refused'],
  ['HMAC keyed by the public key', (t) => t.replace('http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256', 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256'), 'signature/algorithm-refused'],
  ['a SHA-1 digest', (t) => t.replace('http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2000/09/xmldsig#sha1'), 'signature/algorithm-refused'],
  ['the certificate of somebody else', (t) => {
    const mine = /<ds:X509Certificate>([^<]*)/.exec(signature(t, 'sig-gvcn'))![1]!, theirs = /<ds:X509Certificate>([^<]*)/.exec(signature(t, 'sig-cbql'))![1]!;
    return t.replace(mine, theirs);
  }, 'signature/hash'],
  ['the seal’s certificate of somebody else', (t) => {
    const seal = signature(t, 'sig-phathanh');
    return t.replace(seal, seal.replace(/<ds:X509Certificate>[^<]*/, /<ds:X509Certificate>[^<]*/.exec(signature(t, 'sig-cbql'))![0]));
  }, 'signature/certificate-differs'],
  ['another signing time', (t) => t.replace(/<xades:SigningTime>2024/g, '<xades:SigningTime>2023'), 'signature/hash'],
  ['a signing time without its offset', (t) => t.replace('+07:00</xades:SigningTime>', '</xades:SigningTime>'), 'signature/malformed'],
  ['no signing time', (t) => t.replace(/<xades:SigningTime>.*?<\/xades:SigningTime>/, ''), 'signature/malformed'],
  ['the properties of another signature', (t) => t.replace('Target="#sig-cbql"', 'Target="#sig-gvcn"'), 'signature/malformed'],
  ['a changed signature value', (t) => t.replace(/(<ds:SignatureValue Id="sv-sig-phathanh">)(.)/, (_, tag: string, c: string) => `${tag}${c === 'A' ? 'B' : 'A'}`), 'signature/value'],
  ['tokens of head and seal change places', (t) => {
    const [head, seal] = [...t.matchAll(/<xades:EncapsulatedTimeStamp>([^<]*)/g)].map(([, token]) => token!);
    return t.replace(head!, '@').replace(seal!, head!).replace('@', seal!);
  }, 'signature/timestamp-invalid'],
  ['the seal’s token from another record', (t) => t.replace(/<xades:EncapsulatedTimeStamp>[^<]*(?=<\/xades:EncapsulatedTimeStamp><\/xades:SignatureTimeStamp><\/xades:UnsignedSignatureProperties><\/xades:UnsignedProperties><\/xades:QualifyingProperties><\/ds:Object><\/ds:Signature><\/KY_PHAT_HANH>)/, () => [...other.matchAll(/<xades:EncapsulatedTimeStamp>[^<]*/g)][1]![0]), 'signature/timestamp-invalid'],
  ['an archive time-stamp without a token', (t) => t.replace(/<\/xades:UnsignedSignatureProperties>(?=(?!.*<\/xades:UnsignedSignatureProperties>))/, '<a:ArchiveTimeStamp xmlns:a="http://uri.etsi.org/01903/v1.4.1#"></a:ArchiveTimeStamp></xades:UnsignedSignatureProperties>'), 'signature/malformed'],
  ['an object nobody signed inside a signature', (t) => t.replace('</ds:Object></ds:Signature></KY_PHAT_HANH>', '</ds:Object><ds:Object>x</ds:Object></ds:Signature></KY_PHAT_HANH>'), 'signature/unsigned-content'],
];

/** Everything a reader takes from the signed data: names, attributes and text, in order. What stands outside it is compared by the reader itself. */
function valuesOf(bytes: Uint8Array): string {
  const data = recordPlaces(unwrap(readXml(bytes))).data!;
  return [...descendants(data)].filter(({ prefix }) => prefix === '').map((e) => `${pathOf(e)} ${e.attributes.map(({ name, value }) => `${name}=${value}`).join(' ')} ${textOf(e)}`).join('\n');
}

describe('nothing that was done to a signed record is accepted', () => {
  test('the record itself is', () => expect(findingsOf(signed)).toEqual({ verdict: 'TOTAL-PASSED', codes: [] }));

  test.each(ATTACKS)('%s', (_, change, expected) => {
    const changed = change(signed);
    expect(changed).not.toBe(signed);
    const { verdict, codes } = findingsOf(changed);
    expect(verdict).not.toBe('TOTAL-PASSED');
    expect(codes).toContain(expected);
  });

  test('nothing signed at all', () => expect(findingsOf(plain)).toEqual({ verdict: 'TOTAL-FAILED', codes: ['signature/slot-empty'] }));

  test('one flipped byte anywhere never gives other data', () => {
    const bytes = utf8(signed), values = valuesOf(bytes);
    fc.assert(fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const flipped = Uint8Array.from(bytes);
      flipped[at]! ^= mask;
      return findingsOf(flipped).verdict !== 'TOTAL-PASSED' || valuesOf(flipped) === values;
    }), { numRuns: 400 });
  });
});
