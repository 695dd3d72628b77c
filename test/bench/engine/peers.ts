import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What others do to answer the same question. */
export interface Peer {
  readonly name: string;
  /** What it shows: everything with its owners, everything without, or listeners with their owners. */
  readonly shows: 'all' | 'no owners' | 'listeners';
  /** A program and its arguments; absent where it is a library. */
  readonly command?: readonly [string, ...string[]];
  run(): Promise<void>;
}

function program(shows: Peer['shows'], ...command: [string, ...string[]]): Peer {
  const [file, ...args] = command;
  return {
    name: command.join(' '),
    shows,
    command,
    run: () => {
      const { error } = spawnSync(file, args, { stdio: 'ignore' });
      return error ? Promise.reject(error) : Promise.resolve();
    },
  };
}

/** Portolan's own command line, a new process for each run as theirs are. */
export const FRESH_PORTOLAN = program(
  'all',
  process.execPath,
  join(__dirname, '../../../dist/cli.js'),
  'ls',
  '--all',
  '--json',
);

/** The yardstick of the budgets. */
export const SS = 'ss -tunaxp';

export const PEERS: readonly Peer[] = [
  program('all', 'ss', '-tunaxp'),
  program('listeners', 'ss', '-Htulnp'),
  program('no owners', 'ss', '-tunax'),
  program('all', 'lsof', '-nP', '-i'),
  program('listeners', 'netstat', '-tunlp'),
  {
    name: 'systeminformation networkConnections()',
    shows: 'all',
    run: async () => {
      const { networkConnections } = await import('systeminformation');
      await networkConnections();
    },
  },
  {
    name: 'pid-port allPortsWithPid()',
    shows: 'listeners',
    run: async () => {
      const { allPortsWithPid } = await import('pid-port');
      await allPortsWithPid();
    },
  },
  {
    name: 'find-process by port',
    shows: 'listeners',
    run: async () => {
      const { default: find } = await import('find-process');
      await find('port', 1);
    },
  },
];
