import { calendarOf } from '#domain';
import { type Instant, toHex } from '#kernel';
import type { Roster, SignersList, SupplementaryList } from '#packet';
import type { ProvinceContext } from '../registry/context.ts';
import { json, type ProvinceTransaction } from '../postgres/tables.ts';
import type { ReadMessage } from './read-message.ts';

interface Incoming { readonly schoolId: string; readonly message: ReadMessage; readonly receivedAt: Instant }

/** What the province must know beforehand: lists are in force with their receipt. Batches and requests are judged afterwards. */
export async function storeList(context: ProvinceContext, trx: ProvinceTransaction, { schoolId, message, receivedAt }: Incoming): Promise<void> {
  switch (message.kind) {
    case 'roster': return storeRoster(trx, schoolId, message.content);
    case 'supplementary': return storeSupplementary(trx, schoolId, message.content, receivedAt);
    case 'signers': return storeSigners(context, trx, schoolId, message.content);
    case 'batch':
    case 'earlyFinalization': return;
  }
}

const ROWS_AT_ONCE = 1_000;

async function storeRoster(trx: ProvinceTransaction, schoolId: string, { header, pupils }: Roster): Promise<void> {
  const rows = pupils.map((pupil) => ({
    school_id: schoolId, school_year: header.schoolYear, message_id: header.messageId, pupil_id: pupil.pupilId, full_name: pupil.fullName, birth_date: pupil.birthDate, grade: pupil.grade, classroom: pupil.classroom,
    status: pupil.status, personal_id: pupil.personalId ?? null,
  }));
  // One statement holds at most 65 535 parameters.
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) await trx.insertInto('roster_pupil').values(rows.slice(from, from + ROWS_AT_ONCE)).execute();
}

/** Due at the cut-off of wave 1; what comes later is kept as a message but names nobody. */
async function storeSupplementary(trx: ProvinceTransaction, schoolId: string, { header, pupils }: SupplementaryList, receivedAt: Instant): Promise<void> {
  if (receivedAt >= calendarOf(header.schoolYear).waves[1].cutOff) return;
  await trx.insertInto('supplementary_pupil').values(pupils.map((pupil) => ({
    school_id: schoolId, school_year: header.schoolYear, message_id: header.messageId, pupil_id: pupil.pupilId, classroom: pupil.classroom, not_reached: [...pupil.notReached],
  }))).execute();
}

/** What an officer decides about: this certificate for this person, role, classes and time. The next school year brings a new time, and so a new decision. */
const subjectOf = (row: { certificate_sha256: string; role: string; staff_id: string; classrooms: readonly string[]; valid_from: string; valid_until: string }): string =>
  [row.certificate_sha256, row.role, row.staff_id, row.classrooms.join(','), row.valid_from, row.valid_until].join('|');

/** What has been named before keeps its decision. */
async function storeSigners(context: ProvinceContext, trx: ProvinceTransaction, schoolId: string, { header, signers }: SignersList): Promise<void> {
  const known = new Set((await trx.selectFrom('signer').select(['certificate_sha256', 'role', 'staff_id', 'classrooms', 'valid_from', 'valid_until']).where('school_id', '=', schoolId).execute()).map(subjectOf));
  const rows = signers.map((signer) => ({
    school_id: schoolId, signer_id: context.uuid(), message_id: header.messageId, staff_id: signer.staffId, full_name: signer.fullName, role: signer.role, classrooms: [...signer.classrooms],
    certificate: Buffer.from(signer.certificate), certificate_sha256: toHex(context.primitives.digest('sha256', signer.certificate)), valid_from: signer.from as string, valid_until: signer.until as string,
    delegation: signer.delegation ? json({ number: signer.delegation.number, date: signer.delegation.date as string }) : null,
  })).filter((row) => !known.has(subjectOf(row)));
  if (rows.length > 0) await trx.insertInto('signer').values(rows).execute();
}
