import type { Address } from './address';
import type { AF, SOCK } from './libc';

/** What a holder is asked for. */
export type Order =
  | {
      readonly do: 'open';
      readonly domain: keyof typeof AF;
      readonly type: keyof typeof SOCK;
      readonly protocol?: number;
      readonly bind?: Address;
      /** Listens, with this backlog (listen(2)). */
      readonly listen?: number;
      readonly connect?: Address;
      readonly sharePort?: boolean;
      readonly v6only?: boolean;
    }
  | { readonly do: 'pair'; readonly type: keyof typeof SOCK }
  | { readonly do: 'accept'; readonly fd: number }
  | { readonly do: 'close'; readonly fd: number }
  /** A child that inherits the socket and lives until its standard input ends. */
  | { readonly do: 'share'; readonly fd: number }
  /** Opens and closes sockets, that many at a time, until asked to end: UDP, or pairs of Unix sockets, or connections. */
  | { readonly do: 'churn'; readonly sockets: number; readonly kind?: 'udp' | 'unix' | 'tcp' }
  | { readonly do: 'calm' }
  /** The same socket on one more descriptor. */
  | { readonly do: 'duplicate'; readonly fd: number }
  /** Takes a descriptor of another holder; that keeps it. */
  | { readonly do: 'take'; readonly pid: number; readonly fd: number }
  /** Its first thread ends, and it goes on with the others; no order can follow. */
  | { readonly do: 'endFirstThread' }
  | { readonly do: 'name'; readonly name: string }
  | { readonly do: 'chdir'; readonly folder: string }
  | { readonly do: 'dropCapabilities' }
  /** Lets not even its own user look into it. */
  | { readonly do: 'seal' };

/** A socket that a holder has open. */
export interface Held {
  readonly fd: number;
  /** The inode as fstat(2) of the descriptor gives it, which owes nothing to /proc. */
  readonly inode: number;
  /** The port; 0 where the socket has none. */
  readonly port: number;
}

export type Answer = { readonly held: readonly Held[]; readonly pid?: number } | { readonly error: string };
