import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from 'mocha';
import { skip } from '../skip';

/** Where systemd keeps its groups: cgroup2 alone, cgroup2 beside cgroup1, and its own hierarchy of cgroup1. */
export const HIERARCHIES = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified', '/sys/fs/cgroup/systemd'].filter(
  (root) => existsSync(join(root, 'cgroup.procs')),
);

/** How long the kernel may take to take the last process out of it. */
const EMPTY_MS = 5000;

export interface ControlGroup {
  /** Whoever writes a pid into it moves that process there. */
  readonly procs: string;
  /** Once all processes in it have ended. */
  remove(): Promise<void>;
}

/** A real control group with a unit's name, below `portolan-test.slice`: there may be no systemd to ask. */
export function controlGroup(test: Context, unit: string, root = HIERARCHIES[0]): ControlGroup {
  if (process.platform !== 'linux') skip(test, 'Linux only');
  if (process.getuid?.() !== 0) skip(test, 'only root may make control groups');
  if (root === undefined) skip(test, 'no control groups are mounted');
  const group = join(root, 'portolan-test.slice', unit);
  mkdirSync(group, { recursive: true });
  const procs = join(group, 'cgroup.procs');
  return {
    procs,
    async remove() {
      const end = Date.now() + EMPTY_MS;
      while (readFileSync(procs, 'utf8') !== '' && Date.now() < end) await delay(20);
      rmdirSync(group);
      rmdirSync(dirname(group));
    },
  };
}
