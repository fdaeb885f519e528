import type { RegistryState } from '#domain';
import { type RawBuilder, sql } from 'kysely';

/** What outweighs what; a version is withdrawn or replaced, never both. */
const ORDER: readonly RegistryState[] = ['admitted', 'withdrawn', 'replaced', 'finalized', 'reported'];

/** The state that the events of a version add up to. */
export const stateOfKinds = (kinds: readonly RegistryState[]): RegistryState =>
  kinds.reduce((state, kind) => (ORDER.indexOf(kind) >= ORDER.indexOf(state) ? kind : state), 'admitted');

/** The kinds of event that outweigh a state. */
export const outweighing = (state: string): readonly RegistryState[] => ORDER.slice(ORDER.indexOf(state as RegistryState) + 1);

const order = sql.raw(`array[${ORDER.map((kind) => `'${kind}'`).join(', ')}]`);
/** The same over the column `kind` of grouped events. */
export const stateOfEvents: RawBuilder<RegistryState> = sql`(${order})[max(array_position(${order}, kind))]`;
