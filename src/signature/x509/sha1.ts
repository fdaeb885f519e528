import { concatBytes } from '#kernel';

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/**
 * SHA-1 (FIPS 180-4 §6.1), only to recognise what old identifiers name: the certificate of an ESSCertID (RFC 2634), the issuer of an OCSP CertID
 * (RFC 6960 §4.1.1). A signature decides each time, and finding another input with the same digest is not feasible. Never an accepted signature digest.
 */
export function sha1(data: Uint8Array): Uint8Array {
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const padded = pad(data);
  const view = new DataView(padded.buffer);
  for (let at = 0; at < padded.length; at += 64) absorb(state, view, at);
  const out = new DataView(new ArrayBuffer(20));
  for (const [i, word] of state.entries()) out.setUint32(i * 4, word);
  return new Uint8Array(out.buffer);
}

function pad(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const zeros = (119 - (data.length % 64)) % 64;
  const tail = new Uint8Array(1 + zeros + 8);
  tail[0] = 0x80;
  new DataView(tail.buffer).setBigUint64(1 + zeros, BigInt(data.length) * 8n);
  return concatBytes(data, tail);
}

function absorb(state: Uint32Array, view: DataView, at: number): void {
  const words = new Uint32Array(80);
  for (let i = 0; i < 16; i++) words[i] = view.getUint32(at + i * 4);
  for (let i = 16; i < 80; i++) words[i] = rotate(words[i - 3]! ^ words[i - 8]! ^ words[i - 14]! ^ words[i - 16]!, 1);
  let [a, b, c, d, e] = [state[0]!, state[1]!, state[2]!, state[3]!, state[4]!];
  for (let i = 0; i < 80; i++) {
    const [mix, constant] =
      i < 20
        ? [(b & c) | (~b & d), 0x5a827999]
        : i < 40
          ? [b ^ c ^ d, 0x6ed9eba1]
          : i < 60
            ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
            : [b ^ c ^ d, 0xca62c1d6];
    const next = (rotate(a, 5) + mix + e + constant + words[i]!) | 0;
    [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
  }
  [a, b, c, d, e].forEach((word, i) => {
    state[i] = state[i]! + word;
  });
}
