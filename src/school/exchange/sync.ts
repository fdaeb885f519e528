import { type Refusal, refusal, type SchoolCode, type SchoolYear } from '#domain';
import { err, ok, type Result } from '#kernel';
import type { StatedReason } from '#packet';
import { inSchool, type SchoolContext } from '../context.ts';
import {
  findMessage,
  insertConfirmation,
  listMessages,
  loadCursor,
  loadMessageItems,
  messageBytes,
  noteAttempt,
  type OutboxItem,
  type OutboxMessage,
  ownerOfVersion,
  saveCursor,
  storeReceipt,
  storeResult,
} from '../postgres/exchange.ts';
import { appendEvents, loadEvents, type NewEvent } from '../postgres/records.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import type { RecordHappening, StatedRefusal } from '../record/events.ts';
import { lifeOf } from '../record/life.ts';
import { type Judging, readGenuineConfirmation, readGenuineReceipt, readGenuineResult } from './answers.ts';
import { sha256Of } from './seal.ts';
import { refreshStanding } from '../signers/standing.ts';

const PROVINCE = 'Sở GD&ĐT';

export interface SyncReport {
  readonly sent: number;
  readonly answered: number;
  readonly confirmed: number;
  /** What did not work now and is tried again by itself. */
  readonly troubles: readonly Refusal[];
}

/** Sends what waits, fetches results and confirmations. Every step is stored on its own, so it may stop anywhere and be run again. */
export async function syncSchool(context: SchoolContext, code: SchoolCode): Promise<SyncReport> {
  const troubles: Refusal[] = [];
  const keep = (result: Result<number, Refusal>): number => {
    if (result.ok) return result.value;
    troubles.push(result.error);
    return 0;
  };
  const judging: Judging = { trust: await context.trust(), at: context.clock.now(), primitives: context.primitives };
  const open = await inSchool(context, code, async (scope) => ok(await listMessages(scope, { states: ['queued', 'sent', 'received'] })));
  if (!open.ok) return { sent: 0, answered: 0, confirmed: 0, troubles: [open.error] };
  const inOrder = [...open.value].reverse();
  let sent = 0;
  let answered = 0;
  for (const message of inOrder.filter((one) => one.state !== 'received')) sent += keep(await deliver(context, code, message, judging));
  const received = await inSchool(context, code, async (scope) => ok(await listMessages(scope, { kind: 'batch', states: ['received'] })));
  for (const message of received.ok ? [...received.value].reverse() : [])
    answered += keep(await fetchResult(context, code, message, judging));
  const confirmed = keep(await fetchConfirmations(context, code, judging));
  keep(await refreshStanding(context, code));
  return { sent, answered, confirmed, troubles };
}

const stated = ({ code, message, where, retryable }: StatedReason): StatedRefusal => ({
  code,
  message,
  retryable,
  ...(where === undefined ? {} : { where }),
});

/** Sends the stored octets and keeps the receipt. */
async function deliver(
  context: SchoolContext,
  code: SchoolCode,
  message: OutboxMessage,
  judging: Judging,
): Promise<Result<number, Refusal>> {
  const { messageId, kind } = message;
  const bytes = await inSchool(context, code, async (scope) => {
    await noteAttempt(scope, messageId);
    return ok(await messageBytes(scope, messageId));
  });
  if (!bytes.ok) return bytes;
  if (bytes.value === undefined) return err(refusal('school/message-unknown'));
  const answer = await context.gateway.send(code, kind, bytes.value);
  if (!answer.ok) {
    if (answer.error.kind === 'unreachable') return err(refusal('school/gateway-unreachable', { why: answer.error.why }));
    const { problem } = answer.error;
    return notReceived(context, code, message, undefined, [
      { code: problem.publicCode ?? problem.code, message: problem.detail, retryable: problem.retryable },
    ]);
  }
  const receipt = readGenuineReceipt(answer.value, judging);
  if (!receipt.ok) return receipt;
  if (receipt.value.messageId !== messageId || receipt.value.sha256 !== message.sha256)
    return err(refusal('school/receipt-not-genuine', { document: 'biên nhận' }));
  const kept = { bytes: answer.value, sha256: sha256Of(context, answer.value), receivedAt: receipt.value.receivedAt };
  if (!receipt.value.accepted) return notReceived(context, code, message, kept, receipt.value.reasons.map(stated));
  return inSchool(context, code, async (scope) => {
    await storeReceipt(scope, messageId, kept, kind === 'batch' ? 'received' : 'answered', []);
    return ok(1);
  });
}

/** The province did not take the message: its records are issued again and may go into another one. */
function notReceived(
  context: SchoolContext,
  code: SchoolCode,
  message: OutboxMessage,
  receipt: Parameters<typeof storeReceipt>[2],
  refusals: readonly StatedRefusal[],
): Promise<Result<number, Refusal>> {
  return inSchool(context, code, async (scope) => {
    const items = await loadMessageItems(scope, message.messageId);
    await storeReceipt(scope, message.messageId, receipt, 'refused', refusals);
    await happen(
      context,
      scope,
      message.schoolYear,
      items.map((item) => [
        item,
        item.action === 'withdraw'
          ? { kind: 'withdrawalRefused', versionId: item.versionId, messageId: message.messageId, refusals }
          : { kind: 'notReceived', versionId: item.versionId, messageId: message.messageId, refusals },
      ]),
    );
    return ok(1);
  });
}

async function fetchResult(
  context: SchoolContext,
  code: SchoolCode,
  message: OutboxMessage,
  judging: Judging,
): Promise<Result<number, Refusal>> {
  const answer = await context.gateway.result(code, message.messageId);
  if (!answer.ok)
    return err(
      refusal('school/gateway-unreachable', { why: answer.error.kind === 'unreachable' ? answer.error.why : answer.error.problem.detail }),
    );
  if (answer.value === undefined) return ok(0);
  const bytes = answer.value;
  const result = readGenuineResult(bytes, judging);
  if (!result.ok) return result;
  if (result.value.messageId !== message.messageId) return err(refusal('school/receipt-not-genuine', { document: 'kết quả' }));
  return inSchool(context, code, async (scope) => {
    const current = await findMessage(scope, message.messageId, 'lock');
    if (current?.state !== 'received') return ok(0);
    const items = await loadMessageItems(scope, message.messageId);
    const answers = items.flatMap((item) => {
      const said = result.value.items.find((one) => one.index === item.number && one.versionId === item.versionId);
      return said === undefined ? [] : [{ item, accepted: said.accepted, refusals: said.reasons.map(stated) }];
    });
    await storeResult(
      scope,
      message.messageId,
      bytes,
      answers.map(({ item, accepted, refusals }) => ({ number: item.number, accepted, refusals })),
    );
    await happen(
      context,
      scope,
      message.schoolYear,
      answers.map(({ item, accepted, refusals }) => [item, happeningOf(item, message.messageId, accepted, refusals)]),
    );
    return ok(1);
  });
}

/** What the province's word about an item means for the record. */
export function happeningOf(
  item: Pick<OutboxItem, 'action' | 'versionId'>,
  messageId: string,
  accepted: boolean,
  refusals: readonly StatedRefusal[],
): RecordHappening {
  const { versionId } = item;
  if (item.action === 'withdraw')
    return accepted ? { kind: 'withdrawn', versionId, messageId } : { kind: 'withdrawalRefused', versionId, messageId, refusals };
  return accepted ? { kind: 'admitted', versionId, messageId } : { kind: 'refused', versionId, messageId, refusals };
}

async function happen(
  context: SchoolContext,
  scope: SchoolScope,
  year: SchoolYear,
  happenings: readonly (readonly [{ pupilId: string }, RecordHappening])[],
): Promise<void> {
  const known = await loadEvents(
    scope,
    year,
    happenings.map(([item]) => item.pupilId),
  );
  const events = happenings.map(
    ([item, happening]): NewEvent => ({
      pupilId: item.pupilId as NewEvent['pupilId'],
      after: lifeOf(known.get(item.pupilId) ?? []).eventCount,
      happening,
    }),
  );
  await appendEvents(scope, year, events, context.clock.now(), PROVINCE);
}

/** Reads the province's confirmations page by page; the place reached is stored with each page. */
async function fetchConfirmations(context: SchoolContext, code: SchoolCode, judging: Judging): Promise<Result<number, Refusal>> {
  let count = 0;
  for (;;) {
    const cursor = await inSchool(context, code, async (scope) => ok(await loadCursor(scope)));
    if (!cursor.ok) return cursor;
    const page = await context.gateway.confirmations(code, cursor.value);
    if (!page.ok)
      return err(
        refusal('school/gateway-unreachable', { why: page.error.kind === 'unreachable' ? page.error.why : page.error.problem.detail }),
      );
    const last = page.value.at(-1);
    if (last === undefined) return ok(count);
    const stored = await inSchool(context, code, async (scope) => {
      for (const { xml } of page.value) {
        const read = readGenuineConfirmation(xml, judging);
        if (!read.ok) return read;
        const owner = await ownerOfVersion(scope, read.value.versionId);
        if (owner === undefined) continue;
        const { versionId, event, at, effectiveDate } = read.value;
        const isNew = await insertConfirmation(scope, {
          versionId,
          event,
          at,
          xml,
          ...(effectiveDate === undefined ? {} : { effectiveDate }),
        });
        if (isNew && event === 'finalized' && effectiveDate !== undefined)
          await happen(context, scope, owner.schoolYear, [[owner, { kind: 'finalized', versionId, effectiveDate }]]);
      }
      await saveCursor(scope, last.cursor);
      return ok(undefined);
    });
    if (!stored.ok) return stored;
    count += page.value.length;
  }
}
