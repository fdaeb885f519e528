import { beforeAll, describe, expect, test } from 'vitest';
import { unwrap, utf8 } from '#kernel';
import { documentFindings, expiredFindings, gatherAll, GENERAL_POLICY, judgeSignatures, parseCertificate, policyAt, worst, type Finding } from '#signature';
import { nodePrimitives } from '#signature/node';
import { readXml } from '#xml';
import { instant, X509CrlReason } from '../../../test/actors/authority.ts';
import {
  addProperty, addValidationData, addValues, counterSign, ENVELOPED, openLongTermPki, signLongTerm, stampArchive, stampSignature, transform, written, type LongTerm, type LongTermPki, type SignOrder, type StampOrder,
} from '../../../test/builders/long-term.ts';

let pki: LongTermPki;
let early: readonly Uint8Array[], middle: readonly Uint8Array[], late: readonly Uint8Array[];
beforeAll(async () => {
  pki = await openLongTermPki();
  [early, middle, late] = await Promise.all([pki.lists('2024-06-01'), pki.lists('2025-07-01'), pki.lists('2028-07-01')]);
});

const T = (signed: LongTerm, order: Partial<StampOrder> = {}): LongTerm => stampSignature(signed, { by: pki.tsa.first, at: '2024-05-31T09:01:00Z', canonicalization: 'exclusive', ...order });
const A = (signed: LongTerm, order: Partial<StampOrder> = {}): LongTerm => stampArchive(signed, { by: pki.tsa.second, at: '2025-06-01T00:00:00Z', canonicalization: 'exclusive', ...order });
const signed = (order: Partial<SignOrder> = {}): LongTerm => signLongTerm({ by: pki.signer, chain: [pki.issuing], ...order });
const LT = (order: Partial<SignOrder> = {}): LongTerm => addValues(T(signed(order)), [pki.issuing, pki.tsa.first], early);
/** Validation data of the archive's own authority, then the archive is over it too. */
const LTA = (order: Partial<SignOrder> = {}, stamp: Partial<StampOrder> = {}): LongTerm => A(LT(order), stamp);
const RENEWED = (): LongTerm => stampArchive(addValidationData(LTA(), [pki.tsa.second], middle), { by: pki.tsa.third, at: '2028-06-01T00:00:00Z' });

interface Judged { readonly verdict: string; readonly reasons: readonly string[]; readonly level?: string; readonly proven?: number | undefined }
function judge(text: string, at: string, crls: readonly Uint8Array[] = [...early, ...middle, ...late]): Judged {
  const document = unwrap(readXml(utf8(text))), trust = { anchors: [pki.root.der], intermediates: [], crls, ocsps: [] }, policy = policyAt(GENERAL_POLICY, instant(at));
  const facts = gatherAll({ document, rules: policy.rules, knownCertificates: [] }, nodePrimitives);
  const reasonsOf = (findings: readonly Finding[]) => ({ verdict: worst(findings).verdict, reasons: findings.map(({ code, subIndication }) => `${code} ${subIndication}`) });
  if (!facts.ok) return reasonsOf(facts.error);
  const judgements = judgeSignatures({ document, facts: facts.value, trust, at: instant(at), policy }, nodePrimitives);
  const findings = [...judgements.flatMap((one) => [...one.findings, ...expiredFindings(one.timestamps, instant(at), one.where)]), ...documentFindings({ document }, facts.value)];
  return { ...reasonsOf(findings), level: judgements[0]!.level, proven: judgements[0]!.provenTime };
}

/** In 2027 the signer's certificate and the first authority's have expired. */
const IN_2027 = '2027-01-01', IN_2034 = '2034-01-01';
const SIGNED_AT = instant('2024-05-31T09:01:00Z');

describe('accepted', () => {
  test.each<readonly [string, () => LongTerm, string, string]>([
    ['B-B in its time', () => signed(), '2024-06-02', 'B-B'],
    ['B-T in its time', () => T(signed()), '2024-06-02', 'B-T'],
    ['B-LT, when the signer’s certificate has expired', () => LT(), '2025-06-01', 'B-LT'],
    ['B-LTA, when the first authority’s has expired too', () => LTA(), IN_2027, 'B-LTA'],
    ['B-LTA renewed, when the second authority’s has expired too', () => RENEWED(), IN_2034, 'B-LTA'],
    ['inclusive canonicalisation throughout', () => LTA({ canonicalization: 'inclusive' }, { canonicalization: 'inclusive' }), IN_2027, 'B-LTA'],
    ['Canonical XML 1.1 throughout', () => LTA({ canonicalization: 'inclusive11' }, { canonicalization: 'inclusive11' }), IN_2027, 'B-LTA'],
    ['no canonicalisation named in the archive time-stamp: Canonical XML 1.0', () => stampArchive(LT(), { by: pki.tsa.second, at: '2025-06-01T00:00:00Z' }), IN_2027, 'B-LTA'],
    ['the whole document, enveloped', () => LTA({ uri: '', transforms: ENVELOPED + written('exclusive') }), IN_2027, 'B-LTA'],
    ['enveloped without a canonicalisation: the archive time-stamp writes the nodes its own way', () => LTA({ uri: '', transforms: ENVELOPED }), IN_2027, 'B-LTA'],
    ['enveloped, said by XPath', () => LTA({ uri: '', transforms: transform('http://www.w3.org/TR/1999/REC-xpath-19991116', '<ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath>') + written('exclusive') }), IN_2027, 'B-LTA'],
    ['a property of version 1.3.2', () => LTA({}, { version: 'xades' }), IN_2027, 'B-LTA'],
  ])('%s', (_, build, at, level) => expect(judge(build().text, at)).toEqual({ verdict: 'TOTAL-PASSED', reasons: [], level, proven: level === 'B-B' ? undefined : SIGNED_AT }));

  test('without a signature time-stamp the archive time-stamp proves when the signature existed', () => {
    const archived = A(addValues(signed(), [pki.issuing], early), { by: pki.tsa.first, at: '2024-06-15T00:00:00Z' });
    expect(judge(archived.text, '2025-06-01')).toEqual({ verdict: 'TOTAL-PASSED', reasons: [], level: 'B-LTA', proven: instant('2024-06-15') });
  });
  test('an archive time-stamp covers objects beside the properties too (EN 319 132-1 §5.5.2.2); that nobody signed one is another matter', () => {
    const { text } = LTA({ beside: 'chữ' });
    expect(judge(text, IN_2027).reasons).toEqual(['signature/unsigned-content FORMAT_FAILURE']);
    expect(judge(text.replace('>chữ<', '>khác<'), IN_2027).reasons).toContain('signature/timestamp-invalid HASH_FAILURE');
  });
  test('an archive time-stamp after the certificate expired does not say that the signature is so young', () => {
    const archived = A(addValues(signed(), [pki.issuing], early));
    expect(judge(archived.text, IN_2027)).toMatchObject({ verdict: 'INDETERMINATE', reasons: ['signature/expired-unproven OUT_OF_BOUNDS_NO_POE'] });
  });
  test('validation data of time-stamps is read: nothing else is lent', () => {
    const archived = addValidationData(LTA(), [pki.tsa.second], middle);
    expect(judge(archived.text, IN_2027, []).verdict).toBe('TOTAL-PASSED');
    expect(judge(LTA().text, IN_2027, []).verdict).toBe('INDETERMINATE');
  });
  test('a key compromise of the first authority after the archive time-stamp changes nothing; before it, nothing is proven', async () => {
    const serial = unwrap(parseCertificate(pki.tsa.first.der)).serialHex;
    const revokedAt = (day: string) => pki.lists('2025-12-01', { revoked: [{ who: serial, at: day, reason: X509CrlReason.keyCompromise }] });
    expect(judge(LTA().text, IN_2027, [...early, ...middle, ...await revokedAt('2025-08-01')])).toMatchObject({ verdict: 'TOTAL-PASSED', proven: SIGNED_AT });
    expect(judge(LTA().text, IN_2027, [...early, ...middle, ...await revokedAt('2025-03-01')])).toMatchObject({ verdict: 'INDETERMINATE', reasons: ['signature/timestamp-invalid REVOKED_NO_POE', 'signature/expired-unproven OUT_OF_BOUNDS_NO_POE'] });
    expect(judge(LT().text, '2025-12-15', [...early, ...middle, ...await revokedAt('2025-08-01')])).toMatchObject({ verdict: 'INDETERMINATE' });
  });
});

const cut = (text: string, name: string): string => text.replace(new RegExp(`<${name}[ >].*?</${name}>`, 's'), '');
/** Moves the first element of one name behind the first of another. */
function behind(text: string, name: string, other: string): string {
  const [moved] = new RegExp(`<${name}[ >].*?</${name}>`, 's').exec(text)!;
  return text.replace(moved, '').replace(`</${other}>`, () => `</${other}>${moved}`);
}

describe('refused', () => {
  const IMPRINT = 'signature/timestamp-invalid HASH_FAILURE', EXPIRED = 'signature/timestamp-expired OUT_OF_BOUNDS_NO_POE';
  test.each<readonly [string, () => string, string, string, string]>([
    ['B-T when the authority’s certificate has expired', () => LT().text, IN_2027, 'INDETERMINATE', EXPIRED],
    ['B-LTA when the last authority’s certificate has expired', () => LTA().text, '2030-01-01', 'INDETERMINATE', EXPIRED],
    ['renewed too late: after the authority before had expired', () => stampArchive(addValidationData(LTA({}, { at: '2025-06-01T00:00:00Z' }), [pki.tsa.second], middle), { by: pki.tsa.third, at: '2029-06-01T00:00:00Z' }).text, IN_2034, 'INDETERMINATE', EXPIRED],
    ['an archive time-stamp over other octets', () => LTA({}, { over: (sound) => `${sound} ` }).text, IN_2027, 'TOTAL-FAILED', IMPRINT],
    ['over the signed information without the key', () => LTA({}, { over: (sound) => cut(sound, 'ds:KeyInfo') }).text, IN_2027, 'TOTAL-FAILED', IMPRINT],
    ['over the properties in another order', () => LTA({}, { over: (sound) => behind(sound, 'xades:CertificateValues', 'xades:RevocationValues') }).text, IN_2027, 'TOTAL-FAILED', IMPRINT],
    ['by an authority nobody trusts', () => LTA({}, { by: pki.tsa.stranger }).text, IN_2027, 'INDETERMINATE', 'signature/timestamp-invalid NO_CERTIFICATE_CHAIN_FOUND'],
    ['older than the signature time-stamp it covers', () => LTA({}, { by: pki.tsa.first, at: '2024-05-30T00:00:00Z' }).text, '2024-06-20', 'INDETERMINATE', 'signature/timestamp-invalid TIMESTAMP_ORDER_FAILURE'],
    ['a property stripped', () => cut(LTA().text, 'xades:RevocationValues'), IN_2027, 'TOTAL-FAILED', IMPRINT],
    ['the signature time-stamp stripped', () => cut(LTA().text, 'xades:SignatureTimeStamp'), IN_2027, 'TOTAL-FAILED', IMPRINT],
    ['properties in another order', () => behind(LTA().text, 'xades:CertificateValues', 'xades:RevocationValues'), IN_2027, 'TOTAL-FAILED', IMPRINT],
    ['a property slipped in before', () => LTA().text.replace('<xades:CertificateValues>', '<xades:CertificateValues></xades:CertificateValues><xades:CertificateValues>'), IN_2027, 'TOTAL-FAILED', IMPRINT],
    ['moved before what it covers', () => behind(LTA().text, 'xades:RevocationValues', 'xades141:ArchiveTimeStamp'), IN_2027, 'TOTAL-FAILED', IMPRINT],
    ['a certificate added to the key', () => LTA().text.replace('</ds:X509Data>', '<ds:X509SubjectName>CN=x</ds:X509SubjectName></ds:X509Data>'), IN_2027, 'TOTAL-FAILED', IMPRINT],
    ['the first of two archive time-stamps stripped', () => cut(RENEWED().text, 'xades141:ArchiveTimeStamp'), IN_2034, 'TOTAL-FAILED', IMPRINT],
    ['the validation data of the first stripped', () => cut(RENEWED().text, 'xades141:TimeStampValidationData'), IN_2034, 'TOTAL-FAILED', IMPRINT],
    ['the list of what is covered is written out', () => LTA({}, { inside: '<xades:Include URI="#s"/>' }).text, IN_2027, 'INDETERMINATE', 'signature/timestamp-not-judged SIG_CONSTRAINTS_FAILURE'],
  ])('%s', (_, build, at, verdict, reason) => {
    const judged = judge(build(), at);
    expect(judged.verdict).toBe(verdict);
    expect(judged.reasons).toContain(reason);
  });

  test('whatever is changed after the last archive time-stamp, the signature is proven no earlier than by what is left', () => {
    const { text } = LTA();
    const later = text.replace('</xades:UnsignedSignatureProperties>', '<xades:CertificateValues></xades:CertificateValues></xades:UnsignedSignatureProperties>');
    expect(judge(later, IN_2027)).toEqual(judge(text, IN_2027));
  });
});

describe('counter-signatures', () => {
  const enclosed = (base: LongTerm, order: Partial<Parameters<typeof counterSign>[1]> = {}): LongTerm =>
    addProperty(base, `<xades:CounterSignature>${counterSign(base, { by: pki.other, chain: [pki.issuing], ...order })}</xades:CounterSignature>`);
  const TYPE = 'http://uri.etsi.org/01903#CountersignedSignature';

  test('inside: about the value of the signature it stands in, which it shows to be older', () => {
    const text = enclosed(T(signed())).text, document = unwrap(readXml(utf8(text)));
    const facts = unwrap(gatherAll({ document, rules: policyAt(GENERAL_POLICY, instant('2024-06-02')).rules, knownCertificates: [pki.issuing.der] }, nodePrimitives));
    expect(facts.map(({ covered }) => covered.map((target) => (target === 'document' ? '' : target.name)))).toEqual([['phan'], ['ds:SignatureValue']]);
    expect(judge(text, '2024-06-02')).toMatchObject({ verdict: 'TOTAL-PASSED', proven: SIGNED_AT });
  });
  test('beside, by the type of its reference', () => {
    const base = signed(), beside = counterSign(base, { by: pki.other, chain: [pki.issuing], type: TYPE });
    expect(judge(base.text.replace('</van-ban>', () => `${beside}</van-ban>`), '2024-06-02').verdict).toBe('TOTAL-PASSED');
  });
  test('an archive time-stamp covers it too', () => {
    const archived = A(addValues(enclosed(T(signed())), [pki.issuing, pki.tsa.first], early), { by: pki.tsa.first, at: '2024-06-15T00:00:00Z' });
    expect(judge(archived.text, '2025-06-01')).toMatchObject({ verdict: 'TOTAL-PASSED', level: 'B-LTA' });
    expect(judge(enclosed(LT()).text, '2025-06-01')).toMatchObject({ verdict: 'INDETERMINATE', reasons: ['signature/expired-unproven OUT_OF_BOUNDS_NO_POE'] });
    expect(judge(cut(archived.text, 'xades:CounterSignature'), '2025-06-01').reasons).toContain('signature/timestamp-invalid HASH_FAILURE');
  });
  test('a signature time-stamp behind it is over the value of the signature alone, and proves nothing about it', () => {
    const stamped = addValues(T(enclosed(signed())), [pki.issuing, pki.tsa.first], early);
    expect(judge(stamped.text, '2025-06-01')).toMatchObject({ verdict: 'INDETERMINATE', reasons: ['signature/expired-unproven OUT_OF_BOUNDS_NO_POE'] });
  });
  test.each<readonly [string, () => string, string, string]>([
    ['it is about the data instead', () => enclosed(signed(), { uri: '#data' }).text, 'TOTAL-FAILED', 'signature/coverage FORMAT_FAILURE'],
    ['the value it is about was changed', () => enclosed(signed()).text.replace(/(<ds:SignatureValue Id="s-v">)(.)/, (_, tag: string, first: string) => tag + (first === 'A' ? 'B' : 'A')), 'TOTAL-FAILED', 'signature/hash HASH_FAILURE'],
    ['by somebody else’s key', () => enclosed(signed(), { by: { ...pki.signer, der: pki.other.der } }).text, 'TOTAL-FAILED', 'signature/value SIG_CRYPTO_FAILURE'],
    ['alone it covers no text', () => counterSignedOnly(), 'TOTAL-FAILED', 'signature/unsigned-content FORMAT_FAILURE'],
  ])('refused: %s', (_, build, verdict, reason) => {
    const judged = judge(build(), '2024-06-02');
    expect(judged.verdict).toBe(verdict);
    expect(judged.reasons).toContain(reason);
  });
  /** The counter-signature is put beside, and what it is about is no signature any more. */
  function counterSignedOnly(): string {
    const base = signed(), beside = counterSign(base, { by: pki.other });
    return base.text.replace(/<ds:Signature .*<\/ds:Signature>/s, () => `<k:x>${/<ds:SignatureValue .*?<\/ds:SignatureValue>/s.exec(base.text)![0].replace('<ds:SignatureValue', `<ds:SignatureValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#"`)}</k:x>${beside}`);
  }
});
