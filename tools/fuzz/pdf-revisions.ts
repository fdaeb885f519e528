import { append, bodyOf, PLAIN, stream, type PdfObjects, type RevisionOrder } from '../../test/actors/pdf.ts';
import type { Random } from './random.ts';

const VALUES = [
  'null',
  '0',
  '1',
  '-1',
  '99',
  'true',
  '()',
  '(x)',
  '<00>',
  '/X',
  '/Sig',
  '/Widget',
  '/Page',
  '[]',
  '<<>>',
  '1 0 R',
  '3 0 R',
  '4 0 R',
  '8 0 R',
  '9 0 R',
  '20 0 R',
  '99 0 R',
  '[0 0 0 0]',
  '[0 0 99 99]',
] as const;
const KEYS = [
  'Type',
  'Subtype',
  'Kids',
  'Count',
  'Contents',
  'Annots',
  'Resources',
  'Rect',
  'F',
  'V',
  'T',
  'FT',
  'AP',
  'Fields',
  'SigFlags',
  'DSS',
  'Certs',
  'CRLs',
  'Names',
  'Parent',
  'AcroForm',
  'Perms',
  'OpenAction',
  'NeedAppearances',
  'Lock',
  'EF',
  'Length',
  'Metadata',
  'Version',
  'Filter',
] as const;
const NEW = ['20', '21', '22', '23'] as const;
const OF_EVIDENCE = ['20', '21'] as const;
const OF_FIELDS = ['22', '23'] as const;
const FIELD = '<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/F 132/Rect[0 0 0 0]>>';

type Change = (objects: Record<string, string | null>, bytes: Uint8Array, random: Random) => void;

/** The body of an object as it will stand: already changed, or as the file has it. */
function bodyIn(objects: PdfObjects, bytes: Uint8Array, number: number): string | undefined {
  const changed = objects[number];
  if (changed !== undefined) return changed ?? undefined;
  try {
    return bodyOf(bytes, number);
  } catch {
    return undefined;
  }
}

const plus = (body: string, more: string): string => body.replace(/>>$/, `${more}>>`);
const edit =
  (number: number, change: (body: string) => string): Change =>
  (objects, bytes) => {
    const body = bodyIn(objects, bytes, number);
    if (body !== undefined) objects[number] = change(body);
  };

/** What honest software appends, or nearly so. */
const HONEST: readonly Change[] = [
  // Evidence, whole and half.
  (objects, bytes, random) => {
    edit(1, (body) =>
      plus(body.replace(/\/DSS ?<<.*?>>/, ''), `/DSS<</Certs[${random.pick(OF_EVIDENCE)} 0 R]/CRLs[${random.pick(OF_EVIDENCE)} 0 R]>>`),
    )(objects, bytes, random);
    objects[random.pick(NEW)] ??= stream(random.pick(['', 'x', '0\x82']));
    if (!random.once(6)) for (const number of OF_EVIDENCE) objects[number] ??= stream('');
  },
  // One more empty signature field, complete or not.
  (objects, bytes, random) => {
    const number = random.pick(OF_FIELDS);
    objects[number] = FIELD.replace('(x)', `(x${random.below(3)})`).replace('0 0 0 0', random.once(3) ? '0 0 9 9' : '0 0 0 0');
    edit(10, (body) => body.replace(/\/Fields ?\[([^\]]*)\]/, `/Fields[$1 ${number} 0 R]`))(objects, bytes, random);
    if (!random.once(3)) edit(3, (body) => body.replace(/\/Annots ?\[([^\]]*)\]/, `/Annots[$1 ${number} 0 R]`))(objects, bytes, random);
  },
  // An object of its own body again, which changes nothing.
  (objects, bytes, random) => edit(1 + random.below(10), (body) => body)(objects, bytes, random),
];
/** What hostile software appends, and what means nothing. */
const OTHER: readonly Change[] = [
  (objects, _, random) => void (objects[random.pick(NEW)] = random.once(2) ? 'null' : random.pick(VALUES)),
  (objects, _, random) => void (objects[1 + random.below(12)] = null),
  (objects, _, random) => void (objects[1 + random.below(12)] = random.pick(Object.values(PLAIN) as string[])),
  (objects, bytes, random) =>
    edit(1 + random.below(12), (body) => plus(body, `/${random.pick(KEYS)} ${random.pick(VALUES)}`))(objects, bytes, random),
  (objects, bytes, random) =>
    edit(1 + random.below(12), (body) => body.replace(new RegExp(`/${random.pick(KEYS)}\\b`), `/${random.pick(KEYS)}`))(
      objects,
      bytes,
      random,
    ),
  (objects, bytes, random) =>
    edit(1 + random.below(12), (body) => body.replaceAll(/\d+ 0 R/g, (found) => (random.once(3) ? `${1 + random.below(24)} 0 R` : found)))(
      objects,
      bytes,
      random,
    ),
  (objects, bytes, random) =>
    edit(1 + random.below(12), (body) => body.replaceAll(/\d+/g, (found) => (random.once(8) ? String(random.below(100)) : found)))(
      objects,
      bytes,
      random,
    ),
  (objects, bytes, random) =>
    edit(4, (body) => body.replace('Diem 9', random.pick(['Diem 8', 'Diem 9', 'Diem10'])))(objects, bytes, random),
];

const TRAILERS = ['', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '/ID[<00><01>]', '/ID[<01><00>]'] as const;

/** One to three further revisions with right offsets, so that what is judged is what they say and not how they are broken. */
export function appendRevisions(bytes: Uint8Array, random: Random): Uint8Array {
  let out = bytes;
  for (let i = random.few(1); i >= 0; i--) {
    const objects: Record<string, string | null> = {};
    for (let k = random.few(2); k >= 0; k--) random.pick(random.once(4) ? OTHER : HONEST)(objects, out, random);
    const order: RevisionOrder = {
      trailer: random.pick(TRAILERS),
      ...(random.once(16) && { root: 1 + random.below(22) }),
      ...(random.once(24) && { pointers: { [1 + random.below(22)]: random.below(out.length) } }),
    };
    out = append(out, objects, order);
  }
  return out;
}

/** Another octet of the same kind in the signed part: no offset moves. */
export function exchangeOctets(bytes: Uint8Array, random: Random): Uint8Array {
  const out = Uint8Array.from(bytes);
  const isDigit = (octet: number) => octet >= 48 && octet <= 57;
  const isLetter = (octet: number) => (octet | 32) >= 97 && (octet | 32) <= 122;
  for (let i = random.few(3); i >= 0; i--) {
    const at = random.below(out.length);
    const octet = out[at]!;
    out[at] = isDigit(octet) ? 48 + random.below(10) : isLetter(octet) ? octet ^ 32 : octet === 32 ? 10 : octet === 10 ? 32 : octet ^ 1;
  }
  return out;
}
