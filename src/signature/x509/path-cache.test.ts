import 'reflect-metadata';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { Instant } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { authorityExtensions, instant, makeActor, makeCrl, signerExtensions, X509CrlReason, type Actor } from '../../../test/actors/authority.ts';
import { ControlTime } from './control-time.ts';
import { type PathCache, type PathInput, parseCertificate, validatePath, validatePathOnce } from './index.ts';

const NOW = instant('2024-09-01');
const REVOKED = '2024-06-10T08:00:00Z';
let root: Actor, issuing: Actor, signer: Actor, revoked: Actor;
let crls: readonly Uint8Array[];

beforeAll(async () => {
  root = await makeActor({ subject: 'C=VN, CN=Gốc', extensions: authorityExtensions(), from: '2020-01-01', to: '2045-01-01' });
  issuing = await makeActor({ subject: 'C=VN, CN=Cấp', issuer: root, extensions: authorityExtensions(0) });
  signer = await makeActor({ subject: 'C=VN, CN=Cô Hoa', issuer: issuing, extensions: signerExtensions, from: '2024-01-05', to: '2024-07-20' });
  revoked = await makeActor({ subject: 'C=VN, CN=Cô Lan', issuer: issuing, extensions: signerExtensions });
  crls = [await makeCrl(root), await makeCrl(issuing, { revoked: [{ who: serialOf(revoked), at: REVOKED, reason: X509CrlReason.keyCompromise }] })];
});

const serialOf = ({ der }: Actor): string => {
  const parsed = parseCertificate(der);
  return parsed.ok ? parsed.value.serialHex : '';
};
const input = (actor: Actor, at: Instant): PathInput => ({
  certificate: actor.der, anchors: [root.der], intermediates: [issuing.der], crls, at, validationTime: Instant.of(Math.max(at, NOW)), purpose: 'documentSigning',
});

/** Every moment at which an answer may turn, and its neighbours. */
function turningPoints(): readonly Instant[] {
  const moments = [root, issuing, signer, revoked].map(({ der }) => parseCertificate(der)).flatMap((parsed) => (parsed.ok ? [parsed.value.notBefore, parsed.value.notAfter] : []));
  return [...moments, instant(REVOKED), NOW, ...['2024-05-31', '2024-06-01', '2024-06-02', '2024-06-30', '2024-07-01', '2024-07-02'].map(instant)].flatMap((at) => [at - 1, at, at + 1].map(Instant.of));
}

describe('a path judged once for moments that cannot differ', () => {
  test('is what judging at each moment gives, in whatever order they are asked', () => {
    const points = turningPoints();
    fc.assert(fc.property(fc.shuffledSubarray([...points], { minLength: points.length }), (moments) => {
      const cache: PathCache = new Map();
      for (const actor of [signer, revoked]) for (const at of moments) expect(validatePathOnce(input(actor, at), nodePrimitives, cache)).toEqual(validatePath(input(actor, at), nodePrimitives));
    }), { numRuns: 20 });
  });
  test('moments of one afternoon share the very same judgement', () => {
    const cache: PathCache = new Map(), first = validatePathOnce(input(signer, instant('2024-06-01T09:00:00Z')), nodePrimitives, cache);
    expect(first.verdict).toBe('PASSED');
    expect(validatePathOnce(input(signer, instant('2024-06-01T10:30:00Z')), nodePrimitives, cache)).toBe(first);
  });
  test('evidence brought along by a signature is neither remembered nor passed over', () => {
    const cache: PathCache = new Map(), at = instant('2024-06-11');
    const clean = { ...input(revoked, at), crls: crls.slice(0, 1) };
    expect(validatePathOnce(clean, nodePrimitives, cache).reason).toBe('revocation-unknown');
    expect(validatePathOnce({ ...clean, extraCrls: crls.slice(1) }, nodePrimitives, cache).reason).toBe('revoked');
    expect(validatePathOnce(clean, nodePrimitives, cache).reason).toBe('revocation-unknown');
  });
  test('a policy that is asked for is another question', () => {
    const cache: PathCache = new Map(), asked = input(signer, instant('2024-06-01'));
    expect(validatePathOnce(asked, nodePrimitives, cache).verdict).toBe('PASSED');
    expect(validatePathOnce({ ...asked, policies: ['1.2.3'] }, nodePrimitives, cache).reason).toBe('policy-required');
    expect(validatePathOnce(asked, nodePrimitives, cache).verdict).toBe('PASSED');
  });
  test('so are another purpose, another moment of judging and other certificates beside it', () => {
    const cache: PathCache = new Map(), asked = input(signer, instant('2024-06-01'));
    const others: readonly Partial<PathInput>[] = [{}, { purpose: 'timestamping' }, { validationTime: instant('2024-06-02') }, { extraCertificates: [revoked.der] }, { certificate: revoked.der }];
    expect(new Set(others.map((change) => validatePathOnce({ ...asked, ...change }, nodePrimitives, cache))).size).toBe(others.length);
  });
});

/** Each comparison with 5, the moment it was asked about, and the moments that would have been answered alike. */
test.each<[string, (time: ControlTime, moment: Instant) => boolean, number, boolean, readonly number[]]>([
  ['before, and it is', (time, moment) => time.isBefore(moment), 4, true, [3, 4]], ['before, and it is the moment', (time, moment) => time.isBefore(moment), 5, false, [5, 6, 7]], ['before, and it is not', (time, moment) => time.isBefore(moment), 6, false, [5, 6, 7]],
  ['after, and it is', (time, moment) => time.isAfter(moment), 6, true, [6, 7]], ['after, and it is the moment', (time, moment) => time.isAfter(moment), 5, false, [3, 4, 5]], ['after, and it is not', (time, moment) => time.isAfter(moment), 4, false, [3, 4, 5]],
])('asked whether it is %s', (_, ask, at, expected, alike) => {
  const time = new ControlTime(Instant.of(at));
  expect(ask(time, Instant.of(5))).toBe(expected);
  expect([3, 4, 5, 6, 7].filter((other) => time.isLike(Instant.of(other)))).toEqual(alike);
});
