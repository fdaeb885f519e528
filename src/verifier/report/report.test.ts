import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap, utf8 } from '#kernel';
import { CHECKS, isAsked, readPolicy, type TrustMaterial } from '#signature';
import { expertLines, HOCBA_POLICY, policyFor, type FileAnswer, type FileOptions } from '#verifier';
import { instant } from '../../../test/actors/authority.ts';
import { evidenceOf, furtherTsa, renewedLeaf } from '../../../test/builders/preserved.ts';
import { openHostileRoom, textOf, type HostileRoom } from '../../../test/hostile/room.ts';

let room: HostileRoom;
/** What may arrive in any order: two evidence files, all authorities, all lists. */
let full: Partial<FileOptions> & { readonly trust: TrustMaterial; readonly evidence: readonly Uint8Array[] };
beforeAll(async () => {
  room = await openHostileRoom();
  const later = await furtherTsa(room.pki, '2033-01-01', '2037-12-31');
  const [late, june, renewed] = await Promise.all([
    room.pki.trust(instant('2024-06-20')), evidenceOf(room.pki, room.packet, '2024-06-10'), evidenceOf(room.pki, room.packet, '2024-06-12', { renewed: renewedLeaf(room.packet, [{ tsa: later, at: '2033-05-01' }]) }),
  ]);
  const { trust } = room.options;
  full = { trust: { anchors: trust.anchors, intermediates: [...trust.intermediates, later.chain[1]!], crls: [...trust.crls, ...late.crls], ocsps: [] }, evidence: [june, renewed], at: instant('2034-06-01') };
});
afterAll(() => room.stop());

const bytesOf = (answer: FileAnswer): string => JSON.stringify(answer);
const answered = (answer: FileAnswer) => answer.checks.flatMap(({ subject, answers }) => answers.map(({ check, status }) => [subject, check, status] as const));

describe('the same facts and the same policy: the same octets', () => {
  const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });
  test('in whatever order certificates, revocation data and evidence arrive, and however often', () => {
    const { trust, evidence } = full, packet = room.packet, tampered = utf8(textOf(packet).replace('<HO_TEN>', '<HO_TEN>X'));
    for (const document of [packet, tampered, room.batch]) {
      const expected = bytesOf(room.verify(document, full));
      fc.assert(fc.property(shuffled(trust.anchors), shuffled(trust.intermediates), shuffled([...trust.crls, trust.crls[0]!]), shuffled([...evidence, evidence[0]!]), (anchors, intermediates, crls, lent) => {
        expect(bytesOf(room.verify(document, { ...full, trust: { ...trust, anchors, intermediates, crls }, evidence: lent }))).toBe(expected);
      }), { numRuns: 12, seed: 319_102 });
    }
  });
  test('a stored answer is shown as it was', () => {
    const answer = room.verify(room.packet, full);
    expect(expertLines(JSON.parse(bytesOf(answer)) as FileAnswer)).toEqual(expertLines(answer));
  });
});

describe('every check is answered', () => {
  test.each<readonly [string, Partial<FileOptions>, 'exchange' | 'document' | 'integrity']>([
    ['hbs-1', {}, 'exchange'], ['general', { schema: 'none' }, 'document'], ['integrity alone', { cryptoOnly: true }, 'integrity'],
  ])('%s: each question about each subject of its kind once, in the order of the catalogue', (_, change, scope) => {
    const { checks, policy } = room.verify(room.packet, change);
    expect(policy.id).toBe(policyFor({ schema: 'hbs-1', cryptoOnly: false, ...change }).id);
    const order = CHECKS.map(({ id }) => id as string);
    for (const { answers, subject } of checks) {
      const ids = answers.map(({ check }) => order.indexOf(check));
      expect(new Set(ids).size, subject).toBe(ids.length);
    }
    const asked = new Set(checks.flatMap(({ answers }) => answers.map(({ check }) => check)));
    const elsewhere = /^(pdf-|items-intact)/;
    expect(CHECKS.filter(({ id, block }) => isAsked(block, scope) && !elsewhere.test(id)).map(({ id }) => id as string).filter((id) => !asked.has(id))).toEqual([]);
  });
  test('a sound packet: all that is asked is passed', () => {
    const answer = room.verify(room.packet);
    expect(answer).toMatchObject({ verdict: 'TOTAL-PASSED', warnings: [], citizen: { sentence: expect.stringContaining('Tệp nguyên vẹn và hợp lệ') } });
    expect([...new Set(answered(answer).filter(([, check]) => !['padding-recommended', 'evidence-usable', 'renewals-unbroken'].includes(check)).map(([, , status]) => status))]).toEqual(['passed']);
    expect(answer.checks.map(({ subject }) => subject)).toEqual([
      'document', 'signature[0]', 'signature[0].certificate', ...[1, 2].flatMap((i) => [`signature[${i}]`, `signature[${i}].certificate`, `signature[${i}].timestamp[0]`, `signature[${i}].timestamp[0].certificate`]),
    ]);
  });
  test('a changed word: the check fails, what leans on it is not asked, the citizen is told what to do', () => {
    const answer = room.verify(textOf(room.packet).replace('<HO_TEN>', '<HO_TEN>X'));
    const ofTeacher = new Map(answered(answer).filter(([subject]) => subject === 'signature[0]').map(([, check, status]) => [check, status]));
    expect([ofTeacher.get('data-intact'), ofTeacher.get('value-correct'), ofTeacher.get('signer-authorised'), ofTeacher.get('time-not-in-future')]).toEqual(['failed', 'passed', 'not-asked', 'not-asked']);
    expect(answer.citizen).toEqual({ sentence: 'Tệp không hợp lệ: nội dung đã bị thay đổi sau khi ký. Không dùng tệp này.', advice: expect.stringContaining('Không sửa tệp đã ký') });
  });
  test('unreachable revocation is INDETERMINATE, TRY_LATER, and says so to anybody', () => {
    const answer = room.verify(room.packet, { trust: { ...room.options.trust, crls: [] } });
    expect(answer).toMatchObject({ verdict: 'INDETERMINATE', subIndication: 'TRY_LATER', citizen: { sentence: expect.stringContaining('chưa biết chứng thư số có bị thu hồi') } });
    expect(answered(answer)).toContainEqual(['signature[0].certificate', 'revocation-known', 'open']);
  });
  test('the policy of the day is the one of the moment of judging, and is named with its digest', () => {
    const now = room.verify(room.packet, { ...full, evidence: [full.evidence[0]!], at: instant('2026-01-01') });
    expect([room.verify(room.packet).policy.from, now.policy.from]).toEqual(['2024-04-11', '2025-08-15']);
    expect(now.policy.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(now.warnings.map(({ code }) => code)).toContain('HBS-304');
    expect(answered(now)).toContainEqual(['signature[1]', 'padding-recommended', 'informed']);
    expect(now.verdict).toBe('TOTAL-PASSED');
  });
});

describe('a policy of the caller', () => {
  const policyWith = (change: (draft: { bounds: { name: string; value: number }[]; algorithms: { name: string; keyBitsMin?: number }[]; checks: { check: string; level: string }[] }) => void) => {
    const draft = JSON.parse(textOf(HOCBA_POLICY.octets)) as Parameters<typeof change>[0];
    change(draft);
    return unwrap(readPolicy(utf8(JSON.stringify(draft))));
  };
  const lowered = (level: string) => policyWith(({ checks }) => checks.forEach((entry) => { if (entry.check === 'signer-authorised') entry.level = level; }));
  test.each([['FAIL', 'INDETERMINATE', 'open', 3, 0], ['WARN', 'TOTAL-PASSED', 'warned', 0, 3], ['INFORM', 'TOTAL-PASSED', 'informed', 0, 3], ['IGNORE', 'TOTAL-PASSED', 'disabled', 0, 0]])('%s: %s, %s', (level, verdict, status, errors, warnings) => {
    const answer = room.verify(room.packet, { registered: [], policy: lowered(level) });
    expect([answer.verdict, answer.errors.length, answer.warnings.length]).toEqual([verdict, errors, warnings]);
    expect(answered(answer).filter(([, check]) => check === 'signer-authorised').map(([, , one]) => one)).toEqual([status, status, status]);
  });
  test('a longer key is asked of authorities and time-stamps, too', () => {
    const policy = policyWith(({ algorithms }) => algorithms.forEach((entry) => { if (entry.keyBitsMin !== undefined) entry.keyBitsMin = 600; if (entry.name.startsWith('rsa')) entry.keyBitsMin = 8192; }));
    const answer = room.verify(room.packet, { policy });
    expect(answer).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE' });
    expect(answered(answer)).toContainEqual(['signature[0].certificate', 'chain-algorithms', 'failed']);
    expect(answered(answer).filter(([, check]) => check === 'token-algorithm')).toEqual([1, 2].map((i) => [`signature[${i}].timestamp[0]`, 'token-algorithm', 'failed']));
  });
  test('a bound decides', () => {
    const policy = policyWith(({ bounds }) => bounds.forEach((bound) => { if (bound.name === 'claimGapHours') bound.value = 0; }));
    const answer = room.verify(room.packet, { policy });
    expect(answer).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'TIMESTAMP_ORDER_FAILURE' });
    expect(answer.errors[0]!.message).toContain('quá 0 giờ');
  });
});
