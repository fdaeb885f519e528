export { fetchCrl, type CrlOptions } from './crl-client.ts';
export { fetchAnswer, type RemoteAnswer, type RemoteError, type RemoteRequest } from './fetch-bytes.ts';
export { requestTimestamp, type TimestampError, type TimestampOptions } from './timestamp-client.ts';
