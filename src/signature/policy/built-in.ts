import { assert } from '#kernel';
import general from '../../../policies/verification-general.json' with { type: 'json' };
import integrity from '../../../policies/verification-integrity.json' with { type: 'json' };
import type { PolicyFile } from './file.ts';
import { policyOctets, readPolicy } from './read.ts';

/** A policy of the product's own; that it is sound is the product's duty. */
export function builtIn(value: Readonly<Record<string, unknown>>): PolicyFile {
  const read = readPolicy(policyOctets(value));
  assert(read.ok, read.ok ? '' : read.error.join('; '));
  return read.value;
}

/** Documents of others. */
export const GENERAL_POLICY: PolicyFile = builtIn(general);
/** Only whether signatures are intact. */
export const INTEGRITY_POLICY: PolicyFile = builtIn(integrity);
