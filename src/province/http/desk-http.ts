import { fromTimestamptz, toTimestamptz } from '#database';
import { provinceDesk, type RefusalView } from '#contract';
import { calendarOf, describe, type Refusal, refusal, type SchoolCode, SchoolYear } from '#domain';
import { schoolIdOf } from '#identity';
import { serveRoute, sessionHttp } from '#identity/http';
import { compareCodes, err, Instant, ok, type Result, toBase64, toHex, unwrap } from '#kernel';
import { readPacket } from '#packet';
import { displayName, isTestCertificate, parseCertificate } from '#signature';
import { bindingOfSigners, verifyPacket } from '#verifier';
import { formatLogKey } from '#translog';
import { nodeLogPrimitives } from '#translog/node';
import { readXml } from '#xml';
import type { FastifyInstance } from 'fastify';
import { prepareUpward, type ReportingPorts } from '../reporting/upward.ts';
import type { ProvinceBackground } from '../background.ts';
import type { ProvinceContext } from '../registry/context.ts';
import { currentSchoolYear, standings } from '../postgres/board.ts';
import { type FoundPacket, listMessages, type MessageLine, searchPackets } from '../postgres/desk.ts';
import { approvedSigners, listSigners } from '../postgres/signers.ts';
import type { StoredReason } from '../postgres/tables.ts';
import { boardOf, schoolLine } from './board.ts';
import { differencesOf } from './differences.ts';

/** The rehearsal clock, where there is one: moved for every tier at once. */
export interface ClockPort { moveTo(at: Instant): Promise<Result<Instant, Refusal>> }
export interface ProvinceDeskServices { readonly context: ProvinceContext; readonly background: ProvinceBackground; readonly reporting: ReportingPorts; readonly clock?: ClockPort }

const READERS = { session: ['districtOfficer', 'provinceOfficer', 'provinceAdmin'] } as const;
const OFFICERS = { session: ['provinceOfficer', 'provinceAdmin'] } as const;
const ADMINS = { session: ['provinceAdmin'] } as const;
const PAGE = 50;

export const refusalView = (reason: StoredReason): RefusalView => ({ code: reason.code, publicCode: reason.code, message: reason.message, remedy: '', retryable: reason.retryable, ...(reason.where === undefined ? {} : { where: reason.where }) });

/** The desk of the province: progress, intake, originals, finality, reports, signers, log, rehearsal clock. */
export function provinceDeskHttp(app: FastifyInstance, { context, background, reporting, clock }: ProvinceDeskServices): void {
  const province = { province: true } as const;
  const now = () => context.clock.now();
  const yearNow = () => SchoolYear.on(Instant.toPlainDate(now()));
  const inProvince = context.database.inScope;
  const standing = () => ({ ...context.standing, now: Instant.toIso(now()) });
  sessionHttp(app, provinceDesk, () => standing());

  serveRoute(app, provinceDesk.board, READERS, () => inProvince(province, async (trx) => {
    const schoolYear = (await currentSchoolYear(trx)) ?? yearNow();
    return ok(boardOf(await standings(trx, schoolYear, now()), schoolYear, now(), standing()));
  }));
  serveRoute(app, provinceDesk.school, READERS, ({ params }) => inProvince(province, async (trx) => {
    const schoolYear = (await currentSchoolYear(trx)) ?? yearNow();
    const [school] = await standings(trx, schoolYear, now(), schoolIdOf(params.schoolCode as SchoolCode));
    if (!school) return err(refusal('upward/not-found'));
    const of = (...states: readonly string[]) => school.pupils.filter(({ state }) => states.includes(state)).map(({ pupilId, fullName, classroom, reason }) => ({ pupilId, fullName, classroom, reason }));
    const classes = [...Map.groupBy(school.pupils, ({ classroom }) => classroom)].sort(([a], [b]) => compareCodes(a, b)).map(([classroom, pupils]) => ({
      classroom, roster: pupils.length, admitted: pupils.filter(({ state }) => state === 'admitted' || state === 'finalized' || state === 'reported').length,
      finalized: pupils.filter(({ state }) => state === 'finalized' || state === 'reported').length, refused: pupils.filter(({ state }) => state === 'refused').length,
    }));
    return ok({ line: schoolLine(school, schoolYear, now()), missing: of('missing', 'withdrawn'), refused: of('refused'), classes });
  }));

  const messageLine = ({ row, state, counts }: MessageLine) => ({
    messageId: row.message_id, kind: row.kind, schoolCode: row.code, schoolName: row.name, classroom: row.classroom, wave: row.wave as 1 | 2 | null, receivedAt: Instant.toIso(fromTimestamptz(row.received_at)), state, counts,
  });
  serveRoute(app, provinceDesk.batches, READERS, ({ query }) => inProvince(province, async (trx) => {
    const before = query.before === undefined ? undefined : Instant.parse(query.before);
    const page = await listMessages(trx, { ...(query.schoolCode ? { schoolId: schoolIdOf(query.schoolCode as SchoolCode) } : {}), ...(query.state ? { state: query.state } : {}), ...(before?.ok ? { before: toTimestamptz(before.value) } : {}) });
    return ok({ batches: page.lines.map(messageLine), next: page.next ? Instant.toIso(fromTimestamptz(page.next)) : null });
  }));
  serveRoute(app, provinceDesk.batch, READERS, ({ params }) => inProvince(province, async (trx) => {
    const school = await trx.selectFrom('message').select('school_id').where('message_id', '=', params.messageId).executeTakeFirst();
    const line = school && (await listMessages(trx, { schoolId: school.school_id })).lines.find(({ row }) => row.message_id === params.messageId);
    if (!line) return err(refusal('upward/not-found'));
    const items = await trx.selectFrom('message_item').selectAll().where('message_id', '=', params.messageId).orderBy('number').execute();
    return ok({
      ...messageLine(line), sha256: line.row.sha256, refusals: line.row.refusals.map(refusalView),
      items: items.map((item) => ({ index: item.number, action: item.action, versionId: item.version_id, pupilId: item.pupil_id, fullName: item.full_name, classroom: item.classroom, accepted: item.accepted, refusals: item.refusals.map(refusalView) })),
    });
  }));

  const packetLine = (packet: FoundPacket, schoolCode: string) => ({
    versionId: packet.version_id, versionNumber: packet.version_number, pupilId: packet.pupil_id, fullName: packet.full_name, schoolCode, schoolName: packet.school_name, classroom: packet.classroom, schoolYear: packet.school_year,
    state: packet.state, wave: packet.wave, effectiveDate: packet.effectiveDate,
  });
  serveRoute(app, provinceDesk.search, OFFICERS, ({ query }) => inProvince(province, async (trx) => {
    const found = await searchPackets(trx, { ...(query.q ? { q: query.q } : {}), ...(query.schoolCode ? { schoolId: schoolIdOf(query.schoolCode as SchoolCode) } : {}), ...(query.state ? { state: query.state } : {}) }, now());
    const codes = new Map((await trx.selectFrom('school_unit').select(['school_id', 'code']).execute()).map((row) => [row.school_id, row.code]));
    const from = /^\d{1,6}$/.test(query.before ?? '') ? Number(query.before) : 0;
    return ok({ packets: found.slice(from, from + PAGE).map((packet) => packetLine(packet, codes.get(packet.school_id) ?? '')), total: found.length, next: found.length > from + PAGE ? String(from + PAGE) : null });
  }));
  serveRoute(app, provinceDesk.history, OFFICERS, async ({ params }) => {
    const trust = await context.trust();
    return inProvince(province, async (trx) => {
      const [found] = await searchPackets(trx, { versionId: params.versionId }, now());
      if (!found) return err(refusal('upward/not-found'));
      const versions = await searchPackets(trx, { pupil: { schoolId: found.school_id, pupilId: found.pupil_id, schoolYear: found.school_year } }, now());
      const school = await trx.selectFrom('school_unit').select(['code', 'name']).where('school_id', '=', found.school_id).executeTakeFirst();
      const rows = await trx.selectFrom('packet').select(['version_id', 'bytes', 'message_id', 'sha256']).where('version_id', 'in', versions.map((one) => one.version_id)).execute();
      const byVersion = new Map(rows.map((row) => [row.version_id, row]));
      const hocBaOf = (versionId: string) => unwrap(readPacket(unwrap(readXml(new Uint8Array(byVersion.get(versionId)!.bytes)))));
      const events = await trx.selectFrom('registry_event').leftJoin('log_leaf', 'log_leaf.event_id', 'registry_event.event_id').select(['registry_event.version_id', 'registry_event.kind', 'registry_event.at', 'registry_event.reason', 'registry_event.detail', 'log_leaf.leaf_index'])
        .where('registry_event.version_id', 'in', versions.map((one) => one.version_id)).orderBy('registry_event.at').execute();
      const judged = verifyPacket({ bytes: new Uint8Array(byVersion.get(found.version_id)!.bytes), trust, at: now(), binding: bindingOfSigners(await approvedSigners(trx, found.school_id)) }, context.primitives);
      const code = school?.code ?? '';
      return ok({
        current: packetLine(found, code), sha256: found.sha256, versions: versions.map((one) => packetLine(one, code)),
        events: events.map((event) => ({
          at: Instant.toIso(fromTimestamptz(event.at)), what: EVENT_WORDS[event.kind], who: event.kind === 'finalized' || event.kind === 'reported' ? context.name : (school?.name ?? ''), versionId: event.version_id,
          digest: byVersion.get(event.version_id)?.sha256 ?? null, receiptMessageId: event.kind === 'admitted' ? (byVersion.get(event.version_id)?.message_id ?? null) : null, leafIndex: event.leaf_index,
          ...(event.kind === 'replaced' && event.detail && byVersion.has(event.detail) ? { differences: [...differencesOf(hocBaOf(event.version_id), hocBaOf(event.detail))] } : {}), ...(event.reason ? { reason: event.reason } : {}),
        })),
        signatures: judged.signatures.map((signature) => ({
          role: signature.role, signer: signature.certificate ? displayName(signature.certificate.subject) : '', verdict: signature.verdict, sentence: signature.verdict === 'TOTAL-PASSED' ? 'Chữ ký hợp lệ' : describeFirst(judged.refusals),
          signedAt: signature.provenTime ? Instant.toIso(signature.provenTime) : signature.signingTime ? Instant.toIso(signature.signingTime) : null, testOnly: signature.certificate ? isTestCertificate(signature.certificate) : false,
        })),
      });
    });
  });

  const signersAnswer = () => inProvince(province, async (trx) => ({
    signers: (await listSigners(trx)).map((row) => ({
      signerId: row.signer_id, schoolCode: row.code, schoolName: row.name, staffId: row.staff_id, fullName: row.full_name, role: row.role, classrooms: row.classrooms, ...certificateFacts(new Uint8Array(row.certificate)),
      certificateSha256: row.certificate_sha256, validFrom: row.valid_from, validTo: row.valid_until, state: row.approved === null ? 'waiting' as const : row.approved ? 'approved' as const : 'refused' as const,
    })),
  }));
  serveRoute(app, provinceDesk.signers, OFFICERS, async () => ok(await signersAnswer()));
  serveRoute(app, provinceDesk.approveSigners, OFFICERS, async ({ body, session }) => {
    await inProvince(province, async (trx) => {
      const rows = await trx.selectFrom('signer').select(['school_id', 'signer_id']).where('signer_id', 'in', body.signerIds).execute();
      if (rows.length === 0) return;
      await trx.insertInto('signer_decision').values(rows.map((row) => ({ school_id: row.school_id, signer_id: row.signer_id, approved: body.approve, reason: body.reason ?? null, decided_by: session.fullName, decided_at: toTimestamptz(now()) }))).onConflict((conflict) => conflict.doNothing()).execute();
    });
    return ok(await signersAnswer());
  });

  serveRoute(app, provinceDesk.finality, READERS, () => inProvince(province, async (trx) => {
    const schoolYear = (await currentSchoolYear(trx)) ?? yearNow();
    const packets = await searchPackets(trx, {}, now());
    const confirmed = new Set((await trx.selectFrom('confirmation').select('version_id').where('event', '=', 'finalized').execute()).map((row) => row.version_id));
    return ok({ waves: ([1, 2] as const).map((number) => {
      const { cutOff, effectiveDate } = calendarOf(schoolYear).waves[number];
      const own = packets.filter((packet) => packet.wave === number && packet.school_year === schoolYear);
      const admitted = own.filter(({ state }) => state === 'admitted').length, finalized = own.filter(({ state }) => state === 'finalized' || state === 'reported').length;
      const passed = now() >= cutOff;
      return { wave: number, cutOff: Instant.toIso(cutOff), effectiveDate: effectiveDate as string, passed, admitted, finalized, confirmationsWritten: own.filter((packet) => confirmed.has(packet.version_id)).length,
        sentence: passed ? `Đã chốt ${finalized} học bạ; không ai sửa được nữa.` : `${admitted} học bạ đã tiếp nhận sẽ tự chốt khi hết hạn.` };
    }) });
  }));

  const batchesAnswer = () => inProvince(province, (trx) => trx.selectFrom('upward_batch').leftJoin('upward_receipt', 'upward_receipt.message_id', 'upward_batch.message_id').leftJoin('upward_result', 'upward_result.message_id', 'upward_batch.message_id')
    .select(['upward_batch.message_id', 'wave', 'record_count', 'created_at', 'upward_receipt.message_id as received', 'accepted', 'answered_at', 'refusals']).orderBy('created_at').execute()).then((rows) => rows.map((row) => ({
    messageId: row.message_id, wave: row.wave as 1 | 2, state: row.accepted === null ? (row.received === null ? 'queued' as const : 'sent' as const) : row.accepted ? 'acknowledged' as const : 'refused' as const, records: row.record_count,
    createdAt: Instant.toIso(fromTimestamptz(row.created_at)), acknowledgedAt: row.answered_at ? Instant.toIso(fromTimestamptz(row.answered_at)) : null, refusals: (row.refusals ?? []).map(refusalView),
  })));
  serveRoute(app, provinceDesk.upward, READERS, async () => {
    const batches = await batchesAnswer();
    const packets = await inProvince(province, (trx) => searchPackets(trx, {}, now()));
    return ok({ batches, reconciliation: ([1, 2] as const).map((number) => {
      const finalized = packets.filter(({ wave, state }) => wave === number && (state === 'finalized' || state === 'reported')).length;
      const schoolsSubmitted = packets.filter(({ wave, state }) => wave === number && state !== 'withdrawn' && state !== 'replaced').length;
      const acknowledged = packets.filter(({ wave, state }) => wave === number && state === 'reported').length;
      const waiting = batches.filter((batch) => batch.wave === number && (batch.state === 'queued' || batch.state === 'sent')).reduce((total, { records }) => total + records, 0);
      const sent = acknowledged + waiting;
      const agrees = schoolsSubmitted === finalized && finalized === sent && sent === acknowledged;
      return { wave: number, schoolsSubmitted, finalized, sent, acknowledged, agrees, sentence: agrees ? 'Khớp: số trường nộp, Sở chốt, đã gửi và Bộ xác nhận bằng nhau.' : finalized > sent ? `Còn ${finalized - sent} học bạ đã chốt chưa gửi Bộ.` : 'Chưa khớp: chờ chốt hoặc chờ Bộ xác nhận.' };
    }) });
  });
  serveRoute(app, provinceDesk.reportUpward, OFFICERS, async ({ body }) => {
    await background.settle();
    const schoolYear = (await inProvince(province, currentSchoolYear)) ?? yearNow();
    const packed = await prepareUpward(context, reporting, schoolYear, body.wave);
    if (!packed.ok) return packed;
    await background.settle();
    return ok({ batches: await batchesAnswer() });
  });

  serveRoute(app, provinceDesk.log, READERS, () => inProvince(province, async (trx) => {
    const checkpoint = await trx.selectFrom('log_checkpoint').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
    const latest = await trx.selectFrom('log_leaf').select(['leaf_index', 'leaf_hash', 'at']).orderBy('leaf_index', 'desc').limit(20).execute();
    return ok({
      origin: context.logSigner.key.name, size: checkpoint?.size ?? 0, rootHash: checkpoint ? toHex(checkpoint.root) : '', checkpoint: checkpoint?.note ?? '', publicKey: formatLogKey(context.logSigner.key, nodeLogPrimitives),
      latest: latest.map((leaf) => ({ index: leaf.leaf_index, leafHash: toBase64(leaf.leaf_hash), at: Instant.toIso(fromTimestamptz(leaf.at)) })),
    });
  }));
  serveRoute(app, provinceDesk.clock, READERS, () => ok({ now: Instant.toIso(now()), virtual: clock !== undefined }));
  serveRoute(app, provinceDesk.moveClock, ADMINS, async ({ body }) => {
    if (clock === undefined) return err(refusal('system/clock-real'));
    const to = Instant.parse(body.to);
    if (!to.ok) return err(refusal('transport/input-invalid', { field: 'to', problem: 'phải là thời điểm có múi giờ' }));
    const moved = await clock.moveTo(to.value);
    if (!moved.ok) return moved;
    await background.settle();
    return ok({ now: Instant.toIso(now()), virtual: clock !== undefined });
  });
}

const EVENT_WORDS = { admitted: 'Sở tiếp nhận', withdrawn: 'Trường thu hồi', replaced: 'Được thay bằng bản mới', finalized: 'Chốt: có hiệu lực, không ai sửa được nữa', reported: 'Bộ xác nhận đã nhận' } as const;
const describeFirst = (refusals: readonly Refusal[]): string => (refusals[0] ? describe(refusals[0]).message : 'Chữ ký hợp lệ');

function certificateFacts(der: Uint8Array): { readonly certificateSubject: string; readonly testOnly: boolean } {
  const certificate = parseCertificate(der);
  return certificate.ok ? { certificateSubject: displayName(certificate.value.subject), testOnly: isTestCertificate(certificate.value) } : { certificateSubject: 'không đọc được', testOnly: false };
}
