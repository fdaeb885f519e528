export { createDemoPki, openDemoPki, type Credential, type DemoPki, type DemoPkiState, type NamedCrl } from './demo-pki.ts';
export { loadDemoPki, saveDemoPki } from './keep.ts';
export type { AuthorityName, DemoHolder } from './profile.ts';
export { startTsaResponder, type RunningTsa, type TsaOptions } from './tsa-responder.ts';
