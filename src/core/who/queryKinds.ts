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
    }
  | { readonly kind: 'pid'; readonly text: string; readonly pid: number }
  /** One row, by the id that documents and the chart give it. */
  | { readonly kind: 'socket'; readonly text: string; readonly id: string }
  | { readonly kind: 'path'; readonly text: string; readonly path: string }
  | { readonly kind: 'abstract'; readonly text: string; readonly name: string };
