import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sha256Hex } from '#domain';
import { fromUtf8, unwrap, utf8 } from '#kernel';
import type { EvidenceFile, RenewedLeaf } from '#packet';
import { type FileAnswer, HOCBA_POLICY } from '#verifier';
import { instant } from '../../test/actors/authority.ts';
import { evidenceOf, furtherTsa, renewedLeaf } from '../../test/builders/preserved.ts';
import { openHostileRoom, type HostileRoom } from '../../test/hostile/room.ts';

let room: HostileRoom;
/** What the caller still has ten years on: the root he trusts, and nothing else of those days. */
let bare: { readonly trust: { readonly anchors: readonly Uint8Array[]; readonly intermediates: readonly []; readonly crls: readonly []; readonly ocsps: readonly [] } };
let later: Awaited<ReturnType<typeof furtherTsa>>;
beforeAll(async () => {
  room = await openHostileRoom();
  bare = { trust: { anchors: room.options.trust.anchors, intermediates: [], crls: [], ocsps: [] } };
  later = await furtherTsa(room.pki, '2033-01-01', '2037-12-31');
});
afterAll(() => room.stop());

const codesOf = ({ verdict, errors }: FileAnswer) => [verdict, ...new Set(errors.map(({ code }) => code))];
const judge = (at: string, evidence: readonly Uint8Array[], packet = room.packet) => room.verify(packet, { ...bare, at: instant(at), evidence });
const evidence = (change: Partial<EvidenceFile> = {}, day = '2024-06-10') => evidenceOf(room.pki, room.packet, day, change);

describe('ten years on', () => {
  test('the signers’ certificates have expired, their lists are long outdated: the evidence proves the packet', async () => {
    const answer = judge('2034-06-01', [await evidence()]);
    expect(answer).toMatchObject({ verdict: 'TOTAL-PASSED', errors: [] });
    expect(answer.record).toBeDefined();
  });

  test.each<readonly [string, () => Promise<readonly Uint8Array[]>, string]>([
    ['no evidence', async () => [], 'INDETERMINATE'],
    ['evidence without lists', async () => [await evidence({ crls: [] })], 'INDETERMINATE'],
    ['lists made before the signatures and over by then', async () => [await evidence({}, '2024-04-01')], 'INDETERMINATE'],
    ['a list somebody changed', async () => {
      const { crls } = await room.pki.trust(instant('2024-06-10'));
      return [await evidence({ crls: crls.map((crl) => crl.map((octet, i) => (i === crl.length - 1 ? octet ^ 1 : octet))) })];
    }, 'INDETERMINATE'],
    ['the evidence of another packet', async () => [await evidence({ sha256: 'ab'.repeat(32) as Sha256Hex })], 'INDETERMINATE'],
    ['a file that is none', async () => [await evidence(), utf8('<BANG_CHUNG/>')], 'INDETERMINATE'],
    ['an instruction inside', async () => [utf8(unwrap(fromUtf8(await evidence())).replace('<CRL>', '<?x?><CRL>'))], 'INDETERMINATE'],
    ['a file cut short', async () => [(await evidence()).slice(0, -10)], 'INDETERMINATE'],
  ])('%s: undecided', async (_, make, verdict) => {
    expect(judge('2034-06-01', await make()).verdict).toBe(verdict);
  });

  test('evidence of several packets at once: each is judged by its own', async () => {
    const other = await evidenceOf(room.pki, room.otherPupil, '2024-06-10');
    expect(judge('2034-06-01', [await evidence(), other])).toMatchObject({ verdict: 'TOTAL-PASSED' });
    expect(codesOf(judge('2034-06-01', [await evidence()], room.otherPupil))).toEqual(['INDETERMINATE', 'HBS-312']);
  });

  test('an altered packet stays failed, whatever evidence is lent', async () => {
    const altered = utf8(unwrap(fromUtf8(room.packet)).replace('Hoà', 'Hòa'));
    const answer = judge('2034-06-01', [await evidenceOf(room.pki, altered, '2024-06-10')], altered);
    expect(answer).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE' });
    expect(answer.record).toBeUndefined();
  });

  test('a root that comes with the evidence is not trusted for that', async () => {
    const answer = room.verify(room.packet, { trust: { ...bare.trust, anchors: [] }, at: instant('2034-06-01'), evidence: [await evidence({ certificates: [room.pki.root, room.pki.issuing, room.pki.tsaAuthority] })] });
    expect(answer).toMatchObject({ verdict: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
  });
});

describe('after the authority of the time-stamps has expired as well (2034-12-31)', () => {
  const leaf = (...years: readonly string[]) => renewedLeaf(room.packet, years.map((at) => ({ tsa: at < '2034' ? room.pki.tsa : later, at })));
  /** Lists of the authorities from after each renewal, as they were gathered then. */
  const renewedBy = async (renewed: RenewedLeaf) => {
    const days = ['2024-06-10', '2025-01-20', '2026-01-20', '2030-01-20', '2033-06-05', '2034-06-05', '2035-06-05', '2036-01-20'];
    const crls = (await Promise.all(days.map((day) => room.pki.trust(instant(day))))).flatMap((trust) => trust.crls);
    return [await evidence({ renewed, crls, certificates: [room.pki.issuing, room.pki.tsaAuthority, later.certificate] })];
  };

  test('the old tokens prove nothing by themselves any more', async () => {
    expect(codesOf(judge('2036-06-01', [await evidence()]))).toEqual(['INDETERMINATE', 'HBS-311']);
  });

  test('a chain of yearly renewals bridges it', async () => {
    expect(judge('2036-06-01', await renewedBy(leaf('2025-01-15', '2026-01-15', '2034-06-01', '2036-01-15')))).toMatchObject({ verdict: 'TOTAL-PASSED', errors: [] });
  });

  test('renewals count only as long as their algorithm does: until 2030 bridges nothing from 2034 on', async () => {
    const renewals = await renewedBy(leaf('2025-01-15', '2026-01-15', '2034-06-01', '2036-01-15'));
    const until = (day: string) => room.verify(room.packet, { ...bare, at: instant('2036-06-01'), evidence: renewals, policy: { ...HOCBA_POLICY, algorithms: HOCBA_POLICY.algorithms.map((entry) => (entry.name === 'rsa-sha256' ? { ...entry, until: day } : entry)) } });
    expect(until('2036-12-31')).toMatchObject({ verdict: 'TOTAL-PASSED', errors: [] });
    expect(codesOf(until('2030-12-31'))).toEqual(expect.arrayContaining(['INDETERMINATE', 'HBS-311']));
  });

  test.each<readonly [string, () => RenewedLeaf]>([
    ['the first renewal came too late', () => leaf('2035-06-01')],
    ['no renewal since before it expired', () => leaf('2033-06-01')],
    ['the chain has a gap', () => ({ ...leaf('2025-01-15', '2030-01-15', '2034-06-01'), renewals: leaf('2025-01-15', '2030-01-15', '2034-06-01').renewals.filter((_, i) => i !== 1) })],
    ['the leaf is of another packet', () => renewedLeaf(room.otherPupil, [{ tsa: room.pki.tsa, at: '2025-01-15' }, { tsa: later, at: '2034-06-01' }])],
    ['the root is another', () => { const one = leaf('2025-01-15', '2034-06-01'); return { ...one, renewals: one.renewals.map((renewal) => ({ ...renewal, root: 'ab'.repeat(32) as Sha256Hex })) }; }],
    ['a token of another renewal', () => { const one = leaf('2025-01-15', '2034-06-01'); return { ...one, renewals: [one.renewals[0]!, { ...one.renewals[1]!, token: one.renewals[0]!.token }] }; }],
    ['another salt', () => ({ ...leaf('2025-01-15', '2034-06-01'), salt: '00'.repeat(16) })],
    ['a path cut short', () => ({ ...leaf('2025-01-15', '2034-06-01'), path: [] })],
  ])('%s: undecided', async (_, make) => {
    expect(codesOf(judge('2036-06-01', await renewedBy(make())))).toEqual(expect.arrayContaining(['INDETERMINATE', 'HBS-311']));
  });
});

describe('revocation', () => {
  test('before the best signature time the packet fails, and the evidence proves it; after it, it stands', async () => {
    const own = await openHostileRoom();
    try {
      const verdictAfter = async (revokedAt: string) => {
        own.pki.revoke(own.pki.credential('GV0017').certificate, instant(revokedAt), 'keyCompromise');
        return own.verify(own.packet, { ...bare, trust: { ...bare.trust, anchors: own.options.trust.anchors }, at: instant('2034-06-01'), evidence: [await evidenceOf(own.pki, own.packet, '2024-06-20')] });
      };
      expect(await verdictAfter('2024-06-15')).toMatchObject({ verdict: 'TOTAL-PASSED' });
      expect(await verdictAfter('2024-05-01')).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'REVOKED' });
    } finally {
      await own.stop();
    }
  });
});
