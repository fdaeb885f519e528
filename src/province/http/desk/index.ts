import { provinceDesk } from '#contract';
import { sessionHttp } from '#identity/http';
import type { FastifyInstance } from 'fastify';
import { clockHttp } from './clock-http.ts';
import { finalityHttp } from './finality-http.ts';
import { deskFloor, type ProvinceDeskServices } from './floor.ts';
import { intakeHttp } from './intake-http.ts';
import { logPageHttp } from './log-page-http.ts';
import { originalsHttp } from './originals-http.ts';
import { schoolsHttp } from './schools-http.ts';
import { signersHttp } from './signers-http.ts';
import { upwardHttp } from './upward-http.ts';

export type { ClockPort, ProvinceDeskServices } from './floor.ts';

const PAGES = [schoolsHttp, intakeHttp, originalsHttp, signersHttp, finalityHttp, upwardHttp, logPageHttp, clockHttp];

/** The desk of the province, a file for each of its pages. */
export function provinceDeskHttp(app: FastifyInstance, services: ProvinceDeskServices): void {
  const floor = deskFloor(services);
  sessionHttp(app, provinceDesk, () => floor.standing());
  for (const page of PAGES) page(app, floor);
}
