import type { State } from '../../core/socket/socket';

/**
 * include/net/tcp_states.h. User space knows 12, NEW_SYN_RECV, as SYN_RECV, and 13, BOUND_INACTIVE (asked for by that
 * number, answered as 7), as CLOSE.
 */
export const TCP_STATES: readonly (State | undefined)[] = [
  undefined,
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
  'SYN_RECV',
  'CLOSE',
];

/** Datagram sockets use two of TCP's states: 1 with a peer, 7 without. */
export const DATAGRAM_STATES: readonly (State | undefined)[] = [
  undefined,
  'ESTABLISHED',
  ...Array<undefined>(5),
  'UNCONN',
];
