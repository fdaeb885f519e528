import { COMMANDS, type CommandRow } from './commands.ts';
import { EXIT, UsageError, type Console, type ExitCode } from './command.ts';

/** Finds the command the arguments name and runs it; turns what it throws into exit codes. */
export async function run(args: readonly string[], console: Console, commands: readonly CommandRow[] = COMMANDS): Promise<ExitCode> {
  const found = commands.find(({ name }) => name.split(' ').every((word, i) => args[i] === word));
  if (found === undefined) {
    const asked = args[0] === undefined || args[0] === '--help' || args[0] === '-h' || args[0] === 'help';
    if (asked) console.out(overview(commands));
    else console.err(unknown(commands, args[0]!));
    return asked && args[0] !== undefined ? EXIT.done : EXIT.usage;
  }
  const own = args.slice(found.name.split(' ').length);
  if (own.includes('--help') || own.includes('-h')) {
    console.out(`${found.summary}\n\n  ${found.usage}`);
    return EXIT.done;
  }
  try {
    return await (await found.load())(own, console);
  } catch (cause) {
    if (cause instanceof UsageError) {
      console.err(`${cause.message}\n\n  ${found.usage}`);
      return EXIT.usage;
    }
    console.err(`Chương trình gặp lỗi ngoài dự kiến: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    return EXIT.fault;
  }
}

const overview = (commands: readonly CommandRow[]): string =>
  [
    'Học bạ số. Các lệnh:',
    '',
    ...commands.flatMap(({ usage, summary }) => [`  ${usage}`, `      ${summary}`]),
    '',
    'Kết thúc bằng mã: 0 đạt, 1 không đạt, 2 chưa xác định, 64 sai cách dùng, 70 lỗi của chương trình.',
  ].join('\n');

/** The commands that begin with the word, else the names of all: the complaint stays in sight. */
function unknown(commands: readonly CommandRow[], word: string): string {
  const meant = commands.filter(({ name }) => name.startsWith(`${word} `));
  return meant.length > 0
    ? ['Lệnh còn thiếu một từ:', '', ...meant.map(({ usage }) => `  ${usage}`)].join('\n')
    : `Không có lệnh "${word}". Các lệnh: ${commands.map(({ name }) => name).join(', ')}.\nXem cách dùng: hocba --help`;
}
