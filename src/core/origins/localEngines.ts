import type { Process } from '../snapshot/process';
import { isListener, type Socket } from '../socket/socket';
import { isCalledPortProxy } from './portProxy';

/** What makes an engine's socket: the engine, or on its behalf systemd.socket(5). */
const MAKERS = new Set(['podman', 'systemd', 'init']);

/** Whether the engine behind an endpoint is this machine's. */
export type IsLocalEngine = (endpoint: string) => boolean;

/**
 * Tells engines that answer in this network namespace from those of another machine, by the Unix socket that each is
 * asked through: it must be listened on here, and by an engine as far as its holders can be seen. The socket of an
 * engine outside (mounted into a dev container) is listened on elsewhere; the near end of a tunnel (`ssh -L`) is
 * listened on by the tunnel. What such an engine publishes says nothing of the ports of this machine.
 *
 * The sockets are gone through when the first endpoint is asked about.
 */
export function localEngines(
  sockets: ReadonlyMap<string, Socket>,
  processes: ReadonlyMap<number, Process>,
  netns: number | null,
): IsLocalEngine {
  let paths: ReadonlySet<string> | undefined;
  return (endpoint) => (paths ??= enginePaths(sockets, processes, netns)).has(runPath(endpoint));
}

function enginePaths(
  sockets: ReadonlyMap<string, Socket>,
  processes: ReadonlyMap<number, Process>,
  netns: number | null,
): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const socket of sockets.values()) {
    const { local } = socket;
    if (socket.netns !== netns || !local || !('path' in local) || !isListener(socket)) continue;
    if (isEngines(socket, processes)) paths.add(runPath(local.path));
  }
  return paths;
}

/** `/var/run` is a link to `/run`, and a socket keeps the name that it was bound to. */
const runPath = (path: string): string => path.replace(/^\/var\/run\//, '/run/');

/** Holders that may not be seen count as the engine: it is mostly root's. */
const isEngines = ({ owners }: Socket, processes: ReadonlyMap<number, Process>): boolean =>
  owners?.some((pid) => {
    const owner = processes.get(pid);
    return owner !== undefined && (MAKERS.has(owner.name) || isCalledPortProxy(owner));
  }) ?? true;
