export { buildServer, type ServerOptions } from './build-server.ts';
export type { ServerPart } from './part.ts';
