import type { Submission, SubmitQueue } from '#contract';
import { type Refusal, refusal, type Wave } from '#domain';
import { err, Instant, ok, PlainDate, type Result } from '#kernel';
import { inSchool, type SchoolContext } from '../context.ts';
import { viewOfStated } from '../desk/grid-pupil.ts';
import type { Actor } from '../model.ts';
import {
  countMessageItems,
  findMessage,
  listMessages,
  loadConfirmations,
  loadMessageItems,
  type OutboxMessage,
} from '../postgres/exchange.ts';
import { loadPupilFiles } from '../postgres/pupil-years.ts';
import { loadVersions } from '../postgres/records.ts';
import { LIST_LABEL, preparationsOf } from './prepare.ts';
import { issuedVersion } from './submit.ts';

type Counts = Submission['counts'];

/** A list is taken as a whole; only a batch has an answer for each item. */
const countsOfList = ({ state, itemCount }: OutboxMessage) => ({
  accepted: state === 'answered' ? itemCount : 0,
  refused: state === 'refused' ? itemCount : 0,
  waiting: state === 'answered' || state === 'refused' ? 0 : itemCount,
});

export function headView(
  message: OutboxMessage,
  counted: { accepted: number; refused: number; waiting: number } | undefined,
): Omit<Submission, 'items'> {
  const { accepted, refused, waiting } =
    message.kind === 'batch' ? (counted ?? { accepted: 0, refused: 0, waiting: 0 }) : countsOfList(message);
  const counts: Counts = { items: message.itemCount, accepted, refused, waiting };
  return {
    messageId: message.messageId,
    kind: message.kind,
    classroom: message.classroom ?? null,
    wave: message.wave ?? null,
    state: message.state,
    createdAt: Instant.toIso(message.createdAt),
    receivedAt: message.receivedAt === undefined ? null : Instant.toIso(message.receivedAt),
    receiptSha256: message.receiptSha256 ?? null,
    counts,
    refusals: message.refusals.map(viewOfStated),
  };
}

/** One message with the answer to each of its items. */
export function findSubmission(context: SchoolContext, who: Actor, messageId: string): Promise<Result<Submission, Refusal>> {
  return inSchool(context, who.schoolCode, async (scope) => {
    const message = await findMessage(scope, messageId);
    if (message === undefined) return err(refusal('school/message-unknown'));
    const items = await loadMessageItems(scope, messageId);
    const names = new Map(
      (await loadPupilFiles(scope, { schoolYear: message.schoolYear, pupilIds: items.map((one) => one.pupilId) })).map(({ year }) => [
        year.identity.pupilId as string,
        year.identity.fullName,
      ]),
    );
    const finals = new Map(
      (
        await loadConfirmations(
          scope,
          items.map((one) => one.versionId),
        )
      ).flatMap((one) =>
        one.event === 'finalized' && one.effectiveDate ? [[one.versionId as string, PlainDate.toVietnamese(one.effectiveDate)]] : [],
      ),
    );
    return ok({
      ...headView(message, (await countMessageItems(scope, [messageId])).get(messageId)),
      items: items.map((item) => ({
        pupilId: item.pupilId,
        fullName: names.get(item.pupilId) ?? item.pupilId,
        versionId: item.versionId,
        action: item.action,
        state: item.state,
        refusals: item.refusals.map(viewOfStated),
        finalizedOn: finals.get(item.versionId) ?? null,
      })),
    });
  });
}

export function listSubmissions(context: SchoolContext, who: Actor): Promise<Result<readonly Omit<Submission, 'items'>[], Refusal>> {
  return inSchool(context, who.schoolCode, async (scope) => {
    const messages = await listMessages(scope);
    const counts = await countMessageItems(
      scope,
      messages.map((one) => one.messageId),
    );
    return ok(messages.map((one) => headView(one, counts.get(one.messageId))));
  });
}

/** What could go to the province now: lists first, then issued records by class and wave. */
export async function submitQueue(context: SchoolContext, who: Actor): Promise<Result<SubmitQueue, Refusal>> {
  const prepared = await preparationsOf(context, who);
  if (!prepared.ok) return prepared;
  const { preparations, source } = prepared.value;
  const issued = source.pupils.flatMap((pupil) => issuedVersion(pupil) ?? []);
  const versions = await inSchool(context, who.schoolCode, async (scope) =>
    ok(
      await loadVersions(
        scope,
        source.schoolYear,
        source.pupils.map(({ file }) => file.year.identity.pupilId),
      ),
    ),
  );
  if (!versions.ok) return versions;
  const ready = Map.groupBy(
    versions.value.filter((one) => issued.includes(one.versionId)),
    (one) => `${one.classroom}\n${one.wave}`,
  );
  return ok({
    preparations: preparations.map(({ kind, state, sentence }) => ({ kind, label: LIST_LABEL[kind], state, sentence })),
    ready: [...ready]
      .map(([key, list]) => ({ classroom: key.split('\n')[0] ?? '', wave: Number(key.split('\n')[1]) as Wave, count: list.length }))
      .sort((a, b) => (a.classroom < b.classroom ? -1 : 1)),
  });
}
