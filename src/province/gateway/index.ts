export { receiveMessage } from './intake.ts';
