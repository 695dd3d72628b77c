/** A suite of mocha tests: what `npm run NAME` runs, see `runSuite.ts`. */
export interface Suite {
  /** Globs, relative to the repository. */
  readonly files: readonly string[];
  /** What one test may take, in milliseconds, if it does not say so itself. */
  readonly timeout: number;
  /** Whether mocha ends its process after the last test, though something is still open (a browser's pipes). */
  readonly exit?: boolean;
}

const CORE = ['test/unit/**/*.test.ts'];
const READING = ['test/system/reading/**/*.test.ts'];
const STOPPING = ['test/system/stopping/**/*.test.ts'];
const PAGE = ['test/e2e/page/**/*.test.ts', 'test/e2e/startLine.test.ts'];
const WINDOW = ['test/e2e/window/**/*.test.ts'];

const UNIT_MS = 20_000;
const E2E = { timeout: 60_000, exit: true };

export const SUITES = {
  /** What touches no system: no socket, no process, no file but the project's own and temporary ones. Takes seconds. */
  'unit:core': { files: CORE, timeout: UNIT_MS },
  /** What reads this machine: sockets, processes and their owners. */
  'unit:reading': { files: READING, timeout: UNIT_MS },
  /** What asks and ends real processes and containers, and the command line that does. It mostly waits. */
  'unit:stopping': { files: STOPPING, timeout: UNIT_MS },
  unit: { files: [...CORE, ...READING, ...STOPPING], timeout: UNIT_MS },
  /** The panel's page in a browser, without a VS Code; and `npm start`, which builds into dist as nothing else may then. */
  'e2e:page': { files: PAGE, ...E2E },
  /** The installed package in a VS Code's window. */
  'e2e:window': { files: WINDOW, ...E2E },
  /** What depends on the user who runs it, of the window's tests: rights, signals, the package's native part. */
  'e2e:user': {
    files: ['test/e2e/window/nativePart.test.ts', 'test/e2e/window/stopping.test.ts'],
    ...E2E,
  },
  e2e: { files: [...WINDOW, ...PAGE], ...E2E },
} as const satisfies Record<string, Suite>;

export type SuiteName = keyof typeof SUITES;

export const isSuiteName = (name: string | undefined): name is SuiteName =>
  name !== undefined && Object.hasOwn(SUITES, name);
