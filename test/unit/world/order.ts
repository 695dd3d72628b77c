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
      /** The backlog. */
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
  /** Opens and closes UDP sockets, that many at a time, until asked to end. */
  | { readonly do: 'churn'; readonly sockets: number }
  | { readonly do: 'calm' }
  | { readonly do: 'name'; readonly name: string }
  | { readonly do: 'chdir'; readonly folder: string }
  | { readonly do: 'dropCapabilities' }
  /** Lets not even its own user look into it. */
  | { readonly do: 'seal' };

/** A socket that a holder has open. */
export interface Held {
  readonly fd: number;
  /** As fstat(2) of the descriptor says, which owes nothing to /proc. */
  readonly inode: number;
  /** 0 where it has none. */
  readonly port: number;
}

export type Answer = { readonly held: readonly Held[]; readonly pid?: number } | { readonly error: string };
