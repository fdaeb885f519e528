import { equalBytes, err, type Result } from '#kernel';
import type { DerError } from './read.ts';

const KEY_BYTES = 6;
const BUCKET_MAX = 8;
/** What is read keeps several times its octets alive, and anybody may send lists of many megabytes to be judged. */
const BYTES_KEPT_MAX = 32 * 1024 * 1024;

/** Certificates and CRLs end in their signature, so the last octets tell them apart almost always; the full bytes decide. */
function keyOf(der: Uint8Array): number {
  let key = der.length & 31;
  for (let i = Math.max(0, der.length - KEY_BYTES); i < der.length; i++) key = key * 256 + der[i]!;
  return key;
}

/**
 * A reader that gives the same object for the same bytes while it remembers at most `capacity` of them, and no more octets together than a handful of large lists.
 * The bytes are copied before they are read: what a caller does with its buffer afterwards changes nothing, and no large buffer stays alive.
 */
export function interned<T extends { readonly der: Uint8Array }>(
  capacity: number,
  bytesMax: number,
  read: (der: Uint8Array) => Result<T, DerError>,
): (der: Uint8Array) => Result<T, DerError> {
  const buckets = new Map<number, T[]>();
  let kept = 0;
  /** By our own copies, which nobody else writes into: whoever asks again with what a value says its bytes are needs no comparison. */
  const own = new WeakMap<Uint8Array, Result<T, DerError>>();
  return (der) => {
    const same = own.get(der);
    if (same !== undefined) return same;
    if (der.length > bytesMax) return err({ code: 'der/too-large', what: 'more bytes than allowed for this structure', offset: 0 });
    const key = keyOf(der);
    const known = buckets.get(key)?.find((item) => equalBytes(item.der, der));
    if (known !== undefined) return { ok: true, value: known };
    const fresh = read(der.slice());
    if (!fresh.ok) return fresh;
    own.set(fresh.value.der, fresh);
    kept += der.length;
    if (buckets.size >= capacity || kept > BYTES_KEPT_MAX) {
      buckets.clear();
      kept = der.length;
    }
    const bucket = buckets.get(key);
    if (bucket === undefined || bucket.length >= BUCKET_MAX) buckets.set(key, [fresh.value]);
    else bucket.push(fresh.value);
    return fresh;
  };
}
