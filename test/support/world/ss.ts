import { execFileSync } from 'node:child_process';
import type { Protocol, State } from '../../../src/core/socket/socket';

/** One row of the output of ss(8). */
export interface SsRow {
  readonly protocol: Protocol;
  readonly state: State;
  readonly recvQueue: number;
  readonly sendQueue: number;
  /** The address as ss writes it; of a Unix row the name, with whatever is in it. */
  readonly local: string;
  readonly remote: string;
  /** `undefined` where ss doesn't print it: raw sockets. */
  readonly inode: number | undefined;
  readonly holders: readonly { readonly pid: number; readonly fd: number }[];
}

const NETIDS: Readonly<Record<string, Protocol>> = {
  tcp: 'tcp',
  udp: 'udp',
  raw: 'raw',
  u_str: 'unix',
  u_dgr: 'unix',
  u_seq: 'unix',
  p_raw: 'packet',
  p_dgr: 'packet',
};

const STATES: Readonly<Record<string, State>> = {
  LISTEN: 'LISTEN',
  ESTAB: 'ESTABLISHED',
  UNCONN: 'UNCONN',
  'SYN-SENT': 'SYN_SENT',
  'SYN-RECV': 'SYN_RECV',
  'FIN-WAIT-1': 'FIN_WAIT1',
  'FIN-WAIT-2': 'FIN_WAIT2',
  'TIME-WAIT': 'TIME_WAIT',
  'CLOSE-WAIT': 'CLOSE_WAIT',
  'LAST-ACK': 'LAST_ACK',
  CLOSING: 'CLOSING',
};

/** What ss knows: TCP, UDP, raw, Unix and packet sockets (it leaves out UDP-Lite and ping sockets). */
export const readSs = (): SsRow[] => [...rowsOf('-tuwaxn'), ...rowsOf('-0an')];

/** A newline in a name splits its row, and packet rows take two lines: what doesn't begin as a row goes on with the last. */
function rowsOf(kinds: string): SsRow[] {
  const out = execFileSync('ss', ['-H', kinds, '-e', '-p'], { maxBuffer: 1 << 28 }).toString('latin1');
  const begins = /^ ?(tcp|udp|raw|u_str|u_dgr|u_seq|p_raw|p_dgr) +[A-Z][A-Z0-9-]+ +\d+ +\d+ /;
  const rows: string[] = [];
  for (const line of out.split('\n')) {
    if (begins.test(line)) rows.push(line.trimStart());
    else if (rows.length > 0) rows.push(`${rows.pop()!}\n${line}`);
  }
  return rows.map(row);
}

function row(text: string): SsRow {
  const [head, netid, state, recvQueue, sendQueue] = /^(\S+) +(\S+) +(\d+) +(\d+) +/.exec(text)!;
  const rest = text.slice(head.length);
  const protocol = NETIDS[netid!]!;
  // `name 23456      * 23457 users:(…)`; the name may contain blanks and worse, or be `*`.
  const unix = protocol === 'unix' ? /^([\s\S]*) (\d+) +\* \d+ /.exec(rest)! : undefined;
  const [local = '', remote = ''] = unix ? [unix[1]!] : rest.split(/\s+/, 2);
  const inode = unix ? unix[2] : / ino:(\d+)/.exec(rest)?.[1];
  return {
    protocol,
    state: STATES[state!]!,
    recvQueue: Number(recvQueue),
    sendQueue: Number(sendQueue),
    local,
    remote,
    inode: inode === undefined ? undefined : Number(inode),
    holders: [...rest.matchAll(/pid=(\d+),fd=(\d+)\)/g)].map(([, pid, fd]) => ({
      pid: Number(pid),
      fd: Number(fd),
    })),
  };
}
