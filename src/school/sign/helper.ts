import type { HelperAnswers, HelperWork } from '#contract';
import { type Refusal, refusal } from '#domain';
import { err, fromBase64, ok, type Result } from '#kernel';
import type { SignerFailure, SigningDesk } from '#signature/signers';
import { inSchool, type SchoolContext } from '../context.ts';
import type { Actor } from '../model.ts';
import { findRun } from '../postgres/sign-runs.ts';
import { signerOf } from './runner.ts';
import { maySign } from './service.ts';

type Failed = Extract<HelperAnswers['answers'][number], { failure: unknown }>['failure'];
const FAILURES: Readonly<Record<Failed, SignerFailure>> = {
  refused: { code: 'signer/refused', detail: 'trên thiết bị' },
  absent: { code: 'signer/token-removed', detail: 'chương trình ký trên máy của người ký' },
  timedOut: { code: 'signer/timed-out', detail: 'trên thiết bị' },
  malformed: { code: 'signer/malformed-answer', detail: 'chương trình ký trên máy của người ký' },
};

/** What of a run waits for the device of the person who asks. Only he whose key the run signs with gets to see it. */
export async function signHashes(context: SchoolContext, who: Actor, runId: string): Promise<Result<HelperWork, Refusal>> {
  const desk = await deskOf(context, who, runId);
  return desk.ok ? ok({ byHelper: desk.value !== undefined, hashes: [...(desk.value?.waiting() ?? [])] }) : desk;
}

/** Hands signature values to the run, which verifies and stores them; values nobody waits for are dropped. */
export async function giveSignatures(
  context: SchoolContext,
  who: Actor,
  runId: string,
  { answers }: HelperAnswers,
): Promise<Result<{ taken: number }, Refusal>> {
  const desk = await deskOf(context, who, runId);
  if (!desk.ok) return desk;
  const taken = answers.filter((answer) => desk.value?.give(answer.hash, valueOf(answer)) === true).length;
  return ok({ taken });
}

function valueOf(answer: HelperAnswers['answers'][number]): Result<Uint8Array, SignerFailure> {
  if ('failure' in answer) return err(FAILURES[answer.failure]);
  const value = fromBase64(answer.value);
  return value.ok ? value : err(FAILURES.malformed);
}

async function deskOf(context: SchoolContext, who: Actor, runId: string): Promise<Result<SigningDesk | undefined, Refusal>> {
  const run = await inSchool(context, who.schoolCode, async (scope) => ok(await findRun(scope, runId)));
  if (!run.ok) return run;
  if (run.value === undefined || run.value.staffId !== who.staffId) return err(refusal('school/run-unknown'));
  const allowed = maySign(who, run.value.slot);
  if (!allowed.ok) return allowed;
  const signer = await signerOf(context, who.schoolCode, run.value);
  // A key that is not at hand lays nothing out; the run itself tells why.
  return ok(signer.ok ? signer.value.desk : undefined);
}
