export { createMinistryClient, type MinistryClient } from '../remote/ministry-client.ts';
export { exchangeUpward, prepareUpward, type ReportingPorts } from './upward.ts';
