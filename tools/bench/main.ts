import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';

interface Row {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Bench>;
}

/** One is loaded only when it is asked for, so that none pays for the programs of another. */
const BENCHES: readonly Row[] = [
  {
    name: 'verify',
    summary: 'kiểm tra gói tin, so với riêng phần mật mã không thể bớt và so với xmlsec1',
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'intake',
    summary: 'cổng tiếp nhận từ lúc gửi đến lúc có kết quả, trên PostgreSQL thật, so với chỉ kiểm tra gói tin',
    load: async () => (await import('./intake.ts')).intake,
  },
  {
    name: 'import',
    summary: 'nhập kết quả từ tệp Excel vào PostgreSQL thật, so với chỉ đọc các ô của tệp',
    load: async () => (await import('./import.ts')).importing,
  },
  { name: 'print', summary: 'in học bạ ra PDF, so với chỉ chạy Typst', load: async () => (await import('./print.ts')).print },
  {
    name: 'print-long',
    summary: 'in 1000 học bạ vào một tệp, bộ nhớ theo dọc đường',
    load: async () => (await import('./print.ts')).printLong,
  },
  { name: 'sign', summary: 'ký gói tin bằng khoá trong bộ nhớ, so với riêng phép ký', load: async () => (await import('./sign.ts')).sign },
  {
    name: 'path',
    summary: 'kiểm tra đường dẫn chứng thư, lần đầu và khi đã biết, so với riêng phép kiểm tra chữ ký',
    load: async () => (await import('./path.ts')).path,
  },
  { name: 'ocsp', summary: 'kiểm tra trả lời OCSP, so với riêng phép kiểm tra chữ ký', load: async () => (await import('./path.ts')).ocsp },
  {
    name: 'timestamp',
    summary: 'kiểm tra dấu thời gian, so với riêng phép kiểm tra chữ ký',
    load: async () => (await import('./timestamp.ts')).timestamp,
  },
  {
    name: 'pdf',
    summary: 'kiểm tra học bạ PDF đã đóng dấu, so với kiểm tra riêng gói tin bên trong',
    load: async () => (await import('./pdf.ts')).pdf,
  },
  {
    name: 'memory',
    summary: 'kiểm tra 100.000 gói tin trong một tiến trình, bộ nhớ theo dọc đường',
    load: async () => (await import('./memory.ts')).memory,
  },
  {
    name: 'rules',
    summary: 'xét năm học của học sinh theo Thông tư 27, so với chỉ đọc các ô ấy',
    load: async () => (await import('./rules.ts')).rules,
  },
  {
    name: 'export',
    summary: 'xuất 130.000 dòng kết quả thành một tệp Excel chảy dần ra, bộ nhớ lớn nhất',
    load: async () => (await import('./export.ts')).exporting,
  },
];
const USAGE = [
  'Cách gọi: npm run bench -- TÊN [--json]',
  '',
  ...BENCHES.map(({ name, summary }) => `  ${name.padEnd(11)}${summary}`),
  '',
].join('\n');
const say = (text: string): void => void process.stderr.write(`${text}\n`);

function ask(): { readonly row: Row; readonly json: boolean } | string {
  try {
    const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
    const row = BENCHES.find(({ name }) => name === positionals[0]);
    if (row !== undefined && positionals.length === 1) return { row, json: values.json };
    return positionals.length === 0 ? 'Hãy nêu tên phép đo.' : `Không có phép đo "${positionals.join(' ')}".`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const asked = ask();
if (typeof asked === 'string') {
  say(`${asked}\n\n${USAGE}`);
  process.exitCode = 64;
} else {
  const figures = await (await asked.row.load())(say);
  process.stdout.write(
    asked.json
      ? `${JSON.stringify(figures)}\n`
      : Object.entries(figures)
          .map(([name, value]) => `${name.padEnd(22)}${value ?? 'không đo được'}\n`)
          .join(''),
  );
}
