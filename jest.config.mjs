// CJS packages in the graph `require()` these ESM-only ones; Jest supports require(esm) only on Node >= 24.9.
const esmRequiredByCjs = ['cookie', 'content-disposition'];

/** Which spec files each suite takes; `scripts/test.mjs --suite NAME` names one, the quick one is the default. */
const SUITES = {
  quick: {
    testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
    testPathIgnorePatterns: ['\\.slow\\.spec\\.ts$', '<rootDir>/test/(browser|containers)/'],
    // Tests wait for conditions, not for time; this only ends one that hangs, also on a machine busy with others.
    testTimeout: 180_000,
  },
  slow: { testMatch: ['<rootDir>/{apps,libs,test}/**/*.slow.spec.ts'], testTimeout: 600_000 },
  browser: { testMatch: ['<rootDir>/test/browser/**/*.spec.ts'], testTimeout: 240_000 },
  screenshots: { testMatch: ['<rootDir>/test/browser/screenshots.ts'], testTimeout: 120_000 },
  containers: { testMatch: ['<rootDir>/test/containers/**/*.spec.ts'], testTimeout: 600_000 },
};
const suite = process.env['CHEESE_TEST_SUITE'] ?? 'quick';
if (!(suite in SUITES)) throw new Error(`no suite ${suite}; there are ${Object.keys(SUITES).join(', ')}`);

export default {
  ...SUITES[suite],
  // Jest leaves a core to itself, which then idles; and modules that it loaded for a test stay until their process ends.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1GB',
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transformIgnorePatterns: [`/node_modules/(?!(${esmRequiredByCjs.join('|')})/)`],
  transform: {
    '\\.[jt]s$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
      },
    ],
  },
};
