import { nodePrimitives } from '#signature/node';
import type { Prepare } from '#workers';
import { type BatchSetting, type Judgement, packetJudge, type SentPacket } from './judge-packet.ts';

/** Packets of a batch, judged in a thread of their own. */
export const prepare: Prepare<BatchSetting, SentPacket, Judgement> = (setting) => packetJudge(setting, nodePrimitives);
