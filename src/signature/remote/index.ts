export { fetchCrl, type CrlOptions } from './crl-client.ts';
export { fetchAnswer, type RemoteAnswer, type RemoteError, type RemoteRequest } from './fetch-bytes.ts';
export { requestOcsp, type OcspOptions } from './ocsp-client.ts';
export { type AllowedHost, reach, type Reachable } from './reach.ts';
export { remoteRevocation, type RevocationData, type RevocationSource, type RevocationTrouble } from './revocation-source.ts';
export { requestTimestamp, type TimestampError, type TimestampOptions } from './timestamp-client.ts';
