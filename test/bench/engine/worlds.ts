/** A world of sockets and processes that is built for a measurement. Pairs and rows of `ss`: a connection is two rows. */
export interface WorldSpec {
  readonly name: string;
  /** Each holds {@link FILES_EACH} further descriptors. */
  readonly processes: number;
  readonly tcpListeners: number;
  readonly tcpPairs: number;
  readonly udp: number;
  readonly unixListeners: number;
  readonly unixPairs: number;
}

/** Descriptors of each process that are no sockets. */
export const FILES_EACH = 24;

export const WORLDS: readonly WorldSpec[] = [
  {
    name: 'small',
    processes: 250,
    tcpListeners: 50,
    tcpPairs: 50,
    udp: 20,
    unixListeners: 10,
    unixPairs: 60,
  },
  {
    name: 'medium',
    processes: 1000,
    tcpListeners: 200,
    tcpPairs: 500,
    udp: 100,
    unixListeners: 50,
    unixPairs: 325,
  },
  {
    name: 'large',
    processes: 2000,
    tcpListeners: 500,
    tcpPairs: 10_000,
    udp: 200,
    unixListeners: 200,
    unixPairs: 2400,
  },
];

/** The same listeners as `small`, but many connections: a listener scan must cost the same. */
export const CROWDED: WorldSpec = {
  name: 'crowded',
  processes: 250,
  tcpListeners: 50,
  tcpPairs: 10_000,
  udp: 20,
  unixListeners: 10,
  unixPairs: 60,
};
