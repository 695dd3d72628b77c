import type { Report, Skipped } from './report.js';

// What must run where. In CI a test that is skipped though it must run is a failure, and so is a file of which no test ran.
// Elsewhere what was skipped is listed and counted.

/** On what the tests run, and as whom. */
export type System = 'linux root' | 'linux user' | 'darwin' | 'win32';

/** Must run; or why a skip is excused there. */
type Duty = true | string;

/** The duties of all tests whose `file › title` begins with `tests`. */
interface Row {
  readonly tests: string;
  readonly duties: Readonly<Record<System, Duty>>;
}

const everywhere = (tests: string, duty: Duty): Row => ({
  tests,
  duties: { 'linux root': duty, 'linux user': duty, darwin: duty, win32: duty },
});

const onLinux = (tests: string, elsewhere = 'is about Linux'): Row => ({
  tests,
  duties: { 'linux root': true, 'linux user': true, darwin: elsewhere, win32: elsewhere },
});

const asRoot = (tests: string, why: string): Row => ({
  tests,
  duties: { 'linux root': true, 'linux user': why, darwin: 'is about Linux', win32: 'is about Linux' },
});

const RECORDINGS = 'needs recordings of others, which lie beside the repository and not in it';
const BROWSER = 'the browser that npm brings is for Linux';
const ENGINE = 'needs root, to start a container engine';
const GROUPS = 'needs root, to make control groups';
const SOMEBODY_ELSE = 'needs root, to be somebody else';

const STOPPING = 'test/system/stopping';

/** The row with the longest `tests` that fits counts. */
export const ROWS: readonly Row[] = [
  everywhere('test/unit/', true),
  onLinux('test/unit/platform/linux/'),
  everywhere('test/unit/platform/linux/inetTable.test.ts › parseInetTable agrees with', RECORDINGS),
  everywhere('test/unit/platform/linux/packetTable.test.ts › parsePacketTable agrees with', RECORDINGS),
  everywhere('test/unit/platform/linux/processFiles.test.ts › parseStat agrees with', RECORDINGS),
  everywhere('test/unit/platform/linux/unixTable.test.ts › parseUnixTable agrees with', RECORDINGS),

  onLinux('test/system/'),
  asRoot(`${STOPPING}/cli.test.ts › portolan (the command line) who exits 0 with a gap`, SOMEBODY_ELSE),
  asRoot(`${STOPPING}/cli.test.ts › portolan (the command line) stop exits 3`, SOMEBODY_ELSE),
  asRoot(`${STOPPING}/containerEngines.test.ts › ContainerEngines, with a real Docker engine`, ENGINE),
  asRoot(`${STOPPING}/serviceManager.test.ts`, GROUPS),
  asRoot(`${STOPPING}/signaller.test.ts › pidfdSignaller is told that another user’s`, SOMEBODY_ELSE),
  asRoot(`${STOPPING}/signaller.test.ts › processSignaller is told that another user’s`, SOMEBODY_ELSE),
  asRoot(`${STOPPING}/stoppingCases.test.ts › stopping says what to run for one that became`, SOMEBODY_ELSE),
  asRoot(`${STOPPING}/stoppingContainers.test.ts`, ENGINE),

  onLinux('test/integration/', BROWSER),
  asRoot('test/integration/containerOrigin.test.ts', ENGINE),
  asRoot(
    'test/integration/stopThroughOwner.test.ts › stopping through what owns it stops a container by its engine',
    ENGINE,
  ),
  asRoot(
    'test/integration/serviceOrigin.test.ts › what this workspace did not start is a service manager’s',
    GROUPS,
  ),
  everywhere(
    'test/integration/serviceOrigin.test.ts › what this workspace did not start is nobody’s here',
    'the machine itself may run all of this in a unit',
  ),

  onLinux('test/e2e/', BROWSER),
  asRoot('test/e2e/window/notOurs.test.ts › services and containers', `${GROUPS}, or a container engine`),
];

/** The system that this process runs on, and as whom; `undefined` where nobody has listed it. */
export function thisSystem(): System | undefined {
  if (process.platform === 'linux') return process.getuid?.() === 0 ? 'linux root' : 'linux user';
  return process.platform === 'darwin' || process.platform === 'win32' ? process.platform : undefined;
}

/** A report in which everything is a failure that must run on that system and did not. */
export function judged(report: Report, system: System): Report {
  const failed = [...report.failed];
  const skipped: Skipped[] = [];
  for (const each of report.skipped) {
    if (dutyOf(`${each.file} › ${each.title}`, system) !== true) skipped.push(each);
    else failed.push(`${each.title}\n    It must run on ${system}: test/mustRun.ts.`);
  }
  for (const { file, passed } of report.files) {
    const accounted = passed > 0 || report.failed.length > 0 || skipped.some((each) => each.file === file);
    if (accounted || dutyOf(file, system) !== true) continue;
    failed.push(`${file}\n    No test of it ran, and some must on ${system}: test/mustRun.ts.`);
  }
  return { ...report, failed, skipped };
}

function dutyOf(test: string, system: System): Duty {
  const rows = ROWS.filter(({ tests }) => test.startsWith(tests));
  const nearest = rows.reduce<Row | undefined>(
    (longest, row) => (longest && longest.tests.length >= row.tests.length ? longest : row),
    undefined,
  );
  // What nobody has listed must run.
  return nearest?.duties[system] ?? true;
}
