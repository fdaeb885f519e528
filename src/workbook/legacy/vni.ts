/** VNI for Windows, the fonts `VNI-…`: a vowel and behind it a sign for its mark and tone; a few letters are one sign. Facts of the encoding, small letters; capitals are the capitals of both. */
const MARKED: Readonly<Record<string, string>> = {
  a: 'ùá øà ûả õã ïạ ââ áấ àầ åẩ ãẫ äậ êă éắ èằ úẳ üẵ ëặ',
  e: 'ùé øè ûẻ õẽ ïẹ âê áế àề åể ãễ äệ',
  o: 'ùó øò ûỏ õõ ïọ âô áố àồ åổ ãỗ äộ',
  u: 'ùú øù ûủ õũ ïụ',
  y: 'ùý øỳ ûỷ õỹ',
  ô: 'ùớ øờ ûở õỡ ïợ',
  ö: 'ùứ øừ ûử õữ ïự',
};
const SINGLE = 'ñđ ôơ öư íí ìì æỉ óĩ òị îỵ';

const small = [
  ...Object.entries(MARKED).flatMap(([vowel, signs]) =>
    signs.split(' ').map((pair): [string, string] => [vowel + pair[0]!, pair.slice(1)]),
  ),
  ...SINGLE.split(' ').map((pair): [string, string] => [pair[0]!, pair.slice(1)]),
];
const TABLE: ReadonlyMap<string, string> = new Map(
  small.flatMap(([signs, letter]): [string, string][] => [
    [signs, letter],
    [signs.toUpperCase(), letter.toUpperCase()],
    ...(signs.length > 1 ? [[signs[0]!.toUpperCase() + signs[1]!, letter.toUpperCase()] as [string, string]] : []),
  ]),
);

/** The letters behind the signs, or undefined when a sign is none of the encoding. */
export function fromVni(text: string): string | undefined {
  let out = '';
  for (let at = 0; at < text.length; ) {
    const two = TABLE.get(text.slice(at, at + 2));
    const one = two ?? (text[at]! < '\u0080' ? text[at]! : TABLE.get(text[at]!));
    if (one === undefined) return undefined;
    out += one;
    at += two === undefined ? 1 : 2;
  }
  return out;
}
