export { fetchCrl, type CrlOptions } from './crl-client.ts';
export type { RemoteError } from './fetch-bytes.ts';
export { requestTimestamp, type TimestampError, type TimestampOptions } from './timestamp-client.ts';
