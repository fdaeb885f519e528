/** Text that is already HTML. Only `html` makes it, so everything else is escaped on its way into a page. */
export interface Html {
  readonly markup: string;
}
type Part = Html | string | number | false | null | undefined | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

function render(part: Part): string {
  if (part === undefined || part === null || part === false) return '';
  if (typeof part === 'string') return escape(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(render).join('');
}

/** A piece of a page: values are escaped, pieces are taken as they are, lists are joined, `false`, `null` and `undefined` vanish. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: strings.reduce((text, next, index) => text + render(parts[index - 1]) + next),
});
