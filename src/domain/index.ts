export * from './assessment/tt27/index.ts';
export * from './calendar/index.ts';
export * from './codes/index.ts';
export * from './lifecycle/index.ts';
export * from './organisation/index.ts';
export * from './policy/index.ts';
export * from './record/index.ts';
export * from './refusal/index.ts';
