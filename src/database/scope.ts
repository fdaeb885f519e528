import { assert } from '#kernel';

/**
 * Whose rows a transaction may see.
 * - `{ schoolId }`: one school's. Row-level policies compare `school_id` with `hocba.school_id`.
 * - `{ province: true }`: all schools of the province; `hocba.scope` is `province`.
 * - `none`: tables without a school only; every row of a school is hidden.
 *
 * A policy reads (and nothing else, so that it also holds on a database spread over machines):
 * `using (school_id = nullif(current_setting('hocba.school_id', true), '')::uuid or current_setting('hocba.scope', true) = 'province')`
 * where the second half is left out of tables of the school tier.
 */
export type Scope = { readonly schoolId: string } | { readonly province: true } | 'none';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isUuid = (text: string): boolean => UUID.test(text);

/**
 * The statements that open the scope. `SET LOCAL` takes no bind parameter (and `set_config()` does not reach other machines),
 * so the value enters the text; therefore only a checked lower-case uuid may pass. Throws on anything else: the caller's bug.
 */
export function scopeStatements(scope: Scope): string {
  if (scope === 'none') return '';
  if ('province' in scope) return `; set local hocba.scope = 'province'`;
  assert(typeof scope.schoolId === 'string' && UUID.test(scope.schoolId), 'the school of a database scope is a lower-case uuid');
  return `; set local hocba.school_id = '${scope.schoolId}'`;
}
