import type { Instant } from '#kernel';
import type { Primitives } from '../primitives.ts';
import { ControlTime } from './control-time.ts';
import { fingerprint } from './fingerprint.ts';
import { validatePathAt, type PathInput, type PathJudgement } from './path.ts';

interface KnownPath {
  readonly time: ControlTime;
  readonly judgement: PathJudgement;
}

/** Paths judged under one trust material, by purpose, moment of judging and certificates. Never share it between two trust materials. */
export type PathCache = Map<string, readonly KnownPath[]>;

/** `validatePath`, once for all control times that cannot differ. Evidence a signature brings along is its own, so such a path is always judged. */
export function validatePathOnce(input: PathInput, primitives: Primitives, cache: PathCache | undefined): PathJudgement {
  const { certificate, extraCertificates = [], extraCrls = [], extraOcsps = [], at, purpose } = input;
  const validationTime: Instant = input.validationTime ?? at;
  if (cache === undefined || input.policies !== undefined || extraCrls.length + extraOcsps.length > 0)
    return validatePathAt(new ControlTime(at), input, primitives);
  const key = [purpose, validationTime, ...[certificate, ...extraCertificates].map((der) => fingerprint(der, primitives))].join('|');
  const known = cache.get(key) ?? [];
  const alike = known.find(({ time }) => time.isLike(at));
  if (alike !== undefined) return alike.judgement;
  const time = new ControlTime(at);
  const judgement = validatePathAt(time, input, primitives);
  cache.set(key, [...known, { time, judgement }]);
  return judgement;
}
