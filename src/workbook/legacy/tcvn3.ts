/** TCVN 5712:1993 (VN3, `ABC`), the letters of the fonts `.Vn…`: a byte, as Windows shows it in Latin-1, is one letter. Facts of the standard. */
const LETTERS =
  '¡Ă ¢Â £Ê ¤Ô ¥Ơ ¦Ư §Đ ¨ă ©â ªê «ô ¬ơ \u00adư ®đ µà ¶ả ·ã ¸á ¹ạ »ằ ¼ẳ ½ẵ ¾ắ Æặ Çầ Èẩ Éẫ Êấ Ëậ Ìè Îẻ Ïẽ Ðé Ñẹ Òề Óể Ôễ Õế Öệ ×ì Øỉ Üĩ Ýí Þị ßò áỏ âõ ãó äọ åồ æổ çỗ èố éộ êờ ëở ìỡ íớ îợ ïù ñủ òũ óú ôụ õừ öử ÷ữ øứ ùự úỳ ûỷ üỹ ýý þỵ';

const TABLE: ReadonlyMap<string, string> = new Map(LETTERS.split(' ').map((pair) => [pair[0]!, pair.slice(1)]));

/** The letters behind the signs, or undefined when a sign is none of the encoding. Case as written: capitals with a tone exist only in the fonts `.Vn…H`. */
export function fromTcvn3(text: string): string | undefined {
  let out = '';
  for (const sign of text) {
    const letter = sign < '\u0080' ? sign : TABLE.get(sign);
    if (letter === undefined) return undefined;
    out += letter;
  }
  return out;
}
