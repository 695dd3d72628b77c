import type { OwnedProcess } from '../snapshot/snapshot';
import type { Workspace } from '../snapshot/workspace';
import type { Socket } from '../socket/socket';
import type { Translate } from '../text/translate';
import { containerOrigin } from './containerOrigin';
import type { Origin } from './origin';
import { isPortProxy } from './portProxy';
import { mayStandFor, portKey, type Publication, publications, publishes } from './publications';
import { unclearOrigin } from './unclearOrigin';

const NOTHING: ReadonlyMap<string, Origin> = new Map();

/**
 * By socket id: the containers that publish a port of this machine. The process that listens for one is a proxy of the
 * engine, or there is none at all, so that the origin is the socket's and not its holder's.
 */
export function publishedOrigins(
  sockets: Iterable<Socket>,
  processes: ReadonlyMap<number, OwnedProcess>,
  netns: number | null,
  workspace: Workspace,
  t: Translate,
): ReadonlyMap<string, Origin> {
  const published = publications(workspace.containers);
  if (published.size === 0) return NOTHING;
  const origins = new Map<string, Origin>();
  for (const socket of sockets) {
    if (socket.netns !== netns || !mayStandFor(socket)) continue;
    const found = published.get(portKey(socket))?.find(({ port }) => publishes(port, socket));
    if (!found) continue;
    const holder = processes.get(socket.owners?.[0] ?? -1);
    const origin = containerOrigin(found.container, [why(found, socket, holder, t)], workspace, t);
    origins.set(socket.id, contested(origin, holder) ? unclearOrigin(origin, holder.origin, t) : origin);
  }
  return origins;
}

/** Whether something else of this workspace holds the very address that the engine says is the container's. */
const contested = (
  origin: Origin,
  holder: OwnedProcess | undefined,
): holder is OwnedProcess & { origin: Origin } =>
  holder?.origin !== undefined &&
  holder.origin !== null &&
  holder.origin.id !== origin.id &&
  ['debug', 'task', 'terminal'].includes(holder.origin.kind) &&
  !isPortProxy(holder);

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
