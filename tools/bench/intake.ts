import { setTimeout as sleep } from 'node:timers/promises';
import type { HocBa } from '#domain';
import { schoolIdOf } from '#identity';
import { unwrap } from '#kernel';
import { readResult } from '#packet';
import { approvedSigners } from '#province/postgres';
import { nodePrimitives } from '#signature/node';
import { bindingOfSigners, verifyPacket } from '#verifier';
import { readXml } from '#xml';
import type { System } from '../../src/apps/demo/system.ts';
import type { Bench } from './bench.ts';
import { enterSchool, openSystem, type SendingSchool } from './intake-school.ts';
import { median, microsecondsOf, percentile, rounded } from './measure.ts';
import { record, signPackets } from './packets.ts';

const ROUNDS = 5;
/** Classes that hand in at the same time. */
const CLASSES = 4;
const PUPILS = 20;
/** Often enough to hardly lengthen a round, seldom enough not to be the load itself. */
const POLL_MS = 100;

interface Batch {
  readonly messageId: string;
  readonly bytes: Uint8Array;
  readonly packets: readonly Uint8Array[];
}

/** Packets admitted through the real HTTP interface into a real database, against judging the same packets and nothing else. */
export const intake: Bench = async (say) => {
  say('Đang mở PostgreSQL và ba cấp…');
  const { system, close } = await openSystem();
  try {
    const classes = Array.from({ length: ROUNDS * CLASSES }, (_, c) =>
      Array.from(
        { length: PUPILS },
        (_, p): HocBa => record(c * PUPILS + p, { classroom: `4A${c + 1}`, createdOn: '2024-05-27' as HocBa['createdOn'] }),
      ),
    );
    const school = await enterSchool(system, classes.flat());
    say(`Đang ký ${classes.length * PUPILS} gói tin…`);
    const batches: Batch[] = [];
    for (const records of classes) {
      const packets = await signPackets(records, school.signing());
      batches.push({ ...(await school.batch(records, packets)), packets });
    }
    say('Đang đo…');
    const verifyUs: number[] = [];
    const intakeUs: number[] = [];
    const ratios: number[] = [];
    const receiptMs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const own = batches.slice(round * CLASSES, (round + 1) * CLASSES);
      const verifying = await verifyOnly(
        system,
        school,
        own.flatMap(({ packets }) => packets),
      );
      const taking = await takeIn(school, own, receiptMs);
      // Log, confirmations: the province's own work afterwards, finished before the next round begins.
      await system.background.settle();
      verifyUs.push(verifying / (CLASSES * PUPILS));
      intakeUs.push(taking / (CLASSES * PUPILS));
      ratios.push(verifying / taking);
    }
    return {
      packets: batches.length * PUPILS,
      verifyPerSecond: rounded(1e6 / median(verifyUs)),
      intakePerSecond: rounded(1e6 / median(intakeUs)),
      ratioToVerify: rounded(median(ratios)),
      p95ReceiptMs: rounded(percentile(receiptMs, 0.95)),
    };
  } finally {
    await close();
  }
};

async function verifyOnly(system: System, school: SendingSchool, packets: readonly Uint8Array[]): Promise<number> {
  const at = system.clocks.province.now();
  const trust = await system.keys.trust(at);
  const binding = bindingOfSigners(
    await system.province.database.inScope({ province: true }, (trx) => approvedSigners(trx, schoolIdOf(school.code))),
  );
  const cache = new Map();
  return microsecondsOf(() => {
    for (const bytes of packets) {
      const { verdict, refusals } = verifyPacket({ bytes, trust, at, binding, cache }, nodePrimitives);
      if (verdict !== 'TOTAL-PASSED') throw new Error(`a sound packet was not accepted: ${JSON.stringify(refusals)}`);
    }
  });
}

/** Sends the batches side by side; answers the microseconds until the last signed result is there. Every packet must be admitted. */
async function takeIn(school: SendingSchool, batches: readonly Batch[], receiptMs: number[]): Promise<number> {
  const from = performance.now();
  await Promise.all(
    batches.map(async ({ messageId, bytes }) => {
      const sentAt = performance.now();
      await school.send('batch', bytes);
      receiptMs.push(performance.now() - sentAt);
      const { items } = unwrap(readResult(unwrap(readXml(await resultOf(school, messageId)))));
      const refused = items.filter(({ accepted }) => !accepted);
      if (refused.length > 0) throw new Error(`${refused.length} packets were not admitted: ${JSON.stringify(refused[0]!.reasons)}`);
    }),
  );
  return (performance.now() - from) * 1000;
}

async function resultOf({ client, code }: SendingSchool, messageId: string): Promise<Uint8Array> {
  for (;;) {
    const result = await client.result(code, messageId);
    if (!result.ok) throw new Error(`the province gives no result: ${JSON.stringify(result.error)}`);
    if (result.value !== undefined) return result.value;
    await sleep(POLL_MS);
  }
}
