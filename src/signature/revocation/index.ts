export { parseCrl, type Crl, type CrlEntry } from './crl.ts';
export * from './ocsp-request.ts';
export { parseOcspResponse, type OcspAnswer, type OcspResponse } from './ocsp.ts';
export { REVOCATION_REASONS, type RevocationReason } from './reason.ts';
export type { RevocationSource, RevocationStatus } from './status.ts';
