import { chartAddress, chartId, chartText } from '../chart/chartRows';
import { launchName } from '../launch/launchName';
import { placeKind } from '../listing/place';
import type { Origin } from '../origins/origin';
import { processKey } from '../snapshot/process';
import { leadOf, originOfSocket, type OwnedProcess, type Snapshot } from '../snapshot/snapshot';
import { isListener, localPort, type Socket } from '../socket/socket';
import { describeOrigin } from '../text/describe';
import type { Translate } from '../text/translate';
import type { Sighting } from './timeline';

interface Known {
  readonly lead: OwnedProcess | undefined;
  readonly origin: Origin | null;
  readonly sighting: Sighting;
}

/**
 * The snapshot's listeners for the timeline. What was made for a socket is made again only when the socket, its lead or
 * its origin is another object: an unchanged one stays the same object from scan to scan.
 */
export class Sightings {
  readonly #t: Translate;
  readonly #known = new WeakMap<Socket, Known>();

  constructor(t: Translate) {
    this.#t = t;
  }

  of(snapshot: Snapshot): Sighting[] {
    const sightings: Sighting[] = [];
    for (const socket of snapshot.sockets.values()) {
      if (isListener(socket)) sightings.push(this.#sightingOf(socket, snapshot));
    }
    return sightings;
  }

  #sightingOf(socket: Socket, snapshot: Snapshot): Sighting {
    const lead = leadOf(socket, snapshot);
    const origin = originOfSocket(socket, snapshot);
    const known = this.#known.get(socket);
    if (known?.lead === lead && known?.origin === origin) return known.sighting;
    const sighting = sightingOf(socket, lead, origin, snapshot, this.#t);
    this.#known.set(socket, { lead, origin, sighting });
    return sighting;
  }
}

function sightingOf(
  { id, protocol, local, state, exposure, owners }: Socket,
  lead: OwnedProcess | undefined,
  origin: Origin | null,
  { processes, machine }: Snapshot,
  t: Translate,
): Sighting {
  return {
    socketId: id,
    protocol,
    port: localPort({ protocol, local, state }) ?? null,
    address: chartAddress(local),
    exposure,
    holder: lead
      ? {
          key: processKey(lead),
          pid: lead.pid,
          name: chartText(launchName(lead)),
          place: placeKind(origin, lead.uid, machine.uid),
          origin: origin && {
            id: chartId(origin.id),
            kind: origin.kind,
            label: chartText(describeOrigin(origin, t)),
          },
        }
      : null,
    holders: (owners ?? []).flatMap((pid) => {
      const process = processes.get(pid);
      return process ? [processKey(process)] : [];
    }),
  };
}
