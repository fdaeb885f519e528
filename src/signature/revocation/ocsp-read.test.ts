import { describe, expect, test } from 'vitest';
import { unwrap } from '#kernel';
import { instant } from '../../../test/actors/authority.ts';
import { der } from '../der/index.ts';
import { parseOcspResponse } from './ocsp.ts';

/** A response as RFC 6960 §4.2.1 writes it, one part of it odd. Signatures are not looked at here. */
interface Draft {
  readonly version?: readonly Uint8Array[]; readonly responder?: Uint8Array; readonly status?: Uint8Array; readonly answers?: readonly Uint8Array[]; readonly next?: readonly Uint8Array[]; readonly answerExtensions?: readonly Uint8Array[]; readonly extensions?: readonly Uint8Array[];
  readonly afterId?: readonly Uint8Array[]; readonly afterAnswer?: readonly Uint8Array[]; readonly afterData?: readonly Uint8Array[]; readonly certificates?: readonly Uint8Array[]; readonly afterBasic?: readonly Uint8Array[];
}
const SHA1 = der.sequence(der.oid('1.3.14.3.2.26'), der.nullValue()), ECDSA = der.sequence(der.oid('1.2.840.10045.4.3.2')), HASH = Uint8Array.of(9, 9), NONCE = '1.3.6.1.5.5.7.48.1.2', CUTOFF = '1.3.6.1.5.5.7.48.1.6';
const NAME = der.sequence(der.setOfSorted(der.sequence(der.oid('2.5.4.3'), der.utf8String('Trả lời'))));
const at = (text: string) => der.generalizedTime(instant(text)), enumerated = (code: number) => der.encode(0x0a, Uint8Array.of(code));
const extension = (oid: string, value: Uint8Array, critical = false) => der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
const optional = (tag: number, list: readonly Uint8Array[] | undefined) => (list === undefined ? [] : [der.explicit(tag, der.sequence(...list))]);
const GOOD = der.implicit(0, new Uint8Array()), revoked = (...members: readonly Uint8Array[]) => der.explicit(1, at('2024-05-20'), ...members);

const answerOf = ({ status = GOOD, next = [], answerExtensions, afterId = [], afterAnswer = [] }: Draft = {}, serial = 1) =>
  der.sequence(der.sequence(SHA1, der.octetString(HASH), der.octetString(HASH), der.integer(serial), ...afterId), status, at('2024-05-25'), ...next, ...optional(1, answerExtensions), ...afterAnswer);
function basic(draft: Draft = {}): Uint8Array {
  const { version = [], responder = der.explicit(1, NAME), answers = [answerOf(draft)], extensions, afterData = [], certificates, afterBasic = [] } = draft;
  return der.sequence(der.sequence(...version, responder, at('2024-05-26'), der.sequence(...answers), ...optional(1, extensions), ...afterData), ECDSA, der.bitString(Uint8Array.of(1, 2)), ...optional(0, certificates), ...afterBasic);
}
const BASIC = der.oid('1.3.6.1.5.5.7.48.1.1');
const wrapped = (status: number, ...bytes: readonly Uint8Array[]) => der.sequence(enumerated(status), ...bytes), inside = (...members: readonly Uint8Array[]) => der.explicit(0, der.sequence(...members));
const read = (draft?: Draft) => unwrap(parseOcspResponse(basic(draft)));

describe('a response is of the form of RFC 6960 §4.2.1', () => {
  test.each<[string, Uint8Array, string | undefined]>([
    ['successful', wrapped(0, inside(BASIC, der.octetString(basic()))), undefined], ['refused, with an answer nevertheless', wrapped(1, inside(BASIC, der.octetString(basic()))), 'the responder gave no answer'], ['successful without an answer', wrapped(0), 'the responder gave no answer'],
    ['of another type', wrapped(0, inside(der.oid('1.3.6.1.5.5.7.48.1.9'), der.octetString(basic()))), 'not a basic response'], ['with something after the bytes', wrapped(0, inside(BASIC, der.octetString(basic()), der.nullValue())), 'response bytes'], ['with something after the response', wrapped(0, inside(BASIC, der.octetString(basic())), der.nullValue()), 'OCSP response'],
    ['the basic response alone', basic(), undefined], ['something after its certificates', basic({ certificates: [], afterBasic: [der.nullValue()] }), 'basic response'], ['something after the data', basic({ afterData: [der.nullValue()] }), 'response data'], ['something after an answer', basic({ afterAnswer: [der.nullValue()] }), 'single response'], ['something after an id', basic({ afterId: [der.nullValue()] }), 'certificate id'],
    ['version 1, said', basic({ version: [der.explicit(0, der.integer(0))] }), undefined], ['version 2', basic({ version: [der.explicit(0, der.integer(1))] }), 'response version'], ['nobody answers', basic({ responder: der.nullValue() }), 'responder'], ['neither name nor key', basic({ responder: der.explicit(3, NAME) }), 'responder of an unknown kind'],
    ['a status that is none', basic({ status: der.nullValue() }), 'certificate status'], ['a status nobody has defined', basic({ status: der.implicit(3, new Uint8Array()) }), 'certificate status'], ['good, and something with it', basic({ status: der.implicit(0, Uint8Array.of(1)) }), 'certificate status'], ['good, and a structure', basic({ status: der.explicit(0) }), 'certificate status'], ['unknown, and something with it', basic({ status: der.implicit(2, Uint8Array.of(1)) }), 'certificate status'],
    ['revoked, and something after the reason', basic({ status: revoked(der.explicit(0, enumerated(1)), der.nullValue()) }), 'revoked status'], ['revoked for no reason there is', basic({ status: revoked(der.explicit(0, enumerated(7))) }), 'reason code'], ['revoked at no time', basic({ status: der.explicit(1) }), 'revoked status'],
  ])('%s', (_, bytes, what) => {
    const found = parseOcspResponse(bytes);
    expect(found.ok ? undefined : found.error.what).toEqual(what === undefined ? undefined : expect.stringContaining(what));
  });
});

describe('what it says', () => {
  test('of itself', () => {
    const bytes = wrapped(0, inside(BASIC, der.octetString(basic())));
    expect(unwrap(parseOcspResponse(bytes))).toMatchObject({ der: bytes, producedAt: instant('2024-05-26'), signature: Uint8Array.of(1, 2), certificates: [], nonce: undefined, hasUnknownCritical: false, responder: { kind: 'name' } });
    expect(read({ responder: der.explicit(2, der.octetString(HASH)) }).responder).toEqual({ kind: 'key', hash: HASH });
    expect(read({ certificates: [der.sequence(der.integer(1)), der.sequence(der.integer(2))] }).certificates).toEqual([der.sequence(der.integer(1)), der.sequence(der.integer(2))]);
    expect(read({ extensions: [extension(NONCE, der.octetString(HASH))] }).nonce).toEqual(der.octetString(HASH));
  });
  test('of every certificate it was asked about', () => expect(read({ answers: [answerOf({}, 1), answerOf({}, 2)] }).answers.map(({ id: { serial, issuerKeyHash, issuerNameHash } }) => [serial, issuerKeyHash, issuerNameHash])).toEqual([[Uint8Array.of(1), HASH, HASH], [Uint8Array.of(2), HASH, HASH]]));
  test.each<[string, Draft, object]>([
    ['good', {}, { status: { kind: 'good' }, thisUpdate: instant('2024-05-25'), nextUpdate: undefined, archiveCutoff: undefined }], ['unknown', { status: der.implicit(2, new Uint8Array()) }, { status: { kind: 'unknown' } }], ['until when', { next: [der.explicit(0, at('2024-06-30'))] }, { nextUpdate: instant('2024-06-30') }],
    ['revoked', { status: revoked() }, { status: { kind: 'revoked', revokedAt: instant('2024-05-20'), reason: undefined } }], ['revoked, and why', { status: revoked(der.explicit(0, enumerated(6))) }, { status: { kind: 'revoked', revokedAt: instant('2024-05-20'), reason: 'certificateHold' } }], ['since when it keeps what expired (§4.4.4)', { answerExtensions: [extension(CUTOFF, at('2020-01-01'))] }, { archiveCutoff: instant('2020-01-01') }],
  ])('%s', (_, draft, expected) => expect(read(draft).answers[0]).toMatchObject(expected));
  test.each<[string, Draft, boolean]>([
    ['the nonce, of the response', { extensions: [extension(NONCE, der.octetString(HASH), true)] }, false], ['the nonce, of an answer', { answerExtensions: [extension(NONCE, der.octetString(HASH), true)] }, true], ['the cutoff, of an answer', { answerExtensions: [extension(CUTOFF, at('2020-01-01'), true)] }, false], ['the cutoff, of the response', { extensions: [extension(CUTOFF, at('2020-01-01'), true)] }, true],
    ['something else', { extensions: [extension('1.2.3', der.nullValue(), true)] }, true], ['something else, of one answer of two', { answers: [answerOf({ answerExtensions: [extension('1.2.3', der.nullValue(), true)] }), answerOf({}, 2)] }, true], ['something else that is not critical', { extensions: [extension('1.2.3', der.nullValue())], answerExtensions: [extension('1.2.3', der.nullValue())] }, false],
  ])('critical and unknown (§4.4): %s', (_, draft, expected) => expect(read(draft).hasUnknownCritical).toBe(expected));
});
