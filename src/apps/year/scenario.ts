import { createHash, randomUUID } from 'node:crypto';
import { provinceDesk, schoolDesk } from '#contract';
import { Instant, unwrap } from '#kernel';
import { requestTimestamp } from '#signature/remote';
import { acceptComputed, exchange, importFiles, openDesks, prepareProvince, type SchoolDesks, signAll, submitAll } from '../demo/fill.ts';
import { isSupplementary } from '../demo/samples.ts';
import type { System } from '../demo/system.ts';
import { type Desk, DeskRefusal, logIn } from '../client/desk.ts';
import { makeBatch, sendBatch, signInto, type VendorItem, type VendorSchool } from './vendor.ts';

export interface YearLog {
  readonly refusals: { readonly code: string; readonly message: string }[];
}
type Say = (at: Instant, sentence: string) => void;

const at = (text: string): Instant => unwrap(Instant.parse(`2024-${text}:00+07:00`));
const CORRECTED = 'Em đọc lưu loát, viết đúng chính tả, trình bày sạch đẹp.';

/** The pilot year of the sample schools, 27/5 to 26/8/2024, through the HTTP interfaces; each step told in a Vietnamese sentence. */
export async function runYear(system: System, say: Say): Promise<YearLog> {
  const now = () => system.clocks.province.now();
  const tell = (sentence: string) => say(now(), sentence);
  const refusals: { code: string; message: string }[] = [];
  const officer = await logIn(system.baseUrl, '/api/province/v1', 'so.tiepnhan', system.password);
  const provinceAdmin = await logIn(system.baseUrl, '/api/province/v1', 'so.quantri', system.password);
  const moveTo = async (text: string) => void (await provinceAdmin.call(provinceDesk.moveClock, { body: { to: Instant.toIso(at(text)) } }));
  const schools = await Promise.all(system.samples.map((sample) => openDesks(system, sample)));

  for (const school of schools) {
    const run = await importFiles(
      school,
      school.sample.files.filter((file) => !isSupplementary(file)),
    );
    tell(
      `${school.sample.name} nhập ${run.files.length} tệp Excel: ${run.counts.pupils} học sinh, ${run.counts.left} em đã chuyển đi, ${run.normalised.length} ô được chuẩn hoá cách viết.`,
    );
    const again = await importFiles(
      school,
      school.sample.files.filter((file) => !isSupplementary(file)),
    ).catch((error: unknown) => (error instanceof DeskRefusal ? error : Promise.reject(error)));
    if (!(again instanceof DeskRefusal))
      tell(`${school.sample.name} nhập lại đúng các tệp đó: ${again.counts.added} thêm, ${again.counts.changed} đổi.`);
  }
  await moveTo('05-28T08:00');
  await prepareProvince(system, schools, officer);
  tell('Các trường gửi danh sách học sinh và người ký; Sở duyệt người ký.');

  await moveTo('05-29T08:00');
  for (const school of schools) await signClasses(system, school, tell);
  await moveTo('05-31T09:00');
  refusals.push(...(await wrongRatingFromAnotherVendor(system, schools[0]!, tell)));

  await moveTo('06-03T08:00');
  for (const school of schools)
    tell(`${school.sample.name} nộp ${await submitAll(system, school, 1)} học bạ đợt 1; Sở tiếp nhận và cấp xác nhận.`);

  await moveTo('06-10T08:00');
  await withdrawAndSubmitAgain(system, schools[0]!, tell);
  await moveTo('06-12T08:00');
  refusals.push(...(await replaceOneAndReplayTheOld(system, schools.at(-1)!, tell)));

  await moveTo('06-27T08:00');
  for (const school of schools) {
    const { preparations } = await school.clerk.call(schoolDesk.submitQueue, {});
    if (preparations.find(({ kind }) => kind === 'supplementary')?.state === 'notNeeded') continue;
    const list = await school.clerk.call(schoolDesk.prepare, { body: { kind: 'supplementary' } });
    await exchange(system, school.sample);
    tell(`${school.sample.name} gửi danh sách ${list.counts.items} em đánh giá bổ sung.`);
  }

  await moveTo('07-01T08:00');
  await settle(system);
  tell('Qua 30/6: học bạ đợt 1 đã chốt, có hiệu lực từ 30/06/2024; Sở cấp xác nhận chốt.');
  refusals.push(...(await changeAfterFinality(system, schools[0]!, tell)));
  await moveTo('07-05T08:00');
  await reportUp(system, provinceAdmin, 1, tell);

  await moveTo('08-12T08:00');
  for (const school of schools) {
    const files = school.sample.files.filter(isSupplementary);
    if (files.length === 0) continue;
    const run = await importFiles(school, files);
    tell(`${school.sample.name} nhập kết quả đánh giá bổ sung trong hè: ${run.counts.supplementary} dòng.`);
    await signClasses(system, school, tell);
  }
  await moveTo('08-13T08:00');
  for (const school of schools) tell(`${school.sample.name} nộp ${await submitAll(system, school, 2)} học bạ đợt 2.`);
  await moveTo('08-16T08:00');
  await settle(system);
  tell('Qua 15/8: học bạ đợt 2 đã chốt, có hiệu lực từ 15/08/2024.');
  await moveTo('08-20T08:00');
  await reportUp(system, provinceAdmin, 2, tell);
  await moveTo('08-26T08:00');
  await settle(system);
  return { refusals };
}

async function settle(system: System): Promise<void> {
  await system.background.settle();
  for (const sample of system.samples) await exchange(system, sample);
}

/** Teachers accept what Điều 9 gives where their workbook says otherwise, then teacher, head and seal sign everything that is ready. */
async function signClasses(system: System, school: SchoolDesks, tell: (sentence: string) => void): Promise<void> {
  const { classes } = await school.admin.call(schoolDesk.overview, {});
  let accepted = 0;
  let signed = 0;
  for (const { classroom } of classes) {
    accepted += await acceptComputed(school, classroom);
    signed += await signAll(system, await school.teacher(classroom), 'homeroomTeacher');
  }
  const headed = await signAll(system, school.head, 'schoolHead');
  const issued = await signAll(system, school.clerk, 'orgSignature');
  tell(
    `${school.sample.name}: giáo viên xác nhận ${accepted} kết quả khác bảng, ký ${signed} học bạ; hiệu trưởng ký ${headed}; đóng dấu số ${issued}.`,
  );
}

/** One pupil's record is taken back, a remark corrected, signed again by all three and handed in again. */
async function withdrawAndSubmitAgain(system: System, school: SchoolDesks, tell: (sentence: string) => void): Promise<void> {
  const pupil = await firstAdmitted(school, 0);
  await school.head.call(schoolDesk.withdraw, {
    params: { pupilId: pupil.pupilId },
    body: { reason: 'Sửa nhận xét môn Tiếng Việt viết thiếu ý' },
  });
  await exchange(system, school.sample);
  tell(`${school.sample.name} thu hồi học bạ của ${pupil.fullName}.`);
  await correctSignSubmit(system, school, pupil);
  tell(`${school.sample.name} sửa, ký lại và nộp lại học bạ của ${pupil.fullName}.`);
}

async function replaceOneAndReplayTheOld(
  system: System,
  school: SchoolDesks,
  tell: (sentence: string) => void,
): Promise<YearLog['refusals']> {
  const pupil = await firstAdmitted(school, 1);
  const old = await issuedPacket(system, pupil.versionId!);
  await school.head.call(schoolDesk.replace, { params: { pupilId: pupil.pupilId }, body: { reason: 'Bổ sung nhận xét môn Tiếng Việt' } });
  await correctSignSubmit(system, school, pupil);
  tell(`${school.sample.name} nộp bản thay thế cho học bạ của ${pupil.fullName}; bản cũ được lưu và không còn hiệu lực.`);
  const refused = await sendAsVendor(system, school, 1, [
    { action: 'MOI', lookupCode: pupil.lookupCode!, versionId: pupil.versionId!, packet: old },
  ]);
  tell(
    `Có người gửi lại bản cũ của em ${pupil.fullName} trong thông điệp mới: Sở từ chối (${refused.map(({ code }) => code).join(', ')}).`,
  );
  return refused;
}

async function changeAfterFinality(system: System, school: SchoolDesks, tell: (sentence: string) => void): Promise<YearLog['refusals']> {
  const pupil = (await pupilsOf(school)).find(({ state }) => state === 'finalized' || state === 'reported')!;
  const refused = await sendAsVendor(system, school, 1, [
    { action: 'THU_HOI', lookupCode: pupil.lookupCode!, versionId: pupil.versionId!, reason: 'Thử thu hồi sau khi chốt' },
  ]);
  tell(`Trường thử thu hồi học bạ đã chốt của ${pupil.fullName}: Sở từ chối (${refused.map(({ code }) => code).join(', ')}).`);
  return refused;
}

/** Another vendor's program hands in a record whose rating does not follow from its cells, properly signed by all three. */
async function wrongRatingFromAnotherVendor(
  system: System,
  school: SchoolDesks,
  tell: (sentence: string) => void,
): Promise<YearLog['refusals']> {
  const pupil = (await pupilsOf(school)).find(({ state, computed }) => state === 'issued' && computed.result === 'HT')!;
  const issued = Buffer.from(await issuedPacket(system, pupil.versionId!)).toString('utf8');
  const versionId = randomUUID().replaceAll('-', '');
  const blank = issued
    .replace(/<ds:Signature .*?<\/ds:Signature>/gs, '')
    .replaceAll(pupil.versionId!, versionId)
    .replace('<KET_QUA_GIAO_DUC>HT<', '<KET_QUA_GIAO_DUC>HTXS<');
  const slot = (name: string, attribute: string) => new RegExp(`<${name} ${attribute}="[^"]*">`).exec(blank)![0];
  const staffId = (tag: string) => /"([^"]*)"/.exec(tag)![1]!;
  const [teacher, head, seal] = [slot('GVCN', 'MaCanBo'), slot('CBQL', 'MaCanBo'), slot('KY_PHAT_HANH', 'MaDonVi')];
  const signedAt = Instant.toIso(Instant.of(Math.floor(system.clocks.province.now() / 1000) * 1000));
  const keyOf = (who: string) => system.keys.pki.credential(`${school.sample.code}.${who}`);
  const byTeacher = await signInto(blank, teacher, {
    key: keyOf(staffId(teacher)),
    role: 'GVCN',
    signatureId: 'sig-gvcn',
    references: [{ id: 'thongtinhocba' }],
    signedAt,
  });
  const byHead = await signInto(byTeacher, head, {
    key: keyOf(staffId(head)),
    role: 'CBQL',
    signatureId: 'sig-cbql',
    references: [{ id: 'data' }],
    signedAt,
    stamp: stamper(system),
  });
  const bySeal = await signInto(byHead, seal, {
    key: keyOf('seal'),
    role: 'KY_PHAT_HANH',
    signatureId: 'sig-phathanh',
    references: [{ id: 'data' }, { id: 'sv-sig-cbql', type: 'http://uri.etsi.org/01903#CountersignedSignature' }],
    signedAt,
    stamp: stamper(system),
  });
  const refused = await sendAsVendor(system, school, 1, [
    { action: 'MOI', lookupCode: pupil.lookupCode!, versionId, packet: Buffer.from(bySeal) },
  ]);
  tell(
    `Phần mềm của nhà cung cấp khác nộp học bạ của ${pupil.fullName} với kết quả trái Điều 9: Sở từ chối (${refused.map(({ code }) => code).join(', ')}).`,
  );
  return refused;
}

const stamper = (system: System) => async (octets: Uint8Array) => unwrap(await requestTimestamp(system.tsaUrl, octets));

async function sendAsVendor(system: System, school: SchoolDesks, wave: 1 | 2, items: readonly VendorItem[]): Promise<YearLog['refusals']> {
  const { code } = school.sample;
  const vendor: VendorSchool = {
    code,
    provinceCode: '22',
    clientSecret: await system.clientSecret('province', code),
    seal: system.keys.pki.credential(`${code}.seal`),
  };
  const sentAt = Instant.toIso(Instant.of(Math.floor(system.clocks.province.now() / 1000) * 1000));
  const batch = await makeBatch(vendor, { sentAt, schoolYear: '2023-2024', wave }, items, stamper(system));
  const { refusals } = await sendBatch(system.baseUrl, vendor, batch);
  if (refusals.length === 0) throw new Error('the province took what it must refuse');
  return [...refusals];
}

async function reportUp(system: System, desk: Desk, wave: 1 | 2, tell: (sentence: string) => void): Promise<void> {
  await desk.call(provinceDesk.reportUpward, { body: { wave } });
  await system.background.settle();
  const { reconciliation } = await desk.call(provinceDesk.upward, {});
  const own = reconciliation.find((one) => one.wave === wave)!;
  tell(
    `Sở báo cáo Bộ đợt ${wave}: trường nộp ${own.schoolsSubmitted}, Sở chốt ${own.finalized}, đã gửi ${own.sent}, Bộ xác nhận ${own.acknowledged}. ${own.sentence}`,
  );
  if (!own.agrees) throw new Error('the counts of school, province and ministry do not agree');
}

type Pupil = Awaited<ReturnType<typeof pupilsOf>>[number];
/** Every pupil of a school, as its class pages show them. */
export async function pupilsOf(school: SchoolDesks) {
  const { classes } = await school.admin.call(schoolDesk.overview, {});
  const pages = [];
  for (const { classroom } of classes) pages.push(await school.admin.call(schoolDesk.classPage, { params: { classroom } }));
  return pages.flatMap((page) => page.pupils.map((pupil) => ({ ...pupil, classroom: page.classroom, grade: page.grade })));
}

async function firstAdmitted(school: SchoolDesks, skip: number): Promise<Pupil> {
  return (await pupilsOf(school)).filter(({ state, notAssessed }) => state === 'admitted' && !notAssessed)[skip]!;
}

async function correctSignSubmit(system: System, school: SchoolDesks, { pupilId, classroom }: Pupil): Promise<void> {
  const teacher = await school.teacher(classroom);
  const page = await teacher.call(schoolDesk.classPage, { params: { classroom } });
  const baseRevision = page.pupils.find((one) => one.pupilId === pupilId)!.cells['subject.TV.remark']?.revision ?? 0;
  const edited = await teacher.call(schoolDesk.editCells, {
    params: { classroom },
    body: { edits: [{ pupilId, key: 'subject.TV.remark', value: CORRECTED, baseRevision }] },
  });
  if (!edited.results.every(({ saved }) => saved)) throw new Error(`the correction was not saved: ${edited.results[0]?.refusal?.message}`);
  await signAll(system, teacher, 'homeroomTeacher');
  await signAll(system, school.head, 'schoolHead');
  await signAll(system, school.clerk, 'orgSignature');
  await submitAll(system, school, 1);
}

/** The exact octets the school has issued. */
async function issuedPacket(system: System, versionId: string): Promise<Uint8Array> {
  for (const sample of system.samples) {
    const found = await system.school.issuedPacket(sample.code, versionId);
    if (found) return found;
  }
  throw new Error(`no school has issued ${versionId}`);
}

export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
