import type { FastifyInstance } from 'fastify';
import { type ClockPort, provinceDeskHttp, type ProvinceDeskServices } from './desk/index.ts';
import { gatewayHttp } from './gateway-http.ts';
import { logHttp } from './log-http.ts';

export type { ClockPort, ProvinceDeskServices };

/** Everything of the province tier on HTTP, in a Fastify context that has the province's identity. */
export function provinceHttp(app: FastifyInstance, services: ProvinceDeskServices): void {
  gatewayHttp(app, services.context, services.background);
  provinceDeskHttp(app, services);
  logHttp(app, services.context);
}
export { createProvinceBackground, type ProvinceBackground } from '../background.ts';
