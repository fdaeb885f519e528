import { beforeAll, expect, test } from 'vitest';
import { utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { instant } from '../../test/actors/authority.ts';
import { addProperty, addValidationData, addValues, counterSign, openLongTermPki, signLongTerm, stampArchive, stampSignature, type LongTerm, type LongTermPki } from '../../test/builders/long-term.ts';
import { verifyFile } from './file.ts';

let pki: LongTermPki, stamped: LongTerm, kept: LongTerm, archived: LongTerm;
beforeAll(async () => {
  pki = await openLongTermPki();
  const [early, middle] = await Promise.all([pki.lists('2024-06-01'), pki.lists('2025-07-01')]);
  stamped = stampSignature(signLongTerm({ by: pki.signer, chain: [pki.issuing] }), { by: pki.tsa.first, at: '2024-05-31T09:01:00Z' });
  kept = addValues(stamped, [pki.issuing, pki.tsa.first], early);
  archived = addValidationData(stampArchive(kept, { by: pki.tsa.second, at: '2025-06-01T00:00:00Z' }), [pki.tsa.second], middle);
});

const verify = (text: string, at: string) =>
  verifyFile(utf8(text), { trust: { anchors: [pki.root.der], intermediates: [], crls: [], ocsps: [] }, at: instant(at), schema: 'none', cryptoOnly: false }, nodePrimitives);

test('a file that brings its own evidence is judged without any lent, long after the signer’s certificate has expired', () => {
  expect(verify(archived.text, '2027-01-01')).toMatchObject({ verdict: 'TOTAL-PASSED', errors: [], signatures: [{ level: 'B-LTA', bestSignatureTime: '2024-05-31T16:01:00+07:00', covers: ['#data'] }] });
  expect(verify(kept.text, '2025-06-01')).toMatchObject({ verdict: 'TOTAL-PASSED', signatures: [{ level: 'B-LT' }] });
});
test('without an archive time-stamp the signature time-stamp lasts as long as its authority’s certificate', () => {
  expect(verify(kept.text, '2027-01-01')).toMatchObject({ verdict: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NO_POE', errors: [{ code: 'HBS-311' }] });
  expect(verify(stamped.text, '2024-06-02')).toMatchObject({ verdict: 'INDETERMINATE', subIndication: 'TRY_LATER' });
});
test('a counter-signature is told apart by what it covers', () => {
  const countersigned = addValues(addProperty(stamped, `<xades:CounterSignature>${counterSign(stamped, { by: pki.other, chain: [pki.issuing] })}</xades:CounterSignature>`), [pki.issuing, pki.tsa.first], []);
  expect(verify(countersigned.text, '2024-06-02').signatures.map(({ covers, counterSigns }) => [covers, counterSigns])).toEqual([[['#data'], []], [['#s-v'], ['/van-ban/ds:Signature']]]);
});
