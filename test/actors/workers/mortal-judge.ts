import { nodePrimitives } from '#signature/node';
import type { Prepare } from '#workers';
import { type BatchSetting, type Judgement, packetJudge, type SentPacket } from '../../../src/province/gateway/judge-packet.ts';

/** The judge of the province, whom the second packet of a batch costs his thread. */
export const prepare: Prepare<BatchSetting, SentPacket, Judgement> = (setting) => {
  const judge = packetJudge(setting, nodePrimitives);
  return (packet) => (packet.index === 2 ? process.exit(7) : judge(packet));
};
