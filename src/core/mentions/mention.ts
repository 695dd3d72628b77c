/** A place in a file that names a port. Offsets count UTF-16 units from the start of the text. */
export interface Mention {
  readonly start: number;
  readonly length: number;
  readonly port: number;
  /** As written, no brackets; `null` where only the port stands. */
  readonly host: string | null;
  /** `null`: not said. */
  readonly protocol: 'tcp' | 'udp' | null;
  /** What says so there: `port`, `url`, `--port`, `PORT`. */
  readonly what: string;
}
