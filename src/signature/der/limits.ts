/** Bounds of everything read as DER, so that hostile input costs little. */
export const DER_BYTES_MAX = 32 * 1024 * 1024;
export const DER_DEPTH_MAX = 32;
export const DER_NODES_MAX = 4_000_000;
export const OID_BYTES_MAX = 64;
