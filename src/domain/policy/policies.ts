import type { PlainDate } from '#kernel';
import register from '../../../policies/in-force.json' with { type: 'json' };

/** One text of law as the product follows it, from a day until a day (both included). */
export interface PolicyVersion {
  readonly document: string;
  readonly article: string;
  readonly from: string;
  readonly until?: string;
  readonly says: string;
}
export interface PolicyTopic {
  readonly key: string;
  readonly title: string;
  /** Oldest first, without gap or overlap. */
  readonly versions: readonly PolicyVersion[];
}

/** Everything the product follows, by topic. Rules of wide law stand in code beside the citation; what may be decided anew (dates, order of signing, roll-out) is read from here. */
export const POLICY_TOPICS: readonly PolicyTopic[] = register.topics;

type Topic = (typeof register.topics)[number];
type Value<K extends PropertyKey> = Extract<Topic['versions'][number], { readonly [key in K]: unknown }>;

/** The versions of a topic that carry a value the program reads, oldest first. */
function valued<K extends PropertyKey>(key: string, value: K): readonly (Value<K> & PolicyVersion)[] {
  return POLICY_TOPICS.find((topic) => topic.key === key)!.versions.filter(
    (version): version is Value<K> & PolicyVersion => value in version,
  );
}

/** Whether a version holds on a day. */
export const inForce = ({ from, until }: Pick<PolicyVersion, 'from' | 'until'>, date: PlainDate): boolean =>
  from <= date && (until === undefined || date <= until);

/** The version of a day; before the first one the first. */
export const versionOn = <V extends PolicyVersion>(versions: readonly V[], date: PlainDate): V =>
  versions.findLast(({ from }) => from <= date) ?? versions[0]!;

/** TT 27/2020 Điều 17: first calendar year of the first school year of each grade. */
export const FIRST_YEAR_OF_GRADE: Readonly<Record<string, number>> = valued('ruleSet', 'firstYearOfGrade')[0]!.firstYearOfGrade as Record<
  string,
  number
>;
/** Days of the waves, `MM-DD` in the calendar year the school year ends in. */
export const CALENDARS = valued('calendar', 'waves');
/** Who signs a record, in order. */
export const SIGNING_CHAINS = valued('signingChain', 'slots');
/** How many districts and communes the province has. */
export const UNIT_COUNTS = valued('organisation', 'communes');
