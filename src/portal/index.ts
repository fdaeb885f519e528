/** Look-up, verification of files and copies for anybody entitled, over a read port. */
export * from './port.ts';
