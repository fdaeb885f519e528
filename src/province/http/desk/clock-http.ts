import { provinceDesk } from '#contract';
import { refusal } from '#domain';
import { serveRoute } from '#identity/http';
import { err, Instant, ok } from '#kernel';
import type { FastifyInstance } from 'fastify';
import { ADMINS, type DeskFloor, READERS } from './floor.ts';

/** The rehearsal clock of a demonstration. */
export function clockHttp(app: FastifyInstance, { clock, background, now }: DeskFloor): void {
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
