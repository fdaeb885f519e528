import { describe, expect, test } from 'vitest';
import { unwrap, utf8 } from '#kernel';
import { algorithm, attribute, signedDataOf, signerInfoOf, type SignedDataParts } from '../../../test/builders/signed-data.ts';
import { name } from '../../../test/builders/certificate-parts.ts';
import { instant } from '../../../test/actors/authority.ts';
import { der } from '../der/index.ts';
import { buildTimestampRequest, parseTimestampRequest, parseTimestampResponse } from './request.ts';
import { parseTimestampToken } from './token.ts';

const SHA256 = '2.16.840.1.101.3.4.2.1', SHA512 = '2.16.840.1.101.3.4.2.3', TST = '1.2.840.113549.1.9.16.1.4';
const IMPRINT = new Uint8Array(32).fill(6), NULL = der.nullValue();

/** TSTInfo (RFC 3161 §2.4.2) with what is optional behind the time. */
interface InfoParts { readonly version?: number; readonly imprint?: Uint8Array; readonly time?: string; readonly optional?: readonly Uint8Array[] }
const infoOf = ({ version = 1, imprint = der.sequence(algorithm(SHA256), der.octetString(IMPRINT)), time = '20240531100000Z', optional = [] }: InfoParts) => der.sequence(der.integer(version), der.oid('1.2.3'), imprint, der.integer(77), der.encode(0x18, utf8(time)), ...optional);
const tokenOf = (info: InfoParts, parts: SignedDataParts = {}) => signedDataOf({ contentType: TST, content: [der.explicit(0, der.octetString(infoOf(info)))], ...parts });
const read = (info: InfoParts, parts?: SignedDataParts) => parseTimestampToken(tokenOf(info, parts));
const accuracy = (...members: readonly Uint8Array[]) => der.sequence(...members);
const extension = (oid: string, ...critical: readonly Uint8Array[]) => der.sequence(der.oid(oid), ...critical, der.octetString(new Uint8Array()));

describe('TSTInfo is read as RFC 3161 §2.4.2 writes it', () => {
  test.each<[string, InfoParts, object]>([
    ['its parts', {}, { policy: '1.2.3', imprint: IMPRINT, serial: Uint8Array.of(77), genTime: instant('2024-05-31T10:00:00Z'), accuracyMs: undefined, ordering: false, nonce: undefined, authority: undefined, unknownCritical: [] }],
    ['milliseconds', { time: '20240531100000.25Z' }, { genTime: instant('2024-05-31T10:00:00Z') + 250 }],
    ['accuracy in seconds', { optional: [accuracy(der.integer(2))] }, { accuracyMs: 2000 }], ['in milliseconds', { optional: [accuracy(der.implicit(0, Uint8Array.of(5)))] }, { accuracyMs: 5 }], ['in microseconds', { optional: [accuracy(der.implicit(1, Uint8Array.of(100)))] }, { accuracyMs: 0.1 }],
    ['in all three', { optional: [accuracy(der.integer(1), der.implicit(0, Uint8Array.of(2)), der.implicit(1, Uint8Array.of(3)))] }, { accuracyMs: 1002.003 }], ['in none', { optional: [accuracy()] }, { accuracyMs: 0 }],
    ['tokens come in order', { optional: [der.boolean(true)] }, { ordering: true }], ['or need not', { optional: [der.boolean(false)] }, { ordering: false }],
    ['a nonce', { optional: [der.integer(200)] }, { nonce: Uint8Array.of(0, 200) }], ['the authority’s name', { optional: [der.explicit(0, der.explicit(4, name(['2.5.4.3', der.utf8String('x')])))] }, { authority: { kind: 'directory' } }],
    ['extensions, critical and not', { optional: [der.encode(0xa1, extension('1.2.3.4', der.boolean(true)), extension('1.2.3.5'), extension('1.2.3.6', der.boolean(false)))] }, { unknownCritical: ['1.2.3.4'] }],
    ['all of it', { optional: [accuracy(der.integer(1)), der.boolean(true), der.integer(9), der.explicit(0, der.implicit(2, utf8('a.vn'))), der.encode(0xa1, extension('1.2.3.5'))] }, { accuracyMs: 1000, ordering: true, nonce: Uint8Array.of(9), authority: { kind: 'dns', text: 'a.vn' }, unknownCritical: [] }],
  ])('%s', (_, parts, expected) => expect(unwrap(read(parts)).info).toMatchObject(expected));

  test.each<[string, InfoParts, SignedDataParts?]>([
    ['version 2', { version: 2 }], ['an imprint of three parts', { imprint: der.sequence(algorithm(SHA256), der.octetString(IMPRINT), NULL) }], ['an imprint in bits', { imprint: der.sequence(algorithm(SHA256), der.bitString(IMPRINT)) }], ['a time without seconds', { time: '202405311000Z' }],
    ['trailing zeros in the fraction', { time: '20240531100000.250Z' }], ['the nonce before the order', { optional: [der.integer(9), der.boolean(true)] }], ['accuracy with something behind', { optional: [accuracy(der.integer(1), NULL)] }], ['something behind', { optional: [NULL] }], ['two names', { optional: [der.explicit(0, der.implicit(2, utf8('a')), der.implicit(2, utf8('b')))] }],
    ['an extension with something behind', { optional: [der.encode(0xa1, der.sequence(der.oid('1.2.3'), der.octetString(IMPRINT), NULL))] }], ['an extension without a value', { optional: [der.encode(0xa1, der.sequence(der.oid('1.2.3')))] }],
    ['content of another kind', {}, { contentType: '1.2.840.113549.1.7.1' }], ['no content', {}, { content: [] }], ['octets behind the content', {}, { content: [der.explicit(0, der.octetString(Uint8Array.of(...infoOf({}), 0)))] }],
    ['no signer', {}, { signers: der.setOfSorted() }], ['two signers', {}, { signers: der.setOfSorted(signerInfoOf({}), signerInfoOf({ attributes: [attribute('1.2.3', NULL)] })) }],
  ])('refused: %s', (_, info, parts) => expect(read(info, parts)).toMatchObject({ ok: false, error: { code: 'der/malformed' } }));
});

describe('TimeStampReq (§2.4.1)', () => {
  const request = (...members: readonly Uint8Array[]) => parseTimestampRequest(der.sequence(...members));
  const imprint = der.sequence(algorithm(SHA512), der.octetString(IMPRINT));
  test.each<[string, readonly Uint8Array[], object]>([
    ['the least of it', [der.integer(1), imprint], { imprintAlgorithm: SHA512, imprint: IMPRINT, policy: undefined, nonce: undefined, wantsCertificate: false }],
    ['all of it', [der.integer(1), imprint, der.oid('1.2.3'), der.integer(9), der.boolean(true)], { policy: '1.2.3', nonce: Uint8Array.of(9), wantsCertificate: true }], ['no certificate wanted, and said', [der.integer(1), imprint, der.boolean(false)], { wantsCertificate: false }],
  ])('%s', (_, members, expected) => expect(unwrap(request(...members))).toMatchObject(expected));
  test.each<[string, readonly Uint8Array[]]>([
    ['version 2', [der.integer(2), imprint]], ['an imprint of three parts', [der.integer(1), der.sequence(algorithm(SHA512), der.octetString(IMPRINT), NULL)]], ['with extensions', [der.integer(1), imprint, der.encode(0xa0, extension('1.2.3'))]], ['without imprint', [der.integer(1)]],
  ])('refused: %s', (_, members) => expect(request(...members).ok).toBe(false));
  test('an imprint that is no SHA-256 digest is not asked about', () => expect(() => buildTimestampRequest(new Uint8Array(20), IMPRINT)).toThrow('SHA-256'));
});

describe('TimeStampResp (§2.4.2): the authority’s words are kept', () => {
  const NONCE = Uint8Array.of(0x90, 1);
  const status = (code: number, ...more: readonly Uint8Array[]) => der.sequence(der.integer(code), ...more);
  const text = (...words: readonly string[]) => der.sequence(...words.map((word) => der.utf8String(word)));
  /** PKIFailureInfo: one bit, its number as the standard counts. */
  const failing = (bit: number) => der.encode(3, Uint8Array.of(7 - (bit % 8), ...new Uint8Array(bit >> 3), 0x80 >> (bit % 8)));
  const answer = (...members: readonly Uint8Array[]) => parseTimestampResponse(der.sequence(...members), { imprint: IMPRINT, nonce: NONCE });
  const granted = (optional: readonly Uint8Array[] = [der.unsignedInteger(NONCE)], imprint?: Uint8Array) => tokenOf({ optional, ...(imprint !== undefined && { imprint }) });

  test.each<[string, number]>([['granted', 0], ['granted with changes', 1]])('%s: the token', (_, code) => expect(answer(status(code), granted())).toEqual({ ok: true, value: granted() }));
  test.each<[string, readonly Uint8Array[], object]>([
    ['rejected, in words', [status(2, text('bận', 'mai thử lại'))], { code: 'timestamp/refused', detail: 'status 2; bận; mai thử lại' }],
    ...(([[0, 'badAlg'], [2, 'badRequest'], [5, 'badDataFormat'], [14, 'timeNotAvailable'], [15, 'unacceptedPolicy'], [16, 'unacceptedExtension'], [17, 'addInfoNotAvailable'], [25, 'systemFailure'], [3, 'failure 3']] as const)
      .map(([bit, name_]): [string, readonly Uint8Array[], object] => [`rejected for ${name_}`, [status(2, failing(bit))], { code: 'timestamp/refused', detail: `status 2; ${name_}` }])),
    ['rejected in words and for a reason', [status(2, text('bận'), failing(14))], { code: 'timestamp/refused', detail: 'status 2; timeNotAvailable; bận' }], ['waiting', [status(3), granted()], { code: 'timestamp/refused', detail: 'status 3' }],
    ['words that are none', [status(2, der.sequence(der.integer(1)))], { code: 'timestamp/response-malformed', detail: 'status text' }], ['a status with something behind', [status(0, NULL), granted()], { code: 'timestamp/response-malformed' }], ['something behind the token', [status(0), granted(), NULL], { code: 'timestamp/response-malformed' }],
    ['a token that is none', [status(0), der.sequence()], { code: 'timestamp/response-malformed' }],
    ['an imprint of another algorithm', [status(0), granted(undefined, der.sequence(algorithm(SHA512), der.octetString(IMPRINT)))], { code: 'timestamp/imprint-differs' }], ['another imprint', [status(0), granted(undefined, der.sequence(algorithm(SHA256), der.octetString(new Uint8Array(32))))], { code: 'timestamp/imprint-differs' }],
    ['no nonce', [status(0), granted([])], { code: 'timestamp/nonce-differs' }], ['another nonce', [status(0), granted([der.integer(1)])], { code: 'timestamp/nonce-differs' }],
  ])('%s', (_, members, error) => expect(answer(...members)).toMatchObject({ ok: false, error }));
});
