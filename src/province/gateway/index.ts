export { receiveMessage } from './intake.ts';
export { judgeBatches, type Judges, openJudges, waitingBatches } from './judge.ts';
