import { DeskRefusal, type DeskClient, withToken } from '../client/desk.ts';
import { type Console, EXIT, type ExitCode, UsageError } from './command.ts';

/** The server a command talks to: its address and the token its owner was given at the desk. */
export function serverOf(env: NodeJS.ProcessEnv = process.env): DeskClient {
  const { HOCBA_URL: url, HOCBA_TOKEN: token } = env;
  if (!url || !token)
    throw new UsageError(
      'Đặt HOCBA_URL (địa chỉ máy chủ, ví dụ https://hocba.truong.vn) và HOCBA_TOKEN (mã truy cập cấp ở mục Dữ liệu của bàn làm việc trường).',
    );
  if (!URL.canParse(url)) throw new UsageError(`HOCBA_URL không phải địa chỉ web: "${url}".`);
  return withToken(url.replace(/\/+$/, ''), token);
}

/** Says what the server refused, with code and remedy; without a server nothing is decided. */
export async function talking(console: Console, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DeskRefusal) {
      const { publicCode, code, detail, remedy } = cause.problem;
      console.err(`${publicCode ?? code}: ${detail} ${remedy}`);
      return EXIT.refused;
    }
    // What fetch throws when nobody answers.
    if (cause instanceof TypeError) {
      console.err('Không kết nối được máy chủ ở HOCBA_URL. Kiểm tra địa chỉ và đường mạng rồi chạy lại; chưa có gì được ghi.');
      return EXIT.indeterminate;
    }
    throw cause;
  }
}
