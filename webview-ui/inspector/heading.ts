import { type ChartRow, placeText } from '../../src/core/chart/chart';
import { type ActionId, groupActions } from '../../src/core/listing/actions';
import { describeAge, describeExposure, describeState } from '../../src/core/text/describe';
import type { Translate } from '../../src/core/text/translate';
import type { ChartModel } from '../model';
import type { Subject } from '../subject';
import { nameText, nobodyText } from '../table/columns';

/** The head of the inspector: the selection, its owner, and the actions for it. */
export interface Heading {
  readonly title: string;
  /** What stands beside the title, in smaller letters. */
  readonly aside: string;
  /** The process that holds the socket, as it is shown. */
  readonly holder: string;
  readonly lines: readonly string[];
  /** Whether the socket or process has ended. */
  readonly gone: boolean;
  /** Ids of the sockets that the actions are about, the lead first. */
  readonly socketIds: readonly string[];
  readonly actions: readonly ActionId[];
}

/** `undefined` where nothing is known of the selection. */
export function headingOf(
  subject: Subject,
  model: ChartModel,
  now: number,
  t: Translate,
): Heading | undefined {
  switch (subject.kind) {
    case 'socket':
      return socketHeading(subject.id, model, now, t);
    case 'process':
      return processHeading(subject.id, model, now, t);
    case 'origin':
      return originHeading(subject.id, model, t);
  }
}

function socketHeading(id: string, model: ChartModel, now: number, t: Translate): Heading | undefined {
  const row = model.rows.get(id);
  if (!row) return goneHeading(model, t);
  const lead = model.leadOf(row);
  const reach = row.exposure ? describeExposure(row.exposure, t) : '';
  const address = row.port === null || row.address === '' ? '' : row.address;
  return {
    title: nameText(row, t),
    aside: [row.protocol, address, reach].filter(Boolean).join(' · '),
    holder: lead?.name ?? nobodyText(row, t),
    lines: [
      row.listens ? (row.service ?? '') : connectionText(row, t),
      lead
        ? [t('pid {0}', lead.pid), lead.user ?? '', sinceText(lead.since, now, t)].filter(Boolean).join(' · ')
        : '',
    ].filter(Boolean),
    gone: false,
    socketIds: [id],
    actions: row.actions,
  };
}

const connectionText = (row: ChartRow, t: Translate): string =>
  [
    row.remoteAddress === '' ? '' : `→ ${placeText(row.remoteAddress, row.remotePort)}`,
    describeState(row.state, row.protocol, t),
  ]
    .filter(Boolean)
    .join(' · ');

function processHeading(key: string, model: ChartModel, now: number, t: Translate): Heading | undefined {
  const process = model.processes.get(key);
  if (!process) return goneHeading(model, t);
  const held = [...model.heldBy(key)].flatMap((id) => model.rows.get(id) ?? []);
  const rows = held.sort((a, b) => Number(b.listens) - Number(a.listens));
  return {
    title: process.name,
    aside: t('process'),
    holder: '',
    lines: [
      [t('pid {0}', process.pid), process.user ?? '', sinceText(process.since, now, t)]
        .filter(Boolean)
        .join(' · '),
    ],
    gone: false,
    socketIds: rows.map(({ id }) => id),
    actions: rows[0]?.actions ?? [],
  };
}

function originHeading(id: string, model: ChartModel, t: Translate): Heading | undefined {
  const origin = model.origins.get(id);
  if (!origin) return undefined;
  const folder = model.folders.find(({ path }) => path === origin.folder);
  const rows = [...model.rows.values()].filter((row) => row.origin === id && row.listens);
  return {
    title: origin.label,
    aside: folder ? t('folder {0}', folder.name) : '',
    holder: '',
    lines: origin.evidence,
    gone: origin.endedAt !== null,
    socketIds: rows.map((row) => row.id),
    actions: groupActions(rows.map(({ actions }) => actions)),
  };
}

const goneHeading = ({ inspection }: ChartModel, t: Translate): Heading => ({
  title: inspection?.title ?? t('Closed'),
  aside: '',
  holder: '',
  lines: [],
  gone: true,
  socketIds: [],
  actions: [],
});

function sinceText(since: number, now: number, t: Translate): string {
  const at = new Date(since);
  const today = at.toDateString() === new Date(now).toDateString();
  return t(
    'since {0} ({1})',
    today ? at.toLocaleTimeString() : at.toLocaleString(),
    describeAge(now - since, t),
  );
}
