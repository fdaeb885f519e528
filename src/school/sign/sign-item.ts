import { type HocBa, type PupilId, type Refusal, refusal, type Sha256Hex } from '#domain';
import { err, type Instant, ok, type Result, toHex } from '#kernel';
import { packetSlots, readPacket, writePacket } from '#packet';
import type { Primitives } from '#signature';
import type { SignJob } from '#signature/signers';
import { readXml } from '#xml';
import type { Examined } from '../desk/examine.ts';
import type { RecordVersion, SlotName, VersionStage } from '../model.ts';
import { type DraftRoom, draftOf } from './draft.ts';

/** One record on its way to one signature. */
export interface SignWork {
  readonly pupilId: PupilId;
  readonly pupil: string;
  /** What the work was prepared on: when it is not the same at the time of storing, nothing is stored. */
  readonly seen: Examined;
  /** Set when the signature is the first of a new version. */
  readonly newVersion?: RecordVersion;
  readonly hocBa: HocBa;
  readonly job: SignJob;
}

const sha256Of = (primitives: Primitives, bytes: Uint8Array): Sha256Hex => toHex(primitives.digest('sha256', bytes)) as Sha256Hex;

/** Writes the packet of a new version, with empty slots, for the homeroom teacher. */
export function prepareFirst(
  seen: Examined,
  room: DraftRoom,
  options: { versionUuid: string; now: Instant; staffId: string },
): Result<SignWork, Refusal> {
  const { identity } = seen.file.year;
  const draft = draftOf(seen, room, { ...options, checked: true });
  if (!draft.ok) return draft;
  const { hocBa, version } = draft.value;
  if (hocBa.homeroomTeacher.staffId !== options.staffId)
    return err(refusal('school/other-signer-named', { pupil: identity.fullName, named: hocBa.homeroomTeacher.fullName }));
  const bytes = writePacket(hocBa);
  if (!bytes.ok) return bytes;
  return ok({
    pupilId: identity.pupilId,
    pupil: identity.fullName,
    seen,
    newVersion: version,
    hocBa,
    job: { bytes: bytes.value, slot: packetSlots(hocBa).homeroomTeacher, shown: identity.fullName },
  });
}

/** Takes the octets of the stage before; the head must be the one the packet names. */
export function prepareNext(seen: Examined, stage: VersionStage, slot: SlotName, staffId: string): Result<SignWork, Refusal> {
  const { identity } = seen.file.year;
  const document = readXml(stage.bytes);
  const hocBa = document.ok
    ? readPacket(document.value)
    : err(refusal('school/not-signable', { pupil: identity.fullName, why: 'tệp đã lưu không đọc được' }));
  if (!hocBa.ok) return hocBa;
  if (slot === 'schoolHead' && hocBa.value.schoolHead.staffId !== staffId)
    return err(refusal('school/other-signer-named', { pupil: identity.fullName, named: hocBa.value.schoolHead.fullName }));
  return ok({
    pupilId: identity.pupilId,
    pupil: identity.fullName,
    seen,
    hocBa: hocBa.value,
    job: { bytes: stage.bytes, slot: packetSlots(hocBa.value)[slot], shown: identity.fullName },
  });
}

/** The stage to store: what was signed must still be the record that was prepared. */
export function stageOf(
  work: SignWork,
  signed: Uint8Array,
  slot: SlotName,
  at: Instant,
  certificate: Uint8Array,
  primitives: Primitives,
): VersionStage {
  return {
    versionId: work.hocBa.versionId,
    slot,
    bytes: signed,
    sha256: sha256Of(primitives, signed),
    signedAt: at,
    certificateSha256: sha256Of(primitives, certificate),
  };
}
