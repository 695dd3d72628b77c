import { chartOrigin, chartProcess, chartRow } from '../chart/chartRows';
import { actionContext } from '../listing/actionSubject';
import type { Origin } from '../origins/origin';
import { originOfSocket, type OwnedProcess, type Snapshot } from '../snapshot/snapshot';
import { peersOf } from '../socket/peers';
import type { Socket } from '../socket/socket';
import type { Translate } from '../text/translate';
import { type Filter, matchesFilter } from './filter';
import { type FilterHolder, filterHolder, type FilterOrigin, filterOrigin } from './filterSubject';

/** Restricts a socket to some of its holders, where a view shows one row for each of them. */
export interface Hands {
  readonly holders: readonly OwnedProcess[];
  readonly origin: Origin | null;
}

/** The filter for a snapshot's own sockets; it sees what it sees of the chart's rows. */
export function socketFilter(
  filter: Filter,
  snapshot: Snapshot,
  t: Translate,
): (socket: Socket, hands?: Hands) => boolean {
  // No filter asks what could be done with a socket.
  const context = actionContext(snapshot, { isTrusted: false });
  const setting = { context, peers: peersOf(snapshot), since: () => null };
  const originFor = remembered((origin: Origin): FilterOrigin =>
    filterOrigin(chartOrigin(origin, snapshot.takenAt, t)),
  );
  const holderFor = remembered((process: OwnedProcess): FilterHolder =>
    filterHolder(chartProcess(process, snapshot), process.origin ? originFor(process.origin) : undefined),
  );
  return (socket, { holders, origin } = handsOf(socket, snapshot)) =>
    matchesFilter(filter, {
      row: chartRow(socket, setting),
      origin: origin ? originFor(origin) : undefined,
      holders: holders.map(holderFor),
      uid: snapshot.machine.uid,
    });
}

const handsOf = (socket: Socket, snapshot: Snapshot): Hands => ({
  holders: (socket.owners ?? []).flatMap((pid) => snapshot.processes.get(pid) ?? []),
  origin: originOfSocket(socket, snapshot),
});

function remembered<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
