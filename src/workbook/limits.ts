/**
 * What a workbook may weigh. The largest primary school of the province has about 2,500 pupils; its heaviest file (remarks, one sheet
 * per class) is 3 MB with 60,000 cells. Everything here is checked before the costly step it guards, so a hostile file costs
 * less than 2 s and 256 MB.
 */
export const LIMITS = {
  files: 40,
  /** Bytes of one file as received. */
  fileBytes: 10 * 1024 * 1024,
  /** Bytes of a .csv: one sheet, in UTF-16 twice the size. */
  textBytes: 6 * 1024 * 1024,
  /** Bytes of all files of one import. */
  totalBytes: 40 * 1024 * 1024,
  /** Entries in the zip directory. */
  entries: 400,
  /** Bytes of one part after inflating. */
  partBytes: 16 * 1024 * 1024,
  /** Bytes of all parts after inflating. */
  inflatedBytes: 32 * 1024 * 1024,
  /** Inflated : compressed, looked at from `ratioFrom` bytes on. Honest sheets stay under 40. */
  ratio: 150,
  ratioFrom: 1024 * 1024,
  /** XML tags in a part that is read as a tree (shared strings, styles). */
  treeTags: 500_000,
  /** Sheets in a workbook. */
  sheets: 120,
  rows: 20_000,
  columns: 512,
  /** Cells with an element of their own, per workbook. */
  cells: 240_000,
  /** Cells of a workbook whose styles have to be read, because a font of TCVN3 or VNI is among them. */
  styledCells: 150_000,
  formulas: 20_000,
  /** Characters of different texts that may be TCVN3 or VNI. */
  legacyChars: 800_000,
  /** Tables that stand one below the other in a sheet. */
  tables: 200,
  /** Rows × columns of the used rectangle, per workbook. */
  rectangle: 2_000_000,
  /** Merged ranges of a sheet, and the rows they cover together. */
  merges: 2_000,
  mergedRows: 200_000,
  /** Characters of one cell. */
  cellChars: 4_000,
  /** Layouts about which one import asks; the rest is asked when these are answered. */
  layouts: 40,
  /** Problems listed; the rest is counted. */
  problems: 1_000,
} as const;
