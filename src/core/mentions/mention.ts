/** A place in a file that names a port. Offsets count UTF-16 units from the start of the text. */
export interface Mention {
  readonly start: number;
  readonly length: number;
  readonly port: number;
  /** The host as it is written, without brackets; `null` where only a port is mentioned. */
  readonly host: string | null;
  /** The protocol that is written beside it; `null` where the text names none. */
  readonly protocol: 'tcp' | 'udp' | null;
  /** What says so there: `port`, `url`, `--port`, `PORT`. */
  readonly what: string;
}
