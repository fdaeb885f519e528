import { createPrivateKey, type KeyObject, sign as signBare } from 'node:crypto';
import { unwrap } from '#kernel';
import { packetSlots, writePacket } from '#packet';
import { nodePrimitives } from '#signature/node';
import { signSlots } from '#signature/signers';
import type { Bench } from './bench.ts';
import { interleaved, microsecondsOf, rounded } from './measure.ts';
import { record, ROLES } from './packets.ts';
import { openAuthorities } from './signed-class.ts';

const PACKETS = 60;

/** Packets signed in their three slots (B-B, keys in memory, each signature checked before it is kept), against the three bare operations of the same keys. */
export const sign: Bench = async (say) => {
  const { pki, tsa, signers, signedAt } = await openAuthorities();
  await tsa.stop();
  const records = Array.from({ length: PACKETS }, (_, i) => record(i));
  const unsigned = records.map((one) => unwrap(writePacket(one)));
  const keys = Object.values(signers).map(
    ({ certificates }): KeyObject =>
      createPrivateKey({
        key: Buffer.from([...pki.holders.values()].find(({ certificate }) => certificate === certificates[0])!.pkcs8),
        format: 'der',
        type: 'pkcs8',
      }),
  );
  say('Đang đo…');
  const cost = await interleaved({
    bare: () =>
      microsecondsOf(() => {
        for (const bytes of unsigned) for (const key of keys) signBare('sha256', bytes, key);
      }) / PACKETS,
    sign: async () => {
      const from = performance.now();
      let packets: readonly Uint8Array[] = unsigned;
      for (const role of ROLES)
        packets = (
          await signSlots(
            packets.map((bytes, i) => ({ bytes, slot: packetSlots(records[i]!)[role] })),
            { signer: signers[role], signingTime: signedAt, primitives: nodePrimitives },
          )
        ).map((one) => unwrap(one));
      return ((performance.now() - from) * 1000) / PACKETS;
    },
  });
  return {
    bareUs: rounded(cost.bare),
    signUs: rounded(cost.sign),
    packetsPerSecond: rounded(1e6 / cost.sign),
    signaturesPerSecond: rounded((ROLES.length * 1e6) / cost.sign),
    ratioToBare: rounded(cost.bare / cost.sign),
  };
};
