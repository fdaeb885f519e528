import { noblePrimitives } from '../../../src/signature/noble/index.ts';
import { answersTo } from './questions.ts';

/** The program a page loads: the core over primitives in plain JavaScript, without anything of Node. */
Object.assign(globalThis, { coreAnswers: (text: string) => answersTo(text, noblePrimitives) });
