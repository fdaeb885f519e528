import { join } from 'node:path';
import { become, ensureInstalled, ROOT } from './prepare.mjs';

ensureInstalled();
become([join(ROOT, 'tools', 'fuzz', 'main.ts'), ...process.argv.slice(2)]);
