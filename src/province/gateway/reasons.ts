import { describe, type Refusal } from '#domain';
import type { StatedReason } from '#packet';
import type { StoredReason } from '../postgres/tables.ts';

/** A refusal as the province states it to the outside: public code, sentence with its remedy, place. */
export function stated(refusal: Refusal & { readonly subIndication?: string }): StatedReason {
  const { publicCode, message, remedy, retryable, where } = describe(refusal);
  return {
    code: publicCode ?? 'HBS-999',
    message: `${message} ${remedy}`,
    retryable,
    ...(where === undefined ? {} : { where }),
    ...(refusal.subIndication === undefined ? {} : { subIndication: refusal.subIndication }),
  };
}
export const toStored = (reason: StatedReason): StoredReason => ({ ...reason });
