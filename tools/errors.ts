import { writeFileSync } from 'node:fs';
import { errorsDocument } from './tidy/errors-document.ts';

writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsDocument());
