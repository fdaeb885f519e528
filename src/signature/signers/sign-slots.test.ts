import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { err, fromUtf8, unwrap, utf8, type Instant } from '#kernel';
import type { SlotLike } from '#signature';
import { nodePrimitives } from '#signature/node';
import { childNamed } from '#xml';
import { instant, makeActor, type Actor } from '../../../test/actors/authority.ts';
import { startFaultyTsa, type FaultyTsa } from '../../../test/actors/faulty-tsa.ts';
import { createDemoPki } from '../../apps/demo/pki/index.ts';
import { signSlots, softSigner, type HashToSign, type SignJob, type Signer } from './index.ts';

const AT = instant('2024-05-31T09:00:00Z');
let teacher: Actor, tsa: FaultyTsa;
beforeAll(async () => {
  teacher = await makeActor({ subject: 'CN=Cô Hoa', from: '2024-01-01', to: '2024-12-31' });
  tsa = await startFaultyTsa((await createDemoPki({ holders: [] })).tsa, () => AT);
});
afterAll(() => tsa.stop());

const SLOT: SlotLike = { claimedRole: 'GVCN', signatureId: 's', path: '/a/ky', references: [{ id: 'b' }], slot: (document) => childNamed(document.root, 'ky') };
const SOUND = '<a><b Id="b">nội dung</b><ky></ky></a>';
const job = (text: string, change: Partial<SlotLike> = {}): SignJob => ({ bytes: utf8(text), slot: { ...SLOT, ...change } });

interface Given { readonly signer?: Partial<Signer>; readonly signingTime?: Instant; readonly tsaUrl?: string }
const sign = (jobs: readonly SignJob[], { signer = {}, signingTime = AT, tsaUrl }: Given = {}) =>
  signSlots(jobs, { signer: { ...softSigner(teacher.pkcs8, [teacher.der]), ...signer }, signingTime, primitives: nodePrimitives, ...(tsaUrl !== undefined && { tsaUrl }) });

describe('signing slots', () => {
  test.each<[string, string]>([['an empty slot', '<a><b Id="b">nội dung</b><ky></ky></a>'], ['one in short', '<a><b Id="b">nội dung</b><ky/></a>'], ['one with an attribute, in short', '<a><b Id="b">nội dung</b><ky x="1" /></a>']])('%s holds the signature afterwards, and nothing else has changed', async (_, text) => {
    const [signed] = await sign([job(text)]);
    const whole = unwrap(fromUtf8(unwrap(signed!)));
    expect(whole.replace(/<ds:Signature .*<\/ds:Signature>/, '')).toBe(text.replace(/ ?\/>/, (end) => `${end.slice(0, -2)}></ky>`));
    expect(whole).toMatch(/<ky[^>]*><ds:Signature /);
  });

  test.each<[string, SignJob, object]>([
    ['no XML', job('<a>'), { code: 'signature/unreadable', params: { reason: 'xml/malformed' } }], ['no slot', job('<a><b Id="b"/></a>'), { code: 'signature/slot-missing', params: { slot: 'GVCN' } }], ['a slot that holds something', job('<a><b Id="b"/><ky>x</ky></a>'), { code: 'signature/slot-occupied', params: { slot: 'GVCN' } }],
    ['nothing of that Id', job('<a><ky/></a>'), { code: 'signature/target-missing', params: { slot: 'GVCN', id: 'b' } }], ['two of that Id', job('<a><b Id="b"/><c Id="b"/><ky/></a>'), { code: 'signature/target-missing', params: { slot: 'GVCN', id: 'b' } }],
  ])('refused, and the documents beside it are signed: %s', async (_, odd, error) => {
    const [first, second, third] = await sign([job(SOUND), odd, job(SOUND)]);
    expect(second).toEqual({ ok: false, error: { ...error, where: '/a/ky' } });
    expect([first!.ok, third!.ok]).toEqual([true, true]);
  });
  test('a slot inside what it signs is our mistake', async () => {
    await expect(sign([job('<a Id="b"><ky/></a>')])).rejects.toThrow('outside what it signs');
  });

  test.each<[string, Given, string | undefined]>([
    ['the first moment of the certificate', { signingTime: instant('2024-01-01') }, undefined], ['the last', { signingTime: instant('2024-12-31') }, undefined], ['before it', { signingTime: (instant('2024-01-01') - 1) as Instant }, 'signer/certificate-out-of-dates'], ['after it', { signingTime: (instant('2024-12-31') + 1) as Instant }, 'signer/certificate-out-of-dates'],
    ['no certificate', { signer: { certificates: [] } }, 'signer/wrong-certificate'], ['one that cannot be read', { signer: { certificates: [Uint8Array.of(1)] } }, 'signer/wrong-certificate'],
  ])('Thông tư 15/2025/TT-BKHCN Điều 5: the certificate is checked first: %s', async (_, given, code) => {
    let asked = false;
    const signer = softSigner(teacher.pkcs8, [teacher.der]), sound: Signer = { ...signer, sign: (hashes) => { asked = true; return signer.sign(hashes); } };
    const [answer] = await sign([job(SOUND)], { ...given, signer: { ...sound, ...given.signer } });
    expect(answer!.ok ? undefined : answer!.error.code).toBe(code);
    expect(asked).toBe(code === undefined);
  });

  test('what a person confirms is what is signed; a refusal of one spoils no other', async () => {
    const seen: HashToSign[] = [], signer = softSigner(teacher.pkcs8, [teacher.der]);
    const picky: Partial<Signer> = { sign: async (hashes) => { seen.push(...hashes); const [first, ...rest] = await signer.sign(hashes); return [first!, err({ code: 'signer/refused', detail: 'không ký' }), ...rest.slice(1)]; } };
    const answers = await sign([{ ...job(SOUND), shown: 'Em An' }, job(SOUND), job('<a>'), job(SOUND)], { signer: picky });
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error))).toEqual(['ok', { code: 'signer/refused', params: { detail: 'không ký' }, where: '/a/ky' }, expect.objectContaining({ code: 'signature/unreadable' }), 'ok']);
    expect(seen.map(({ shown }) => shown)).toEqual(['Em An', '', '']);
  });
  test('a signer is not asked for nothing', async () => {
    const [answer] = await sign([job('<a>')], { signer: { sign: () => Promise.reject(new Error('asked')) } });
    expect(answer).toMatchObject({ ok: false });
  });

  test('each signature has its own token, and none goes without', async () => {
    tsa.fault = { kind: 'none' };
    const signed = await sign(Array.from({ length: 10 }, () => job(SOUND)), { tsaUrl: tsa.url });
    const tokens = signed.map((one) => /<xades:EncapsulatedTimeStamp>([^<]+)/.exec(unwrap(fromUtf8(unwrap(one))))![1]);
    expect(new Set(tokens).size).toBe(10);
    tsa.fault = { kind: 'refuse' };
    expect((await sign([job(SOUND)], { tsaUrl: tsa.url }))[0]).toMatchObject({ ok: false, error: { code: 'signer/timestamp-unavailable', where: '/a/ky', params: { detail: expect.stringContaining('status') } } });
  });
  test('eight requests are under way at one authority, and no more', async () => {
    const waiting: ServerResponse[] = [];
    let most = 0;
    const server = createServer((_, response) => {
      most = Math.max(most, waiting.push(response));
      // A ninth would come before these are answered.
      if (waiting.length === 8) setTimeout(() => { for (const one of waiting.splice(0)) one.writeHead(503).end(); }, 20);
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const answers = await sign(Array.from({ length: 16 }, () => job(SOUND)), { tsaUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
    server.close();
    expect(most).toBe(8);
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual(Array(16).fill('signer/timestamp-unavailable'));
  });
});
