/** Formats of cells, by name; the number is their place in `cellXfs`. */
export const STYLE = {
  plain: 0,
  text: 1,
  neutral: 2,
  day: 3,
  head: 4,
  title: 5,
  markedText: 6,
  markedNeutral: 7,
  markedDay: 8,
  marked: 9,
} as const;

const TEXT = 49;
const DAY = 164;
const xf = (format: number, font: number, fill: number, more = '', alignment = '') =>
  `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"${more}${alignment === '' ? '/>' : ` applyAlignment="1">${alignment}</xf>`}`;
const WRAP = '<alignment vertical="center" wrapText="1"/>';
/** A leading apostrophe that is not part of the text: the cell stays text when somebody edits it. */
const QUOTED = ' quotePrefix="1"';

/** `xl/styles.xml`. Text is formatted as text, so that codes keep their zeros when people go on working in Excel. */
export const STYLES_XML = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="${DAY}" formatCode="dd/mm/yyyy"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font><font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts>\
<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF9"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFBD9D5"/></patternFill></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="10">${xf(0, 0, 0)}${xf(TEXT, 0, 0)}${xf(TEXT, 0, 0, QUOTED)}${xf(DAY, 0, 0)}${xf(TEXT, 1, 2, '', WRAP)}${xf(TEXT, 1, 0)}${xf(TEXT, 0, 3)}${xf(TEXT, 0, 3, QUOTED)}${xf(DAY, 0, 3)}${xf(0, 0, 3)}</cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
