import { provinceDesk } from '#contract';
import { calendarOf } from '#domain';
import { serveRoute } from '#identity/http';
import { Instant, ok } from '#kernel';
import type { FastifyInstance } from 'fastify';
import { waveTallies } from '../../postgres/standing.ts';
import { type DeskFloor, READERS } from './floor.ts';

/** SO-4: what has become final. */
export function finalityHttp(app: FastifyInstance, { inProvince, now, schoolYear }: DeskFloor): void {
  serveRoute(app, provinceDesk.finality, READERS, () =>
    inProvince(async (trx) => {
      const year = await schoolYear(trx);
      return ok({
        waves: (await waveTallies(trx, year, now())).map(({ wave, admitted, finalized, confirmed }) => {
          const { cutOff, effectiveDate } = calendarOf(year).waves[wave];
          const passed = now() >= cutOff;
          return {
            wave,
            cutOff: Instant.toIso(cutOff),
            effectiveDate: effectiveDate as string,
            passed,
            admitted,
            finalized,
            confirmationsWritten: confirmed,
            sentence: passed
              ? `Đã chốt ${finalized} học bạ; không ai sửa được nữa.`
              : `${admitted} học bạ đã tiếp nhận sẽ tự chốt khi hết hạn.`,
          };
        }),
      });
    }),
  );
}
