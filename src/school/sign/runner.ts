import { setImmediate as turn } from 'node:timers/promises';
import { type Refusal, refusal, type SchoolCode } from '#domain';
import { err, ok, type Result } from '#kernel';
import { type Signer, signSlots, stopsSigner } from '#signature/signers';
import { verifyPacket } from '#verifier';
import { SLOT_TEXT } from '../authority.ts';
import { inSchool, type SchoolContext } from '../context.ts';
import { loadExamined } from '../desk/examine.ts';
import type { VersionStage } from '../model.ts';
import { findSchool } from '../postgres/people.ts';
import { appendEvents, insertStage, insertVersion, loadStages } from '../postgres/records.ts';
import { findRun, loadItems, setItem, setRunState, type SignItemRow, type SignRunRow } from '../postgres/sign-runs.ts';
import { readyFor } from './candidates.ts';
import { openDraftRoom } from './draft.ts';
import { prepareFirst, prepareNext, type SignWork, stageOf } from './sign-item.ts';

/** Records signed in one go by a key that asks nobody: enough to keep a device busy, few enough that a pause is felt at once. */
const CHUNK = 10;
/** Where a person confirms, one confirmation covers as many as the service allows; a whole school fits. */
const CONFIRMED_MAX = 1_000;

/** Works through a run until it is paused or nothing waits. Safe to call again at any time: what is signed stays signed. */
export async function processRun(context: SchoolContext, code: SchoolCode, runId: string): Promise<void> {
  for (;;) {
    const run = await inSchool(context, code, async (scope) => ok(await findRun(scope, runId)));
    if (!run.ok || run.value?.state !== 'running') return;
    const signer = await signerOf(context, code, run.value);
    const limit = signer.ok ? Math.min(signer.value.perConfirmation ?? CHUNK, CONFIRMED_MAX) : CHUNK;
    const items = await inSchool(context, code, async (scope) => ok(await loadItems(scope, runId, { state: 'waiting', limit })));
    if (!items.ok) return;
    const stopped = items.value.length > 0 && (await signChunk(context, code, run.value, items.value, signer));
    const settled = await inSchool(context, code, async (scope) => {
      const left = (await loadItems(scope, runId, { state: 'waiting', limit: 1 })).length > 0;
      // A signer that refuses everything is not asked again until a person says so: he said no, or one more wrong PIN locks the key.
      if (!left || stopped) await setRunState(scope, runId, ['running'], left ? 'paused' : 'finished');
      return ok(left && !stopped);
    });
    if (!settled.ok || !settled.value) return;
  }
}

/** The key a run signs with. */
export async function signerOf(context: SchoolContext, code: SchoolCode, run: SignRunRow): Promise<Result<Signer, Refusal>> {
  const found = await context.signerFor(code, run.slot === 'orgSignature' ? 'seal' : run.staffId);
  if (!found.ok) return found;
  return found.value === undefined
    ? err(refusal('school/no-signer', { who: run.slot === 'orgSignature' ? SLOT_TEXT.orgSignature : run.startedBy }))
    : ok(found.value);
}

/** Signs what can be signed of a chunk, with a result for each record; answers whether the signer signs nothing for now. */
async function signChunk(
  context: SchoolContext,
  code: SchoolCode,
  run: SignRunRow,
  items: readonly SignItemRow[],
  found: Result<Signer, Refusal>,
): Promise<boolean> {
  if (!found.ok) {
    await settle(
      context,
      code,
      run,
      items.map((item) => [item, found]),
    );
    return stopsSigner(found.error.code);
  }
  const signer = found.value;
  const prepared = await prepareChunk(context, code, run, items);
  const works = prepared.flatMap(([, work]) => (work.ok ? [work.value] : []));
  const at = context.clock.now();
  const answers = await signSlots(
    works.map((work) => work.job),
    {
      signer,
      signingTime: at,
      primitives: context.primitives,
      ...(run.slot === 'homeroomTeacher' ? {} : { tsaUrl: context.tsaUrl }),
    },
  );
  const signed = new Map(works.map((work, i) => [work, answers[i]]));
  for (const [item, work] of prepared) {
    if (!work.ok) {
      await settle(context, code, run, [[item, work]]);
      continue;
    }
    const answer = signed.get(work.value);
    if (answer?.ok !== true) {
      await settle(context, code, run, [
        [item, err(answer === undefined ? refusal('school/no-signer', { who: run.startedBy }) : answer.error)],
      ]);
      continue;
    }
    await settle(context, code, run, [[item, await store(context, code, run, item, work.value, answer.value, signer)]]);
  }
  return answers.some((answer) => !answer.ok && stopsSigner(answer.error.code)) && !answers.some(({ ok }) => ok);
}

/** Looks at the records as they are now and writes or fetches what is to be signed. */
async function prepareChunk(
  context: SchoolContext,
  code: SchoolCode,
  run: SignRunRow,
  items: readonly SignItemRow[],
): Promise<readonly (readonly [SignItemRow, Result<SignWork, Refusal>])[]> {
  const prepared = await inSchool(context, code, async (scope) => {
    const school = await findSchool(scope);
    if (school === undefined) return err(refusal('school/not-registered', { code }));
    const pupils = await loadExamined(scope, { schoolYear: run.schoolYear, pupilIds: items.map((item) => item.pupilId) });
    const room = await openDraftRoom(scope, school, pupils);
    const stages: ReadonlyMap<string, VersionStage> =
      run.slot === 'homeroomTeacher'
        ? new Map()
        : await loadStages(
            scope,
            pupils.flatMap(({ life }) => ('versionId' in life.progress ? [life.progress.versionId] : [])),
            run.slot === 'schoolHead' ? 'homeroomTeacher' : 'schoolHead',
          );
    return ok(
      await oneByOne(items, (item) => {
        const seen = pupils.find(({ file }) => file.year.identity.pupilId === item.pupilId);
        if (seen === undefined)
          return [item, err(refusal('school/pupil-unknown', { pupilId: item.pupilId, schoolYear: run.schoolYear }))] as const;
        const ready = readyFor(run.slot, seen);
        if (ready !== 'ready') return [item, err(refusal('school/not-signable', { pupil: item.fullName, why: ready.notReady }))] as const;
        if (run.slot === 'homeroomTeacher')
          return [
            item,
            prepareFirst(seen, room, { versionUuid: context.ids.uuid(), now: context.clock.now(), staffId: run.staffId }),
          ] as const;
        const stage = 'versionId' in seen.life.progress ? stages.get(seen.life.progress.versionId) : undefined;
        return [
          item,
          stage === undefined
            ? err(refusal('school/not-signable', { pupil: item.fullName, why: 'không thấy bản đã ký trước đó' }))
            : prepareNext(seen, stage, run.slot, run.staffId),
        ] as const;
      }),
    );
  });
  return prepared.ok ? prepared.value : items.map((item) => [item, prepared] as const);
}

/** One turn of the event loop per record, so that a whole school in one go holds up nobody else. */
async function oneByOne<T, R>(items: readonly T[], work: (item: T) => R): Promise<readonly R[]> {
  const done: R[] = [];
  for (const item of items) {
    done.push(work(item));
    await turn();
  }
  return done;
}

/** Stores a signature only while the record is still the one that was signed. An issued packet is judged as a whole first. */
async function store(
  context: SchoolContext,
  code: SchoolCode,
  run: SignRunRow,
  item: SignItemRow,
  work: SignWork,
  bytes: Uint8Array,
  signer: Signer,
): Promise<Result<void, Refusal>> {
  const at = context.clock.now();
  const certificate = signer.certificates[0] ?? new Uint8Array();
  if (run.slot === 'orgSignature') {
    const judged = verifyPacket({ bytes, trust: (await context.trust()).material, at }, context.primitives);
    const [first] = judged.refusals;
    if (judged.verdict === 'TOTAL-FAILED' && first !== undefined) return err(first);
  }
  return inSchool(context, code, async (scope) => {
    const [now] = await loadExamined(scope, { schoolYear: run.schoolYear, pupilIds: [work.pupilId] }, 'lock');
    if (
      now === undefined ||
      now.life.eventCount !== work.seen.life.eventCount ||
      (work.newVersion !== undefined && JSON.stringify(now.file.year) !== JSON.stringify(work.seen.file.year))
    ) {
      return err(refusal('school/changed-meanwhile'));
    }
    const stage = stageOf(work, bytes, run.slot, at, certificate, context.primitives);
    if (work.newVersion !== undefined) await insertVersion(scope, run.schoolYear, work.newVersion, at, run.startedBy);
    await insertStage(scope, work.pupilId, stage);
    await appendEvents(
      scope,
      run.schoolYear,
      [
        {
          pupilId: work.pupilId,
          after: now.life.eventCount,
          happening: { kind: 'signed', slot: run.slot, versionId: stage.versionId, sha256: stage.sha256 },
        },
      ],
      at,
      run.startedBy,
    );
    await setItem(scope, run.runId, item.number, { state: 'signed', signedAt: at });
    return ok(undefined);
  });
}

/** Writes down why items were not signed. */
async function settle(
  context: SchoolContext,
  code: SchoolCode,
  run: SignRunRow,
  outcomes: readonly (readonly [SignItemRow, Result<unknown, Refusal>])[],
): Promise<void> {
  const failed = outcomes.flatMap(([item, outcome]) => (outcome.ok ? [] : [[item, outcome.error] as const]));
  if (failed.length === 0) return;
  await inSchool(context, code, async (scope) => {
    for (const [item, why] of failed) await setItem(scope, run.runId, item.number, { state: 'failed', refusal: why });
    return ok(undefined);
  });
}
