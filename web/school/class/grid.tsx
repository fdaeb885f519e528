import { type ClipboardEvent, type KeyboardEvent, memo, type RefObject, useRef } from 'react';
import type { GridColumn, GridPupil } from '#contract';
import type { z } from 'zod';
import type { Cells, Edit, Shown } from './cells.ts';
import { parseBlock, step } from './keys.ts';

type Column = z.infer<typeof GridColumn>;
/** A row of the grid; a point before the year end has no result. */
export type GridRow = Pick<GridPupil, 'pupilId' | 'grade' | 'order' | 'fullName' | 'editable' | 'status' | 'cells'> &
  Partial<Pick<GridPupil, 'computed'>>;
interface Props {
  readonly columns: readonly Column[];
  readonly pupils: readonly GridRow[];
  readonly cells: Cells;
  readonly selected?: string | undefined;
  /** Absent where there is nothing more to see of a pupil. */
  readonly onSelect?: (pupilId: string) => void;
  readonly caption: string;
}

const LETTERS: Readonly<Record<string, string>> = { t: 'T', h: 'H', c: 'C', đ: 'Đ', d: 'Đ', D: 'Đ' };
/** One letter is what the key means: a level typed in lower case is that level. Marks and texts stay as typed. */
const asTyped = (column: Column, text: string) =>
  column.kind === 'qualityLevel' ? (LETTERS[text] ?? text) : column.kind === 'subjectLevel' ? text.toUpperCase() : text;
const MAX_LENGTH: Readonly<Record<Column['kind'], number>> = { subjectLevel: 1, qualityLevel: 1, mark: 2, number: 6, text: 2000 };

/** A semantic table of real inputs: arrows, Enter, Tab, F2, Esc, block paste from Excel, undo. Safe while a Vietnamese input method composes. */
export function EntryGrid({ columns, pupils, cells, selected, onSelect, caption }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const focus = (row: number, column: number) =>
    table.current?.querySelector<HTMLInputElement>(`[data-row="${row}"][data-column="${column}"]`)?.focus();
  const groups = groupsOf(columns);
  const rated = pupils.some(({ computed }) => computed !== undefined);
  const combined = new Set(pupils.map(({ grade }) => grade)).size > 1;
  const missing = (key: string) => pupils.filter((p) => p.cells[key]?.missing && cells.show(p.pupilId, key).value === '').length;

  const onPaste = (event: ClipboardEvent, row: number, column: number) => {
    const block = parseBlock(event.clipboardData.getData('text/plain'));
    if (block.length === 1 && block[0]!.length === 1) return;
    event.preventDefault();
    const edits: Edit[] = block.flatMap((line, r) =>
      line.flatMap((value, c) => {
        const pupil = pupils[row + r];
        const target = columns[column + c];
        return pupil?.editable && target && pupil.cells[target.key]
          ? [{ pupilId: pupil.pupilId, key: target.key, value: asTyped(target, value.trim()) }]
          : [];
      }),
    );
    cells.edit(edits);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>, row: number, column: number) => {
    if (event.nativeEvent.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'z') {
      event.preventDefault();
      cells.undo();
      return;
    }
    const here = columns[column]!;
    const pupil = pupils[row]!;
    if ((event.ctrlKey || event.metaKey) && event.key === 'd' && row > 0) {
      event.preventDefault();
      if (pupil.editable && pupil.cells[here.key])
        cells.edit([{ pupilId: pupil.pupilId, key: here.key, value: cells.show(pupils[row - 1]!.pupilId, here.key).value }]);
      return;
    }
    const input = event.currentTarget;
    if (event.key === 'F2') {
      event.preventDefault();
      input.setSelectionRange(input.value.length, input.value.length);
      return;
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      input.select();
      return;
    }
    const to = step(event.key, event.shiftKey, input, { row, column, rows: pupils.length, columns: columns.length });
    if (to) {
      event.preventDefault();
      focus(to.row, to.column);
    }
  };

  const onChange = (value: string, row: number, column: number) => {
    const pupil = pupils[row];
    const target = columns[column];
    if (pupil && target) cells.edit([{ pupilId: pupil.pupilId, key: target.key, value: asTyped(target, value) }]);
  };

  // Cells are drawn again only when what they show changes; through the reference they still meet today's handlers.
  const acts = useRef<Acts>({ onChange, onKeyDown, onPaste });
  acts.current = { onChange, onKeyDown, onPaste };

  return (
    <section className="gridbox" aria-label={caption}>
      <table className="grid" ref={table}>
        <caption className="hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2} className="no">
              STT
            </th>
            <th scope="col" rowSpan={2} className="name">
              Họ và tên
            </th>
            {groups.map((group) =>
              group.columns.length === 1 ? (
                <th key={group.columns[0]!.key} id={`col-${group.columns[0]!.key}`} scope="col" rowSpan={2} className="last">
                  <abbr title={group.columns[0]!.longLabel}>{group.columns[0]!.label}</abbr>
                  <Missing n={missing(group.columns[0]!.key)} />
                </th>
              ) : (
                <th key={group.name} scope="colgroup" colSpan={group.columns.length} className="last">
                  {group.name}
                </th>
              ),
            )}
            {rated ? (
              <th scope="col" rowSpan={2} className="result last">
                <abbr title="Đánh giá kết quả giáo dục, tự tính theo Điều 9 Thông tư 27">Kết quả</abbr>
              </th>
            ) : null}
          </tr>
          <tr>
            {groups
              .filter((group) => group.columns.length > 1)
              .flatMap((group) =>
                group.columns.map((column, i) => (
                  <th key={column.key} id={`col-${column.key}`} scope="col" className={i === group.columns.length - 1 ? 'last' : ''}>
                    <span className="hidden">{group.name}, </span>
                    <abbr title={column.longLabel}>{column.label}</abbr>
                    <Missing n={missing(column.key)} />
                  </th>
                )),
              )}
          </tr>
        </thead>
        <tbody>
          {pupils.map((pupil, row) => (
            <tr key={pupil.pupilId} aria-selected={pupil.pupilId === selected}>
              <td className="no">{pupil.order}</td>
              <th scope="row" className="name" id={`name-${pupil.pupilId}`}>
                {onSelect ? (
                  <a
                    href={`#${pupil.pupilId}`}
                    onClick={(event) => {
                      event.preventDefault();
                      onSelect(pupil.pupilId);
                    }}
                  >
                    {pupil.fullName}
                  </a>
                ) : (
                  pupil.fullName
                )}
                {combined ? <span className="muted small"> lớp {pupil.grade}</span> : null}
              </th>
              {columns.map((column, i) => (
                <Cell
                  key={column.key}
                  column={column}
                  pupilId={pupil.pupilId}
                  row={row}
                  index={i}
                  last={columns[i + 1]?.group !== column.group || column.group === ''}
                  shown={cells.show(pupil.pupilId, column.key)}
                  missing={pupil.cells[column.key]?.missing ?? false}
                  warning={pupil.cells[column.key]?.warning}
                  decides={pupil.pupilId === selected && (pupil.computed?.decidingCells.includes(column.key) ?? false)}
                  taught={pupil.cells[column.key] !== undefined}
                  editable={pupil.editable && pupil.cells[column.key] !== undefined}
                  acts={acts}
                />
              ))}
              {rated ? <ResultCell pupil={pupil} /> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export const GridLegend = () => (
  <ul className="legend">
    <li>
      <span className="cell blank" />
      Còn trống
    </li>
    <li>
      <span className="cell local">8</span>Đã lưu trên máy, đang gửi
    </li>
    <li>
      <span className="cell ask">6</span>Nên xem lại
    </li>
    <li>
      <span className="cell bad">11</span>Không nhận: đưa con trỏ vào ô để xem vì sao
    </li>
  </ul>
);

export const GridKeys = () => (
  <ul className="legend keys">
    <li>
      <kbd>Enter</kbd> xuống
    </li>
    <li>
      <kbd>Tab</kbd> sang phải
    </li>
    <li>
      <kbd>F2</kbd> sửa
    </li>
    <li>
      <kbd>Esc</kbd> bỏ sửa
    </li>
    <li>
      <kbd>Ctrl</kbd> <kbd>V</kbd> dán từ Excel
    </li>
    <li>
      <kbd>Ctrl</kbd> <kbd>D</kbd> chép ô trên
    </li>
    <li>
      <kbd>Ctrl</kbd> <kbd>Z</kbd> hoàn tác
    </li>
  </ul>
);

const RESULT_TITLES = { HTXS: 'Hoàn thành xuất sắc', HTT: 'Hoàn thành tốt', HT: 'Hoàn thành', CHT: 'Chưa hoàn thành' } as const;
function ResultCell({ pupil: { computed, status } }: { pupil: GridRow }) {
  if (status === 'left')
    return (
      <td className="result last none">
        <abbr title="Đã chuyển đi">Đi</abbr>
      </td>
    );
  if (computed?.notAssessed)
    return (
      <td className="result last none">
        <abbr title="Không đánh giá">KĐG</abbr>
      </td>
    );
  return computed?.result ? (
    <td className="result last">
      <abbr title={RESULT_TITLES[computed.result]}>{computed.result}</abbr>
    </td>
  ) : (
    <td className="result last none">
      <abbr title="Chưa đủ dữ liệu">–</abbr>
    </td>
  );
}

const Missing = ({ n }: { n: number }) =>
  n > 0 ? (
    <span className="missing" title="số ô trống">
      {n}
      <span className="hidden"> ô trống</span>
    </span>
  ) : null;

interface Acts {
  readonly onChange: (value: string, row: number, column: number) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement>, row: number, column: number) => void;
  readonly onPaste: (event: ClipboardEvent, row: number, column: number) => void;
}
interface CellProps {
  readonly column: Column;
  readonly pupilId: string;
  readonly row: number;
  readonly index: number;
  readonly last: boolean;
  readonly shown: Shown;
  readonly missing: boolean;
  readonly warning: string | undefined;
  readonly decides: boolean;
  readonly taught: boolean;
  readonly editable: boolean;
  readonly acts: RefObject<Acts>;
}

function CellBody({ column, pupilId, row, index, last, shown, missing, warning, decides, taught, editable, acts }: CellProps) {
  const looks = [
    'cell',
    last ? 'last' : '',
    column.kind === 'text' ? 'words' : column.kind === 'number' ? 'one' : '',
    shown.state === 'bad' ? 'bad' : missing && shown.value === '' ? 'blank' : warning ? 'ask' : '',
    shown.state === 'local' ? 'local' : '',
    decides ? 'decides' : '',
    taught ? '' : 'void',
  ]
    .filter(Boolean)
    .join(' ');
  const note = shown.why ?? (taught ? warning || undefined : 'Khối lớp của em không có ô này.');
  return (
    <td className={looks} title={note}>
      <input
        id={`cell-${pupilId}-${column.key}`}
        data-row={row}
        data-column={index}
        value={shown.value}
        maxLength={MAX_LENGTH[column.kind]}
        readOnly={!editable}
        spellCheck={false}
        autoComplete="off"
        aria-labelledby={`name-${pupilId} col-${column.key}`}
        aria-invalid={shown.state === 'bad' || undefined}
        {...(note ? { 'aria-description': note } : {})}
        {...(column.kind === 'mark' || column.kind === 'number' ? { inputMode: 'decimal' as const } : {})}
        onChange={(event) => acts.current.onChange(event.target.value, row, index)}
        onFocus={(event) => {
          if (column.kind !== 'text') event.target.select();
        }}
        onKeyDown={(event) => acts.current.onKeyDown(event, row, index)}
        onPaste={(event) => acts.current.onPaste(event, row, index)}
      />
    </td>
  );
}

const SEEN = [
  'missing',
  'warning',
  'decides',
  'taught',
  'editable',
  'row',
  'index',
  'last',
  'column',
] as const satisfies readonly (keyof CellProps)[];
const Cell = memo(
  CellBody,
  (a, b) =>
    a.shown.value === b.shown.value &&
    a.shown.state === b.shown.state &&
    a.shown.why === b.shown.why &&
    SEEN.every((name) => a[name] === b[name]),
);

/** Neighbouring columns of one group share a header. */
function groupsOf(columns: readonly Column[]): readonly { readonly name: string; readonly columns: readonly Column[] }[] {
  const groups: { name: string; columns: Column[] }[] = [];
  for (const column of columns) {
    const open = groups.at(-1);
    if (open && open.name === column.group && column.group !== '') open.columns.push(column);
    else groups.push({ name: column.group, columns: [column] });
  }
  return groups;
}
