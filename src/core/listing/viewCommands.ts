import type { Translate } from '../text/translate';

/** A line of the sidebar's own menu. */
interface TitleEntry {
  /** VS Code's sorting: `navigation@1` is the first icon, `2_group@1` the first line of a block. */
  readonly group: string;
  /** The context key, or its negation, without which it is not there. */
  readonly when?: string;
}

interface ViewCommand {
  /** The title in menus and the palette; it ends in `…` if the command asks before it does anything. */
  readonly title: (t: Translate) => string;
  /** Name of a codicon, without `codicon-`. */
  readonly icon?: string;
  /** The context key without which it is grey. */
  readonly enablement?: string;
  /** The context key without which the palette leaves it out. */
  readonly palette?: string;
  readonly viewTitle: readonly TitleEntry[];
}

/**
 * Commands that are about no row: they ask, or change what a view shows. The id is that of the command, `portolan.<id>`.
 * package.json's part is written from here, see `ACTIONS`.
 */
export const VIEW_COMMANDS = {
  whoOwnsPort: {
    title: (t) => t('Who Owns Port…'),
    icon: 'search',
    viewTitle: [{ group: 'navigation@1' }],
  },
  whoOwnedPort: { title: (t) => t('Who Owned Port…'), icon: 'history', viewTitle: [] },
  filter: {
    title: (t) => t('Filter…'),
    icon: 'filter',
    viewTitle: [
      { group: 'navigation@2', when: '!portolan.filtered' },
      { group: '3_show@1', when: 'portolan.filtered' },
    ],
  },
  clearFilter: {
    title: (t) => t('Clear Filter'),
    icon: 'clear-all',
    palette: 'portolan.filtered',
    viewTitle: [{ group: 'navigation@2', when: 'portolan.filtered' }],
  },
  openChart: { title: (t) => t('Open Chart'), icon: 'graph', viewTitle: [{ group: 'navigation@3' }] },
  refresh: { title: (t) => t('Refresh'), icon: 'refresh', viewTitle: [{ group: 'navigation@4' }] },
  groupByOrigin: {
    title: (t) => t('Group by Origin'),
    enablement: 'portolan.grouping != origin',
    viewTitle: [{ group: '2_group@1' }],
  },
  groupByPort: {
    title: (t) => t('Group by Port'),
    enablement: 'portolan.grouping != port',
    viewTitle: [{ group: '2_group@2' }],
  },
  groupFlat: {
    title: (t) => t('Show as Flat List'),
    enablement: 'portolan.grouping != flat',
    viewTitle: [{ group: '2_group@3' }],
  },
  showHidden: {
    title: (t) => t('Show Hidden…'),
    icon: 'eye',
    palette: 'portolan.hides',
    viewTitle: [{ group: '3_show@2', when: 'portolan.hides' }],
  },
  pause: {
    title: (t) => t('Pause Looking'),
    icon: 'debug-pause',
    palette: '!portolan.paused',
    viewTitle: [{ group: '4_look@1', when: '!portolan.paused' }],
  },
  resume: {
    title: (t) => t('Resume Looking'),
    icon: 'debug-start',
    palette: 'portolan.paused',
    viewTitle: [{ group: '4_look@1', when: 'portolan.paused' }],
  },
  stopAllOfWorkspace: {
    title: (t) => t('Stop All of This Workspace…'),
    viewTitle: [{ group: '5_stop@1' }],
  },
  stopOrphans: { title: (t) => t('Stop Orphans…'), viewTitle: [{ group: '5_stop@2' }] },
  showStopped: {
    title: (t) => t('Show What Was Stopped'),
    icon: 'history',
    viewTitle: [{ group: '5_stop@3' }],
  },
} as const satisfies Record<string, ViewCommand>;

export type ViewCommandId = keyof typeof VIEW_COMMANDS;

export const VIEW_COMMAND_IDS = Object.keys(VIEW_COMMANDS) as readonly ViewCommandId[];

export const viewCommandOf = (id: ViewCommandId): ViewCommand => VIEW_COMMANDS[id];
