import { endianness } from 'node:os';
import type { Gap, Method, Scope } from '../../core/snapshot/reading';
import { type Protocol, PROTOCOLS } from '../../core/socket/socket';
import { reasonOf } from '../../core/text/reasonOf';
import { loadKoffi } from '../koffi';
import { InterfaceNames } from './interfaceNames';
import { NetTables } from './netTables';
import type { ProcFs } from './procFs';
import { DiagSocket } from './sockDiag/diagSocket';
import { type NetlinkCalls, netlinkCalls } from './sockDiag/netlinkCalls';
import { type DiagProtocol, isDiagProtocol, SockDiag } from './sockDiag/sockDiag';
import { sockstat } from './sockstat';
import type { TableRow } from './tableRow';
import type { Tables, TablesRead } from './tables';

export interface LinuxTablesOptions {
  readonly fs: ProcFs;
  /** `proc`: sock_diag is not even tried, and no gap says so. */
  readonly method?: 'sock_diag' | 'proc';
  readonly bigEndian?: boolean;
  /** Opens netlink, or says why it cannot be used. */
  readonly openNetlink?: () => NetlinkCalls | { readonly reason: string };
  /**
   * Hears the descriptor of the netlink socket when it is opened, `undefined` when it is closed. A worker that is ended
   * from outside leaves it open: Node closes the descriptors that it knows of, and this one came by way of koffi.
   */
  readonly onDescriptor?: (descriptor: number | undefined) => void;
}

/** Why the kernel is not asked by sock_diag: for everything, or for one protocol. */
type Refusals = Map<DiagProtocol | 'netlink', string>;

/**
 * The tables of our own namespace: by sock_diag what that answers for, the rest from /proc. What was refused once is not
 * asked for again (asking may load a kernel module), what only failed just now is.
 */
export class LinuxTables implements Tables {
  readonly #proc: NetTables;
  readonly #names: InterfaceNames;
  readonly #refusals: Refusals = new Map();
  readonly #last = new Map<Scope, { lists: readonly (readonly TableRow[])[]; rows: readonly TableRow[] }>();
  readonly #options: LinuxTablesOptions;
  #diag: SockDiag | undefined;

  constructor(options: LinuxTablesOptions) {
    this.#options = options;
    const { fs, bigEndian = endianness() === 'BE' } = options;
    this.#proc = new NetTables(fs, 'net', bigEndian);
    this.#names = new InterfaceNames(fs, 'net');
  }

  read(scope: Scope): TablesRead {
    const lists: (readonly TableRow[])[] = [];
    const doubtful: TableRow[] = [];
    const gaps: Gap[] = [];
    const method: Partial<Record<Protocol, Method>> = {};
    const fromProc = new Set<Protocol>();
    /** Why protocols are read from /proc that sock_diag could say more about. */
    const reasons = new Map<Protocol, string>();

    const diag = this.#options.method === 'proc' ? undefined : this.#open();
    if (diag && scope === 'all') this.#names.refresh();
    for (const protocol of scope === 'all' ? PROTOCOLS : LISTENING) {
      const answer = diag && isDiagProtocol(protocol) ? this.#ask(diag, protocol, scope) : undefined;
      if (answer && 'lists' in answer) {
        method[protocol] = 'sock_diag';
        lists.push(...answer.lists);
        doubtful.push(...answer.missing);
        if (answer.strange > 0) {
          const detail = `${protocol} (sock_diag)`;
          gaps.push({ kind: 'truncated', subject: 'table', count: answer.strange, detail });
        }
      } else {
        fromProc.add(protocol);
        const reason = answer?.reason ?? this.#refusals.get('netlink');
        if (reason !== undefined && SAYS_MORE.has(protocol)) reasons.set(protocol, reason);
      }
    }
    const proc = this.#proc.read(scope, fromProc);
    if (proc.rows.length > 0) lists.push(proc.rows);
    const asked = Object.values(method).length > 0;
    const less = [...reasons].filter(([protocol]) => proc.method[protocol] === 'proc');
    const [first] = less;
    if (first) gaps.push({ kind: 'unsupported', subject: 'method', count: less.length, detail: first[1] });
    return {
      rows: this.#joined(scope, lists),
      doubtful: [...doubtful, ...proc.doubtful],
      gaps: [...proc.gaps, ...gaps],
      method: { ...method, ...proc.method },
      blank: !asked && proc.blank,
    };
  }

  keep(rows: readonly TableRow[]): void {
    for (const row of rows) this.#diag?.keep(row);
    this.#proc.keep(rows);
  }

  close(): void {
    this.#diag?.close();
    this.#diag = undefined;
    this.#proc.close();
  }

  #open(): SockDiag | undefined {
    if (this.#diag || this.#refusals.has('netlink')) return this.#diag;
    const { openNetlink = openByKoffi, onDescriptor = () => undefined } = this.#options;
    const netlink = openNetlink();
    if ('reason' in netlink) this.#refusals.set('netlink', netlink.reason);
    else {
      const socket = new DiagSocket(netlink, onDescriptor);
      this.#diag = new SockDiag(socket, this.#names, sockstat(this.#options.fs));
    }
    return this.#diag;
  }

  #ask(
    diag: SockDiag,
    protocol: DiagProtocol,
    scope: Scope,
  ): ReturnType<SockDiag['read']> | { reason: string } {
    const refusal = this.#refusals.get(protocol);
    if (refusal !== undefined) return { reason: refusal };
    const answer = diag.read(protocol, scope);
    if ('reason' in answer && answer.refused) this.#refusals.set(protocol, answer.reason);
    return answer;
  }

  #joined(scope: Scope, lists: readonly (readonly TableRow[])[]): readonly TableRow[] {
    const last = this.#last.get(scope);
    if (last?.lists.length === lists.length && lists.every((list, i) => list === last.lists[i]))
      return last.rows;
    const rows = lists.flat();
    this.#last.set(scope, { lists, rows });
    return rows;
  }
}

/** Protocols that can have listeners. */
const LISTENING: readonly Protocol[] = ['tcp', 'udp', 'udplite', 'unix'];

/**
 * Protocols of which /proc lacks something: backlogs, bound TCP that does not listen, IPv6-only, interfaces, Unix
 * queues and peers.
 */
const SAYS_MORE: ReadonlySet<Protocol> = new Set(['tcp', 'udp', 'unix']);

function openByKoffi(): NetlinkCalls | { reason: string } {
  const loaded = loadKoffi();
  if ('reason' in loaded) return loaded;
  try {
    return netlinkCalls(loaded.koffi);
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}
