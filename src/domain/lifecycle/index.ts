export * from './late-lane.ts';
export * from './registry-decide.ts';
export * from './registry-state.ts';
