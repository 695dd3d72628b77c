import type { Translate } from '../../src/core/text/translate';
import { type Cells, COLUMNS, nobodyText, type SortKey } from './columns';

export const GROUPING_IDS = ['none', 'origin', 'process', 'port', 'state'] as const;

export type Grouping = (typeof GROUPING_IDS)[number];

interface GroupBy {
  readonly title: (t: Translate) => string;
  /** The same for all rows of a group. */
  readonly key: (cells: Cells) => SortKey;
  readonly label: (cells: Cells, t: Translate) => string;
}

export const GROUPINGS: Readonly<Record<Grouping, GroupBy>> = {
  none: { title: (t) => t('No groups'), key: () => null, label: () => '' },
  origin: {
    title: (t) => t('By origin'),
    // What has no origin stands after what has.
    key: ({ origin, lead }) => (origin ? `${origin.label}\n${origin.id}` : lead ? '\uffff' : null),
    label: ({ row, origin, lead }, t) => origin?.label ?? (lead ? t('Not started here') : nobodyText(row, t)),
  },
  process: {
    title: (t) => t('By process'),
    key: ({ lead }) => (lead ? `${lead.name.toLowerCase()}\n${lead.key}` : null),
    label: ({ row, lead }, t) => (lead ? `${lead.name} (${lead.pid})` : nobodyText(row, t)),
  },
  port: {
    title: (t) => t('By port'),
    key: ({ row }) => row.port,
    label: ({ row }, t) => (row.port === null ? t('no port') : String(row.port)),
  },
  state: {
    title: (t) => t('By state'),
    key: ({ row }) => row.state,
    label: (cells, t) => COLUMNS.state.explain?.(cells, t) ?? cells.row.state,
  },
};
