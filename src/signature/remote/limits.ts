/** Bounds of every request this area makes to an authority on the network. */
export const REMOTE_TIMEOUT_MS = 10_000;
export const TIMESTAMP_RESPONSE_BYTES_MAX = 64 * 1024;
export const OCSP_RESPONSE_BYTES_MAX = 256 * 1024;
export const CRL_BYTES_MAX = 16 * 1024 * 1024;
