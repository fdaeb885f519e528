import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { pathOf, type XmlDocument, type XmlElement } from '#xml';
import { content, day, group, leaf, line, many, mapped, octets, once, optional } from '../codec/index.ts';
import { className, personName, role, staffId } from '../document/types.ts';
import { LIST_MAX, listHeader, MESSAGE_SLOT, message } from '../message/envelope.ts';
import type { SignerEntry, SignersList } from './model.ts';

/** The fields of `NGUOI_KY`, here and in the extract of the province. */
export const SIGNER_FIELDS = {
  staffId: leaf('MA_CAN_BO', staffId),
  fullName: leaf('HO_TEN', personName),
  role: leaf('VAI_TRO', role),
  classrooms: many(leaf('LOP', className), 0, 100),
  certificate: leaf('CHUNG_THU', octets(16 * 1024)),
  from: leaf('TU', day),
  until: leaf('DEN', day),
  delegation: optional(group('UY_QUYEN', { number: leaf('SO', line(50)), date: leaf('NGAY', day) })),
} as const;

/** The first day is not after the last. */
export function checkPeriod<T extends Pick<SignerEntry, 'from' | 'until'>>(entry: T, at: XmlElement): Result<T, Refusal> {
  return entry.from <= entry.until
    ? ok(entry)
    : err(refusal('form/mismatch', { name: 'TU', value: entry.from, other: 'DEN', expected: entry.until }, pathOf(at)));
}

const entry = mapped(
  content('NGUOI_KY', SIGNER_FIELDS),
  (value: SignerEntry) => value,
  (value, at) => checkPeriod<SignerEntry>(value, at),
);
const signers = message({ kind: 'signers', header: listHeader('signers'), items: many(once('NGUOI_KY', entry), 1, LIST_MAX) });

/** Type 150: the signers of a school, unsigned. */
export const writeSigners = (value: SignersList): Result<Uint8Array, Refusal> =>
  signers.write({ header: value.header, items: value.signers });
export function readSigners(document: XmlDocument): Result<SignersList, Refusal> {
  const read = signers.read(document);
  return read.ok ? ok({ header: read.value.header, signers: read.value.items }) : read;
}
export const SIGNERS_SLOT = MESSAGE_SLOT;
