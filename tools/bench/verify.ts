import { unwrap } from '#kernel';
import { validateXsd } from '#packet/xsd';
import type { PathCache } from '#signature';
import { nodePrimitives } from '#signature/node';
import type { PacketJudgement } from '#verifier';
import type { Bench } from './bench.ts';
import { interleaved, microsecondsOf, rounded } from './measure.ts';
import { signedClass } from './signed-class.ts';
import { limitOf } from './verify-limit.ts';
import { xmlsecRunner } from './xmlsec.ts';

/** As many as a batch may hold. */
const PACKETS = 60;
/** Each contestant goes over the packets so often in one round. */
const PASSES = 25;
/** The three of a packet; the two time-stamp tokens come on top for us and not for xmlsec1. */
const SIGNATURES = 3;

/** How close judging a packet comes to the cryptography no verifier can do without, and how it compares to xmlsec1. */
export const verify: Bench = async (say) => {
  say(`Đang ký ${PACKETS} gói tin (3 chữ ký, 2 dấu thời gian mỗi gói)…`);
  const { packets, trust, judge } = await signedClass(PACKETS);
  const cache: PathCache = new Map();
  const perPacket = (work: (bytes: Uint8Array) => void) => () =>
    microsecondsOf(() => {
      for (let pass = 0; pass < PASSES; pass++) for (const bytes of packets) work(bytes);
    }) /
    (PASSES * packets.length);
  const limit = limitOf(packets, judge);
  const xmlsec = xmlsecRunner(packets, trust);
  if (xmlsec === undefined) say('Máy không có xmlsec1: bỏ phần so sánh với nó.');
  try {
    say('Đang đo…');
    const cost = await interleaved({
      limit: () =>
        microsecondsOf(() => {
          for (let pass = 0; pass < PASSES; pass++) limit.run();
        }) /
        (PASSES * packets.length),
      verify: perPacket((bytes) => accept(judge(bytes, nodePrimitives, cache))),
      withXsd: perPacket((bytes) => {
        unwrap(validateXsd('packet', bytes));
        accept(judge(bytes, nodePrimitives, cache));
      }),
      xmlsec1: () => xmlsec?.microsecondsPerPacket() ?? 0,
    });
    return {
      limitUs: rounded(cost.limit),
      verifyUs: rounded(cost.verify),
      ratioToLimit: rounded(cost.limit / cost.verify),
      ratioToLimitWithXsd: rounded(cost.limit / cost.withXsd),
      xmlsec1Us: xmlsec === undefined ? null : rounded(cost.xmlsec1),
      ratioToXmlsec1: xmlsec === undefined ? null : rounded(cost.xmlsec1 / SIGNATURES / (cost.verify / SIGNATURES)),
    };
  } finally {
    xmlsec?.close();
  }
};

function accept({ verdict, refusals }: PacketJudgement): void {
  if (verdict !== 'TOTAL-PASSED') throw new Error(`a sound packet was not accepted: ${JSON.stringify(refusals)}`);
}
