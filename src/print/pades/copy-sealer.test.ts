import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { err, unwrap } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { type FaultyTsa, startFaultyTsa } from '../../../test/actors/faulty-tsa.ts';
import { openssl, hasOpenssl, toPem } from '../../../test/actors/openssl.ts';
import { attachmentsOf, PDF_A_3A, ReadPdf } from '../../../test/actors/pdf-a.ts';
import { askAbout, contentsOf, hasPdfsig } from '../../../test/actors/pdf.ts';
import { PACKET, SAMPLE_PRINTS } from '../../../test/builders/printed.ts';
import { openSigningRoom, type SigningRoom } from '../../../test/builders/signed-record.ts';
import { createPrinter } from '../printer.ts';
import { type CopySealerOptions, createCopySealer } from './index.ts';

const PROVINCE = '22';
let room: SigningRoom, tsa: FaultyTsa, printed: Uint8Array;
beforeAll(async () => {
  room = await openSigningRoom();
  tsa = await startFaultyTsa(room.pki.tsa, () => room.clock);
  printed = unwrap(await createPrinter().print(SAMPLE_PRINTS['lop-5']!()));
});
afterAll(() => Promise.all([room.stop(), tsa.stop()]));

const sealer = (change: Partial<CopySealerOptions> = {}) => createCopySealer({
  by: 'Sở', signer: room.pki.signer(PROVINCE), tsaUrl: room.tsa.url, clock: { now: () => room.clock }, trust: (at) => room.pki.trust(at), primitives: nodePrimitives, ...change,
});
const seal = async (change?: Partial<CopySealerOptions>) => unwrap(await sealer(change).seal(printed));

describe('the seal on a copy', () => {
  test('is raised to B-LT with the evidence of its own chains and no other', async () => {
    const { bytes, level } = await seal({ trust: async (at) => {
      const trust = await room.pki.trust(at);
      return { ...trust, intermediates: [...trust.intermediates, room.pki.credential('GV0001').certificate, room.pki.credential('22205411').certificate] };
    } });
    expect(level).toBe('B-LT');
    const pdf = new ReadPdf(bytes), store = pdf.dictionary(pdf.root['/DSS']);
    // Province, issuing authority, root, time-stamping unit and its authority; the lists of the three authorities.
    expect([pdf.array(store['/Certs']).length, pdf.array(store['/CRLs']).length]).toEqual([5, 3]);
    expect(Buffer.from(bytes.subarray(0, printed.length)).equals(Buffer.from(printed))).toBe(true);
  });
  test('leaves PDF/A-3a and the attachments as they are', async () => {
    const pdf = new ReadPdf((await seal()).bytes);
    expect(Object.entries(PDF_A_3A).flatMap(([rule, check]) => check(pdf).map((problem) => `${rule}: ${problem}`))).toEqual([]);
    expect(attachmentsOf(pdf).get('hoc-ba-2023-2024.xml')).toEqual(Buffer.from(PACKET));
  });
  test('pdfsig and openssl accept it', async () => {
    const { bytes } = await seal();
    if (hasPdfsig) expect(askAbout(bytes, 'pdfsig', '-nocert')).toMatch(/Signature is Valid/);
    if (!hasOpenssl) return;
    const text = Buffer.from(bytes).toString('latin1'), [, first, second, rest] = /\/ByteRange \[0 +(\d+) +(\d+) +(\d+)\]/.exec(text)!.map(Number);
    const data = Buffer.concat([bytes.subarray(0, first), bytes.subarray(second, second! + rest!)]);
    const roots = [...room.trust.anchors, ...room.trust.intermediates].map((der) => toPem('CERTIFICATE', der)).join('');
    expect(openssl(['cms', '-verify', '-inform', 'DER', '-in', 'c.der', '-content', 'data', '-binary', '-CAfile', 'roots.pem', '-purpose', 'any', '-attime', String(room.clock / 1000), '-out', 'o'], { 'c.der': contentsOf(bytes), data, 'roots.pem': roots }).output).toContain('successful');
  });
  test('stays at B-T while revocation lists are missing', async () => {
    const troubles: string[] = [];
    expect((await seal({ trust: async (at) => ({ ...(await room.pki.trust(at)), crls: [] }), onTrouble: ({ code }) => troubles.push(code) })).level).toBe('B-T');
    expect(troubles).toEqual(['signature/pdf-evidence-incomplete']);
  });
  test.each(['hang-up', 'refuse', 'server-error', 'wrong-imprint'] as const)('is B-B when the time-stamping authority fails (%s), and the next copy does not wait for it', async (kind) => {
    tsa.fault = { kind };
    const one = sealer({ tsaUrl: tsa.url }), before = tsa.requests();
    expect(unwrap(await one.seal(printed)).level).toBe('B-B');
    expect(unwrap(await one.seal(printed)).level).toBe('B-B');
    expect(tsa.requests() - before).toBe(1);
  });
  test('is not put on by a signer that cannot be reached', async () => {
    const signer = { ...room.pki.signer(PROVINCE), sign: async () => [err({ code: 'signer/unavailable' as const, detail: 'hỏng' })] };
    expect(await sealer({ signer }).seal(printed)).toMatchObject({ ok: false, error: { code: 'signer/unavailable' } });
  });
});
