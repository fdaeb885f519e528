import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Instant, unwrap, utf8 } from '#kernel';
import { gatherSlots, judgeSignatures, prepareXades, worst, type SlotLike, type TrustMaterial } from '#signature';
import { nodePrimitives } from '#signature/node';
import { signAndVerify, signSlots } from '#signature/signers';
import { childNamed, readXml } from '#xml';
import { instant } from '../../../test/actors/authority.ts';
import { startFaultyTsa, type TsaFault } from '../../../test/actors/faulty-tsa.ts';
import { JUDGED_AT, openSigningRoom, POLICY, recordPlaces, type SigningRoom, signRecord, SLOTS } from '../../../test/builders/signed-record.ts';

let room: SigningRoom, record: Uint8Array;
beforeAll(async () => {
  room = await openSigningRoom();
  record = await signRecord(room);
});
afterAll(() => room.stop());

/** A message with one signature. */
const MESSAGE = '<GOI_TIN xmlns="urn:vn:edu:hoc-ba-so:1"><NOI_DUNG Id="goitin">nội dung</NOI_DUNG><KY_DON_VI></KY_DON_VI></GOI_TIN>';
const SEAL: SlotLike = { claimedRole: 'KY_DON_VI', signatureId: 'sig-donvi', path: '/GOI_TIN/KY_DON_VI', references: [{ id: 'goitin' }], slot: (d) => childNamed(d.root, 'KY_DON_VI') };
const SIGNED_AT = instant('2024-05-31T09:00:00Z');

async function sealed(options: { readonly who?: string; readonly signingTime?: Instant; readonly stampedAt?: Instant } = {}): Promise<Uint8Array> {
  room.clock = options.stampedAt ?? SIGNED_AT;
  const [signed] = await signSlots([{ bytes: utf8(MESSAGE), slot: SEAL }], {
    signer: room.pki.signer(options.who ?? '22205411'), signingTime: options.signingTime ?? SIGNED_AT, primitives: nodePrimitives, ...(options.stampedAt !== undefined && { tsaUrl: room.tsa.url }),
  });
  return unwrap(signed!);
}

function judge(bytes: Uint8Array, slots: readonly SlotLike[], trust: TrustMaterial = room.trust, at: Instant = JUDGED_AT) {
  const document = unwrap(readXml(bytes));
  const places = slots === SLOTS ? recordPlaces(document) : { goitin: childNamed(document.root, 'NOI_DUNG') };
  const filled = unwrap(gatherSlots({ document, slots, places, freeAttributes: new Set(['PhienBan', 'HoSo', 'MaCanBo', 'MaDonVi']), knownCertificates: [], rules: POLICY.rules }, nodePrimitives));
  const findings = judgeSignatures({ document, facts: filled.map(({ facts }) => facts), trust, at, policy: POLICY }, nodePrimitives).flatMap((judgement) => judgement.findings);
  return { ...worst(findings), codes: [...new Set(findings.map(({ code }) => code))] };
}

describe('what the judge is given decides how far it can go', () => {
  test.each<readonly [string, (trust: TrustMaterial) => Partial<TrustMaterial>, string, string]>([
    ['nothing is trusted', () => ({ anchors: [] }), 'NO_CERTIFICATE_CHAIN_FOUND', 'signature/chain'],
    ['no revocation list', () => ({ crls: [] }), 'TRY_LATER', 'signature/revocation-unavailable'],
    ['the authority of the time-stamp is not trusted', () => ({ anchors: [room.pki.issuing], intermediates: [] }), 'NO_CERTIFICATE_CHAIN_FOUND', 'signature/timestamp-invalid'],
  ])('%s: undecided', (_, change, subIndication, code) => {
    const answer = judge(record, SLOTS, { ...room.trust, ...change(room.trust) });
    expect(answer).toMatchObject({ verdict: 'INDETERMINATE', subIndication });
    expect(answer.codes).toContain(code);
  });

  test('an altered record fails without any trust', () => {
    const altered = record.map((octet, i) => (i === Buffer.from(record).indexOf('<DIEM>9') + 6 ? octet ^ 1 : octet));
    expect(judge(altered, SLOTS, { anchors: [], intermediates: [], crls: [], ocsps: [] })).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE' });
  });

  test('years later the tokens still prove the time, though every certificate has expired', () => {
    expect(judge(record, SLOTS, room.trust, instant('2029-01-01'))).toMatchObject({ verdict: 'TOTAL-PASSED' });
  });

  test('before it was signed', () => {
    expect(judge(record, SLOTS, room.trust, instant('2024-05-30'))).toMatchObject({ verdict: 'INDETERMINATE' });
  });
});

describe('revocation', () => {
  const DAY = 24 * 3_600_000;
  async function judgeAfterRevocation(bytes: Uint8Array, slots: readonly SlotLike[], who: string, revokedAt: Instant) {
    const pki = room.pki;
    pki.revoke(pki.credential(who).certificate, revokedAt, 'affiliationChanged');
    const trust = await pki.trust(Instant.of(JUDGED_AT + 30 * DAY));
    return judge(bytes, slots, trust, Instant.of(JUDGED_AT + 31 * DAY));
  }

  test('a teacher who moved after the head had signed: the head’s token proves the teacher’s signature', async () => {
    expect(await judgeAfterRevocation(record, SLOTS, 'GV0017', instant('2024-06-20'))).toMatchObject({ verdict: 'TOTAL-PASSED' });
  });
  test('a teacher whose certificate was revoked before', async () => {
    expect(await judgeAfterRevocation(record, SLOTS, 'GV0017', instant('2024-05-01'))).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'REVOKED', codes: ['signature/revoked'] });
  });
  test('without a proof of time a revoked certificate leaves it open', async () => {
    const bytes = await sealed({ who: '22' });
    expect(await judgeAfterRevocation(bytes, [SEAL], '22', instant('2024-06-20'))).toMatchObject({ verdict: 'INDETERMINATE', subIndication: 'REVOKED_NO_POE' });
  });
});

describe('claimed times', () => {
  test.each<readonly [string, { readonly signingTime: Instant; readonly stampedAt?: Instant }, Instant, string, string]>([
    ['more than a day before its token', { signingTime: instant('2024-05-29T08:00:00Z'), stampedAt: SIGNED_AT }, JUDGED_AT, 'TOTAL-FAILED', 'signature/time-gap'],
    ['more than a day after its token', { signingTime: instant('2024-06-01T10:00:00Z'), stampedAt: SIGNED_AT }, JUDGED_AT, 'TOTAL-FAILED', 'signature/time-gap'],
    ['after the moment of judging', { signingTime: instant('2024-06-03T00:00:00Z') }, JUDGED_AT, 'INDETERMINATE', 'signature/signing-time-future'],
    ['expired, nothing proves when', { signingTime: SIGNED_AT }, instant('2029-01-01'), 'INDETERMINATE', 'signature/expired-unproven'],
  ])('%s', async (_, times, at, verdict, code) => {
    const answer = judge(await sealed(times), [SEAL], room.trust, at);
    expect(answer.verdict).toBe(verdict);
    expect(answer.codes).toContain(code);
  });

  test('a time outside the validity of the certificate, claimed by software that does not look', async () => {
    const document = unwrap(readXml(utf8(MESSAGE))), signer = room.pki.signer('22205411');
    const prepared = unwrap(prepareXades(document, SEAL, { algorithm: signer.algorithm, certificates: signer.certificates, signingTime: instant('2023-08-01') }, nodePrimitives));
    const [value] = await signAndVerify(signer, [{ data: prepared.toSign, digest: prepared.digest }], nodePrimitives);
    expect(judge(prepared.complete(unwrap(value!)), [SEAL])).toMatchObject({ verdict: 'TOTAL-FAILED', codes: ['signature/signing-time-invalid'] });
  });

  test('our own signing software refuses it', async () => {
    await expect(sealed({ signingTime: instant('2023-08-01') })).rejects.toThrow('signer/certificate-out-of-dates');
  });
});

describe('a sign run goes on', () => {
  const jobs = ['một', 'hai', 'ba'].map((word) => ({ bytes: utf8(MESSAGE.replace('nội dung', word)), slot: SEAL }));
  const options = () => ({ signer: room.pki.signer('22205411'), signingTime: SIGNED_AT, primitives: nodePrimitives });

  test('after a document that cannot be read, and one that is signed already', async () => {
    const done = await sealed();
    const answers = await signSlots([jobs[0]!, { bytes: utf8('<x'), slot: SEAL }, { bytes: done, slot: SEAL }, jobs[1]!], options());
    expect(answers.map((answer) => (answer.ok ? 'signed' : answer.error.code))).toEqual(['signed', 'signature/unreadable', 'signature/slot-occupied', 'signed']);
  });

  test('same input, same octets', async () => {
    const [first, second] = [await signSlots(jobs, options()), await signSlots(jobs, options())];
    expect(second).toEqual(first);
  });

  test.each<TsaFault['kind'] & string>(['refuse', 'garbage', 'wrong-imprint', 'wrong-nonce', 'server-error', 'hang-up'])('a time-stamping authority that fails (%s): named, nothing half signed', async (kind) => {
    const tsa = await startFaultyTsa(room.pki.tsa, () => SIGNED_AT);
    tsa.fault = { kind } as TsaFault;
    try {
      const answers = await signSlots(jobs, { ...options(), tsaUrl: tsa.url });
      expect(answers.map((answer) => (answer.ok ? 'signed' : answer.error.code))).toEqual(['signer/timestamp-unavailable', 'signer/timestamp-unavailable', 'signer/timestamp-unavailable']);
    } finally {
      await tsa.stop();
    }
  });
});
