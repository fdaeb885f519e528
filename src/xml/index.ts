export { C14N, CanonicalTooLong, type C14nOptions, type C14nUri, canonicalize, isC14nUri } from './canonicalize.ts';
export { DEFAULT_LIMITS, type XmlLimits } from './limits.ts';
export { readXml, type XmlError } from './read.ts';
export * from './tree.ts';
export { element, serialize, serializeDocument, type XmlTree } from './write.ts';
