import { Instant, PlainDate, unwrap } from '#kernel';
import { checkOf } from '../checks/answered.ts';
import type { CheckId } from '../checks/index.ts';
import type { AlgorithmRule, JudgePolicy } from '../judge/policy.ts';
import type { BoundName, CheckEntry, PolicyFile, Sourced } from './file.ts';

/** A policy as it holds at one moment: what the judge applies, and what the report says about it. */
export interface PolicyInForce extends JudgePolicy {
  readonly file: PolicyFile;
  /** The day since when exactly this set of entries holds. */
  readonly from: string;
  readonly entries: ReadonlyMap<CheckId, CheckEntry>;
}

const kept = new WeakMap<PolicyFile, Map<string, PolicyInForce>>();

/** The policy of the moment of judging: of every entry the newest that has begun; before the first one the first. */
export function policyAt(file: PolicyFile, at: Instant): PolicyInForce {
  const today = Instant.toPlainDate(at);
  const days = daysOf(file);
  const from = days.findLast((one) => one <= today) ?? days[0]!;
  const known = kept.get(file) ?? new Map<string, PolicyInForce>();
  kept.set(file, known);
  const policy = known.get(from) ?? assemble(file, from);
  known.set(from, policy);
  return policy;
}

const days = new WeakMap<PolicyFile, readonly string[]>();
/** The days on which something changes, ascending. */
function daysOf(file: PolicyFile): readonly string[] {
  const there =
    days.get(file) ?? [...new Set([file.form, file.bounds, file.algorithms, file.checks].flat().map(({ from }) => from))].sort();
  days.set(file, there);
  return there;
}

function newest<E extends Sourced>(entries: readonly E[], day: string, keyOf: (entry: E) => string): ReadonlyMap<string, E> {
  const out = new Map<string, E>();
  for (const entry of entries) if (!out.has(keyOf(entry)) || entry.from <= day) out.set(keyOf(entry), entry);
  return out;
}

function assemble(file: PolicyFile, from: string): PolicyInForce {
  const form = newest(file.form, from, () => 'form').get('form')!;
  const bounds = newest(file.bounds, from, ({ name }) => name);
  const entries = newest(file.checks, from, ({ check }) => check) as ReadonlyMap<CheckId, CheckEntry>;
  const bound = (name: BoundName): number => bounds.get(name)!.value;
  const algorithms = new Map(
    [...newest(file.algorithms, from, ({ name }) => name)].map(([name, { keyBitsMin, until }]): [string, AlgorithmRule] => [
      name,
      {
        ...(keyBitsMin !== undefined && { keyBitsMin }),
        ...(until !== undefined && { until: endOf(until) }),
      },
    ]),
  );
  return {
    file,
    from,
    entries,
    algorithms,
    rules: { ...form, canonicalizations: new Set(form.canonicalizations) },
    claimGapMs: bound('claimGapHours') * 3_600_000,
    clockToleranceMs: bound('clockToleranceMinutes') * 60_000,
    levelOf: (finding) => {
      const check = checkOf(finding);
      // Whatever no check of the policy is about decides.
      return (check && entries.get(check.id as CheckId)?.level) ?? 'FAIL';
    },
  };
}

/** The last moment of a day in Việt Nam. */
const endOf = (day: string): Instant => Instant.of(PlainDate.startInVietnam(PlainDate.addDays(unwrap(PlainDate.parse(day)), 1)) - 1);
