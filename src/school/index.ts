/** The school tier: from workbooks to issued records, and the exchange with the province. */
export type { SchoolPorts, TrustNow, Ids } from './context.ts';
export type { Actor, School, SlotName } from './model.ts';
export type { SyncReport } from './exchange/sync.ts';
export { createGatewayClient, type ClientCredentials, type GatewayClient } from './remote/gateway-client.ts';
export { createSchool, type SchoolServices } from './service.ts';
