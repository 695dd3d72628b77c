import { isPartlyBlind } from '../snapshot/blindness';
import type { Snapshot } from '../snapshot/snapshot';
import type { Protocol } from '../socket/socket';
import type { Query } from './query';

/** The protocols whose sockets can hold a port that somebody asks for. */
const WITH_PORTS: readonly Protocol[] = ['tcp', 'udp', 'udplite'];

/** Whether a table that could hold the answer was not, or not wholly, read. */
export function isBlindTo(query: Query, { gaps }: Pick<Snapshot, 'gaps'>): boolean {
  const protocols = protocolsOf(query);
  return isPartlyBlind({
    gaps: gaps.filter(
      ({ subject, detail = '' }) =>
        subject !== 'table' || protocols === undefined || protocols.some((each) => isTableOf(each, detail)),
    ),
  });
}

function protocolsOf(query: Query): readonly Protocol[] | undefined {
  switch (query.kind) {
    case 'port':
      return query.protocol === null ? WITH_PORTS : [query.protocol];
    case 'path':
    case 'abstract':
      return ['unix'];
    default:
      return undefined;
  }
}

/** A gap's detail begins with the table's name: `tcp6: EMFILE`, `udp (sock_diag)`. */
const isTableOf = (protocol: Protocol, detail: string): boolean =>
  /^([a-z]+)6?(?![a-z0-9])/.exec(detail)?.[1] === protocol;
