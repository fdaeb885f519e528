/** The tests a mutant of an area is given to, and those that reach it but cost more per mutant than they could notice. */
interface Tests { readonly include: readonly string[]; readonly exclude: readonly string[] }
type Area = 'domain' | 'xml' | 'signature';

export const AREAS: Readonly<Record<Area, Tests>> = {
  domain: { include: ['src/domain/**/*.test.ts'], exclude: [] },
  xml: { include: ['src/xml/**/*.test.ts'], exclude: [] },
  signature: {
    // Whole documents are put together and judged in the verifier; the judge's own folder has no documents.
    include: ['src/signature/**/*.test.ts', 'src/verifier/**/*.test.ts'],
    exclude: [
      // Stryker runs the tests in worker threads, whose environment a device library does not see: SoftHSM would find no token.
      'src/signature/signers/pkcs11/**',
      // Thousands of documents that must be refused, and documents that must be refused in time.
      'src/verifier/hostile/mutants.test.ts', 'src/verifier/hostile/cost.test.ts',
    ],
  },
};

export const isArea = (name: string | undefined): name is Area => name !== undefined && Object.hasOwn(AREAS, name);
