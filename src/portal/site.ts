import type { Standing } from '#contract';

/** Whose portal it is. A portal of the province and one of the ministry differ in nothing else. */
export interface PortalSite {
  /** `Sở GDĐT Quảng Ninh` */
  readonly shortName: string;
  /** `Sở Giáo dục và Đào tạo tỉnh Quảng Ninh` */
  readonly fullName: string;
  /** Telephone and hours, as people read them. */
  readonly support: string;
  /** What a look-up here is worth, in one sentence (each portal states its standing). */
  readonly standing: string;
  /** What the QR code says before the look-up code, in capitals (a QR code of capitals is smaller): `HTTPS://HOCBA.QUANGNINH.GOV.VN/T/`. */
  readonly lookUpUrl: string;
  /** The browser sees https. */
  readonly secure: boolean;
  /** What stands in the striped bar now. */
  readonly bar: () => Standing;
}
