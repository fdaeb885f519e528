export * from './key-store.ts';
export type * from './port.ts';
export { signAndVerify } from './sign-and-verify.ts';
export { softSigner } from './soft-signer.ts';
