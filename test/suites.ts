/** A suite of mocha tests: what `npm run NAME` runs, see `runSuite.ts`. */
export interface Suite {
  /** Globs, relative to the repository. */
  readonly files: readonly string[];
  /** What one test may take, in milliseconds, if it does not say so itself. */
  readonly timeout: number;
  /** Whether mocha ends its process after the last test, though something is still open (a browser's pipes). */
  readonly exit?: boolean;
}

export const SUITES = {
  /** What touches no system: no socket, no process, no file but the project's own. Takes seconds. */
  'unit:core': {
    files: [
      'test/unit/core/**/*.test.ts',
      'test/unit/host/**/*.test.ts',
      'test/unit/webview/**/*.test.ts',
      'test/unit/architecture.test.ts',
      'test/unit/cliTable.test.ts',
      'test/unit/monitor.test.ts',
      'test/unit/protocol.test.ts',
      'test/unit/scannerAnswer.test.ts',
    ],
    timeout: 20_000,
  },
  unit: { files: ['test/unit/**/*.test.ts'], timeout: 20_000 },
  e2e: { files: ['test/e2e/**/*.test.ts'], timeout: 60_000, exit: true },
} as const satisfies Record<string, Suite>;

export type SuiteName = keyof typeof SUITES;

export const isSuiteName = (name: string | undefined): name is SuiteName =>
  name !== undefined && Object.hasOwn(SUITES, name);
