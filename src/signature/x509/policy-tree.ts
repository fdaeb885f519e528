import type { Certificate } from './certificate.ts';
import { ANY_POLICY } from './oids.ts';

/**
 * Policies that still hold at one depth of a path, each with the policies at the anchor's end it comes from (`ANY_POLICY`: from none in particular). It is the lowest
 * level of RFC 5280's valid policy tree with the nodes of one policy joined, as RFC 9618 §5 does: what a path proves is the same, and it cannot grow without bound.
 */
type Level = ReadonlyMap<string, ReadonlySet<string>>;

/** Policies of one level; honest paths have a handful. */
const POLICIES_MAX = 1_024;

interface State {
  readonly level: Level;
  /** RFC 5280 §6.1.2 (d) to (f): certificates until each rule begins to hold. */
  readonly explicit: number;
  readonly inhibitAny: number;
  readonly mapping: number;
}

/**
 * RFC 5280 §6.1.2 to §6.1.5, policies alone: whether a path proves one wherever one is required. `chain` goes from the signer's certificate to the anchor, whose own
 * policies do not count (§6.1.1 d). `wanted` is the user's initial set, and then a policy is required in any case; without it any policy will do and only authorities may require one.
 */
export function provesPolicy(chain: readonly Certificate[], wanted: readonly string[] | undefined): boolean {
  const length = chain.length - 1;
  const free = length + 1;
  let state: State = {
    level: new Map([[ANY_POLICY, new Set([ANY_POLICY])]]),
    explicit: wanted === undefined ? free : 0,
    inhibitAny: free,
    mapping: free,
  };
  for (let i = length - 1; i >= 0; i--) {
    const certificate = chain[i]!;
    const isTarget = i === 0;
    const isSelfIssued = certificate.subject.key === certificate.issuer.key;
    const level = descend(state.level, certificate, state.inhibitAny > 0 || (!isTarget && isSelfIssued));
    if (level.size > POLICIES_MAX || (state.explicit === 0 && level.size === 0)) return false;
    if (isTarget) return isProven(level, explicitAtEnd(state.explicit, certificate), wanted);
    const mapped = mapPolicies(level, certificate, state.mapping > 0);
    if (mapped === undefined) return false;
    state = next({ ...state, level: mapped }, certificate, isSelfIssued);
  }
  return true;
}

/** §6.1.3 (d), (e): what of the level above the certificate asserts. */
function descend(above: Level, { policies = [] }: Certificate, anyCounts: boolean): Level {
  const level = new Map<string, ReadonlySet<string>>();
  for (const policy of policies) {
    if (policy === ANY_POLICY) continue;
    const origins = above.get(policy);
    if (origins !== undefined) level.set(policy, origins);
    else if (above.has(ANY_POLICY)) level.set(policy, new Set([policy]));
  }
  if (policies.includes(ANY_POLICY) && anyCounts) for (const [policy, origins] of above) level.set(policy, origins);
  return level;
}

/** §6.1.4 (a), (b): the policies the next certificate is expected to assert; undefined when any-policy is mapped. */
function mapPolicies(level: Level, { policyMappings = [] }: Certificate, isAllowed: boolean): Level | undefined {
  if (policyMappings.some(({ issuer, subject }) => issuer === ANY_POLICY || subject === ANY_POLICY)) return undefined;
  const mapped = new Set(policyMappings.map(({ issuer }) => issuer));
  const expected = new Map<string, Set<string>>();
  const expect = (policy: string, origins: Iterable<string>): void => {
    const known = expected.get(policy);
    if (known === undefined) expected.set(policy, new Set(origins));
    else for (const origin of origins) known.add(origin);
  };
  for (const [policy, origins] of level) if (!mapped.has(policy)) expect(policy, origins);
  if (isAllowed) {
    for (const { issuer, subject } of policyMappings) {
      const origins = level.get(issuer) ?? (level.has(ANY_POLICY) ? [issuer] : undefined);
      if (origins !== undefined) expect(subject, origins);
    }
  }
  return expected;
}

/** §6.1.4 (h) to (j): the rules come nearer, and the authority may bring them nearer still. */
function next(state: State, { policyConstraints, inhibitAnyPolicy }: Certificate, isSelfIssued: boolean): State {
  const step = (value: number, bound = Number.POSITIVE_INFINITY): number => Math.min(isSelfIssued ? value : Math.max(0, value - 1), bound);
  return {
    level: state.level,
    explicit: step(state.explicit, policyConstraints?.requireExplicitPolicy),
    mapping: step(state.mapping, policyConstraints?.inhibitPolicyMapping),
    inhibitAny: step(state.inhibitAny, inhibitAnyPolicy),
  };
}

/** §6.1.5 (a), (b). */
const explicitAtEnd = (explicit: number, { policyConstraints }: Certificate): number =>
  policyConstraints?.requireExplicitPolicy === 0 ? 0 : Math.max(0, explicit - 1);

/** §6.1.5 (g): what is left of the tree when only the wanted policies may be at its top. */
function isProven(level: Level, explicit: number, wanted: readonly string[] | undefined): boolean {
  if (explicit > 0) return true;
  if (wanted === undefined || wanted.includes(ANY_POLICY)) return level.size > 0;
  return [...level.values()].some((origins) => origins.has(ANY_POLICY) || wanted.some((policy) => origins.has(policy)));
}
