export { DS, SIGNATURE_URI, TYPE, XADES } from './names.ts';
export { prepareXades, type PreparedSignature, type XadesOptions } from './prepare.ts';
export { isSignatureElement, readSignature, type XmlSignature } from './read.ts';
export type { SignatureFault } from './parts.ts';
export type { SignatureRefusal, SlotLike, SlotTarget } from './slot.ts';
