import { cleanText } from '#kernel';
import { LIMITS } from '../limits.ts';
import type { Problem, SheetLayout } from '../model.ts';
import type { OpenedSheet } from '../open-file.ts';
import { isBlank, type Sheet } from '../sheet/read-sheets.ts';
import { shown } from '../sheet/rows.ts';
import { type Header, headerOf } from './header.ts';
import { isMapping } from './mapping.ts';
import { propose } from './propose.ts';

/** Problems that an answer about columns may mend; with those that offer the sheet is read, and some of its columns could be more. */
const ASKING: ReadonlySet<string> = new Set([
  'workbook/layout-asked',
  'workbook/lying-table',
  'workbook/unread-sheet',
  'workbook/missing-column',
  'workbook/doubled-column',
  'workbook/column-asked',
]);
const OFFERING: ReadonlySet<string> = new Set(['workbook/optional-column', 'workbook/unread-column']);
const STATES = ['asked', 'offered', 'mapped', 'skipped'] as const satisfies readonly SheetLayout['state'][];

interface Concerned {
  readonly opened: OpenedSheet;
  readonly header: Header;
  readonly state: SheetLayout['state'];
  readonly hasUnread: boolean;
  readonly why: readonly string[];
}

const placeOf = (sheet: Pick<Sheet, 'file' | 'name'>): string => `${sheet.file}\n${sheet.name}`;

function concerned(opened: OpenedSheet, problems: readonly Problem[]): readonly Concerned[] {
  const { answer, layouts, head } = opened;
  const asking = problems.filter(({ code }) => ASKING.has(code));
  const state = answer?.skip ? 'skipped' : asking.length > 0 ? 'asked' : answer ? 'mapped' : problems.length > 0 ? 'offered' : undefined;
  return state === undefined
    ? []
    : [
        {
          opened,
          header: opened.header ?? headerOf(head, layouts[0]),
          state,
          hasUnread: problems.some(({ code }) => code === 'workbook/unread-column'),
          why: asking.map(({ message }) => message),
        },
      ];
}

const ROWS_SHOWN = 15;
const TEXTS_SHOWN = 6;
const TEXT_CHARS = 24;
/** The first rows that hold something, for somebody to say in which of them the header stands. */
const firstRowsOf = ({ rows }: Sheet): SheetLayout['firstRows'] =>
  rows.slice(0, ROWS_SHOWN).flatMap((row, r) => {
    const texts = row
      .filter((value) => !isBlank(value))
      .slice(0, TEXTS_SHOWN)
      .map((value) => [...cleanText(shown(value))].slice(0, TEXT_CHARS).join(''));
    return texts.length === 0 ? [] : [{ row: r + 1, texts }];
  });

/** Sheets whose columns are asked for, could be more, or were answered; those of one layout are one question, what has to be answered first. */
export function sheetLayouts(sheets: readonly OpenedSheet[], problems: readonly Problem[]): readonly SheetLayout[] {
  const byPlace = Map.groupBy(
    problems.filter(({ code, sheet }) => sheet !== null && (ASKING.has(code) || OFFERING.has(code))),
    ({ file, sheet }) => placeOf({ file, name: sheet! }),
  );
  const all = sheets.flatMap((opened) => concerned(opened, byPlace.get(placeOf(opened.sheet)) ?? []));
  return [...Map.groupBy(all, ({ header }) => header.fingerprint)]
    .flatMap(([fingerprint, group]): SheetLayout[] => {
      const state = STATES.find((one) => group.some((sheet) => sheet.state === one))!;
      const {
        opened: {
          head,
          layouts: [known],
          answer,
        },
        header,
      } = group.find((sheet) => sheet.state === state)!;
      const offered = group.some(({ hasUnread }) => hasUnread);
      const proposal = propose(head, header, known, isMapping(answer) ? answer : undefined);
      if (
        state === 'offered' &&
        !offered &&
        proposal.columns.every(
          ({ field }) => field === null || known!.columns.has(field) || known!.pointColumns.some(({ key }) => key === field),
        )
      )
        return [];
      return [
        {
          fingerprint,
          state,
          sheets: group.map(({ opened: { sheet } }) => ({ file: sheet.file, sheet: sheet.name })),
          ...proposal,
          firstRows: firstRowsOf(head),
          why: [...new Set(group.flatMap(({ why }) => why))],
        },
      ];
    })
    .toSorted((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state))
    .slice(0, LIMITS.layouts);
}
