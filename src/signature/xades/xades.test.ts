import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromUtf8, unwrap, utf8 } from '#kernel';
import { gatherSlots, judgeSignatures, type SignatureJudgement } from '#signature';
import { nodePrimitives } from '#signature/node';
import { readXml } from '#xml';
import { hasXmlsec, xmlsecVerify } from '../../../test/actors/xmlsec.ts';
import { JUDGED_AT, openSigningRoom, POLICY, RECORD, recordPlaces, type SigningRoom, signRecord, SLOTS } from '../../../test/builders/signed-record.ts';

let room: SigningRoom, signed: Uint8Array;
beforeAll(async () => {
  room = await openSigningRoom();
  signed = await signRecord(room);
});
afterAll(() => room.stop());

const FREE = new Set(['PhienBan', 'HoSo', 'MaCanBo', 'MaDonVi']);
function judge(bytes: Uint8Array): readonly SignatureJudgement[] {
  const document = unwrap(readXml(bytes));
  const filled = unwrap(gatherSlots({ document, slots: SLOTS, places: recordPlaces(document), freeAttributes: FREE, knownCertificates: [], rules: POLICY.rules }, nodePrimitives));
  return judgeSignatures({ document, facts: filled.map(({ facts }) => facts), trust: room.trust, at: JUDGED_AT, policy: POLICY }, nodePrimitives);
}

describe('signing into slots', () => {
  test('three signatures in a row are accepted, with the levels asked for', () => {
    const judgements = judge(signed);
    expect(judgements.map(({ verdict, findings }) => [verdict, findings])).toEqual([['TOTAL-PASSED', []], ['TOTAL-PASSED', []], ['TOTAL-PASSED', []]]);
    expect(judgements.map(({ level }) => level)).toEqual(['B-B', 'B-T', 'B-T']);
    expect(judgements.map(({ algorithm }) => algorithm)).toEqual(['ecdsa-sha256', 'rsa-sha256', 'rsa-sha256']);
  });

  test('the head’s token proves when the teacher’s signature existed', () => {
    expect(judge(signed)[0]!.provenTime).toBe(judge(signed)[1]!.provenTime);
  });

  test('each data object has its media type, a counter-signed value is none (EN 319 132-1 §5.2.4)', () => {
    const properties = [...unwrap(fromUtf8(signed)).matchAll(/<xades:SignedDataObjectProperties>(.*?)<\/xades:SignedDataObjectProperties>/g)].map(([, content]) => content);
    const format = (id: string, type = 'application/xml') => `<xades:DataObjectFormat ObjectReference="#ref-${id}-1"><xades:MimeType>${type}</xades:MimeType></xades:DataObjectFormat>`;
    expect(properties).toEqual(SLOTS.map(({ signatureId }) => format(signatureId)));
  });

  test('nothing but the slots has changed', () => {
    const text = unwrap(fromUtf8(signed)).replace(/<ds:Signature .*?<\/ds:Signature>/g, '');
    expect(text).toBe(RECORD.replace('<CBQL MaCanBo="GV0001"/>', '<CBQL MaCanBo="GV0001"></CBQL>'));
  });

  test.runIf(hasXmlsec).each(SLOTS.map(({ signatureId }) => signatureId))('xmlsec1 accepts %s', (signatureId) => {
    const answer = xmlsecVerify({ document: signed, signatureId, anchors: room.trust.anchors, intermediates: room.trust.intermediates, at: JUDGED_AT });
    expect(answer.output).toContain('OK');
    expect(answer.accepted).toBe(true);
  });

  test('a slot is signed once', async () => {
    await expect(signRecord(room, unwrap(fromUtf8(signed)))).rejects.toThrow('signature/slot-occupied');
    expect(utf8(RECORD).length).toBeLessThan(signed.length);
  });
});
