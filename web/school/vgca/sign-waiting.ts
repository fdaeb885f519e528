import type { HelperAnswers, HelperWork } from '#contract';
import { type HelperAnswer, signWithVgca } from './client.ts';

type Answer = HelperAnswers['answers'][number];

/**
 * Signs what waits, one after the other (a device does one thing at a time), and hands each value over at once: what is signed stays signed. After the first
 * failure the device is not asked again: the rest gets the same answer, and the run pauses with the reason.
 */
export async function signWaiting(
  hashes: HelperWork['hashes'],
  give: (answers: readonly Answer[]) => Promise<unknown>,
  sign: (hash: string) => Promise<HelperAnswer> = signWithVgca,
): Promise<void> {
  for (const [i, { hash }] of hashes.entries()) {
    const answer = await sign(hash);
    if ('value' in answer) await give([{ hash, value: answer.value }]);
    else return void (await give(hashes.slice(i).map((one) => ({ hash: one.hash, failure: answer.failure }))));
  }
}
