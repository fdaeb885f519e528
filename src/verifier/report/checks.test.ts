import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBase64, toBase64, unwrap, utf8 } from '#kernel';
import { packetSlots } from '#packet';
import { CHECKS, readPolicy, type CheckId } from '#signature';
import { HOCBA_POLICY, type FileAnswer, type FileOptions } from '#verifier';
import { instant } from '../../../test/actors/authority.ts';
import { hocBa } from '../../../test/builders/hoc-ba.ts';
import { evidenceOf, furtherTsa, renewedLeaf } from '../../../test/builders/preserved.ts';
import { signatureOf, within } from '../../../test/hostile/forgeries.ts';
import { PACKETS } from '../../../test/hostile/otherwise/packets.ts';
import { PATHS } from '../../../test/hostile/otherwise/paths.ts';
import { PDFS } from '../../../test/hostile/otherwise/pdfs.ts';
import type { OtherwiseRow } from '../../../test/hostile/otherwise/row.ts';
import { TOKENS } from '../../../test/hostile/otherwise/tokens.ts';
import { openHostileRoom, textOf, type HostileRoom } from '../../../test/hostile/room.ts';

let room: HostileRoom, unstamped: string, sealedByHead: string, march: readonly Uint8Array[], june: Uint8Array, renewed: Uint8Array;
const TEACHER = 'sig-gvcn', HEAD = 'sig-cbql', SEAL = 'sig-phathanh';
beforeAll(async () => {
  room = await openHostileRoom();
  const text = textOf(room.packet), open = utf8(text.replace(signatureOf(text, SEAL), '')), { orgSignature } = packetSlots(hocBa());
  unstamped = textOf(await room.sign(open, orgSignature, '22205411', false));
  sealedByHead = textOf(await room.sign(open, orgSignature, 'GV0001'));
  march = (await room.pki.trust(instant('2024-03-01'))).crls;
  june = await evidenceOf(room.pki, room.packet, '2024-06-10');
  const later = await furtherTsa(room.pki, '2033-01-01', '2037-12-31');
  renewed = await evidenceOf(room.pki, room.packet, '2024-06-12', { renewed: renewedLeaf(room.packet, [{ tsa: later, at: '2033-05-01' }]) });
});
afterAll(() => room.stop());

const judge = (change: (text: string) => string, options: Partial<FileOptions> = {}): FileAnswer => room.verify(change(textOf(room.packet)), options);
const inSeal = (change: (signature: string) => string, options: Partial<FileOptions> = {}): FileAnswer => judge((text) => within(text, SEAL, change), options);
const same = (text: string): string => text;
const general = { schema: 'none' } as const;
const trusting = (change: Partial<FileOptions['trust']>): Partial<FileOptions> => ({ trust: { ...room.options.trust, ...change } });
const token = (change: (der: Uint8Array) => Uint8Array) => (signature: string): string =>
  signature.replace(/(<xades:EncapsulatedTimeStamp[^>]*>)([^<]*)/, (_, tag: string, value: string) => tag + toBase64(change(unwrap(fromBase64(value)))));
const flipLast = (der: Uint8Array): Uint8Array => der.map((octet, i) => (i === der.length - 1 ? octet ^ 1 : octet));
interface Draft { readonly algorithms: readonly { until?: string }[]; readonly bounds: readonly { readonly name: string; value: number }[] }
const policyWith = (change: (draft: Draft) => void) => {
  const draft = JSON.parse(textOf(HOCBA_POLICY.octets)) as Draft;
  change(draft);
  return unwrap(readPolicy(utf8(JSON.stringify(draft))));
};

const TABLES = { ...PACKETS, ...PATHS, ...TOKENS, ...PDFS };

/** A document that answers the check otherwise than passed. */
const OTHERWISE: Readonly<Partial<Record<CheckId, () => FileAnswer | Promise<FileAnswer>>>> = {
  'document-readable': () => room.verify('không phải XML'),
  'no-foreign-content': () => judge((text) => text.replace(/<HO_TEN>./, '$&<!-- -->'), general),
  'signatures-present': () => inSeal(() => ''),
  'signature-form': () => inSeal((t) => t.replace(/<ds:SignatureValue.*?<\/ds:SignatureValue>/s, '')),
  'roles-claimed': () => inSeal((t) => t.replace(/(<xades:ClaimedRole>)[^<]*/, '$1CBQL')),
  'coverage-exact': () => inSeal((t) => t.replace('URI="#data"', 'URI="#thongtinhocba"')),
  'nothing-unsigned': () => judge((text) => text.replace('</HOC_BA>', '<GHI_CHU>thêm</GHI_CHU></HOC_BA>'), general),
  'evidence-usable': () => judge(same, { evidence: [utf8('<x/>')] }),
  'renewals-unbroken': () => judge(same, { evidence: [renewed], at: instant('2026-01-01') }),
  'algorithm-accepted': () => inSeal((t) => t.replace(/(<ds:SignatureMethod Algorithm=")[^"]*/, '$1http://www.w3.org/2000/09/xmldsig#rsa-sha1')),
  'references-allowed': () => inSeal((t) => t.replace('URI="#data"', 'URI="https://a.example/x"'), general),
  'certificate-bound': () => inSeal((t) => t.replace(' Type="http://uri.etsi.org/01903#SignedProperties"', ''), general),
  'data-intact': () => judge((text) => text.replace('<HO_TEN>', '<HO_TEN>X')),
  'value-correct': () => judge((text) => within(text, HEAD, (t) => t.replace(/(<ds:SignatureValue [^>]*>)[^<]*/, `$1${toBase64(new Uint8Array(256))}`))),
  'certificate-found': () => inSeal((t) => t.replace(/<ds:KeyInfo>.*?<\/ds:KeyInfo>/s, '')),
  'certificate-named': () => judge((text) => within(text, SEAL, (t) => t.replace(/<ds:KeyInfo>.*?<\/ds:KeyInfo>/s, () => /<ds:KeyInfo>.*?<\/ds:KeyInfo>/s.exec(signatureOf(text, TEACHER))![0]))),
  'label-matches': () => judge((text) => text.replace(/(<KY_PHAT_HANH MaDonVi=")[^"]*/, '$122205402')),
  'time-not-in-future': () => judge(same, { at: instant('2024-05-30') }),
  'time-near-token': () => judge(same, { policy: policyWith(({ bounds }) => bounds.forEach((bound) => { bound.value = 0; })) }),
  'algorithm-current': () => judge(same, { policy: policyWith(({ algorithms }) => algorithms.forEach((entry) => { entry.until = '2023-12-31'; })) }),
  'padding-recommended': () => judge(same, { evidence: [june], at: instant('2026-01-01') }),
  'timestamps-lasting': () => judge(same, { evidence: [june], at: instant('2036-01-01') }),
  'timestamp-present': () => room.verify(unstamped),
  'signer-authorised': () => judge(same, { registered: [] }),
  'persons-differ': () => room.verify(sealedByHead),
  'token-form': () => inSeal(token(() => Uint8Array.of(0x30, 0))),
  'token-imprint': () => inSeal((t) => t.replace(/(<xades:EncapsulatedTimeStamp[^>]*>)[^<]*/, () => /<xades:EncapsulatedTimeStamp[^>]*>[^<]*/.exec(signatureOf(textOf(room.otherPupil), SEAL))![0])),
  'token-intact': () => inSeal(token(flipLast)),
  'token-not-in-future': () => judge(same, { at: instant('2024-05-30') }),
  'path-found': () => judge(same, trusting({ anchors: [] })),
  'certificate-in-date': () => room.verify(unstamped, { at: instant('2030-01-01') }),
  'revocation-known': () => judge(same, trusting({ crls: [] })),
  'revocation-fresh': () => judge(same, trusting({ crls: march })),
  'not-revoked': async () => {
    room.pki.revoke(room.pki.credential('GV0017').certificate, instant('2024-05-02'), 'affiliationChanged');
    return judge(same, { ...trusting({ crls: (await room.pki.trust(instant('2024-06-20'))).crls }), at: instant('2024-06-21') });
  },
};

const statusesOf = ({ checks }: FileAnswer, id: CheckId): readonly string[] => checks.flatMap(({ answers }) => answers.filter(({ check }) => check === id).map(({ status }) => status));

describe('a document for each check', () => {
  test.each(Object.entries(OTHERWISE) as [CheckId, () => FileAnswer | Promise<FileAnswer>][])('%s: a sound packet passes, this one does not', async (id, document) => {
    const sound = room.verify(room.packet, id === 'padding-recommended' ? { at: instant('2025-09-01') } : { evidence: [june] });
    expect(statusesOf(sound, id)).toContain('passed');
    const wrong = await document(), found = wrong.checks.flatMap(({ answers }) => answers.filter(({ check, message }) => check === id && message !== undefined));
    expect(found.length).toBeGreaterThan(0);
    for (const { status, remedy } of found) {
      expect(['failed', 'open', 'informed']).toContain(status);
      expect(remedy).toMatch(/\S/);
    }
    if (id !== 'padding-recommended') expect(wrong.verdict).not.toBe('TOTAL-PASSED');
  });
  test.each(Object.entries(TABLES) as [CheckId, OtherwiseRow][])('%s: one document passes, another does not', async (id, { wrong, sound = (genuine) => genuine.verify(genuine.packet, { evidence: [june] }) }) => {
    expect(statusesOf(await sound(room), id)).toContain('passed');
    const { verdict, checks } = await wrong(room), found = checks.flatMap(({ answers }) => answers.filter(({ check, message }) => check === id && message !== undefined));
    expect(found.map(({ status }) => status)).toEqual(found.map(() => expect.stringMatching(/^(failed|open)$/)));
    expect(found[0]?.remedy).toMatch(/\S/);
    expect(verdict).not.toBe('TOTAL-PASSED');
  });
  test('and every check has one', () => expect(CHECKS.filter(({ id }) => !Object.hasOwn(OTHERWISE, id) && !Object.hasOwn(TABLES, id)).map(({ id }) => id)).toEqual([]));
});
