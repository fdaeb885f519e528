import type { CheckId } from '#signature';
import type { FileAnswer } from '#verifier';
import type { HostileRoom } from '../room.ts';

type Answer = (room: HostileRoom) => FileAnswer | Promise<FileAnswer>;

/** A document that answers a check otherwise than passed, and one that passes it where the genuine packet of the room does not come to the question. */
export interface OtherwiseRow { readonly wrong: Answer; readonly sound?: Answer }
export type OtherwiseTable = Readonly<Partial<Record<CheckId, OtherwiseRow>>>;
