export type { KnownProvince, MinistryContext, MinistryTables } from './context.ts';
export { answerReports, receiveReport } from './receive.ts';
