export { C14N, CanonicalTooLong, type C14nOptions, type C14nUri, canonicalize, isC14nUri } from './canonicalize.ts';
export { describeXmlFault } from './faults.ts';
export { DEFAULT_LIMITS, type XmlLimits } from './limits.ts';
export { readXml, type XmlError } from './read.ts';
export * from './tree.ts';
export { inUtf8 } from './utf16.ts';
export { element, serialize, serializeDocument, type XmlTree } from './write.ts';
