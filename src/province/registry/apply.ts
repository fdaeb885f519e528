import { calendarOf, decideRegistry, type HocBa, type RegistryCommand, type RegistryFacts, refusal, type Refusal, type SchoolCode, type SchoolYear, type Sha256Hex, type Wave } from '#domain';
import { err, Instant, type Instant as Moment, ok, type Result } from '#kernel';
import { codeFacts, type EventPlace, insertEvent, insertPacket, lockHead, previousYearOf, versionsOf } from '../postgres/registry.ts';
import type { ProvinceTransaction } from '../postgres/tables.ts';
import type { ProvinceContext } from './context.ts';

export interface VerifiedPacket {
  readonly hocBa: HocBa;
  readonly bytes: Uint8Array;
  readonly sha256: Sha256Hex;
  readonly signers: readonly { readonly role: string; readonly certificateSha256: string }[];
}
/** Where a command comes from. */
export interface CommandSource { readonly schoolId: string; readonly sender: SchoolCode; readonly messageId: string; readonly receivedAt: Moment }

/** Admits a verified packet, or says why not. Runs inside the transaction that also records the answer. */
export async function admit(context: ProvinceContext, trx: ProvinceTransaction, source: CommandSource, kind: 'submit' | 'replace', packet: VerifiedPacket): Promise<Result<void, Refusal>> {
  const { hocBa } = packet;
  const { pupilId } = hocBa.pupil;
  await lockHead(trx, source.schoolId, pupilId, hocBa.schoolYear);
  const command: RegistryCommand = { kind, hocBa, sha256: packet.sha256, sender: source.sender };
  const decided = decideRegistry(command, {
    ...(await timeFacts(context, trx, source, hocBa.schoolYear)), ...(await codeFacts(trx, hocBa.lookupCode, pupilId)), ...(await rosterFacts(trx, source, hocBa)),
    versions: await versionsOf(trx, source.schoolId, pupilId, hocBa.schoolYear), ...previous(await previousYearOf(trx, pupilId, hocBa.schoolYear)),
  });
  if (!decided.ok) return decided;
  if (await isVersionTaken(trx, hocBa.versionId)) return err(refusal('content/not-current', { pupil: hocBa.pupil.fullName }, 'MA_PHIEN_BAN'));
  await insertPacket(trx, { schoolId: source.schoolId, ...packet, messageId: source.messageId, receivedAt: source.receivedAt });
  const place = placeOf(context, source, pupilId, hocBa.schoolYear, hocBa.wave);
  // The late lane: what becomes final after its wave is effective from that day.
  for (const event of decided.value) await insertEvent(trx, event, place(), Instant.toPlainDate(context.clock.now()));
  return ok(undefined);
}

/** A version id stands for one packet in the whole province, whoever sent it first. */
const isVersionTaken = async (trx: ProvinceTransaction, versionId: string): Promise<boolean> =>
  (await trx.selectFrom('packet').select('version_id').where('version_id', '=', versionId).limit(1).executeTakeFirst()) !== undefined;

/** Takes a packet back at its school's word. */
export async function withdraw(context: ProvinceContext, trx: ProvinceTransaction, source: CommandSource, command: Extract<RegistryCommand, { kind: 'withdraw' }>): Promise<Result<void, Refusal>> {
  const row = await trx.selectFrom('packet').select(['pupil_id', 'school_year', 'wave', 'lookup_code']).where('school_id', '=', source.schoolId).where('version_id', '=', command.versionId).executeTakeFirst();
  const known = row !== undefined && row.lookup_code === command.lookupCode;
  if (known) await lockHead(trx, source.schoolId, row.pupil_id, row.school_year);
  const schoolYear = (row?.school_year ?? '2023-2024') as SchoolYear;
  const decided = decideRegistry(command, { ...(await timeFacts(context, trx, source, schoolYear)), onSupplementaryList: false, versions: known ? await versionsOf(trx, source.schoolId, row.pupil_id, row.school_year) : [] });
  if (!decided.ok || !row) return decided.ok ? ok(undefined) : decided;
  const place = placeOf(context, source, row.pupil_id, schoolYear, row.wave as Wave);
  for (const event of decided.value) await insertEvent(trx, event, place());
  return ok(undefined);
}

const previous = (previousYear: RegistryFacts['previousYear']) => (previousYear ? { previousYear } : {});

const placeOf = (context: ProvinceContext, { schoolId }: CommandSource, pupilId: string, schoolYear: SchoolYear, wave: Wave) => (): EventPlace => ({ schoolId, pupilId, schoolYear, wave, at: context.clock.now(), eventId: context.uuid() });

async function timeFacts(context: ProvinceContext, trx: ProvinceTransaction, { schoolId, receivedAt }: CommandSource, schoolYear: SchoolYear): Promise<Pick<RegistryFacts, 'receivedAt' | 'now' | 'calendar' | 'lateLane'>> {
  const lane = await trx.selectFrom('late_lane').select('decision_number').where('school_id', '=', schoolId).where('school_year', '=', schoolYear).executeTakeFirst();
  return { receivedAt, now: context.clock.now(), calendar: calendarOf(schoolYear), lateLane: lane !== undefined };
}

/** What the newest roster says of the pupil, and whether any supplementary list names him. */
async function rosterFacts(trx: ProvinceTransaction, { schoolId, sender }: CommandSource, hocBa: HocBa): Promise<Pick<RegistryFacts, 'enrolled' | 'onSupplementaryList'>> {
  const { pupilId } = hocBa.pupil;
  const newest = await trx.selectFrom('message').select('message_id').where('school_id', '=', schoolId).where('kind', '=', 'roster').where('school_year', '=', hocBa.schoolYear)
    .where('item_count', '>', 0).orderBy('received_at', 'desc').limit(1).executeTakeFirst();
  const row = newest && (await trx.selectFrom('roster_pupil').select(['classroom', 'status']).where('school_id', '=', schoolId).where('school_year', '=', hocBa.schoolYear).where('message_id', '=', newest.message_id).where('pupil_id', '=', pupilId).executeTakeFirst());
  const listed = await trx.selectFrom('supplementary_pupil').select('pupil_id').where('school_id', '=', schoolId).where('school_year', '=', hocBa.schoolYear).where('pupil_id', '=', pupilId).limit(1).executeTakeFirst();
  return { ...(row && { enrolled: { schoolCode: sender, classroom: row.classroom, studying: row.status === 'studying' } }), onSupplementaryList: listed !== undefined };
}

