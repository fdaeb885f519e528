import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { PathCache } from '#signature';
import { nodePrimitives } from '#signature/node';
import type { Bench } from './bench.ts';
import { rounded } from './measure.ts';
import { signedClass } from './signed-class.ts';

const PACKETS = 300;
const MARKS = [1_000, 10_000, 50_000, 100_000];
const BYTES_PER_MB = 1_048_576;
/** Odd and large, so that the octets changed are everywhere and no document comes twice. */
const STEP = 7_919;

/** A collector that collects everything now; without it what is dead waits until the heap has grown far enough. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/**
 * Memory of a process that judges 100,000 documents: what it takes from the machine on the way, and what is alive at the first mark and at the last, which should be
 * the same. Every second document has an octet changed and is like no other before it.
 */
export const memory: Bench = async (say) => {
  say(`Đang ký ${PACKETS} gói tin…`);
  const { packets, judge } = await signedClass(PACKETS);
  const cache: PathCache = new Map();
  const rss = new Map<number, number>();
  const alive: number[] = [];
  const collect = collector();
  let accepted = 0;
  const from = performance.now();
  for (let count = 1; count <= MARKS.at(-1)!; count++) {
    const packet = packets[(count >> 1) % PACKETS]!;
    accepted += Number(
      judge(count % 2 === 0 ? packet : changed(packet, (count * STEP) % packet.length), nodePrimitives, cache).verdict === 'TOTAL-PASSED',
    );
    if (!MARKS.includes(count)) continue;
    rss.set(count, process.memoryUsage.rss() / BYTES_PER_MB);
    say(`${count}: ${rounded(rss.get(count)!)} MB`);
    if (count !== MARKS[0] && count !== MARKS.at(-1)) continue;
    collect();
    alive.push(process.memoryUsage().heapUsed / BYTES_PER_MB);
  }
  const last = MARKS.at(-1)!;
  if (accepted < last / 2) throw new Error(`${last / 2 - accepted} sound packets were not accepted`);
  return {
    documents: last,
    documentsPerSecond: rounded(last / ((performance.now() - from) / 1000)),
    ...Object.fromEntries([...rss].map(([count, mb]) => [`rssAfter${count}Mb`, rounded(mb)])),
    aliveAtFirstMb: rounded(alive[0]!),
    aliveAtLastMb: rounded(alive[1]!),
  };
};

function changed(packet: Uint8Array, at: number): Uint8Array {
  const copy = packet.slice();
  copy[at]! ^= 1;
  return copy;
}
