import { join } from 'node:path';
import { become, ensureInstalled, ensureWebBuilt, ROOT } from './prepare.mjs';

ensureInstalled();
ensureWebBuilt();
become([join(ROOT, 'src', 'apps', 'demo', 'start.ts'), ...process.argv.slice(2)]);
