import { join } from 'node:path';
import { become, ensureInstalled, ROOT } from './prepare.mjs';
import { ensureOracles } from './oracles.mjs';

ensureInstalled();
ensureOracles();
become([join(ROOT, 'tools', 'mutation', 'main.ts'), ...process.argv.slice(2)]);
