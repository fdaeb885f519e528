import type { Refusal } from '#domain';
import { ok, type Result } from '#kernel';
import type { XmlDocument } from '#xml';
import { day, group, leaf, many, named, optional } from '../codec/index.ts';
import { className, grade, lookupCode, personalId, personName, pupilId } from '../document/types.ts';
import { LIST_MAX, listHeader, MESSAGE_SLOT, message } from '../message/envelope.ts';
import type { Roster } from './model.ts';

const roster = message({
  kind: 'roster',
  header: listHeader('roster'),
  items: many(
    group('HOC_SINH', {
      pupilId: leaf('MA_HOC_SINH', pupilId),
      personalId: optional(leaf('SO_DINH_DANH', personalId)),
      lookupCode: optional(leaf('MA_TRA_CUU', lookupCode)),
      fullName: leaf('HO_TEN', personName),
      birthDate: leaf('NGAY_SINH', day),
      grade: leaf('KHOI', grade),
      classroom: leaf('LOP', className),
      status: leaf('TRANG_THAI', named({ studying: 'DANG_HOC', transferredOut: 'CHUYEN_DI', left: 'THOI_HOC' })),
    }),
    1,
    LIST_MAX,
  ),
});

/** Type 130: the pupils of a school year, unsigned. */
export const writeRoster = ({ header, pupils }: Roster): Result<Uint8Array, Refusal> => roster.write({ header, items: pupils });
export function readRoster(document: XmlDocument): Result<Roster, Refusal> {
  const read = roster.read(document);
  return read.ok ? ok({ header: read.value.header, pupils: read.value.items }) : read;
}
export const ROSTER_SLOT = MESSAGE_SLOT;
