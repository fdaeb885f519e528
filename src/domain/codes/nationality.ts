import { foldText } from '#kernel';

/** ISO 3166-1 alpha-2 → the name the form prints. Countries whose citizens are met in Vietnamese primary schools. */
const NAMES: Readonly<Record<string, string>> = {
  VN: 'Việt Nam',
  LA: 'Lào',
  KH: 'Campuchia',
  CN: 'Trung Quốc',
  TW: 'Đài Loan',
  KR: 'Hàn Quốc',
  JP: 'Nhật Bản',
  TH: 'Thái Lan',
  MY: 'Malaysia',
  SG: 'Singapore',
  ID: 'Indonesia',
  PH: 'Philippines',
  MM: 'Myanmar',
  IN: 'Ấn Độ',
  RU: 'Liên bang Nga',
  UA: 'Ukraina',
  BY: 'Belarus',
  DE: 'Đức',
  FR: 'Pháp',
  GB: 'Anh',
  IE: 'Ireland',
  IT: 'Ý',
  ES: 'Tây Ban Nha',
  NL: 'Hà Lan',
  BE: 'Bỉ',
  CH: 'Thụy Sĩ',
  AT: 'Áo',
  SE: 'Thụy Điển',
  NO: 'Na Uy',
  DK: 'Đan Mạch',
  FI: 'Phần Lan',
  PL: 'Ba Lan',
  CZ: 'Séc',
  SK: 'Slovakia',
  HU: 'Hungary',
  US: 'Hoa Kỳ',
  CA: 'Canada',
  AU: 'Úc',
  NZ: 'New Zealand',
  BR: 'Brasil',
  ZA: 'Nam Phi',
  NG: 'Nigeria',
};
const ALIASES: Readonly<Record<string, string>> = {
  my: 'US',
  'han quoc': 'KR',
  nga: 'RU',
  vn: 'VN',
  'viet nam': 'VN',
  vietnam: 'VN',
  australia: 'AU',
  italia: 'IT',
  'vuong quoc anh': 'GB',
};
const BY_KEY = new Map([...Object.entries(ALIASES), ...Object.entries(NAMES).map(([code, name]) => [foldText(name), code] as const)]);
const named = (names: Readonly<Record<string, string>>, code: string): string => (Object.hasOwn(names, code) ? names[code]! : code);

export const nationalityName = (code: string): string => named(NAMES, code);
export const nationalityCode = (name: string): string | undefined => BY_KEY.get(foldText(name));

const LANGUAGES: Readonly<Record<string, string>> = {
  en: 'Tiếng Anh',
  fr: 'Tiếng Pháp',
  zh: 'Tiếng Trung Quốc',
  ja: 'Tiếng Nhật',
  ko: 'Tiếng Hàn',
  ru: 'Tiếng Nga',
  de: 'Tiếng Đức',
  hmn: 'Tiếng Mông',
  tyz: 'Tiếng Tày',
  khm: 'Tiếng Khmer',
  cjm: 'Tiếng Chăm',
};
/** Language of Ngoại ngữ 1 or Tiếng dân tộc by its ISO 639 code. */
export const languageName = (code: string): string => named(LANGUAGES, code);
