import type { OwnedProcess } from '../snapshot/snapshot';
import type { Workspace } from '../snapshot/workspace';
import type { Socket } from '../socket/socket';
import type { Translate } from '../text/translate';
import { containerOrigin } from './containerOrigin';
import type { IsLocalEngine } from './localEngines';
import type { Origin } from './origin';
import { isPortProxy } from './portProxy';
import { mayStandFor, portKey, type Publication, publications, publishes } from './publications';
import { processClaim, unclearOrigin } from './unclearOrigin';

const NOTHING: ReadonlyMap<string, Origin> = new Map();

/**
 * Origins of sockets on ports that containers publish, by socket id. The process that listens on such a port is a proxy
 * of the engine, or there is no process at all, so the origin belongs to the socket and not to its holder. A
 * publication alone proves nothing. Where the holder is a port proxy, the container is the origin. Where no holder is
 * seen, it is so only if the engine is this machine's. Where another process holds the port, that process keeps its own
 * origin: beside an engine of another machine there is no doubt; beside one of this machine it is unclear which of the
 * two is reached.
 */
export function publishedOrigins(
  sockets: Iterable<Socket>,
  processes: ReadonlyMap<number, OwnedProcess>,
  netns: number | null,
  workspace: Workspace,
  isLocal: IsLocalEngine,
  t: Translate,
): ReadonlyMap<string, Origin> {
  const published = publications(workspace.containers);
  if (published.size === 0) return NOTHING;
  const origins = new Map<string, Origin>();
  for (const socket of sockets) {
    if (socket.netns !== netns || !mayStandFor(socket)) continue;
    const here = (published.get(portKey(socket)) ?? []).filter(({ port }) => publishes(port, socket));
    const local = here.find(({ container }) => isLocal(container.endpoint));
    const holder = processes.get(socket.owners?.[0] ?? -1);
    const found = local ?? (holder && isPortProxy(holder) ? here[0] : undefined);
    if (!found) continue;
    const origin = containerOrigin(found.container, [why(found, socket, holder, t)], workspace, t);
    if (!holder || isPortProxy(holder) || holder.origin?.id === origin.id) origins.set(socket.id, origin);
    else origins.set(socket.id, unclearOrigin(origin, holder.origin ?? processClaim(holder, t), t));
  }
  return origins;
}

function why(
  { container, port }: Publication,
  socket: Socket,
  holder: OwnedProcess | undefined,
  t: Translate,
) {
  const at = `${port.hostPort}/${port.protocol}`;
  const inside = `${port.containerPort}/${port.protocol}`;
  if (!holder) return t('Container {0} publishes its port {1} here as {2}.', container.name, inside, at);
  return t(
    'Container {0} publishes its port {1} here as {2}; {3} ({4}) listens for it.',
    ...[container.name, inside, at, holder.name, holder.pid],
  );
}
