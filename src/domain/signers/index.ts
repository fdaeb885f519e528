export * from './register.ts';
export * from './timeline.ts';
export * from './warnings.ts';
export * from './withdrawal.ts';
