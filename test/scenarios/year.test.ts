import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
interface Expected { readonly id: string; readonly status: string; readonly missing: readonly string[]; readonly final: { readonly wave: number; readonly result: string; readonly completed: boolean | null; readonly promoted: boolean | null } | null }
const EXPECTED = JSON.parse(readFileSync(join(ROOT, 'samples', 'expected.json'), 'utf8')) as readonly Expected[];
const RESULT: Readonly<Record<string, string>> = { HTXS: 'Hoàn thành xuất sắc', HTT: 'Hoàn thành tốt', HT: 'Hoàn thành', CHT: 'Chưa hoàn thành' };

interface Packet { readonly file: string; readonly sha256: string; readonly lookupCode: string; readonly pupilId: string; readonly state: string; readonly wave: number; readonly overallResult: string | null; readonly effectiveDate: string | null; readonly version: number }
interface Summary {
  readonly schools: readonly { readonly code: string; readonly imported: number; readonly left: number; readonly finalizedWave1: number; readonly finalizedWave2: number; readonly open: readonly { readonly pupilId: string }[] }[];
  readonly packets: readonly Packet[]; readonly pdf: readonly { readonly file: string; readonly sha256: string; readonly packetSha256: string }[]; readonly refusals: readonly { readonly code: string }[];
  readonly log: { readonly size: number; readonly rootHash: string }; readonly ministry: { readonly received: number; readonly acknowledged: number };
}

let out: string, story: string, summary: Summary;
const hocba = (...args: readonly string[]) => spawnSync(process.execPath, [join(ROOT, 'src/apps/cli/main.ts'), ...args], { cwd: out, encoding: 'utf8' });
const TRUST = ['--trust', 'trust/root.pem', '--trust', 'trust/province.pem', '--intermediates', 'trust/issuing.pem', '--intermediates', 'trust/tsa.pem', '--crl', 'trust/root.crl', '--crl', 'trust/issuing.crl', '--crl', 'trust/tsa.crl', '--at', '2024-08-26T12:00:00+07:00'];
const isFinal = ({ state }: Packet) => state === 'DA_CHOT' || state === 'DA_BAO_CAO_BO';
const sha256 = (path: string) => createHash('sha256').update(readFileSync(join(out, path))).digest('hex');

beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'hocba-year-out-'));
  story = execFileSync(process.execPath, [join(ROOT, 'src/apps/year/main.ts'), '--out', out], { encoding: 'utf8' });
  summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as Summary;
}, 600_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe('the pilot year of both sample schools', () => {
  test('each pupil ends as the rules and the head’s decisions say', () => {
    const final = new Map(summary.packets.filter(isFinal).map((packet) => [packet.pupilId, packet]));
    const told = EXPECTED.map(({ id }) => [id, final.has(id) ? [final.get(id)!.wave, final.get(id)!.overallResult === null ? '' : RESULT[final.get(id)!.overallResult!]] : null]);
    expect(told).toEqual(EXPECTED.map(({ id, final: end }) => [id, end ? [end.wave, end.result] : null]));
  });
  test('only pupils with a missing cell are still open', () => {
    expect(summary.schools.flatMap(({ open }) => open.map(({ pupilId }) => pupilId)).sort()).toEqual(EXPECTED.filter(({ missing }) => missing.length > 0).map(({ id }) => id).sort());
  });
  test('effective dates are those of the waves', () => {
    for (const packet of summary.packets.filter(isFinal)) expect(packet.effectiveDate).toBe(packet.wave === 1 ? '2024-06-30' : '2024-08-15');
  });
  test('one was withdrawn and came again, one was replaced, and both old versions are kept', () => {
    expect(summary.packets.filter(({ state }) => state === 'DA_THU_HOI')).toHaveLength(1);
    expect(summary.packets.filter(({ state }) => state === 'DA_THAY_THE')).toHaveLength(1);
    expect(summary.packets.filter((packet) => isFinal(packet) && packet.version === 2)).toHaveLength(2);
  });
  test.each(['HBS-403', 'HBS-411', 'HBS-406'])('%s was given', (code) => expect(summary.refusals.map((one) => one.code)).toContain(code));
  test('one look-up code per pupil', () => {
    const codes = Map.groupBy(summary.packets, ({ lookupCode }) => lookupCode);
    for (const own of codes.values()) expect(new Set(own.map(({ pupilId }) => pupilId)).size).toBe(1);
  });
  test('school, province and ministry count the same', () => {
    const final = summary.packets.filter(isFinal).length;
    expect(summary.schools.reduce((sum, { finalizedWave1, finalizedWave2 }) => sum + finalizedWave1 + finalizedWave2, 0)).toBe(final);
    expect(summary.ministry).toEqual({ received: final, acknowledged: final });
    expect(story).toContain('Khớp: số trường nộp, Sở chốt, đã gửi và Bộ xác nhận bằng nhau.');
  });
  test('every packet has evidence, and with it verifies from the folder ten years on', () => {
    const has = new Set(readdirSync(join(out, 'evidence')));
    expect(summary.packets.filter((packet) => !has.has(`${packet.sha256}.xml`))).toEqual([]);
    const later = (...more: readonly string[]) => hocba('verify', summary.packets.find(isFinal)!.file, '--trust', 'trust/root.pem', '--trust', 'trust/province.pem', '--signers', 'trust/signers.xml', '--at', '2034-06-01', '--json', ...more);
    expect([later('--evidence', 'evidence').status, later().status]).toEqual([0, 2]);
  });
  test('files are what the summary says', () => {
    for (const packet of summary.packets) expect(sha256(packet.file)).toBe(packet.sha256);
    for (const pdf of summary.pdf) expect(sha256(pdf.file)).toBe(pdf.sha256);
    expect(summary.pdf.map(({ packetSha256 }) => packetSha256).sort()).toEqual(summary.packets.filter(isFinal).map((packet) => packet.sha256).sort());
  });
});

describe('what the year leaves can be checked without the program that made it', () => {
  test('a packet with the signers of the province', () => {
    const answer = hocba('verify', summary.packets[0]!.file, ...TRUST, '--signers', 'trust/signers.xml', '--json');
    expect([answer.status, (JSON.parse(answer.stdout) as { verdict: string }).verdict]).toEqual([0, 'TOTAL-PASSED']);
  });
  test('a packet with its confirmation instead', () => {
    const packet = summary.packets.find(isFinal)!;
    const confirmation = `confirmations/${packet.file.slice(8, -4)}-finalized.xml`;
    expect(hocba('verify', packet.file, ...TRUST, '--confirmation', confirmation).status).toBe(0);
  });
  test('without knowing who may sign, nothing is valid', () => expect(hocba('verify', summary.packets[0]!.file, ...TRUST).status).toBe(2));
  test('a PDF with the packet and the confirmation inside, sealed by the province with what is needed to judge the seal', () => {
    for (const { file } of [summary.pdf[0]!, summary.pdf.at(-1)!]) {
      const answer = hocba('verify', file, ...TRUST, '--json');
      expect(answer.status).toBe(0);
      expect(JSON.parse(answer.stdout)).toMatchObject({ verdict: 'TOTAL-PASSED', kind: 'pdf', signatures: [{ role: 'GVCN' }, { role: 'CBQL' }, { role: 'KY_PHAT_HANH' }, { role: null, level: 'B-LT', verdict: 'TOTAL-PASSED' }] });
    }
  });
  test('xmlsec1 verifies the three signatures of packets', () => {
    for (const { file } of summary.packets.slice(0, 12)) {
      for (const id of ['sig-gvcn', 'sig-cbql', 'sig-phathanh']) {
        const ids = ['THONG_TIN_HOC_BA', 'DU_LIEU_HOC_BA', 'SignedProperties', 'SignatureValue', 'Signature'].flatMap((name) => ['--id-attr:Id', name]);
        const run = spawnSync('xmlsec1', ['--verify', ...ids, '--node-xpath', `//*[@Id='${id}']`, '--trusted-pem', 'trust/root.pem', '--untrusted-pem', 'trust/issuing.pem', '--verification-gmt-time', '2024-08-01 00:00:00', file], { cwd: out, encoding: 'utf8' });
        expect(run.status, `${file} ${id} ${run.stderr}`).toBe(0);
      }
    }
  });
  test('pdfdetach gives back the packet byte for byte, pdftotext name and code in NFC', () => {
    for (const { file, packetSha256 } of summary.pdf.slice(0, 5)) {
      const folder = mkdtempSync(join(tmpdir(), 'hocba-detach-'));
      execFileSync('pdfdetach', ['-saveall', '-o', folder, file], { cwd: out, stdio: 'ignore' });
      expect(readdirSync(folder).map((name) => createHash('sha256').update(readFileSync(join(folder, name))).digest('hex'))).toContain(packetSha256);
      rmSync(folder, { recursive: true });
      const text = execFileSync('pdftotext', [file, '-'], { cwd: out, encoding: 'utf8' });
      const packet = summary.packets.find((one) => one.sha256 === packetSha256)!;
      const name = /<HO_TEN>([^<]+)</.exec(readFileSync(join(out, packet.file), 'utf8'))![1]!;
      expect(text.normalize('NFC')).toBe(text);
      expect(text).toContain(name);
      expect(text).toContain(packet.lookupCode.replace(/(.{4})(?=.)/g, '$1 '));
    }
  });
  test('the log holds with its key, and cannot be judged without', () => {
    expect(hocba('log', 'check', 'log', '--key', 'trust/log.pub').status).toBe(0);
    expect(hocba('log', 'check', 'log').status).toBe(2);
  });
  test.each(['checkpoint', 'tile/0/000', 'proof/7.tlog-proof'])('a byte flipped in log/%s is found', (path) => {
    const file = join(out, 'log', path), whole = readFileSync(file), flipped = Buffer.from(whole);
    flipped[Math.floor(flipped.length / 2)]! ^= 1;
    writeFileSync(file, flipped);
    expect(hocba('log', 'check', 'log', '--key', 'trust/log.pub').status).toBe(1);
    writeFileSync(file, whole);
  });
});
