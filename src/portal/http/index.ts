import type { FastifyInstance } from 'fastify';
import type { PortalServices } from '../services.ts';
import { lookUpPages } from './look-up-http.ts';
import { lookUpOperation } from './look-up-operation.ts';
import { pageErrors } from './page.ts';
import { recordPages } from './record-http.ts';
import { portalStatic } from './static.ts';
import { verifyOperation, verifyPages } from './verify-http.ts';

/** The whole portal on a Fastify instance prepared by `transport`: pages without JavaScript, and the two operations for programs. */
export async function portalHttp(app: FastifyInstance, services: PortalServices): Promise<void> {
  await portalStatic(app);
  verifyOperation(app, services);
  lookUpOperation(app, services);
  await app.register((pages, _options, done) => {
    pageErrors(pages, services.site);
    lookUpPages(pages, services);
    recordPages(pages, services);
    verifyPages(pages, services);
    done();
  });
}
