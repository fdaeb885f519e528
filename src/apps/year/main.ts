import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { databaseSecrets } from '#database';
import { embeddedPrograms, startEmbedded } from '#database/embedded';
import { SchoolYear } from '#domain';
import { Instant, unwrap } from '#kernel';
import { startSystem } from '../demo/system.ts';
import { exportYear } from './export.ts';
import { runYear } from './scenario.ts';

const SAMPLES = fileURLToPath(new URL('../../../samples', import.meta.url));

/** `npm run year -- --out DIR [--samples DIR]`: the simulated pilot year on a temporary cluster. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: 'string' }, samples: { type: 'string', default: SAMPLES } } });
  if (values.out === undefined) {
    process.stderr.write('Cách gọi: npm run year -- --out THƯ_MỤC [--samples THƯ_MỤC_EXCEL]\n');
    process.exit(64);
  }
  const out = resolve(values.out);
  mkdirSync(out, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'hocba-year-'));
  chmodSync(folder, 0o711);
  const secrets = databaseSecrets(folder);
  const embedded = unwrap(
    await startEmbedded({ programs: unwrap(embeddedPrograms(folder)), folder: join(folder, 'postgresql'), adminPassword: secrets.admin }),
  );
  try {
    const system = await startSystem({
      adminUrl: embedded.adminUrl,
      dataFolder: folder,
      secrets,
      samples: resolve(values.samples),
      schoolYear: unwrap(SchoolYear.parse('2023-2024')),
      port: 0,
    });
    const say = (at: Instant, sentence: string) => process.stdout.write(`${Instant.toVietnamese(at)}  ${sentence}\n`);
    try {
      const log = await runYear(system, say);
      const summary = await exportYear(system, out, log, (sentence) => say(system.clocks.province.now(), sentence));
      const total = summary.schools.reduce((sum, { finalizedWave1, finalizedWave2 }) => sum + finalizedWave1 + finalizedWave2, 0);
      process.stdout.write(
        `Xong: ${total} học bạ đã chốt, ${summary.schools.reduce((sum, { open }) => sum + open.length, 0)} em còn mở, Bộ xác nhận ${summary.ministry.acknowledged}. Kết quả ở ${out}\n`,
      );
    } finally {
      await system.stop();
    }
  } finally {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
