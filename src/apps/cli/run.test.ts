import { expect, test } from 'vitest';
import { EXIT } from './command.ts';
import { run } from './run.ts';

async function said(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const out: string[] = [], err: string[] = [];
  return { code: await run(args, { out: (text) => void out.push(text), err: (text) => void err.push(text) }), out: out.join('\n'), err: err.join('\n') };
}

test('a command nobody knows is answered in two lines with the names of those there are', async () => {
  const { code, out, err } = await said('khong-co', 'x');
  expect([code, out]).toEqual([EXIT.usage, '']);
  expect(err).toMatch(/^Không có lệnh "khong-co"\. Các lệnh: verify, .*client\.\nXem cách dùng: hocba --help$/);
});
test('the first word of a command of two asks for the second', async () => {
  const { code, err } = await said('log');
  expect([code, err]).toEqual([EXIT.usage, 'Lệnh còn thiếu một từ:\n\n  hocba log check THƯ_MỤC|URL --key TỆP [--checkpoint TỆP] [--json]']);
});
test.each([['help', EXIT.done], ['--help', EXIT.done], [undefined, EXIT.usage]])('%s tells all commands', async (word, code) => {
  const told = await said(...(word === undefined ? [] : [word]));
  expect(told).toMatchObject({ code, err: '', out: expect.stringMatching(/hocba verify TỆP[\s\S]*hocba client MÃ/) });
});
test('what is wrong about a call is said with its usage', async () => expect(await said('verify')).toMatchObject({ code: EXIT.usage, err: expect.stringMatching(/^Cần đúng một tệp[\s\S]*hocba verify TỆP/) }));
