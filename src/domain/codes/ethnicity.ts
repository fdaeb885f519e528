import { foldText } from '#kernel';

/** Quyết định 121-TCTK/PPCĐ of 02/3/1979: the 54 peoples in the order of their codes 01 to 54, then 55 for foreigners. */
const NAMES = [
  'Kinh',
  'Tày',
  'Thái',
  'Hoa',
  'Khơ-me',
  'Mường',
  'Nùng',
  'HMông',
  'Dao',
  'Gia-rai',
  'Ngái',
  'Ê-đê',
  'Ba-na',
  'Xơ-đăng',
  'Sán Chay',
  'Cơ-ho',
  'Chăm',
  'Sán Dìu',
  'Hrê',
  'Mnông',
  'Ra-glai',
  'Xtiêng',
  'Bru-Vân Kiều',
  'Thổ',
  'Giáy',
  'Cơ-tu',
  'Gié-Triêng',
  'Mạ',
  'Khơ-mú',
  'Co',
  'Tà-ôi',
  'Chơ-ro',
  'Kháng',
  'Xinh-mun',
  'Hà Nhì',
  'Chu-ru',
  'Lào',
  'La Chí',
  'La Ha',
  'Phù Lá',
  'La Hủ',
  'Lự',
  'Lô Lô',
  'Chứt',
  'Mảng',
  'Pà Thẻn',
  'Cơ Lao',
  'Cống',
  'Bố Y',
  'Si La',
  'Pu Péo',
  'Brâu',
  'Ơ Đu',
  'Rơ-măm',
  'Người nước ngoài',
] as const;

/** Other spellings that schools use. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    mong: '08',
    "h'mong": '08',
    hmong: '08',
    'san chi': '15',
    'cao lan': '15',
    khome: '05',
    viet: '01',
    'kinh (viet)': '01',
  }),
);
const key = (name: string) => foldText(name).replace(/[-–\s]+/g, ' ');
/** Several peoples fold to one key (Thái/Thổ do not, Co/Cơ … do): then only the exact spelling counts. */
const BY_KEY = new Map<string, string | null>();
const BY_NAME = new Map<string, string>();
NAMES.forEach((name, i) => {
  const code = String(i + 1).padStart(2, '0');
  BY_NAME.set(name.toLowerCase(), code);
  BY_KEY.set(key(name), BY_KEY.has(key(name)) ? null : code);
});

/** The name of a code 01..55; the code itself when it is not in the list. */
export const ethnicityName = (code: string): string => NAMES[Number(code) - 1] ?? code;

/** The code of a name as schools write it, or undefined when it is unknown or could be two. */
export function ethnicityCode(name: string): string | undefined {
  return BY_NAME.get(name.normalize('NFC').trim().toLowerCase()) ?? BY_KEY.get(key(name)) ?? ALIASES.get(key(name));
}
