import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Instant, unwrap } from '#kernel';
import { GENERAL_POLICY, gatherPdf, judgePdf, policyAt, type PdfSignatureJudgement, type TrustMaterial } from '#signature';
import { nodePrimitives } from '#signature/node';
import { instant } from '../../../test/actors/authority.ts';
import { openssl, hasOpenssl, toPem } from '../../../test/actors/openssl.ts';
import { askAbout, contentsOf, hasPdfsig, makePackedPdf, makePdf } from '../../../test/actors/pdf.ts';
import { JUDGED_AT, openSigningRoom, type SigningRoom } from '../../../test/builders/signed-record.ts';
import { inflate } from './open.ts';
import { addValidationData, signPdf, stampPdf } from './index.ts';

const SEAL = '22205411', PROVINCE = '22', TEACHER = 'GV0017';
let room: SigningRoom;
beforeAll(async () => { room = await openSigningRoom(); });
afterAll(() => room.stop());

const sign = async (bytes: Uint8Array, who: string, stamped: boolean): Promise<Uint8Array> =>
  unwrap(await signPdf(bytes, { signer: room.pki.signer(who), signingTime: room.clock, primitives: nodePrimitives, ...(stamped && { tsaUrl: room.tsa.url }) }));
const judge = (bytes: Uint8Array, trust: TrustMaterial = room.trust, at: Instant = JUDGED_AT): readonly PdfSignatureJudgement[] =>
  judgePdf({ facts: unwrap(gatherPdf({ bytes, inflate, knownCertificates: [] }, nodePrimitives)), trust, at, policy: policyAt(GENERAL_POLICY, at) }, nodePrimitives);
const shown = (bytes: Uint8Array, trust?: TrustMaterial, at?: Instant) => judge(bytes, trust, at).map(({ verdict, level }) => `${verdict} ${level}`);
const evidence = () => ({ certificates: [...room.trust.anchors, ...room.trust.intermediates, room.pki.tsaAuthority], crls: room.trust.crls, ocsps: [] });
const anchorsOnly = (): TrustMaterial => ({ anchors: room.trust.anchors, intermediates: [], crls: [], ocsps: [] });

describe('what we sign', () => {
  test.each([['B-B', false], ['B-T', true]] as const)('%s', async (level, stamped) => {
    const signed = await sign(makePdf(), SEAL, stamped);
    const [one] = judge(signed);
    expect(one).toMatchObject({ verdict: 'TOTAL-PASSED', level, findings: [], algorithm: 'rsa-sha256', signingTime: room.clock, provenTime: stamped ? room.clock : undefined });
  });
  test('ECDSA, then RSA, then evidence, then a document time-stamp: each is valid, earlier octets stay', async () => {
    const first = await sign(makePdf(), TEACHER, true), second = await sign(first, SEAL, true);
    expect(shown(second)).toEqual(['TOTAL-PASSED B-T', 'TOTAL-PASSED B-T']);
    const lasting = unwrap(addValidationData(second, { evidence: evidence(), anchors: room.trust.anchors, at: JUDGED_AT, primitives: nodePrimitives }));
    expect(shown(lasting, anchorsOnly())).toEqual(['TOTAL-PASSED B-LT', 'TOTAL-PASSED B-LT']);
    const stamped = unwrap(await stampPdf(lasting, room.tsa.url));
    expect(shown(stamped, anchorsOnly(), instant('2029-01-01'))).toEqual(['TOTAL-PASSED B-LTA', 'TOTAL-PASSED B-LTA', 'TOTAL-PASSED DocTimeStamp']);
    expect(Buffer.from(stamped.subarray(0, first.length)).equals(Buffer.from(first))).toBe(true);
    if (!hasPdfsig) return;
    const words = askAbout(stamped, 'pdfsig', '-nocert');
    expect(words.match(/Signature is Valid/g)?.length).toBeGreaterThanOrEqual(2);
    expect(words.match(/Total document signed/g)?.length).toBe(1);
    expect(askAbout(stamped, 'qpdf', '--check')).toContain('No syntax or stream encoding errors');
  });
  test('same input, same octets: nothing in a B-B signature by PKCS#1 is left to chance', async () => {
    expect(await sign(makePdf(), SEAL, false)).toEqual(await sign(makePdf(), SEAL, false));
  });
  test('the signed attributes are those of the baseline, without a signing time (EN 319 142-1 §6.3)', async () => {
    if (!hasOpenssl) return;
    const { output } = openssl(['cms', '-cmsout', '-print', '-inform', 'DER', '-in', 'c.der'], { 'c.der': contentsOf(await sign(makePdf(), SEAL, true)) });
    const signed = output.slice(output.indexOf('signedAttrs'), output.indexOf('signatureAlgorithm', output.indexOf('signedAttrs')));
    expect([...signed.matchAll(/object: ([\w-]+)/g)].map((found) => found[1]).sort()).toEqual(['contentType', 'id-smime-aa-signingCertificateV2', 'messageDigest']);
    expect(output).toContain('id-smime-aa-timeStampToken');
  });
  test('openssl accepts value and token', async () => {
    if (!hasOpenssl) return;
    const bytes = await sign(makePdf(), TEACHER, true), [{ facts }] = judge(bytes) as [PdfSignatureJudgement];
    const files = { 'c.der': contentsOf(bytes), 'data': facts.signed(), 'roots.pem': [...room.trust.anchors, ...room.trust.intermediates].map((der) => toPem('CERTIFICATE', der)).join(''), 't.der': facts.cms.tokens[0]!, 'value': facts.cms.value };
    expect(openssl(['cms', '-verify', '-inform', 'DER', '-in', 'c.der', '-content', 'data', '-binary', '-CAfile', 'roots.pem', '-purpose', 'any', '-attime', String(room.clock / 1000), '-out', 'o'], files).output).toContain('successful');
    expect(openssl(['ts', '-verify', '-token_in', '-in', 't.der', '-data', 'value', '-CAfile', 'roots.pem', '-attime', String(room.clock / 1000)], files).output).toContain('Verification: OK');
  });
});

describe('what is not signed', () => {
  test('a certificate out of its dates', async () => {
    expect(await signPdf(makePdf(), { signer: room.pki.signer(SEAL), signingTime: instant('2040-01-01'), primitives: nodePrimitives })).toMatchObject({ ok: false, error: { code: 'signer/certificate-out-of-dates' } });
  });
  test('another key than the certificate’s', async () => {
    const signer = { ...room.pki.signer(SEAL), sign: room.pki.signer(PROVINCE).sign };
    expect(await signPdf(makePdf(), { signer, signingTime: room.clock, primitives: nodePrimitives })).toMatchObject({ ok: false, error: { code: 'signer/wrong-signature' } });
  });
  test('without its time-stamp when one is wanted', async () => {
    expect(await signPdf(makePdf(), { signer: room.pki.signer(SEAL), signingTime: room.clock, primitives: nodePrimitives, tsaUrl: 'http://127.0.0.1:1/' })).toMatchObject({ ok: false, error: { code: 'signer/timestamp-unavailable' } });
  });
  test('a file with cross-reference streams, or none at all', async () => {
    const options = { signer: room.pki.signer(SEAL), signingTime: room.clock, primitives: nodePrimitives };
    expect(await signPdf(makePackedPdf(), options)).toMatchObject({ ok: false, error: { code: 'signature/pdf-not-extendable' } });
    expect(await signPdf(makePdf().subarray(0, 300), options)).toMatchObject({ ok: false, error: { code: 'signature/pdf-unreadable' } });
  });
  test('evidence that does not stand on its own is refused', async () => {
    const signed = await sign(makePdf(), SEAL, true);
    expect(addValidationData(signed, { evidence: { ...evidence(), crls: [] }, anchors: room.trust.anchors, at: JUDGED_AT, primitives: nodePrimitives })).toMatchObject({ ok: false, error: { code: 'signature/pdf-evidence-incomplete' } });
    expect(addValidationData(makePdf(), { evidence: evidence(), anchors: room.trust.anchors, at: JUDGED_AT, primitives: nodePrimitives })).toMatchObject({ ok: false, error: { code: 'signature/none' } });
  });
});
