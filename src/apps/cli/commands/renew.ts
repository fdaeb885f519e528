import { provinceDesk } from '#contract';
import { Instant } from '#kernel';
import { type Command, EXIT, JSON_INDENT, UsageError } from '../command.ts';
import { readArguments } from '../material.ts';
import { serverOf, talking } from '../server.ts';

/** `hocba renew`: time-stamps the root of the province's log, once a year, as its administrator. */
export const renew: Command = async (args, console) => {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' } });
  if (positionals.length > 0) throw new UsageError('Lệnh renew không nhận tham số nào ngoài --json.');
  const server = serverOf();
  return talking(console, async () => {
    const renewal = await server.call(provinceDesk.renewLog, {});
    const at = Instant.parse(renewal.at);
    console.out(
      values.json === true
        ? JSON.stringify(renewal, null, JSON_INDENT)
        : `Lần gia hạn ${renewal.number}: gốc nhật ký ${renewal.size} mục được đóng dấu thời gian lúc ${at.ok ? Instant.toVietnamese(at.value) : renewal.at}.`,
    );
    return EXIT.done;
  });
};
