import type { Snapshot } from '../snapshot/snapshot';
import { isLoopback } from '../socket/addresses';
import type { AskSystem } from './askSystem';
import { isHere, matches, type Query } from './query';
import { abstractTarget, holdersOfName, meantName, pathTarget } from './unixTarget';

/** Settles what a question means on this machine, against one snapshot. */
export type SettleQuery = (query: Query, snapshot: Snapshot) => Promise<Query>;

/**
 * What a question means beyond its text: which sockets a Unix path leads to (paths are files: links, renames and other
 * mount namespaces count), and whether a port at which nobody listens answers all the same. Once for each question that
 * was sent, never while somebody types, never in a scan.
 */
export function querySettler(system: AskSystem): SettleQuery {
  return async (query, snapshot) => {
    const sockets = [...snapshot.sockets.values()];
    const here = (socket: (typeof sockets)[number]): boolean => isHere(socket, snapshot);
    switch (query.kind) {
      case 'abstract': {
        const asked = meantName({ text: query.name, bytes: query.bytes }, 'abstract', sockets);
        return { ...query, target: { ...abstractTarget(asked, sockets, here), accepted: false } };
      }
      case 'path': {
        const path = meantName({ text: query.path, bytes: query.bytes }, 'path', sockets);
        const facts = await system.unixFile(path, holdersOfName(path, sockets));
        const target = pathTarget(path, sockets, facts, here);
        const unseen = facts.kind === 'socket' && target.answers.size === target.lost.size;
        return { ...query, target: { ...target, accepted: unseen && (await system.accepts({ path })) } };
      }
      case 'port': {
        const { addresses, protocol, port } = query;
        const isLocal = addresses === null || addresses.every(isLoopback);
        const isOpen = protocol !== null && protocol !== 'tcp';
        const settled = { ...query, carriers: carriersOf(addresses ?? [], system) };
        if (!isLocal || isOpen || sockets.some((socket) => matches(settled, socket, snapshot)))
          return settled;
        return { ...settled, accepted: await system.accepts({ port }) };
      }
      default:
        return query;
    }
  };
}

function carriersOf(addresses: readonly string[], system: AskSystem): Map<string, readonly string[]> {
  const carriers = new Map<string, readonly string[]>();
  for (const address of addresses) {
    const interfaces = system.carriersOf(address);
    if (interfaces.length > 0) carriers.set(address, interfaces);
  }
  return carriers;
}
