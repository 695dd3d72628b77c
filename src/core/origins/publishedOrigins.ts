import { unmapped } from '../addresses';
import type { Container, PublishedPort } from '../container';
import type { Origin } from '../origin';
import type { OwnedProcess } from '../snapshot';
import { isInet, isListener, localPort, type Socket } from '../socket';
import type { Translate } from '../translate';
import type { Workspace } from '../workspace';
import { containerOrigin } from './containerOrigin';
import { isPortProxy } from './portProxy';
import { unclearOrigin } from './unclearOrigin';

const NOTHING: ReadonlyMap<string, Origin> = new Map();

interface Publication {
  readonly container: Container;
  readonly port: PublishedPort;
}

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
    if (socket.netns !== netns || !(isListener(socket) || socket.state === 'CLOSE')) continue;
    const found = published
      .get(`${socket.protocol}:${String(localPort(socket))}`)
      ?.find(({ port }) => publishes(port, socket));
    if (!found) continue;
    const holder = processes.get(socket.owners?.[0] ?? -1);
    const origin = containerOrigin(found.container, [why(found, socket, holder, t)], workspace, t);
    origins.set(socket.id, contested(origin, holder) ? unclearOrigin(origin, holder.origin, t) : origin);
  }
  return origins;
}

function publications(containers: readonly Container[]): ReadonlyMap<string, readonly Publication[]> {
  const byPort = new Map<string, Publication[]>();
  for (const container of containers) {
    for (const port of container.ports) {
      const key = `${port.protocol}:${port.hostPort}`;
      const known = byPort.get(key);
      if (known) known.push({ container, port });
      else byPort.set(key, [{ container, port }]);
    }
  }
  return byPort;
}

/** Engines write every address as `0.0.0.0`, `::` or nothing; some proxies listen on `::` for both. */
function publishes({ hostAddress }: PublishedPort, { local }: Socket): boolean {
  if (!isInet(local)) return false;
  const address = unmapped(local.address);
  if (hostAddress === '' || hostAddress === '0.0.0.0') return address === '0.0.0.0' || address === '::';
  return address === hostAddress;
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
