/** What the parts of a workbook say about fonts of TCVN3 and VNI, found before anything is parsed. */
export interface LegacyFonts {
  /** Some cell or run may be drawn by one: then, and only then, styles are read. */
  readonly legacy: boolean;
  /** The font of cells that say nothing: the first of the styles. */
  readonly byDefault: string | undefined;
}

const LEGACY = /\bval\s*=\s*["'](?:\.Vn|VNI[- ])/i;
const FIRST_FONT =
  /<(?:[\w.-]+:)?fonts\b[^>]*>\s*<(?:[\w.-]+:)?font>(?:(?!<\/(?:[\w.-]+:)?font>)[\s\S]){0,2000}?<(?:[\w.-]+:)?name\s+val\s*=\s*["']([^"']{1,64})["']/;

export const mentionsLegacyFont = (xml: string): boolean => LEGACY.test(xml);
export const defaultFont = (stylesXml: string): string | undefined => FIRST_FONT.exec(stylesXml)?.[1];
