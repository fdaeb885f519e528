import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPrinter } from '#print';
import { SAMPLE_PRINTS } from '../test/builders/printed.ts';

/** `node tools/launch/run.mjs tools/form-samples.ts [FOLDER]`: one PDF of each case of the form, to be looked at beside it (docs/form.md). */
const folder = process.argv[2] ?? 'form-samples';
mkdirSync(folder, { recursive: true });
const printer = createPrinter();
for (const [name, make] of Object.entries(SAMPLE_PRINTS)) {
  const printed = await printer.print(make());
  if (printed.ok) writeFileSync(join(folder, `${name}.pdf`), printed.value);
  console.log(`${name}: ${printed.ok ? `${printed.value.length} byte` : JSON.stringify(printed.error)}`);
}
