import { isDebugPort } from './debugPort';
import { describeOrigin } from './describe';
import { launchName } from './launchName';
import { compare } from './compare';
import { commandLine } from './maskSecrets';
import { oneLine } from './oneLine';
import { hasPlace, type OriginKind } from './origin';
import { ageMs, processKey } from './process';
import { leadOf, type OwnedProcess, type Snapshot } from './snapshot';
import { localPort, scopedAddress, PROTOCOLS, type Exposure, type Protocol, type Socket } from './socket';
import { socketLabel } from './rowText';
import type { Translate } from './translate';
import { wellKnownPort } from './wellKnownPorts';

/** No text of a row is longer, in UTF-16 units: what the system names can be as long as it likes. */
export const MAX_TEXT = 1000;

/** What the chart offers to do with a listener. */
export type ChartAction = 'stop' | 'inspect' | 'reveal' | 'copyAddress' | 'openInBrowser';

export const CHART_ACTIONS: readonly ChartAction[] = [
  'openInBrowser',
  'reveal',
  'copyAddress',
  'inspect',
  'stop',
];

/** `hidden`: somebody holds it and may not be seen; `none`: nobody does (the kernel). */
export type Ownership = 'seen' | 'hidden' | 'none';

/** A listener as the chart shows it. Every text is for people, and as hostile as the system's names are. */
export interface ChartRow {
  /** The socket's. */
  readonly id: string;
  readonly protocol: Protocol;
  readonly port: number | null;
  /** What stands first: the port, or a Unix socket's name. */
  readonly name: string;
  /** What usually listens on that port: `PostgreSQL`. */
  readonly service: string | null;
  /** The bind address, with its interface where it has one: `fe80::1%eth0`; empty for Unix sockets. */
  readonly address: string;
  readonly exposure: Exposure | null;
  readonly ownership: Ownership;
  /** {@link ChartProcess.key} of the lead owner; `null` where there is none to show. */
  readonly process: string | null;
  /** How many processes hold it, the lead among them. */
  readonly owners: number;
  readonly actions: readonly ChartAction[];
}

/** A process that leads a row. */
export interface ChartProcess {
  /** Pid and start time: never taken back as a name for something to act on. */
  readonly key: string;
  readonly pid: number;
  readonly user: string | null;
  /** The short name people know it by: `vite`. */
  readonly name: string;
  /** Masked, one line. */
  readonly command: string;
  /** In words: `Terminal web`. */
  readonly origin: string;
  /** `null`: nothing here started it. */
  readonly originKind: OriginKind | null;
  /** Milliseconds since the epoch by the machine's clock; for showing only. */
  readonly since: number;
}

/** Fit for one line of the page. */
export const chartText = (text: string): string => oneLine(text, MAX_TEXT);

export function chartRow(socket: Socket, snapshot: Snapshot): ChartRow {
  const { id, protocol, exposure, owners } = socket;
  const port = localPort(socket) ?? null;
  const lead = leadOf(socket, snapshot);
  return {
    id,
    protocol,
    port,
    name: chartText(socketLabel(socket)),
    service: port === null ? null : (wellKnownPort(port, protocol) ?? null),
    address: chartText(addressText(socket)),
    exposure,
    ownership: owners === null || (owners.length > 0 && !lead) ? 'hidden' : lead ? 'seen' : 'none',
    process: lead ? processKey(lead) : null,
    owners: owners?.length ?? 0,
    actions: actionsOn(socket, lead, snapshot),
  };
}

/** Of a Unix socket the whole path, of which the name is the end. */
function addressText({ local }: Socket): string {
  if (local === null || !('address' in local)) return local !== null && 'path' in local ? local.path : '';
  return scopedAddress(local);
}

/** What makes sense to offer; whether it may be done, the door itself finds out. */
function actionsOn(socket: Socket, lead: OwnedProcess | undefined, snapshot: Snapshot): ChartAction[] {
  const offered: Record<ChartAction, boolean> = {
    openInBrowser:
      socket.protocol === 'tcp' && socket.netns === snapshot.machine.netns && !isDebugPort(socket, lead),
    reveal: hasPlace(lead?.origin),
    copyAddress: socket.local !== null,
    inspect: true,
    stop: lead !== undefined,
  };
  return CHART_ACTIONS.filter((action) => offered[action]);
}

export function chartProcess(
  process: OwnedProcess,
  { clock, takenAt }: Pick<Snapshot, 'clock' | 'takenAt'>,
  t: Translate,
): ChartProcess {
  return {
    key: processKey(process),
    pid: process.pid,
    user: process.user === null ? null : chartText(process.user),
    name: chartText(launchName(process)),
    command: chartText(commandLine(process)),
    origin: chartText(describeOrigin(process.origin, t)),
    originKind: process.origin?.kind ?? null,
    since: Math.round(takenAt - ageMs(process, clock)),
  };
}

/** By port, what has none last; then by protocol, name, address and id, so that the order never depends on the look. */
export function compareRows(a: ChartRow, b: ChartRow): number {
  return (
    (a.port ?? Infinity) - (b.port ?? Infinity) ||
    PROTOCOLS.indexOf(a.protocol) - PROTOCOLS.indexOf(b.protocol) ||
    compare(a.name, b.name) ||
    compare(a.address, b.address) ||
    compare(a.id, b.id)
  );
}
