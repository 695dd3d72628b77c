import type { Snapshot } from '../snapshot/snapshot';
import type { SessionProcess } from '../snapshot/workspace';
import { isInet, isListener } from '../socket/socket';
import { isPortProxy } from './portProxy';

/**
 * The processes that listen on the port that a debug session connects to. A container's proxy is left out: it is not
 * what is debugged.
 */
export function joinedProcesses(port: number, { sockets, processes, machine }: Snapshot): SessionProcess[] {
  const pids = new Set<number>();
  for (const socket of sockets.values()) {
    const { protocol, local, netns, owners } = socket;
    if (protocol !== 'tcp' || !isInet(local) || local.port !== port || netns !== machine.netns) continue;
    if (!isListener(socket)) continue;
    for (const pid of owners ?? []) {
      const process = processes.get(pid);
      if (process && !isPortProxy(process)) pids.add(pid);
    }
  }
  return [...pids].map((pid) => ({ pid, source: 'port', title: null }));
}
