import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GENERAL_POLICY, gatherPdf, judgePdf, pdfFinding, pdfIntegrity, policyAt, type PdfEvidence, type PdfSignatureFacts } from '#signature';
import { unwrap } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { inflate } from '../../print/pades/open.ts';
import { makePdf } from '../../../test/actors/pdf.ts';
import { seal } from '../../../test/actors/pdf-signer.ts';
import { JUDGED_AT, openSigningRoom, type SigningRoom } from '../../../test/builders/signed-record.ts';

let room: SigningRoom;
beforeAll(async () => { room = await openSigningRoom(); });
afterAll(() => room.stop());

test.each<[string, boolean, boolean, readonly boolean[], readonly string[]]>([
  ['nobody’s', false, false, [false, false], ['B-B', 'B-B']], ['the first one’s own', true, false, [true, false], ['B-T', 'B-B']], ['the second one’s, which covers the first', false, true, [true, true], ['B-B', 'B-T']],
])('when a signature existed is proven by its own token and by those of later ones (EN 319 102-1 §5.6): %s', async (_, first, second, proven, levels) => {
  const bytes = await seal(room, await seal(room, makePdf(), undefined, first), '22', second);
  const facts = unwrap(gatherPdf({ bytes, inflate, knownCertificates: [] }, nodePrimitives));
  const judged = judgePdf({ facts, trust: room.trust, at: JUDGED_AT, policy: policyAt(GENERAL_POLICY, JUDGED_AT) }, nodePrimitives);
  expect(judged.map(({ provenTime }) => provenTime)).toEqual(proven.map((one) => (one ? room.clock : undefined)));
  expect(judged.map(({ level, verdict }) => [level, verdict])).toEqual(levels.map((level) => [level, 'TOTAL-PASSED']));
});

describe('levels (EN 319 142-1 §6.3)', () => {
  const ONE = Uint8Array.of(1);
  /** A signature that covers the file up to this octet. */
  const signature = (end: number, { tokens = 0, baseline = true, kind = 'signature' as PdfSignatureFacts['kind'] } = {}): PdfSignatureFacts => ({
    where: 'Ky', kind, baseline, coverage: { range: [0, 1, 2, end - 2], contents: { octets: ONE, start: 1, end: 2, hexadecimal: true }, end }, certificate: undefined, algorithm: undefined, claims: [],
    cms: { value: ONE, tokens: Array.from({ length: tokens }, () => ONE), certificates: [], crls: [], ocsps: [], bound: true }, token: undefined, signed: () => ONE, findings: [],
  });
  const stamp = (end: number): PdfSignatureFacts => signature(end, { kind: 'timestamp' });
  const NONE: PdfEvidence = { certificates: [], crls: [], ocsps: [] }, CHAIN = { ...NONE, certificates: [ONE] }, CRLS = { ...CHAIN, crls: [ONE] }, OCSPS = { ...CHAIN, ocsps: [ONE] };
  test.each<readonly [string, readonly PdfSignatureFacts[], PdfEvidence, readonly string[]]>([
    ['nothing proves when', [signature(9)], NONE, ['B-B']], ['nor does evidence', [signature(9)], CRLS, ['B-B']], ['a token', [signature(9, { tokens: 1 })], NONE, ['B-T']], ['a document time-stamp behind it', [signature(9), stamp(20)], NONE, ['B-T', 'DocTimeStamp']], ['one before it', [stamp(5), signature(9)], NONE, ['DocTimeStamp', 'B-B']],
    ['certificates without lists or answers', [signature(9, { tokens: 1 })], CHAIN, ['B-T']], ['lists without certificates', [signature(9, { tokens: 1 })], { ...NONE, crls: [ONE], ocsps: [ONE] }, ['B-T']], ['certificates and lists', [signature(9, { tokens: 1 })], CRLS, ['B-LT']], ['certificates and answers', [signature(9, { tokens: 1 })], OCSPS, ['B-LT']],
    ['and a document time-stamp over them', [signature(9, { tokens: 1 }), stamp(20)], CRLS, ['B-LTA', 'DocTimeStamp']], ['without a token of its own', [signature(9), stamp(20)], CRLS, ['B-LTA', 'DocTimeStamp']], ['a second signature behind it is no time-stamp', [signature(9, { tokens: 1 }), signature(20)], CRLS, ['B-LT', 'B-B']],
    ['outside the baseline', [signature(9, { baseline: false })], CRLS, ['CMS-B']], ['with a token', [signature(9, { baseline: false, tokens: 1 })], CRLS, ['CMS-T']], ['with a document time-stamp', [signature(9, { baseline: false }), stamp(20)], CRLS, ['CMS-T', 'DocTimeStamp']],
    ['that covers nothing', [{ ...signature(9), coverage: undefined }, stamp(20)], NONE, ['B-T', 'DocTimeStamp']], ['a time-stamp that covers nothing', [signature(9), { ...stamp(20), coverage: undefined }], NONE, ['B-B', 'DocTimeStamp']],
  ])('%s', (_, signatures, evidence, levels) => expect(pdfIntegrity({ signatures, evidence, findings: [] }).map(({ level }) => level)).toEqual(levels));
  test('whether a signature is intact is told without trust', () => {
    const [intact, damaged] = pdfIntegrity({ signatures: [{ ...signature(9), claims: [JUDGED_AT] }, { ...signature(20), findings: [pdfFinding('signature/value', 'Ky')] }], evidence: NONE, findings: [] });
    expect(intact).toMatchObject({ verdict: 'TOTAL-PASSED', findings: [], notices: [], timestamps: [], signingTime: JUDGED_AT, provenTime: undefined, path: undefined });
    expect(damaged).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'SIG_CRYPTO_FAILURE', where: 'Ky' });
  });
});
