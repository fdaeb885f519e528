export { parseCrl, REVOCATION_REASONS, type Crl, type CrlEntry, type RevocationReason } from './crl.ts';
export { revocationStatus, type RevocationStatus } from './status.ts';
