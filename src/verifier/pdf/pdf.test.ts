import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPrinter, mergePdfs, type PrintInput } from '#print';
import type { SchoolCode } from '#domain';
import { concatBytes, Instant, unwrap } from '#kernel';
import type { RegisteredSigner } from '#packet';
import type { Signer } from '#signature/signers';
import { pdf } from '#signature';
import { nodePrimitives } from '#signature/node';
import { type FileAnswer, type FileOptions, verifyFile } from '#verifier';
import { entry, item, testSchool, type SignedPacket, type TestSchool } from '../../../test/actors/school.ts';
import { append, askAbout, bodyOf, flipped, hasPdfsig, makePackedPdf, makePdf, PLAIN, stream, type PdfObjects } from '../../../test/actors/pdf.ts';
import { assessmentOf } from '../../../test/builders/printed.ts';
import { openTrialPki, testClock, type TrialPki } from '../../../test/builders/tiers.ts';
import { addValidationData, signPdf } from '../../print/pades/index.ts';
import { readAttachments } from './attachments.ts';
import { inflate } from './inflate.ts';

const SCHOOL = '22205401' as SchoolCode;
let trial: TrialPki, school: TestSchool, packet: SignedPacket, printed: Uint8Array, sealed: Uint8Array, options: FileOptions;

async function print(...packets: readonly [SignedPacket, ...SignedPacket[]]): Promise<Uint8Array> {
  const years = packets.map(({ record, bytes }) => ({ hocBa: record, packet: { bytes, sha256: item.sha256({ record, bytes }) }, signatures: {} })) as unknown as PrintInput['years'];
  return unwrap(await createPrinter().print({
    product: 'hocBa',
    years, lookUpUrl: 'HTTPS://HOCBA.EXAMPLE.VN/T/5F0C', convertedAt: trial.clock.now(), converter: 'Trường', test: true, preview: false,
  }));
}
const sign = async (bytes: Uint8Array, signer: Signer): Promise<Uint8Array> => unwrap(await signPdf(bytes, { signer, signingTime: trial.clock.now(), primitives: nodePrimitives, tsaUrl: trial.tsa.url }));
const verify = (bytes: Uint8Array, change: Partial<FileOptions> = {}): FileAnswer => verifyFile(bytes, { ...options, ...change }, nodePrimitives);
const ofPdf = ({ signatures }: FileAnswer) => signatures.filter(({ role }) => role === null);

/** The part of the identifier that stays the same through every revision. */
const fileId = (bytes: Uint8Array): string => pdf.pdfText(unwrap(pdf.readPdf(bytes, inflate)).array(unwrap(pdf.readPdf(bytes, inflate)).trailer.entries.get('ID'))[0]!);

beforeAll(async () => {
  trial = await openTrialPki(testClock('2024-06-03T08:00:00+07:00'), [SCHOOL]);
  school = testSchool(SCHOOL, trial);
  packet = await school.issue(1);
  printed = await print(packet);
  sealed = await sign(printed, school.own.orgSignature);
  const registered = [
    entry('homeroomTeacher', 'GV0017', school.own.homeroomTeacher.certificates[0]!, ['4A2']), entry('schoolHead', 'GV0001', school.own.schoolHead.certificates[0]!), entry('orgSignature', SCHOOL, school.own.orgSignature.certificates[0]!),
  ].map((one): RegisteredSigner => ({ ...one, schoolCode: SCHOOL }) as RegisteredSigner);
  options = { trust: await trial.trust(), at: unwrap(Instant.parse('2024-06-03T09:00:00+07:00')), schema: 'hbs-1', cryptoOnly: false, registered };
});
afterAll(() => trial.tsa.stop());

describe('a printed học bạ', () => {
  test('unsigned: the packet is judged, the pages prove nothing', () => {
    const answer = verify(printed);
    expect(answer).toMatchObject({ verdict: 'TOTAL-PASSED', kind: 'pdf', errors: [] });
    expect(ofPdf(answer)).toEqual([]);
    expect(answer.notes.at(-1)).toContain('không được ký');
  });
  test('sealed by the school: packet and pages are judged and agree', () => {
    const answer = verify(sealed);
    expect(answer).toMatchObject({ verdict: 'TOTAL-PASSED', subIndication: null, kind: 'pdf', errors: [] });
    expect(answer.signatures.map(({ role }) => role)).toEqual(['GVCN', 'CBQL', 'KY_PHAT_HANH', null]);
    expect(ofPdf(answer)[0]).toMatchObject({ verdict: 'TOTAL-PASSED', level: 'B-T', algorithm: 'rsa-sha256', bestSignatureTime: '2024-06-03T08:00:00+07:00', covers: [expect.stringMatching(/^ByteRange 0 \d+ \d+ \d+$/)] });
    expect(answer.notes.at(-1)).toContain('trong phạm vi chữ ký số của tệp PDF');
    expect(answer.record).toMatchObject({ pupil: { fullName: packet.record.pupil.fullName } });
  });
  test('the province may seal it too, when the caller trusts its certificate', async () => {
    const byProvince = await sign(printed, trial.pki.signer('so'));
    expect(verify(byProvince)).toMatchObject({ verdict: 'INDETERMINATE', errors: [{ code: 'HBS-308', where: 'PDF ChuKy1' }] });
    expect(verify(byProvince, { trust: { ...options.trust, anchors: [...options.trust.anchors, trial.provinceSeal] } })).toMatchObject({ verdict: 'TOTAL-PASSED' });
  });
  test('of several years: each packet is judged, and one bad one spoils the file', async () => {
    const schoolYear = '2022-2023' as SignedPacket['record']['schoolYear'];
    const earlier = await school.issue(1, { schoolYear, assessment: assessmentOf(3), yearEnd: { overallResult: 'HT', gradeCompleted: true, primaryCompleted: false, promoted: true }, createdOn: '2023-05-31' as SignedPacket['record']['createdOn'], history: packet.record.history.map((row) => ({ ...row, schoolYear, entryDate: '2022-09-05' as SignedPacket['record']['createdOn'] })), versionId: 'b3d1e0c47b2f4e59b8c60d9f1e2a7b34' as SignedPacket['record']['versionId'] });
    const trusted = { trust: { ...options.trust, anchors: [...options.trust.anchors, trial.provinceSeal] } };
    const both = verify(await sign(await print(earlier, packet), trial.pki.signer('so')), trusted);
    expect(both.packets).toHaveLength(2);
    expect(both.errors).toEqual([]);
    expect(both).toMatchObject({ verdict: 'TOTAL-PASSED' });
    const altered = { ...earlier, bytes: new Uint8Array(Buffer.from(Buffer.from(earlier.bytes).toString('utf8').replace(/<HO_TEN>[^<]*/, '<HO_TEN>Người Khác'))) };
    expect(verify(await sign(await print(altered, packet), trial.pki.signer('so')), trusted)).toMatchObject({ verdict: 'TOTAL-FAILED' });
  });
  test('several records merged into one file: every packet is found and judged', async () => {
    const second = await school.issue(2), chunks: Uint8Array[] = [];
    for await (const chunk of mergePdfs([printed, await print(second)], 'Học bạ')) chunks.push(chunk);
    const answer = verify(concatBytes(...chunks));
    expect(answer).toMatchObject({ verdict: 'TOTAL-PASSED', kind: 'pdf', errors: [] });
    expect(answer.packets).toEqual([item.sha256(packet), item.sha256(second)]);
  });
  test('a genuine packet on pages somebody else signed', async () => {
    const answer = verify(await sign(printed, school.own.homeroomTeacher));
    expect(answer).toMatchObject({ verdict: 'INDETERMINATE', errors: [{ code: 'HBS-308' }] });
    expect(ofPdf(answer)[0]).toMatchObject({ verdict: 'INDETERMINATE' });
    expect(answer.notes.at(-1)).toContain('chưa đủ để tin');
  });
  test('sealed pages around an altered packet fail', async () => {
    const altered = { ...packet, bytes: new Uint8Array(Buffer.from(Buffer.from(packet.bytes).toString('utf8').replace(/<HO_TEN>[^<]*/, '<HO_TEN>Người Khác'))) };
    expect(verify(await sign(await print(altered), school.own.orgSignature))).toMatchObject({ verdict: 'TOTAL-FAILED' });
  });
  test('a genuine packet in changed pages fails, and its record is not shown', () => {
    const changed = append(sealed, { [Number(/\/Contents (\d+) 0 R/.exec(Buffer.from(sealed).toString('latin1'))![1])]: stream('') });
    const answer = verify(changed);
    expect(answer).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE', errors: [{ code: 'HBS-302' }] });
    expect(answer.record).toBeUndefined();
    expect(ofPdf(answer)[0]).toMatchObject({ verdict: 'TOTAL-FAILED', covers: [] });
  });
  test('a signature that was taken out again leaves no unsigned file', () => {
    const rootNumber = Number(/\/Root (\d+) 0 R/.exec(Buffer.from(sealed).toString('latin1'))![1]);
    expect(verify(append(sealed, { [rootNumber]: bodyOf(sealed, rootNumber).replace(/\/AcroForm \d+ 0 R/, '') }))).toMatchObject({ verdict: 'TOTAL-FAILED', errors: [{ code: 'HBS-309' }] });
  });
  test('crypto-only: intact or broken, each signature for itself, without trust', () => {
    const bare = { trust: { anchors: [], intermediates: [], crls: [], ocsps: [] }, cryptoOnly: true };
    expect(verify(sealed, bare).signatures.map(({ verdict }) => verdict)).toEqual(['TOTAL-PASSED', 'TOTAL-PASSED', 'TOTAL-PASSED', 'TOTAL-PASSED']);
    const broken = verify(flipped(sealed, 200), bare);
    expect(broken).toMatchObject({ verdict: 'TOTAL-FAILED' });
    expect(verify(append(sealed, { 4: 'null' }), bare)).toMatchObject({ verdict: 'TOTAL-FAILED' });
  });
  test('stays PDF/A-3 in form, with its evidence inside, for other readers too', async () => {
    const trust = await trial.trust();
    const lasting = unwrap(addValidationData(sealed, { evidence: { certificates: [...trust.anchors, ...trust.intermediates], crls: trust.crls, ocsps: [] }, anchors: trust.anchors, at: options.at, primitives: nodePrimitives }));
    expect(ofPdf(verify(lasting))[0]).toMatchObject({ verdict: 'TOTAL-PASSED', level: 'B-LT' });
    expect(Buffer.from(lasting.subarray(0, printed.length)).equals(Buffer.from(printed))).toBe(true);
    const plain = askAbout(lasting, 'qpdf', '--check');
    expect(plain).toContain('No syntax or stream encoding errors');
    const objects = Buffer.from(lasting.subarray(printed.length)).toString('latin1');
    // What PDF/A-3 asks of an update: identifier kept, annotation printable and of no size, nothing the viewer makes up.
    expect(fileId(lasting)).toBe(fileId(printed));
    expect(objects).toMatch(/\/F 132\/Rect\[0 0 0 0\]/);
    expect(objects).not.toMatch(/NeedAppearances|\/AA|\/JavaScript/);
    if (hasPdfsig) expect(askAbout(lasting, 'pdfsig', '-nocert')).toContain('Signature is Valid');
  });
});

describe('any PDF', () => {
  test('signed, without a packet: under the general policy by its signature alone, as a học bạ undecided', async () => {
    const foreign = await sign(makePdf(), trial.pki.signer('so'));
    expect(verify(foreign, { schema: 'none' })).toMatchObject({ verdict: 'TOTAL-PASSED', kind: 'pdf', signatures: [{ role: null, level: 'B-T' }], errors: [] });
    expect(verify(foreign)).toMatchObject({ verdict: 'INDETERMINATE', errors: [{ code: 'HBS-301' }] });
    expect(verify(foreign, { cryptoOnly: true })).toMatchObject({ verdict: 'TOTAL-PASSED' });
    expect(verify(append(foreign, { 5: PLAIN[5]!.replace('Helvetica', 'Symbol') }), { schema: 'none' })).toMatchObject({ verdict: 'TOTAL-FAILED', errors: [{ code: 'HBS-302' }] });
  });
  test.each([['tables', makePdf], ['cross-reference and object streams', makePackedPdf]] as const)('nothing signed, with %s', (_, make) => {
    expect(verify(make())).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE', signatures: [], errors: [{ code: 'HBS-301' }] });
  });
  test('with as many attachments as a class has packets and confirmations', () => {
    const many = Array.from({ length: 350 }, (_, i) => i), objects = Object.fromEntries(many.flatMap((i) => [[10 + 2 * i, `<</Type/Filespec/F(${i}.xml)/UF(${i}.xml)/EF<</F ${11 + 2 * i} 0 R>>>>`], [11 + 2 * i, stream('<a/>', '/Type/EmbeddedFile')]]));
    const tree = `<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[${many.map((i) => `(${i}.xml) ${10 + 2 * i} 0 R`).join(' ')}]>>>>>>`;
    expect(unwrap(readAttachments(makePdf({ ...PLAIN, ...objects, 1: tree })))).toHaveLength(350);
  });
  const NAMED = '<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 10 0 R>>>>';
  /** Eight levels of nodes that lead to the next one forty times: 40⁸ ways to an empty leaf. */
  const fan = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [10 + i, `<</Kids[${`${11 + i} 0 R `.repeat(40)}]>>`]));
  test.each<[string, string, PdfObjects]>([
    ['names that fan out without end', 'name tree with a node twice', { ...fan, 18: '<</Names[]>>' }], ['names in a circle', 'name tree with a node twice', { 10: '<</Kids[11 0 R]>>', 11: '<</Kids[11 0 R]>>' }],
    ['one stream under many names', 'two attachments with one object', { 10: '<</Names[(a)6 0 R(b)8 0 R]>>', 8: '<</Type/Filespec/F(b)/UF(b)/EF<</F 7 0 R>>>>' }], ['two files of one name', 'two attachments with one name', { 10: '<</Names[(a)6 0 R(b)8 0 R]>>', 8: PLAIN[6]!.replace('7 0 R', '9 0 R'), 9: stream('khác') }],
  ])('refused at once: %s', (_, reason, objects) => {
    expect(readAttachments(makePdf({ ...PLAIN, 1: NAMED, ...objects }))).toEqual({ ok: false, error: reason });
  });
  test('one that cannot be read', () => expect(verify(makePdf().subarray(0, 300))).toMatchObject({ verdict: 'TOTAL-FAILED', errors: [{ code: 'HBS-201' }] }));
});
