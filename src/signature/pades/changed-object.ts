import { isDictionary, nameIn, type PdfValue } from './syntax.ts';

/** What people call an object of each type. */
const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Page: 'trang',
    Pages: 'cây trang',
    Font: 'phông chữ',
    FontDescriptor: 'phông chữ',
    Annot: 'chú thích trên trang',
    XObject: 'hình trên trang',
    Catalog: 'mục lục gốc',
    Metadata: 'siêu dữ liệu',
    Filespec: 'tệp đính kèm',
    EmbeddedFile: 'tệp đính kèm',
    StructElem: 'cấu trúc thẻ',
    Sig: 'chữ ký trước',
  }),
);

/** Names an object that changed, by what it was or has become; undefined where it was not there. */
export function describe(was: PdfValue | undefined, is: PdfValue | undefined, number: number): string {
  const typeOf = (value: PdfValue | undefined) =>
    value !== undefined && isDictionary(value)
      ? (TYPES.get(nameIn(value, 'Type') ?? '') ?? (value.entries.has('FT') ? 'ô của biểu mẫu' : undefined))
      : undefined;
  const what = typeOf(was) ?? typeOf(is) ?? 'nội dung';
  return was === undefined
    ? `${what} được thêm (đối tượng ${number})`
    : is === undefined
      ? `${what} bị gỡ (đối tượng ${number})`
      : `${what} (đối tượng ${number})`;
}
