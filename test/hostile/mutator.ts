import { concatBytes, unwrap, utf8 } from '#kernel';
import { descendants, readXml, type XmlDocument, type XmlElement, type XmlText } from '#xml';

/** One changed document, and what was done to it. */
export interface Mutant { readonly name: string; readonly bytes: Uint8Array }

/** Bytes `from` to `to` give way to others; several are applied together and must not overlap. */
export interface Edit { readonly from: number; readonly to: number; readonly put: Uint8Array | string }

export function edited(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { from, to, put } of [...edits].sort((a, b) => a.from - b.from)) {
    parts.push(bytes.subarray(at, from), typeof put === 'string' ? utf8(put) : put);
    at = to;
  }
  return concatBytes(...parts, bytes.subarray(at));
}

/** Names from the root, without numbers: elements of one class are treated alike by whoever reads the document. */
export const classOf = (element: XmlElement): string => (element.parent === null ? '' : `${classOf(element.parent)}/`) + element.name;

/** The first and the last element of each class: a list has an inner and an outer end. */
export function representatives({ root }: XmlDocument): readonly XmlElement[] {
  const first = new Map<string, XmlElement>(), last = new Map<string, XmlElement>();
  for (const element of descendants(root)) {
    const name = classOf(element);
    if (first.has(name)) last.set(name, element);
    else first.set(name, element);
  }
  return [...first.values(), ...last.values()];
}

const inside = (outer: XmlElement, inner: XmlElement): boolean => inner.start >= outer.start && inner.end <= outer.end;
const isRoot = (element: XmlElement): boolean => element.parent === null;

/** A genuine document, read once. */
export interface Scene { readonly bytes: Uint8Array; readonly document: XmlDocument; readonly elements: readonly XmlElement[]; readonly slice: (element: XmlElement) => Uint8Array; readonly text: (element: XmlElement) => string }
type ElementChange = (element: XmlElement, scene: Scene) => readonly Edit[] | undefined;

const whole = ({ start: from, end: to }: XmlElement, put: Uint8Array | string): readonly Edit[] => [{ from, to, put }];
/** Another name in both tags; `more` goes into the start tag. */
function renamed(element: XmlElement, name: string, more = ''): readonly Edit[] {
  const from = element.start + 1, length = utf8(element.name).length;
  return [{ from, to: from + length, put: name + more }, { from: element.contentEnd, to: element.end, put: `</${name}>` }];
}
const siblingAfter = (element: XmlElement): XmlElement | undefined => {
  const all = element.parent?.children.filter((child): child is XmlElement => child.kind === 'element') ?? [];
  return all[all.indexOf(element) + 1];
};
const wrapIn = (open: string, close: string): ElementChange => (element, { slice }) => (isRoot(element) ? undefined : whole(element, concatBytes(utf8(open), slice(element), utf8(close))));

/** What can be done to one element where it stands. */
const ELEMENT_CHANGES: Readonly<Record<string, ElementChange>> = {
  deleted: (e) => (isRoot(e) ? undefined : whole(e, '')),
  doubled: (e, { slice }) => (isRoot(e) ? undefined : [{ from: e.end, to: e.end, put: slice(e) }]),
  'doubled without its Ids': (e, { text }) => (isRoot(e) ? undefined : [{ from: e.end, to: e.end, put: text(e).replace(/ Id="[^"]*"/g, '') }]),
  emptied: (e) => (e.contentEnd > e.contentStart ? [{ from: e.contentStart, to: e.contentEnd, put: '' }] : undefined),
  unwrapped: (e, { document }) => (isRoot(e) ? undefined : whole(e, document.bytes.slice(e.contentStart, e.contentEnd))),
  'wrapped in an element': wrapIn('<BOC>', '</BOC>'),
  'wrapped in a ds:Object': wrapIn('<ds:Object xmlns:ds="http://www.w3.org/2000/09/xmldsig#">', '</ds:Object>'),
  'wrapped in its own name': (e, { slice }) => (isRoot(e) ? undefined : whole(e, concatBytes(utf8(`<${e.name}>`), slice(e), utf8(`</${e.name}>`)))),
  'exchanged with the next': (e, { slice }) => {
    const next = siblingAfter(e);
    return next === undefined ? undefined : [...whole(e, slice(next)), ...whole(next, slice(e))];
  },
  renamed: (e) => renamed(e, `${e.name}X`),
  'in lower case': (e) => (e.name.toLowerCase() === e.name ? undefined : renamed(e, e.name.toLowerCase())),
  'under another prefix of the same namespace': (e) => renamed(e, `zz:${e.local}`, ` xmlns:zz="${e.ns}"`),
  'in another namespace': (e) => renamed(e, `zz:${e.local}`, ' xmlns:zz="urn:khac"'),
  'in no namespace': (e) => (e.prefix === '' ? renamed(e, e.name, isRoot(e) ? '' : ' xmlns=""') : undefined),
  'with an attribute more': (e) => [{ from: e.start + 1 + e.name.length, to: e.start + 1 + e.name.length, put: ' sua="10"' }],
  'with an Id more': (e) => (e.attributes.some(({ local }) => local === 'Id') ? undefined : [{ from: e.start + 1 + e.name.length, to: e.start + 1 + e.name.length, put: ' Id="them"' }]),
  'with a prefixed attribute more': (e) => [{ from: e.start + 1 + e.name.length, to: e.start + 1 + e.name.length, put: ' xmlns:zz="urn:khac" zz:sua="10"' }],
  'with a declaration more': (e) => [{ from: e.start + 1 + e.name.length, to: e.start + 1 + e.name.length, put: ' xmlns:zz="urn:khac"' }],
  'with an element more': (e) => [{ from: e.contentEnd, to: e.contentEnd, put: '<GHI_CHU>Điểm 10</GHI_CHU>' }],
  'with a foreign element more': (e) => [{ from: e.contentStart, to: e.contentStart, put: '<zz:n xmlns:zz="urn:khac">Điểm 10</zz:n>' }],
  'with an empty element more': (e) => [{ from: e.contentStart, to: e.contentStart, put: '<zz:n xmlns:zz="urn:khac" diem="10"/>' }],
  'with text more': (e) => [{ from: e.contentEnd, to: e.contentEnd, put: 'Điểm 10' }],
  'with a no-break space more': (e) => [{ from: e.contentEnd, to: e.contentEnd, put: '\u00a0' }],
  'with white space more': (e) => [{ from: e.contentStart, to: e.contentStart, put: '\n  ' }],
  'with a comment': (e) => [{ from: e.contentStart, to: e.contentStart, put: '<!-- 10 -->' }],
  'with an instruction': (e) => [{ from: e.contentEnd, to: e.contentEnd, put: '<?diem 10?>' }],
};

const TEXT_CHANGES: Readonly<Record<string, (text: string) => string>> = {
  'another first character': (t) => (t.startsWith('A') ? 'B' : 'A') + t.slice(1),
  'a character more': (t) => `${t}0`,
  'in upper case': (t) => t.toUpperCase(),
  'in lower case': (t) => t.toLowerCase(),
  decomposed: (t) => t.normalize('NFD'),
  'as CDATA': (t) => `<![CDATA[${t}]]>`,
  'split by a comment': (t) => `${t.slice(0, 1)}<!---->${t.slice(1)}`,
  'its first character as a reference': (t) => `&#x${t.codePointAt(0)!.toString(16)};${t.slice(t.codePointAt(0)! > 0xffff ? 2 : 1)}`,
  'with spaces around': (t) => ` ${t} `,
  'with a zero-width space': (t) => `${t}\u200b`,
  'with a carriage return': (t) => `${t}&#13;`,
};
const ATTRIBUTE_CHANGES: Readonly<Record<string, (name: string, value: string) => string>> = {
  deleted: () => '',
  'with another value': (name, value) => ` ${name}="${value}x"`,
  'its value in upper case': (name, value) => ` ${name}="${value.toUpperCase()}"`,
  emptied: (name) => ` ${name}=""`,
  'its name in upper case': (name, value) => ` ${name.toUpperCase()}="${value}"`,
  'its name in lower case': (name, value) => ` ${name.toLowerCase()}="${value}"`,
  'as xml:id': (_, value) => ` xml:id="${value}"`,
  'as xml:id too': (name, value) => ` ${name}="${value}" xml:id="${value}"`,
  'under a prefix': (name, value) => ` xmlns:zz="urn:khac" zz:${name}="${value}"`,
  'with spaces around its value': (name, value) => ` ${name}=" ${value} "`,
  'in apostrophes with references': (name, value) => ` ${name}='${[...value].map((c) => `&#${c.codePointAt(0)};`).join('')}'`,
};

/** Whether two parts are of a kind: a reader that looks for one could find the other. */
const isParent = (element: XmlElement): boolean => element.children.some(({ kind }) => kind === 'element') || element.children.length === 0;

export function sceneOf(bytes: Uint8Array): Scene {
  const document = unwrap(readXml(bytes)), slice = (element: XmlElement) => bytes.slice(element.start, element.end);
  return { bytes, document, elements: [...descendants(document.root)], slice, text: (element) => new TextDecoder().decode(slice(element)) };
}

/** One change of any element, text or attribute, a move, a copy, or a part of another document; `below` makes the choices. */
export function randomMutant(scene: Scene, donor: Scene, below: (count: number) => number): Uint8Array {
  const pick = <T>(from: readonly T[]): T => from[below(from.length)]!;
  const element = pick(scene.elements), other = pick(scene.elements), at = below(2) === 0 ? other.contentStart : other.contentEnd;
  const texts = element.children.filter((child): child is XmlText => child.kind === 'text');
  const ways: readonly (() => readonly Edit[] | undefined)[] = [
    () => pick(Object.values(ELEMENT_CHANGES))(element, scene),
    () => texts.map(({ start: from, end: to, value }) => ({ from, to, put: pick(Object.values(TEXT_CHANGES))(value) })),
    () => element.attributes.slice(0, 1).map(({ name, value }) => ({ from: element.start, to: element.contentStart, put: scene.text(element).slice(0, scene.text(element).indexOf('>') + 1).replace(` ${name}="${value}"`, () => pick(Object.values(ATTRIBUTE_CHANGES))(name, value)) })),
    () => (isRoot(element) || inside(element, other) ? undefined : [...whole(element, ''), { from: at, to: at, put: scene.slice(element) }]),
    () => (isRoot(element) ? undefined : [{ from: at, to: at, put: below(2) === 0 ? scene.slice(element) : scene.text(element).replace(/ Id="[^"]*"/g, '') }]),
    () => {
      const like = donor.elements.filter((one) => one.name === element.name);
      return like.length === 0 ? undefined : whole(element, donor.slice(pick(like)));
    },
  ];
  return edited(scene.bytes, pick(ways)() ?? []);
}

type Make = (name: string, element: XmlElement, edits: readonly Edit[] | undefined) => Mutant[];

/** Every element, text and attribute changed where it stands, in every way of the tables. */
function* inPlace(scene: Scene, elements: readonly XmlElement[], make: Make): Generator<Mutant> {
  for (const element of elements) {
    for (const [name, change] of Object.entries(ELEMENT_CHANGES)) yield* make(name, element, change(element, scene));
    for (const text of element.children.filter((child): child is XmlText => child.kind === 'text')) {
      for (const [name, change] of Object.entries(TEXT_CHANGES)) yield* make(`text ${name}`, element, [{ from: text.start, to: text.end, put: change(text.value) }]);
    }
    const tag = new TextDecoder().decode(scene.bytes.subarray(element.start, element.contentStart));
    for (const [written, attribute, value] of tag.matchAll(/ ([A-Za-z:]+)="([^"]*)"/g)) {
      for (const [name, change] of Object.entries(ATTRIBUTE_CHANGES)) {
        yield* make(`@${attribute} ${name}`, element, [{ from: element.start, to: element.contentStart, put: tag.replace(written, () => change(attribute!, value!)) }]);
      }
    }
  }
}

/** Every element moved, and copied without its Ids, into a parent of every class. */
function* moved(scene: Scene, elements: readonly XmlElement[], make: Make): Generator<Mutant> {
  let turn = 0;
  for (const element of elements) {
    for (const parent of elements.filter((one) => isParent(one) && !inside(element, one) && one !== element.parent)) {
      const at = turn++ % 2 === 0 ? parent.contentStart : parent.contentEnd, copy = { from: at, to: at, put: scene.slice(element) };
      if (!isRoot(element) && (at < element.start || at > element.end)) yield* make(`moved into ${classOf(parent)}`, element, [...whole(element, ''), copy]);
      if (!isRoot(element)) yield* make(`copied into ${classOf(parent)} without its Ids`, element, [{ ...copy, put: scene.text(element).replace(/ Id="[^"]*"/g, '') }]);
    }
  }
}

/** Every element given way to the one of its class in another genuine document. */
function* exchanged(scene: Scene, elements: readonly XmlElement[], make: Make, donors: readonly Uint8Array[]): Generator<Mutant> {
  for (const [i, donor] of donors.entries()) {
    const theirs = new Map(representatives(unwrap(readXml(donor))).map((element) => [classOf(element), donor.slice(element.start, element.end)]));
    for (const element of elements.filter((one) => !isRoot(one))) {
      const part = theirs.get(classOf(element));
      if (part !== undefined && !Buffer.from(part).equals(scene.slice(element))) yield* make(`from document ${i + 1}`, element, whole(element, part));
    }
  }
}

export interface MutantShares { readonly inPlace: number; readonly moved: number }

/**
 * Every part of a signed document changed in every way of the tables, moved, copied, and exchanged with the part of its class of other genuine documents.
 * Always the same documents in the same order. A share of n leaves out all but every n-th of a kind; exchanges are few and all there.
 */
export function* mutants(bytes: Uint8Array, donors: readonly Uint8Array[], shares: MutantShares = { inPlace: 1, moved: 1 }): Generator<Mutant> {
  const scene = sceneOf(bytes), elements = representatives(scene.document);
  /** Edits that are left out cost nothing. */
  const taking = (every: number): Make => {
    let turn = 0;
    return (name, element, edits) => (edits === undefined || turn++ % every !== 0 ? [] : [{ name: `${classOf(element)} ${name}`, bytes: edited(bytes, edits) }]);
  };
  yield* inPlace(scene, elements, taking(shares.inPlace));
  yield* moved(scene, elements, taking(shares.moved));
  yield* exchanged(scene, elements, taking(1), donors);
}
