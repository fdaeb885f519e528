import { hash } from 'node:crypto';
import { type HocBa, LookupCode, PupilId, VersionId } from '#domain';
import { type Instant, unwrap } from '#kernel';
import { packetSlots, writePacket } from '#packet';
import { nodePrimitives } from '#signature/node';
import { type Signer, signSlots } from '#signature/signers';
import { fullAssessment, hocBa } from '../../test/builders/hoc-ba.ts';

/** In signing order. */
export const ROLES = ['homeroomTeacher', 'schoolHead', 'orgSignature'] as const;

/** 32 hexadecimal digits in the form of a UUID version 4, always the same for the same text. */
export function uuidHex(text: string): string {
  const digits = hash('sha256', text, 'hex');
  return `${digits.slice(0, 12)}4${digits.slice(13, 16)}8${digits.slice(17, 32)}`;
}

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi'];
const GIVEN = ['Gia Hân', 'Minh Khôi', 'Ngọc Diệp', 'Bảo Châu', 'Đức Anh', 'Thuỳ Dương', 'Quang Huy'];

/** A complete record of an invented pupil; no two numbers give the same one. */
export function record(number: number, overrides: Partial<HocBa> = {}): HocBa {
  const base = hocBa(overrides);
  const assessment = fullAssessment();
  return {
    ...base,
    lookupCode: unwrap(LookupCode.parse(uuidHex(`look-up ${number}`))),
    versionId: unwrap(VersionId.parse(uuidHex(`version ${number}`))),
    pupil: {
      ...base.pupil,
      pupilId: unwrap(PupilId.parse(String(2_200_500_000 + number))),
      fullName: `${FAMILY[number % FAMILY.length]!} ${GIVEN[number % GIVEN.length]!}`,
    },
    assessment: {
      ...assessment,
      subjects: assessment.subjects.map((one) => ({
        ...one,
        remark: `Em nắm vững kiến thức, bài số ${number % 97} làm cẩn thận; cần đọc thêm sách ở nhà.`,
      })),
    },
  };
}

export interface Signing {
  readonly signers: Readonly<Record<(typeof ROLES)[number], Signer>>;
  readonly signingTime: Instant;
  readonly tsaUrl: string;
}

/** The signed packets of the records: the teacher signs B-B, head and seal B-T. */
export async function signPackets(records: readonly HocBa[], { signers, signingTime, tsaUrl }: Signing): Promise<readonly Uint8Array[]> {
  let packets: readonly Uint8Array[] = records.map((one) => unwrap(writePacket(one)));
  for (const role of ROLES) {
    const jobs = packets.map((bytes, i) => ({ bytes, slot: packetSlots(records[i]!)[role] }));
    const signed = await signSlots(jobs, {
      signer: signers[role],
      signingTime,
      primitives: nodePrimitives,
      ...(role !== 'homeroomTeacher' && { tsaUrl }),
    });
    packets = signed.map((one) => unwrap(one));
  }
  return packets;
}
