import { beforeAll, describe, expect, test } from 'vitest';
import { type Instant, unwrap } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { authorityExtensions, instant, makeActor, signerExtensions, type Actor } from '../../../test/actors/authority.ts';
import { makeOcspResponse, type OcspOrder } from '../../../test/actors/ocsp.ts';
import { der } from '../der/index.ts';
import { parseCertificate } from '../x509/index.ts';
import { isAbout } from './ocsp-match.ts';
import { buildOcspRequest, checkOcspResponse, parseOcspRequest } from './ocsp-request.ts';

const NONCE = Uint8Array.from({ length: 32 }, (_, i) => i), NOW = instant('2024-06-01');
const MINUTE = 60_000, HOUR = 60 * MINUTE;
let root: Actor, signer: Actor, colleague: Actor;
beforeAll(async () => {
  root = await makeActor({ subject: 'CN=Gốc', extensions: authorityExtensions() });
  [signer, colleague] = await Promise.all(['CN=Cô Hoa', 'CN=Thầy Bình'].map((subject) => makeActor({ subject, issuer: root, extensions: signerExtensions }))) as [Actor, Actor];
});
const read = (actor: Actor) => unwrap(parseCertificate(actor.der));
const nonceOf = (value: Uint8Array) => der.sequence(der.oid('1.3.6.1.5.5.7.48.1.2'), der.octetString(der.octetString(value)));

test('a request is about one certificate, with its nonce (RFC 6960 §4.1.1, RFC 9654 §2.1)', () => {
  const request = unwrap(parseOcspRequest(buildOcspRequest(read(signer), read(root), NONCE)));
  expect(request.nonce).toEqual(der.octetString(NONCE));
  expect(request.ids).toHaveLength(1);
  const about = (actor: Actor) => isAbout({ id: request.ids[0]! } as Parameters<typeof isAbout>[0], read(actor), read(root), nodePrimitives);
  expect([about(signer), about(colleague)]).toEqual([true, false]);
});
test('a request without nonce, and one for more certificates than anybody asks about', () => {
  const id = der.sequence(der.sequence(der.oid('1.3.14.3.2.26')), der.octetString(NONCE), der.octetString(NONCE), der.integer(1));
  const request = (count: number, ...before: readonly Uint8Array[]) => unwrap(parseOcspRequest(der.sequence(der.sequence(...before, der.sequence(...Array.from({ length: count }, () => der.sequence(id)))))));
  expect(request(2)).toMatchObject({ nonce: undefined, ids: { length: 2 } });
  expect(request(17, der.explicit(0, der.integer(0)), der.explicit(1, der.explicit(4, der.sequence())))).toMatchObject({ ids: { length: 16 } });
});

describe('an answer is held against the question (RFC 6960 §3.2)', () => {
  const order = (change: Partial<OcspOrder> = {}) => makeOcspResponse({ about: signer, issuer: root, signer: root, ...change });
  const check = (bytes: Uint8Array, now: Instant = NOW) => checkOcspResponse(bytes, { certificate: read(signer), issuer: read(root), nonce: NONCE, now }, nodePrimitives);
  const later = (text: string, ms: number) => (instant(text) + ms) as Instant;
  const refusal = (status: number) => der.sequence(der.encode(0x0a, Uint8Array.of(status)));

  test('what may be kept is what was answered', () => {
    expect(check(order({ responseExtensions: [nonceOf(NONCE)] }))).toEqual({ ok: true, value: expect.any(Uint8Array) });
    const bytes = order();
    expect(check(bytes)).toEqual({ ok: true, value: bytes });
  });
  test.each<[string, () => ReturnType<typeof check>, string | undefined, string?]>([
    ['revoked is an answer', () => check(order({ status: { revokedAt: '2024-05-20' } })), undefined], ['unknown is none', () => check(order({ status: 'unknown' })), 'ocsp/unknown'], ['about somebody else', () => check(order({ about: colleague })), 'ocsp/about-another'], ['another nonce', () => check(order({ responseExtensions: [nonceOf(NONCE.slice(1))] })), 'ocsp/nonce-differs'],
    ['its last moment', () => check(order({ nextUpdate: '2024-06-01' })), undefined], ['over', () => check(order({ nextUpdate: '2024-06-01' }), later('2024-06-01', 1)), 'ocsp/not-fresh'], ['five minutes ahead', () => check(order({ thisUpdate: '2024-06-02' }), later('2024-06-02', -5 * MINUTE)), undefined], ['more than five minutes ahead', () => check(order({ thisUpdate: '2024-06-02' }), later('2024-06-02', -5 * MINUTE - 1)), 'ocsp/not-fresh'],
    ['without an end, a day old', () => check(order({ thisUpdate: '2024-05-31', nextUpdate: null }), later('2024-05-31', 24 * HOUR)), undefined], ['without an end, older', () => check(order({ thisUpdate: '2024-05-31', nextUpdate: null }), later('2024-05-31', 24 * HOUR + 1)), 'ocsp/not-fresh'],
    ['no OCSP at all', () => check(Uint8Array.of(0x30, 0)), 'ocsp/malformed'], ['no answer inside', () => check(refusal(0)), 'ocsp/malformed'],
    ...([[1, 'malformedRequest'], [2, 'internalError'], [3, 'tryLater'], [5, 'sigRequired'], [6, 'unauthorized'], [4, 'status 4']] as const).map(([status, detail]): [string, () => ReturnType<typeof check>, string, string] => [detail, () => check(refusal(status)), 'ocsp/refused', detail]),
  ])('%s', (_, answer, code, detail) => {
    const found = answer();
    expect(found.ok ? undefined : found.error.code).toBe(code);
    if (detail !== undefined) expect(found).toMatchObject({ error: { detail } });
  });
});
