import { fromTimestamptz } from '#database';
import { ministryDesk, ministryGateway } from '#contract';
import { refusal } from '#domain';
import { serveRoute, sessionHttp, tokenHttp } from '#identity/http';
import { err, Instant, ok } from '#kernel';
import type { FastifyInstance } from 'fastify';
import type { MinistryContext } from '../context.ts';
import { answerReports, receiveReport } from '../receive.ts';

const client = { client: true } as const;

/** What provinces speak to the ministry, and the desk that shows what arrived. */
export function ministryHttp(app: FastifyInstance, context: MinistryContext): void {
  const { kysely } = context.database;
  const standing = () => ({ ...context.standing, now: Instant.toIso(context.clock.now()) });
  tokenHttp(app, ministryGateway.token);
  serveRoute(app, ministryGateway.submitBatch, client, ({ client: { clientId }, raw }) => receiveReport(context, clientId, raw));
  serveRoute(app, ministryGateway.batchResult, client, async ({ client: { clientId }, params }, reply) => {
    // The store is the queue: whoever asks for an answer has it made if it is not there yet.
    await answerReports(context);
    const row = await kysely
      .selectFrom('report')
      .leftJoin('report_result', 'report_result.message_id', 'report.message_id')
      .select('report_result.result')
      .where('report.message_id', '=', params.messageId)
      .where('province_code', '=', clientId)
      .executeTakeFirst();
    if (!row) return err(refusal('gateway/message-not-found'));
    if (row.result) return ok(new Uint8Array(row.result));
    reply.header('retry-after', '1');
    return err(refusal('gateway/result-not-ready'));
  });
  sessionHttp(app, ministryDesk, standing);
  serveRoute(app, ministryDesk.overview, { session: ['ministryOfficer'] }, async () => {
    const reports = await kysely
      .selectFrom('report')
      .leftJoin('report_result', 'report_result.message_id', 'report.message_id')
      .select([
        'report.message_id',
        'province_code',
        'wave',
        'record_count',
        'received_at',
        'refusals',
        'report_result.message_id as answered',
      ])
      .orderBy('received_at', 'desc')
      .execute();
    const packets = await kysely.selectFrom('reported_packet').select(['province_code', 'wave']).execute();
    const provinces = context.provinces
      .map(({ code, name }) => {
        const own = packets.filter((packet) => packet.province_code === code);
        const last = reports.find((report) => report.province_code === code);
        return {
          code,
          name,
          wave1: own.filter(({ wave }) => wave === 1).length,
          wave2: own.filter(({ wave }) => wave === 2).length,
          records: own.length,
          lastReceivedAt: last ? Instant.toIso(fromTimestamptz(last.received_at)) : null,
        };
      })
      .filter(({ lastReceivedAt }) => lastReceivedAt !== null);
    return ok({
      sentence: provinces.length === 0 ? 'Chưa có Sở nào báo cáo.' : `Đã nhận ${packets.length} học bạ đã chốt từ ${provinces.length} Sở.`,
      provinces,
      standing: standing(),
      batches: reports.map((report) => ({
        messageId: report.message_id,
        province: report.province_code,
        wave: report.wave as 1 | 2,
        records: report.record_count,
        receivedAt: Instant.toIso(fromTimestamptz(report.received_at)),
        state: report.refusals.length > 0 ? ('refused' as const) : ('acknowledged' as const),
        refusals: report.refusals.map((reason) => ({
          code: reason.code,
          publicCode: reason.code,
          message: reason.message,
          remedy: '',
          retryable: reason.retryable,
        })),
      })),
    });
  });
}
