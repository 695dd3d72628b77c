import type { ChartOrigin, ChartProcess, ChartRow } from '../chart/chart';

/** What a filter is asked about: a socket, as a row of the chart says it. */
export type FilterRow = Pick<
  ChartRow,
  | 'protocol'
  | 'family'
  | 'type'
  | 'state'
  | 'address'
  | 'port'
  | 'remoteAddress'
  | 'remotePort'
  | 'exposure'
  | 'service'
  | 'uid'
  | 'user'
>;

/** Where something came from, in lower case; made once for each origin. */
export interface FilterOrigin {
  /** Kind, name, label and detail: a line each. */
  readonly words: string;
  /** Path of its workspace folder, or empty. */
  readonly folder: string;
}

/** A process that holds it, in lower case; made once for each process. */
export interface FilterHolder {
  readonly pid: number;
  readonly uid: number | null;
  readonly user: string;
  /** Its short name, and what the system calls it: a line each. */
  readonly names: string;
  readonly command: string;
  readonly origin: FilterOrigin | undefined;
  /** All of it, a line each, for a plain word. */
  readonly words: string;
}

export interface FilterSubject {
  readonly row: FilterRow;
  /** The socket's own; `undefined`: nothing here started it. */
  readonly origin: FilterOrigin | undefined;
  readonly holders: readonly FilterHolder[];
  /** The uid that `user:me` matches; `null` where the system has no such number. */
  readonly uid: number | null;
  /**
   * {@link rowWords} from a cache, where the caller has one: a filter asks for twenty thousand rows at each key press.
   */
  readonly wordsOf?: (row: FilterRow) => string;
}

export const filterOrigin = ({
  kind,
  name,
  label,
  detail,
  folder,
}: Pick<ChartOrigin, 'kind' | 'name' | 'label' | 'detail' | 'folder'>): FilterOrigin => ({
  words: `${kind}\n${name}\n${label}\n${detail}`.toLowerCase(),
  folder: (folder ?? '').toLowerCase(),
});

export function filterHolder(
  process: Pick<ChartProcess, 'pid' | 'uid' | 'user' | 'name' | 'comm' | 'command'>,
  origin: FilterOrigin | undefined,
): FilterHolder {
  const { pid, uid } = process;
  const user = (process.user ?? '').toLowerCase();
  const names = `${process.name}\n${process.comm}`.toLowerCase();
  const command = process.command.toLowerCase();
  const words = [pid, user, names, command, origin?.words ?? '', origin?.folder ?? ''].join('\n');
  return { pid, uid, user, names, command, origin, words };
}

/** Its own origin, and those of its holders. */
export const originsOf = ({ origin, holders }: FilterSubject): FilterOrigin[] =>
  [origin, ...holders.map((holder) => holder.origin)].filter((each) => each !== undefined);
