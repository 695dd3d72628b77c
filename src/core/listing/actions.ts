import { hasPlace } from '../origins/origin';
import type { Translate } from '../text/translate';
import {
  always,
  cameFromPlace,
  canBeForced,
  canBeStopped,
  canRunAgain,
  hasAddress,
  hasPort,
  isHeld,
  isOnWeb,
  mayBeSignalled,
} from './actionRules';
import type { ActionContext, ActionSubject } from './actionSubject';

/** Blocks of a menu, from above. */
export const ACTION_GROUPS = ['open', 'stop', 'copy', 'hide'] as const;

/**
 * Where actions are offered. `menu`: of a row, in sidebar and chart; `inline`: a row's buttons in the sidebar; `answer`:
 * below an answer to "who owns"; `button`: in the chart's inspector; `hover`: a link in a hover over a file.
 */
export const ACTION_SURFACES = ['menu', 'inline', 'answer', 'button', 'hover'] as const;

export type ActionSurface = (typeof ACTION_SURFACES)[number];

interface Action {
  /** The title in menus and the palette; it ends in `…` if the action asks before it does anything. */
  readonly title: (t: Translate) => string;
  /** On a button or link, where the subject stands beside it. */
  readonly short?: (t: Translate) => string;
  /** Name of a codicon, without `codicon-`. */
  readonly icon?: string;
  /** What is asked where nothing is selected. */
  readonly question: (t: Translate) => string;
  /** Whether it acts on all that is selected, or on the one that was pointed at. */
  readonly many: boolean;
  /** Whether it is offered for a group where it is offered for one of its members. */
  readonly onGroup: boolean;
  readonly group: (typeof ACTION_GROUPS)[number];
  /** Its place on each surface; on a menu within its group. */
  readonly surfaces: Readonly<Partial<Record<ActionSurface, number>>>;
  /** Whether the palette has it, which asks what it is about. */
  readonly palette: boolean;
  /** The keyboard shortcut while the sidebar has the focus. */
  readonly key?: { readonly key: string; readonly mac: string };
  /** Where it makes sense; whether it may be done, the command itself finds out. A kind that is left out: never. */
  readonly offered: {
    readonly [K in Exclude<ActionSubject['kind'], 'group'>]?: (
      subject: Extract<ActionSubject, { readonly kind: K }>,
      context: ActionContext,
    ) => boolean;
  };
}

/**
 * Each action once. Its id is that of the command, `portolan.<id>`. Commands, titles, menus and keys of package.json are
 * written from here by `npm run manifest`, and every view asks {@link actionsOn}.
 */
export const ACTIONS = {
  openInBrowser: {
    title: (t) => t('Open in Browser'),
    short: (t) => t('Open'),
    icon: 'link-external',
    question: (t) => t('Open which?'),
    many: false,
    onGroup: false,
    group: 'open',
    surfaces: { menu: 1, inline: 3, answer: 2, button: 3 },
    palette: true,
    offered: { listener: isOnWeb },
  },
  reveal: {
    title: (t) => t('Reveal Terminal, Task or Folder'),
    short: (t) => t('Reveal'),
    icon: 'go-to-file',
    question: (t) => t('Reveal where which one came from?'),
    many: false,
    onGroup: true,
    group: 'open',
    surfaces: { menu: 2, answer: 3, button: 4, hover: 2 },
    palette: true,
    offered: {
      listener: cameFromPlace,
      socket: cameFromPlace,
      process: ({ process }) => hasPlace(process.origin),
    },
  },
  inspect: {
    title: (t) => t('Inspect'),
    icon: 'info',
    question: (t) => t('Inspect which?'),
    many: false,
    onGroup: false,
    group: 'open',
    surfaces: { menu: 3, inline: 2, answer: 4, hover: 1 },
    palette: true,
    offered: { listener: always, socket: always, process: always, episode: always },
  },
  stop: {
    title: (t) => t('Stop…'),
    short: (t) => t('Stop'),
    icon: 'stop-circle',
    question: (t) => t('Stop which?'),
    many: true,
    onGroup: true,
    group: 'stop',
    surfaces: { menu: 1, inline: 1, answer: 1, button: 1 },
    palette: true,
    key: { key: 'delete', mac: 'cmd+backspace' },
    offered: { listener: canBeStopped, socket: canBeStopped, process: mayBeSignalled },
  },
  stopAndWait: {
    title: (t) => t('Stop and Wait for Free Port…'),
    question: (t) => t('Stop which, and wait until its port is free?'),
    many: true,
    onGroup: false,
    group: 'stop',
    surfaces: { menu: 2 },
    palette: true,
    offered: { listener: canBeStopped },
  },
  restart: {
    title: (t) => t('Restart…'),
    short: (t) => t('Restart'),
    icon: 'debug-restart',
    question: (t) => t('Restart which?'),
    many: false,
    onGroup: false,
    group: 'stop',
    surfaces: { menu: 3, button: 2 },
    palette: true,
    offered: {
      listener: ({ owner }, context) => canRunAgain(owner, context),
      socket: ({ owner }, context) => canRunAgain(owner, context),
      process: ({ process }, context) => canRunAgain(process, context),
    },
  },
  forceStop: {
    title: (t) => t('Force Stop…'),
    question: (t) => t('Force which to end?'),
    many: true,
    onGroup: false,
    group: 'stop',
    surfaces: { menu: 4 },
    palette: true,
    offered: { listener: canBeForced, socket: canBeForced, process: mayBeSignalled },
  },
  copyAddress: {
    title: (t) => t('Copy Address'),
    icon: 'copy',
    question: (t) => t('Copy from which?'),
    many: true,
    onGroup: true,
    group: 'copy',
    surfaces: { menu: 1, answer: 5 },
    palette: false,
    offered: { listener: hasAddress, socket: hasAddress },
  },
  copyUrl: {
    title: (t) => t('Copy URL'),
    icon: 'copy',
    question: (t) => t('Copy from which?'),
    many: true,
    onGroup: false,
    group: 'copy',
    surfaces: { menu: 2, answer: 6 },
    palette: false,
    offered: { listener: isOnWeb },
  },
  copyPid: {
    title: (t) => t('Copy Process ID'),
    icon: 'copy',
    question: (t) => t('Copy from which?'),
    many: true,
    onGroup: false,
    group: 'copy',
    surfaces: { menu: 3, answer: 7 },
    palette: false,
    offered: { listener: isHeld, socket: isHeld, process: always },
  },
  copyCommand: {
    title: (t) => t('Copy Command Line'),
    icon: 'copy',
    question: (t) => t('Copy from which?'),
    many: true,
    onGroup: false,
    group: 'copy',
    surfaces: { menu: 4 },
    palette: false,
    offered: { listener: isHeld, socket: isHeld, process: always },
  },
  hidePort: {
    title: (t) => t('Hide This Port'),
    question: (t) => t('Hide which?'),
    many: true,
    onGroup: false,
    group: 'hide',
    surfaces: { menu: 1 },
    palette: false,
    offered: { listener: hasPort },
  },
  hideProcess: {
    title: (t) => t('Hide This Process'),
    question: (t) => t('Hide which?'),
    many: true,
    onGroup: false,
    group: 'hide',
    surfaces: { menu: 2 },
    palette: false,
    offered: { listener: isHeld, process: always },
  },
} as const satisfies Record<string, Action>;

export type ActionId = keyof typeof ACTIONS;

export const ACTION_IDS = Object.keys(ACTIONS) as readonly ActionId[];

export const actionOf = (id: ActionId): Action => ACTIONS[id];

/** The actions that make sense for the subject, in the order of the table. */
export function actionsOn(subject: ActionSubject, context: ActionContext): readonly ActionId[] {
  if (subject.kind === 'group')
    return groupActions(subject.members.map((member) => actionsOn(member, context)));
  return ACTION_IDS.filter((id) => isOffered(actionOf(id), subject, context));
}

/** The actions of a group: each that is allowed on groups and offered by at least one member. */
export function groupActions(members: Iterable<readonly ActionId[]>): readonly ActionId[] {
  const offered = new Set<ActionId>();
  for (const actions of members) for (const id of actions) offered.add(id);
  return ACTION_IDS.filter((id) => ACTIONS[id].onGroup && offered.has(id));
}

/** The offered actions that a surface shows, in that surface's order. */
export const actionsAt = (surface: ActionSurface, offered: readonly ActionId[] = ACTION_IDS): ActionId[] => {
  const placeOf = (id: ActionId): number | undefined => actionOf(id).surfaces[surface];
  return offered
    .filter((id) => placeOf(id) !== undefined)
    .sort((a, b) => (placeOf(a) ?? 0) - (placeOf(b) ?? 0));
};

function isOffered(
  { offered }: Action,
  subject: Exclude<ActionSubject, { readonly kind: 'group' }>,
  context: ActionContext,
): boolean {
  switch (subject.kind) {
    case 'listener':
      return offered.listener?.(subject, context) ?? false;
    case 'socket':
      return offered.socket?.(subject, context) ?? false;
    case 'process':
      return offered.process?.(subject, context) ?? false;
    case 'episode':
      return offered.episode?.(subject, context) ?? false;
  }
}
