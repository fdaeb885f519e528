import {
  calendarOf,
  decideRegistry,
  type HocBa,
  type RegistryCommand,
  type RegistryEvent,
  type RegistryFacts,
  refusal,
  type Refusal,
  type SchoolCode,
  type SchoolYear,
  type Sha256Hex,
  type Wave,
} from '#domain';
import { err, Instant, type Instant as Moment, ok, type Result } from '#kernel';
import type { RegistrySheet } from '../postgres/registry-sheet.ts';
import type { ProvinceContext } from './context.ts';

export interface VerifiedPacket {
  readonly hocBa: HocBa;
  readonly bytes: Uint8Array;
  readonly sha256: Sha256Hex;
  readonly signers: readonly { readonly role: string; readonly certificateSha256: string }[];
}
/** Where a command comes from. */
export interface CommandSource {
  readonly schoolId: string;
  readonly sender: SchoolCode;
  readonly messageId: string;
  readonly receivedAt: Moment;
}

/** What commands of one batch are decided with: what is known, who asks, and the time. */
export interface Desk {
  readonly context: Pick<ProvinceContext, 'clock' | 'uuid'>;
  readonly sheet: RegistrySheet;
  readonly source: CommandSource;
}

/** Admits a verified packet on the sheet, or says why not. */
export function admit(desk: Desk, kind: 'submit' | 'replace', packet: VerifiedPacket): Result<void, Refusal> {
  const { sheet, source } = desk;
  const { hocBa } = packet;
  const command: RegistryCommand = { kind, hocBa, sha256: packet.sha256, sender: source.sender };
  const decided = decideRegistry(command, { ...timeFacts(desk, hocBa.schoolYear), ...sheet.factsAbout(hocBa) });
  if (!decided.ok) return decided;
  if (sheet.isTaken(hocBa.versionId)) return err(refusal('content/not-current', { pupil: hocBa.pupil.fullName }, 'MA_PHIEN_BAN'));
  sheet.admit({ schoolId: source.schoolId, ...packet, messageId: source.messageId, receivedAt: source.receivedAt });
  noteAll(desk, decided.value, hocBa.pupil.pupilId, hocBa.schoolYear, hocBa.wave);
  return ok(undefined);
}

/** Takes a packet back at its school's word. */
export function withdraw(desk: Desk, command: Extract<RegistryCommand, { kind: 'withdraw' }>): Result<void, Refusal> {
  const held = desk.sheet.packet(command.versionId);
  const known = held !== undefined && held.lookup_code === command.lookupCode;
  const schoolYear = (held?.school_year ?? '2023-2024') as SchoolYear;
  const decided = decideRegistry(command, {
    ...timeFacts(desk, schoolYear),
    onSupplementaryList: false,
    versions: known ? desk.sheet.versions(held.pupil_id, held.school_year) : [],
  });
  if (!decided.ok || !held) return decided.ok ? ok(undefined) : decided;
  noteAll(desk, decided.value, held.pupil_id, schoolYear, held.wave as Wave);
  return ok(undefined);
}

/** The late lane: what becomes final after its wave is effective from that day. */
function noteAll(
  { context, sheet, source: { schoolId } }: Desk,
  events: readonly RegistryEvent[],
  pupilId: string,
  schoolYear: SchoolYear,
  wave: Wave,
): void {
  for (const event of events) {
    const at = context.clock.now();
    sheet.note({
      event,
      place: { schoolId, pupilId, schoolYear, wave, at, eventId: context.uuid() },
      effectiveDate: Instant.toPlainDate(at),
    });
  }
}

const timeFacts = (
  { context, sheet, source }: Desk,
  schoolYear: SchoolYear,
): Pick<RegistryFacts, 'receivedAt' | 'now' | 'calendar' | 'lateLane'> => ({
  receivedAt: source.receivedAt,
  now: context.clock.now(),
  calendar: calendarOf(schoolYear),
  lateLane: sheet.lateLane(schoolYear),
});
