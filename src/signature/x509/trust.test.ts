import { beforeAll, expect, test } from 'vitest';
import { toHex } from '#kernel';
import { authorityExtensions, makeActor, makeCrl, type Actor } from '../../../test/actors/authority.ts';
import { withIssuers } from './issuers.ts';
import { certificatesBySubject, crlsByIssuer } from './trust.ts';

let root: Actor, issuing: Actor, signer: Actor, stranger: Actor;
beforeAll(async () => {
  root = await makeActor({ subject: 'CN=Gốc', extensions: authorityExtensions() });
  issuing = await makeActor({ subject: 'CN=Cấp', issuer: root, extensions: authorityExtensions() });
  signer = await makeActor({ subject: 'CN=Cô Hoa', issuer: issuing });
  stranger = await makeActor({ subject: 'CN=Khác' });
});
const GARBAGE = Uint8Array.of(0x30, 0);

test('material is found by name, what cannot be read is left out', async () => {
  const index = certificatesBySubject([root.der, GARBAGE, issuing.der]), [ofRoot] = index.all;
  expect(index.all).toHaveLength(2);
  expect(index.named(ofRoot!.subject.key)).toEqual([ofRoot]);
  expect(index.named('không ai')).toEqual([]);
  expect(crlsByIssuer([await makeCrl(root)]).named(ofRoot!.subject.key)).toHaveLength(1);
  expect(certificatesBySubject([])).toMatchObject({ all: [] });
  expect(certificatesBySubject([]).named(ofRoot!.subject.key)).toEqual([]);
});

test('a list is read once, and again when something was added to it', () => {
  const list = [root.der], first = certificatesBySubject(list);
  expect(certificatesBySubject(list)).toBe(first);
  list.push(issuing.der);
  expect(certificatesBySubject(list).all).toHaveLength(2);
});

test.each<[string, () => readonly Uint8Array[], () => readonly Uint8Array[], () => readonly Actor[]]>([
  ['all that is known leads upwards', () => [signer.der], () => [root.der, issuing.der], () => [signer, issuing, root]],
  ['who is no issuer is left out', () => [signer.der], () => [stranger.der, issuing.der], () => [signer, issuing]],
  ['what is inside stays, each once', () => [signer.der, stranger.der, signer.der, GARBAGE], () => [], () => [signer, stranger]],
  ['an issuer may be inside too', () => [signer.der, root.der, issuing.der], () => [root.der, GARBAGE], () => [signer, root, issuing]],
])('certificates with their issuers: %s', (_, inside, known, expected) => expect(withIssuers(inside(), known()).map(({ der }) => toHex(der))).toEqual(expected().map(({ der }) => toHex(der))));
