export { CSC_LIMITS, type CscClient, type CscClock, type CscLimits, type CscService, cscClient } from './client.ts';
export type { CredentialOrder } from './credential.ts';
export { openCscSigner } from './csc-signer.ts';
