import { readFileSync, writeFileSync } from 'node:fs';
import { withChecks } from './tidy/checks-document.ts';
import { errorsDocument } from './tidy/errors-document.ts';

writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsDocument());
const report = new URL('../docs/verification-report.md', import.meta.url);
writeFileSync(report, withChecks(readFileSync(report, 'utf8')));
