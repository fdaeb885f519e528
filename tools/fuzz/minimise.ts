const CALLS_MAX = 400;

/** Takes pieces out, halves first, as long as what is left still fails (ddmin, Zeller & Hildebrandt 2002, without its last pass). */
export function minimise(input: Uint8Array, stillFails: (bytes: Uint8Array) => boolean): Uint8Array {
  let best = input;
  let calls = 0;
  for (let size = best.length >> 1; size >= 1 && calls < CALLS_MAX; size >>= 1) {
    for (let at = 0; at < best.length && calls < CALLS_MAX; ) {
      const shorter = new Uint8Array(Buffer.concat([best.subarray(0, at), best.subarray(at + size)]));
      calls++;
      if (shorter.length > 0 && stillFails(shorter)) best = shorter;
      else at += size;
    }
  }
  return best;
}
