import { describe, expect, test } from 'vitest';
import { nodePrimitives } from '#signature/node';
import { authorityExtensions, instant, makeActor, makeCrl, signerExtensions, type Actor } from '../../../test/actors/authority.ts';
import { hasOpenssl, opensslVerify } from '../../../test/actors/openssl.ts';
import {
  alternativeNames, directory, dns, email, inhibitAny, ip, makeChain, mappings, nameConstraints, policies, policyConstraints, purposes, unknownCritical, uri, type Link,
} from '../../../test/builders/certificate-chains.ts';
import { der } from '../der/index.ts';
import { validatePath, type PathInput, type PathReason } from './index.ts';

const AT = instant('2024-06-01');
const P1 = '1.3.6.1.4.1.99999.1.1', P2 = '1.3.6.1.4.1.99999.1.2', P3 = '1.3.6.1.4.1.99999.1.3', ANY = '2.5.29.32.0';

/** The path below the root, the policies asked for, what we say, and why openssl says otherwise where it does. */
interface Row { readonly title: string; readonly links: readonly Link[]; readonly wanted?: readonly string[]; readonly expected: PathReason | 'ok'; readonly opensslDiffers?: string }

function check(input: Omit<PathInput, 'at' | 'purpose'>, expected: PathReason | 'ok', opensslDiffers: string | undefined): void {
  const judgement = validatePath({ ...input, at: AT, purpose: 'documentSigning' }, nodePrimitives);
  expect(judgement.reason ?? 'ok').toBe(expected);
  if (!hasOpenssl) return;
  const args = ['-policy_check', ...(input.policies === undefined ? ['-policy', ANY] : ['-explicit_policy', ...input.policies.flatMap((oid) => ['-policy', oid])])];
  const { accepted, output } = opensslVerify({ ...input, at: AT, args });
  expect(accepted === (expected === 'ok'), `${opensslDiffers ?? 'openssl agrees'}\n${output}`).toBe(opensslDiffers === undefined);
}

async function run({ links, wanted, expected, opensslDiffers }: Row): Promise<void> {
  const { root, links: actors, crls } = await makeChain(links);
  check({
    certificate: actors.at(-1)!.der, anchors: [root.der], intermediates: actors.slice(0, -1).map(({ der }) => der), crls, ...(wanted !== undefined && { policies: wanted }),
  }, expected, opensslDiffers);
}

const ca = (...more: NonNullable<Link['with']>): Link => ({ with: more });
const PLAIN: Link = {};

const POLICIES: readonly Row[] = [
  { title: 'nobody asks for a policy, nobody has one', links: [PLAIN, PLAIN], expected: 'ok' },
  { title: 'the same policy all the way, asked for', links: [ca(policies(P1)), ca(policies(P1))], wanted: [P1], expected: 'ok' },
  { title: 'the same policy all the way, another asked for', links: [ca(policies(P1)), ca(policies(P1))], wanted: [P2], expected: 'policy-required' },
  { title: 'two asked for, one proven', links: [ca(policies(P1, P2)), ca(policies(P2))], wanted: [P3, P2], expected: 'ok' },
  { title: 'asked for, and the signer has none', links: [ca(policies(P1)), PLAIN], wanted: [P1], expected: 'policy-required' },
  { title: 'asked for, and an authority in between has none', links: [ca(policies(P1)), PLAIN, ca(policies(P1))], wanted: [P1], expected: 'policy-required' },
  { title: 'different policies and none asked for', links: [ca(policies(P1)), ca(policies(P2))], expected: 'ok' },
  { title: 'any-policy of the authority stands for the one asked for', links: [ca(policies(ANY)), ca(policies(P1))], wanted: [P1], expected: 'ok' },
  { title: 'any-policy of the signer stands for the one asked for', links: [ca(policies(P1)), ca(policies(ANY))], wanted: [P1], expected: 'ok' },
  { title: 'any-policy of all', links: [ca(policies(ANY)), ca(policies(ANY))], wanted: [P3], expected: 'ok' },
  { title: 'any-policy asked for', links: [ca(policies(P1)), ca(policies(P1))], wanted: [ANY], expected: 'ok' },

  { title: 'explicit at once, proven', links: [ca(policies(P1), policyConstraints({ explicit: 0 })), ca(policies(P1))], expected: 'ok' },
  { title: 'explicit at once, the signer has none', links: [ca(policies(P1), policyConstraints({ explicit: 0 })), PLAIN], expected: 'policy-required' },
  { title: 'explicit at once, the authority itself has none', links: [ca(policyConstraints({ explicit: 0 })), ca(policies(P1))], expected: 'policy-required' },
  { title: 'explicit at once, different policies', links: [ca(policies(P1), policyConstraints({ explicit: 0 })), ca(policies(P2))], expected: 'policy-required' },
  { title: 'explicit after five, path too short for it', links: [ca(policyConstraints({ explicit: 5 })), PLAIN, PLAIN], expected: 'ok' },
  { title: 'explicit after two certificates, the signer is the second', links: [ca(policyConstraints({ explicit: 2 })), PLAIN, PLAIN], expected: 'policy-required' },
  { title: 'explicit after one more than there are', links: [ca(policyConstraints({ explicit: 3 })), PLAIN, PLAIN], expected: 'ok' },
  { title: 'a self-issued authority does not count', links: [ca(policyConstraints({ explicit: 3 })), { selfIssued: true }, PLAIN, PLAIN], expected: 'ok' },
  { title: 'a later authority may only bring it nearer', links: [ca(policyConstraints({ explicit: 1 })), ca(policyConstraints({ explicit: 5 })), PLAIN], expected: 'policy-required' },
  { title: 'explicit by the signer itself', links: [PLAIN, ca(policyConstraints({ explicit: 0 }))], expected: 'policy-required' },
  { title: 'explicit by the signer itself, proven', links: [ca(policies(P1)), ca(policies(P1), policyConstraints({ explicit: 0 }))], expected: 'ok' },

  { title: 'mapped: the policy of the other domain', links: [ca(policies(P1), mappings([P1, P2])), ca(policies(P2))], wanted: [P1], expected: 'ok' },
  { title: 'mapped: asking for the policy of the other domain', links: [ca(policies(P1), mappings([P1, P2])), ca(policies(P2))], wanted: [P2], expected: 'policy-required' },
  { title: 'mapped: the signer still asserts the first one', links: [ca(policies(P1), mappings([P1, P2])), ca(policies(P1))], wanted: [P1], expected: 'policy-required' },
  { title: 'mapped twice', links: [ca(policies(P1), mappings([P1, P2])), ca(policies(P2), mappings([P2, P3])), ca(policies(P3))], wanted: [P1], expected: 'ok' },
  { title: 'mapped to two', links: [ca(policies(P1), mappings([P1, P2], [P1, P3])), ca(policies(P3))], wanted: [P1], expected: 'ok' },
  { title: 'mapped from any-policy of the authority', links: [ca(policies(ANY), mappings([P1, P2])), ca(policies(P2))], wanted: [P1], expected: 'ok' },
  { title: 'a mapping of a policy that the authority does not have', links: [ca(policies(P3), mappings([P1, P2])), ca(policies(P2))], wanted: [P1], expected: 'policy-required' },
  { title: 'mapping to any-policy is forbidden', links: [ca(policies(P1), mappings([P1, ANY])), ca(policies(P1))], expected: 'policy-required' },
  { title: 'mapping from any-policy is forbidden', links: [ca(policies(P1), mappings([ANY, P1])), ca(policies(P1))], expected: 'policy-required' },
  { title: 'mapping inhibited at once', links: [ca(policies(P1), policyConstraints({ explicit: 0, mapping: 0 })), ca(policies(P1), mappings([P1, P2])), ca(policies(P2))], expected: 'policy-required' },
  { title: 'mapping inhibited from the next but one', links: [ca(policies(P1), policyConstraints({ explicit: 0, mapping: 1 })), ca(policies(P1), mappings([P1, P2])), ca(policies(P2))], expected: 'ok' },
  { title: 'mapping inhibited, a self-issued authority does not count', links: [ca(policies(P1), policyConstraints({ explicit: 0, mapping: 1 })), { selfIssued: true, with: [policies(P1)] }, ca(policies(P1), mappings([P1, P2])), ca(policies(P2))], expected: 'ok' },
  { title: 'what may not be mapped is lost, also unmapped', links: [ca(policies(P1), policyConstraints({ mapping: 0 })), ca(policies(P1), mappings([P1, P2])), ca(policies(P1))], wanted: [P1], expected: 'policy-required' },

  { title: 'any-policy inhibited at once', links: [ca(policies(P1), policyConstraints({ explicit: 0 }), inhibitAny(0)), ca(policies(ANY))], expected: 'policy-required' },
  { title: 'any-policy inhibited from the next but one', links: [ca(policies(P1), policyConstraints({ explicit: 0 }), inhibitAny(1)), ca(policies(ANY)), ca(policies(P1))], expected: 'ok' },
  { title: 'any-policy inhibited from the next but one, and it is that one', links: [ca(policies(P1), policyConstraints({ explicit: 0 }), inhibitAny(1)), ca(policies(P1)), ca(policies(ANY))], expected: 'policy-required' },
  { title: 'any-policy inhibited, but a self-issued authority may', links: [ca(policies(P1), policyConstraints({ explicit: 0 }), inhibitAny(0)), { selfIssued: true, with: [policies(ANY)] }, ca(policies(P1))], expected: 'ok' },
  { title: 'any-policy inhibited: the real policy is enough', links: [ca(policies(P1), policyConstraints({ explicit: 0 }), inhibitAny(0)), ca(policies(P1))], expected: 'ok' },
];

const COUNTRY = ['2.5.4.6', 'VN'] as const, ORGANISATION = ['2.5.4.10', 'Cơ quan'] as const, OTHER = ['2.5.4.10', 'Khác'] as const;
const inside = (names: readonly Uint8Array[], link: Link = {}): readonly [Link, Link] => [ca(nameConstraints({ permitted: names })), link];
const outside = (names: readonly Uint8Array[], link: Link = {}): readonly [Link, Link] => [ca(nameConstraints({ excluded: names })), link];
const named = (...names: readonly Uint8Array[]): Link => ca(alternativeNames(...names));

/** otherName and x400Address, forms nobody compares. */
const OTHER_NAME = der.encode(0xa0, der.oid('1.2.3'), der.explicit(0, der.utf8String('x'))), X400_NAME = der.encode(0xa3, der.sequence());

const NAMES: readonly Row[] = [
  { title: 'DN: inside', links: inside([directory(COUNTRY, ORGANISATION)]), expected: 'ok' },
  { title: 'DN: outside', links: inside([directory(COUNTRY, OTHER)]), expected: 'name-not-permitted' },
  { title: 'DN: inside one of two', links: inside([directory(COUNTRY, OTHER), directory(COUNTRY, ORGANISATION)]), expected: 'ok' },
  { title: 'DN: excluded', links: outside([directory(COUNTRY, ORGANISATION)]), expected: 'name-not-permitted' },
  { title: 'DN: excluded is another', links: outside([directory(COUNTRY, OTHER)]), expected: 'ok' },
  { title: 'DN: two authorities, inside both', links: [ca(nameConstraints({ permitted: [directory(COUNTRY)] })), ca(nameConstraints({ permitted: [directory(COUNTRY, ORGANISATION)] })), PLAIN], expected: 'ok' },
  { title: 'DN: two authorities, inside the second only', links: [ca(nameConstraints({ permitted: [directory(COUNTRY, OTHER)] })), { subject: 'C=VN, O=Khác, CN=Cấp 2', with: [nameConstraints({ permitted: [directory(COUNTRY, ORGANISATION)] })] }, PLAIN], expected: 'name-not-permitted' },
  { title: 'DN: a self-issued authority in between is exempt', links: [{ subject: 'C=VN, O=Khác, CN=Cấp 1', with: [nameConstraints({ permitted: [directory(COUNTRY, ORGANISATION)] })] }, { selfIssued: true }, PLAIN], expected: 'ok' },
  { title: 'DN: a self-issued signer is not', links: [{ subject: 'C=VN, O=Khác, CN=Cấp 1', with: [nameConstraints({ permitted: [directory(COUNTRY, ORGANISATION)] })] }, { selfIssued: true }], expected: 'name-not-permitted' },
  { title: 'DN: the alternative name is asked too', links: inside([directory(COUNTRY, ORGANISATION)], named(directory(COUNTRY, OTHER))), expected: 'name-not-permitted' },
  { title: 'DN: another case and more spaces', links: inside([directory(COUNTRY, ['2.5.4.10', 'CƠ  QUAN'])]), expected: 'ok', opensslDiffers: 'openssl folds only ASCII letters' },
  { title: 'DN: no subject at all, the alternative name counts', links: inside([directory(COUNTRY, ORGANISATION)], { subject: '', with: [alternativeNames(email('a@b.vn'))] }), expected: 'ok', opensslDiffers: 'strict: with an empty subject the alternative name must be critical' },
  { title: 'DNS: inside', links: inside([dns('truong.vn')], named(dns('a.truong.vn'))), expected: 'ok' },
  { title: 'DNS: the domain itself', links: inside([dns('truong.vn')], named(dns('TRUONG.vn'))), expected: 'ok' },
  { title: 'DNS: only ends alike', links: inside([dns('truong.vn')], named(dns('giatruong.vn'))), expected: 'name-not-permitted' },
  { title: 'DNS: one of two names outside', links: inside([dns('truong.vn')], named(dns('a.truong.vn'), dns('b.vn'))), expected: 'name-not-permitted' },
  { title: 'DNS: excluded', links: outside([dns('truong.vn')], named(dns('a.truong.vn'))), expected: 'name-not-permitted' },
  { title: 'DNS: excluded is another', links: outside([dns('truong.vn')], named(dns('a.vn'))), expected: 'ok' },
  { title: 'DNS: everything excluded', links: outside([dns('')], named(dns('a.vn'))), expected: 'name-not-permitted' },
  { title: 'mail: of the host', links: inside([email('truong.vn')], named(email('hoa@truong.vn'))), expected: 'ok' },
  { title: 'mail: of a host below', links: inside([email('truong.vn')], named(email('hoa@a.truong.vn'))), expected: 'name-not-permitted' },
  { title: 'mail: of the domain', links: inside([email('.truong.vn')], named(email('hoa@a.truong.vn'))), expected: 'ok' },
  { title: 'mail: of the domain itself, not below it', links: inside([email('.truong.vn')], named(email('hoa@truong.vn'))), expected: 'name-not-permitted' },
  { title: 'mail: that mailbox', links: inside([email('hoa@truong.vn')], named(email('hoa@truong.vn'))), expected: 'ok' },
  { title: 'mail: another case of the mailbox', links: inside([email('hoa@truong.vn')], named(email('Hoa@truong.vn'))), expected: 'name-not-permitted' },
  { title: 'mail: excluded', links: outside([email('truong.vn')], named(email('hoa@truong.vn'))), expected: 'name-not-permitted' },
  { title: 'URI: that host', links: inside([uri('truong.vn')], named(uri('https://truong.vn/a'))), expected: 'ok' },
  { title: 'URI: a host below', links: inside([uri('truong.vn')], named(uri('https://a.truong.vn/a'))), expected: 'name-not-permitted' },
  { title: 'URI: of the domain', links: inside([uri('.truong.vn')], named(uri('https://a.truong.vn:8443/a'))), expected: 'ok' },
  { title: 'URI: the host stands in the path', links: inside([uri('truong.vn')], named(uri('https://x.vn/truong.vn'))), expected: 'name-not-permitted' },
  { title: 'URI: the host stands before an @', links: inside([uri('truong.vn')], named(uri('https://truong.vn@x.vn/'))), expected: 'name-not-permitted' },
  { title: 'URI: without a host', links: inside([uri('truong.vn')], named(uri('urn:x:y'))), expected: 'name-not-permitted' },
  { title: 'URI: excluded', links: outside([uri('truong.vn')], named(uri('https://truong.vn/'))), expected: 'name-not-permitted' },
  { title: 'URI: an address is no host (§4.2.1.10)', links: inside([uri('10.0.0.1')], named(uri('http://10.0.0.1/'))), expected: 'name-not-permitted', opensslDiffers: 'openssl compares the letters' },
  { title: 'other names cannot be compared: permitted', links: inside([OTHER_NAME], named(OTHER_NAME)), expected: 'name-not-permitted' },
  { title: 'other names cannot be compared: excluded', links: outside([OTHER_NAME], named(OTHER_NAME)), expected: 'name-not-permitted' },
  { title: 'a constraint on another of the forms that cannot be compared', links: inside([X400_NAME], named(OTHER_NAME)), expected: 'ok' },
  { title: 'IP: inside', links: inside([ip(10, 1, 0, 0, 255, 255, 0, 0)], named(ip(10, 1, 2, 3))), expected: 'ok' },
  { title: 'IP: outside', links: inside([ip(10, 1, 0, 0, 255, 255, 0, 0)], named(ip(10, 2, 2, 3))), expected: 'name-not-permitted' },
  { title: 'IP: version 6 under a constraint of version 4', links: inside([ip(10, 1, 0, 0, 255, 255, 0, 0)], named(ip(...Array.from({ length: 16 }, (_, i) => i)))), expected: 'name-not-permitted' },
  { title: 'IP: excluded', links: outside([ip(10, 1, 0, 0, 255, 255, 0, 0)], named(ip(10, 1, 2, 3))), expected: 'name-not-permitted' },
  { title: 'a form of name that is not constrained', links: inside([dns('truong.vn')], named(email('a@b.vn'))), expected: 'ok' },
];

const AUTHORITIES: readonly Row[] = [
  { title: 'path length 0 over a signer', links: [{ pathLength: 0 }, PLAIN], expected: 'ok' },
  { title: 'path length 0 over an authority', links: [{ pathLength: 0 }, PLAIN, PLAIN], expected: 'path-too-long' },
  { title: 'path length 0 over a self-issued authority', links: [{ pathLength: 0 }, { selfIssued: true }, PLAIN], expected: 'ok' },
  { title: 'path length 0 over a self-issued authority and another', links: [{ pathLength: 0 }, { selfIssued: true }, PLAIN, PLAIN], expected: 'path-too-long' },
  { title: 'path length 1 over one', links: [{ pathLength: 1 }, PLAIN, PLAIN], expected: 'ok' },
  { title: 'path length 1 over one and a self-issued one', links: [{ pathLength: 1 }, PLAIN, { selfIssued: true }, PLAIN], expected: 'ok' },
  { title: 'path length 1 over two', links: [{ pathLength: 1 }, PLAIN, PLAIN, PLAIN], expected: 'path-too-long' },
  { title: 'a larger path length below does not widen it', links: [{ pathLength: 1 }, { pathLength: 7 }, PLAIN, PLAIN], expected: 'path-too-long' },
  { title: 'a signer that certifies', links: [PLAIN, { only: signerExtensions }, PLAIN], expected: 'not-an-authority' },
  { title: 'an authority without key usage', links: [{ only: authorityExtensions().slice(0, 1) }, PLAIN], expected: 'ok', opensslDiffers: 'strict: an authority must have key usage (RFC 5280 §4.2.1.3), which §6.1.4 (n) does not ask' },
  { title: 'an unknown critical extension of an authority', links: [ca(unknownCritical), PLAIN], expected: 'unknown-critical-extension' },
  { title: 'an unknown critical extension of the signer', links: [PLAIN, ca(unknownCritical)], expected: 'unknown-critical-extension' },
  { title: 'an authority for e-mail over a signer', links: [ca(purposes('1.3.6.1.5.5.7.3.4')), PLAIN], expected: 'ok' },
  { title: 'an authority for any purpose over a signer', links: [ca(purposes('2.5.29.37.0')), PLAIN], expected: 'ok' },
  { title: 'an authority for servers over a signer of documents', links: [ca(purposes('1.3.6.1.5.5.7.3.1')), ca(purposes('1.3.6.1.5.5.7.3.36'))], expected: 'key-purpose', opensslDiffers: 'openssl is asked for no purpose' },
  { title: 'the limit is passed on by an authority in between that has none', links: [ca(purposes('1.3.6.1.5.5.7.3.8')), PLAIN, PLAIN], expected: 'key-purpose', opensslDiffers: 'openssl is asked for no purpose' },
];

describe('RFC 5280 §6.1, a row for each rule, openssl beside it', () => {
  test.each(POLICIES)('policies: $title', run);
  test.each(NAMES)('names: $title', run);
  test.each(AUTHORITIES)('authorities: $title', run);
});

/** A maze of authorities of the same names: who certified whom decides, never what somebody is called. */
describe('cross-certification and look-alikes', () => {
  const authority = (subject: string, order: Partial<Parameters<typeof makeActor>[0]> = {}): Promise<Actor> => makeActor({ subject, extensions: authorityExtensions(), ...order });
  const signerOf = (issuer: Actor, order: Partial<Parameters<typeof makeActor>[0]> = {}): Promise<Actor> => makeActor({ subject: 'CN=Cô Hoa', issuer, extensions: signerExtensions, ...order });
  const of = async (signer: Actor, anchors: readonly Actor[], intermediates: readonly Actor[], listed: readonly Actor[]) =>
    ({ certificate: signer.der, anchors: anchors.map(({ der }) => der), intermediates: intermediates.map(({ der }) => der), crls: await Promise.all(listed.map((actor) => makeCrl(actor))) });

  const rows: readonly (readonly [title: string, build: () => Promise<Omit<PathInput, 'at' | 'purpose'>>, expected: PathReason | 'ok', opensslDiffers: string | undefined])[] = [
    ['two authorities certify each other and nobody else', async () => {
      const a = await authority('CN=A'), b = await authority('CN=B');
      const ab = await authority('CN=B', { issuer: a, sameKeyAs: b }), ba = await authority('CN=A', { issuer: b, sameKeyAs: a });
      return of(await signerOf(a), [await authority('CN=Gốc')], [ab, ba], [a, b]);
    }, 'no-chain', undefined],
    ['the same, and one of them is also certified by the root', async () => {
      const root = await authority('CN=Gốc'), a = await authority('CN=A'), b = await authority('CN=B');
      const ab = await authority('CN=B', { issuer: a, sameKeyAs: b }), ba = await authority('CN=A', { issuer: b, sameKeyAs: a }), rb = await authority('CN=B', { issuer: root, sameKeyAs: b });
      return of(await signerOf(a), [root], [ab, ba, rb], [root, a, b]);
    }, 'ok', 'openssl takes the first issuer that fits and does not come back'],
    ['an old root certified by a new one that alone is trusted', async () => {
      const old = await authority('CN=Gốc cũ'), young = await authority('CN=Gốc mới');
      return of(await signerOf(old), [young], [await authority('CN=Gốc cũ', { issuer: young, sameKeyAs: old })], [old, young]);
    }, 'ok', undefined],
    ['two certificates of one key: the expired one does not stand in the way', async () => {
      const root = await authority('CN=Gốc'), a = await authority('CN=A', { issuer: root });
      return of(await signerOf(a), [root], [await authority('CN=A', { issuer: root, sameKeyAs: a, to: '2024-01-01' }), a], [root, a]);
    }, 'ok', undefined],
    ['an impostor with the name and the key identifier of the authority', async () => {
      const root = await authority('CN=Gốc'), real = await authority('CN=A', { issuer: root }), fake = await authority('CN=A', { issuer: await authority('CN=Gốc') });
      return of(await signerOf(fake), [root], [fake, real], [root, real]);
    }, 'no-chain', undefined],
    ['an impostor’s certificate beside the real one', async () => {
      const root = await authority('CN=Gốc'), real = await authority('CN=A', { issuer: root }), fake = await authority('CN=A', { issuer: await authority('CN=Gốc') });
      return of(await signerOf(real), [root], [fake, real], [root, real]);
    }, 'ok', undefined],
    ['an impostor without key identifiers beside the real one', async () => {
      const root = await authority('CN=Gốc'), real = await authority('CN=A', { issuer: root, keyIdentifiers: false }), fake = await authority('CN=A', { keyIdentifiers: false });
      return of(await signerOf(real, { keyIdentifiers: false }), [root], [fake, real], [root, real]);
    }, 'ok', 'openssl takes the first issuer of that name and does not try the other'],
    ['a signer of the name of the anchor', async () => {
      const root = await authority('CN=Gốc');
      return of(await makeActor({ subject: 'CN=Gốc', extensions: signerExtensions }), [root], [], [root]);
    }, 'no-chain', undefined],
  ];
  test.each(rows)('%s', async (_, build, expected, differs) => check(await build(), expected, differs));
});
