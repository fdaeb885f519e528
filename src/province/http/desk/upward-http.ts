import { fromTimestamptz } from '#database';
import { provinceDesk } from '#contract';
import type { SchoolYear } from '#domain';
import { serveRoute } from '#identity/http';
import { Instant, ok } from '#kernel';
import type { FastifyInstance } from 'fastify';
import { countUnreported, prepareUpward } from '../../reporting/upward.ts';
import { waveTallies } from '../../postgres/standing.ts';
import type { ProvinceTransaction } from '../../postgres/tables.ts';
import { newestUpward, recordsUnderWay } from '../../postgres/upward.ts';
import { type DeskFloor, OFFICERS, READERS, refusalView } from './floor.ts';

/** A province sends some 2,000 of them in a wave. */
const BATCHES_SHOWN = 100;
/** Packed by one request; the desk asks again until nothing remains, so that the officer sees it go on. */
const BATCHES_A_CALL = 20;

/** SO-4: reports to the ministry, and whether the numbers agree. */
export function upwardHttp(app: FastifyInstance, { context, background, reporting, inProvince, now, schoolYear }: DeskFloor): void {
  const batchesOf = async (trx: ProvinceTransaction, year: SchoolYear) =>
    (await newestUpward(trx, year, BATCHES_SHOWN)).map((row) => ({
      messageId: row.message_id,
      wave: row.wave as 1 | 2,
      state: row.state,
      records: row.record_count,
      createdAt: Instant.toIso(fromTimestamptz(row.created_at)),
      acknowledgedAt: row.answered_at ? Instant.toIso(fromTimestamptz(row.answered_at)) : null,
      refusals: (row.refusals ?? []).map(refusalView),
    }));
  serveRoute(app, provinceDesk.upward, READERS, () =>
    inProvince(async (trx) => {
      const year = await schoolYear(trx);
      const waiting = await recordsUnderWay(trx, year);
      const reconciliation = (await waveTallies(trx, year, now())).map(({ wave, admitted, finalized, reported }) => {
        const schoolsSubmitted = admitted + finalized;
        const sent = reported + waiting[wave];
        const agrees = schoolsSubmitted === finalized && finalized === sent && sent === reported;
        return {
          wave,
          schoolsSubmitted,
          finalized,
          sent,
          acknowledged: reported,
          agrees,
          sentence: agrees
            ? 'Khớp: số trường nộp, Sở chốt, đã gửi và Bộ xác nhận bằng nhau.'
            : finalized > sent
              ? `Còn ${finalized - sent} học bạ đã chốt chưa gửi Bộ.`
              : 'Chưa khớp: chờ chốt hoặc chờ Bộ xác nhận.',
        };
      });
      return ok({ batches: await batchesOf(trx, year), reconciliation });
    }),
  );
  serveRoute(app, provinceDesk.reportUpward, OFFICERS, async ({ body }) => {
    await background.settle();
    const year = await inProvince(schoolYear);
    const packed = await prepareUpward(context, reporting, year, body.wave, BATCHES_A_CALL);
    if (!packed.ok) return packed;
    await background.settle();
    return ok(
      await inProvince(async (trx) => ({ batches: await batchesOf(trx, year), remaining: await countUnreported(trx, year, body.wave) })),
    );
  });
}
