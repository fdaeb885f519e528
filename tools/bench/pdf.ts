import { assert, type Instant, unwrap } from '#kernel';
import { createPrinter, signPdf } from '#print';
import { nodePrimitives } from '#signature/node';
import { type FileOptions, verifyFile } from '#verifier';
import { startTsaResponder } from '../../src/apps/demo/pki/index.ts';
import type { Bench } from './bench.ts';
import { interleaved, microsecondsOf, rounded } from './measure.ts';
import { printInput } from './print.ts';
import { signedClass } from './signed-class.ts';

const RECORDS = 10;
const PASSES = 5;

/** Printed records under the seal of their school (PAdES B-T), judged whole with the packet inside, against the packets alone. */
export const pdf: Bench = async (say) => {
  const { pki, signers, records, packets, trust, registered, judgedAt } = await signedClass(RECORDS);
  const tsa = await startTsaResponder({ credential: pki.tsa, clock: () => (judgedAt - 1000) as Instant });
  const printer = createPrinter();
  say(`Đang in và đóng dấu ${RECORDS} học bạ…`);
  const files: Uint8Array[] = [];
  for (const [i, record] of records.entries()) {
    const {
      years: [{ confirmation: _, ...year }],
      ...input
    } = printInput(record, packets[i]!);
    const printed = unwrap(await printer.print({ ...input, years: [year] }));
    files.push(
      unwrap(
        await signPdf(printed, {
          signer: signers.orgSignature,
          signingTime: (judgedAt - 1000) as Instant,
          primitives: nodePrimitives,
          tsaUrl: tsa.url,
        }),
      ),
    );
  }
  await tsa.stop();
  const options: FileOptions = { trust, at: judgedAt, schema: 'hbs-1', cryptoOnly: false, registered };
  const perFile = (all: readonly Uint8Array[]) => () =>
    microsecondsOf(() => {
      for (let pass = 0; pass < PASSES; pass++) {
        for (const bytes of all) {
          const { verdict, errors } = verifyFile(bytes, options, nodePrimitives);
          assert(verdict === 'TOTAL-PASSED', `a sound file is accepted: ${JSON.stringify(errors)}`);
        }
      }
    }) /
    (PASSES * all.length);
  say('Đang đo…');
  const cost = await interleaved({ packet: perFile(packets), pdf: perFile(files) });
  return {
    packetUs: rounded(cost.packet),
    pdfUs: rounded(cost.pdf),
    pdfsPerSecond: rounded(1e6 / cost.pdf),
    ratioToPacket: rounded(cost.packet / cost.pdf),
    fileKb: rounded(files[0]!.length / 1024),
  };
};
