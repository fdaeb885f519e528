import { describe, expect, test } from 'vitest';
import { Instant } from '#kernel';
import type { RevocationStatus } from '../revocation/status.ts';
import { CLOCK_SKEW_MS_MAX, refused } from './verify.ts';
import { TIMESTAMP_REASONS, withProof, type TimestampJudgement, type TimestampReason } from './index.ts';

const STAMPED = 1_000_000, REVOKED = 5_000_000;
const later = (revokedAt: number): RevocationStatus => ({ kind: 'revoked-later', revokedAt: Instant.of(revokedAt), reason: 'keyCompromise' }) as RevocationStatus;
const GOOD = { kind: 'good' } as RevocationStatus;
const pathOf = (...revocation: readonly RevocationStatus[]) => ({ verdict: 'PASSED', revocation }) as unknown as NonNullable<TimestampJudgement['path']>;
const refusal = (reason: TimestampReason, path?: TimestampJudgement['path']): TimestampJudgement => ({ ...TIMESTAMP_REASONS[reason], reason, genTime: Instant.of(STAMPED), accuracyMs: 7, ...(path !== undefined && { path }) });
const accepted: TimestampJudgement = { verdict: 'PASSED', genTime: Instant.of(STAMPED), accuracyMs: 7, path: pathOf(GOOD) };

describe('a token that something proves to have existed (EN 319 102-1 §5.6.2.3)', () => {
  const compromised = (...revocation: readonly RevocationStatus[]) => refusal('timestamp-authority-compromised', pathOf(...revocation));
  test.each<[string, TimestampJudgement, number, TimestampJudgement['verdict']]>([
    ['before the compromise of its authority', compromised(later(REVOKED), GOOD), REVOKED - 1, 'PASSED'],
    ['at the moment of the compromise', compromised(later(REVOKED), GOOD), REVOKED, 'INDETERMINATE'], ['after it', compromised(later(REVOKED), GOOD), REVOKED + 1, 'INDETERMINATE'],
    ['between two compromises on its path', compromised(later(REVOKED), later(REVOKED - 1000)), REVOKED - 500, 'INDETERMINATE'], ['before both', compromised(later(REVOKED), later(REVOKED - 1000)), REVOKED - 1001, 'PASSED'],
    ['accepted before', accepted, REVOKED, 'PASSED'], ['of other data', refusal('timestamp-imprint-differs'), REVOKED - 1, 'FAILED'], ['with a wrong signature on a path that was revoked later', refusal('timestamp-signature-wrong', pathOf(later(REVOKED))), REVOKED - 1, 'FAILED'],
  ])('%s', (_, judgement, provenBy, verdict) => {
    const proven = withProof(judgement, Instant.of(provenBy));
    expect(proven).toMatchObject({ verdict, provenBy, genTime: STAMPED, accuracyMs: 7 });
    expect(proven.path).toBe(judgement.path);
    expect(['reason', 'subIndication', 'sentence'].map((key) => key in proven)).toEqual(Array(3).fill(verdict !== 'PASSED'));
  });

  test.each<[string, number, number | undefined]>([
    ['a clock ahead by as much as is tolerated', STAMPED - CLOCK_SKEW_MS_MAX, STAMPED - CLOCK_SKEW_MS_MAX], ['by more: what proves it is older than the token', STAMPED - CLOCK_SKEW_MS_MAX - 1, undefined],
  ])('%s', (_, provenBy, expected) => expect(withProof(accepted, Instant.of(provenBy)).provenBy).toBe(expected));

  test('a token nobody could read is proven to have existed all the same', () => {
    expect(withProof({ ...TIMESTAMP_REASONS['timestamp-malformed'], reason: 'timestamp-malformed' }, Instant.of(5))).toMatchObject({ reason: 'timestamp-malformed', provenBy: 5 });
  });
});

test('an archive time-stamp older than what it covers is refused, its facts kept', () => {
  expect(refused(accepted, 'timestamp-order')).toEqual({ ...accepted, ...TIMESTAMP_REASONS['timestamp-order'], reason: 'timestamp-order' });
});

/** What no further evidence can heal is FAILED, everything else stays open (ADR 0012). */
describe('reasons of their own', () => {
  const FAILED = ['FORMAT_FAILURE', 'HASH_FAILURE', 'SIG_CRYPTO_FAILURE', 'SIG_CONSTRAINTS_FAILURE', 'CRYPTO_CONSTRAINTS_FAILURE'];
  test.each(Object.entries(TIMESTAMP_REASONS))('%s', (_, { verdict, subIndication, sentence }) => {
    expect(verdict).toBe(FAILED.includes(subIndication) ? 'FAILED' : 'INDETERMINATE');
    expect(sentence).toMatch(/^(Dấu|Không|Nội|Chữ|Chứng) .*\.$/);
  });
});
