export { bindingOfConfirmation, bindingOfSigners, firstBinding, type Binding, type BindingAnswer, type SignerQuestion } from './binding.ts';
export { verifyPacket, verifyPacketDocument, type PacketInput, type PacketJudgement, type RoleJudgement } from './packet.ts';
export type { JudgedRefusal } from './refusals.ts';
export type { AnswerError, CitizenAnswer, FileAnswer, PolicyAnswer, SignatureAnswer } from './answer.ts';
export { type FileOptions, openFileJudge, policyFor, verifyFile } from './file.ts';
export { HOCBA_POLICY } from './policy.ts';
export { expertLines, questionOf, sentenceOf, STATUS_WORD } from './report/expert.ts';
export type { CheckAnswer, CheckStatus, SubjectAnswer } from './report/answers.ts';
export { verifySealed, type SealedInput, type SealedJudgement } from './sealed.ts';
