import { accessTokenRoutes } from './school-desk/access-tokens.ts';
import { classPageRoutes } from './school-desk/class-page.ts';
import { importRoutes } from './school-desk/imports.ts';
import { overviewRoutes } from './school-desk/overview.ts';
import { paperRoutes } from './school-desk/papers.ts';
import { pointRoutes } from './school-desk/points.ts';
import { printRunRoutes } from './school-desk/print-runs.ts';
import { P } from './school-desk/shared.ts';
import { signingRoutes } from './school-desk/signing.ts';
import { submissionRoutes } from './school-desk/submission.ts';
import { sessionRoutes } from './session.ts';

export * from './school-desk/access-tokens.ts';
export * from './school-desk/class-page.ts';
export * from './school-desk/imports.ts';
export * from './school-desk/overview.ts';
export * from './school-desk/papers.ts';
export * from './school-desk/points.ts';
export * from './school-desk/print-runs.ts';
export { RECORD_STATES, RecordState } from './school-desk/shared.ts';
export * from './school-desk/signing.ts';
export * from './school-desk/submission.ts';

/** Everything the screens of a school ask for, and programs with a token of the desk. */
export const schoolDesk = {
  ...sessionRoutes(P),
  ...overviewRoutes,
  ...classPageRoutes,
  ...pointRoutes,
  ...paperRoutes,
  ...importRoutes,
  ...signingRoutes,
  ...submissionRoutes,
  ...printRunRoutes,
  ...accessTokenRoutes,
};
