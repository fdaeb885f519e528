export { CMS } from './oids.ts';
export { readSignedData, type SignedData, type SignerInfo } from './signed-data.ts';
