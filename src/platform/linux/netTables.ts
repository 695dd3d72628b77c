import type { Gap, Method, Scope } from '../../core/snapshot/reading';
import { endpointText, type Protocol } from '../../core/socket/socket';
import { type InetProtocol, parseInetTable } from './inetTable';
import { InterfaceNames } from './interfaceNames';
import { parsePacketTable } from './packetTable';
import { errnoOf, type ProcFs } from './procFs';
import type { ParsedTable, TableRow } from './tableRow';
import type { Tables, TablesRead } from './tables';
import { parseUnixTable } from './unixTable';

const INET: readonly InetProtocol[] = ['tcp', 'udp', 'udplite', 'raw', 'icmp'];

/**
 * How often a table of several pages is read at most: in the first scan, which has no earlier rows to compare with, and
 * later.
 */
interface Reads {
  readonly first: number;
  readonly later: number;
}

/**
 * Measured with 1,500 sockets that stay and 40 that come and go: two reads together missed one in 5 scans of 60, four
 * reads in 1 of 240.
 */
const UDP_READS: Reads = { first: 8, later: 4 };
/** The Unix table is torn far less often: the kernel walks its hash bucket by bucket. */
const UNIX_READS: Reads = { first: 2, later: 2 };

interface Table {
  readonly file: string;
  readonly protocol: Protocol;
  /** Every Linux has it. The others may be absent: IPv6 switched off, a module not loaded, UDP-Lite removed. */
  readonly essential: boolean;
  /** Whether sockets of this table can listen. */
  readonly listeners: boolean;
  /** Set where a read may miss rows that stay. */
  readonly reads?: Reads;
  parse(bytes: Buffer, scope: Scope): ParsedTable;
}

/**
 * The tables of one network namespace: `net` for one's own, `81243/net` for that of a process. Descriptors are kept
 * from look to look.
 */
export class NetTables implements Tables {
  readonly #descriptors = new Map<string, number>();
  /** UDP and Unix rows of the scan before, by file: see #steady. */
  readonly #before = new Map<string, Map<number | string, TableRow>>();
  readonly #tables: readonly Table[];
  readonly #fs: ProcFs;
  readonly #names: InterfaceNames;
  readonly #folder: string;

  constructor(fs: ProcFs, folder: string, bigEndian: boolean) {
    this.#fs = fs;
    this.#names = new InterfaceNames(fs, folder);
    this.#folder = folder;
    const inet = INET.flatMap((protocol): Table[] =>
      (['ipv4', 'ipv6'] as const).map((family) => ({
        file: fileOf({ protocol, family }),
        protocol,
        essential: family === 'ipv4' && (protocol === 'tcp' || protocol === 'udp'),
        listeners: protocol !== 'raw' && protocol !== 'icmp',
        ...(protocol === 'udp' || protocol === 'udplite' ? { reads: UDP_READS } : {}),
        parse: (bytes, scope) =>
          parseInetTable(
            bytes,
            { protocol, family, bigEndian },
            scope === 'listeners' && protocol === 'tcp' ? 'LISTEN' : undefined,
          ),
      })),
    );
    this.#tables = [
      ...inet,
      {
        file: 'packet',
        protocol: 'packet',
        essential: false,
        listeners: false,
        parse: (bytes) =>
          // The table is copied, because reading the names overwrites the buffer.
          parsePacketTable(Buffer.from(bytes), (index) => this.#names.of(index)),
      },
      {
        file: 'unix',
        protocol: 'unix',
        essential: true,
        listeners: true,
        reads: UNIX_READS,
        parse: (bytes, scope) => parseUnixTable(bytes, scope === 'listeners' ? 'LISTEN' : undefined),
      },
    ];
  }

  /** `protocols`: those that are wanted, otherwise all of the scope's. */
  read(scope: Scope, protocols?: ReadonlySet<Protocol>): TablesRead {
    if (scope === 'all') this.#names.refresh();
    const rows: TableRow[] = [];
    const doubtful: TableRow[] = [];
    const gaps: Gap[] = [];
    const method: Partial<Record<Protocol, Method>> = {};
    let blank = true;
    for (const table of this.#tables) {
      if ((scope === 'listeners' && !table.listeners) || protocols?.has(table.protocol) === false) continue;
      method[table.protocol] ??= 'none';
      let bytes: Buffer;
      let reads: number;
      try {
        const descriptor = this.#descriptor(table);
        if (descriptor === undefined) {
          const isMain = table.file === table.protocol;
          if (table.essential || (isMain && !this.#fs.exists(this.#folder))) {
            gaps.push(unsupported(`${table.file}: ENOENT`));
          }
          continue;
        }
        ({ bytes, reads } = this.#fs.readTable(descriptor));
      } catch (error) {
        const errno = errnoOf(error);
        const refused = errno === 'EACCES' || errno === 'EPERM';
        const gap = unsupported(`${table.file}: ${errno}`);
        const missing = errno === 'ENOENT';
        gaps.push(missing ? gap : { ...gap, kind: refused ? 'permission' : 'failed' });
        continue;
      }
      method[table.protocol] = 'proc';
      if (table.essential && bytes.length > 0) blank = false;
      let parsed = table.parse(bytes, scope);
      if (table.reads) parsed = this.#steady(table, table.reads, scope, parsed, reads, doubtful);
      for (const row of parsed.rows) rows.push(row);
      if (parsed.strange > 0) {
        gaps.push({ kind: 'truncated', subject: 'table', count: parsed.strange, detail: table.file });
      }
    }
    return { rows, doubtful, gaps, method, blank };
  }

  /** Keeps rows of the last read's `doubtful` that a process still holds, so that the next read misses them too. */
  keep(rows: readonly TableRow[]): void {
    for (const row of rows) this.#before.get(fileOf(row))?.set(keyOf(row), row);
  }

  close(): void {
    for (const descriptor of this.#descriptors.values()) this.#fs.close(descriptor);
    this.#descriptors.clear();
  }

  #descriptor(table: Table): number | undefined {
    const kept = this.#descriptors.get(table.file);
    if (kept !== undefined) return kept;
    const path = `${this.#folder}/${table.file}`;
    // Asked first because a missing file is ordinary and an exception costs ten times the question.
    if (!this.#fs.exists(path)) return undefined;
    const descriptor = this.#fs.open(path);
    this.#descriptors.set(table.file, descriptor);
    return descriptor;
  }

  /**
   * The kernel walks the UDP tables by position for each page: where sockets come and go, stable rows are missed or
   * appear twice; the Unix table has this between two pages. A table of several pages is therefore read until no row of
   * the read before is missing. What is still missing goes to `doubtful`.
   */
  #steady(
    table: Table,
    most: Reads,
    scope: Scope,
    first: ParsedTable,
    reads: number,
    doubtful: TableRow[],
  ): ParsedTable {
    const descriptor = this.#descriptors.get(table.file);
    const before = this.#before.get(table.file);
    const seen = new Map<number | string, TableRow>();
    const see = (rows: readonly TableRow[]): void => {
      for (const row of rows) seen.set(keyOf(row), row);
    };
    /** The Unix table has thousands of connections: only its listeners are parsed when only they are wanted. */
    const isWanted = (row: TableRow): boolean =>
      scope === 'all' || row.protocol !== 'unix' || row.state === 'LISTEN';
    const missing = (): TableRow[] =>
      [...(before?.values() ?? [])].filter((row) => isWanted(row) && !seen.has(keyOf(row)));

    see(first.rows);
    let { strange } = first;
    if (reads > 1 && descriptor !== undefined) {
      for (
        let left = (before ? most.later : most.first) - 1;
        left > 0 && (!before || missing().length > 0);
        left--
      ) {
        const again = table.parse(this.#fs.readTable(descriptor).bytes, scope);
        see(again.rows);
        strange = Math.max(strange, again.strange);
      }
      // Without an inode it cannot be found out whether a process still holds the socket.
      doubtful.push(...missing().filter(({ inode }) => inode));
    }
    const rows = [...seen.values()];
    for (const row of before?.values() ?? []) if (!isWanted(row)) seen.set(keyOf(row), row);
    this.#before.set(table.file, seen);
    return { rows, strange };
  }
}

const fileOf = ({ protocol, family }: Pick<TableRow, 'protocol' | 'family'>): string =>
  family === 'ipv6' ? `${protocol}6` : protocol;

/** A row's inode; its addresses where it has no inode. */
function keyOf({ inode, local, remote }: TableRow): number | string {
  if (inode) return inode;
  return `${endpointText(local)}>${endpointText(remote)}`;
}

const unsupported = (detail: string): Gap => ({ kind: 'unsupported', subject: 'table', count: 1, detail });
