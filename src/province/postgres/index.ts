export { type EvidenceSource, provinceRegistryReader } from './registry-reader.ts';
export { approvedSigners } from './signers.ts';
export { json, type ProvinceDatabase, provinceDatabase, type ProvinceTables, type ProvinceTransaction } from './tables.ts';
