import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from 'mocha';
import { skip } from '../skip';

/** Where systemd keeps its groups: cgroup2 alone, cgroup2 beside cgroup1, and its own hierarchy of cgroup1. */
export const HIERARCHIES = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified', '/sys/fs/cgroup/systemd'].filter(
  (root) => existsSync(join(root, 'cgroup.procs')),
);

/**
 * How long the kernel may take to let a group go, in milliseconds. A process that has ended leaves `cgroup.procs` at once,
 * but the group stays busy until the kernel has switched away from it for the last time.
 */
const EMPTY_MS = 10_000;

let made = 0;

async function removeDirectory(path: string): Promise<void> {
  const end = Date.now() + EMPTY_MS;
  for (;;) {
    try {
      rmdirSync(path);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBUSY' || Date.now() > end) throw error;
      await delay(20);
    }
  }
}

export interface ControlGroup {
  /** Whoever writes a pid into it moves that process there. */
  readonly procs: string;
  /** Once all processes in it have ended. */
  remove(): Promise<void>;
}

/**
 * A real control group with a unit's name, below a slice of its own, since suites run beside each other. There may be no
 * systemd to ask.
 */
export function controlGroup(test: Context, unit: string, root = HIERARCHIES[0]): ControlGroup {
  if (process.platform !== 'linux') skip(test, 'Linux only');
  if (process.getuid?.() !== 0) skip(test, 'only root may make control groups');
  if (root === undefined) skip(test, 'no control groups are mounted');
  made += 1;
  const group = join(root, `portolan-test${process.pid}n${made}.slice`, unit);
  mkdirSync(group, { recursive: true });
  return {
    procs: join(group, 'cgroup.procs'),
    async remove() {
      await removeDirectory(group);
      await removeDirectory(dirname(group));
    },
  };
}
