import type {
  HocBa,
  LookupCode,
  PupilId,
  RegistryFacts,
  RegistryState,
  RegistryVersion,
  SchoolCode,
  SchoolYear,
  Sha256Hex,
  VersionId,
  Wave,
} from '#domain';
import { type AdmittedPacket, insertEvents, insertPackets, lockHeads, type PlacedEvent } from './registry.ts';
import { stateOfKinds } from './state.ts';
import type { ProvinceTransaction } from './tables.ts';

/** A packet the registry holds, as far as deciding about its pupil needs it. */
export interface HeldPacket {
  readonly version_id: string;
  readonly version_number: number;
  readonly pupil_id: string;
  readonly school_year: string;
  readonly lookup_code: string;
  readonly sha256: string;
  readonly wave: number;
  readonly classroom: string;
  readonly full_name: string;
}

/** What a batch speaks of. */
export interface SheetQuestion {
  readonly schoolId: string;
  readonly sender: SchoolCode;
  readonly schoolYear: SchoolYear;
  /** Of every item, withdrawals included. */
  readonly versionIds: readonly string[];
  /** The records it brings. */
  readonly records: readonly HocBa[];
}

interface Held {
  readonly packets: Map<string, HeldPacket>;
  readonly kinds: Map<string, RegistryState[]>;
  /** Version ids that stand for a packet of any school. */
  readonly taken: Set<string>;
  readonly ownerOfCode: Map<string, PupilId>;
  readonly codeOfPupil: Map<string, LookupCode>;
  readonly previousYear: ReadonlyMap<string, NonNullable<RegistryFacts['previousYear']>>;
  readonly roster: ReadonlyMap<string, { readonly classroom: string; readonly studying: boolean }>;
  readonly supplementary: ReadonlySet<string>;
  readonly lateYears: ReadonlySet<string>;
}

/**
 * What the registry holds about everybody a batch speaks of: locked and read at once, and what is decided goes to the store at once. An answer takes into
 * account what earlier items of the same batch have brought.
 */
export class RegistrySheet {
  readonly #trx: ProvinceTransaction;
  readonly #sender: SchoolCode;
  readonly #held: Held;
  readonly #packets: AdmittedPacket[] = [];
  readonly #events: PlacedEvent[] = [];

  constructor(trx: ProvinceTransaction, sender: SchoolCode, held: Held) {
    this.#trx = trx;
    this.#sender = sender;
    this.#held = held;
  }

  /** A packet of this school; undefined when it has none under that id. */
  packet(versionId: string): HeldPacket | undefined {
    return this.#held.packets.get(versionId);
  }
  /** A version id stands for one packet in the whole province, whoever sent it first. */
  isTaken(versionId: string): boolean {
    return this.#held.taken.has(versionId);
  }
  lateLane(schoolYear: string): boolean {
    return this.#held.lateYears.has(schoolYear);
  }

  /** All versions of a pupil and year, oldest first. */
  versions(pupilId: string, schoolYear: string): readonly RegistryVersion[] {
    return [...this.#held.packets.values()]
      .filter((packet) => packet.pupil_id === pupilId && packet.school_year === schoolYear)
      .sort((a, b) => a.version_number - b.version_number)
      .map((packet) => ({
        versionId: packet.version_id as VersionId,
        versionNumber: packet.version_number,
        sha256: packet.sha256 as Sha256Hex,
        wave: packet.wave as Wave,
        state: stateOfKinds(this.#held.kinds.get(packet.version_id) ?? []),
      }));
  }

  /** Everything the rules of admission ask about a record, time aside. */
  factsAbout({ pupil: { pupilId }, lookupCode, schoolYear }: HocBa): Omit<RegistryFacts, 'receivedAt' | 'now' | 'calendar' | 'lateLane'> {
    const { ownerOfCode, codeOfPupil, previousYear, roster, supplementary } = this.#held;
    const owner = ownerOfCode.get(lookupCode);
    const own = codeOfPupil.get(pupilId);
    const row = roster.get(pupilId);
    const earlier = previousYear.get(pupilId);
    return {
      ...(owner && { codeBelongsTo: owner }),
      ...(own && { codeOfPupil: own }),
      ...(row && { enrolled: { schoolCode: this.#sender, ...row } }),
      ...(earlier && { previousYear: earlier }),
      onSupplementaryList: supplementary.has(pupilId),
      versions: this.versions(pupilId, schoolYear),
    };
  }

  admit(packet: AdmittedPacket): void {
    const {
      versionId,
      versionNumber,
      schoolYear,
      lookupCode,
      wave,
      classroom,
      pupil: { pupilId, fullName },
    } = packet.hocBa;
    const { packets, taken, ownerOfCode, codeOfPupil } = this.#held;
    packets.set(versionId, {
      version_id: versionId,
      version_number: versionNumber,
      pupil_id: pupilId,
      school_year: schoolYear,
      lookup_code: lookupCode,
      sha256: packet.sha256,
      wave,
      classroom,
      full_name: fullName,
    });
    taken.add(versionId);
    if (!ownerOfCode.has(lookupCode)) ownerOfCode.set(lookupCode, pupilId);
    if (!codeOfPupil.has(pupilId)) codeOfPupil.set(pupilId, lookupCode);
    this.#packets.push(packet);
  }

  note(placed: PlacedEvent): void {
    const { versionId, kind } = placed.event;
    const { kinds } = this.#held;
    kinds.set(versionId, [...(kinds.get(versionId) ?? []), kind]);
    this.#events.push(placed);
  }

  /** Writes down what was decided. */
  async write(): Promise<void> {
    await insertPackets(this.#trx, this.#packets);
    await insertEvents(this.#trx, this.#events);
  }
}

const COLUMNS = [
  'version_id',
  'version_number',
  'pupil_id',
  'school_year',
  'lookup_code',
  'sha256',
  'wave',
  'classroom',
  'full_name',
] as const;

/** Locks the pupils of a batch and reads what is known about them: as many statements for sixty as for one. */
export async function openSheet(
  trx: ProvinceTransaction,
  { schoolId, sender, schoolYear, versionIds, records }: SheetQuestion,
): Promise<RegistrySheet> {
  const named = await trx
    .selectFrom('packet')
    .select(COLUMNS)
    .where('school_id', '=', schoolId)
    .where('version_id', 'in', versionIds)
    .execute();
  const pupils = [
    ...records.map(({ pupil }) => ({ pupilId: pupil.pupilId as string, schoolYear: schoolYear as string })),
    ...named.map((row) => ({ pupilId: row.pupil_id, schoolYear: row.school_year })),
  ];
  await lockHeads(trx, schoolId, pupils);
  // A list of values may not be empty; no pupil has this code.
  const pupilIds = ['', ...new Set(pupils.map(({ pupilId }) => pupilId))];
  const codes = ['', ...records.map(({ lookupCode }) => lookupCode)];
  const own = await trx.selectFrom('packet').select(COLUMNS).where('school_id', '=', schoolId).where('pupil_id', 'in', pupilIds).execute();
  const events = await trx
    .selectFrom('registry_event')
    .select(['version_id', 'kind'])
    .where('school_id', '=', schoolId)
    .where('pupil_id', 'in', pupilIds)
    .execute();
  const taken = await trx.selectFrom('packet').select('version_id').where('version_id', 'in', versionIds).execute();
  const lookupCodes = await trx
    .selectFrom('lookup_code')
    .select(['lookup_code', 'pupil_id'])
    .where((where) => where.or([where('lookup_code', 'in', codes), where('pupil_id', 'in', pupilIds)]))
    .execute();
  const lanes = await trx.selectFrom('late_lane').select('school_year').where('school_id', '=', schoolId).execute();
  return new RegistrySheet(trx, sender, {
    packets: new Map([...named, ...own].map((row) => [row.version_id, row])),
    kinds: new Map([...Map.groupBy(events, (event) => event.version_id)].map(([version, rows]) => [version, rows.map(({ kind }) => kind)])),
    taken: new Set(taken.map((row) => row.version_id)),
    ownerOfCode: new Map(lookupCodes.map((row) => [row.lookup_code, row.pupil_id as PupilId])),
    codeOfPupil: new Map(lookupCodes.map((row) => [row.pupil_id, row.lookup_code as LookupCode])),
    lateYears: new Set(lanes.map((row) => row.school_year)),
    ...(await listsOf(trx, schoolId, schoolYear, pupilIds)),
    previousYear: await previousYears(trx, schoolYear, pupilIds),
  });
}

/** What the newest roster says of the pupils, and which of them any supplementary list names. */
async function listsOf(
  trx: ProvinceTransaction,
  schoolId: string,
  schoolYear: string,
  pupilIds: readonly string[],
): Promise<Pick<Held, 'roster' | 'supplementary'>> {
  const newest = await trx
    .selectFrom('message')
    .select('message_id')
    .where('school_id', '=', schoolId)
    .where('kind', '=', 'roster')
    .where('school_year', '=', schoolYear)
    .where('item_count', '>', 0)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const rows =
    newest === undefined
      ? []
      : await trx
          .selectFrom('roster_pupil')
          .select(['pupil_id', 'classroom', 'status'])
          .where('school_id', '=', schoolId)
          .where('school_year', '=', schoolYear)
          .where('message_id', '=', newest.message_id)
          .where('pupil_id', 'in', pupilIds)
          .execute();
  const listed = await trx
    .selectFrom('supplementary_pupil')
    .select('pupil_id')
    .where('school_id', '=', schoolId)
    .where('school_year', '=', schoolYear)
    .where('pupil_id', 'in', pupilIds)
    .execute();
  return {
    roster: new Map(rows.map((row) => [row.pupil_id, { classroom: row.classroom, studying: row.status === 'studying' }])),
    supplementary: new Set(listed.map((row) => row.pupil_id)),
  };
}

/** Each pupil's newest final packet of an earlier year, whichever school issued it. */
async function previousYears(trx: ProvinceTransaction, schoolYear: string, pupilIds: readonly string[]): Promise<Held['previousYear']> {
  const rows = await trx
    .selectFrom('finalization')
    .innerJoin('packet', (join) =>
      join.onRef('packet.school_id', '=', 'finalization.school_id').onRef('packet.version_id', '=', 'finalization.version_id'),
    )
    .select(['finalization.pupil_id', 'finalization.school_year', 'packet.version_id', 'packet.sha256'])
    .where('finalization.pupil_id', 'in', pupilIds)
    .where('finalization.school_year', '<', schoolYear)
    .orderBy('finalization.school_year')
    .execute();
  return new Map(
    rows.map((row) => [
      row.pupil_id,
      { schoolYear: row.school_year as SchoolYear, versionId: row.version_id as VersionId, sha256: row.sha256 as Sha256Hex },
    ]),
  );
}
