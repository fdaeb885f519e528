export * from './assert.ts';
export * from './brand.ts';
export * from './bytes.ts';
export * from './instant.ts';
export * from './plain-date.ts';
export * from './result.ts';
export * from './vietnamese-text.ts';
