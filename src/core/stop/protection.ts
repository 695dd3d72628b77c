import { isPortProxy } from '../origins/portProxy';
import { executablePath, type Process } from '../snapshot/process';
import type { Snapshot } from '../snapshot/snapshot';
import { baseName } from '../text/paths';
import type { Translate } from '../text/translate';
import { isEditorProcess } from './editorProcess';

/**
 * Why a process is never signalled. `system`: pid 0 or 1; `kernel`: a kernel thread; `self`: the process Portolan runs in;
 * `ancestor`: one that started it; `editor`: VS Code itself, server or desktop; `engine`: part of a container engine, which the network of
 * containers hangs on; `shell`: a terminal's own shell, unless it holds the socket.
 */
export type Protection = 'system' | 'kernel' | 'self' | 'ancestor' | 'editor' | 'engine' | 'shell';

/** Facts that the snapshot alone does not have. */
export interface ProtectionFacts {
  /** Pid of the process Portolan runs in: the extension host, or the command line's own. */
  readonly self: number;
  /** Pids of those that started it, nearest first. */
  readonly ancestors: readonly number[];
  /** Pids of the terminals' shells. */
  readonly shells: readonly number[];
}

/** What else an engine is made of, beside the proxies of its ports; comm ends after 15 bytes. */
const ENGINE_PROGRAMS = new Set([
  'aardvark-dns',
  'containerd',
  'containerd-shim',
  'containerd-shim-runc-v2',
  'gvproxy',
  'netavark',
  'rootlesskit-docker-proxy',
]);

const isEngine = (process: Process): boolean =>
  isPortProxy(process) ||
  ENGINE_PROGRAMS.has(baseName(executablePath(process) ?? process.command[0] ?? process.name));

/** kthreadd is pid 2, and every kernel thread's parent. In a container pid 2 is anybody, but has an executable. */
const isKernelThread = ({ pid, ppid, exe, command }: Process): boolean =>
  (pid === 2 || ppid === 2) && exe === null && command.length === 0;

/** Processes that Portolan never signals, and why; the strongest reason of several. */
export function protectedPids(snapshot: Snapshot, facts: ProtectionFacts): ReadonlyMap<number, Protection> {
  const reasons = new Map<number, Protection>(facts.shells.map((pid) => [pid, 'shell']));
  for (const process of snapshot.processes.values()) {
    if (isEditorProcess(process, snapshot.processes)) reasons.set(process.pid, 'editor');
    else if (isEngine(process)) reasons.set(process.pid, 'engine');
    else if (isKernelThread(process)) reasons.set(process.pid, 'kernel');
  }
  for (const pid of facts.ancestors) reasons.set(pid, 'ancestor');
  reasons.set(facts.self, 'self');
  return reasons.set(0, 'system').set(1, 'system');
}

/** `who`: the process under the name that people use, `node server.js (81243)`. */
export function describeProtection(protection: Protection, who: string, t: Translate): string {
  switch (protection) {
    case 'system':
      return t(
        '{0} started every other process here and looks after them. Stop the service it keeps, not the process itself.',
        who,
      );
    case 'kernel':
      return t('{0} is part of the kernel and cannot be stopped.', who);
    case 'self':
      return t(
        'Portolan itself runs in {0}. Stopping it would stop everything else that runs there too.',
        who,
      );
    case 'ancestor':
      return t('{0} started Portolan. Stopping it would take Portolan down with it.', who);
    case 'editor':
      return t('{0} belongs to VS Code itself. Stopping it would take the editor down.', who);
    case 'engine':
      return t(
        '{0} belongs to the container engine and carries the ports of its containers. Stop the container instead; `docker ps` or `podman ps` lists them.',
        who,
      );
    case 'shell':
      return t(
        '{0} is the shell of a terminal and does not hold this socket. To end it, close its terminal.',
        who,
      );
  }
}
