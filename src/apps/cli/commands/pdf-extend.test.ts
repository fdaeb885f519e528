import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Instant, unwrap } from '#kernel';
import { signPdf } from '#print';
import { nodePrimitives } from '#signature/node';
import { makePdf } from '../../../../test/actors/pdf.ts';
import { toPem } from '../../../../test/actors/openssl.ts';
import { openSigningRoom, type SigningRoom } from '../../../../test/builders/signed-record.ts';
import { run } from '../run.ts';

let room: SigningRoom, folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  room = await openSigningRoom();
  folder = mkdtempSync(join(tmpdir(), 'hocba-pdf-'));
  writeFileSync(at('plain.pdf'), makePdf());
  writeFileSync(at('signed.pdf'), unwrap(await signPdf(makePdf(), { signer: room.pki.signer('22'), signingTime: room.clock, primitives: nodePrimitives, tsaUrl: room.tsa.url })));
  writeFileSync(at('root.pem'), room.trust.anchors.map((der) => toPem('CERTIFICATE', der)).join(''));
  writeFileSync(at('others.pem'), [...room.trust.intermediates, room.pki.tsaAuthority].map((der) => toPem('CERTIFICATE', der)).join(''));
});
afterAll(async () => {
  await room.stop();
  rmSync(folder, { recursive: true });
});

async function hocba(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const code = await run(args, { out: (text) => void (said.out += `${text}\n`), err: (text) => void (said.err += `${text}\n`) });
  return { code, ...said };
}
/** Lists of revocation of a day, and the arguments to judge with them. */
async function trustOf(day: Instant, name: string): Promise<readonly string[]> {
  const lists = await room.pki.makeCrls(day);
  writeFileSync(at(name), lists.map(({ der }) => toPem('X509 CRL', der)).join(''));
  return ['--trust', at('root.pem'), '--intermediates', at('others.pem'), '--crl', at(name), '--at', new Date(day).toISOString().replace('.000Z', 'Z')];
}
const levels = async (name: string, when: string): Promise<string[]> => {
  const { out } = await hocba('verify', at(name), '--schema', 'none', '--json', '--trust', at('root.pem'), '--at', when);
  return (JSON.parse(out) as { signatures: { level: string; verdict: string }[] }).signatures.map(({ level, verdict }) => `${level} ${verdict}`);
};

describe('hocba pdf extend', () => {
  test('adds evidence, then a time-stamp each time it is done again; the file verifies with the anchor alone, years on', async () => {
    const first = (room.clock + 86_400_000) as Instant;
    expect(await hocba('pdf', 'extend', at('signed.pdf'), '--out', at('lt.pdf'), ...(await trustOf(first, 'one.pem')))).toMatchObject({ code: 0, out: expect.stringContaining('B-LT,') });
    expect(await levels('lt.pdf', '2024-06-10')).toEqual(['B-LT TOTAL-PASSED']);
    room.clock = first;
    expect(await hocba('pdf', 'extend', at('signed.pdf'), '--out', at('lta.pdf'), '--tsa', room.tsa.url, ...(await trustOf(first, 'one.pem')))).toMatchObject({ code: 0, out: expect.stringContaining('B-LTA') });
    const later = (first + 300 * 86_400_000) as Instant;
    room.clock = later;
    expect(await hocba('pdf', 'extend', at('lta.pdf'), '--out', at('again.pdf'), '--tsa', room.tsa.url, ...(await trustOf(later, 'two.pem')))).toMatchObject({ code: 0 });
    expect(await levels('again.pdf', '2025-06-01')).toEqual(['B-LTA TOTAL-PASSED', 'DocTimeStamp TOTAL-PASSED', 'DocTimeStamp TOTAL-PASSED']);
    const [signed, again] = [readFileSync(at('signed.pdf')), readFileSync(at('again.pdf'))];
    expect(again.subarray(0, signed.length).equals(signed)).toBe(true);
  });
  test.each([
    ['no signature', () => ['plain.pdf'], 1, /chữ ký/i], ['no evidence', () => ['signed.pdf', 'bare'], 1, /pdf-evidence-incomplete/], ['no trust', () => ['signed.pdf', 'none'], 64, /--trust/], ['no such file', () => ['absent.pdf'], 64, /Không đọc được/],
  ] as const)('says what is missing: %s, and writes nothing', async (_, what, code, words) => {
    const [name, how] = what() as [string, string?];
    const trust = how === 'none' ? [] : how === 'bare' ? ['--trust', at('root.pem')] : await trustOf(room.clock, 'now.pem');
    const said = await hocba('pdf', 'extend', at(name), '--out', at('never.pdf'), ...trust);
    expect(said.code).toBe(code);
    expect(said.err).toMatch(words);
    expect(() => readFileSync(at('never.pdf'))).toThrow();
  });
});
