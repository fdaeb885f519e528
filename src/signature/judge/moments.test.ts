import { describe, expect, test } from 'vitest';
import { Instant } from '#kernel';
import type { Crl, OcspAnswer, OcspResponse, RevocationStatus } from '../revocation/index.ts';
import type { TimestampJudgement } from '../timestamp/index.ts';
import { type Certificate, PATH_REASONS, type PathJudgement, type PathReason, type PublicKey } from '../x509/index.ts';
import { instant } from '../../../test/actors/authority.ts';
import { claimFindings } from './claims.ts';
import { pathFinding, tokenFinding, worst, type Verdict } from './findings.ts';
import { orderFindings, type SignatureJudgement } from './judge.ts';
import { weigh, type AlgorithmRule, type JudgePolicy, type Level } from './policy.ts';
import { strengthFindings, strongPath, strongToken } from './strength.ts';
import { expiredFindings } from './tokens.ts';

const HOUR = 3_600_000, AT = instant('2024-06-01T08:00:00Z'), WHERE = '/a';
const moment = (ms: number): Instant => Instant.of(AT + ms);
const POLICY = { claimGapMs: 24 * HOUR, clockToleranceMs: 60_000 } as JudgePolicy;

describe('a claimed time must be possible (EN 319 102-1 §5.2.8.4.2.2, §5.5.4 step 5)', () => {
  const certificate = { notBefore: moment(-HOUR), notAfter: moment(HOUR) };
  test.each<[string, number, readonly number[], number, readonly string[]]>([
    ['inside the validity, before the judge', 0, [], 0, []], ['the first moment of the validity', -HOUR, [], 0, []], ['before it', -HOUR - 1, [], 0, ['signature/signing-time-invalid']], ['the last moment', HOUR, [], HOUR, []], ['after it', HOUR + 1, [], HOUR + 1, ['signature/signing-time-invalid']],
    ['a minute ahead of the judge', 60_000, [], 0, []], ['more than a minute ahead', 60_001, [], 0, ['signature/signing-time-future']],
    ['a day before its token', 0, [24 * HOUR], 0, []], ['more than a day before', 0, [24 * HOUR + 1], 0, ['signature/time-gap']], ['a day after its token', 0, [-24 * HOUR], 0, []], ['more than a day after', 0, [-24 * HOUR - 1], 0, ['signature/time-gap']], ['near one of two tokens only', 0, [0, 25 * HOUR], 0, ['signature/time-gap']],
  ])('%s', (_, claimed, proven, judged, expected) => {
    const findings = claimFindings({ time: moment(claimed), provenTimes: proven.map(moment), certificate, at: moment(judged), where: WHERE }, POLICY);
    expect(findings.map(({ code }) => code)).toEqual(expected);
  });
  test('the time and the hours are told', () => {
    const [, gap] = claimFindings({ time: moment(2 * HOUR), provenTimes: [moment(48 * HOUR)], certificate, at: moment(2 * HOUR), where: WHERE }, POLICY);
    expect(gap).toMatchObject({ where: WHERE, params: { time: Instant.toVietnamese(moment(2 * HOUR)), hours: 24 } });
  });
});

describe('algorithms and keys the policy accepts at a moment (§5.2.8.4.1)', () => {
  const rsa = (bits: number): PublicKey => ({ kind: 'rsa', bits, spki: new Uint8Array(), raw: new Uint8Array(), exponentUsable: true, pssOnly: false });
  const ec = (curve: 'P-256' | 'P-384' | 'P-521'): PublicKey => ({ kind: 'ec', curve, spki: new Uint8Array(), raw: new Uint8Array() });
  const algorithms = new Map<string, AlgorithmRule>([['rsa-sha256', { keyBitsMin: 3072 }], ['rsa-pss-sha256', { keyBitsMin: 2048 }], ['ecdsa-sha256', { keyBitsMin: 384 }], ['ecdsa-sha384', {}], ['sha256', {}], ['sha384', { until: AT }]]);
  const codes = (algorithm: Parameters<typeof strengthFindings>[0]['algorithm'], publicKey: PublicKey, digests: readonly string[] = ['sha256'], at = AT) =>
    strengthFindings({ algorithm, digests, certificate: { publicKey }, at, where: WHERE }, { ...POLICY, algorithms }).map(({ code, params }) => [code.replace('signature/', ''), params?.['algorithm']]);
  test.each<[string, ReturnType<typeof codes>, ReturnType<typeof codes>]>([
    ['a listed one', codes('rsa-pss-sha256', rsa(2048)), []], ['one that is not listed', codes('ecdsa-sha512', ec('P-521')), [['algorithm-refused', 'ecdsa-sha512']]], ['a digest that is not listed', codes('rsa-pss-sha256', rsa(2048), ['sha512', 'sha256']), [['algorithm-refused', 'sha512']]],
    ['the last moment of one', codes('ecdsa-sha384', ec('P-384'), ['sha384']), []], ['after it', codes('ecdsa-sha384', ec('P-384'), ['sha384'], moment(1)), [['algorithm-outdated', 'sha384']]], ['told once however often it is used', codes('ecdsa-sha384', ec('P-384'), ['sha384', 'sha384'], moment(1)), [['algorithm-outdated', 'sha384']]],
    ['a key as long as it must be', codes('rsa-sha256', rsa(3072)), [['padding', 'rsa-sha256']]], ['one bit less', codes('rsa-sha256', rsa(3071)), [['algorithm-refused', 'rsa-sha256, 3071 bit'], ['padding', 'rsa-sha256']]],
    ['P-256 where 384 bits are asked', codes('ecdsa-sha256', ec('P-256')), [['algorithm-refused', 'ecdsa-sha256, 256 bit']]], ['P-384', codes('ecdsa-sha256', ec('P-384')), []], ['P-521', codes('ecdsa-sha256', ec('P-521')), []],
    ['a key of another kind has no bits', codes('ecdsa-sha256', { kind: 'other', oid: '1.2', spki: new Uint8Array(), raw: new Uint8Array() }), [['algorithm-refused', 'ecdsa-sha256, 0 bit']]], ['where no length is asked any will do', codes('ecdsa-sha384', ec('P-256')), []],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));
});

describe('algorithms and keys of the authorities (§5.2.6.4 step 6)', () => {
  const certificate = (oid: string, bits: number) => ({ signatureAlgorithm: { oid }, publicKey: { kind: 'rsa', bits } }) as Certificate;
  const SHA256 = '1.2.840.113549.1.1.11', SHA384 = '1.2.840.113549.1.1.12', SHA512 = '1.2.840.113549.1.1.13', SHA1 = '1.2.840.113549.1.1.5';
  const algorithms = new Map<string, AlgorithmRule>([['rsa-sha256', { keyBitsMin: 3072 }], ['rsa-sha384', { until: AT }]]);
  test.each<[string, readonly Certificate[], number, PathReason | undefined, number?]>([
    ['long enough, whatever the signer’s own', [certificate(SHA256, 1), certificate(SHA256, 3072), certificate(SHA256, 3072)], 0, undefined], ['an issuer’s is one bit too short', [certificate(SHA256, 1), certificate(SHA256, 3071), certificate(SHA256, 3072)], 0, 'weak-key', 1], ['an anchor’s is too short', [certificate(SHA256, 1), certificate(SHA256, 3072), certificate(SHA256, 3071)], 0, 'weak-key', 2],
    ['an algorithm that is not listed', [certificate(SHA256, 1), certificate(SHA512, 3072), certificate(SHA256, 3072)], 0, 'algorithm-refused', 1], ['one nobody knows', [certificate(SHA1, 1), certificate(SHA256, 3072)], 0, 'algorithm-refused', 0], ['one the anchor alone uses, about itself', [certificate(SHA256, 1), certificate(SHA1, 3072)], 0, undefined],
    ['the last moment of one', [certificate(SHA384, 1), certificate(SHA256, 2048)], 0, undefined], ['after it', [certificate(SHA384, 1), certificate(SHA256, 2048)], 1, 'algorithm-outdated', 0], ['an anchor that signs itself', [certificate(SHA1, 1)], 0, undefined],
  ])('%s', (_, chain, at, reason, about) => {
    const found = strongPath({ verdict: 'PASSED', chain, revocation: [] }, moment(at), { algorithms });
    expect([found.reason, found.about, found.verdict]).toEqual([reason, about === undefined ? undefined : chain[about], reason === undefined ? 'PASSED' : PATH_REASONS[reason].verdict]);
  });
  const list = (oid: string, thisUpdate = 0): RevocationStatus => ({ kind: 'good', source: { type: 'crl', crl: { signatureAlgorithm: { oid }, thisUpdate: moment(thisUpdate) } as Crl } });
  const response = (oid: string, thisUpdate = 0): RevocationStatus => ({ kind: 'revoked-later', revokedAt: moment(HOUR), reason: undefined, source: { type: 'ocsp', response: { signatureAlgorithm: { oid } } as OcspResponse, answer: { thisUpdate: moment(thisUpdate) } as OcspAnswer } });
  test.each<[string, readonly RevocationStatus[], number, number?]>([
    ['a list and an answer of accepted algorithms', [list(SHA256), response(SHA256)], 0], ['a list of one that is not listed', [list(SHA512), response(SHA256)], 0, 0], ['an answer of one', [list(SHA256), response(SHA512)], 0, 1], ['an algorithm nobody knows', [list(SHA1), list(SHA256)], 0, 0],
    ['the last moment of one', [list(SHA384), response(SHA384)], 0], ['after it', [list(SHA256), response(SHA384)], 1, 1], ['a list of a later day than the moment in question', [list(SHA384, 1), list(SHA256)], 0, 0], ['an answer of a later day', [list(SHA256), response(SHA384, 1)], 0, 1], ['one of an earlier day', [list(SHA384, -HOUR), list(SHA256)], 0],
    ['no evidence is asked for', [{ kind: 'unknown' }, { kind: 'stale' }], 0],
  ])('what says that they are not revoked: %s', (_, revocation, at, about) => {
    const chain = [certificate(SHA256, 1), certificate(SHA256, 3072), certificate(SHA256, 3072)], path: PathJudgement = { verdict: 'PASSED', chain, revocation }, found = strongPath(path, moment(at), { algorithms });
    if (about === undefined) expect(found).toBe(path);
    else expect(found).toMatchObject({ verdict: 'INDETERMINATE', reason: 'revocation-unknown', subIndication: 'TRY_LATER', about: chain[about] });
  });
  const token = (own: number, authority: number, ms = 0, algorithm: NonNullable<TimestampJudgement['algorithm']> = 'rsa-sha256', verdict: TimestampJudgement['verdict'] = 'PASSED'): TimestampJudgement => {
    const chain = [certificate(SHA256, own), certificate(SHA256, authority)];
    return { verdict, genTime: moment(ms), accuracyMs: 5, tsaCertificate: chain[0]!, algorithm, path: { verdict: 'PASSED', chain, revocation: [] } };
  };
  test.each<[string, TimestampJudgement, TimestampJudgement['reason']]>([
    ['long enough', token(3072, 3072), undefined], ['its own is too short', token(3071, 3072), 'timestamp-algorithm-refused'], ['its authority’s is too short', token(3072, 3071), 'weak-key'], ['an algorithm that is not listed', token(3072, 3072, 0, 'rsa-sha512'), 'timestamp-algorithm-refused'],
    ['the last moment of one', token(2048, 3072, 0, 'rsa-sha384'), undefined], ['after it', token(2048, 3072, 1, 'rsa-sha384'), 'timestamp-algorithm-refused'],
  ])('of a time-stamp, at its own time: %s', (_, given, reason) => {
    const found = strongToken(given, { algorithms });
    expect([found.verdict, found.reason]).toEqual(reason === undefined ? ['PASSED', undefined] : ['FAILED', reason]);
    expect(found).toMatchObject({ genTime: given.genTime, accuracyMs: 5, tsaCertificate: given.tsaCertificate });
    if (reason === undefined) expect(found).toBe(given);
  });
  test('a time-stamp that was not accepted stays what it is', () => {
    const given = token(1, 1, 0, 'rsa-sha256', 'INDETERMINATE');
    expect(strongToken(given, { algorithms })).toBe(given);
  });
  test('a path that was not accepted stays what it is', () => {
    const path: PathJudgement = { verdict: 'INDETERMINATE', reason: 'revocation-unknown', chain: [certificate(SHA256, 1), certificate(SHA256, 2048)], revocation: [] };
    expect(strongPath(path, AT, { algorithms })).toBe(path);
  });
});

describe('a later signature has seen the earlier one', () => {
  const signature = (claimed?: number, proven?: number) => ({ signingTime: claimed === undefined ? undefined : moment(claimed), provenTime: proven === undefined ? undefined : moment(proven), where: WHERE }) as SignatureJudgement;
  test.each<[string, SignatureJudgement, SignatureJudgement, boolean]>([
    ['in order', signature(0), signature(HOUR), true], ['at once', signature(0), signature(0), true], ['clocks a minute apart', signature(60_000), signature(0), true], ['claimed later', signature(60_001), signature(0), false],
    ['claimed a minute after the later proof', signature(60_000), signature(undefined, 0), true], ['claimed after it', signature(60_001), signature(undefined, 0), false], ['claimed after the proof, before the later claim', signature(HOUR), signature(2 * HOUR, 0), false],
    ['the earlier claims nothing', signature(), signature(0, 0), true], ['the later claims and proves nothing', signature(HOUR), signature(), true],
  ])('%s', (_, earlier, later, fine) => expect(orderFindings(earlier, later, POLICY).map(({ code }) => code)).toEqual(fine ? [] : ['signature/order']));
});

describe('tokens whose authority has expired prove nothing unless something older does (§5.6.2.3)', () => {
  const token = (notAfter: number, provenBy?: number) => ({ verdict: 'PASSED', tsaCertificate: { notAfter: moment(notAfter) } as Certificate, ...(provenBy !== undefined && { provenBy: moment(provenBy) }) }) as TimestampJudgement;
  test.each<[string, TimestampJudgement, number | undefined, boolean]>([
    ['valid still', token(1), undefined, true], ['its last moment', token(0), undefined, true], ['expired', token(-1), undefined, false], ['proven while it was valid', token(-HOUR, -2 * HOUR), undefined, true], ['proven at the last moment', token(-HOUR, -HOUR), undefined, true], ['proven later', token(-HOUR, -HOUR + 1), undefined, false],
    ['proven elsewhere in time', token(-HOUR), -HOUR, true], ['proven elsewhere, later', token(-HOUR), -HOUR + 1, false], ['one of two proofs is early enough', token(-HOUR, 0), -HOUR, true], ['an authority nobody found', { verdict: 'INDETERMINATE' }, undefined, true],
  ])('%s', (_, judgement, elsewhere, fine) => {
    const findings = expiredFindings([judgement], AT, WHERE, ...(elsewhere === undefined ? [] : [moment(elsewhere)]));
    expect(findings.map(({ code }) => code)).toEqual(fine ? [] : ['signature/timestamp-expired']);
  });
  test('it is told when', () => expect(expiredFindings([token(-HOUR)], AT, WHERE)[0]).toMatchObject({ where: WHERE, params: { time: Instant.toVietnamese(moment(-HOUR)) } }));
});

describe('what a path means for the signature (§5.2.6.4, §5.5.4)', () => {
  const path = (reason: PathJudgement['reason'], verdict: PathJudgement['verdict'] = 'FAILED', subIndication: PathJudgement['subIndication'] = 'REVOKED'): PathJudgement => ({ verdict, ...(reason !== undefined && { reason, subIndication }), sentence: 'Vì thế.', chain: [], revocation: [] }) as PathJudgement;
  test.each<[string, PathJudgement, boolean, string | undefined, string | undefined]>([
    ['accepted', path(undefined, 'PASSED'), true, undefined, undefined],
    ['expired, proven time', path('expired', 'FAILED', 'EXPIRED'), true, 'signature/expired', 'TOTAL-FAILED'], ['expired, nothing proves when', path('expired', 'FAILED', 'EXPIRED'), false, 'signature/expired-unproven', 'INDETERMINATE'],
    ['revoked, proven time', path('revoked'), true, 'signature/revoked', 'TOTAL-FAILED'], ['revoked, nothing proves when', path('revoked'), false, 'signature/revoked-unproven', 'INDETERMINATE'],
    ['not valid yet', path('not-yet-valid', 'FAILED', 'NOT_YET_VALID'), false, 'signature/expired', 'TOTAL-FAILED'], ['the authority revoked', path('authority-revoked', 'INDETERMINATE', 'REVOKED_CA_NO_POE'), false, 'signature/revoked', 'INDETERMINATE'], ['a definite path of an open reason', path('authority-revoked', 'FAILED', 'REVOKED_CA_NO_POE'), true, 'signature/revoked', 'INDETERMINATE'],
    ['in doubt', path('in-doubt', 'INDETERMINATE', 'REVOKED_NO_POE'), true, 'signature/revoked', 'INDETERMINATE'], ['on hold', path('on-hold', 'INDETERMINATE', 'TRY_LATER'), true, 'signature/revocation-unavailable', 'INDETERMINATE'], ['stale', path('revocation-stale', 'INDETERMINATE', 'TRY_LATER'), true, 'signature/revocation-unavailable', 'INDETERMINATE'], ['unknown', path('revocation-unknown', 'INDETERMINATE', 'TRY_LATER'), true, 'signature/revocation-unavailable', 'INDETERMINATE'],
    ['a refused algorithm', path('algorithm-refused', 'FAILED', 'CRYPTO_CONSTRAINTS_FAILURE'), true, 'signature/chain-algorithm', 'TOTAL-FAILED'], ['a weak key', path('weak-key', 'FAILED', 'CRYPTO_CONSTRAINTS_FAILURE'), true, 'signature/chain-algorithm', 'TOTAL-FAILED'], ['no path', path('no-chain', 'INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND'), true, 'signature/chain', 'INDETERMINATE'],
  ])('%s', (_, judged, isProven, code, verdict) => {
    const found = pathFinding(judged, isProven, WHERE);
    expect([found?.code, found?.verdict]).toEqual([code, verdict]);
    if (found !== undefined) expect(found).toMatchObject({ where: WHERE, reason: judged.reason });
  });
  test('the path’s own sentence is told', () => expect(pathFinding(path('no-chain', 'INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND'), true, WHERE)?.params).toEqual({ detail: 'Vì thế.' }));
});

test.each<[string, TimestampJudgement, object | undefined]>([
  ['accepted', { verdict: 'PASSED' }, undefined],
  ['of other data', { verdict: 'FAILED', reason: 'timestamp-imprint-differs', subIndication: 'HASH_FAILURE', sentence: 'Vì thế.' }, { code: 'signature/timestamp-invalid', verdict: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE', params: { detail: 'Vì thế.' }, where: WHERE, reason: 'timestamp-imprint-differs' }],
  ...(['revocation-unknown', 'revocation-stale', 'on-hold'] as const).map((reason): [string, TimestampJudgement, object] => [reason, { verdict: 'INDETERMINATE', reason, subIndication: 'TRY_LATER' }, { code: 'signature/revocation-unavailable', verdict: 'INDETERMINATE', params: { detail: '' } }]),
  ['undecided, nobody says why', { verdict: 'INDETERMINATE' }, { code: 'signature/timestamp-invalid', verdict: 'INDETERMINATE', subIndication: 'SIG_CONSTRAINTS_FAILURE' }],
])('a token that is %s', (_, judgement, expected) => {
  const found = tokenFinding(judgement, WHERE);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject(expected);
});

test.each<[readonly [Verdict, string?][], object]>([
  [[], { verdict: 'TOTAL-PASSED' }], [[['TOTAL-PASSED']], { verdict: 'TOTAL-PASSED' }], [[['INDETERMINATE', 'TRY_LATER'], ['TOTAL-FAILED', 'HASH_FAILURE'], ['TOTAL-FAILED', 'REVOKED']], { verdict: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE' }],
  [[['INDETERMINATE', 'TRY_LATER'], ['INDETERMINATE', 'EXPIRED']], { verdict: 'INDETERMINATE', subIndication: 'TRY_LATER' }], [[['TOTAL-FAILED', 'REVOKED'], ['INDETERMINATE', 'TRY_LATER']], { verdict: 'TOTAL-FAILED', subIndication: 'REVOKED' }],
])('the worst of %j decides, the first of equals', (items, expected) => {
  expect(worst(items.map(([verdict, subIndication]) => ({ verdict, ...(subIndication !== undefined && { subIndication: subIndication as 'REVOKED' }) })))).toEqual(expected);
});

test('FAIL decides, WARN and INFORM are told, IGNORE is not asked (§5.1.4.1)', () => {
  const levels: Readonly<Record<string, Level>> = { a: 'FAIL', b: 'WARN', c: 'INFORM', d: 'IGNORE' };
  const all = Object.keys(levels).map((code) => ({ code, verdict: 'TOTAL-FAILED' as const, subIndication: 'REVOKED' as const }));
  expect(weigh(all, { levelOf: ({ code }) => levels[code]! })).toEqual({ findings: all.slice(0, 1), notices: all.slice(1, 3) });
  expect(weigh([], { levelOf: () => 'FAIL' })).toEqual({ findings: [], notices: [] });
});
