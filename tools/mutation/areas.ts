const of = (...folders: readonly string[]): readonly string[] => folders.map((folder) => `src/${folder}/**/*.test.ts`);

/**
 * What can be mutated, and the tests its mutants are given to: its own, and those of a neighbour where a rule is asked through it. A folder of src/signature is an
 * area of its own, because all of its tests together take minutes, which is too much for every mutant of a table.
 */
const TESTS = {
  domain: of('domain'),
  xml: of('xml'),
  'signature/der': of('signature/der', 'signature/cms'),
  // Lists and answers are asked about along a path.
  'signature/x509': of('signature/x509', 'signature/revocation'),
  'signature/revocation': of('signature/revocation', 'signature/x509'),
  'signature/cms': of('signature/cms', 'signature/timestamp'),
  'signature/timestamp': of('signature/timestamp'),
  'signature/xades': of('signature/xades', 'signature/judge'),
  'signature/judge': of('signature/judge', 'signature/xades'),
  // Which check answers what is asked of whole documents.
  'signature/checks': of('signature/policy', 'verifier/report'),
  'signature/policy': of('signature/policy'),
  // What signs PDF files stands in src/print.
  'signature/pades': of('signature/pades', 'verifier/pdf', 'print/pades'),
  'signature/noble': of('signature/noble'),
  'signature/node': of('signature/node'),
  'signature/remote': of('signature/remote'),
  'signature/signers': of('signature/signers'),
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Area = keyof typeof TESTS;
export const AREAS: readonly string[] = Object.keys(TESTS);
export const isArea = (name: string | undefined): name is Area => name !== undefined && Object.hasOwn(TESTS, name);
export const testsOf = (area: Area): readonly string[] => TESTS[area];

/** Code and tests: Stryker runs the tests in worker threads, whose environment a device library does not see. SoftHSM would find no token, so nothing about devices can be measured. */
export const LEFT_OUT = 'src/signature/signers/pkcs11/**';
