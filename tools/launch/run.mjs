import { resolve } from 'node:path';
import { become, ensureInstalled, ensureWebBuilt, ROOT } from './prepare.mjs';

const [file, ...rest] = process.argv.slice(2);
ensureInstalled();
if (file === 'tools/screenshots.ts') ensureWebBuilt();
become([resolve(ROOT, file), ...rest]);
