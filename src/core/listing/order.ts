import { type Exposure, EXPOSURES, type Protocol, PROTOCOLS } from '../socket/socket';
import { compare } from '../values/compare';

/** Sorts a row without a port after every port: ports end at 65,535. */
const NO_PORT = 65_536;

/** What the order of rows goes by. */
interface Ordered {
  /** `null` or `undefined`: it has none. */
  readonly port: number | null | undefined;
  /** `null`: not known, which stands first. */
  readonly protocol: Protocol | null;
  /** The local address; the path or name of a Unix socket. */
  readonly address: string;
}

/** The order of rows in every view: by port, what has none last; then by protocol, as PROTOCOLS has them; then by address. */
export const compareByPort = (a: Ordered, b: Ordered): number =>
  (a.port ?? NO_PORT) - (b.port ?? NO_PORT) ||
  protocolRank(a.protocol) - protocolRank(b.protocol) ||
  compare(a.address, b.address);

const protocolRank = (protocol: Protocol | null): number =>
  protocol === null ? -1 : PROTOCOLS.indexOf(protocol);

/** The order of exposure: the wider, the higher; what nobody can reach is -1. */
export const exposureRank = (exposure: Exposure | null): number =>
  exposure === null ? -1 : EXPOSURES.indexOf(exposure);

/** The widest exposure of several sockets; `null`: others can reach none of them. */
export function widestExposure(exposures: Iterable<Exposure | null>): Exposure | null {
  let widest: Exposure | null = null;
  for (const each of exposures) if (exposureRank(each) > exposureRank(widest)) widest = each;
  return widest;
}
