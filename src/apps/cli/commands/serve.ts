import { join } from 'node:path';
import { describe, type Refusal } from '#domain';
import { dataFolder } from '../../data-folder.ts';
import { readConfig } from '../../tiers/config.ts';
import { serve as serveTiers } from '../../tiers/serve.ts';
import { type Command, type Console, EXIT, type ExitCode } from '../command.ts';
import { databaseUrlOf, tiersIn } from '../database-urls.ts';
import { readArguments } from '../material.ts';

function refused(console: Console, refusal: Refusal): ExitCode {
  const { message, remedy } = describe(refusal);
  console.err(`${message} ${remedy}`);
  return EXIT.refused;
}

/** `hocba serve`: runs the named tiers on real time until the process is told to stop. */
export const serve: Command = async (args, console) => {
  const { values } = readArguments(args, { tiers: { type: 'string' }, config: { type: 'string' } });
  const tiers = tiersIn(values.tiers);
  const read = readConfig(values.config ?? join(dataFolder(), 'config.json'));
  if (!read.ok) return refused(console, read.error);
  const running = await serveTiers({ tiers, ...read.value, databaseUrl: databaseUrlOf });
  if (!running.ok) return refused(console, running.error);
  console.out(`Đang phục vụ ${tiers.join(', ')} ở ${running.value.url}`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  await running.value.stop();
  return EXIT.done;
};
