/** Which areas an area may import, besides itself. Anything not listed is an error (ARCHITECTURE.md). */
const SIGNING = ['signature', 'signature/node', 'signature/signers', 'signature/remote'] as const;
const PURE_BASE = ['kernel', 'domain', 'xml', 'packet', 'signature', 'translog'] as const;
const FLOW = [...PURE_BASE, 'packet/xsd', ...SIGNING, 'verifier', 'identity', 'contract', 'database', 'translog/node', 'workers'] as const;
const HTTP = [...FLOW, 'identity/http'] as const;

export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  workers: ['kernel'],
  domain: ['kernel'],
  xml: ['kernel'],
  packet: ['kernel', 'domain', 'xml'],
  'packet/xsd': ['kernel', 'domain', 'packet'],
  signature: ['kernel', 'xml'],
  'signature/node': ['kernel', 'signature'],
  'signature/noble': ['kernel', 'signature'],
  'signature/remote': ['kernel', 'signature'],
  'signature/signers': ['kernel', 'domain', 'xml', 'signature', 'signature/node', 'signature/remote'],
  translog: ['kernel'],
  'translog/node': ['kernel', 'translog'],
  verifier: PURE_BASE,
  contract: ['kernel', 'domain'],
  database: ['kernel', 'domain'],
  'database/embedded': ['kernel', 'domain', 'database'],
  workbook: ['kernel', 'domain'],
  print: ['kernel', 'domain', 'packet', 'signature', 'signature/remote'],
  identity: ['kernel', 'domain', 'contract'],
  'identity/postgres': ['kernel', 'domain', 'contract', 'identity', 'database'],
  'identity/http': ['kernel', 'domain', 'contract', 'identity', 'database'],
  school: [...FLOW, 'workbook', 'print', 'school/postgres', 'school/remote'],
  'school/postgres': [...FLOW, 'workbook', 'school'],
  'school/http': [...HTTP, 'school', 'workbook', 'print'],
  'school/remote': ['kernel', 'domain', 'packet', 'contract', 'school', 'school/postgres'],
  province: [...FLOW, 'province/registry', 'province/gateway', 'province/reporting'],
  'province/registry': [...FLOW, 'province/postgres'],
  'province/gateway': [...FLOW, 'province/registry', 'province/postgres'],
  'province/reporting': [...FLOW, 'province/registry', 'province/postgres', 'province/remote'],
  'province/postgres': [...FLOW, 'portal'],
  'province/remote': ['kernel', 'domain', 'packet', 'contract'],
  'province/http': [...HTTP, 'workbook', 'province', 'province/registry', 'province/gateway', 'province/reporting', 'province/postgres'],
  ministry: [...FLOW, 'print'],
  'ministry/postgres': [...FLOW, 'ministry', 'portal'],
  'ministry/http': [...HTTP, 'ministry', 'ministry/postgres'],
  portal: [...FLOW, 'print'],
  'portal/postgres': [...FLOW, 'portal'],
  'portal/http': [...HTTP, 'portal', 'print'],
};

/** No clock, no randomness, no host, no package outside this list. */
export const PURE_AREAS: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  domain: [],
  xml: [],
  packet: [],
  signature: [],
  'signature/noble': ['@noble/curves', '@noble/hashes'],
  translog: [],
  verifier: ['fflate'],
  contract: ['zod'],
};

/** Areas that are folders inside another area's folder; longest first when a path is matched. */
export const AREAS: readonly string[] = [...Object.keys(ARROWS), 'apps'].sort((a, b) => b.length - a.length);
