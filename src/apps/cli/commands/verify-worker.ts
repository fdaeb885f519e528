import { nodePrimitives } from '#signature/node';
import { type FileAnswer, type FileOptions, openFileJudge } from '#verifier';
import type { Prepare } from '#workers';
import { evidenceIn } from '../material.ts';

export interface FolderSetting {
  readonly options: FileOptions;
  /** Folders in which the evidence for a packet is called by its digest. */
  readonly evidence: readonly string[];
}

/** Files of a folder, judged in a thread of their own: once for what is inside, and again with the evidence for that if there is any. */
export const prepare: Prepare<FolderSetting, Uint8Array, FileAnswer> = ({ options, evidence }) => {
  const judge = openFileJudge(options, nodePrimitives);
  return (bytes) => {
    const answer = judge(bytes);
    const lent = evidence.flatMap((folder) => evidenceIn(folder, answer.packets));
    return lent.length === 0 ? answer : judge(bytes, lent);
  };
};
