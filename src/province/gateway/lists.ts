import { calendarOf } from '#domain';
import type { Instant } from '#kernel';
import type { Roster, SupplementaryList } from '#packet';
import type { ProvinceContext } from '../registry/context.ts';
import { takeList } from '../registry/signers/take-list.ts';
import type { ProvinceTransaction } from '../postgres/tables.ts';
import type { ReadMessage } from './read-message.ts';

interface Incoming {
  readonly schoolId: string;
  readonly message: ReadMessage;
  readonly receivedAt: Instant /** Certificate (DER) of its last signature. */;
  readonly sealedBy: Uint8Array | undefined;
}

/** What the province must know beforehand: lists are in force with their receipt. Batches and requests are judged afterwards. */
export async function storeList(
  context: ProvinceContext,
  trx: ProvinceTransaction,
  { schoolId, message, receivedAt, sealedBy }: Incoming,
): Promise<void> {
  switch (message.kind) {
    case 'roster':
      return storeRoster(trx, schoolId, message.content);
    case 'supplementary':
      return storeSupplementary(trx, schoolId, message.content, receivedAt);
    case 'signers':
      return takeList(context, trx, { schoolId, list: message.content, receivedAt, sealedBy });
    case 'batch':
    case 'earlyFinalization':
      return;
  }
}

const ROWS_AT_ONCE = 1_000;

async function storeRoster(trx: ProvinceTransaction, schoolId: string, { header, pupils }: Roster): Promise<void> {
  const rows = pupils.map((pupil) => ({
    school_id: schoolId,
    school_year: header.schoolYear,
    message_id: header.messageId,
    pupil_id: pupil.pupilId,
    full_name: pupil.fullName,
    birth_date: pupil.birthDate,
    grade: pupil.grade,
    classroom: pupil.classroom,
    status: pupil.status,
    personal_id: pupil.personalId ?? null,
  }));
  // One statement holds at most 65 535 parameters.
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await trx
      .insertInto('roster_pupil')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute();
}

/** Due at the cut-off of wave 1; what comes later is kept as a message but names nobody. */
async function storeSupplementary(
  trx: ProvinceTransaction,
  schoolId: string,
  { header, pupils }: SupplementaryList,
  receivedAt: Instant,
): Promise<void> {
  if (receivedAt >= calendarOf(header.schoolYear).waves[1].cutOff) return;
  await trx
    .insertInto('supplementary_pupil')
    .values(
      pupils.map((pupil) => ({
        school_id: schoolId,
        school_year: header.schoolYear,
        message_id: header.messageId,
        pupil_id: pupil.pupilId,
        classroom: pupil.classroom,
        not_reached: [...pupil.notReached],
      })),
    )
    .execute();
}
