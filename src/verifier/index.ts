export { bindingOfConfirmation, bindingOfSigners, firstBinding, type Binding, type BindingAnswer, type SignerQuestion } from './binding.ts';
export { verifyPacket, verifyPacketDocument, type PacketInput, type PacketJudgement, type RoleJudgement } from './packet.ts';
export type { JudgedRefusal } from './refusals.ts';
export type { AnswerError, FileAnswer, SignatureAnswer } from './answer.ts';
export { type FileOptions, verifyFile } from './file.ts';
export { verifySealed, type SealedInput, type SealedJudgement } from './sealed.ts';
