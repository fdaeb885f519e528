import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { HocBa, Sha256Hex } from '#domain';
import { toHex, unwrap } from '#kernel';
import { writeConfirmation } from '#packet';
import type { PrintInput } from '#print';
import { nodePrimitives } from '#signature/node';
import { instant } from '../../test/actors/authority.ts';
import { confirmation } from '../../test/builders/messages.ts';
import type { Bench } from './bench.ts';
import { interleaved, rounded } from './measure.ts';
import { type Lap, LONG_RECORDS, SAMPLE_EVERY } from './print-lap.ts';
import { signedClass } from './signed-class.ts';

const RECORDS = 20;
const AT = instant('2024-07-01T09:00:00Z');
const CONTESTANT = fileURLToPath(new URL('print-contestant.ts', import.meta.url));

/**
 * Records printed by us, with QR code, checks, packet and confirmation inside, against Typst alone on the same document without attachments. Each in a
 * process of its own, by its CPU time, so the rates are per core and the memory is the printer's.
 */
export const print: Bench = async (say) => {
  say(`Đang ký ${RECORDS} gói tin…`);
  const { records, packets } = await signedClass(RECORDS);
  const inputs = records.map((hocBa, i) => printInput(hocBa, packets[i]!));
  const [bare, ours] = [await openContestant('bare', inputs), await openContestant('ours', inputs)];
  try {
    say('Đang đo…');
    let peakRssMb = 0;
    const cost = await interleaved({
      bare: async () => (await bare.lap()).cpuUs / RECORDS,
      ours: async () => {
        const lap = await ours.lap();
        peakRssMb = lap.peakRssMb;
        return lap.cpuUs / RECORDS;
      },
    });
    return {
      records: RECORDS,
      bareRecordsPerSecond: rounded(1e6 / cost.bare),
      recordsPerSecond: rounded(1e6 / cost.ours),
      ratioToBare: rounded(cost.bare / cost.ours),
      peakRssMb: rounded(peakRssMb),
    };
  } finally {
    bare.close();
    ours.close();
  }
};

/** A school printed into one file by one process: its memory after 100, 500 and 1000 records, which should be the same. */
export const printLong: Bench = async (say) => {
  say(`Đang ký ${RECORDS} gói tin…`);
  const { records, packets } = await signedClass(RECORDS);
  const long = await openContestant(
    'long',
    records.map((hocBa, i) => printInput(hocBa, packets[i]!)),
  );
  say(`Đang in ${LONG_RECORDS} học bạ…`);
  try {
    const { cpuUs, peakRssMb, rssMb, fileMb } = await long.lap();
    const after = (printed: number): number => rounded(rssMb[printed / SAMPLE_EVERY - 1]!);
    return {
      records: LONG_RECORDS,
      recordsPerSecond: rounded((LONG_RECORDS * 1e6) / cpuUs),
      rssAfter100Mb: after(100),
      rssAfter500Mb: after(500),
      rssAfter1000Mb: after(LONG_RECORDS),
      peakRssMb: rounded(peakRssMb),
      fileMb: rounded(fileMb),
    };
  } finally {
    long.close();
  }
};

async function openContestant(name: string, inputs: readonly PrintInput[]): Promise<{ lap(): Promise<Lap>; close(): void }> {
  const child = fork(CONTESTANT, [name], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  // A contestant that ends instead of answering has said why on stderr.
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the ${name} contestant ended`);
  });
  ended.catch(() => undefined);
  const answer = async (message: object): Promise<unknown> => {
    const answered = once(child, 'message');
    child.send(message);
    return (await Promise.race([answered, ended]))[0];
  };
  await answer({ inputs });
  return { lap: async () => (await answer({})) as Lap, close: () => child.disconnect() };
}

/** A record with its packet and a confirmation, as a copy of the portal shows it. */
export function printInput(hocBa: HocBa, packet: Uint8Array): PrintInput {
  const signature = (fullName: string, position: string) => ({ fullName, position, at: AT, proven: true, verdict: 'valid' as const });
  return {
    product: 'hocBa',
    years: [
      {
        hocBa,
        packet: { bytes: packet, sha256: toHex(nodePrimitives.digest('sha256', packet)) as Sha256Hex },
        signatures: {
          homeroomTeacher: signature(hocBa.homeroomTeacher.fullName, 'Giáo viên chủ nhiệm'),
          schoolHead: signature(hocBa.schoolHead.fullName, hocBa.schoolHead.position),
          orgSignature: signature(hocBa.school.name, 'Con dấu của trường'),
        },
        confirmation: {
          bytes: unwrap(writeConfirmation(confirmation)),
          issuer: 'Sở GDĐT Quảng Ninh',
          effectiveDate: confirmation.effectiveDate,
        },
      },
    ],
    lookUpUrl: `HTTPS://HOCBA.EXAMPLE.VN/T/${hocBa.lookupCode.toUpperCase()}`,
    convertedAt: AT,
    converter: 'Cổng tra cứu học bạ',
    test: true,
    preview: false,
  };
}
