#!/usr/bin/env node
import { join } from 'node:path';
import { become, ensureInstalled, ROOT } from '../tools/launch/prepare.mjs';

ensureInstalled();
become([join(ROOT, 'src', 'apps', 'cli', 'main.ts'), ...process.argv.slice(2)]);
