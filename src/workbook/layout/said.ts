import type { Sheet } from '../sheet/read-sheets.ts';
import { type Header, headerIn, headerOf } from './header.ts';
import { isMapping, type LayoutAnswer, type Mappings } from './mapping.ts';
import { HEADER_DEPTH, HEADER_TEXTS, HEADER_WITHIN, type Layout } from './recognise.ts';

/** The header of a sheet and what is known of it. */
export interface Said {
  readonly header: Header;
  /** It is not where it looks like one. */
  readonly chosen: boolean;
  readonly answer?: LayoutAnswer;
}

/** A header further down that the school has said the columns of: above it stands what looks like a header and is none. */
function remembered(head: Sheet, mappings: Mappings): Said | undefined {
  for (let from = 1; from <= Math.min(HEADER_WITHIN, head.rows.length); from++) {
    if (new Set(head.rows[from - 1]!.filter((value) => typeof value === 'string')).size < HEADER_TEXTS) continue;
    for (let to = from; to < from + HEADER_DEPTH; to++) {
      const header = headerIn(head, { from, to });
      const answer = header && mappings.get(header.fingerprint);
      if (isMapping(answer)) return { header: header!, chosen: true, answer };
    }
  }
  return undefined;
}

/**
 * The header of a sheet as answers have it: where it looks like one, in the rows that somebody chose for it (and chose again, the last choice counts), or
 * where it is known from before. A choice that leads back to where it began is none.
 */
export function saidOf(head: Sheet, known: Layout | undefined, mappings: Mappings): Said {
  const visited = new Set<string>();
  let said: Said = { header: headerOf(head, known), chosen: false };
  for (;;) {
    const { fingerprint } = said.header;
    const answer: LayoutAnswer | undefined = visited.has(fingerprint) ? undefined : mappings.get(fingerprint);
    visited.add(fingerprint);
    const next: Header | undefined = answer?.header && headerIn(head, answer.header);
    if (!next)
      return answer && !answer.header
        ? { ...said, answer }
        : said.chosen
          ? { ...said, answer: { fingerprint, header: { from: said.header.rows!.first + 1, to: said.header.rows!.last + 1 } } }
          : (!known && remembered(head, mappings)) || said;
    said = { header: next, chosen: true };
  }
}
