export { createDemoPki, openDemoPki, type Credential, type DemoPki, type DemoPkiState, type NamedCrl } from './demo-pki.ts';
export { loadDemoPki, saveDemoPki } from './keep.ts';
export { type AuthorityName, type DemoHolder, REVOCATION_HOSTS } from './profile.ts';
export { startRevocationResponder, type RunningResponder } from './revocation-responder.ts';
export { startTsaResponder, type RunningTsa, type TsaOptions } from './tsa-responder.ts';
