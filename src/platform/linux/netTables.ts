import type { Gap, Method, Scope } from '../../core/reading';
import { endpointText, type Protocol } from '../../core/socket';
import { parseInetTable, type InetProtocol } from './inetTable';
import { parseInterfaceNames, parsePacketTable } from './packetTable';
import { errnoOf, type ProcFs } from './procFs';
import type { ParsedTable, TableRow } from './tableRow';
import { parseUnixTable } from './unixTable';

const INET: readonly InetProtocol[] = ['tcp', 'udp', 'udplite', 'raw', 'icmp'];

/** With 1,500 sockets that stay and 40 that come and go, two reads together missed one in 5 looks of 60, four in 1 of 240. */
const UDP_READS = 4;
/** The first look has nothing to miss a row by. */
const FIRST_UDP_READS = 8;

interface Table {
  readonly file: string;
  readonly protocol: Protocol;
  /** Every Linux has it. The others may be absent: IPv6 switched off, a module not loaded, UDP-Lite removed. */
  readonly essential: boolean;
  /** Whether what it lists can be a listener. */
  readonly listeners: boolean;
  parse(bytes: Buffer, scope: Scope): ParsedTable;
}

/** What one namespace's tables said. */
export interface TablesRead {
  readonly rows: readonly TableRow[];
  /** UDP rows of the look before that were not found: gone, unless somebody still holds them. */
  readonly doubtful: readonly TableRow[];
  readonly gaps: Gap[];
  readonly method: Partial<Record<Protocol, Method>>;
  /** No table that every Linux has could be read, or they lack even their header line. */
  readonly blank: boolean;
}

/**
 * The tables of one network namespace: `net` for one's own, `81243/net` for that of a process. Descriptors are kept
 * from look to look.
 */
export class NetTables {
  readonly #descriptors = new Map<string, number>();
  /** UDP rows of the look before, by file: see #steady. */
  readonly #before = new Map<string, Map<number | string, TableRow>>();
  readonly #tables: readonly Table[];
  readonly #fs: ProcFs;
  readonly #folder: string;

  constructor(fs: ProcFs, folder: string, bigEndian: boolean) {
    this.#fs = fs;
    this.#folder = folder;
    const inet = INET.flatMap((protocol): Table[] =>
      (['ipv4', 'ipv6'] as const).map((family) => ({
        file: fileOf({ protocol, family }),
        protocol,
        essential: family === 'ipv4' && (protocol === 'tcp' || protocol === 'udp'),
        listeners: protocol !== 'raw' && protocol !== 'icmp',
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
        parse: (bytes) => this.#parsePackets(bytes),
      },
      {
        file: 'unix',
        protocol: 'unix',
        essential: true,
        listeners: true,
        parse: (bytes, scope) => parseUnixTable(bytes, scope === 'listeners' ? 'LISTEN' : undefined),
      },
    ];
  }

  /** Rows may be there twice (the kernel's tables tear across pages), and in scope `listeners` some are none. */
  read(scope: Scope): TablesRead {
    const rows: TableRow[] = [];
    const doubtful: TableRow[] = [];
    const gaps: Gap[] = [];
    const method: Partial<Record<Protocol, Method>> = {};
    let blank = true;
    for (const table of this.#tables) {
      if (scope === 'listeners' && !table.listeners) continue;
      method[table.protocol] ??= 'none';
      let bytes: Buffer;
      let reads: number;
      try {
        const descriptor = this.#descriptor(table);
        if (descriptor === undefined) {
          if (table.essential) gaps.push(unsupported(`${table.file}: ENOENT`));
          continue;
        }
        ({ bytes, reads } = this.#fs.readTable(descriptor));
      } catch (error) {
        const errno = errnoOf(error);
        const refused = errno === 'EACCES' || errno === 'EPERM';
        const gap = unsupported(`${table.file}: ${errno}`);
        gaps.push(refused ? { ...gap, kind: 'permission' } : gap);
        continue;
      }
      method[table.protocol] = 'proc';
      if (table.essential && bytes.length > 0) blank = false;
      let parsed = table.parse(bytes, scope);
      if (table.protocol === 'udp' || table.protocol === 'udplite') {
        parsed = this.#steady(table, parsed, reads, doubtful);
      }
      for (const row of parsed.rows) rows.push(row);
      if (parsed.strange > 0) {
        gaps.push({ kind: 'truncated', subject: 'table', count: parsed.strange, detail: table.file });
      }
    }
    return { rows, doubtful, gaps, method, blank };
  }

  /** Those of the last look's `doubtful` rows that somebody still holds: the next look is to miss them too. */
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
   * The UDP tables are walked by position, each page anew: where sockets come and go, stable rows are missed or there
   * twice. So a table of several pages is read until no row of the look before is missing, and what is missing still
   * goes to `doubtful`.
   */
  #steady(table: Table, first: ParsedTable, reads: number, doubtful: TableRow[]): ParsedTable {
    const descriptor = this.#descriptors.get(table.file);
    const before = this.#before.get(table.file);
    const seen = new Map<number | string, TableRow>();
    const see = (rows: readonly TableRow[]): void => {
      for (const row of rows) seen.set(keyOf(row), row);
    };
    const missing = (): TableRow[] => [...(before?.values() ?? [])].filter((row) => !seen.has(keyOf(row)));

    see(first.rows);
    let { strange } = first;
    if (reads > 1 && descriptor !== undefined) {
      for (
        let left = (before ? UDP_READS : FIRST_UDP_READS) - 1;
        left > 0 && (!before || missing().length > 0);
        left--
      ) {
        const again = table.parse(this.#fs.readTable(descriptor).bytes, 'all');
        see(again.rows);
        strange = Math.max(strange, again.strange);
      }
      // Without an inode nobody could be asked whether they still hold it.
      doubtful.push(...missing().filter(({ inode }) => inode));
    }
    this.#before.set(table.file, seen);
    return { rows: [...seen.values()], strange };
  }

  #parsePackets(bytes: Buffer): ParsedTable {
    let names: Map<number, string> | undefined;
    // A copy, because reading the names takes the buffer.
    return parsePacketTable(Buffer.from(bytes), (index) => {
      names ??= parseInterfaceNames(this.#text('dev_mcast'), this.#text('igmp'));
      // As ss(8) names an interface that it cannot find.
      return names.get(index) ?? `if${index}`;
    });
  }

  #text(file: string): string {
    try {
      return this.#fs.readFile(`${this.#folder}/${file}`).toString('latin1');
    } catch (error) {
      // Without the names (a kernel without multicast, a process that has ended) the numbers stand for themselves.
      errnoOf(error);
      return '';
    }
  }
}

const fileOf = ({ protocol, family }: Pick<TableRow, 'protocol' | 'family'>): string =>
  family === 'ipv6' ? `${protocol}6` : protocol;

/** A row's inode, or where it has none its names. */
function keyOf({ inode, local, remote }: TableRow): number | string {
  if (inode) return inode;
  return `${endpointText(local)}>${endpointText(remote)}`;
}

const unsupported = (detail: string): Gap => ({ kind: 'unsupported', subject: 'table', count: 1, detail });
