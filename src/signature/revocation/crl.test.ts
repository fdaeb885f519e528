import { describe, expect, test } from 'vitest';
import { unwrap, utf8 } from '#kernel';
import { instant } from '../../../test/actors/authority.ts';
import { der } from '../der/index.ts';
import { parseCrl } from './crl.ts';

/** A list as RFC 5280 §5.1 writes it, one part of it odd. Signatures are not looked at here. */
interface Draft {
  readonly version?: readonly Uint8Array[]; readonly inner?: Uint8Array; readonly outer?: Uint8Array; readonly times?: readonly Uint8Array[]; readonly entries?: readonly Uint8Array[] | undefined; readonly extensions?: readonly Uint8Array[] | undefined;
  readonly afterTbs?: readonly Uint8Array[]; readonly afterAll?: readonly Uint8Array[];
}
const ECDSA_SHA256 = der.sequence(der.oid('1.2.840.10045.4.3.2')), ECDSA_SHA384 = der.sequence(der.oid('1.2.840.10045.4.3.3'));
const nameOf = (text: string) => der.sequence(der.setOfSorted(der.sequence(der.oid('2.5.4.3'), der.utf8String(text))));
const at = (text: string) => der.generalizedTime(instant(text)), utc = (text: string) => der.encode(0x17, utf8(text));
const extension = (oid: string, value: Uint8Array, critical = false) => der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
const entry = (serial: number, ...more: readonly Uint8Array[]) => der.sequence(der.integer(serial), at('2024-05-10'), ...more);
const extended = (serial: number, ...extensions: readonly Uint8Array[]) => entry(serial, der.sequence(...extensions));
const NUMBER = extension('2.5.29.20', der.integer(300)), enumerated = (code: number) => der.encode(0x0a, Uint8Array.of(code));

function list({ version = [der.integer(1)], inner = ECDSA_SHA256, outer = ECDSA_SHA256, times = [at('2024-05-20'), at('2024-07-01')], entries, extensions, afterTbs = [], afterAll = [] }: Draft = {}): Uint8Array {
  const tbs = der.sequence(...version, inner, nameOf('Gốc'), ...times, ...(entries === undefined ? [] : [der.sequence(...entries)]), ...(extensions === undefined ? [] : [der.explicit(0, der.sequence(...extensions))]), ...afterTbs);
  return der.sequence(tbs, outer, der.bitString(Uint8Array.of(1, 2)), ...afterAll);
}
const read = (draft?: Draft) => unwrap(parseCrl(list(draft)));

describe('a revocation list is of the form of RFC 5280 §5.1', () => {
  test.each<[string, Draft, string | undefined]>([
    ['sound', {}, undefined], ['version 1', { version: [] }, undefined], ['version 1, said', { version: [der.integer(0)] }, 'CRL version'], ['version 3', { version: [der.integer(2)] }, 'CRL version'],
    ['two algorithms', { inner: ECDSA_SHA384 }, 'the two signature algorithms differ'], ['extensions in version 1 (§5.1.2.7)', { version: [], extensions: [NUMBER] }, 'extensions in a version 1 CRL'],
    ['something after the extensions', { afterTbs: [der.nullValue()] }, 'tbsCertList'], ['something after the signature', { afterAll: [der.nullValue()] }, 'certificate list'], ['something after an entry', { entries: [entry(1, der.sequence(extension('2.5.29.21', enumerated(1))), der.nullValue())] }, 'revoked certificate'],
    ['one extension twice (§4.2)', { extensions: [NUMBER, NUMBER] }, ''], ['no issuer of an entry that names one (§5.3.3)', { entries: [extended(1, extension('2.5.29.29', der.sequence(der.implicit(1, utf8('a@b.vn'))), true))] }, 'certificate issuer without a directory name'], ['a reason nobody has defined (§5.3.1)', { entries: [extended(1, extension('2.5.29.21', enumerated(7)))] }, 'reason code'], ['a reason that is a number', { entries: [extended(1, extension('2.5.29.21', der.integer(1)))] }, 'reason code'],
    ['a point with something after it', { extensions: [extension('2.5.29.28', der.sequence(der.implicit(5, Uint8Array.of(0xff)), der.nullValue()), true)] }, 'issuing distribution point'], ['a flag that is neither true nor false in DER', { extensions: [extension('2.5.29.28', der.sequence(der.implicit(1, Uint8Array.of(1))), true)] }, ''],
  ])('%s', (_, draft, what) => {
    const found = parseCrl(list(draft));
    expect(found.ok ? undefined : found.error.what).toEqual(what === undefined ? undefined : expect.stringContaining(what));
  });
});

describe('what it says', () => {
  test('of itself', () => {
    const bytes = list({ extensions: [NUMBER] });
    expect(unwrap(parseCrl(bytes))).toMatchObject({
      der: bytes, thisUpdate: instant('2024-05-20'), nextUpdate: instant('2024-07-01'), number: 300n, baseNumber: undefined, authorityKeyIdentifier: undefined, issuingDistributionPoint: undefined, keepsExpiredSince: undefined, unknownCritical: [], signature: Uint8Array.of(1, 2),
    });
    expect(unwrap(parseCrl(bytes)).entries.size).toBe(0);
  });
  test.each<[string, readonly Uint8Array[], string, string | undefined]>([
    ['until 2049 as UTCTime (§5.1.2.4)', [utc('240520000000Z'), utc('240701000000Z')], '2024-05-20', '2024-07-01'], ['without its next time', [at('2024-05-20')], '2024-05-20', undefined], ['one of each', [utc('240520000000Z'), at('2050-01-01')], '2024-05-20', '2050-01-01'],
  ])('times %s', (_, times, from, next) => expect(read({ times })).toMatchObject({ thisUpdate: instant(from), nextUpdate: next === undefined ? undefined : instant(next) }));
  test.each([[0, 'unspecified'], [1, 'keyCompromise'], [2, 'cACompromise'], [3, 'affiliationChanged'], [4, 'superseded'], [5, 'cessationOfOperation'], [6, 'certificateHold'], [8, 'removeFromCRL'], [9, 'privilegeWithdrawn'], [10, 'aACompromise']])('reason %i is %s (§5.3.1)', (code, reason) => {
    expect(read({ entries: [extended(1, extension('2.5.29.21', enumerated(code)))] }).entries.get('01')).toMatchObject([{ reason }]);
  });
  test('of an entry: when, why and since when it is unsafe (§5.3.2)', () => {
    const issuer = read().issuer.key;
    expect(read({ entries: [entry(1), extended(0x1234, extension('2.5.29.21', enumerated(1)), extension('2.5.29.24', at('2024-05-01')))] }).entries).toEqual(new Map([
      ['01', [{ serialHex: '01', revokedAt: instant('2024-05-10'), reason: undefined, invalidSince: undefined, certificateIssuerKey: issuer }]], ['1234', [{ serialHex: '1234', revokedAt: instant('2024-05-10'), reason: 'keyCompromise', invalidSince: instant('2024-05-01'), certificateIssuerKey: issuer }]],
    ]));
  });
  test('one number of two authorities stands twice in an indirect list (§5.3.3)', () => {
    const other = extension('2.5.29.29', der.sequence(der.explicit(4, nameOf('Khác'))), true), { issuer, entries } = read({ entries: [entry(1), extended(1, other), entry(2)] });
    const keys = (serial: string) => entries.get(serial)!.map(({ certificateIssuerKey }) => certificateIssuerKey);
    expect([keys('01').length, keys('01')[0], keys('02')[0]]).toEqual([2, issuer.key, keys('01')[1]]);
    expect(keys('01')[1]).not.toBe(issuer.key);
  });
  test('of certificates that have expired since: it keeps them (X.509 §9.5.2.8)', () => expect(read({ extensions: [extension('2.5.29.60', at('2020-01-01'))] }).keepsExpiredSince).toBe(instant('2020-01-01')));
  test('which extensions it has that nobody here knows, if they are critical (§5.2, §5.3)', () => {
    expect(read({ extensions: [NUMBER, extension('1.2.3', der.nullValue(), true), extension('1.2.4', der.nullValue())], entries: [extended(1, extension('1.2.5', der.nullValue(), true)), extended(2, extension('1.2.6', der.nullValue()))] }).unknownCritical).toEqual(['1.2.3', '1.2.5']);
  });
  test.each([['2.5.29.20', der.integer(1)], ['2.5.29.35', der.sequence()], ['2.5.29.28', der.sequence(der.implicit(1, Uint8Array.of(0xff)))], ['2.5.29.27', der.integer(1)]])('%s is known, critical or not', (oid, value) => expect(read({ extensions: [extension(oid, value, true)] }).unknownCritical).toEqual([]));
  test.each([['2.5.29.21', enumerated(1)], ['2.5.29.24', at('2024-05-01')], ['2.5.29.29', der.sequence(der.explicit(4, nameOf('Khác')))]])('%s of an entry is known, critical or not', (oid, value) => expect(read({ entries: [extended(1, extension(oid, value, true))] }).unknownCritical).toEqual([]));

  const NOTHING = { name: undefined, onlyUserCertificates: false, onlyAuthorityCertificates: false, onlyAttributeCertificates: false, onlySomeReasons: undefined, indirect: false };
  test.each<[string, readonly Uint8Array[], object]>([
    ['nothing', [], NOTHING], ['users', [der.implicit(1, Uint8Array.of(0xff))], { ...NOTHING, onlyUserCertificates: true }], ['authorities', [der.implicit(2, Uint8Array.of(0xff))], { ...NOTHING, onlyAuthorityCertificates: true }], ['some reasons', [der.implicit(3, Uint8Array.of(5, 0x60))], { ...NOTHING, onlySomeReasons: new Set([1, 2]) }],
    ['what others issued', [der.implicit(4, Uint8Array.of(0xff))], { ...NOTHING, indirect: true }], ['attribute certificates', [der.implicit(5, Uint8Array.of(0xff))], { ...NOTHING, onlyAttributeCertificates: true }],
  ])('its scope (§5.2.5): %s', (_, members, expected) => expect(read({ extensions: [extension('2.5.29.28', der.sequence(...members), true)] }).issuingDistributionPoint).toEqual(expected));
  test('lists of one scope and one key of the authority belong together (§5.2.4)', () => {
    const key = (octet: number) => extension('2.5.29.35', der.sequence(der.implicit(0, Uint8Array.of(octet)))), users = extension('2.5.29.28', der.sequence(der.implicit(1, Uint8Array.of(0xff))), true);
    const scopes = [[], [NUMBER], [key(1)], [key(2)], [users], [users, key(1)]].map((extensions) => read(extensions.length === 0 ? {} : { extensions }).scope);
    expect(scopes[0]).toBe(scopes[1]);
    expect(new Set(scopes).size).toBe(5);
  });
});
