export * from './key-store.ts';
export type * from './port.ts';
export { signAndVerify } from './sign-and-verify.ts';
export { signSlots, type SignJob, type SignOptions } from './sign-slots.ts';
export { softSigner } from './soft-signer.ts';
