import type { UnixTarget } from './unixTarget';

export const PORT_PROTOCOLS = ['tcp', 'udp', 'udplite'] as const;

export type PortProtocol = (typeof PORT_PROTOCOLS)[number];

/** What somebody asks about. `text` is what was typed; of a URL its scheme, host and port. */
export type Query =
  /** `addresses`: what the name or literal stands for; `null` for a bare port. `protocol`: `null` is TCP and UDP. */
  | {
      readonly kind: 'port';
      readonly text: string;
      readonly addresses: readonly string[] | null;
      readonly scope: string | null;
      readonly port: number;
      readonly protocol: PortProtocol | null;
      /** Whether a connect to loopback was accepted though nobody is seen to listen: `querySettler`. */
      readonly accepted?: boolean;
      /**
       * The interfaces that carry each address, which matters to a socket that is bound to one. Left out until
       * `querySettler` has asked; an address that is not there is not this machine's.
       */
      readonly carriers?: ReadonlyMap<string, readonly string[]>;
    }
  | { readonly kind: 'pid'; readonly text: string; readonly pid: number }
  /** One row, by the id that documents and the chart give it. */
  | { readonly kind: 'socket'; readonly text: string; readonly id: string }
  | ({ readonly kind: 'path'; readonly path: string } & UnixQuery)
  | ({ readonly kind: 'abstract'; readonly name: string } & UnixQuery);

interface UnixQuery {
  readonly text: string;
  /** Base64, where the name is no text and its bytes are known. */
  readonly bytes?: string;
  /** Where the name leads; left out until `querySettler` has asked: then texts are compared. */
  readonly target?: UnixTarget;
}
