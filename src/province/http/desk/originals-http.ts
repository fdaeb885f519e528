import { fromTimestamptz } from '#database';
import { provinceDesk } from '#contract';
import { calendarOf, describe, type Refusal, refusal, type SchoolCode, type SchoolYear } from '#domain';
import { schoolIdOf } from '#identity';
import { serveRoute } from '#identity/http';
import { err, Instant, ok, unwrap } from '#kernel';
import { readPacket } from '#packet';
import { displayName, isTestCertificate } from '#signature';
import { bindingOfSigners, verifyPacket } from '#verifier';
import { readXml } from '#xml';
import type { FastifyInstance } from 'fastify';
import { findVersion, type FoundPacket, searchPackets, versionsOfPupil } from '../../postgres/packets.ts';
import { approvedSigners } from '../../postgres/signers.ts';
import { differencesOf } from './differences.ts';
import { type DeskFloor, OFFICERS } from './floor.ts';

const PAGE = 50;

/** SO-3: the originals, found and told from their first day. */
export function originalsHttp(app: FastifyInstance, { context, inProvince, now }: DeskFloor): void {
  const packetLine = (packet: FoundPacket, schoolCode: string) => ({
    versionId: packet.version_id,
    versionNumber: packet.version_number,
    pupilId: packet.pupil_id,
    fullName: packet.full_name,
    schoolCode,
    schoolName: packet.school_name,
    classroom: packet.classroom,
    schoolYear: packet.school_year,
    state: packet.state,
    wave: packet.wave,
    effectiveDate: packet.effectiveDate,
  });
  serveRoute(app, provinceDesk.search, OFFICERS, ({ query }) =>
    inProvince(async (trx) => {
      const from = /^\d{1,6}$/.test(query.before ?? '') ? Number(query.before) : 0;
      const { packets, total } = await searchPackets(
        trx,
        {
          from,
          limit: PAGE,
          ...(query.q ? { q: query.q } : {}),
          ...(query.schoolCode ? { schoolId: schoolIdOf(query.schoolCode as SchoolCode) } : {}),
          ...(query.state ? { state: query.state } : {}),
        },
        now(),
      );
      const codes = new Map(
        (await trx.selectFrom('school_unit').select(['school_id', 'code']).execute()).map((row) => [row.school_id, row.code]),
      );
      return ok({
        packets: packets.map((packet) => packetLine(packet, codes.get(packet.school_id) ?? '')),
        total,
        next: total > from + PAGE ? String(from + PAGE) : null,
      });
    }),
  );
  serveRoute(app, provinceDesk.history, OFFICERS, async ({ params }) => {
    const trust = await context.trust();
    return inProvince(async (trx) => {
      const found = await findVersion(trx, params.versionId, now());
      if (!found) return err(refusal('upward/not-found'));
      const versions = await versionsOfPupil(
        trx,
        { schoolId: found.school_id, pupilId: found.pupil_id, schoolYear: found.school_year },
        now(),
      );
      const school = await trx
        .selectFrom('school_unit')
        .select(['code', 'name'])
        .where('school_id', '=', found.school_id)
        .executeTakeFirst();
      const rows = await trx
        .selectFrom('packet')
        .select(['version_id', 'bytes', 'message_id', 'sha256', 'received_at'])
        .where(
          'version_id',
          'in',
          versions.map((one) => one.version_id),
        )
        .execute();
      const byVersion = new Map(rows.map((row) => [row.version_id, row]));
      const hocBaOf = (versionId: string) => unwrap(readPacket(unwrap(readXml(new Uint8Array(byVersion.get(versionId)!.bytes)))));
      const events = await trx
        .selectFrom('registry_event')
        .leftJoin('log_leaf', 'log_leaf.event_id', 'registry_event.event_id')
        .select([
          'registry_event.version_id',
          'registry_event.kind',
          'registry_event.at',
          'registry_event.reason',
          'registry_event.detail',
          'log_leaf.leaf_index',
        ])
        .where(
          'registry_event.version_id',
          'in',
          versions.map((one) => one.version_id),
        )
        .orderBy('registry_event.at')
        .execute();
      const judged = verifyPacket(
        {
          bytes: new Uint8Array(byVersion.get(found.version_id)!.bytes),
          trust,
          at: now(),
          binding: bindingOfSigners(await approvedSigners(trx, found.school_id)),
        },
        context.primitives,
      );
      const code = school?.code ?? '';
      const isLate = (versionId: string) =>
        fromTimestamptz(byVersion.get(versionId)!.received_at) >= calendarOf(found.school_year as SchoolYear).waves[found.wave].cutOff;
      return ok({
        current: packetLine(found, code),
        sha256: found.sha256,
        versions: versions.map((one) => packetLine(one, code)),
        events: events.map((event) => ({
          at: Instant.toIso(fromTimestamptz(event.at)),
          what: event.kind === 'admitted' && isLate(event.version_id) ? LATE_ADMISSION : EVENT_WORDS[event.kind],
          who: event.kind === 'finalized' || event.kind === 'reported' ? context.name : (school?.name ?? ''),
          versionId: event.version_id,
          digest: byVersion.get(event.version_id)?.sha256 ?? null,
          receiptMessageId: event.kind === 'admitted' ? (byVersion.get(event.version_id)?.message_id ?? null) : null,
          leafIndex: event.leaf_index,
          ...(event.kind === 'replaced' && event.detail && byVersion.has(event.detail)
            ? { differences: [...differencesOf(hocBaOf(event.version_id), hocBaOf(event.detail))] }
            : {}),
          ...(event.reason ? { reason: event.reason } : {}),
        })),
        signatures: judged.signatures.map((signature) => ({
          role: signature.role,
          signer: signature.certificate ? displayName(signature.certificate.subject) : '',
          verdict: signature.verdict,
          sentence: signature.verdict === 'TOTAL-PASSED' ? 'Chữ ký hợp lệ' : describeFirst(judged.refusals),
          signedAt: signature.provenTime
            ? Instant.toIso(signature.provenTime)
            : signature.signingTime
              ? Instant.toIso(signature.signingTime)
              : null,
          testOnly: signature.certificate ? isTestCertificate(signature.certificate) : false,
        })),
      });
    });
  });
}

const EVENT_WORDS = {
  admitted: 'Sở tiếp nhận',
  withdrawn: 'Trường thu hồi',
  replaced: 'Được thay bằng bản mới',
  finalized: 'Chốt: có hiệu lực, không ai sửa được nữa',
  reported: 'Bộ xác nhận đã nhận',
} as const;
const LATE_ADMISSION = 'Sở tiếp nhận, nộp muộn theo quyết định của Sở';
const describeFirst = (refusals: readonly Refusal[]): string => (refusals[0] ? describe(refusals[0]).message : 'Chữ ký hợp lệ');
