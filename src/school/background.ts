import { setTimeout as wait } from 'node:timers/promises';
import type { Refusal, SchoolCode } from '#domain';
import { ok } from '#kernel';
import { inSchool, type SchoolContext } from './context.ts';
import { syncSchool, type SyncReport } from './exchange/sync.ts';
import { listSchools } from './postgres/people.ts';
import { listPrintRuns } from './postgres/print-runs.ts';
import { listRuns } from './postgres/sign-runs.ts';
import { dropOldPrints } from './print/run-service.ts';
import { processPrintRun } from './print/runner.ts';
import { processRun } from './sign/runner.ts';

const SYNC_EVERY_MS = 5_000;
const STOP_WITHIN_MS = 20_000;
const SWEEP_EVERY_MS = 3_600_000;

/** Work that outlives a request: signing or printing a run, and the exchange with the province. One at a time for each run and each school. */
export function createBackground(
  context: SchoolContext,
  {
    syncEveryMs = SYNC_EVERY_MS,
    onTrouble,
  }: { readonly syncEveryMs?: number; readonly onTrouble?: (code: SchoolCode, troubles: readonly Refusal[]) => void },
) {
  const runs = new Map<string, Promise<void>>();
  const syncing = new Map<SchoolCode, Promise<SyncReport>>();
  let timer: NodeJS.Timeout | undefined;
  let sweeper: NodeJS.Timeout | undefined;
  let stopped = false;

  const working =
    (process: (context: SchoolContext, code: SchoolCode, runId: string) => Promise<void>) =>
    (code: SchoolCode, runId: string): void => {
      const before = runs.get(runId) ?? Promise.resolve();
      // A run that broke off (the database went away) stays `running` and is taken up at the next start.
      const work = before
        .then(() => process(context, code, runId))
        .catch(() => undefined)
        .finally(() => {
          if (runs.get(runId) === work) runs.delete(runId);
        });
      runs.set(runId, work);
    };
  const sign = working(processRun);
  const print = working(processPrintRun);
  const syncNow = (code: SchoolCode): Promise<SyncReport> => {
    const next = (syncing.get(code) ?? Promise.resolve())
      .then(
        () => syncSchool(context, code),
        () => syncSchool(context, code),
      )
      .finally(() => {
        if (syncing.get(code) === next) syncing.delete(code);
      });
    syncing.set(code, next);
    return next;
  };
  const sync = (code: SchoolCode): void => {
    if (stopped) return;
    void syncNow(code).then(
      (report) => report.troubles.length > 0 && onTrouble?.(code, report.troubles),
      () => undefined,
    );
  };
  const round = async (): Promise<void> => {
    for (const { code } of await context.database.inScope('none', listSchools)) if (!syncing.has(code)) sync(code);
  };

  const sweep = async (): Promise<void> => {
    for (const { code } of await context.database.inScope('none', listSchools)) await dropOldPrints(context, code);
  };

  return {
    sign,
    print,
    sweep,
    sync,
    syncNow,
    async settled() {
      while (runs.size > 0) await Promise.all(runs.values());
    },
    async start() {
      for (const { code } of await context.database.inScope('none', listSchools)) {
        const running = await inSchool(context, code, async (scope) =>
          ok({ signing: await listRuns(scope, 'running'), printing: await listPrintRuns(scope, 'running') }),
        );
        if (!running.ok) continue;
        for (const { runId } of running.value.signing) sign(code, runId);
        for (const { runId } of running.value.printing) print(code, runId);
      }
      await sweep();
      sweeper = setInterval(() => void sweep().catch(() => undefined), SWEEP_EVERY_MS).unref();
      if (syncEveryMs > 0) timer = setInterval(() => void round().catch(() => undefined), syncEveryMs).unref();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      clearInterval(sweeper);
      // Somebody may have minutes to confirm a signature on his phone: such a run stays `running` and asks again after the next start.
      const patience = new AbortController();
      await Promise.race([Promise.allSettled([...runs.values(), ...syncing.values()]), wait(STOP_WITHIN_MS, undefined, patience)]).finally(
        () => patience.abort(),
      );
    },
  };
}
