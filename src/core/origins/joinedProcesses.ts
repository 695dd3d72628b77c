import type { Snapshot } from '../snapshot/snapshot';
import type { SessionProcess } from '../snapshot/workspace';
import { isInet, isListener } from '../socket/socket';
import { isPortProxy } from './portProxy';

/** Who listens on the port that a debug session connects to; a container's proxy is not the one that it debugs. */
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
