import { ensureInstalled, runToEnd, say, tool } from './prepare.mjs';

ensureInstalled();
const STEPS = [
  ['kiểu (máy chủ)', [tool('typescript/bin/tsc'), '-p', 'tsconfig.json']],
  ['kiểu (phần thuần)', [tool('typescript/bin/tsc'), '-p', 'tsconfig.pure.json']],
  ['kiểu (giao diện)', [tool('typescript/bin/tsc'), '-p', 'tsconfig.web.json']],
  ['lint và trình bày', [tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', 'src', 'tools', 'test', 'web', 'bin']],
  ['phép thử đơn vị', [tool('vitest/vitest.mjs'), 'run', '--project', 'unit', '--reporter=dot']],
  ['nề nếp mã', [tool('vitest/vitest.mjs'), 'run', 'tools/tidy', '--reporter=dot']],
];
const failed = STEPS.filter(([name, args]) => {
  say(`· ${name}`);
  return runToEnd(args) !== 0;
}).map(([name]) => name);
if (failed.length > 0) say(`Chưa đạt: ${failed.join(', ')}`);
process.exit(failed.length > 0 ? 1 : 0);
