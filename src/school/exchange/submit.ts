import { type Refusal, refusal, type Sha256Hex, type VersionId, type Wave } from '#domain';
import { err, ok, PlainDate, type Result } from '#kernel';
import { BATCH_ITEMS_MAX, BATCH_SLOT, type BatchItem, writeBatch } from '#packet';
import { mayDo } from '../authority.ts';
import { currentYear, inSchool, type SchoolAndYear, type SchoolContext } from '../context.ts';
import { type Examined, findPupil, loadExamined } from '../desk/examine.ts';
import type { Actor, RecordVersion, VersionStage } from '../model.ts';
import { insertMessage, type OutboxItem, type OutboxMessage } from '../postgres/exchange.ts';
import { appendEvents, loadStages, loadVersions } from '../postgres/records.ts';
import { headerOf, seal } from './seal.ts';

interface Ready {
  readonly pupil: Examined;
  readonly version: RecordVersion;
  readonly stage: VersionStage;
  readonly lookupCode: NonNullable<Examined['file']['lookupCode']>;
}

/** Issued and not yet handed in. */
export const issuedVersion = ({ life }: Examined): VersionId | undefined =>
  life.progress.at === 'signed' && life.progress.slot === 'orgSignature' ? life.progress.versionId : undefined;

/** Hands in what is issued of a class and wave, in batches of at most 60, each sealed and kept before anything is sent. */
export async function submitClass(
  context: SchoolContext,
  who: Actor,
  classroom: string,
  wave: Wave,
): Promise<Result<readonly OutboxMessage[], Refusal>> {
  const allowed = mayDo(who, 'exchange');
  if (!allowed.ok) return allowed;
  const found = await inSchool(
    context,
    who.schoolCode,
    async (scope): Promise<Result<SchoolAndYear & { ready: readonly Ready[] }, Refusal>> => {
      const now = await currentYear(scope, who.schoolCode);
      if (!now.ok) return now;
      const pupils = await loadExamined(scope, { schoolYear: now.value.schoolYear, classroom });
      const versions = new Map(
        (
          await loadVersions(
            scope,
            now.value.schoolYear,
            pupils.map(({ file }) => file.year.identity.pupilId),
          )
        ).map((one) => [one.versionId, one]),
      );
      const stages = await loadStages(
        scope,
        pupils.flatMap((pupil) => issuedVersion(pupil) ?? []),
        'orgSignature',
      );
      const ready = pupils.flatMap((pupil): Ready[] => {
        const versionId = issuedVersion(pupil);
        const { lookupCode } = pupil.file;
        const version = versionId && versions.get(versionId);
        const stage = versionId && stages.get(versionId);
        return version && stage && lookupCode && version.wave === wave ? [{ pupil, version, stage, lookupCode }] : [];
      });
      return ready.length === 0 ? err(refusal('school/nothing-to-submit', { classroom, wave })) : ok({ ...now.value, ready });
    },
  );
  if (!found.ok) return found;
  const sent: OutboxMessage[] = [];
  for (let from = 0; from < found.value.ready.length; from += BATCH_ITEMS_MAX) {
    const message = await submitBatch(context, who, found.value, classroom, wave, found.value.ready.slice(from, from + BATCH_ITEMS_MAX));
    if (!message.ok) return message;
    sent.push(message.value);
  }
  return ok(sent);
}

async function submitBatch(
  context: SchoolContext,
  who: Actor,
  { school, schoolYear }: SchoolAndYear,
  classroom: string,
  wave: Wave,
  ready: readonly Ready[],
): Promise<Result<OutboxMessage, Refusal>> {
  const header = { ...headerOf(context, school, schoolYear), wave, classroom };
  const items = ready.map(
    ({ version, stage, lookupCode }): BatchItem => ({
      action: version.replaces === undefined ? 'submit' : 'replace',
      lookupCode,
      versionId: version.versionId,
      sha256: stage.sha256,
      bytes: stage.bytes,
      ...(version.replaces === undefined ? {} : { reason: version.replaces.reason }),
    }),
  );
  const sealed = await seal(context, school, who.name, {
    kind: 'batch',
    header,
    classroom,
    wave,
    itemCount: items.length,
    content: items.map((one) => one.versionId),
    unsigned: writeBatch({ header, items }),
    slot: BATCH_SLOT,
  });
  if (!sealed.ok) return sealed;
  const { message, bytes } = sealed.value;
  return inSchool(context, who.schoolCode, async (scope) => {
    await insertMessage(
      scope,
      message,
      bytes,
      ready.map(
        ({ pupil, version }, index): OutboxItem => ({
          number: index + 1,
          pupilId: pupil.file.year.identity.pupilId,
          versionId: version.versionId,
          action: version.replaces === undefined ? 'new' : 'replace',
          state: 'waiting',
          refusals: [],
        }),
      ),
    );
    await appendEvents(
      scope,
      schoolYear,
      ready.map(({ pupil, version }) => ({
        pupilId: pupil.file.year.identity.pupilId,
        after: pupil.life.eventCount,
        happening: {
          kind: 'submitted',
          versionId: version.versionId,
          messageId: message.messageId,
          action: version.replaces === undefined ? 'new' : 'replace',
        } as const,
      })),
      message.createdAt,
      who.name,
    );
    return ok(message);
  });
}

/** Takes an admitted record back: the school's own right, until it is final (KH 1154/KH-SGDĐT PL 2.1). */
export async function withdraw(
  context: SchoolContext,
  who: Actor,
  pupilId: string,
  reason: string,
): Promise<Result<OutboxMessage, Refusal>> {
  const allowed = mayDo(who, 'withdraw');
  if (!allowed.ok) return allowed;
  const found = await inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const pupil = await findPupil(scope, who, now.value.schoolYear, pupilId);
    if (!pupil.ok) return pupil;
    const admitted = mayTakeBack(pupil.value, 'thu hồi');
    if (!admitted.ok) return admitted;
    const version = (await loadVersions(scope, now.value.schoolYear, [pupilId])).find((one) => one.versionId === admitted.value.versionId);
    return version === undefined
      ? err(refusal('school/not-admitted', { pupil: pupil.value.file.year.identity.fullName, action: 'thu hồi' }))
      : ok({ ...now.value, pupil: pupil.value, version });
  });
  if (!found.ok) return found;
  const { school, schoolYear, pupil, version } = found.value;
  const { lookupCode, year } = pupil.file;
  if (lookupCode === undefined) return err(refusal('school/not-admitted', { pupil: year.identity.fullName, action: 'thu hồi' }));
  const header = { ...headerOf(context, school, schoolYear), wave: version.wave, classroom: version.classroom };
  const items: readonly BatchItem[] = [{ action: 'withdraw', lookupCode, versionId: version.versionId, reason }];
  const sealed = await seal(context, school, who.name, {
    kind: 'batch',
    header,
    classroom: version.classroom,
    wave: version.wave,
    itemCount: 1,
    content: [version.versionId, 'withdraw'],
    unsigned: writeBatch({ header, items }),
    slot: BATCH_SLOT,
  });
  if (!sealed.ok) return sealed;
  const { message, bytes } = sealed.value;
  return inSchool(context, who.schoolCode, async (scope) => {
    await insertMessage(scope, message, bytes, [
      { number: 1, pupilId, versionId: version.versionId, action: 'withdraw', state: 'waiting', refusals: [] },
    ]);
    await appendEvents(
      scope,
      schoolYear,
      [
        {
          pupilId: year.identity.pupilId,
          after: pupil.life.eventCount,
          happening: { kind: 'withdrawalSent', versionId: version.versionId, messageId: message.messageId, reason },
        },
      ],
      message.createdAt,
      who.name,
    );
    return ok(message);
  });
}

/** The admitted version that may be withdrawn or replaced now. */
export function mayTakeBack({ file, life }: Examined, action: string): Result<{ versionId: VersionId; sha256: Sha256Hex }, Refusal> {
  const pupil = file.year.identity.fullName;
  if (life.progress.at === 'finalized')
    return err(refusal('school/record-final', { pupil, date: life.effectiveDate ? PlainDate.toVietnamese(life.effectiveDate) : '' }));
  if (life.withdrawalPending) return err(refusal('school/withdrawal-pending', { pupil }));
  return life.progress.at === 'admitted' && life.admitted !== undefined
    ? ok(life.admitted)
    : err(refusal('school/not-admitted', { pupil, action }));
}
