import type { Policies } from '#contract';
import { inForce, POLICY_TOPICS, type Refusal } from '#domain';
import { Instant, ok, type Result } from '#kernel';
import type { SchoolContext } from '../context.ts';

/** Which law is followed today, what was before and what is to come. */
export async function policiesView(context: Pick<SchoolContext, 'clock'>): Promise<Result<Policies, Refusal>> {
  const today = Instant.toPlainDate(context.clock.now());
  return ok({
    today,
    topics: POLICY_TOPICS.map(({ key, title, versions }) => ({
      key,
      title,
      versions: versions.toReversed().map((version) => ({
        document: version.document,
        article: version.article,
        from: version.from,
        until: version.until ?? null,
        says: version.says,
        inForce: inForce(version, today),
      })),
    })),
  });
}
