export * from './csc/index.ts';
export { helperSigner } from './helper/helper-signer.ts';
export * from './key-store.ts';
export * from './pkcs11/index.ts';
export { type HashToSign, type Signer, type SignerFailure, type SigningDesk, stopsSigner } from './port.ts';
export { signAndVerify } from './sign-and-verify.ts';
export { signSlots, type SignJob, type SignOptions } from './sign-slots.ts';
export { softSigner } from './soft-signer.ts';
