import { err, type Instant, ok, type Result } from '#kernel';
import type { Calendar } from '../calendar/index.ts';
import type { HocBa } from '../record/hoc-ba.ts';
import type { LookupCode, PupilId, SchoolCode, SchoolYear, Sha256Hex, VersionId } from '../record/identifiers.ts';
import { type Refusal, refusal } from '../refusal/refusal.ts';
import { currentOf, isFinal, type RegistryVersion, stateAt } from './registry-state.ts';

/** What a school asks of the registry about one record, once the packet itself has been verified. */
export type RegistryCommand =
  | { readonly kind: 'submit' | 'replace'; readonly hocBa: HocBa; readonly sha256: Sha256Hex; readonly sender: SchoolCode }
  | {
      readonly kind: 'withdraw';
      readonly versionId: VersionId;
      readonly lookupCode: LookupCode;
      readonly reason: string;
      readonly sender: SchoolCode;
    };

/** What the registry knows that bears on the command. */
export interface RegistryFacts {
  /** The instant of the durable receipt: deadlines are measured with it. */
  readonly receivedAt: Instant;
  /** The instant of deciding: an admitted packet may have become final meanwhile. */
  readonly now: Instant;
  readonly calendar: Calendar;
  /** The pupil's row of the school's roster (130). */
  readonly enrolled?: { readonly schoolCode: SchoolCode; readonly classroom: string; readonly studying: boolean };
  readonly onSupplementaryList: boolean;
  /** Whose look-up code this is, and which one the pupil has. */
  readonly codeBelongsTo?: PupilId;
  readonly codeOfPupil?: LookupCode;
  /** All versions of this pupil and year. */
  readonly versions: readonly RegistryVersion[];
  /** The pupil's newest final packet of an earlier year. */
  readonly previousYear?: { readonly schoolYear: SchoolYear; readonly versionId: VersionId; readonly sha256: Sha256Hex };
  /** A province decision that lets this school hand in late (số, ngày). */
  readonly lateLane: boolean;
}

export type RegistryEvent =
  | { readonly kind: 'admitted'; readonly versionId: VersionId }
  | { readonly kind: 'replaced'; readonly versionId: VersionId; readonly by: VersionId }
  | { readonly kind: 'withdrawn'; readonly versionId: VersionId; readonly reason: string }
  | { readonly kind: 'finalized'; readonly versionId: VersionId };

type Admission = Extract<RegistryCommand, { kind: 'submit' | 'replace' }>;
type Check = (command: Admission, facts: RegistryFacts) => Refusal | undefined;
const about = ({ hocBa }: Admission) => ({ pupil: hocBa.pupil.fullName });

/** The rules of admission in their order; the first that fails is the answer. */
const CHECKS: readonly Check[] = [
  (command, { enrolled }) =>
    enrolled ? undefined : refusal('content/unknown-pupil', { ...about(command), pupilId: command.hocBa.pupil.pupilId }, 'Mã học sinh'),
  (command, { enrolled }) =>
    enrolled!.schoolCode === command.sender && enrolled!.studying && enrolled!.classroom === command.hocBa.classroom
      ? undefined
      : refusal('content/not-enrolled', { ...about(command), classroom: command.hocBa.classroom }, 'Lớp'),
  (command, { codeBelongsTo, codeOfPupil }) =>
    (codeBelongsTo ?? command.hocBa.pupil.pupilId) === command.hocBa.pupil.pupilId &&
    (codeOfPupil ?? command.hocBa.lookupCode) === command.hocBa.lookupCode
      ? undefined
      : refusal('content/lookup-code-taken', about(command), 'Mã tra cứu'),
  (command, facts) => {
    const current = currentOf(facts.versions);
    return current && isFinal(stateAt(current, facts.calendar, facts.now))
      ? refusal('content/final', about(command), 'Mã phiên bản')
      : undefined;
  },
  (command, { receivedAt, calendar, lateLane }) => {
    const { cutOff, dueOn } = calendar.waves[command.hocBa.wave];
    const late = receivedAt >= cutOff && !(lateLane && receivedAt < calendar.waves[2].cutOff);
    return late
      ? refusal(
          'transport/after-cut-off',
          { ...about(command), wave: command.hocBa.wave, date: `${dueOn.slice(8, 10)}/${dueOn.slice(5, 7)}/${dueOn.slice(0, 4)}` },
          'Đợt chốt',
        )
      : undefined;
  },
  (command, { onSupplementaryList }) =>
    command.hocBa.wave === 1 || onSupplementaryList ? undefined : refusal('content/not-on-supplementary-list', about(command), 'Đợt chốt'),
  (command, { versions }) => {
    const newest = Math.max(0, ...versions.map(({ versionNumber }) => versionNumber));
    const { versionNumber, versionId } = command.hocBa;
    const same = currentOf(versions);
    if (same?.versionId === versionId)
      return refusal('content/already-admitted', { ...about(command), version: versionNumber }, 'Mã phiên bản');
    return versionNumber <= newest
      ? refusal('content/older-version', { ...about(command), version: versionNumber, newest }, 'Số phiên bản')
      : undefined;
  },
  (command, { versions }) =>
    versions.some(({ versionId }) => versionId === command.hocBa.versionId)
      ? refusal('content/already-admitted', { ...about(command), version: command.hocBa.versionNumber }, 'Mã phiên bản')
      : undefined,
  (command, { versions }) => {
    const current = currentOf(versions);
    const { replaces } = command.hocBa;
    const fits =
      command.kind === 'replace'
        ? current !== undefined && replaces?.versionId === current.versionId && replaces.sha256 === current.sha256
        : current === undefined && replaces === undefined;
    return fits ? undefined : refusal('content/not-current', about(command), 'Bản được thay thế');
  },
  (command, { previousYear }) => {
    const named = command.hocBa.previousYear;
    const fits =
      previousYear === undefined
        ? named === undefined
        : named !== undefined &&
          named.schoolYear === previousYear.schoolYear &&
          named.versionId === previousYear.versionId &&
          named.sha256 === previousYear.sha256;
    return fits ? undefined : refusal('content/previous-year', about(command), 'Năm trước');
  },
];

/**
 * Decides what a command does to the registry (architecture: life of a packet). Pure: the first rule that fails is the refusal. An admission in the late
 * lane is final at once; a replacement ends the version it names in the same breath.
 */
export function decideRegistry(command: RegistryCommand, facts: RegistryFacts): Result<readonly RegistryEvent[], Refusal> {
  if (command.kind === 'withdraw') return decideWithdrawal(command, facts);
  for (const check of CHECKS) {
    const failed = check(command, facts);
    if (failed) return err(failed);
  }
  const { versionId, wave } = command.hocBa;
  const current = currentOf(facts.versions);
  return ok([
    { kind: 'admitted', versionId },
    ...(command.kind === 'replace' && current ? [{ kind: 'replaced', versionId: current.versionId, by: versionId } as const] : []),
    ...(facts.receivedAt >= facts.calendar.waves[wave].cutOff ? [{ kind: 'finalized', versionId } as const] : []),
  ]);
}

/** Withdrawing is the school's right and needs nobody's approval, until the record is final. */
function decideWithdrawal(
  { versionId, reason }: Extract<RegistryCommand, { kind: 'withdraw' }>,
  { versions, calendar, now, receivedAt }: RegistryFacts,
): Result<readonly RegistryEvent[], Refusal> {
  const version = versions.find((one) => one.versionId === versionId);
  if (version === undefined) return err(refusal('content/unknown-version', { version: versionId }, 'Mã phiên bản'));
  if (isFinal(stateAt(version, calendar, receivedAt)) || isFinal(stateAt(version, calendar, now)))
    return err(refusal('content/final', { pupil: `phiên bản ${versionId.slice(0, 8)}…` }, 'Mã phiên bản'));
  return version.state === 'admitted'
    ? ok([{ kind: 'withdrawn', versionId, reason }])
    : err(refusal('content/not-current', { pupil: `phiên bản ${versionId.slice(0, 8)}…` }, 'Mã phiên bản'));
}

/** The versions after an event; an admission brings the version itself along. */
export function evolveRegistry(
  versions: readonly RegistryVersion[],
  event: RegistryEvent,
  admitted?: Omit<RegistryVersion, 'state'>,
): readonly RegistryVersion[] {
  if (event.kind === 'admitted') return admitted ? [...versions, { ...admitted, state: 'admitted' }] : versions;
  return versions.map((version) => (version.versionId === event.versionId ? { ...version, state: event.kind } : version));
}
