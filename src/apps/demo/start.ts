import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { databaseSecrets } from '#database';
import { embeddedPrograms, startEmbedded } from '#database/embedded';
import { describe, type Refusal, refusal, SchoolYear } from '#domain';
import { err, Instant, ok, type Result, unwrap } from '#kernel';
import { dataFolder } from '../data-folder.ts';
import { exampleFamily } from './example-family.ts';
import { fillDemo } from './fill.ts';
import { startSystem, type System } from './system.ts';

const SAMPLES = fileURLToPath(new URL('../../../samples', import.meta.url));
const say = (text: string) => process.stdout.write(`${text}\n`);

/** One program per data folder. The mark of a program that was killed does not count. */
function claim(folder: string): Result<() => void, Refusal> {
  const mark = join(folder, 'hocba.pid');
  const owner = existsSync(mark) ? Number(readFileSync(mark, 'utf8')) : 0;
  if (owner !== process.pid && isOurs(owner)) return err(refusal('system/data-folder-in-use', { folder, pid: owner }));
  writeFileSync(mark, String(process.pid));
  return ok(() => rmSync(mark, { force: true }));
}

function isOurs(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/cmdline`) || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('start.ts');
  } catch {
    return false;
  }
}

function fail(one: Refusal): never {
  const { message, remedy } = describe(one);
  process.stderr.write(`${message}\n${remedy}\n`);
  process.exit(70);
}
const value = <T>(result: Result<T, Refusal>): T => (result.ok ? result.value : fail(result.error));

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });
  const port = Number(process.env.PORT ?? 3000);
  const folder = dataFolder();
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const release = value(claim(folder));
  const url = process.env.DATABASE_URL;
  if (values.fresh) {
    if (url)
      process.stderr.write(
        'Với DATABASE_URL, hãy tự xoá các cơ sở dữ liệu hocba_* trước khi làm lại từ đầu; chỉ thư mục dữ liệu được làm mới.\n',
      );
    for (const name of ['keys', 'secrets', 'postgresql', 'filled']) rmSync(join(folder, name), { recursive: true, force: true });
  }
  const secrets = databaseSecrets(folder);
  say('Đang khởi động cơ sở dữ liệu…');
  const embedded = url
    ? undefined
    : value(
        await startEmbedded({
          programs: value(embeddedPrograms(folder)),
          folder: join(folder, 'postgresql'),
          adminPassword: secrets.admin,
        }),
      );
  let system: System | undefined;
  try {
    system = await startSystem({
      adminUrl: url ?? embedded!.adminUrl,
      dataFolder: folder,
      secrets,
      samples: SAMPLES,
      schoolYear: unwrap(SchoolYear.parse('2023-2024')),
      port,
    });
    const filled = join(folder, 'filled');
    if (!existsSync(filled)) {
      say('Đang nạp tỉnh mẫu từ các tệp Excel (lần đầu mất chừng một phút)…');
      await fillDemo(system);
      writeFileSync(filled, '');
    }
  } catch (error) {
    await system?.stop();
    await embedded?.stop();
    release();
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      process.stderr.write(`Cổng ${port} đang được chương trình khác dùng. Đặt PORT sang số khác, ví dụ: PORT=3001 npm start\n`);
      process.exit(70);
    }
    throw error;
  }
  announce(system, folder, port, await exampleFamily(system));
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    say('Đang dừng…');
    await system.stop();
    await embedded?.stop();
    release();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
}

function announce(system: System, folder: string, port: number, family: Awaited<ReturnType<typeof exampleFamily>>): void {
  const base = `http://localhost:${port}`;
  say(`
Học bạ số đang chạy ở ${base} (dữ liệu và chữ ký đều là thử nghiệm):
  Bàn làm việc của trường   ${base}/truong
  Bàn làm việc của Sở       ${base}/so
  Bàn làm việc của Bộ       ${base}/bo
  Cổng tra cứu              ${base}/tra-cuu

Tài khoản (mật khẩu chung: ${system.password})
${system.samples.map(({ letter, name }) => `  ${name}: hieutruong.${letter}, vanthu.${letter}, quantri.${letter}, gv.<lớp>.${letter} (ví dụ gv.1a1.${letter})`).join('\n')}
  Sở: so.tiepnhan, so.quantri · Phòng: phong.dongtrieu · Bộ: bo.tiepnhan
${family === undefined ? '' : `  Phụ huynh, không cần tài khoản: mã tra cứu ${family.code}, ngày sinh ${family.birthDate}\n`}
Đồng hồ diễn tập: ${Instant.toVietnamese(system.clocks.province.now())} (chuyển tới ở mục 9 của bàn làm việc Sở)
Dữ liệu nằm ở ${folder}
Dừng: Ctrl-C. Làm lại từ đầu: npm start -- --fresh`);
}

await main();
