import { type ChartOrigin, type ChartProcess, type ChartRow, placeText } from '../../src/core/chart/chart';
import { exposureRank } from '../../src/core/listing/order';
import { ownerlessText } from '../../src/core/listing/ownerlessText';
import { describeAge, describeExposure, describeState } from '../../src/core/text/describe';
import type { Translate } from '../../src/core/text/translate';

/** A row with what it refers to. */
export interface Cells {
  readonly row: ChartRow;
  readonly lead: ChartProcess | undefined;
  readonly origin: ChartOrigin | undefined;
}

export const COLUMN_IDS = [
  'port',
  'process',
  'origin',
  'state',
  'exposure',
  'remote',
  'since',
  'protocol',
  'address',
  'recvQueue',
  'sendQueue',
  'pid',
  'user',
  'command',
  'type',
  'inode',
  'netns',
] as const;

export type ColumnId = (typeof COLUMN_IDS)[number];

/** `null` stands last, whichever way a column is sorted. */
export type SortKey = string | number | null;

export interface Column {
  readonly title: (t: Translate) => string;
  /** What the title alone does not say. */
  readonly hint?: (t: Translate) => string;
  /** Pixels, as long as nobody has dragged it. */
  readonly width: number;
  /** Whether it is there as long as nobody has chosen. */
  readonly shown: boolean;
  readonly numeric?: boolean;
  /** The system's own words, set in the editor's letters. */
  readonly verbatim?: boolean;
  /** `now`: milliseconds since the epoch by the machine's clock. */
  readonly text: (cells: Cells, t: Translate, now: number) => string;
  /** What stands beside it, quietly. */
  readonly note?: (cells: Cells, t: Translate) => string;
  /** Shown on hover, where that is more than the text. */
  readonly explain?: (cells: Cells, t: Translate) => string;
  readonly key: (cells: Cells) => SortKey;
}

const orEmpty = (value: number | string | null | undefined): string => String(value ?? '');

const word = (text: string | null | undefined): SortKey => (text ? text.toLowerCase() : null);

/** What people look for: the port, or the last name of a Unix socket's path. */
export function chipText({
  port,
  address,
  protocol,
}: Pick<ChartRow, 'port' | 'address' | 'protocol'>): string {
  if (port !== null) return String(port);
  if (address === '') return '*'; // as ss(8) writes it
  return protocol === 'unix' ? address.slice(address.lastIndexOf('/', address.length - 2) + 1) : address;
}

/** The same in words: most ends of Unix connections have no name, and `*` says that only to who knows ss(8). */
export const nameText = (row: ChartRow, t: Translate): string =>
  row.protocol === 'unix' && row.address === '' ? t('unnamed') : chipText(row);

/** What stands in place of the holder where no process can be named. */
export const nobodyText = ({ ownership }: ChartRow, t: Translate): string =>
  ownerlessText(ownership === 'none' ? 'nobody' : 'unseen', t);

/** The socket's own first sight; what was there before that is at most as old as its process. */
const beginOf = ({ row, lead }: Cells): number | null => row.since ?? lead?.since ?? null;

export const COLUMNS: Readonly<Record<ColumnId, Column>> = {
  port: {
    title: (t) => t('Port'),
    hint: (t) => t('The port, or the name of a Unix socket'),
    width: 184,
    shown: true,
    text: ({ row }, t) => nameText(row, t),
    note: ({ row }) => row.service ?? '',
    explain: ({ row }) => [placeText(row.address, row.port), row.service ?? ''].filter(Boolean).join('\n'),
    key: ({ row }) => row.port ?? word(row.address),
  },
  process: {
    title: (t) => t('Process'),
    width: 176,
    shown: true,
    text: ({ row, lead }, t) => lead?.name ?? nobodyText(row, t),
    note: ({ row }, t) => (row.ownerCount > 1 ? t('and {0} more', row.ownerCount - 1) : ''),
    explain: ({ lead }) => lead?.command ?? '',
    key: ({ lead }) => word(lead?.name),
  },
  origin: {
    title: (t) => t('Origin'),
    hint: (t) => t('Where in the workspace it came from'),
    width: 180,
    shown: true,
    text: ({ lead, origin }, t) => origin?.label ?? (lead ? t('Not started here') : ''),
    explain: ({ origin }) => [origin?.label ?? '', ...(origin?.evidence ?? [])].join('\n'),
    key: ({ origin }) => word(origin?.label),
  },
  state: {
    title: (t) => t('State'),
    width: 105,
    shown: true,
    verbatim: true,
    text: ({ row }) => row.state,
    explain: ({ row }, t) => `${row.state}: ${describeState(row.state, row.protocol, t)}`,
    key: ({ row }) => row.state,
  },
  remote: {
    title: (t) => t('Connected to'),
    width: 165,
    shown: true,
    verbatim: true,
    text: ({ row }) => (row.remoteAddress === '' ? '' : placeText(row.remoteAddress, row.remotePort)),
    key: ({ row }) => word(row.remoteAddress === '' ? '' : placeText(row.remoteAddress, row.remotePort)),
  },
  address: {
    title: (t) => t('Address'),
    width: 130,
    shown: true,
    verbatim: true,
    text: ({ row }) => row.address,
    key: ({ row }) => word(row.address),
  },
  exposure: {
    title: (t) => t('Open to'),
    hint: (t) => t('Who can reach it'),
    width: 150,
    shown: true,
    text: ({ row }, t) => (row.exposure ? describeExposure(row.exposure, t) : ''),
    // The widest first: that is what somebody sorts it for.
    key: ({ row }) => (row.exposure === null ? null : -exposureRank(row.exposure)),
  },
  protocol: {
    title: (t) => t('Protocol'),
    width: 80,
    shown: true,
    text: ({ row }) => row.protocol,
    note: ({ row }) => (row.family === 'ipv6' ? 'v6' : ''),
    key: ({ row }) => `${row.protocol} ${row.family}`,
  },
  recvQueue: {
    title: (t) => t('Recv-Q'),
    hint: (t) => t('Bytes that wait to be read; of a listener, the connections that wait to be accepted'),
    width: 75,
    shown: true,
    numeric: true,
    text: ({ row }) => orEmpty(row.recvQueue),
    key: ({ row }) => row.recvQueue,
  },
  sendQueue: {
    title: (t) => t('Send-Q'),
    hint: (t) => t('Bytes that wait to be sent; of a listener, how many connections may wait (its backlog)'),
    width: 75,
    shown: true,
    numeric: true,
    text: ({ row }) => orEmpty(row.sendQueue),
    key: ({ row }) => row.sendQueue,
  },
  since: {
    title: (t) => t('Since'),
    width: 75,
    shown: true,
    numeric: true,
    text: (cells, t, now) => {
      const begin = beginOf(cells);
      return begin === null ? '' : describeAge(now - begin, t);
    },
    /** @surface hint */
    explain: ({ row, lead }, t) => {
      if (row.since !== null) return t('First seen {0}', new Date(row.since).toLocaleString());
      const before = t('It was there when Portolan began to look.');
      return lead
        ? `${before}\n${t('Its process runs since {0}', new Date(lead.since).toLocaleString())}`
        : before;
    },
    key: beginOf,
  },
  pid: {
    title: () => 'PID',
    width: 80,
    shown: false,
    numeric: true,
    text: ({ lead }) => orEmpty(lead?.pid),
    key: ({ lead }) => lead?.pid ?? null,
  },
  user: {
    title: (t) => t('User'),
    width: 90,
    shown: false,
    text: ({ row }) => orEmpty(row.user),
    key: ({ row }) => word(row.user),
  },
  command: {
    title: (t) => t('Command'),
    width: 320,
    shown: false,
    verbatim: true,
    text: ({ lead }) => lead?.command ?? '',
    key: ({ lead }) => word(lead?.command),
  },
  type: {
    title: (t) => t('Type'),
    width: 90,
    shown: false,
    text: ({ row }) => row.type,
    key: ({ row }) => row.type,
  },
  inode: {
    title: (t) => t('Inode'),
    width: 90,
    shown: false,
    numeric: true,
    text: ({ row }) => orEmpty(row.inode),
    key: ({ row }) => row.inode,
  },
  netns: {
    title: (t) => t('Network namespace'),
    hint: (t) => t('Where that is another than Portolan’s own: a container, as a rule'),
    width: 130,
    shown: false,
    numeric: true,
    text: ({ row }) => orEmpty(row.netns),
    key: ({ row }) => row.netns,
  },
};
