import { nodePrimitives } from '#signature/node';
import { type FileAnswer, type FileOptions, verifyFile } from '#verifier';
import type { Prepare } from '#workers';

/** Files of a folder, judged in a thread of their own. */
export const prepare: Prepare<FileOptions, Uint8Array, FileAnswer> = (options) => (bytes) => verifyFile(bytes, options, nodePrimitives);
