/** Identity on HTTP: contract routes with access checks, sessions, client tokens, problem answers. */
export type { Access } from './access.ts';
export { accessTokenHttp } from './access-token-http.ts';
export { problemOf, sendProblem } from './problem.ts';
export { provideIdentity, type SessionTransport } from './provide.ts';
export { type Document, type Handler, type RouteAnswer, type RouteLimits, type RouteRequest, serveRoute } from './serve-route.ts';
export { sessionHttp } from './session-http.ts';
export { statusOf } from './status.ts';
export { tokenHttp } from './token-http.ts';
export { refusalsOf, transport } from './transport.ts';
export { readUploads, type UploadedFile, type UploadLimits } from './uploads.ts';
