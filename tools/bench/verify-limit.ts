import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { toBase64 } from '#kernel';
import { der, type PathCache, type Primitives } from '#signature';
import { nodePrimitives } from '#signature/node';

type Digest = Parameters<Primitives['digest']>;
type Check = Parameters<Primitives['verify']>;
interface Work {
  readonly digests: readonly Digest[];
  readonly checks: readonly {
    readonly digest: string;
    readonly data: Uint8Array;
    readonly key: KeyObject;
    readonly signature: Uint8Array;
  }[];
}

/** Three signatures and two time-stamp tokens. */
const CHECKS = 5;

/**
 * The least any verifier must compute: the digests and signature checks the judge really asks for, each once per packet, by one-shot calls with keys
 * prepared beforehand. What is the same in every packet (certificates, lists) is judged once per certificate and does not count.
 */
export function limitOf(
  packets: readonly Uint8Array[],
  judge: (bytes: Uint8Array, primitives: Primitives, cache: PathCache) => unknown,
): { run(): void } {
  const cache: PathCache = new Map();
  let digests = new Map<string, Digest>();
  let checks = new Map<string, Check>();
  const recorder: Primitives = {
    digest(algorithm, data) {
      digests.set(`${algorithm} ${toBase64(data)}`, [algorithm, data]);
      return nodePrimitives.digest(algorithm, data);
    },
    verify(...call) {
      checks.set(call.map((part) => (typeof part === 'string' ? part : toBase64(part))).join(' '), call);
      return nodePrimitives.verify(...call);
    },
    verifyAnySalt: nodePrimitives.verifyAnySalt,
  };
  // The first time certificates and lists are checked as well.
  for (const bytes of packets) judge(bytes, recorder, cache);
  const asked = packets.map((bytes) => {
    digests = new Map();
    checks = new Map();
    judge(bytes, recorder, cache);
    return { digests, checks };
  });
  const [first, second] = asked;
  const isOwn = ([name]: readonly [string, Digest]): boolean => !(first!.digests.has(name) && second!.digests.has(name));
  const works = asked.map(
    (one): Work => ({ digests: [...one.digests].filter(isOwn).map(([, call]) => call), checks: [...one.checks.values()].map(prepared) }),
  );
  if (works.some((work) => work.checks.length !== CHECKS)) throw new Error(`a packet has ${CHECKS} signatures, tokens included`);
  return { run: () => works.forEach(computeAll) };
}

const keys = new Map<string, KeyObject>();

/** A bare key and the encoding OpenSSL reads: the fastest way Node offers. */
function prepared([algorithm, spki, data, signature]: Check): Work['checks'][number] {
  const name = toBase64(spki);
  const key = keys.get(name) ?? createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  keys.set(name, key);
  const half = signature.length / 2;
  const written = algorithm.startsWith('ecdsa')
    ? der.sequence(der.unsignedInteger(signature.subarray(0, half)), der.unsignedInteger(signature.subarray(half)))
    : signature;
  return { digest: algorithm.slice(algorithm.lastIndexOf('-') + 1), data, key, signature: written };
}

function computeAll({ digests, checks }: Work): void {
  for (const [algorithm, data] of digests) hash(algorithm, data, 'buffer');
  for (const { digest, data, key, signature } of checks)
    if (!verify(digest, data, key, signature)) throw new Error('a sound signature does not verify');
}
