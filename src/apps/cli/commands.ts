import type { Command } from './command.ts';

export interface CommandRow {
  /** The words that name the command: `cert verify`. */
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** A command is read only when it is called, so that checking a file never loads a server. */
  readonly load: () => Promise<Command>;
}

/** Every command of `hocba`. */
export const COMMANDS: readonly CommandRow[] = [
  {
    name: 'verify',
    usage:
      'hocba verify TỆP|THƯ_MỤC [--trust PEM]… [--intermediates PEM]… [--crl TỆP]… [--ocsp TỆP]… [--signers TỆP] [--confirmation TỆP] [--evidence TỆP|THƯ_MỤC]… [--at THỜI_ĐIỂM] [--schema hbs-1|none] [--crypto-only] [--policy TỆP] [--expert] [--json]',
    summary: 'Kiểm tra chữ ký của một tệp học bạ, gói tin, xác nhận (XML) hoặc bản in (PDF).',
    load: async () => (await import('./commands/verify.ts')).verify,
  },
  {
    name: 'cert verify',
    usage:
      'hocba cert verify CHỨNG_THƯ --trust PEM… [--intermediates PEM]… [--crl TỆP]… [--ocsp TỆP]… [--at THỜI_ĐIỂM] [--policy OID]… [--json]',
    summary: 'Kiểm tra đường dẫn chứng thực của một chứng thư số (RFC 5280).',
    load: async () => (await import('./commands/cert-verify.ts')).certVerify,
  },
  {
    name: 'pdf extend',
    usage:
      'hocba pdf extend TỆP.pdf --out TỆP.pdf --trust PEM… [--intermediates PEM]… [--crl TỆP]… [--ocsp TỆP]… [--tsa URL] [--at THỜI_ĐIỂM]',
    summary:
      'Giữ cho một PDF đã ký kiểm tra được lâu dài: thêm bằng chứng (B-LT) và, với --tsa, dấu thời gian lưu trữ (B-LTA); không đổi phần đã có.',
    load: async () => (await import('./commands/pdf-extend.ts')).pdfExtend,
  },
  {
    name: 'log check',
    usage: 'hocba log check THƯ_MỤC|URL --key TỆP [--checkpoint TỆP] [--json]',
    summary: 'Kiểm tra nhật ký minh bạch của Sở từ các tệp đã công bố; --checkpoint là điểm kiểm tra đã giữ từ trước.',
    load: async () => (await import('./commands/log-check.ts')).logCheck,
  },
  {
    name: 'renew',
    usage: 'hocba renew [--json]',
    summary:
      'Gia hạn bằng chứng của Sở, mỗi năm một lần: đóng dấu thời gian lên gốc nhật ký qua máy chủ (HOCBA_URL, HOCBA_TOKEN của quản trị Sở).',
    load: async () => (await import('./commands/renew.ts')).renew,
  },
  {
    name: 'import',
    usage:
      'hocba import TỆP… --school MÃ_TRƯỜNG --year 2023-2024 [--dry-run] [--accepted] [--refused THƯ_MỤC] [--mapping TỆP.json] [--json]',
    summary:
      'Nhập các tệp Excel của trường qua máy chủ (HOCBA_URL, HOCBA_TOKEN); có một lỗi là không ghi gì, trừ khi --accepted (chỉ bỏ qua các dòng lỗi). --mapping trả lời cột nào là gì của tệp lạ, theo bảng layouts mà --json in ra.',
    load: async () => (await import('./commands/import.ts')).importWorkbooks,
  },
  {
    name: 'export',
    usage: 'hocba export pupils|staff|results|remarks|supplementary|classes --out TỆP.xlsx [--class 4A1] [--per school|class]',
    summary: 'Xuất một danh sách của trường từ máy chủ (HOCBA_URL, HOCBA_TOKEN) thành tệp Excel; tệp nhập lại được.',
    load: async () => (await import('./commands/export.ts')).exportList,
  },
  {
    name: 'print',
    usage:
      'hocba print MÃ --out TỆP.pdf [--extract [--year 2023-2024]] | --class LỚP… | --all | --run MÃ_LƯỢT_IN --out TỆP.zip|TỆP.pdf [--extract]',
    summary:
      'Lấy bản in theo mẫu của một học sinh (mã học sinh hoặc mã tra cứu), hoặc trích lục một năm học, hoặc cả lớp, cả trường, từ máy chủ (HOCBA_URL, HOCBA_TOKEN).',
    load: async () => (await import('./commands/print.ts')).print,
  },
  {
    name: 'migrate',
    usage: 'hocba migrate [--tiers school,province,ministry]',
    summary: 'Tạo hoặc cập nhật cơ sở dữ liệu và tài khoản của các tầng trên máy chủ DATABASE_URL.',
    load: async () => (await import('./commands/migrate.ts')).migrate,
  },
  {
    name: 'serve',
    usage: 'hocba serve [--tiers school,province,ministry] [--config TỆP]',
    summary: 'Chạy các tầng theo tệp cấu hình (mặc định config.json trong thư mục dữ liệu).',
    load: async () => (await import('./commands/serve.ts')).serve,
  },
  {
    name: 'account',
    usage:
      'hocba account TÊN --tier school --role VAI_TRÒ --full-name HỌ_TÊN --organisation MÃ [--organisation-name TÊN] [--classrooms 1A1,1A2] [--staff MÃ_CÁN_BỘ] [--area TÊN_HUYỆN_HOẶC_XÃ] < mật-khẩu',
    summary: 'Tạo tài khoản của một tầng; mật khẩu đọc từ đầu vào chuẩn.',
    load: async () => (await import('./commands/account.ts')).account,
  },
  {
    name: 'second-factor reset',
    usage: 'hocba second-factor reset TÊN --tier school',
    summary: 'Gỡ lớp bảo vệ thứ hai của một người đã mất điện thoại và mã dự phòng.',
    load: async () => (await import('./commands/second-factor-reset.ts')).resetSecondFactor,
  },
  {
    name: 'client',
    usage: 'hocba client MÃ --tier province|ministry [--revoke]',
    summary: 'Cấp khoá cho phần mềm của một trường (ở Sở) hoặc một Sở (ở Bộ), hoặc thu hồi mọi khoá của nó.',
    load: async () => (await import('./commands/client.ts')).client,
  },
];
