import 'reflect-metadata';
import { Extension } from '@peculiar/x509';
import { beforeAll, describe, expect, test } from 'vitest';
import { unwrap, utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { authorityExtensions, instant, makeActor, makeCrl, signerExtensions, X509CrlReason, type Actor, type CrlOrder } from '../../../test/actors/authority.ts';
import { hasOpenssl, opensslVerify } from '../../../test/actors/openssl.ts';
import { der } from '../der/index.ts';
import { parseCertificate, validatePath, type PathReason } from '../x509/index.ts';

const AT = instant('2024-06-01');
const extension = (oid: string, critical: boolean, value: Uint8Array): Extension => new Extension(oid, critical, Uint8Array.from(value));
const flag = (tag: number): Uint8Array => der.implicit(tag, Uint8Array.of(0xff));
const reasons = (tag: number, ...bits: readonly number[]): Uint8Array => {
  const octets = [0, 0];
  for (const bit of bits) octets[bit >> 3]! |= 0x80 >> (bit & 7);
  const used = octets[1] === 0 ? octets.slice(0, 1) : octets, last = Math.max(...bits) & 7;
  return der.implicit(tag, Uint8Array.of(7 - last, ...used));
};
const fullName = (...urls: readonly string[]): Uint8Array => der.explicit(0, der.explicit(0, ...urls.map((url) => der.implicit(6, utf8(url)))));
const relativeName = (text: string): Uint8Array => der.explicit(0, der.encode(0xa1, der.sequence(der.oid('2.5.4.3'), der.utf8String(text))));
const scope = (...members: readonly Uint8Array[]): Extension => extension('2.5.29.28', true, der.sequence(...members));
const point = (...members: readonly Uint8Array[]): Extension => extension('2.5.29.31', false, der.sequence(der.sequence(...members)));
const number = (value: number): Extension => extension('2.5.29.20', false, der.integer(value));
/** openssl looks for delta lists only where they are announced. */
const freshest = extension('2.5.29.46', false, der.sequence(der.sequence(fullName('http://a.vn/delta'))));
const complete = (value: number): readonly Extension[] => [number(value), freshest];
const deltaOf = (base: number): Extension => extension('2.5.29.27', true, der.integer(base));
const nameOf = (actor: Actor): Uint8Array => der.explicit(4, unwrap(parseCertificate(actor.der)).subject.der);
const serialOf = (actor: Actor): string => unwrap(parseCertificate(actor.der)).serialHex;

let root: Actor, lister: Actor, stranger: Actor;
beforeAll(async () => {
  root = await makeActor({ subject: 'CN=Gốc', extensions: authorityExtensions() });
  lister = await makeActor({ subject: 'CN=Lập danh sách', issuer: root, extensions: authorityExtensions(0) });
  stranger = await makeActor({ subject: 'CN=Lập danh sách', extensions: authorityExtensions(0) });
});
const signer = (...more: readonly Extension[]): Promise<Actor> => makeActor({ subject: 'CN=Cô Hoa', issuer: root, extensions: [...signerExtensions, ...more] });

type Lists = (signer: Actor) => readonly (readonly [Actor, CrlOrder])[];
/** What is special, extensions of the signer's certificate, the lists there are, what we say, and why openssl differs where it does. */
type Row = readonly [title: string, own: () => readonly Extension[], lists: Lists, expected: PathReason | 'ok', opensslDiffers: string | undefined];

const revoked = (who: Actor, reason?: X509CrlReason): NonNullable<CrlOrder['revoked']> => [{ who: serialOf(who), at: '2024-05-10', ...(reason !== undefined && { reason }) }];
/** On the list before it happens, as a judge of later days sees it. */
const revokedLater = (who: Actor, suspected: string): NonNullable<CrlOrder['revoked']> => [{ who: serialOf(who), at: '2024-06-20', reason: X509CrlReason.keyCompromise, more: [extension('2.5.29.24', false, der.generalizedTime(instant(suspected)))] }];
const none = (): readonly Extension[] => [];
const LATER = { thisUpdate: '2024-05-30' };
const KINDS: readonly Row[] = [
  ['only users', none, () => [[root, { extensions: [scope(flag(1))] }]], 'ok', undefined],
  ['only authorities', none, () => [[root, { extensions: [scope(flag(2))] }]], 'revocation-unknown', undefined],
  ['only attribute certificates', none, () => [[root, { extensions: [scope(flag(5))] }]], 'revocation-unknown', undefined],
  ['only authorities, and it names the signer: not its business', none, (who) => [[root, { extensions: [scope(flag(2))], revoked: revoked(who) }], [root, {}]], 'ok', undefined],
  ['some reasons', none, () => [[root, { extensions: [scope(reasons(3, 1, 2, 3))] }]], 'revocation-unknown', undefined],
  ['two lists with all reasons together', none, () => [[root, { extensions: [scope(reasons(3, 1, 2, 3, 4))] }], [root, { extensions: [scope(reasons(3, 5, 6, 7, 8))] }]], 'ok', undefined],
  ['two lists with one reason missing', none, () => [[root, { extensions: [scope(reasons(3, 1, 2, 3))] }], [root, { extensions: [scope(reasons(3, 5, 6, 7, 8))] }]], 'revocation-unknown', undefined],
  ['an entry with a critical extension nobody knows: the whole list says nothing (§5.3)', none, () => [[root, { revoked: [{ who: '4a01', at: '2024-05-10', more: [extension('1.2.3.4', true, der.nullValue())] }] }]], 'revocation-unknown', undefined],
  ['an entry with an extension nobody knows that is not critical', none, () => [[root, { revoked: [{ who: '4a01', at: '2024-05-10', more: [extension('1.2.3.4', false, der.nullValue())] }] }]], 'ok', undefined],
  ['revoked in one of two lists', none, (who) => [[root, { extensions: [scope(reasons(3, 1, 2, 3, 4))] }], [root, { extensions: [scope(reasons(3, 5, 6, 7, 8))], revoked: revoked(who, X509CrlReason.cessationOfOperation) }]], 'revoked', undefined],
  ['on hold in a list of some reasons, a newer list of the others knows nothing of it', none, (who) => [[root, { ...LATER, extensions: [scope(reasons(3, 1, 2, 3, 4))] }], [root, { extensions: [scope(reasons(3, 5, 6, 7, 8))], revoked: revoked(who, X509CrlReason.certificateHold) }]], 'on-hold', undefined],
  ['released by a newer list of the same reasons', none, (who) => [[root, { extensions: [scope(reasons(3, 1, 2, 3, 4))] }], [root, { extensions: [scope(reasons(3, 5, 6, 7, 8))], revoked: revoked(who, X509CrlReason.certificateHold) }], [root, { ...LATER, extensions: [scope(reasons(3, 5, 6, 7, 8))] }]], 'ok', undefined],
  ['revoked later, suspected later', none, (who) => [[root, { ...LATER, revoked: revokedLater(who, '2024-06-10') }], [root, {}]], 'ok', 'openssl counts an entry whenever it takes effect'],
  ['revoked later, suspected by then', none, (who) => [[root, { ...LATER, revoked: revokedLater(who, '2024-05-20') }]], 'in-doubt', undefined],
  ['suspected since that very moment', none, (who) => [[root, { ...LATER, revoked: revokedLater(who, '2024-06-01') }]], 'in-doubt', undefined],
  ['a point for some reasons, a list for all: only those', () => [point(fullName('http://a.vn/1'), reasons(1, 1, 2))], () => [[root, { extensions: [scope(fullName('http://a.vn/1'))] }]], 'revocation-unknown', undefined],
];

const POINTS: readonly Row[] = [
  ['the same point', () => [point(fullName('http://a.vn/1'))], () => [[root, { extensions: [scope(fullName('http://a.vn/1'))] }]], 'ok', undefined],
  ['another point', () => [point(fullName('http://a.vn/1'))], () => [[root, { extensions: [scope(fullName('http://a.vn/2'))] }]], 'revocation-unknown', undefined],
  ['one of several names', () => [point(fullName('http://a.vn/1', 'http://b.vn/1'))], () => [[root, { extensions: [scope(fullName('http://c.vn/1', 'http://b.vn/1'))] }]], 'ok', undefined],
  ['a list without a point', () => [point(fullName('http://a.vn/1'))], () => [[root, {}]], 'ok', undefined],
  ['a list with a point, a certificate without', none, () => [[root, { extensions: [scope(fullName('http://a.vn/1'))] }]], 'revocation-unknown', undefined],
  ['names relative to the issuer', () => [point(relativeName('Danh sách 1'))], () => [[root, { extensions: [scope(relativeName('Danh sách 1'))] }]], 'ok', undefined],
  ['other names relative to the issuer', () => [point(relativeName('Danh sách 1'))], () => [[root, { extensions: [scope(relativeName('Danh sách 2'))] }]], 'revocation-unknown', undefined],
];

const at = (issuer: Actor): Extension => point(fullName('http://a.vn/1'), der.explicit(2, nameOf(issuer)));
const indirect = (more: CrlOrder = {}): CrlOrder => ({ extensions: [scope(fullName('http://a.vn/1'), flag(4))], ...more });
const of = (actor: Actor): Uint8Array => der.sequence(nameOf(actor));
const MAIL = der.implicit(1, utf8('a@b.vn')), OTHER_NAME = der.explicit(4, der.sequence(der.setOfSorted(der.sequence(der.oid('2.5.4.3'), der.utf8String('Khác')))));
const INDIRECT: readonly Row[] = [
  ['by the authority the certificate names', () => [at(lister)], () => [[lister, indirect()]], 'ok', undefined],
  ['revoked, with the authority of the certificate', () => [at(lister)], (who) => [[lister, indirect({ revoked: [{ who: serialOf(who), at: '2024-05-10', of: of(root) }] })]], 'revoked', undefined],
  ['the same number of the list’s own authority', () => [at(lister)], (who) => [[lister, indirect({ revoked: [{ who: serialOf(who), at: '2024-05-10' }] })]], 'ok', undefined],
  ['the authority of the entry before counts on', () => [at(lister)], (who) => [[lister, indirect({ revoked: [{ who: '4a01', at: '2024-05-10', of: of(root) }, { who: serialOf(who), at: '2024-05-10' }] })]], 'revoked', undefined],
  ['until another one is named', () => [at(lister)], (who) => [[lister, indirect({ revoked: [{ who: '4a01', at: '2024-05-10', of: of(root) }, { who: '4a02', at: '2024-05-10', of: of(lister) }, { who: serialOf(who), at: '2024-05-10' }] })]], 'ok', undefined],
  ['the list does not say that it is indirect', () => [at(lister)], () => [[lister, { extensions: [scope(fullName('http://a.vn/1'))] }]], 'revocation-unknown', undefined],
  ['the list says nothing of its scope', () => [at(lister)], () => [[lister, {}]], 'revocation-unknown', undefined],
  ['the list is of another point, whose list somebody else makes', () => [extension('2.5.29.31', false, der.sequence(der.sequence(fullName('http://a.vn/2'), der.explicit(2, nameOf(lister))), der.sequence(fullName('http://a.vn/1'), der.explicit(2, OTHER_NAME))))], () => [[lister, indirect()]], 'revocation-unknown', undefined],
  ['a name relative to the one who makes the list, who has a mail address too', () => [point(relativeName('Danh sách 1'), der.explicit(2, MAIL, nameOf(lister)))], () => [[lister, { extensions: [scope(relativeName('Danh sách 1'), flag(4))] }]], 'ok', undefined],
  ['an entry of an authority that is named by its mail address alone', () => [at(lister)], () => [[lister, indirect({ revoked: [{ who: '4a01', at: '2024-05-10', of: der.sequence(MAIL) }] })]], 'revocation-unknown', 'openssl passes over an entry whose authority it cannot compare'],
  ['the certificate names nobody else', none, () => [[lister, indirect()]], 'revocation-unknown', undefined],
  ['by somebody of the same name under no anchor', () => [at(lister)], () => [[stranger, indirect()]], 'revocation-unknown', undefined],
];

const DELTA: readonly Row[] = [
  ['nothing new', none, () => [[root, { extensions: complete(5) }], [root, { ...LATER, extensions: [number(7), deltaOf(5)] }]], 'ok', undefined],
  ['revoked since', none, (who) => [[root, { extensions: complete(5) }], [root, { ...LATER, extensions: [number(7), deltaOf(5)], revoked: revoked(who) }]], 'revoked', undefined],
  ['revoked in the complete list, unmentioned since', none, (who) => [[root, { extensions: complete(5), revoked: revoked(who) }], [root, { ...LATER, extensions: [number(7), deltaOf(5)] }]], 'revoked', undefined],
  ['on hold in the complete list, released since', none, (who) => [[root, { extensions: complete(5), revoked: revoked(who, X509CrlReason.certificateHold) }], [root, { ...LATER, extensions: [number(7), deltaOf(5)], revoked: revoked(who, X509CrlReason.removeFromCRL) }]], 'ok', undefined],
  ['on hold since', none, (who) => [[root, { extensions: complete(5) }], [root, { ...LATER, extensions: [number(7), deltaOf(5)], revoked: revoked(who, X509CrlReason.certificateHold) }]], 'on-hold', undefined],
  ['alone', none, () => [[root, { extensions: [number(7), deltaOf(5)] }]], 'revocation-unknown', undefined],
  ['alone, and revoked', none, (who) => [[root, { extensions: [number(7), deltaOf(5)], revoked: revoked(who) }]], 'revoked', undefined],
  ['the complete list is stale, the delta is not', none, () => [[root, { extensions: complete(5), thisUpdate: '2024-04-20', nextUpdate: '2024-05-20' }], [root, { ...LATER, extensions: [number(7), deltaOf(5)] }]], 'ok', undefined],
  ['the complete list is older than its base and stale', none, () => [[root, { extensions: complete(4), thisUpdate: '2024-04-20', nextUpdate: '2024-05-20' }], [root, { ...LATER, extensions: [number(7), deltaOf(5)] }]], 'revocation-stale', undefined],
  ['of another scope, the complete list stale', none, () => [[root, { extensions: complete(5), thisUpdate: '2024-04-20', nextUpdate: '2024-05-20' }], [root, { ...LATER, extensions: [number(7), deltaOf(5), scope(flag(1))] }]], 'revocation-stale', undefined],
  ['on hold; released by a delta of another base', none, (who) => [[root, { extensions: complete(5), revoked: revoked(who, X509CrlReason.certificateHold) }], [root, { ...LATER, extensions: [number(9), deltaOf(8)], revoked: revoked(who, X509CrlReason.removeFromCRL) }]], 'on-hold', undefined],
];

describe('lists of RFC 5280 §5 and §6.3, openssl beside them', () => {
  test.each([...KINDS.map((row) => ['scope', ...row] as const), ...POINTS.map((row) => ['points', ...row] as const), ...INDIRECT.map((row) => ['indirect', ...row] as const), ...DELTA.map((row) => ['delta', ...row] as const)])('%s: %s', async (_, __, own, lists, expected, differs) => {
    const who = await signer(...own());
    // The root's word on authorities, which says nothing of the signer.
    const crls = await Promise.all([...lists(who).map(([by, order]) => makeCrl(by, order)), makeCrl(root, { extensions: [scope(flag(2))] })]);
    const input = { certificate: who.der, anchors: [root.der], intermediates: [lister.der], crls, at: AT };
    const judgement = validatePath({ ...input, purpose: 'documentSigning' }, nodePrimitives);
    expect(judgement.reason ?? 'ok').toBe(expected);
    if (!hasOpenssl) return;
    const { accepted, output } = opensslVerify({ ...input, args: ['-use_deltas'], alone: true });
    expect(accepted === (expected === 'ok'), `${differs ?? 'openssl agrees'}\n${output}`).toBe(differs === undefined);
  });
});
