import { socketsDocument } from '../documents/snapshotDocument';
import { launchName } from '../launch/launchName';
import { actionContext } from '../listing/actionSubject';
import { leadOf, originOfSocket, type Snapshot } from '../snapshot/snapshot';
import { type PeerIndex, peersOf } from '../socket/peers';
import type { Socket } from '../socket/socket';
import { describeExposure, describeOrigin } from '../text/describe';
import { commandLine } from '../text/maskSecrets';
import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';
import { type ChartRow, placeText } from './chart';
import { chartRow } from './chartRows';

/** The columns of ss(8) in its order, then those about the owner. */
const COLUMNS = [
  'protocol',
  'state',
  'recv-q',
  'send-q',
  'local',
  'remote',
  'exposure',
  'user',
  'pid',
  'process',
  'origin',
  'command',
] as const;

type Cells = Readonly<Record<(typeof COLUMNS)[number], string>>;

function cellsOf(socket: Socket, row: ChartRow, snapshot: Snapshot, t: Translate): Cells {
  const lead = leadOf(socket, snapshot);
  const origin = originOfSocket(socket, snapshot);
  const number = (value: number | null): string => (value === null ? '' : String(value));
  const isUnix = row.protocol === 'unix' && row.type !== 'stream';
  return {
    protocol: isUnix ? `${row.protocol}/${row.type}` : row.protocol,
    state: row.state,
    'recv-q': number(row.recvQueue),
    'send-q': number(row.sendQueue),
    local: placeText(row.address, row.port),
    remote: placeText(row.remoteAddress, row.remotePort),
    exposure: row.exposure === null ? '' : describeExposure(row.exposure, t),
    user: row.user ?? '',
    pid: (socket.owners ?? []).join(' '),
    process: lead ? oneLine(launchName(lead)) : '',
    origin: origin ? oneLine(describeOrigin(origin, t)) : '',
    command: lead ? commandLine(lead) : '',
  };
}

/**
 * Quotes a field by RFC 4180. Trap: a name that begins with `=` would be a formula to a spreadsheet, so `'` precedes
 * it.
 */
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csv(rows: readonly Cells[]): string {
  const lines = [
    COLUMNS.join(','),
    ...rows.map((cells) => COLUMNS.map((name) => csvField(cells[name])).join(',')),
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

/** Columns for people, one space wider than the longest value; columns that are empty throughout are left out. */
function plainText(rows: readonly Cells[]): string {
  const names = COLUMNS.filter((name) => name !== 'command' && rows.some((cells) => cells[name] !== ''));
  const widths = new Map(
    names.map((name) => [
      name,
      rows.reduce((width, cells) => Math.max(width, cells[name].length), name.length),
    ]),
  );
  const line = (textOf: (name: (typeof COLUMNS)[number]) => string): string =>
    `${names
      .map((name) => textOf(name).padEnd(widths.get(name) ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  return [line((name) => name.toUpperCase()), ...rows.map((cells) => line((name) => cells[name]))].join('');
}

/**
 * Writes the given sockets in their order; `json` is the command line's document. Secrets in command lines are masked.
 */
export function exportSockets(
  sockets: readonly Socket[],
  format: 'text' | 'csv' | 'json',
  snapshot: Snapshot,
  t: Translate,
  peers: PeerIndex = peersOf(snapshot),
): string {
  if (format === 'json') return `${JSON.stringify(socketsDocument(snapshot, sockets, t), undefined, 2)}\n`;
  // What could be done with a socket is not part of a copy.
  const setting = { context: actionContext(snapshot, { isTrusted: false }), peers, since: () => null };
  const rows = sockets.map((socket) => cellsOf(socket, chartRow(socket, setting), snapshot, t));
  return format === 'csv' ? csv(rows) : plainText(rows);
}
