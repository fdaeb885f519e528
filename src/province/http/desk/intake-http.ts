import { fromTimestamptz, toTimestamptz } from '#database';
import { provinceDesk } from '#contract';
import { refusal, type SchoolCode } from '#domain';
import { schoolIdOf } from '#identity';
import { serveRoute } from '#identity/http';
import { err, Instant, ok } from '#kernel';
import type { FastifyInstance } from 'fastify';
import { listMessages, type MessageLine } from '../../postgres/messages.ts';
import { type DeskFloor, READERS, refusalView } from './floor.ts';

/** SO-2: what schools sent and what the gateway answered. */
export function intakeHttp(app: FastifyInstance, { inProvince, schoolsOf }: DeskFloor): void {
  const messageLine = ({ row, state, counts }: MessageLine) => ({
    messageId: row.message_id,
    kind: row.kind,
    schoolCode: row.code,
    schoolName: row.name,
    classroom: row.classroom,
    wave: row.wave as 1 | 2 | null,
    receivedAt: Instant.toIso(fromTimestamptz(row.received_at)),
    state,
    counts,
  });
  serveRoute(app, provinceDesk.batches, READERS, ({ query, session }) =>
    inProvince(async (trx) => {
      const schools = await schoolsOf(trx, session);
      const before = query.before === undefined ? undefined : Instant.parse(query.before);
      const page = await listMessages(trx, {
        ...(schools && { schools }),
        ...(query.schoolCode ? { schoolId: schoolIdOf(query.schoolCode as SchoolCode) } : {}),
        ...(query.state ? { state: query.state } : {}),
        ...(before?.ok ? { before: toTimestamptz(before.value) } : {}),
      });
      return ok({ batches: page.lines.map(messageLine), next: page.next ? Instant.toIso(fromTimestamptz(page.next)) : null });
    }),
  );
  serveRoute(app, provinceDesk.batch, READERS, ({ params, session }) =>
    inProvince(async (trx) => {
      const schools = await schoolsOf(trx, session);
      const [line] = (await listMessages(trx, { messageId: params.messageId, ...(schools && { schools }) })).lines;
      if (!line) return err(refusal('upward/not-found'));
      const items = await trx.selectFrom('message_item').selectAll().where('message_id', '=', params.messageId).orderBy('number').execute();
      return ok({
        ...messageLine(line),
        sha256: line.row.sha256,
        refusals: line.row.refusals.map(refusalView),
        items: items.map((item) => ({
          index: item.number,
          action: item.action,
          versionId: item.version_id,
          pupilId: item.pupil_id,
          fullName: item.full_name,
          classroom: item.classroom,
          accepted: item.accepted,
          refusals: item.refusals.map(refusalView),
        })),
      });
    }),
  );
}
