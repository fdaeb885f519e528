import { type Refusal, SUBJECT_CODES, TRAIT_CODES } from '#domain';
import { ok, type Result } from '#kernel';
import type { XmlDocument } from '#xml';
import { group, leaf, many, oneOf } from '../codec/index.ts';
import { className, pupilId } from '../document/types.ts';
import { LIST_MAX, listHeader, MESSAGE_SLOT, message } from '../message/envelope.ts';
import type { SupplementaryList } from './model.ts';

const CODES = [...SUBJECT_CODES, ...TRAIT_CODES] as const;

const supplementary = message({
  kind: 'supplementary',
  header: listHeader('supplementary'),
  items: many(
    group('HOC_SINH', {
      pupilId: leaf('MA_HOC_SINH', pupilId),
      classroom: leaf('LOP', className),
      notReached: many(leaf('MUC_CHUA_DAT', oneOf(CODES)), 1, CODES.length),
    }),
    1,
    LIST_MAX,
  ),
});

/** Type 140: pupils of the supplementary assessment, unsigned. */
export const writeSupplementary = ({ header, pupils }: SupplementaryList): Result<Uint8Array, Refusal> =>
  supplementary.write({ header, items: pupils });
export function readSupplementary(document: XmlDocument): Result<SupplementaryList, Refusal> {
  const read = supplementary.read(document);
  return read.ok ? ok({ header: read.value.header, pupils: read.value.items }) : read;
}
export const SUPPLEMENTARY_SLOT = MESSAGE_SLOT;
