import { isUtf8 } from 'node:buffer';
import type { SocketType, State, UnixAbstract, UnixPath } from '../../core/socket/socket';
import { sameValue } from '../../core/values/sameValue';
import { Columns } from './columns';
import { eachRow, type ParsedTable, type TableRow } from './tableRow';

/** include/linux/net.h enum sock_type, as `Type` prints it and udiag_type says it. */
export const UNIX_TYPES: Readonly<Record<number, SocketType>> = { 1: 'stream', 2: 'dgram', 5: 'seqpacket' };

/** __SO_ACCEPTCON in `Flags`. */
const LISTENING = 0x10000;

/** `St` is a socket_state: 2 waits to be accepted, 4 is on its way out; neither belongs to a process. */
const STATES: readonly (State | undefined)[] = ['UNCONN', 'UNCONN', undefined, 'ESTABLISHED', undefined];
const WAITING = 2;

/** sizeof sun_path, unix(7). */
const LONGEST_NAME = 108;

const AT = 0x40;

interface Header {
  readonly type: SocketType;
  /** `undefined`: a connection that no process has yet, or any more. */
  readonly state: State | undefined;
  readonly waiting: boolean;
  readonly inode: number;
  /** The offset of the name; `undefined` for an unnamed socket. */
  readonly name: number | undefined;
}

/**
 * /proc/net/unix: net/unix/af_unix.c unix_seq_show().
 *
 *     Num       RefCount Protocol Flags    Type St Inode Path
 *     000000000dc81ead: 00000002 00000000 00010000 0001 01 23456 /run/x.sock
 *
 * Names are printed raw: a newline in one splits its row, which is put together again here. What the text cannot tell:
 * a NUL in an abstract name and a path that begins with `@` both look like `@`, and a name made to look like a newline
 * and a whole row is taken for one. So such a row proves nothing: one whose inode stands in it twice has none here, and
 * what else is needed before it may name an owner, unixEvidence.ts and OwnedSockets say.
 *
 * A connection that waits to be accepted has no inode and no name but its listener's: as ss(8) does, it is counted in
 * that listener's receive queue and has no row.
 */
export function parseUnixTable(table: Buffer, only?: State): ParsedTable {
  const columns = new Columns(table);
  const rows: TableRow[] = [];
  let strange = 0;
  let pointerDigits: number | undefined;
  let open: Header | undefined;
  let nameEnd = 0;

  /** How many connections wait for each listener, by its name, byte for byte. */
  const waiting = new Map<string, number>();
  const listeners: [index: number, name: string][] = [];
  const finish = (): void => {
    if (!open) return;
    const { state } = open;
    const name = table.toString('latin1', open.name ?? nameEnd, nameEnd);
    if (open.waiting) waiting.set(name, (waiting.get(name) ?? 0) + 1);
    else if (state && (only === undefined || state === only)) {
      if (state === 'LISTEN') listeners.push([rows.length, name]);
      rows.push(row(table, { ...open, state }, nameEnd));
    }
  };

  eachRow(table, (from, to) => {
    columns.row(from, to);
    const digits = columns.hexRun();
    if (digits !== (pointerDigits ?? digits) || (digits !== 8 && digits !== 16)) columns.ok = false;
    const header = columns.ok ? headerOf(columns) : undefined;
    if (header) {
      pointerDigits = digits;
      finish();
      open = header;
      nameEnd = to;
    } else if (open?.name !== undefined && to - open.name <= LONGEST_NAME) {
      nameEnd = to;
    } else {
      strange++;
    }
  });
  finish();
  const bearers = new Map<string, number>();
  for (const [, name] of listeners) bearers.set(name, (bearers.get(name) ?? 0) + 1);
  for (const [index, name] of listeners) {
    const listener = rows[index];
    // A path that was unlinked and bound again has two listeners: the table does not say which one the connections wait
    // for.
    if (listener && bearers.get(name) === 1) rows[index] = { ...listener, recvQueue: waiting.get(name) ?? 0 };
  }
  return { rows: withoutTwins(rows), strange };
}

/** Different rows with the same inode: at least one is forged, and which does not show, so that none has it. */
function withoutTwins(rows: TableRow[]): TableRow[] {
  const first = new Map<number, TableRow>();
  const forged = new Set<number>();
  for (const row of rows) {
    if (!row.inode) continue;
    const other = first.get(row.inode);
    if (!other) first.set(row.inode, row);
    // The very same row twice proves nothing: tables tear across pages.
    else if (other.type !== row.type || !sameValue(other.local, row.local)) forged.add(row.inode);
  }
  return forged.size === 0
    ? rows
    : rows.map((row) => (row.inode && forged.has(row.inode) ? { ...row, inode: null } : row));
}

/** The columns after the pointer; `undefined` where this is no row. */
function headerOf(columns: Columns): Header | undefined {
  columns.expect(': ');
  columns.hex(8);
  columns.expect(' ');
  columns.hex(8);
  columns.expect(' ');
  const flags = columns.hex(8);
  columns.expect(' ');
  const type = UNIX_TYPES[columns.hex(4)];
  columns.expect(' ');
  const st = columns.hex(2);
  columns.expect(' ');
  const inode = columns.decimal();
  columns.boundary();
  if (!columns.ok || type === undefined || st >= STATES.length) return undefined;
  return {
    type,
    state: flags & LISTENING ? 'LISTEN' : STATES[st],
    waiting: !(flags & LISTENING) && st === WAITING,
    inode,
    name: columns.atEnd ? undefined : columns.at + 1,
  };
}

const row = (
  table: Buffer,
  { type, state, inode, name }: Header & { readonly state: State },
  nameEnd: number,
): TableRow => ({
  protocol: 'unix',
  family: 'unix',
  type,
  state,
  local: name === undefined ? null : printedName(table.subarray(name, nameEnd)),
  remote: null,
  recvQueue: null,
  sendQueue: null,
  inode,
  uid: null,
});

function printedName(name: Buffer): UnixPath | UnixAbstract {
  const abstract = name[0] === AT;
  return unixName(abstract ? name.subarray(1) : name, abstract);
}

/** Names are bytes, which need not be text. An abstract one without its NUL. */
export function unixName(raw: Buffer, abstract: boolean): UnixPath | UnixAbstract {
  const text = raw.toString('utf8');
  const bytes = isUtf8(raw) ? {} : { bytes: raw.toString('base64') };
  return abstract ? { abstract: text, ...bytes } : { path: text, ...bytes };
}
