import { judgeRequest, waitingRequests } from './gateway/early.ts';
import { judgeBatches, type Judges, waitingBatches } from './gateway/judge.ts';
import { exchangeUpward, type ReportingPorts } from './reporting/upward.ts';
import { confirmLogged } from './registry/confirm.ts';
import type { ProvinceContext } from './registry/context.ts';
import { gatherRevocation } from './registry/evidence/gather.ts';
import { noteCertificates } from './registry/evidence/needs.ts';
import { registeredWatch } from './registry/signers/watch.ts';
import { finalizeDue } from './registry/finalize.ts';
import { sequence } from './registry/log.ts';

const ROUND_MS = 500;
const BATCHES_AT_ONCE = 5;

/**
 * The work behind the requests. The stores themselves are the queues (a batch without result, an event without leaf, a leaf without confirmation, a report
 * without answer), so a crash loses nothing and a round may be run again at any point. One round at a time.
 */
export function createProvinceBackground(
  context: ProvinceContext,
  reporting: ReportingPorts,
  judges: Judges,
  onTrouble: (error: unknown) => void,
) {
  let running: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  // A batch that cannot be judged now waits for the next round and keeps no other from its turn.
  const judgeWaiting = async (): Promise<void> => {
    const failed: string[] = [];
    for (
      let batches = await waitingBatches(context, BATCHES_AT_ONCE);
      batches.length > 0;
      batches = await waitingBatches(context, BATCHES_AT_ONCE, failed)
    )
      failed.push(...(await judgeBatches(context, judges, batches, onTrouble)));
  };
  /** Work of which there may be a lot goes on portion by portion; a school that waits for its result goes first. */
  const portions = (work: () => Promise<number>) => async (): Promise<void> => {
    while ((await work()) > 0) await judgeWaiting();
  };
  const STEPS: readonly (() => Promise<unknown>)[] = [
    judgeWaiting,
    async () => {
      for (const request of await waitingRequests(context)) await judgeRequest(context, request);
    },
    () => finalizeDue(context),
    portions(() => sequence(context)),
    portions(() => confirmLogged(context)),
    () => exchangeUpward(context, reporting),
    portions(() => noteCertificates(context)),
    registeredWatch(context),
    portions(() => gatherRevocation(context)),
  ];
  const round = async (): Promise<void> => {
    // A step that cannot be done now (no time-stamps, the other side is away) keeps the others from nothing.
    for (const step of STEPS) if (!stopped) await step().catch(onTrouble);
  };
  const poke = (): Promise<void> => {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await round();
      } while (again && !stopped);
    })().finally(() => {
      running = undefined;
    });
    return running;
  };
  return {
    /** Does what waits now; resolves when a whole round has been done since. */
    async settle(): Promise<void> {
      if (running) await running;
      await poke();
    },
    poke: () => void poke(),
    start() {
      timer = setInterval(() => void poke(), ROUND_MS).unref();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
export type ProvinceBackground = ReturnType<typeof createProvinceBackground>;
