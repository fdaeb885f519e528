export { embeddedPrograms, runAsOf, runs, type ServerPrograms } from './programs.ts';
export { startEmbedded, type EmbeddedOptions, type EmbeddedServer } from './server.ts';
