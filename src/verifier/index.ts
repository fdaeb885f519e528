export { bindingOfConfirmation, bindingOfSigners, firstBinding, type Binding, type BindingAnswer, type SignerQuestion } from './binding.ts';
export { verifyPacket, verifyPacketDocument, type PacketInput, type PacketJudgement, type RoleJudgement } from './packet.ts';
export type { JudgedRefusal } from './refusals.ts';
export { verifySealed, type SealedInput, type SealedJudgement } from './sealed.ts';
