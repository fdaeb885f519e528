export interface Place {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** What a spreadsheet puts on the clipboard: lines of tab-separated cells; a cell with line breaks stands in quotes. */
export function parseBlock(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') {
        cell += '"';
        i++;
      } else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === '\t') {
      rows.at(-1)!.push(cell);
      cell = '';
    } else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[i + 1] === '\n') i++;
      rows.at(-1)!.push(cell);
      cell = '';
      if (i < text.length - 1) rows.push([]);
    } else cell += c;
  }
  if (cell !== '' || text.endsWith('\t') || rows.at(-1)!.length === 0) rows.at(-1)!.push(cell);
  return rows;
}

/** Where a key leads from a cell; undefined when the key belongs to the text in the cell. */
export function step(
  key: string,
  shift: boolean,
  input: { value: string; selectionStart: number | null; selectionEnd: number | null },
  at: Place,
): { row: number; column: number } | undefined {
  const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
  const atStart = whole || (input.selectionStart === 0 && input.selectionEnd === 0);
  const atEnd = whole || input.selectionStart === input.value.length;
  const move = (rows: number, columns: number) => {
    const row = at.row + rows;
    const column = at.column + columns;
    return row >= 0 && row < at.rows && column >= 0 && column < at.columns ? { row, column } : undefined;
  };
  switch (key) {
    case 'Enter':
      return move(shift ? -1 : 1, 0);
    case 'ArrowDown':
      return move(1, 0);
    case 'ArrowUp':
      return move(-1, 0);
    case 'ArrowRight':
      return atEnd ? move(0, 1) : undefined;
    case 'ArrowLeft':
      return atStart ? move(0, -1) : undefined;
    default:
      return undefined;
  }
}
