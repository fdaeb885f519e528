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
    usage: 'hocba verify TỆP [--trust PEM]… [--intermediates PEM]… [--crl TỆP]… [--ocsp TỆP]… [--signers TỆP] [--confirmation TỆP] [--at THỜI_ĐIỂM] [--schema hbs-1|none] [--crypto-only] [--json]',
    summary: 'Kiểm tra chữ ký của một tệp học bạ, gói tin, xác nhận (XML) hoặc bản in (PDF).',
    load: async () => (await import('./commands/verify.ts')).verify,
  },
  {
    name: 'cert verify',
    usage: 'hocba cert verify CHỨNG_THƯ --trust PEM… [--intermediates PEM]… [--crl TỆP]… [--ocsp TỆP]… [--at THỜI_ĐIỂM] [--policy OID]… [--json]',
    summary: 'Kiểm tra đường dẫn chứng thực của một chứng thư số (RFC 5280).',
    load: async () => (await import('./commands/cert-verify.ts')).certVerify,
  },
  {
    name: 'log check',
    usage: 'hocba log check THƯ_MỤC|URL --key TỆP [--checkpoint TỆP] [--json]',
    summary: 'Kiểm tra nhật ký minh bạch của Sở từ các tệp đã công bố; --checkpoint là điểm kiểm tra đã giữ từ trước.',
    load: async () => (await import('./commands/log-check.ts')).logCheck,
  },
];
