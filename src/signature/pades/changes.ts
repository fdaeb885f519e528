import { describe } from './changed-object.ts';
import type { PdfFile } from './file.ts';
import { reachable } from './reachable.ts';
import { isSameObject, saysSame } from './rewritten.ts';
import { looksLikeSignature, signatureFields, type Permissions } from './fields.ts';
import { isArray, isDictionary, isName, isReference, nameIn, type PdfDictionary, type PdfReference, type PdfValue } from './syntax.ts';
import { sameValue } from './write.ts';
import type { XrefEntry } from './xref.ts';

export type ChangeKind = 'changed' | 'overlay' | 'not-permitted';
/** Something a later revision did that it may not do. */
export interface LaterChange {
  readonly kind: ChangeKind;
  readonly detail: string;
}

/**
 * What happened to a document between the revision that was signed and the file as it is now (EN 319 142-1 §5, ISO 32000-2 §12.8.2.2). Works the other
 * way round from a list of forbidden things: each object that is not what it was must be explained by evidence (DSS), a document time-stamp or a
 * further signature, and must be nothing else. Page content, fonts, annotations, field values, attachments: whatever is left over was changed.
 */
export function laterChanges({ before, after, permissions, mentions }: LaterInput): readonly LaterChange[] {
  const joint = after.sections.findIndex(({ start }) => start === before.sections[0]!.start);
  if (joint === 0) return [];
  if (joint < 0) return [{ kind: 'changed', detail: 'phần thêm sau không nối tiếp phiên bản đã ký' }];
  const touched = new Set(after.sections.slice(0, joint).flatMap(({ entries }) => [...entries.keys()]));
  const changed = new Set([...touched].filter((number) => placeOf(before.entries.get(number)) !== placeOf(after.entries.get(number))));
  return new Comparison(before, after, permissions, changed, mentions).run();
}

export interface LaterInput {
  readonly before: PdfFile;
  readonly after: PdfFile;
  readonly permissions: Permissions;
  /** Where in the file each object is first mentioned. */
  readonly mentions: ReadonlyMap<number, number>;
}

const isUsed = (entry: XrefEntry | undefined): entry is Exclude<XrefEntry, { kind: 'free' }> =>
  entry !== undefined && entry.kind !== 'free';

/** Where an object is, to be compared; undefined for one that is nowhere. */
function placeOf(entry: XrefEntry | undefined): string | undefined {
  if (!isUsed(entry)) return undefined;
  return entry.kind === 'at' ? `${entry.offset} ${entry.generation}` : `${entry.container}/${entry.index}`;
}

class Comparison {
  readonly #before: PdfFile;
  readonly #after: PdfFile;
  readonly #permissions: Permissions;
  readonly #changed: ReadonlySet<number>;
  readonly #mentions: ReadonlyMap<number, number>;
  readonly #explained = new Set<number>();
  readonly #widgets = new Set<number>();
  readonly #found: LaterChange[] = [];

  constructor(
    before: PdfFile,
    after: PdfFile,
    permissions: Permissions,
    changed: ReadonlySet<number>,
    mentions: ReadonlyMap<number, number>,
  ) {
    this.#before = before;
    this.#after = after;
    this.#permissions = permissions;
    this.#changed = changed;
    this.#mentions = mentions;
  }

  run(): readonly LaterChange[] {
    this.#trailer();
    this.#catalogue();
    this.#pages();
    this.#containers();
    for (const number of this.#changed)
      if (!this.#explained.has(number) && !isSameObject(this.#before, this.#after, number))
        this.#report(describe(this.#before.object(number), this.#after.object(number), number));
    this.#dangling();
    return this.#found;
  }

  #report(detail: string, kind: ChangeKind = 'changed'): void {
    this.#found.push({ kind, detail });
  }

  #isFresh(number: number): boolean {
    return this.#changed.has(number) && !isUsed(this.#before.entries.get(number));
  }

  /** Explains an object that is new; one that was there before keeps its own meaning. */
  #fresh(value: PdfValue | undefined): value is PdfReference {
    if (!this.#leadsSomewhere(value) || !this.#isFresh(value.object)) return false;
    this.#explained.add(value.object);
    return true;
  }

  /** A reference to another generation than there is means nothing (ISO 32000-2 §7.3.10), or to some readers what has the number. */
  #leadsSomewhere(value: PdfValue | undefined): value is PdfReference {
    return isReference(value) && this.#after.resolve(value) !== null;
  }

  #trailer(): void {
    const was = this.#before.trailer.entries;
    const is = this.#after.trailer.entries;
    if (!sameValue(was.get('Root'), is.get('Root'))) this.#report('mục lục gốc của tệp (Root)');
    const [first] = this.#after.array(is.get('ID'));
    const [wasFirst] = this.#before.array(was.get('ID'));
    if (wasFirst !== undefined && !sameValue(first, wasFirst)) this.#report('định danh của tệp (ID)');
    const info = is.get('Info');
    if (!isReference(info)) {
      if (was.has('Info')) this.#report('thông tin mô tả tệp (Info)');
      return;
    }
    if (was.has('Info') && !sameValue(was.get('Info'), info)) this.#report('thông tin mô tả tệp (Info)');
    // What saved the file last, and when, is not what it says.
    if (
      this.#changed.has(info.object) &&
      this.#keysDiffering(this.#before.resolve(info), this.#after.resolve(info)).every((key) => key === 'ModDate' || key === 'Producer')
    )
      this.#explained.add(info.object);
  }

  /** Keys of two dictionaries that differ; `?` when one of them is none. */
  #keysDiffering(was: PdfValue, is: PdfValue): readonly string[] {
    if (!isDictionary(was) || !isDictionary(is)) return ['?'];
    return [...new Set([...was.entries.keys(), ...is.entries.keys()])].filter(
      (key) => !sameValue(was.entries.get(key), is.entries.get(key)),
    );
  }

  #catalogue(): void {
    const was = this.#before.catalogue;
    const is = this.#after.catalogue;
    this.#explained.add(this.#after.root.object);
    for (const key of this.#keysDiffering(was, is)) {
      const allowed =
        key === 'DSS' ||
        key === 'AcroForm' ||
        (key === 'Extensions' && isDictionary(is.entries.get(key))) ||
        (key === 'Version' && isName(is.entries.get(key)));
      if (!allowed) this.#report(`mục lục gốc của tệp (/${key})`);
    }
    // Metadata that are page content too would be drawn.
    const metadata = is.entries.get('Metadata');
    if (
      isReference(metadata) &&
      this.#changed.has(metadata.object) &&
      sameValue(was.entries.get('Metadata'), metadata) &&
      !this.#besides('Metadata').has(metadata.object) &&
      saysSame(this.#before, this.#after, metadata)
    )
      this.#explained.add(metadata.object);
    this.#evidence(was.entries.get('DSS'), is.entries.get('DSS'));
    this.#form(was.entries.get('AcroForm'), is.entries.get('AcroForm'));
  }

  /** Evidence may be added and replaced as long as it is nothing but evidence (EN 319 142-1 §5.4.2). */
  #evidence(was: PdfValue | undefined, is: PdfValue | undefined): void {
    const own = reachable(this.#before, was);
    const now = reachable(this.#after, is);
    for (const number of now) {
      if (!this.#changed.has(number)) continue;
      if (this.#isFresh(number) || (own.has(number) && !this.#isOfPages(number))) this.#explained.add(number);
    }
    if (was !== undefined && is === undefined) this.#report('bằng chứng kiểm tra (DSS) đã bị gỡ');
  }

  /** An object the pages or the form reach is theirs, even if the evidence reaches it too. */
  #isOfPages(number: number): boolean {
    this.#elsewhere ??= this.#besides('DSS');
    return this.#elsewhere.has(number);
  }

  /** What the catalogue leads to otherwise than by this key. */
  #besides(key: string): ReadonlySet<number> {
    return reachable(this.#before, { entries: new Map([...this.#before.catalogue.entries].filter(([other]) => other !== key)) });
  }
  #elsewhere: ReadonlySet<number> | undefined;

  /** The form may only gain signature fields, and its empty signature fields may be signed. */
  #form(was: PdfValue | undefined, is: PdfValue | undefined): void {
    const formWas = this.#before.resolve(was);
    const formIs = this.#after.resolve(is);
    if (formIs === null && formWas === null) return;
    for (const key of this.#keysDiffering(isDictionary(formWas) ? formWas : { entries: new Map() }, formIs))
      if (key !== 'Fields' && key !== 'SigFlags') this.#report(`biểu mẫu (/${key})`);
    if (!isDictionary(formIs)) return;
    // An object that was something else before does not become the form.
    if (isReference(is) && (this.#isFresh(is.object) || sameValue(was, is))) this.#explained.add(is.object);
    const listed = formIs.entries.get('Fields');
    if (
      isReference(listed) &&
      (this.#isFresh(listed.object) || (isDictionary(formWas) && sameValue(formWas.entries.get('Fields'), listed)))
    )
      this.#explained.add(listed.object);
    const fieldsWas = isDictionary(formWas) ? this.#before.array(formWas.entries.get('Fields')) : [];
    const fieldsIs = this.#after.array(listed);
    if (!isPrefix(fieldsWas, fieldsIs)) this.#report('danh sách ô của biểu mẫu');
    const namesWas = new Set(signatureFields(this.#before).map(({ name }) => name));
    const fields = signatureFields(this.#after);
    const byObject = new Map(fields.map((field) => [field.object, field]));
    const byName = Map.groupBy(fields, ({ name }) => name);
    for (const item of fieldsIs.slice(fieldsWas.length)) {
      const field = isReference(item) ? byObject.get(item.object) : undefined;
      if (field === undefined || !this.#fresh(item)) this.#report('ô mới của biểu mẫu không phải ô ký');
      else {
        if (namesWas.has(field.name) || byName.get(field.name)!.length > 1) this.#report(`ô ký trùng tên ${field.name}`);
        this.#newField(item.object, field.dictionary, field.value);
      }
    }
    this.#filledFields();
  }

  #newField(object: number, field: PdfDictionary, value: PdfReference | undefined): void {
    for (const key of field.entries.keys()) if (!FIELD_KEYS.has(key)) this.#report(`ô ký mới có /${key}`);
    this.#widgets.add(object);
    if (this.#isVisible(field)) this.#report(`ô ký mới (đối tượng ${object})`, 'overlay');
    this.#appearance(object, field);
    this.#value(value);
  }

  /** What a field shows may be new. Fields that show the same lead to the same objects, which are visited once. */
  #appearance(object: number, { entries }: PdfDictionary): void {
    const known = { has: (number: number) => number === object || this.#shown.has(number) };
    for (const number of reachable(this.#after, entries.get('AP'), known)) {
      this.#shown.add(number);
      if (this.#isFresh(number)) this.#explained.add(number);
    }
  }
  readonly #shown = new Set<number>();

  /** §12.7.5.5: a field of no size shows nothing. */
  #isVisible({ entries }: PdfDictionary): boolean {
    const [left, bottom, right, top] = this.#after.array(entries.get('Rect')).map((item) => this.#after.resolve(item));
    return !(typeof left === 'number' && left === right) && !(typeof bottom === 'number' && bottom === top);
  }

  #value(value: PdfReference | undefined): void {
    if (value === undefined) return;
    const signature = this.#after.resolve(value);
    if (!this.#fresh(value) || !looksLikeSignature(signature)) this.#report('giá trị của ô ký');
    else if (this.#permissions.level === 1 && nameIn(signature, 'Type') !== 'DocTimeStamp')
      this.#report('người ký không cho phép thêm chữ ký', 'not-permitted');
  }

  /** A field that was there and empty: only its value is new. */
  #filledFields(): void {
    const now = new Map(signatureFields(this.#after).map((field) => [field.object, field]));
    for (const { name, object, dictionary, value } of signatureFields(this.#before)) {
      if (!this.#changed.has(object)) continue;
      const field = now.get(object);
      if (field === undefined || value !== undefined) continue;
      const keys = this.#keysDiffering(dictionary, field.dictionary);
      if (keys.some((key) => key !== 'V' && key !== 'AP')) continue;
      this.#explained.add(object);
      if (this.#permissions.locks(name)) this.#report(`ô ${name} đã bị khoá`, 'not-permitted');
      if (keys.includes('AP')) {
        this.#appearance(object, field.dictionary);
        if (this.#isVisible(field.dictionary)) this.#report(`ô ký ${name}`, 'overlay');
      }
      this.#value(field.value);
    }
  }

  /** A page may gain the widgets of the new signature fields and nothing else. */
  #pages(): void {
    const isPage = (value: PdfValue | undefined): value is PdfDictionary =>
      value !== undefined && isDictionary(value) && nameIn(value, 'Type') === 'Page';
    const lists = [...this.#changed].some((number) => isArray(this.#before.object(number)));
    // A list of annotations may be an object of its own; then the page it belongs to has not changed.
    for (const number of lists ? this.#before.entries.keys() : this.#changed) {
      const page = this.#before.object(number);
      const now = this.#after.object(number);
      if (!isPage(page) || !isDictionary(now)) continue;
      const listWas = page.entries.get('Annots');
      const listIs = now.entries.get('Annots');
      if (!this.#changed.has(number) && !(isReference(listIs) && this.#changed.has(listIs.object))) continue;
      if (!this.#gainsOnlyWidgets(listWas, listIs)) {
        this.#report('chú thích trên trang');
        continue;
      }
      if (isReference(listIs) && (this.#isFresh(listIs.object) || sameValue(listWas, listIs))) this.#explained.add(listIs.object);
      if (this.#keysDiffering(page, now).every((key) => key === 'Annots')) this.#explained.add(number);
    }
  }

  /** Asked once for each pair of lists, for pages may share one. */
  #gainsOnlyWidgets(was: PdfValue | undefined, is: PdfValue | undefined): boolean {
    const before = this.#before.array(was);
    const after = this.#after.array(is);
    const known = this.#lists.get(after);
    if (known?.before === before) return known.answer;
    const answer =
      isPrefix(before, after) && after.slice(before.length).every((item) => this.#leadsSomewhere(item) && this.#widgets.has(item.object));
    this.#lists.set(after, { before, answer });
    return answer;
  }
  readonly #lists = new Map<readonly PdfValue[], { readonly before: readonly PdfValue[]; readonly answer: boolean }>();

  /** New object and cross-reference streams are only ways to write what is explained on its own. */
  #containers(): void {
    for (const number of this.#changed) {
      if (!this.#isFresh(number)) continue;
      const value = this.#after.object(number);
      const type = value !== undefined && isDictionary(value) ? nameIn(value, 'Type') : undefined;
      if (type === 'ObjStm' || type === 'XRef') this.#explained.add(number);
    }
  }

  /** An object that the signed revision mentions but does not have must not appear later: it would be content prepared in advance. */
  #dangling(): void {
    const number = [...this.#changed].find(
      (one) => this.#isFresh(one) && (this.#mentions.get(one) ?? Number.POSITIVE_INFINITY) < this.#before.bytes.length,
    );
    if (number !== undefined) this.#report(`đối tượng ${number}, được nhắc tới từ trước nhưng chỉ thêm vào sau khi ký`);
  }
}

/** What an invisible signature field needs; actions and anything scripts could use are not among it. */
const FIELD_KEYS: ReadonlySet<string> = new Set([
  'Type',
  'Subtype',
  'FT',
  'Rect',
  'V',
  'T',
  'TU',
  'F',
  'Ff',
  'P',
  'AP',
  'Lock',
  'SV',
  'DA',
  'MK',
  'BS',
  'Border',
  'M',
  'NM',
  'Contents',
]);

const isPrefix = (short: readonly PdfValue[], long: readonly PdfValue[]): boolean =>
  short.length <= long.length && short.every((item, i) => sameValue(item, long[i]));
