import { MATCH_COLOURS, type MatchColour, type PupilRow, type RefusedRow, rowKey, type RowMatch } from '#workbook';
import type { MatchedPupil, MatchedRow, PupilChange } from './model.ts';
import { rowsAbout } from './plan.ts';

const worst = (colours: readonly MatchColour[]): MatchColour => MATCH_COLOURS.findLast((colour) => colours.includes(colour)) ?? 'green';

/** The colour of a row that is refused is red, however sure it is whom it is about. */
function rowOf(match: RowMatch, refused: ReadonlyMap<string, RefusedRow>): MatchedRow {
  const why = refused.get(rowKey(match.source));
  return {
    ...match.source,
    kind: match.kind,
    ...(match.point === undefined ? {} : { point: match.point }),
    how: match.how,
    mayBeNew: match.mayBeNew,
    candidates: match.candidates,
    decision: match.decision ?? null,
    colour: why && match.decision !== 'skip' ? 'red' : match.colour,
    reasons: why?.reasons.map(({ message }) => message) ?? [],
  };
}

/**
 * The match table: one line per pupil with all rows about the pupil and what would change, one line per row of which nobody knows whom it is
 * about; what has to be looked at stands first, each group in the order of the files.
 */
export function matchTable(
  matches: readonly RowMatch[],
  refusedRows: readonly RefusedRow[],
  accepted: readonly PupilRow[],
  changes: readonly PupilChange[],
): readonly MatchedPupil[] {
  const refused = new Map(refusedRows.map((row) => [rowKey(row), row]));
  const changed = new Map(changes.map((change) => [change.pupilId, change]));
  const taken = new Map(accepted.map((row) => [row.identity.pupilId as string, row]));
  const groups = Map.groupBy(matches, ({ pupilId, source }) => pupilId ?? rowKey(source));
  const lines = [...groups.values()].map((group): MatchedPupil => {
    const rows = group.map((match) => rowOf(match, refused));
    const [first] = group;
    const pupilId = first!.pupilId ?? null;
    const row = pupilId === null ? undefined : taken.get(pupilId);
    const change = pupilId === null ? undefined : changed.get(pupilId);
    const left = rows.every(({ decision }) => decision === 'skip')
      ? 'skipped'
      : rows.every(({ reasons }) => reasons.length > 0)
        ? 'refused'
        : undefined;
    return {
      colour: worst(rows.map(({ colour }) => colour)),
      pupilId,
      rows,
      fullName: row?.identity.fullName ?? first!.name,
      birthDate: row?.identity.birthDate ?? first!.birthDate ?? null,
      classroom: row?.classroom ?? first!.classroom,
      change: left ?? change?.kind ?? (row === undefined || rowsAbout(row).length === 0 ? 'refused' : 'unchanged'),
    };
  });
  const matched = new Set(matches.map(({ source }) => rowKey(source)));
  const nameless = refusedRows
    .filter((row) => !matched.has(rowKey(row)))
    .map(
      ({ file, sheet, row, reasons }): MatchedPupil => ({
        colour: 'red',
        pupilId: null,
        fullName: '',
        birthDate: null,
        classroom: '',
        change: 'refused',
        rows: [
          {
            file,
            sheet,
            row,
            kind: 'pupils',
            colour: 'red',
            how: '',
            mayBeNew: false,
            candidates: [],
            decision: null,
            reasons: reasons.map(({ message }) => message),
          },
        ],
      }),
    );
  return [...lines, ...nameless].toSorted((a, b) => MATCH_COLOURS.indexOf(b.colour) - MATCH_COLOURS.indexOf(a.colour));
}
