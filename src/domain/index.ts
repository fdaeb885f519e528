export * from './record/index.ts';
export * from './refusal/index.ts';
